"""The tables of calls: thin Qt models over `calls.Ring` (live) and over a search's pages, and how they are painted.

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
from PySide6.QtCore import QAbstractTableModel, QLocale, QModelIndex, QPersistentModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QTableView

from callgate_desktop import words
from callgate_desktop.calls import Entry, Filter, Ring
from callgate_desktop.said import said
from callgate_desktop.searching import PAGE
from callgate_desktop.ui import icons, theme

Index = QModelIndex | QPersistentModelIndex
COLUMNS = (said("When"), said("Verdict"), said("Server"), said("Tool"), said("Arguments"), said("Client"), said("Took"))
ARGUMENTS = 4  # column
WIDTHS = (100, 148, 100, 140, 280, 132, 76)
ROW = 7 * theme.UNIT
ROOT = QModelIndex()
PAGES = 40  # of a search held at a time
IN_VIEW = 3  # pages that can be in view at once, and one to spare
SETTLE = 15  # ms
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class CallColumns(QAbstractTableModel):
    """What a call's columns say and how they look; where the calls come from is the subclass's."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """`clock`: seconds since the epoch."""
        super().__init__()
        self._clock = clock

    def entry(self, index: Index) -> Entry | None:
        """The entry behind an index; None while there is none."""
        raise NotImplementedError

    def age(self) -> None:
        """Time has passed: the relative times changed."""
        rows = self.rowCount()
        if rows:
            self.dataChanged.emit(self.index(0, 0), self.index(rows - 1, 0))

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
        column = index.column()
        if role == Qt.ItemDataRole.FontRole:
            return theme.mono(theme.SMALL) if column in (2, 3, 4) else None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return RIGHT if column == len(COLUMNS) - 1 else LEFT
        entry = self.entry(index)
        if entry is None:
            return "…" if role == Qt.ItemDataRole.DisplayRole and column == 0 else None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(entry, column)
        if role == Qt.ItemDataRole.DecorationRole and column == 1:
            kind = words.meaning(entry.call)
            return icons.icon(kind, kind)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._colour(entry.call, column)
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


class CallsModel(CallColumns):
    """The newest calls, live. `add` takes raw rows of the log, as `logread.Reader.poll` gives them."""

    def __init__(self, clock: Callable[[], float] = time.time, capacity: int | None = None) -> None:
        """`clock`: seconds since the epoch."""
        super().__init__(clock)
        self.ring = Ring() if capacity is None else Ring(capacity)

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
        self._tell([row for call in changed if (row := self.ring.row_of(call)) is not None])

    def _tell(self, rows: list[int]) -> None:
        """Neighbours in one signal: at 2,000 calls a second one signal a row is most of the work."""
        rows.sort()
        start = 0
        for at, row in enumerate(rows):
            if at + 1 == len(rows) or rows[at + 1] > row + 1:
                self.dataChanged.emit(self.index(rows[start], 0), self.index(row, len(COLUMNS) - 1))
                start = at + 1

    def select(self, wanted: Filter) -> None:
        """Shows only what passes the filter."""
        self.beginResetModel()
        self.ring.select(wanted)
        self.endResetModel()

    def entry(self, index: Index) -> Entry | None:
        return self.ring.entry(index.row()) if index.isValid() and index.row() < len(self.ring) else None

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else len(self.ring)


class FoundModel(CallColumns):
    """What a search found: only the pages in view are held, the rest is asked for by `page_wanted(first)`.

    While somebody drags through a million rows only the pages where they stop are asked for.
    """

    page_wanted = Signal(int)

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        """`clock`: seconds since the epoch."""
        super().__init__(clock)
        self._count = 0
        self._pages: dict[int, list[Entry]] = {}
        self._missing: dict[int, None] = {}  # in the order they came into view
        self._asked: set[int] = set()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(SETTLE)
        self._soon.timeout.connect(self._ask)

    def show_found(self, count: int) -> None:
        """A new search: `count` calls."""
        self.beginResetModel()
        self._count = count
        self._pages.clear()
        self._missing.clear()
        self._asked.clear()
        self.endResetModel()

    def show_page(self, first: int, calls: list[Call]) -> None:
        """The calls from `first` on."""
        page = first // PAGE
        self._asked.discard(page)
        if not calls:
            return
        self._pages[page] = [Entry(first + at, call) for at, call in enumerate(calls)]
        while len(self._pages) > PAGES:
            del self._pages[next(iter(self._pages))]
        self.dataChanged.emit(self.index(first, 0), self.index(first + len(calls) - 1, len(COLUMNS) - 1))

    def entry(self, index: Index) -> Entry | None:
        if not index.isValid() or index.row() >= self._count:
            return None
        page, at = divmod(index.row(), PAGE)
        held = self._pages.get(page)
        if held is not None:
            return held[at] if at < len(held) else None
        self._missing.pop(page, None)
        self._missing[page] = None
        if not self._soon.isActive():
            self._soon.start()
        return None

    def rowCount(self, parent: Index = ROOT) -> int:
        return 0 if parent.isValid() else self._count

    def _ask(self) -> None:
        for page in list(self._missing)[-IN_VIEW:]:
            if page not in self._asked:
                self._asked.add(page)
                self.page_wanted.emit(page * PAGE)
        self._missing.clear()


def exact(moment: float) -> str:
    """A moment (seconds since the epoch) in the person's own time zone, to the millisecond."""
    local = datetime.datetime.fromtimestamp(moment).astimezone()
    names, short = QLocale(said("en", "code of the language")), QLocale.FormatType.ShortFormat
    day, month = names.dayName(local.isoweekday(), short), names.monthName(local.month, short)
    return f"{day} {local:%d} {month} {local:%Y, %H:%M:%S}.{local.microsecond // 1000:03}"


class CallTable(QTableView):
    """The view: rows selected whole, no grid, arguments take the room that is left."""

    def __init__(self, model: CallColumns, name: str = said("Calls, newest first")) -> None:
        super().__init__()
        self.setModel(model)
        self.setObjectName("calls")
        self.setAccessibleName(name)
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
        horizontal.setSectionResizeMode(ARGUMENTS, QHeaderView.ResizeMode.Stretch)
