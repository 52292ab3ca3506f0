"""When a notification is shown, when it goes, and what its buttons do.

* One question is notified at a time, the one the window shows; it goes as soon as it is answered or over. A person who
  works in that window is not called to it.
* A button answers by the same way as the window's (`Desk.decide`), for exactly the question that was shown. Of a notice
  that is gone, Deny and Allow do nothing.
* Allow passes the window's guard (nothing within half a second) and is judged anew; where it no longer fits, it opens.

No Qt: what shows notices is a `Backend`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from callgate_desktop import notices
from callgate_desktop.asking import Case
from callgate_desktop.guard import Guard
from callgate_desktop.notices import ALLOW, DENY, Notice
from callgate_desktop.preferences import SOUND, Preferences
from callgate_desktop.view import Facts


class Backend(Protocol):
    """What a desktop shows notices on. Its owner connects what is pressed to `Notifying.acted`."""

    def show(self, notice: Notice) -> None:
        """Shows it, in place of one of the same key."""

    def withdraw(self, key: str) -> None:
        """Takes it away, if it is still there."""


@dataclass(frozen=True, slots=True)
class Presses:
    """What the buttons lead to. `opened`: (window, what in it), as `Notice.opens`."""

    opened: Callable[[str, str], None]
    decided: Callable[[Case, str], None]


class Notifying:
    """The notices of one tray."""

    def __init__(
        self, backend: Backend, presses: Presses, beep: Callable[[], None], clock: Callable[[], float]
    ) -> None:
        """`clock`: seconds that only go forward."""
        self.backend = backend
        self.preferences = Preferences()
        self._presses = presses
        self._beep = beep
        self._guard = Guard(clock)
        self._facts = Facts()
        self._case: Case | None = None
        self._count = 0
        self._shown: dict[str, Notice] = {}

    def ask(self, case: Case, waiting: int, facts: Facts, watched: bool) -> None:
        """`case` is asked now, one of `waiting`. `watched`: the person is working in the window that asks."""
        self._facts = facts
        if case is self._case:
            return
        self.settle()
        self._case = case
        self._count += 1
        self._guard.renew()
        if self.preferences.on(SOUND) and not watched:
            self._beep()
        if not watched:
            self.show(notices.question(self._key(), case, waiting, facts))

    def settle(self) -> None:
        """Nothing is asked any more: the question was answered, or is over."""
        if self._case is not None:
            self._case = None
            if self._shown.pop(self._key(), None) is not None:
                self.backend.withdraw(self._key())

    def show(self, notice: Notice) -> None:
        """Shows `notice`, unless the person does not want its kind."""
        if self.preferences.on(notice.kind):
            self._shown[notice.key] = notice
            self.backend.show(notice)

    def acted(self, key: str, action: str) -> None:
        """A button of the notice `key` was pressed."""
        notice = self._shown.get(key)
        case = self._case if key == self._key() else None
        if notice is None or action not in notice.actions:
            if action == notices.OPEN:
                self._presses.opened("", "")
        elif action == DENY and case is not None:
            self._presses.decided(case, "deny")
        elif action == ALLOW and case is not None and self._guard.is_open() and notices.may_allow(case, self._facts):
            self._presses.decided(case, "once")
        else:
            self._presses.opened(*notice.opens)

    def follow(self, facts: Facts) -> None:
        """What is known of the tools changed."""
        self._facts = facts

    def _key(self) -> str:
        return f"question {self._count}"
