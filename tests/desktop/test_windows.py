"""The activity, limit and problem windows, offscreen."""

from __future__ import annotations

import pytest
from callgate_desktop.ui.activity import ActivityWindow
from callgate_desktop.ui.call_table import COLUMNS, CallsModel, exact
from callgate_desktop.ui.limit import LimitDialog
from callgate_desktop.ui.problem import ProblemWindow
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QComboBox, QLineEdit, QPushButton, QSpinBox, QTableView, QWidget
from pytestqt.qtbot import QtBot
from questions import call_row

NOW = 10_000.0


@pytest.fixture
def window(qtbot: QtBot) -> ActivityWindow:
    made = ActivityWindow(lambda: NOW)
    qtbot.addWidget(made)
    made.show()
    return made


def show(qtbot: QtBot, window: ActivityWindow, rows: list[dict[str, object]]) -> None:
    before = window.model.ring.total
    window.add(rows)
    qtbot.waitUntil(lambda: window.model.ring.total > before)


def texts(window: ActivityWindow, row: int) -> list[str]:
    return [str(window.model.index(row, column).data()) for column in range(len(COLUMNS))]


def test_an_empty_table_says_what_will_come_and_what_to_do(window: ActivityWindow) -> None:
    assert window.empty.isVisible()
    assert not window.table.isVisible()
    assert "Protect…" in window.empty.text()


def test_calls_show_newest_first(qtbot: QtBot, window: ActivityWindow) -> None:
    show(qtbot, window, [call_row(1, NOW - 90), call_row(2, NOW - 5, verdict="deny")])
    assert texts(window, 0) == ["5 s ago", "Denied", "fs", "read_file", "path=/n/2", "Claude Desktop", ""]
    assert texts(window, 1)[0] == "1 min ago"
    assert window.model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole) == exact(NOW - 5)


def test_the_end_of_a_call_shows_in_its_row_and_in_its_details(qtbot: QtBot, window: ActivityWindow) -> None:
    show(qtbot, window, [call_row(1, NOW)])
    window.table.selectRow(0)
    assert window.details.field("Took") == "–"
    window.add([{"k": "end", "call": "c1", "t": NOW, "outcome": "ok", "ms": 12.0, "bytes": 2048}])
    qtbot.waitUntil(lambda: window.details.field("Took") == "12 ms")
    assert texts(window, 0)[-1] == "12 ms"
    assert window.details.field("Size") == "2.0 kB"
    assert window.details.field("Result") == "The server answered."


def test_the_details_name_the_rule_that_decided(qtbot: QtBot, window: ActivityWindow) -> None:
    show(
        qtbot,
        window,
        [call_row(1, verdict="deny", rule="/servers/fs/tools/rm", reason="Use git.", args={"path": "/x"})],
    )
    window.table.selectRow(0)
    assert window.details.field("Rule") == "/servers/fs/tools/rm"
    assert window.details.why.text() == "Use git."
    assert [(line.name, line.text) for line in window.details.arguments.lines] == [("path", "/x")]


def test_text_server_and_verdict_filter_together(qtbot: QtBot, window: ActivityWindow) -> None:
    rows = [
        call_row(1, server="git"),
        call_row(2, verdict="deny"),
        call_row(3, server="git", verdict="deny", tool="rm"),
    ]
    show(qtbot, window, rows)
    window.filters.verdict.setCurrentIndex(window.filters.verdict.findData("deny"))
    assert window.model.rowCount() == 2
    window.filters.server.setCurrentIndex(window.filters.server.findData("git"))
    assert window.model.rowCount() == 1
    window.filters.text.setText("nothing like it")
    assert window.model.rowCount() == 0
    assert window.shown.text() == "0 of 3 calls"


def test_the_chart_says_its_numbers(qtbot: QtBot, window: ActivityWindow) -> None:
    show(qtbot, window, [call_row(1, NOW), call_row(2, NOW - 120, verdict="deny"), call_row(3, NOW - 7200)])
    qtbot.waitUntil(lambda: window.chart.accessibleName() == "Calls from 1 h ago to now: fs 2 calls, 1 refused")


def test_a_problem_of_the_policy_stays_in_view_and_other_notices_can_be_dismissed(window: ActivityWindow) -> None:
    window.policy_notice.tell("policy.json:3: broken")
    window.notice.tell("The rule was not kept.")
    assert window.policy_notice.isVisible()
    assert window.policy_notice.accessibleDescription() == "policy.json:3: broken"
    button = window.notice.findChild(QPushButton)
    assert isinstance(button, QPushButton)
    button.click()
    assert not window.notice.isVisible()
    assert window.policy_notice.isVisible()


def test_closing_only_hides_it(window: ActivityWindow) -> None:
    window.close()
    assert not window.isVisible()
    window.show()
    assert window.isVisible()


def test_the_model_keeps_qts_contract_while_rows_come_and_go(qtbot: QtBot) -> None:  # noqa: ARG001
    model = CallsModel(lambda: NOW, capacity=50)
    _tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    for start in range(0, 200, 7):
        model.add([call_row(number, float(number)) for number in range(start, start + 7)])
    assert model.rowCount() == 50
    assert model.index(0, 3).data() == "read_file"
    assert model.rowCount(QModelIndex()) == 50


def test_twenty_thousand_rows_come_in_as_one_insertion_and_batches_as_one_each(qtbot: QtBot) -> None:
    model = CallsModel(lambda: NOW)
    table = QTableView()
    qtbot.addWidget(table)
    table.setModel(model)
    table.show()
    inserted: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _parent, first, last: inserted.append((first, last)))  # pyright: ignore
    model.add([call_row(number, float(number)) for number in range(20_000)])
    assert inserted == [(0, 19_999)]
    for start in range(20_000, 24_000, 200):  # 2,000 a second for two seconds, as batches of 100 ms
        model.add([call_row(number, float(number)) for number in range(start, start + 200)])
        table.grab()
    assert model.rowCount() == 20_000
    assert model.ring.entry(0).call.id == "c23999"
    assert len(inserted) == 1 + 20  # one insertion a batch: one a row takes all of a processor


def test_the_limit_dialog_offers_presets_and_a_number_of_ones_own(qtbot: QtBot) -> None:
    dialog = LimitDialog("fs", "write_file")
    qtbot.addWidget(dialog)
    chosen: list[tuple[str, str, int, str]] = []
    dialog.chosen.connect(lambda *what: chosen.append(what))  # pyright: ignore
    dialog.show()
    assert dialog.number.lineEdit().width() >= 40  # a style sheet once left its text no room
    press(dialog, "preset_100_hour")
    press(dialog, "set_limit")
    dialog.number.setValue(7)
    dialog.window_box.setCurrentText("day")
    press(dialog, "set_limit")
    assert chosen == [("fs", "write_file", 100, "hour"), ("fs", "write_file", 7, "day")]


def press(window: QWidget, name: str) -> None:
    button = window.findChild(QPushButton, name)
    assert isinstance(button, QPushButton)
    button.click()


def test_the_problem_window_says_what_is_wrong_and_ends_when_closed(qtbot: QtBot) -> None:
    window = ProblemWindow("The disk is full.", "Make room.")
    qtbot.addWidget(window)
    with qtbot.waitSignal(window.closed):
        press(window, "close")


def test_every_control_has_a_name_for_a_screen_reader(qtbot: QtBot, window: ActivityWindow) -> None:
    dialog = LimitDialog("fs", "write_file")
    qtbot.addWidget(dialog)
    for parent in (window, dialog):
        for kind in (QPushButton, QComboBox, QLineEdit, QTableView):
            for child in parent.findChildren(kind):
                if isinstance(child.parent(), QSpinBox | QComboBox):
                    continue
                told = QAccessible.queryAccessibleInterface(child)
                assert told.text(QAccessible.Text.Name), child
