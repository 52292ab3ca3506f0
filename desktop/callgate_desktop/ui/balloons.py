"""Notices as the tray icon shows them: on macOS, on Windows, and where no notification service answers.

They have no buttons; a click on one opens what it is about. What is shown cannot be taken back, so a question, which
may be over in a second, is left to its window: a message would lie over the icon and tell of what nobody asks any more.
"""

from __future__ import annotations

from collections.abc import Callable

from callgate_desktop.notices import OPEN, Notice, inert
from callgate_desktop.ui.tray import Tray


class Balloons:
    """Implements `notifying.Backend`."""

    def __init__(self, tray: Tray) -> None:
        self._tray = tray
        self._last = ""
        self.acted: Callable[[str, str], None] = lambda _key, _action: None
        tray.message_clicked.connect(lambda: self.acted(self._last, OPEN))

    def show(self, notice: Notice) -> None:
        if notice.opens[0] == "case":
            return
        self._last = notice.key
        self._tray.icon.showMessage(notice.heading, inert(notice.body))

    def withdraw(self, key: str) -> None:
        if key == self._last:
            self._last = ""
