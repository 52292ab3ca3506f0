"""The approval window with clocks of its own, hands on its buttons and keys, and what it told."""

from __future__ import annotations

from callgate_desktop.asking import Case
from callgate_desktop.grants import Grant, Preview
from callgate_desktop.guard import QUIET
from callgate_desktop.scopes import Scope, offers
from callgate_desktop.ui.approval import ApprovalWindow
from callgate_desktop.view import Note, Told
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
        self.diff, self.problem = '+ "action": "allow"', ""
        self.clock, self.wall = Clock(50.0), Clock(110.0)
        self.window = ApprovalWindow(self.clock, self.wall)
        qtbot.addWidget(self.window)
        self.told: list[str] = []
        self.touches: list[float] = []
        self.window.decided.connect(self._decided)
        self.window.refused.connect(self._refused)
        self.window.scopes_wanted.connect(self._scopes_wanted)
        self.window.preview_wanted.connect(self._preview_wanted)
        self.window.granted.connect(self._granted)
        self.window.touched.connect(lambda _case: self.touches.append(self.clock.now))  # pyright: ignore
        self.window.dismissed.connect(lambda: self.told.append("dismissed"))

    def _decided(self, _case: Case, answer: str) -> None:
        self.told.append(answer)

    def _refused(self, _case: Case, why: str) -> None:
        self.told.append(f"no: {why}")

    def _scopes_wanted(self, case: Case) -> None:
        self.told.append("scopes")
        self.window.show_scopes(case, offers(case.first))

    def _preview_wanted(self, case: Case, scope: Scope, duration: str) -> None:
        """Answered at once, as a desk would."""
        grant = Grant(case.first, scope, duration, self.wall.now)
        self.window.show_preview(case, Preview(grant, self.diff if grant.is_written else "", self.problem))

    def _granted(self, _case: Case, scope: Scope, duration: str) -> None:
        self.told.append(f"{scope.kind} {duration}")

    def open_grant(self, one: Case | None = None) -> Case:
        """A question, and its second step."""
        one = self.show(one)
        self.quiet()
        self.click("allow_for")
        self.told.clear()
        return one

    def show(self, one: Case | None = None, waiting: int = 1, notes: tuple[Note, ...] = ()) -> Case:
        one = one or case()
        self.window.show_case(one, 1, waiting, Told("First call of this tool.", notes))
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
