"""The activity window over the index: searches, pages, keys, export."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from callgate_desktop.calls import Filter
from callgate_desktop.searching import PAGE, Found
from callgate_desktop.ui.activity import NO_MATCH, ActivityWindow
from callgate_desktop.ui.call_table import PAGES, FoundModel
from callgate_proxy.logread import Call
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from pytestqt.qtbot import QtBot
from questions import call_row

NOW = 1_795_000_000.0
NAMES = {"server": ["fs", "git"], "client": ["claude-desktop", "cursor"], "tool": [], "risk": []}


class Steps:
    """Notes what is asked for."""

    def __init__(self) -> None:
        self.searches: list[tuple[int, Filter]] = []
        self.pages: list[tuple[int, int]] = []
        self.forgotten = 0
        self.exports: list[tuple[str, list[str] | None]] = []

    def search(self, ticket: int, wanted: Filter) -> None:
        self.searches.append((ticket, wanted))

    def page(self, ticket: int, first: int) -> None:
        self.pages.append((ticket, first))

    def forget(self) -> None:
        self.forgotten += 1

    def export(self, path: str, calls: Iterable[Call] | None) -> None:
        self.exports.append((path, None if calls is None else [call.id for call in calls]))


@pytest.fixture
def steps() -> Steps:
    return Steps()


@pytest.fixture
def window(qtbot: QtBot, steps: Steps) -> ActivityWindow:
    made = ActivityWindow(lambda: NOW)
    made.steps = steps
    qtbot.addWidget(made)
    made.show()
    return made


def calls(first: int, count: int = PAGE) -> list[Call]:
    return [Call(call_row(n, NOW - n)) for n in range(first, first + count)]


def found(steps: Steps, count: int, partial: bool = False) -> Found:
    ticket = steps.searches[-1][0]
    return Found(ticket, count, NOW - 600, NOW, {"fs": [(count, 0)]} if count else {}, NAMES, partial)


def choose(window: ActivityWindow, kind: str) -> None:
    window.filters.period.setCurrentIndex(window.filters.period.findData(kind))


def test_another_time_is_searched_and_its_pages_come_as_they_are_seen(
    qtbot: QtBot, window: ActivityWindow, steps: Steps
) -> None:
    choose(window, "hour")
    assert steps.searches[-1][1] == Filter(since=NOW - 3600)
    assert window.shown.text() == "Searching…"
    window.show_found(found(steps, 1_000_000))
    assert window.older.isVisible()
    window.grab()
    qtbot.waitUntil(lambda: bool(steps.pages))
    assert (steps.searches[-1][0], 0) in steps.pages
    assert window.found.index(0, 0).data() == "…"
    window.show_page(steps.searches[-1][0], 0, calls(0))
    assert window.found.index(3, 3).data() == "read_file"
    assert window.shown.text() == "1,000,000 calls"
    assert window.filters.client.findData("cursor") > 0


def test_the_end_of_a_million_rows_is_one_page_away(qtbot: QtBot, window: ActivityWindow, steps: Steps) -> None:
    choose(window, "all")
    window.show_found(found(steps, 1_000_000))
    window.older.scrollToBottom()
    window.grab()
    qtbot.waitUntil(lambda: any(first == 1_000_000 - PAGE for _, first in steps.pages))
    assert len(steps.pages) <= 4


def test_answers_to_older_searches_are_dropped(window: ActivityWindow, steps: Steps) -> None:
    choose(window, "all")
    old = found(steps, 7)
    choose(window, "hour")
    window.show_found(old)
    assert window.found.rowCount() == 0
    window.show_found(found(steps, 3))
    window.show_page(old.ticket, 0, calls(0, 3))
    assert window.found.index(0, 0).data() == "…"
    choose(window, "")
    window.show_found(found(steps, 9))
    assert steps.forgotten == 1
    assert window.found.rowCount() == 3
    assert window.shown.text() == "0 calls"


def test_nothing_found_and_a_log_still_being_read_are_said(window: ActivityWindow, steps: Steps) -> None:
    choose(window, "all")
    window.show_found(found(steps, 0))
    assert window.empty.isVisible()
    assert window.empty.text() == NO_MATCH
    window.show_found(found(steps, 5, partial=True))
    assert window.shown.text() == "5 calls, still reading the log"


def test_the_model_keeps_qts_contract(qtbot: QtBot) -> None:  # noqa: ARG001
    model = FoundModel(lambda: NOW)
    _tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.show_found(20)
    model.show_page(0, calls(0, 20))
    model.show_found(0)
    assert model.rowCount() == 0


def test_few_pages_are_held(qtbot: QtBot) -> None:  # noqa: ARG001
    model = FoundModel(lambda: NOW)
    model.show_found(PAGE * 100)
    for page in range(100):
        model.show_page(page * PAGE, calls(page * PAGE))
    held = sum(model.entry(model.index(page * PAGE, 0)) is not None for page in range(100))
    assert held == PAGES


def test_the_keyboard_is_enough(qtbot: QtBot, window: ActivityWindow) -> None:
    asked: list[tuple[str, str]] = []
    window.why_wanted.connect(lambda call: asked.append(("why", call.id)))  # pyright: ignore
    window.rule_wanted.connect(lambda call: asked.append(("rule", call.id)))  # pyright: ignore
    window.add([call_row(n, NOW + n) for n in range(5)])
    qtbot.waitUntil(lambda: window.model.rowCount() == 5)
    window.activateWindow()
    window.table.setFocus()
    keys = Qt.Key
    QTest.keyClick(window.table, keys.Key_Slash)
    assert window.filters.text.hasFocus()
    QTest.keyClicks(window.filters.text, "/n/3")
    assert window.model.rowCount() == 1
    QTest.keyClick(window.filters.text, keys.Key_Down)
    assert window.table.hasFocus()
    QTest.keyClick(window.table, keys.Key_Down)
    QTest.keyClick(window.table, keys.Key_Return)
    QTest.keyClick(window.table, keys.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert asked == [("why", "c3"), ("rule", "c3")]
    QTest.keyClick(window.table, keys.Key_Escape)
    assert window.model.rowCount() == 5
    QTest.keyClick(window.table, keys.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.filters.text.hasFocus()


def test_one_tool_can_be_named(qtbot: QtBot, window: ActivityWindow) -> None:
    window.add([call_row(1, NOW, tool="read"), call_row(2, NOW, tool="read_all")])
    qtbot.waitUntil(lambda: window.model.rowCount() == 2)
    window.filters.text.setText("tool:read /n/")
    assert window.filters.wanted() == Filter(text="/n/", tool="read")
    assert window.model.rowCount() == 1


def test_a_click_on_a_servers_chart_chooses_it_and_another_one_all(qtbot: QtBot, window: ActivityWindow) -> None:
    window.add([call_row(1, NOW, server="git"), call_row(2, NOW, verdict="deny")])
    qtbot.waitUntil(lambda: "git 1 call" in window.chart.accessibleName())
    assert "fs 1 call, 1 refused" in window.chart.accessibleName()
    QTest.mouseClick(window.chart, Qt.MouseButton.LeftButton, pos=window.chart.rect().center() * 0.5)
    assert window.filters.wanted().server == "fs"
    window.chart.chosen.emit("fs")
    assert window.filters.wanted().server == ""


def test_what_is_shown_is_exported(qtbot: QtBot, window: ActivityWindow, steps: Steps) -> None:
    window.add([call_row(1, NOW), call_row(2, NOW, verdict="deny")])
    qtbot.waitUntil(lambda: window.model.rowCount() == 2)
    window.filters.verdict.setCurrentIndex(window.filters.verdict.findData("deny"))
    window.export("/tmp/a.csv")
    choose(window, "all")
    window.export("/tmp/b.json")
    assert steps.exports == [("/tmp/a.csv", ["c2"]), ("/tmp/b.json", None)]
