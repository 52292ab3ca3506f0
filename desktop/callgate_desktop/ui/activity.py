"""The activity window: every call as it happens, what became of it, and why.

The log is the source; whoever reads it hands batches of rows to `add`. Rows are gathered and shown every 100 ms, and
the
timer runs only while there is something to show.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QItemSelection, QModelIndex, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QSplitter, QWidget

from callgate_desktop import view, words
from callgate_desktop.calls import Filter
from callgate_desktop.ui import icons, theme
from callgate_desktop.ui.call_table import CallsModel, CallTable
from callgate_desktop.ui.chart import Chart
from callgate_desktop.ui.details import Details
from callgate_desktop.ui.parts import Notice, column, label, row

BATCH = 100  # ms
CHART = 1_000  # ms between two drawings of the chart: it counts every call held
AGING = 10_000  # ms between two looks at the relative times
VERDICTS = (("All verdicts", ""), ("Allowed", "allow"), ("Asking", "ask"), ("Limited", "limit"), ("Denied", "deny"),
            ("Hidden", "hide"))  # fmt: skip


class ActivityWindow(QWidget):
    """Closing hides it; the tray keeps it."""

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        """`clock`: seconds since the epoch."""
        super().__init__()
        self.setWindowTitle("Callgate – Activity")
        self.setObjectName("activity")
        self.resize(1280, 720)
        self._clock = clock
        self._pending: list[dict[str, object]] = []
        self.model = CallsModel(clock)
        self.table = CallTable(self.model)
        self.details = Details()
        self.chart = Chart()
        self.policy_notice = Notice("Open the file")
        self.notice = Notice("Dismiss")
        self.text = QLineEdit()
        self.server = QComboBox()
        self.verdict = QComboBox()
        self.shown = label(tone="muted", size=theme.SMALL)
        self.empty = label(
            "No calls yet. Each call of a guarded server shows up here the moment it happens.\n"
            "Guard a server with Protect… in the tray's menu, then use it in your client.",
            "muted",
        )
        self._build()
        self._batch = self._timer(BATCH, self._flush, single=True)
        self._aging = self._timer(AGING, self._age)
        self._charting = self._timer(CHART, self._draw_chart, single=True)
        self._aging.start()

    def _timer(self, interval: int, slot: Callable[[], None], single: bool = False) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(single)
        made.setInterval(interval)
        made.timeout.connect(slot)
        return made

    def _build(self) -> None:
        self.text.setPlaceholderText("Filter by tool, server, rule or arguments")
        self.text.setAccessibleName("Filter by text")
        self.text.setClearButtonEnabled(True)
        self.text.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.server.setAccessibleName("Filter by server")
        self.server.addItem("All servers", "")
        self.server.setMinimumWidth(140)
        self.verdict.setAccessibleName("Filter by verdict")
        for title, kind in VERDICTS:
            self.verdict.addItem(icons.icon(kind, kind) if kind else icons.icon("activity", "muted"), title, kind)
        self.shown.setWordWrap(False)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(3 * theme.UNIT)
        for part in (self.table, self.empty, self.details):
            split.addWidget(part)
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 1)
        split.setSizes([820, 820, 320])
        bar = row(self.text, self.server, self.verdict, self.shown)
        bar.setStretch(0, 1)
        page = column(self.policy_notice, self.notice, self.chart, bar, split, gap=3, margin=4)
        page.setStretch(4, 1)
        self.setLayout(page)
        self._connect()
        self._count()

    def _connect(self) -> None:
        self.notice.acted.connect(lambda: self.notice.tell(""))
        self.text.textChanged.connect(self._filter)
        self.server.currentIndexChanged.connect(self._filter)
        self.verdict.currentIndexChanged.connect(self._filter)
        self.table.selectionModel().selectionChanged.connect(self._selected)
        self.model.dataChanged.connect(self._refresh_details)
        QShortcut(QKeySequence.StandardKey.Find, self, self.text.setFocus)
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)

    def add(self, rows: Sequence[dict[str, object]]) -> None:
        """New rows of the log."""
        self._pending.extend(rows)
        if self._pending and not self._batch.isActive():
            self._batch.start()

    def _flush(self) -> None:
        rows, self._pending = self._pending, []
        self.model.add(rows)
        self._servers()
        self._count()
        if self.isVisible() and not self._charting.isActive():
            self._charting.start()

    def _age(self) -> None:
        if self.isVisible():
            self.model.age()
            self._draw_chart()

    def _draw_chart(self) -> None:
        now = self._clock()
        self.chart.show_buckets(view.per_minute(self.model.ring.recent(), now))

    def _servers(self) -> None:
        known = {self.server.itemData(at) for at in range(self.server.count())}
        for name in sorted(self.model.ring.servers - known):
            self.server.addItem(words.short(name), name)

    def _count(self) -> None:
        ring = self.model.ring
        total = words.count(ring.total, "call")
        self.shown.setText(total if len(ring) == ring.total else f"{len(ring):,} of {total}")
        self.empty.setVisible(ring.total == 0)
        self.table.setVisible(ring.total != 0)

    def _filter(self) -> None:
        self.model.select(
            Filter(self.text.text().strip(), str(self.server.currentData()), str(self.verdict.currentData()))
        )
        self.details.show_call(None)
        self._count()

    def _selected(self, selected: QItemSelection) -> None:
        indexes = selected.indexes()
        entry = self.model.entry(indexes[0]) if indexes else None
        self.details.show_call(entry.call if entry else None)

    def _refresh_details(self, first: QModelIndex, last: QModelIndex) -> None:
        current = self.table.selectionModel().selectedRows()
        if current and first.column() != last.column() and first.row() <= current[0].row() <= last.row():
            entry = self.model.entry(current[0])
            self.details.show_call(entry.call if entry else None)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.table.setFocus()
        self._age()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.hide()
