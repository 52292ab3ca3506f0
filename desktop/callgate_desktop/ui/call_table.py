"""The table of calls: a thin Qt model over `calls.Ring`, its columns, and how they are painted.

* One batch of log rows is one insertion at the top; never one insertion a row.
* Rows have one fixed height, texts are made when they are painted, and the ring holds 20,000 calls: 2,000 a second
  stay smooth.
"""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Iterable

from callgate_proxy.logread import Call
from callgate_proxy.plain import plain
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QTableView

from callgate_desktop import words
from callgate_desktop.calls import Entry, Filter, Ring
from callgate_desktop.ui import icons, theme

Index = QModelIndex | QPersistentModelIndex
COLUMNS = ("When", "Verdict", "Server", "Tool", "Arguments", "Client", "Took")
WIDTHS = (100, 180, 104, 148, 280, 132, 76)
ROW = 7 * theme.UNIT
ROOT = QModelIndex()
ICON_NAMES = {"allow": "allow", "ask": "ask", "limit": "limit", "deny": "deny", "hide": "hide"}
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class CallsModel(QAbstractTableModel):
    """Newest first. `add` takes raw rows of the log, as `logread.Reader.poll` gives them."""

    def __init__(self, clock: Callable[[], float] = time.time, capacity: int | None = None) -> None:
        """`clock`: seconds since the epoch."""
        super().__init__()
        self.ring = Ring() if capacity is None else Ring(capacity)
        self._clock = clock

    def add(self, rows: Iterable[dict[str, object]]) -> None:
        """Folds one batch of rows in."""
        fresh, changed = self.ring.add(rows)
        if fresh:
            self.beginInsertRows(ROOT, 0, len(fresh) - 1)
            self.ring.show(fresh)
            self.endInsertRows()
        gone = self.ring.overflow()
        if gone:
            self.beginRemoveRows(ROOT, len(self.ring) - gone, len(self.ring) - 1)
        self.ring.trim()
        if gone:
            self.endRemoveRows()
        for call in changed:
            row = self.ring.row_of(call)
            if row is not None:
                self.dataChanged.emit(self.index(row, 0), self.index(row, len(COLUMNS) - 1))

    def select(self, wanted: Filter) -> None:
        """Shows only what passes the filter."""
        self.beginResetModel()
        self.ring.select(wanted)
        self.endResetModel()

    def age(self) -> None:
        """Time has passed: the relative times changed."""
        if len(self.ring):
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.ring) - 1, 0))

    def entry(self, index: Index) -> Entry | None:
        """The entry behind an index."""
        return self.ring.entry(index.row()) if index.isValid() and index.row() < len(self.ring) else None

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.ring)

    def columnCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(COLUMNS)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if section == len(COLUMNS) - 1 else LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entry(index)
        if entry is None:
            return None
        column = index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(entry, column)
        if role == Qt.ItemDataRole.DecorationRole and column == 1:
            kind = words.meaning(entry.call)
            return icons.icon(ICON_NAMES[kind], kind)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(entry.call, column)
        if role == Qt.ItemDataRole.FontRole and column in (2, 3, 4):
            return theme.mono(theme.SMALL)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column == len(COLUMNS) - 1 else LEFT
        if role == Qt.ItemDataRole.ToolTipRole:
            return exact(entry.call.t) if column == 0 else None
        return None

    def _text(self, entry: Entry, column: int) -> str:
        call = entry.call
        if column == 0:
            return words.ago(self._clock() - call.t)
        return (
            "",
            words.verdict(call),
            plain(call.server),
            words.short(call.tool),
            entry.summary,
            words.client(call.client),
            words.millis(call.ms),
        )[column]

    @staticmethod
    def _colour(call: Call, column: int) -> QColor | None:
        c = theme.colours()
        if column == 1:
            return QColor(getattr(c, words.meaning(call)))
        return QColor(c.muted) if column in (0, 4, 5, 6) else None


def exact(moment: float) -> str:
    """A moment (seconds since the epoch) in the person's own time zone, to the millisecond."""
    local = datetime.datetime.fromtimestamp(moment).astimezone()
    return f"{local:%a %d %b %Y, %H:%M:%S}.{local.microsecond // 1000:03}"


class CallTable(QTableView):
    """The view: rows selected whole, no grid, arguments take the room that is left."""

    def __init__(self, model: CallsModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setObjectName("calls")
        self.setAccessibleName("Calls, newest first")
        self.setShowGrid(False)
        self.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QTableView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        vertical, horizontal = self.verticalHeader(), self.horizontalHeader()
        vertical.hide()
        vertical.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        vertical.setDefaultSectionSize(ROW)
        horizontal.setHighlightSections(False)
        horizontal.setFont(theme.font(theme.SMALL))
        for column, width in enumerate(WIDTHS):
            self.setColumnWidth(column, width)
        horizontal.setSectionResizeMode(COLUMNS.index("Arguments"), QHeaderView.ResizeMode.Stretch)
