"""The activity window: every call as it happens, what became of it, and why; and every call of before.

* Live: whoever reads the log hands batches of rows to `add`. They are gathered and shown every 100 ms, and the timer
  runs only while there is something to show.
* Any time but "Latest calls" is a search of the index (`steps`), shown page by page. Until its answer comes the window
  says that it searches; nothing waits.
* Keys: / and Ctrl+F to the text, arrows in the calls, Enter why, Ctrl+R a rule, Ctrl+E export, Ctrl+L the latest calls,
  Escape back.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Protocol

from callgate_proxy.logread import Call
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFileDialog, QSplitter, QStackedWidget, QWidget

from callgate_desktop import words
from callgate_desktop.calls import Filter
from callgate_desktop.said import said
from callgate_desktop.searching import BUCKETS, Found
from callgate_desktop.ui import theme
from callgate_desktop.ui.call_table import CallsModel, CallTable, FoundModel, Index
from callgate_desktop.ui.chart import Chart
from callgate_desktop.ui.details import Details
from callgate_desktop.ui.filters import FilterBar
from callgate_desktop.ui.parts import Notice, button, column, label

BATCH = 100  # ms
CHART = 1_000  # ms between two drawings of the chart
AGING = 10_000  # ms between two looks at the relative times
NOTHING = said(
    "No calls yet. Each call of a guarded server shows up here the moment it happens.\n"
    "Guard a server with Protect… in the tray's menu, then use it in your client."
)
NO_MATCH = said("No call matches. Escape clears the filter; another time may have some.")


class Searches(Protocol):
    """What the window asks for; `searching.Searching` does it."""

    def search(self, ticket: int, wanted: Filter) -> None: ...
    def page(self, ticket: int, first: int) -> None: ...
    def forget(self) -> None: ...
    def export(self, path: str, calls: Iterable[Call] | None) -> None: ...


class ActivityWindow(QWidget):
    """Implements `searching.SearchScreen`. Closing hides it; the tray keeps it."""

    why_wanted = Signal(object)  # a Call
    rule_wanted = Signal(object)

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        """`clock`: seconds since the epoch."""
        super().__init__()
        self.setWindowTitle(said("Callgate – Activity"))
        self.setObjectName("activity")
        self.resize(1280, 720)
        self.steps: Searches | None = None
        self._clock = clock
        self._pending: list[dict[str, object]] = []
        self._ticket = 0
        self.model, self.found = CallsModel(clock), FoundModel(clock)
        self.table, self.older = CallTable(self.model), CallTable(self.found, said("Calls found, newest first"))
        self.details = Details()
        self.chart = Chart()
        self.policy_notice, self.notice = Notice(said("Open the file")), Notice(said("Dismiss"))
        self.filters = FilterBar(clock)
        self.shown = label(tone="muted", size=theme.SMALL)
        self.save = button(said("Export…"), "export", "quiet")
        self.empty = label(NOTHING, "muted")
        self.lists = QStackedWidget()
        self._build()
        self._connect()
        self._batch = self._timer(BATCH, self._flush, single=True)
        self._aging = self._timer(AGING, self._age)
        self._charting = self._timer(CHART, self._draw_chart, single=True)
        self._aging.start()
        self._count()

    def _timer(self, interval: int, slot: Callable[[], None], single: bool = False) -> QTimer:
        made = QTimer(self)
        made.setSingleShot(single)
        made.setInterval(interval)
        made.timeout.connect(slot)
        return made

    def _build(self) -> None:
        self.shown.setWordWrap(False)
        self.shown.setMinimumWidth(96)
        self.save.setToolTip(said("The calls shown, as CSV or JSON (Ctrl+E)"))
        self.filters.extra.addWidget(self.shown)
        self.filters.extra.addWidget(self.save)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for part in (self.table, self.older, self.empty):
            self.lists.addWidget(part)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(3 * theme.UNIT)
        split.addWidget(self.lists)
        split.addWidget(self.details)
        split.setStretchFactor(0, 1)
        split.setSizes([900, 340])
        page = column(self.policy_notice, self.notice, self.chart, self.filters, split, gap=3, margin=4)
        page.setStretch(4, 1)
        self.setLayout(page)

    def _connect(self) -> None:
        self.notice.acted.connect(lambda: self.notice.tell(""))
        self.filters.changed.connect(self._filter)
        self.filters.left.connect(lambda: self._list().setFocus())
        self.chart.chosen.connect(self.filters.choose_server)
        self.save.clicked.connect(self._ask_where)
        self.details.why_wanted.connect(self.why_wanted)
        self.details.rule_wanted.connect(self.rule_wanted)
        self.found.page_wanted.connect(self._page)
        for table in (self.table, self.older):
            table.selectionModel().currentChanged.connect(self._refresh_details)
            table.activated.connect(lambda: self.details.explain.click())
        for model in (self.model, self.found):
            model.dataChanged.connect(self._changed)
        keys = QKeySequence.StandardKey
        for key, act in (
            (keys.Find, self._to_text),
            (QKeySequence("/"), self._to_text),
            (QKeySequence("Ctrl+E"), self._ask_where),
            (QKeySequence("Ctrl+R"), self.details.rule.click),
            (QKeySequence("Ctrl+L"), lambda: self.filters.period.setCurrentIndex(0)),
            (QKeySequence("Esc"), self._back),
            (keys.Close, self.close),
        ):
            QShortcut(key, self, act)

    # ---- live

    def add(self, rows: Sequence[dict[str, object]]) -> None:
        """New rows of the log."""
        self._pending.extend(rows)
        if self._pending and not self._batch.isActive():
            self._batch.start()

    def _flush(self) -> None:
        rows, self._pending = self._pending, []
        self.model.add(rows)
        self.filters.know(self.model.ring.servers, self.model.ring.clients)
        self._count()
        if self.isVisible() and not self._charting.isActive():
            self._charting.start()

    def _age(self) -> None:
        if self.isVisible():
            (self.model if self.filters.is_live else self.found).age()
            self._draw_chart()

    def _draw_chart(self) -> None:
        if self.filters.is_live:
            self.chart.show_lanes(self.model.ring.rates.lanes(self._clock()))

    def _count(self) -> None:
        if not self.filters.is_live:
            return
        ring = self.model.ring
        total = words.calls(ring.total)
        self.shown.setText(
            total if len(ring) == ring.total else said("{shown} of {total}", shown=words.number(len(ring)), total=total)
        )
        self._show_list(self.table, len(ring), NO_MATCH if ring.total else NOTHING)

    # ---- searched

    def show_found(self, found: Found) -> None:
        if found.ticket != self._ticket or self.filters.is_live:
            return
        self.found.show_found(found.count)
        self.details.show_call(None)
        self.filters.know(found.names["server"], found.names["client"], found.names["risk"])
        calls = words.calls(found.count)
        self.shown.setText(said("{calls}, still reading the log", calls=calls) if found.partial else calls)
        self._show_list(self.older, found.count, said("Reading the log…") if found.partial else NO_MATCH)
        if not found.count:
            self.chart.show_lanes({}, ("", ""))
            return
        now, each = self._clock(), (found.until - found.since) / BUCKETS
        end = words.ago(now - found.until) if found.until < now - each else said("now")
        begin = words.ago(now - found.since) if found.since else ""
        self.chart.show_lanes(found.lanes, (begin, end), each)

    def show_page(self, ticket: int, first: int, calls: list[Call]) -> None:
        if ticket == self._ticket:
            self.found.show_page(first, calls)

    def tell_search(self, message: str) -> None:
        self.notice.tell(message)

    def _page(self, first: int) -> None:
        if self.steps is not None:
            self.steps.page(self._ticket, first)

    def _filter(self) -> None:
        wanted = self.filters.wanted()
        self.details.show_call(None)
        self._ticket += 1
        if self.filters.is_live:
            if self.steps is not None:
                self.steps.forget()
            self.model.select(wanted)
            self._draw_chart()
            self._count()
        elif self.steps is not None:
            self.shown.setText(said("Searching…"))
            self.steps.search(self._ticket, wanted)

    # ---- both

    def _list(self) -> CallTable:
        return self.table if self.filters.is_live else self.older

    def _show_list(self, table: CallTable, count: int, otherwise: str) -> None:
        self.empty.setText(otherwise)
        self.lists.setCurrentWidget(table if count else self.empty)

    def _refresh_details(self) -> None:
        table = self._list()
        model = table.model()
        entry = model.entry(table.currentIndex()) if isinstance(model, CallsModel | FoundModel) else None
        if entry is not None or table.hasFocus():
            self.details.show_call(entry.call if entry else None)

    def _changed(self, first: Index, last: Index) -> None:
        current = self._list().currentIndex()
        if current.isValid() and first.column() != last.column() and first.row() <= current.row() <= last.row():
            self._refresh_details()

    def _to_text(self) -> None:
        self.filters.text.setFocus()
        self.filters.text.selectAll()

    def _back(self) -> None:
        """Escape: first the filter goes, then the selection."""
        if self.filters.narrows:
            self.filters.clear()
        else:
            self._list().clearSelection()
            self.details.show_call(None)
        self._list().setFocus()

    def _ask_where(self) -> None:
        name = time.strftime("callgate-%Y%m%d-%H%M", time.localtime(self._clock()))
        dialog = QFileDialog(self, said("Export the calls shown"), f"{name}.csv", "CSV (*.csv);;JSON (*.json)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.fileSelected.connect(self.export)
        dialog.filterSelected.connect(partial(_end_by, dialog))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def export(self, path: str) -> None:
        """Writes what is shown to `path`."""
        if self.steps is not None:
            self.steps.export(path, self.model.ring.visible() if self.filters.is_live else None)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "filters"):
            self.filters.dress()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._list().setFocus()
        self._age()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.hide()


def _end_by(dialog: QFileDialog, kind: str) -> None:
    dialog.setDefaultSuffix("json" if "json" in kind else "csv")
