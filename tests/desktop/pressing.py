"""The approval window with clocks of its own, hands on its buttons and keys, and what it told."""

from __future__ import annotations

from callgate_desktop.asking import Case
from callgate_desktop.guard import QUIET
from callgate_desktop.ui.approval import ApprovalWindow
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from questions import case

LEFT = Qt.MouseButton.LeftButton


class Clock:
    def __init__(self, now: float) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


class Stage:
    """A window, its clocks, and what it told."""

    def __init__(self, qtbot: QtBot) -> None:
        self.clock, self.wall = Clock(50.0), Clock(110.0)
        self.window = ApprovalWindow(self.clock, self.wall)
        qtbot.addWidget(self.window)
        self.told: list[str] = []
        self.window.decided.connect(self._decided)
        self.window.preview_wanted.connect(lambda _case: self.told.append("preview"))  # pyright: ignore
        self.window.dismissed.connect(lambda: self.told.append("dismissed"))

    def _decided(self, _case: Case, answer: str) -> None:
        self.told.append(answer)

    def show(self, one: Case | None = None, waiting: int = 1) -> Case:
        one = one or case()
        self.window.show_case(one, waiting, "First call of this tool.")
        return one

    def button(self, name: str) -> QPushButton:
        found = self.window.findChild(QPushButton, name)
        assert isinstance(found, QPushButton)
        return found

    def click(self, name: str) -> list[str]:
        QTest.mouseClick(self.button(name), LEFT)
        return self.told

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> list[str]:
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifiers)
        return self.told

    def quiet(self) -> None:
        self.clock.now += QUIET
