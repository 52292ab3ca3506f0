"""The approval window: what does and does not count as a yes."""

from __future__ import annotations

import pytest
from callgate_desktop.guard import QUIET
from pressing import LEFT, Stage
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from questions import case


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)


@pytest.mark.parametrize("name", ["allow_once", "allow_15m", "always"])
def test_a_yes_within_half_a_second_of_appearing_is_ignored(stage: Stage, name: str) -> None:
    stage.show()
    stage.clock.now += QUIET - 0.01
    assert stage.click(name) == []
    stage.clock.now += 0.01
    assert len(stage.click(name)) == 1


def test_a_press_from_before_the_half_second_is_not_a_yes_when_released_later(stage: Stage) -> None:
    stage.show()
    QTest.mousePress(stage.button("allow_once"), LEFT)
    stage.quiet()
    QTest.mouseRelease(stage.button("allow_once"), LEFT)
    assert stage.told == []


def test_the_next_question_under_the_same_finger_is_guarded_again(stage: Stage) -> None:
    stage.show()
    stage.quiet()
    stage.show(case(call="c2", args={"path": "/other"}))
    assert stage.click("allow_once") == []


def test_a_window_that_moved_is_guarded_again(stage: Stage) -> None:
    stage.show()
    stage.quiet()
    stage.window.move(stage.window.pos() + QPoint(40, 0))
    QApplication.processEvents()
    assert stage.click("allow_once") == []


def test_the_four_answers(stage: Stage) -> None:
    stage.show()
    stage.quiet()
    for name in ("deny", "allow_once", "allow_15m", "always"):
        stage.click(name)
    assert stage.told == ["deny", "once", "15m", "preview"]


def test_denying_needs_no_waiting(stage: Stage) -> None:
    stage.show()
    assert stage.click("deny") == ["deny"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_D])
def test_escape_and_d_deny(stage: Stage, key: Qt.Key) -> None:
    stage.show()
    assert stage.key(key) == ["deny"]


def test_the_chord_allows_once_and_only_after_the_half_second(stage: Stage) -> None:
    stage.show()
    assert stage.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier) == []
    stage.quiet()
    assert stage.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier) == ["once"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_A, Qt.Key.Key_Y])
def test_no_single_key_allows(stage: Stage, key: Qt.Key) -> None:
    stage.show()
    stage.quiet()
    assert stage.key(key) == []


def test_enter_on_a_button_counts_only_after_a_touch(stage: Stage) -> None:
    stage.show()
    stage.quiet()
    stage.button("allow_once").setFocus()
    QTest.keyClick(stage.button("allow_once"), Qt.Key.Key_Return)
    assert stage.told == []
    QTest.mouseClick(stage.window, LEFT, pos=QPoint(5, stage.window.height() - 3))
    QTest.keyClick(stage.button("allow_once"), Qt.Key.Key_Return)
    assert stage.told == ["once"]


def test_a_held_keys_repeats_do_nothing(stage: Stage) -> None:
    stage.show()
    stage.quiet()
    for target in (stage.window, stage.button("allow_once")):
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.Key.Key_Escape, Qt.Key.Key_D):
            repeat = QKeyEvent(QEvent.Type.KeyPress, key, Qt.KeyboardModifier.ControlModifier, "", autorep=True)
            QApplication.sendEvent(target, repeat)
    assert stage.told == []


def test_nothing_that_acts_has_the_focus_and_nothing_is_default(stage: Stage) -> None:
    stage.show()
    for one in stage.window.findChildren(QPushButton):
        assert [one.isDefault(), one.autoDefault(), one.hasFocus()] == [False] * 3


def test_it_opens_without_taking_the_focus_and_stays_on_top(stage: Stage) -> None:
    assert stage.window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    flags = stage.window.windowFlags()
    assert flags & Qt.WindowType.WindowStaysOnTopHint
    assert flags & Qt.WindowType.FramelessWindowHint
    assert not flags & Qt.WindowType.WindowDoesNotAcceptFocus


def test_closing_denies_once(stage: Stage) -> None:
    stage.show()
    stage.window.close()
    assert stage.told == ["closed"]


def test_always_shows_the_rule_first_and_guards_the_second_step(stage: Stage) -> None:
    one = stage.show()
    stage.quiet()
    assert stage.click("always") == ["preview"]
    stage.window.show_preview(one, '+ "action": "allow"')
    assert stage.click("confirm_always") == ["preview"]
    assert '"action": "allow"' in stage.window.always.change.toPlainText()
    stage.quiet()
    assert stage.click("confirm_always") == ["preview", "always"]


def test_back_from_always_returns_to_the_question(stage: Stage) -> None:
    one = stage.show()
    stage.window.show_preview(one, "+ x")
    stage.click("back")
    assert stage.button("allow_once").isVisible()
    assert stage.told == []


def test_a_rule_that_cannot_be_written_cannot_be_confirmed(stage: Stage) -> None:
    one = stage.show()
    stage.window.show_preview(one, "", "policy.json is broken.")
    stage.quiet()
    assert stage.click("confirm_always") == []
    assert stage.window.always.problem.text() == "policy.json is broken."


def test_a_preview_that_comes_too_late_is_not_shown(stage: Stage) -> None:
    stage.show(case(call="other", args={}))
    stage.window.show_preview(case(), "+ x")
    assert not stage.window.always.isVisible()
