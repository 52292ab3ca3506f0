"""Questions to the tray: one thread waits for each held call, and whatever ends it, ends it once.

A call's wait ends by an answer, its deadline, the client's taking it back, or the loss of the tray. While a person
looks at the question the deadline is put off, to just before the client would give up. At the deadline the call is
told to come again, and its question stays open for as long as the tray and its connection live. The session ignores a
second end, so none of them needs to know of the others.
"""

from __future__ import annotations

import os
import time
from _thread import allocate_lock, start_new_thread

from callgate_proxy import contract, waits
from callgate_proxy.effects import Withdraw
from callgate_proxy.link import Link

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _thread import LockType
    from collections.abc import Callable

    from callgate_proxy.effects import Call, Defer, Effect
    from callgate_proxy.home import Home
    from callgate_proxy.relay import Options
    from callgate_proxy.session import Session

    TakeTurn = Callable[[Callable[[Session, float], list[Effect]]], None]

# Seconds a call may be held. Claude Desktop gives a tool call up after about 60 s, and so do the SDKs by themselves.
HOLD = 45.0
# Of clients that wait on as long as they hear of progress, and asked to hear of it.
HOLD_WITH_NOTICES = {"claude-code": 300.0}
# Seconds until just before the client gives up: how long a call may be held once a person looks at its question.
LIMIT = 55.0
LIMIT_WITH_NOTICES = {"claude-code": 1_800.0}
NOTICE = 10.0  # seconds between two notices


class Asks:
    """The open questions of one proxy."""

    def __init__(self, take_turn: TakeTurn, home: Home, options: Options) -> None:
        """`take_turn`: Shell.turn of the shell whose questions these are."""
        hello = contract.hello(options.server, options.client, os.getpid(), options.command)
        self._take_turn = take_turn
        self._home = home
        self._client = options.client
        self._seconds = options.ask_seconds
        self._link = Link(home, hello, self._on_message, self._on_lost)
        self._asked: dict[str, int] = {}  # question -> the connection it was asked over
        self._waits: dict[str, LockType] = {}  # question -> held while a call waits for it
        self._looked_at: set[str] = set()  # questions that a person has before them

    def open(self, call: Call) -> None:
        """Asks about `call`, or has it wait for the question that is open already; returns at once."""
        over = allocate_lock()
        over.acquire()
        self._waits[call.question] = over
        start_new_thread(self._wait, (call, over))

    def over(self, ended: Withdraw | Defer) -> None:
        """The question is over without the tray, or goes on without its call."""
        if isinstance(ended, Withdraw):
            self._close(ended.row_id)
            self._link.tell(contract.withdraw(ended.row_id, ended.why))
        else:
            self._waits.pop(ended.row_id, None)
            self._looked_at.discard(ended.row_id)
            self._link.tell(contract.pending(ended.row_id))

    def end(self) -> None:
        """The proxy ends, and with it every question."""
        self._asked.clear()
        self._link.close()

    def hold(self, call: Call) -> float:
        """How many seconds `call` may be held: by the command line, else the person, else what suits the client."""
        if self._seconds is not None:
            return self._seconds
        wanted = waits.chosen(self._home)
        if wanted is not None:
            return min(wanted, self._borne(call))
        return HOLD if call.token is None else HOLD_WITH_NOTICES.get(self._client, HOLD)

    def limit(self, call: Call, hold: float) -> float:
        """How many seconds `call`, otherwise held for `hold`, may be held while a person looks at its question."""
        return max(self._borne(call), hold)

    def patience(self, call: Call, hold: float) -> float:
        """How many seconds `call`, otherwise held for `hold`, is held as things are."""
        return self.limit(call, hold) if call.question in self._looked_at else hold

    def _borne(self, call: Call) -> float:
        return LIMIT if call.token is None else LIMIT_WITH_NOTICES.get(self._client, LIMIT)

    def _wait(self, call: Call, over: LockType) -> None:
        hold = self.hold(call)  # once: the tray counts down by what it was told
        if call.question == call.row_id and not self._ask(call, hold):
            return
        began = time.monotonic()
        while (left := began + self.patience(call, hold) - time.monotonic()) > 0:
            if over.acquire(True, min(left, NOTICE)):
                return
            self._take_turn(lambda session, now: session.tick(now))
        self._take_turn(lambda session, now: session.overdue(call.row_id, now))

    def _ask(self, call: Call, hold: float) -> bool:
        self._asked[call.row_id] = 0
        deadline, limit = call.asked + hold, call.asked + self.limit(call, hold)
        told = call.row_id, call.tool, call.arguments, call.rule, call.reason, call.asked, deadline, str(call.method)
        number = self._link.send(contract.ask(*told, limit))
        if call.row_id in self._asked:  # else it was answered meanwhile
            self._asked[call.row_id] = number
        if not number:
            self._refuse(call.row_id, "no-tray")
        elif not self._link.holds(number):  # it was lost before this thread had noted the number
            self._refuse(call.row_id, "tray-lost")
        else:
            return True
        return False

    def _on_message(self, message: dict[str, object]) -> None:
        row_id, decision, how, note = (message.get(key) for key in ("call", "decision", "how", "note"))
        if not isinstance(row_id, str):
            return
        if message.get("op") == "hold" and row_id in self._waits:
            self._looked_at.add(row_id)
        if message.get("op") != "answer":
            return
        self._close(row_id)
        decided = contract.ALLOWED if decision == contract.ALLOWED else contract.REFUSED
        shown = how if isinstance(how, str) and how in contract.HOW else "once"
        said = note if isinstance(note, str) else ""
        self._take_turn(lambda session, now: session.answered(row_id, decided, shown, said, now))

    def _on_lost(self, number: int) -> None:
        for row_id, asked_over in list(self._asked.items()):
            if asked_over == number:
                self._refuse(row_id, "tray-lost")

    def _refuse(self, row_id: str, how: str) -> None:
        self._close(row_id)
        self._take_turn(lambda session, now: session.answered(row_id, contract.REFUSED, how, "", now))

    def _close(self, row_id: str) -> None:
        self._asked.pop(row_id, None)
        self._looked_at.discard(row_id)
        over = self._waits.pop(row_id, None)
        if over is not None:
            over.release()
