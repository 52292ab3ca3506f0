"""The shell around a session: performs its effects, in turns.

* A turn judges under the policy in force now, then performs all effects before the next turn begins: so nothing
  overtakes, and a call that was cancelled is not forwarded afterwards.
* Rows first, in one write; when that fails, none of the turn's calls goes on.
* The server's side takes no turns: it must never wait for a write to the server.
"""

from __future__ import annotations

import os
import time
from _thread import allocate_lock, start_new_thread

from callgate_proxy.effects import (
    Ask,
    Asked,
    Defer,
    Forward,
    Inspect,
    Record,
    Refund,
    Reply,
    Saw,
    Sighted,
    Stray,
    Submit,
    Withdraw,
)
from callgate_proxy.errors import LogError, StateError
from callgate_proxy.keeping import Keeping, to_stderr
from callgate_proxy.lines import cut
from callgate_proxy.log import Log
from callgate_proxy.mode import ON, Switch
from callgate_proxy.policy.store import Source
from callgate_proxy.session import Session

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from callgate_proxy.effects import Call, Effect
    from callgate_proxy.home import Home
    from callgate_proxy.lines import Sink
    from callgate_proxy.policy.store import Snapshot
    from callgate_proxy.relay import Options


class _Turn:
    """What one turn adds up to before it is written."""

    __slots__ = ("asks", "calls", "out", "questions", "replies", "rows")

    def __init__(self) -> None:
        self.rows: list[str] = []
        self.out: list[tuple[Call | None, bytes]] = []
        self.calls: list[Call] = []
        self.replies: list[tuple[Call | None, bytes]] = []
        self.asks: list[Call] = []
        self.questions: list[Withdraw | Defer] = []


class Shell:
    """One proxy's session with its files and pipes."""

    def __init__(
        self,
        home: Home,
        options: Options,
        to_server: Sink,
        to_client: Sink,
        on_ask: Callable[[Call], None],
        on_question: Callable[[Withdraw | Defer], None],
    ) -> None:
        """`on_ask`, `on_question` (what became of one without an answer): called within a turn; they must neither wait
        nor take a turn of their own.
        """
        writer = f"{time.time_ns():x}-{os.getpid():x}"
        self._keeping = Keeping(home, options)
        self.session = Session(options.client, options.server, writer, self._keeping.screens)
        self.session.equip(self._keeping.checks)
        self._log = Log(home, writer)
        self._source = Source(home)
        self._switch = Switch(home)
        self._to_server = to_server
        self._to_client = to_client
        self._on_ask = on_ask
        self._on_question = on_question
        self._in_force: tuple[Snapshot | None, str] = (None, "")
        self._turn_lock = allocate_lock()
        self._session_lock = allocate_lock()
        self._policy_lock = allocate_lock()

    def turn(self, judge: Callable[[Session, float], list[Effect]]) -> None:
        """One turn: `judge` the session (at seconds since the epoch), then perform what it wants done."""
        with self._turn_lock:
            now = time.time()
            changed = self.govern(now)
            with self._session_lock:
                effects = judge(self.session, now)
                if changed:
                    effects = self.session.tick(now) + effects
            if len(effects) == 1 and isinstance(effects[0], Submit) and not effects[0].call.back:
                effects = self._alone(effects[0], now)
                if not effects:
                    return
            turn = _Turn()
            for effect in effects:
                self._add(effect, turn, now)
            self._finish(turn, now)

    def _alone(self, submit: Submit, now: float) -> list[Effect]:
        """As a turn with nothing but this call, without a turn's lists: most turns are. What is left to do is given."""
        refused = self._reserve(submit, now) if submit.charges else None
        if refused is not None:
            return refused
        try:
            self._log.append([submit.row], now)
        except LogError as error:
            with self._session_lock:
                return self.session.unlogged(submit.call, str(error), error.fix)
        self._to_server.write(submit.call.line)
        return []

    def govern(self, now: float) -> bool:
        """Puts the policy file and the mode as they are now in force; whether they changed."""
        snapshot, kind = self._in_force
        found = self._source.current()
        # The policy file was found in its folder: what is not beside it is not there.
        is_on = kind == ON and not found.problem and self._switch.on()
        if found is snapshot and (is_on or self._switch.at(now) == kind):
            return False
        with self._policy_lock:  # two threads must not put what they saw in force in the wrong order
            snapshot, kind = self._source.current(), self._switch.at(now)
            with self._session_lock:
                self.session.govern(snapshot.table, snapshot.problem, kind, snapshot.confirmed, snapshot.choice)
            self._in_force = (snapshot, kind)
        return True

    def from_server(self, data: bytes) -> tuple[bytes, list[Effect], float]:
        """(what to deliver, what to do after that, when) for `data`: whole lines of the server's."""
        now = time.time()
        if self._keeping.listed and self.session.pending:
            self._keeping.class_listed(self._session_lock)
        if self.session.lists:
            self.govern(now)
        if data.find(b"\n") == len(data) - 1:  # one line, as nearly always
            with self._session_lock:
                out, then = self.session.from_server(data, now)
            if not then or not isinstance(then[0], Asked):
                return out, then, now
            return self._server_asks(then[0].call, now), [], now
        lines = cut(data)
        # The server may have ended within a line: that goes to the client as it is.
        last = b"" if data.endswith(b"\n") else lines.pop()
        with self._session_lock:
            replies = [self.session.from_server(line, now) for line in lines]
        delivered: list[bytes] = []
        effects: list[Effect] = []
        for out, then in replies:
            if then and isinstance(then[0], Asked):
                delivered.append(self._server_asks(then[0].call, now))
            else:
                delivered.append(out)
                effects += then
        return b"".join(delivered) + last, effects, now

    def _server_asks(self, call: Call, now: float) -> bytes:
        """What to deliver for a request of the server's."""
        self.govern(now)
        with self._session_lock:
            effects = self.session.server_asks(call, now)
        turn = _Turn()
        for effect in effects:
            self._add(effect, turn, now)
        self._write_rows(turn, now)
        if turn.out:  # this side never waits for the server to read
            start_new_thread(self._to_server.write, (b"".join([line for _, line in turn.out]),))
        self._tell(turn)
        return b"".join([line for _, line in turn.replies])

    def from_server_in_parts(self, head: bytes, tail: bytes, size: int) -> None:
        """A line of `size` bytes was delivered in parts; `head` and `tail` are its ends."""
        now = time.time()
        if self._keeping.listed and self.session.pending:
            self._keeping.class_listed(self._session_lock)
        with self._session_lock:
            effects = self.session.from_server_in_parts(head, tail, size, now)
        self.after(effects, now)

    def after(self, effects: list[Effect], now: float) -> None:
        """Performs effects that nothing waits for."""
        rows: list[str] = []
        for effect in effects:
            if isinstance(effect, Record):
                rows.append(effect.row)
            elif isinstance(effect, Stray):
                to_stderr(effect.line)
            elif isinstance(effect, Withdraw):
                self._on_question(effect)
            elif isinstance(effect, Saw):
                self._keeping.saw(effect, now)
            elif isinstance(effect, Refund):
                self._keeping.refund(effect)
            elif isinstance(effect, Sighted):
                outcome = self._keeping.sighted(effect, now)
                with self._session_lock:
                    self._keeping.screens.recorded(outcome)
            elif isinstance(effect, Inspect):
                try:
                    rows += self.session.inspected(effect)  # a long look that changes nothing: without the lock
                except (OSError, ImportError) as error:  # its rules cannot be read now
                    self._keeping.warn(f"a result was not looked through ({error})")
        if rows:
            try:
                self._log.append(rows, now)
            except LogError as error:
                self._keeping.warn(f"{error}; {error.fix}")

    def close(self) -> None:
        """The client or the server has gone: ends what is open, on the record."""
        self.turn(lambda session, now: session.closed(now))
        self._keeping.close()

    # ---- a turn's effects

    def _add(self, effect: Effect, turn: _Turn, now: float) -> None:
        if isinstance(effect, Forward):
            turn.out.append((None, effect.line))
        elif isinstance(effect, (Submit, Ask)):
            self._begin(effect, turn, now)
        elif isinstance(effect, Record):
            turn.rows.append(effect.row)
        elif isinstance(effect, Reply):
            turn.replies.append((None, effect.line))
        elif isinstance(effect, (Withdraw, Defer)):
            turn.questions.append(effect)
        elif isinstance(effect, Refund):
            self._keeping.refund(effect)
        elif isinstance(effect, Stray):
            to_stderr(effect.line)

    def _begin(self, wanted: Submit | Ask, turn: _Turn, now: float) -> None:
        refused = self._reserve(wanted, now) if wanted.charges else None
        if refused is not None:
            for effect in refused:
                self._add(effect, turn, now)
            return
        turn.rows.append(wanted.row)
        if isinstance(wanted, Ask):
            turn.asks.append(wanted.call)
            return
        turn.calls.append(wanted.call)
        (turn.replies if wanted.call.back else turn.out).append((wanted.call, wanted.call.line))

    def _reserve(self, wanted: Submit | Ask, now: float) -> list[Effect] | None:
        """Charges a call that goes on, or sees whether one that is to be asked about could be charged."""
        charged = self._keeping.room if isinstance(wanted, Ask) else self._keeping.reserve
        try:
            refused = charged(wanted.charges, now)
        except StateError as error:
            with self._session_lock:
                return self.session.uncounted(wanted.call, str(error))
        if refused is None:
            return None
        with self._session_lock:
            return self.session.over_limit(wanted.call, *refused)

    def _finish(self, turn: _Turn, now: float) -> None:
        self._write_rows(turn, now)
        if turn.out:
            self._to_server.write(b"".join([line for _, line in turn.out]))
        if turn.replies:
            self._to_client.write(b"".join([line for _, line in turn.replies]))
        self._tell(turn)

    def _tell(self, turn: _Turn) -> None:
        for question in turn.questions:
            self._on_question(question)
        for call in turn.asks:
            self._on_ask(call)

    def _write_rows(self, turn: _Turn, now: float) -> None:
        if turn.rows:
            try:
                self._log.append(turn.rows, now)
            except LogError as error:
                self._unlogged(turn, error, now)

    def _unlogged(self, turn: _Turn, error: LogError, now: float) -> None:
        turn.out = [(call, line) for call, line in turn.out if call is None]
        turn.replies = [(call, line) for call, line in turn.replies if call is None]
        asks, turn.asks = turn.asks, []
        for call in turn.calls + asks:
            with self._session_lock:
                refused = self.session.unlogged(call, str(error), error.fix)
            for effect in refused:
                self._add(effect, turn, now)
