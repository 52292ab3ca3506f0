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


@pytest.mark.parametrize("name", ["allow_once", "allow_for"])
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


def test_the_answers(stage: Stage) -> None:
    stage.show()
    stage.quiet()
    for name in ("deny", "allow_once", "allow_for"):
        stage.click(name)
    assert stage.told == ["deny", "once", "scopes"]


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


def test_keys_reach_the_window_from_the_list_of_arguments(stage: Stage) -> None:
    stage.show()
    stage.window.page.arguments.setFocus()
    stage.quiet()
    assert stage.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier) == ["once"]
    assert stage.key(Qt.Key.Key_D) == ["once", "deny"]
    assert stage.key(Qt.Key.Key_Escape) == ["once", "deny", "deny"]


@pytest.mark.parametrize("place", ["window", "arguments", "button"])
def test_the_first_touch_anywhere_is_told_once(stage: Stage, place: str) -> None:
    stage.show()
    for _ in range(2):
        if place == "window":
            QTest.mouseClick(stage.window, LEFT, pos=QPoint(5, stage.window.height() - 3))
        elif place == "arguments":
            QTest.mouseClick(stage.window.page.arguments.viewport(), LEFT)
        else:
            stage.click("deny_why")
            stage.click("refuse_back")
    assert len(stage.touches) == 1
    stage.show(case(call="c2", args={}))
    QTest.mouseClick(stage.window, LEFT, pos=QPoint(5, stage.window.height() - 3))
    assert len(stage.touches) == 2


def test_a_reason_is_typed_and_sent_with_the_no(stage: Stage) -> None:
    stage.show()
    stage.click("deny_why")
    QTest.keyClicks(stage.window.refusal.why, "Add it to docs/, ok?")
    assert stage.told == []  # a D that is typed is no denial
    QTest.keyClick(stage.window.refusal.why, Qt.Key.Key_Return)
    assert stage.told == ["no: Add it to docs/, ok?"]


def test_the_reason_of_one_question_is_gone_with_it(stage: Stage) -> None:
    stage.show()
    stage.click("deny_why")
    QTest.keyClicks(stage.window.refusal.why, "first")
    stage.show(case(call="c2", args={}))
    assert not stage.window.refusal.isVisible()
    stage.click("deny_why")
    assert stage.window.refusal.why.text() == ""
    assert stage.click("confirm_refuse") == ["no: "]
