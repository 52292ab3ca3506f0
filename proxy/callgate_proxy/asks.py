"""Questions to the tray: one thread waits for each, and whatever ends it, ends it once.

A question ends by an answer, its deadline, the client's taking the call back, or the loss of the tray; all but an
answer that allows refuse. The session ignores a second end, so none of them needs to know of the others.
"""

from __future__ import annotations

import os
from _thread import allocate_lock, start_new_thread

from callgate_proxy import contract
from callgate_proxy.link import Link

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _thread import LockType
    from collections.abc import Callable

    from callgate_proxy.effects import Call, Effect, Withdraw
    from callgate_proxy.home import Home
    from callgate_proxy.relay import Options
    from callgate_proxy.session import Session

    TakeTurn = Callable[[Callable[[Session, float], list[Effect]]], None]


class Asks:
    """The open questions of one proxy."""

    def __init__(self, take_turn: TakeTurn, home: Home, options: Options) -> None:
        """`take_turn`: Shell.turn of the shell whose questions these are."""
        hello = contract.hello(options.server, options.client, os.getpid(), options.command)
        self._take_turn = take_turn
        self._seconds = options.ask_seconds
        self._link = Link(home, hello, self._on_message, self._on_lost)
        self._open: dict[str, LockType] = {}

    def open(self, call: Call) -> None:
        """Asks about `call`; returns at once."""
        over = allocate_lock()
        over.acquire()
        self._open[call.row_id] = over
        start_new_thread(self._wait, (call, over))

    def withdraw(self, withdrawn: Withdraw) -> None:
        """The question is over without the tray."""
        self._close(withdrawn.row_id)
        self._link.tell(contract.withdraw(withdrawn.row_id, withdrawn.why))

    def end(self) -> None:
        """The proxy ends, and with it every question."""
        self._open.clear()
        self._link.close()

    def _wait(self, call: Call, over: LockType) -> None:
        deadline = call.asked + self._seconds
        question = contract.ask(call.row_id, call.tool, call.arguments, call.rule, call.reason, call.asked, deadline)
        if not self._link.send(question):
            self._refuse(call.row_id, "no-tray")
        elif not over.acquire(True, self._seconds):
            self._link.tell(contract.withdraw(call.row_id, "no-answer"))
            self._refuse(call.row_id, "no-answer")

    def _on_message(self, message: dict[str, object]) -> None:
        row_id, decision, how, note = (message.get(key) for key in ("call", "decision", "how", "note"))
        if message.get("op") != "answer" or not isinstance(row_id, str):
            return
        self._close(row_id)
        decided = contract.ALLOWED if decision == contract.ALLOWED else contract.REFUSED
        shown = how if isinstance(how, str) and how in contract.HOW else "once"
        said = note if isinstance(note, str) else ""
        self._take_turn(lambda session, now: session.answered(row_id, decided, shown, said, now))

    def _on_lost(self) -> None:
        for row_id in list(self._open):
            self._refuse(row_id, "tray-lost")

    def _refuse(self, row_id: str, how: str) -> None:
        self._close(row_id)
        self._take_turn(lambda session, now: session.answered(row_id, contract.REFUSED, how, "", now))

    def _close(self, row_id: str) -> None:
        over = self._open.pop(row_id, None)
        if over is not None:
            over.release()
