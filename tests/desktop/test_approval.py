"""The approval window: what it shows, and what does and does not count as a yes."""

from __future__ import annotations

import time

import pytest
from callgate_desktop.asking import Case
from callgate_desktop.guard import QUIET
from callgate_desktop.ui import theme
from callgate_desktop.ui.approval import ApprovalWindow
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from questions import case, question

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


def test_the_sentence_names_client_tool_and_server(stage: Stage) -> None:
    stage.show()
    assert stage.window.page.title.accessibleName() == "Claude Desktop wants to run “write_file” on “filesystem”"
    assert stage.window.page.command.text() == "npx server-filesystem /home/ada"


def test_the_place_in_the_queue_and_merged_calls_are_said(stage: Stage) -> None:
    one = case()
    one.questions.append(question(call="c2"))
    stage.show(one, waiting=3)
    assert stage.window.page.place.text() == "2 more waiting\n2 identical calls"


def test_the_time_counts_down_and_the_bar_stops_at_a_touch(stage: Stage) -> None:
    stage.show()
    page = stage.window.page
    assert page.time.text() == "Claude Desktop is refused in 35 s"
    assert page.bar.share == pytest.approx(35 / 45)
    stage.wall.now += 5
    QTest.mouseClick(stage.window, LEFT, pos=QPoint(5, stage.window.height() - 3))
    assert page.time.text() == "Claude Desktop is refused in 30 s"  # the client's own limit stays visible
    assert page.bar.share == 0


def test_an_over_question_offers_nothing_and_goes_by_itself(stage: Stage) -> None:
    stage.show()
    stage.window.show_over("The time is over.")
    stage.quiet()
    visible = [name for name in ("deny", "allow_once", "allow_15m", "always") if stage.button(name).isVisible()]
    assert visible == ["deny"]
    stage.wall.now += 60
    stage.window.refresh()
    assert stage.told == ["dismissed"]
    assert not stage.window.isVisible()


def test_an_over_question_that_was_touched_stays_until_it_is_closed(stage: Stage) -> None:
    stage.show()
    QTest.mouseClick(stage.window, LEFT, pos=QPoint(5, stage.window.height() - 3))
    stage.window.show_over("The time is over.")
    stage.wall.now += 60
    stage.window.refresh()
    stage.quiet()
    assert stage.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier) == []
    assert stage.click("deny") == ["dismissed"]


def test_hostile_text_is_shown_plainly_and_moves_nothing(stage: Stage) -> None:
    rude = "<b>x</b>\u202egnp\x1b[2J\u200b" * 400
    stage.show(case(tool=rude, server=rude, client=rude, command=(rude,), reason=rude, rule=rude, args={rude: rude}))
    page = stage.window.page
    shown = [page.title.accessibleName(), page.command.text(), page.why.text(), page.rule.text()]
    shown += [line.name + line.text for line in page.arguments.lines]
    assert all("<b>" in text or "gnp" in text or "more characters" in text for text in shown[:4])
    assert not any(mark in text for text in shown for mark in "\u202e\x1b\u200b\n")
    assert all(one.textFormat() == Qt.TextFormat.PlainText for one in stage.window.findChildren(QLabel) if one.text())
    assert stage.window.width() == 560
    screen = stage.window.screen().availableGeometry()
    assert stage.button("deny").mapTo(stage.window, QPoint(0, 0)).y() < stage.window.height()
    assert stage.window.height() <= screen.height()


def test_a_megabyte_of_arguments_stays_usable(stage: Stage) -> None:
    began = time.process_time()
    stage.show(case(args={"content": "word " * 200_000, "path": "/a"}))
    stage.window.grab()
    arguments = stage.window.page.arguments
    fold = next(row for row, line in enumerate(arguments.lines) if line.kind == "fold")
    arguments.clicked.emit(arguments.model().index(fold, 0))
    arguments.scrollToBottom()
    stage.window.grab()
    assert len("".join(line.text for line in arguments.lines)) > 1_000_000
    assert time.process_time() - began < 5


def test_every_control_has_a_name_and_a_role_for_a_screen_reader(stage: Stage) -> None:
    stage.show()
    for child in [*stage.window.findChildren(QPushButton), stage.window.page.arguments]:
        told = QAccessible.queryAccessibleInterface(child)
        assert told.text(QAccessible.Text.Name)
        assert told.role() in (QAccessible.Role.Button, QAccessible.Role.List)


@pytest.mark.parametrize("dark", [False, True])
def test_it_looks_the_same_size_in_light_and_dark(stage: Stage, qapp: QApplication, dark: bool) -> None:
    theme.apply(qapp, dark)
    stage.show()
    corner = stage.window.grab().toImage().pixelColor(3, 3)
    assert corner.name() == theme.colours().window


def test_a_name_that_was_cut_can_be_read_whole(stage: Stage) -> None:
    stage.show(case(tool="<i>" + "t" * 100))
    assert stage.window.page.title.toolTip() == f"<qt>&lt;i&gt;{'t' * 100} on filesystem</qt>"
    stage.show()
    assert stage.window.page.title.toolTip() == ""
