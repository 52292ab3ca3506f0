"""The policy editor without a mouse."""

from __future__ import annotations

import pytest
from callgate_desktop import editing
from callgate_desktop.authoring import Checked, Known
from callgate_desktop.standing import Standing
from callgate_desktop.ui.policy_editor import PolicyWindow
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

POLICY = '{"version": "1", "default": "ask", "servers": {"fs": {"tools": {"read": {}}}}}'
ENTRY = {"action": "allow", "note": "By hand"}
GRANT = Standing(("servers", "fs", "tools", "read"), ENTRY, "", "fs", "read", "By hand", 0.0, None)


class Steps:
    """The steps at once, without a file. `asked`: what was to be done."""

    def __init__(self, window: PolicyWindow) -> None:
        self.window = window
        self.asked: list[str] = []

    def look(self) -> None:
        self.window.show_policy(POLICY, Known())

    def check(self, text: str) -> None:
        self.window.show_checked(Checked(text, editing.read(text, {}, 1e9)))

    def attempt(self, text: str) -> None:
        self.asked.append(f"try {text}")

    def save(self, before: str, after: str) -> None:
        self.asked.append(f"save {before == POLICY} {after}")

    def look_back(self) -> None:
        self.window.show_past([])

    def list_grants(self) -> None:
        self.window.show_grants([GRANT])

    def revoke(self, grant: Standing) -> None:
        self.asked.append(f"revoke {grant.tool}")


@pytest.fixture
def window(qtbot: QtBot) -> PolicyWindow:
    made = PolicyWindow(lambda: 1e9)
    made.steps = Steps(made)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def asked(window: PolicyWindow) -> list[str]:
    assert isinstance(window.steps, Steps)
    return window.steps.asked


def where(window: PolicyWindow) -> QWidget:
    found = window.focusWidget()
    assert found is not None
    return found


def test_f6_goes_round_the_parts_and_out_of_the_text(window: PolicyWindow) -> None:
    window.form.choose("servers", "fs", "tools", "read")
    window.form.tree.setFocus()
    QTest.keyClick(where(window), Qt.Key.Key_F6)
    assert window.form.area.isAncestorOf(where(window))
    QTest.keyClick(where(window), Qt.Key.Key_F6)
    assert where(window) is window.text
    QTest.keyClick(where(window), Qt.Key.Key_F6)
    assert where(window) is window.form.tree
    QTest.keyClick(where(window), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert where(window) is window.text


def test_a_rule_is_chosen_removed_tried_and_saved_by_keys(window: PolicyWindow) -> None:
    tree = window.form.tree
    window.form.choose("servers", "fs")
    tree.setFocus()
    QTest.keyClick(tree, Qt.Key.Key_Down)
    assert tree.chosen() == ("servers", "fs", "tools", "read")
    QTest.keyClick(tree, Qt.Key.Key_Delete)
    left = '{"version": "1", "default": "ask"}'
    assert window.text.text() == left
    QTest.keyClick(tree, Qt.Key.Key_T, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(tree, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert asked(window) == [f"try {left}", f"save True {left}"]


def test_delete_on_a_line_without_a_rule_removes_nothing(window: PolicyWindow) -> None:
    window.form.choose("servers", "fs", "tools", "read")
    window.form.choose("servers", "fs")
    QTest.keyClick(window.form.tree, Qt.Key.Key_Delete)
    assert window.text.text() == POLICY


def test_a_grant_is_revoked_by_two_keys(window: PolicyWindow) -> None:
    QTest.keyClick(window, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert where(window) is window.grants.table
    QTest.keyClick(window.grants.table, Qt.Key.Key_Delete)
    assert asked(window) == ["revoke read"]


def test_each_button_tells_its_key(window: PolicyWindow) -> None:
    told = [part.toolTip() for part in (window.save, window.attempt, window.grants.revoke)]
    assert told == ["Ctrl+S", "Ctrl+T", "Del"]
