"""The Servers window: every client and every server in it, and what a person can do about each.

Guarding and giving back lead to the Protect window, which shows the change before it is written.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from callgate_proxy.clients import Found
from callgate_proxy.plain import plain
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QHeaderView,
    QSplitter,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QTreeWidgetItemIterator,
    QWidget,
)

from callgate_desktop import words
from callgate_desktop.said import said
from callgate_desktop.servers import CLOSED, GUARDED, OPEN, Group, Row, fullest
from callgate_desktop.ui import icons, theme
from callgate_desktop.ui.parts import Notice, button, column, label, row
from callgate_desktop.ui.server_card import ServerCard

COLUMNS = (
    said("Server"),
    said("State"),
    said("Running for"),
    said("Calls today"),
    said("Refused"),
    said("Fullest limit"),
)
WIDTHS = (190, 186, 92, 88, 80)
NUMBERS = (2, 3, 4)
LOOK = 5_000  # ms between two looks while the window is open
STATES = {
    GUARDED: (said("Guarded"), "shield", "allow"),
    OPEN: (said("Not guarded"), "unguarded", "ask"),
    CLOSED: (said("Cannot be guarded"), "invalid", "muted"),
}
HELD = Qt.ItemDataRole.UserRole
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class ServersWindow(QWidget):
    """Implements `surveying.ServersScreen`. Closing hides it."""

    change_wanted = Signal(object, bool, object)  # Found, to guard (or give back), server names or None for all
    calls_wanted = Signal(str)  # a server's name

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        """`clock`: seconds since the epoch."""
        super().__init__()
        self.setWindowTitle(said("Callgate – Servers"))
        self.setObjectName("servers")
        self.resize(1240, 640)
        self.look: Callable[[], None] = lambda: None
        self._clock = clock
        self._groups: list[Group] = []
        self.notice = Notice()
        self.tree = QTreeWidget()
        self.card = ServerCard(clock)
        self.total = label(tone="muted", size=theme.SMALL)
        self.total.setWordWrap(False)
        self.again = button(said("Look again"), "look_again", "quiet", "refresh")
        self.empty = label(
            said("Looking for clients…\nEach client with a configuration of its own shows up here with its servers."),
            "muted",
        )
        self.lists = QStackedWidget()
        self._build()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK)
        self._timer.timeout.connect(lambda: self.look())

    def _build(self) -> None:
        self.tree.setObjectName("servers_tree")
        self.tree.setAccessibleName(said("Clients and their servers"))
        self.tree.setHeaderLabels(list(COLUMNS))
        self.tree.setUniformRowHeights(True)
        self.tree.setExpandsOnDoubleClick(False)
        self.tree.setIndentation(4 * theme.UNIT)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        header = self.tree.header()
        header.setFont(theme.font(theme.SMALL))
        header.setSectionsMovable(False)
        for at, width in enumerate(WIDTHS):
            self.tree.setColumnWidth(at, width)
        header.setSectionResizeMode(len(COLUMNS) - 1, QHeaderView.ResizeMode.Stretch)
        for at in NUMBERS:
            self.tree.headerItem().setTextAlignment(at, RIGHT)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.lists.addWidget(self.empty)
        self.lists.addWidget(self.tree)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(3 * theme.UNIT)
        split.addWidget(self.lists)
        split.addWidget(self.card)
        split.setStretchFactor(0, 1)
        split.setSizes([880, 330])
        page = column(row(self.total, None, self.again), self.notice, split, gap=3, margin=4)
        page.setStretch(2, 1)
        self.setLayout(page)
        self.again.clicked.connect(lambda: self.look())
        self.tree.currentItemChanged.connect(self._show)
        self.tree.itemActivated.connect(lambda: self.card.act.click())
        self.card.change_wanted.connect(self.change_wanted)
        self.card.calls_wanted.connect(self.calls_wanted)
        QShortcut(QKeySequence.StandardKey.Refresh, self, lambda: self.look())
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)
        QShortcut(QKeySequence("Esc"), self, self.close)

    def show_groups(self, groups: list[Group], notes: tuple[str, ...]) -> None:
        self.notice.tell("\n".join(plain(note) for note in notes))
        if groups == self._groups and self.lists.currentWidget() is self.tree:
            self._age()
            return
        self._groups = groups
        here = [group for group in groups if group.found.exists] or groups
        kept = self._key(self.tree.currentItem())
        self.tree.clear()
        for group in here:
            self._add(group)
        self.total.setText(_total(groups, len(groups) - len(here)))
        if groups and self.lists.currentWidget() is self.empty:
            self.lists.setCurrentWidget(self.tree)
            self.tree.setFocus()
        self._select(kept)

    def _add(self, group: Group) -> None:
        found = group.found
        head = QTreeWidgetItem(self.tree, [plain(found.title)])
        head.setFirstColumnSpanned(bool(group.rows))
        head.setFont(0, theme.font(theme.BODY, theme.STRONG))
        head.setToolTip(0, plain(found.path))
        head.setData(0, HELD, (group, None))
        if found.problem or not group.rows:
            head.setText(1, _empty(found))
            head.setForeground(1, QColor(theme.colours().deny if found.problem else theme.colours().muted))
        for one in group.rows:
            self._fill(QTreeWidgetItem(head), group, one)
        head.setExpanded(True)

    def _fill(self, item: QTreeWidgetItem, group: Group, one: Row) -> None:
        word, icon, tone = STATES[one.state]
        limit = fullest(one)
        texts = (
            words.short(one.entry.name),
            word,
            words.span(self._clock() - one.started[0]) if one.started else "",
            f"{one.calls:,}" if one.calls or (one.calls is not None and one.state == GUARDED) else "",
            f"{one.refused:,}" if one.refused else "",
            words.used(limit.used, limit.max, limit.window) if limit else "",
        )
        for at, text in enumerate(texts):
            item.setText(at, text)
            if at in NUMBERS:
                item.setTextAlignment(at, RIGHT)
        item.setIcon(1, icons.icon(icon, tone))
        item.setFont(0, theme.mono(theme.SMALL))
        item.setForeground(1, QColor(getattr(theme.colours(), tone)))
        if one.refused:
            item.setForeground(4, QColor(theme.colours().deny))
        item.setData(0, HELD, (group, one))

    def _age(self) -> None:
        """Time has passed and nothing else: only how long they run changes."""
        for item in self._items():
            group, one = item.data(0, HELD)
            if one is not None:
                self._fill(item, group, one)

    def _items(self) -> list[QTreeWidgetItem]:
        """Every line, clients and servers."""
        walk = QTreeWidgetItemIterator(self.tree)
        found: list[QTreeWidgetItem] = []
        while item := walk.value():
            found.append(item)
            walk += 1
        return found

    def _key(self, item: QTreeWidgetItem | None) -> tuple[str, str]:
        if item is None:
            return "", ""
        group, one = item.data(0, HELD)
        return group.found.path, one.entry.name if one else ""

    def _select(self, kept: tuple[str, str]) -> None:
        items = self._items()
        chosen = next((item for item in items if self._key(item) == kept), items[0] if items else None)
        if chosen is not None:
            self.tree.setCurrentItem(chosen)
            self._show(chosen)

    def _show(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.card.show_chosen(*item.data(0, HELD))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "card"):
            groups, self._groups = self._groups, []
            if groups:
                self.show_groups(groups, ())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.tree.setFocus()
        self._timer.start()
        self.look()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self._timer.stop()
        self.hide()


def _total(groups: list[Group], absent: int) -> str:
    every = [one for group in groups for one in group.rows]
    guarded, could = (sum(one.state == state for one in every) for state in (GUARDED, OPEN))
    parts = [said("{guarded} of %n server(s) guarded", "", len(every), guarded=guarded)]
    parts += [said("%n could be", "guarded", could)] if could else []
    parts += [said("%n other client(s) without a file here", "", absent)] if absent else []
    return ", ".join(parts)


def _empty(found: Found) -> str:
    """Why no server stands under a client."""
    if found.problem:
        return said("Cannot be read")
    return said("No servers yet") if found.exists else said("Not set up")
