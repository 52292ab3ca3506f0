"""The icon in the panel.

* A panel that comes after the application never shows its icon: when a tray becomes available, the icon is made anew.
* Without a tray `LATE` seconds after the start (GNOME has none without an extension) the windows stand in: `missing`.
* StatusNotifier gives the icon no place on the screen, the older protocol does: that tells them apart.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from callgate_desktop.ui import icons

LATE = 10.0  # seconds
POLL = 1000  # ms


class Tray(QObject):
    """Shows a state; tells of clicks on the icon (`clicked`) and on its messages, and once that there is no tray
    (`missing`).
    """

    clicked = Signal()
    missing = Signal()
    message_clicked = Signal()

    def __init__(
        self,
        menu: QMenu,
        clock: Callable[[], float] = time.monotonic,
        available: Callable[[], bool] = QSystemTrayIcon.isSystemTrayAvailable,
    ) -> None:
        """`clock`: seconds that only go forward."""
        super().__init__()
        self._menu = menu
        self._clock = clock
        self._available = available
        self._began = clock()
        self._told = False
        self._was = available()
        self._shown: tuple[str, int, str] = ("unprotected", 0, "Callgate")
        self.icon = self._make()
        self._timer = QTimer(self)
        self._timer.setInterval(POLL)
        self._timer.timeout.connect(self.poll)
        self._timer.start()

    @property
    def is_notifier(self) -> bool:
        """Whether the panel speaks StatusNotifier."""
        return sys.platform.startswith("linux") and self.icon.geometry().isEmpty()

    def show_state(self, kind: str, count: int, tooltip: str) -> None:
        """`kind`: one of `view.STATES`."""
        if (kind, count, tooltip) != self._shown:
            self._shown = (kind, count, tooltip)
            self._dress()

    def poll(self) -> None:
        """Looks whether a tray came."""
        there = self._available()
        if there and not self._was:
            self.icon.hide()
            self.icon = self._make()
        self._was = there
        if not there and not self._told and self._clock() - self._began >= LATE:
            self._told = True
            self.missing.emit()

    def close(self) -> None:
        """Takes the icon away."""
        self._timer.stop()
        self.icon.hide()

    def _make(self) -> QSystemTrayIcon:
        self.icon = QSystemTrayIcon()
        self.icon.setContextMenu(self._menu)
        self.icon.activated.connect(self._activated)
        self.icon.messageClicked.connect(self.message_clicked)
        self._dress()
        self.icon.show()
        return self.icon

    def _dress(self) -> None:
        kind, count, tooltip = self._shown
        self.icon.setIcon(icons.state(kind, count))
        self.icon.setToolTip(tooltip)

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.clicked.emit()
