"""The approval window: what it shows, and that nothing it shows can deceive."""

from __future__ import annotations

from math import inf

import pytest
from callgate_desktop.ui import theme
from callgate_desktop.view import Note
from pressing import LEFT, Stage
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
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
    assert stage.window.page.place.text() == "1 of 3\n2 identical calls"


def test_the_time_counts_down_and_the_bar_stops_at_a_touch(stage: Stage) -> None:
    stage.show()
    page = stage.window.page
    assert page.time.text() == "Claude Desktop is told to call again in 35 s"
    assert page.bar.share == pytest.approx(35 / 45)
    stage.wall.now += 5
    QTest.mouseClick(stage.window, LEFT, pos=QPoint(5, stage.window.height() - 3))
    assert page.time.text() == "Claude Desktop waits for another 30 s at most"  # the client's own limit stays visible
    assert page.bar.share == 0


def test_a_late_question_says_what_an_answer_is_good_for(stage: Stage) -> None:
    stage.show(case(late=True, deadline=inf))
    assert stage.window.page.time.text() == "Claude Desktop was told to call again: your answer holds for that call"
    assert stage.window.page.bar.share == 0


def test_an_over_question_offers_nothing_and_goes_by_itself(stage: Stage) -> None:
    stage.show()
    stage.window.show_over("The time is over.")
    stage.quiet()
    visible = [name for name in ("deny", "deny_why", "allow_once", "allow_for") if stage.button(name).isVisible()]
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


def test_what_is_known_about_the_tool_has_lines_of_its_own_and_none_where_there_is_nothing(stage: Stage) -> None:
    def lines() -> list[str]:
        return [value.text() for name, value in stage.window.page.notes if name.isVisible() and value.isVisible()]

    stage.show()
    without = stage.window.height()
    assert lines() == []
    stage.show(case(call="c2"), notes=(Note("Server says", "it only reads", "muted"),))
    assert lines() == ["it only reads"]
    assert stage.window.height() > without
    stage.show(case(call="c3"))
    assert lines() == []


def test_an_edit_is_shown_as_a_diff(stage: Stage) -> None:
    stage.show(case(args={"path": "/a", "edits": [{"oldText": "a\nb", "newText": "a\nc"}]}))
    stage.window.grab()
    shown = [(line.kind, line.text) for line in stage.window.page.arguments.lines]
    assert shown == [("value", "/a"), ("same", "  a"), ("old", "− b"), ("new", "+ c")]
