"""A server that would start otherwise than it was last seen: held, asked about, and started or not.

1. The server is not started before somebody said so. What the client says meanwhile waits in a pipe, in order.
2. The policy's `checks.starts` decides: "ask" (the default), "block", "flag" (started, with a row), "off". Locked down,
   nothing changed starts; paused, everything does, with its row.
3. No tray, no answer in time, a lost tray, a row that cannot be written: the server is not started. The client's first
   request is answered with why, and what was held stays noted for `callgate starts` and the tray.
4. "Once" starts it this time; "always" takes it for right from now on. A client that gave up loses nothing: a later
   acceptance holds for its next start.
Loaded only where something differs.
"""

from __future__ import annotations

import os
import sys
import time
from _thread import allocate_lock, start_new_thread

from callgate_proxy import contract, mode, starts, wire
from callgate_proxy.clients import launches
from callgate_proxy.errors import LogError, StateError
from callgate_proxy.fingerprint import ACCEPTED
from callgate_proxy.jsonlean import dumps
from callgate_proxy.keeping import to_stderr
from callgate_proxy.lines import Lines
from callgate_proxy.link import Link
from callgate_proxy.log import Log
from callgate_proxy.policy import profiles
from callgate_proxy.policy.profiles import Choice
from callgate_proxy.policy.store import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from signal import SIGTERM, signal

    from callgate_proxy.fingerprint import Launch
    from callgate_proxy.home import Home
    from callgate_proxy.relay import Options
else:
    from _signal import SIGTERM, signal

CHECK = "/checks/starts"
HOLD = 25.0  # seconds: clients give a server 30 to 60 to start
LIMIT = 50.0  # while a person looks at the question
CHUNK = 65_536
ASK, BLOCK, FLAG, OFF = "ask", "block", "flag", "off"
WHY = "The server would start otherwise than when it was last accepted."
_VERDICTS = {ASK: "ask", BLOCK: "deny", FLAG: "allow"}
_SAID = {
    "no-tray": "Callgate asks the user first, and its tray app is not running.",
    "no-answer": "The user was asked and did not answer in time.",
    "tray-lost": "The tray app went away while the user was being asked.",
    "policy": "The policy does not let it start.",
}


def lets_start(home: Home, options: Options, words: list[str]) -> bool:
    """Whether the server may start; where not, its client was told why. Waits for a person where the policy asks."""
    now = time.time()
    fresh = launches.differing(home, options.client, options.server, words, now)
    if fresh is None:
        return True
    action, rule = wanted(home, options, now)
    if action == OFF:
        return True
    return Hold(home, options, fresh, action, rule).lets()


def wanted(home: Home, options: Options, now: float) -> tuple[str, str]:
    """(ASK, BLOCK, FLAG or OFF; the place that says so) for a start that differs, at `now`."""
    kind = mode.read(home).at(now)
    if kind != mode.ON:
        return (BLOCK if kind == mode.LOCKDOWN else FLAG), f"/mode/{kind}"
    snapshot = Source(home).current()
    tables = [one for one in (snapshot.table, snapshot.confirmed) if one is not None]
    if not tables:
        return ASK, CHECK
    try:
        view = profiles.views(tables, snapshot.choice or Choice(""), (options.client, options.server, ""))
    except profiles.Refused:
        return ASK, CHECK
    action, rule = view.checks().get("starts", (ASK, CHECK))
    return action, rule


class Hold:
    """One start that is held."""

    def __init__(self, home: Home, options: Options, fresh: Launch, action: str, rule: str) -> None:
        self._home = home
        self._options = options
        self._fresh = fresh
        self._action = action
        self._rule = rule
        writer = f"{time.time_ns():x}-{os.getpid():x}s"
        self._id = f"{writer}-1"
        self._log = Log(home, writer)
        self._over = allocate_lock()
        self._tickets = [None]  # whoever takes it, ends the wait
        self._ended = (contract.REFUSED, "no-answer", "")
        self._looked_at = False

    def lets(self) -> bool:
        """Whether it starts, after what the policy wants was done."""
        start = self._shown()
        asked = {"was": "\n".join(starts.lines(start.last)), "now": "\n".join(starts.lines(self._fresh))}
        if asked["was"] == asked["now"]:
            asked["note"] = starts.difference(start)
        try:
            self._log.append([self._row(asked)], time.time())
        except LogError as error:
            return self._refuse(f"{error}; {error.fix}.")
        if self._action == FLAG:
            return True
        self._note(starts.hold)
        if self._action == BLOCK:
            return self._refuse(_SAID["policy"])
        return self._ask(asked)

    def _shown(self) -> starts.Start:
        known = next((one for one in starts.everything(self._home) if self._is_ours(one)), None)
        accepted = known.accepted if known else ()
        return starts.Start(self._options.client, self._options.server, accepted, self._fresh)

    def _is_ours(self, one: starts.Start) -> bool:
        return (one.client, one.server) == (self._options.client, self._options.server)

    def _row(self, asked: dict[str, str]) -> str:
        row: dict[str, object] = {"k": "call", "v": contract.VERSION, "id": self._id}
        row |= {"client": self._options.client, "server": self._options.server, "tool": "", "args": asked}
        row |= {"verdict": _VERDICTS[self._action], "rule": self._rule, "reason": WHY, "method": contract.START}
        return dumps(row | ({"flags": ["starts/changed"]} if self._action == FLAG else {}))

    def _note(self, how: object = None) -> None:
        try:
            if how is starts.hold:
                starts.hold(self._home, self._options.client, self._options.server, self._fresh)
            elif how == "always":
                taken = {**self._fresh, "how": ACCEPTED, "at": time.time()}
                starts.take(self._home, self._options.client, self._options.server, taken)
            else:
                starts.release(self._home, self._options.client, self._options.server)
        except StateError as error:
            to_stderr(f"callgate: {self._options.server}: {error}; {error.fix}\n".encode())

    # ---- asking

    def _ask(self, asked: dict[str, str]) -> bool:
        self._over.acquire()
        _queue(lambda: self._end(contract.REFUSED, "cancelled"))
        before = signal(SIGTERM, lambda _, __: self._end(contract.REFUSED, "cancelled"))
        hold = self._options.ask_seconds or HOLD
        limit = max(hold, LIMIT)
        options, now = self._options, time.time()
        hello = contract.hello(options.server, options.client, os.getpid(), options.command)
        link = Link(self._home, hello, self._on_message, lambda _: self._end(contract.REFUSED, "tray-lost"))
        told = self._id, "", dict[str, object](asked), self._rule, WHY, now, now + hold, contract.START, now + limit
        if not link.send(contract.ask(*told)):
            self._end(contract.REFUSED, "no-tray")
        self._wait(hold, limit)
        decision, how, said = self._ended
        signal(SIGTERM, before)
        if how == "no-answer":
            link.tell(contract.withdraw(self._id, how))
        link.close()
        return self._decided(decision, how, said)

    def _wait(self, hold: float, limit: float) -> None:
        began = time.monotonic()
        while (left := began + (limit if self._looked_at else hold) - time.monotonic()) > 0:
            if self._over.acquire(True, min(left, 1.0)):
                return

    def _decided(self, decision: str, how: str, said: str) -> bool:
        if decision == contract.ALLOWED and wanted(self._home, self._options, time.time())[0] == BLOCK:
            decision, how = contract.REFUSED, "policy"
        row = {"k": "answer", "call": self._id, "decision": decision, "how": how}
        try:
            self._log.append([dumps(row)], time.time())
        except LogError as error:
            return self._refuse(f"{error}; {error.fix}.")
        if decision == contract.ALLOWED:
            self._note(how)
            return True
        if how == "cancelled":
            return False
        return self._refuse(_SAID.get(how, "The user said no.") + (f" The user says: {said}" if said else ""))

    def _on_message(self, message: dict[str, object]) -> None:
        if message.get("call") != self._id:
            return
        if message.get("op") == "hold":
            self._looked_at = True
        elif message.get("op") == "answer":
            decision, how, said = (message.get(key) for key in ("decision", "how", "note"))
            allowed = contract.ALLOWED if decision == contract.ALLOWED else contract.REFUSED
            shown = how if isinstance(how, str) and how in contract.HOW else "once"
            self._end(allowed, shown, said if isinstance(said, str) else "")

    def _end(self, decision: str, how: str, said: str = "") -> None:
        try:
            self._tickets.pop()
        except IndexError:
            return  # another end was first
        self._ended = decision, how, said
        self._over.release()

    # ---- refusing

    def _refuse(self, why: str) -> bool:
        server = self._options.server
        text = (
            "Callgate did not start this server: its command, arguments, variables or folder are not as they were when "
            f"they were last accepted. {why} Check: {self._rule}. The user can look at the difference and accept it in "
            f"Callgate's tray menu, or with: callgate starts accept --server {server}. Starting it again helps then."
        )
        to_stderr(f"callgate: {server}: {text}\n".encode())
        _answer(text)
        return False


def _queue(on_end: object) -> None:
    """Puts a pipe between the client and standard input, so that its end is seen while nobody reads what it says."""
    source = os.dup(0)
    reading, writing = os.pipe()
    os.dup2(reading, 0)
    os.close(reading)
    start_new_thread(_copy, (source, writing, on_end))


def _copy(source: int, writing: int, on_end: object) -> None:
    try:
        while data := os.read(source, CHUNK):
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(writing, rest) :]
    except OSError:
        pass  # either end has gone: as at its end
    os.close(writing)
    assert callable(on_end)
    on_end()


def _answer(text: str) -> None:
    """Answers the client's first request with an error, or waits for its end."""
    lines = Lines()
    while data := _read():
        for line in lines.feed(data):
            try:
                message = wire.read(line)
                asked = message.id if message.method is not None else None
            except wire.Refused as refused:
                asked = refused.id
            if asked is not None:
                sys.stdout.buffer.write(wire.error(asked, wire.DENIED, text))
                sys.stdout.buffer.flush()
                return


def _read() -> bytes:
    try:
        return os.read(0, CHUNK)
    except OSError:
        return b""
