"""The approval window: what it shows, and that nothing it shows can deceive."""

from __future__ import annotations

from math import inf

import pytest
from callgate_desktop.ui import theme
from pressing import LEFT, Stage
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from questions import case, question


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)


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
    assert page.time.text() == "Claude Desktop is told to call again in 35 s"
    assert page.bar.share == pytest.approx(35 / 45)
    stage.wall.now += 5
    QTest.mouseClick(stage.window, LEFT, pos=QPoint(5, stage.window.height() - 3))
    assert page.time.text() == "Claude Desktop is told to call again in 30 s"  # the client's own limit stays visible
    assert page.bar.share == 0


def test_a_late_question_says_what_an_answer_is_good_for(stage: Stage) -> None:
    stage.show(case(late=True, deadline=inf))
    assert stage.window.page.time.text() == "Claude Desktop was told to call again: your answer holds for that call"
    assert stage.window.page.bar.share == 0


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
    stage.show(case(args={"content": "word " * 200_000, "path": "/a"}))
    stage.window.grab()
    arguments = stage.window.page.arguments
    fold = next(row for row, line in enumerate(arguments.lines) if line.kind == "fold")
    arguments.clicked.emit(arguments.model().index(fold, 0))
    arguments.scrollToBottom()
    stage.window.grab()
    assert len("".join(line.text for line in arguments.lines)) > 1_000_000
    assert stage.button("deny").isEnabled()


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
