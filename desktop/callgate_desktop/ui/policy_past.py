"""Two pages of the policy editor: the earlier versions with what bringing one back would change, and the grants."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QListWidget, QSplitter, QTreeWidget, QTreeWidgetItem, QWidget

from callgate_desktop import words
from callgate_desktop.authoring import Past
from callgate_desktop.standing import Standing
from callgate_desktop.ui import theme
from callgate_desktop.ui.diff import DiffView
from callgate_desktop.ui.parts import UNIT, button, column, label, row

HELD = Qt.ItemDataRole.UserRole
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
NUMBERS = 4  # the first of the columns that are right-aligned
EXACT = "%d %b %Y %H:%M:%S"


class PastPage(QWidget):
    """Emits `wanted(text)`: the version to bring back."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.list = QListWidget()
        self.list.setSpacing(2)
        self.list.setAccessibleName("Earlier versions, the newest first")
        self.diff = DiffView()
        self.diff.setAccessibleName("What bringing it back would change")
        self.back = button("Bring it back", "bring_back")
        self.empty = label("Every save keeps the version before. The first one will stand here.", "muted")
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(3 * UNIT)
        for part in (self.list, self.diff):
            split.addWidget(part)
        split.setSizes([260, 700])
        hint = label(
            "Bringing one back is a save like any other: what it replaces is kept as well.", "muted", theme.SMALL
        )
        foot = row(hint, self.back)
        foot.setStretch(0, 1)
        page = column(self.empty, split, foot, gap=3)
        page.setStretch(1, 1)
        self.setLayout(page)
        self._past: Sequence[Past] = ()
        self.list.currentRowChanged.connect(self._show)
        self.back.clicked.connect(self._bring)

    def show_past(self, past: Sequence[Past], now: float) -> None:
        """`now`: seconds since the epoch."""
        self._past = past
        with QSignalBlocker(self.list):
            self.list.clear()
            for one in past:
                when = words.ago(now - one.version.replaced)
                self.list.addItem(f"Until {when}  ({time.strftime(EXACT, time.localtime(one.version.replaced))})")
        self.empty.setVisible(not past)
        self.list.setCurrentRow(0 if past else -1)
        self._show(self.list.currentRow())

    def _show(self, at: int) -> None:
        chosen = self._past[at] if 0 <= at < len(self._past) else None
        self.diff.show_diff((chosen.diff or "It says the same as policy.json.") if chosen else "")
        self.back.setEnabled(chosen is not None and bool(chosen.diff))

    def _bring(self) -> None:
        if 0 <= self.list.currentRow() < len(self._past):
            self.wanted.emit(self._past[self.list.currentRow()].text)


class GrantsPage(QWidget):
    """Emits `revoked(grant)`."""

    revoked = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.table = QTreeWidget()
        self.table.setAccessibleName("Grants")
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setHeaderLabels(["Client", "Server", "Tool", "For", "Since", "Used", "Last used", "Ends"])
        for at, width in enumerate((130, 130, 160, 210, 80, 60, 90, 90)):
            self.table.setColumnWidth(at, width)
            if at >= NUMBERS:
                self.table.headerItem().setTextAlignment(at, RIGHT)
        self.empty = label(
            "No grant stands. What you allow for a time or always, in the window or the menu, is listed here.", "muted"
        )
        self.revoke = button("Revoke", "revoke", "deny")
        hint = label("It holds from the next call on. The note of the grant is shown on hover.", "muted", theme.SMALL)
        foot = row(hint, self.revoke)
        foot.setStretch(0, 1)
        page = column(self.empty, self.table, foot, gap=3)
        page.setStretch(1, 1)
        self.setLayout(page)
        self.revoke.clicked.connect(self._revoke)
        self.table.itemSelectionChanged.connect(self._choose)

    def show_grants(self, grants: Sequence[Standing], now: float) -> None:
        """`now`: seconds since the epoch."""
        self.table.clear()
        for one in grants:
            item = QTreeWidgetItem(self.table, _cells(one, now))
            item.setData(0, HELD, one)
            for at in (2, 3):
                item.setFont(at, theme.mono(theme.SMALL))
            for at in range(NUMBERS, self.table.columnCount()):
                item.setTextAlignment(at, RIGHT)
            for at in range(self.table.columnCount()):
                item.setToolTip(at, words.short(one.note))
            item.setToolTip(4, _exact(one.made))
            item.setToolTip(6, _exact(one.last))
            item.setToolTip(7, _exact(one.expires or 0))
        self.empty.setVisible(not grants)
        self.revoke.setEnabled(bool(grants))
        if grants:
            self.table.setCurrentIndex(self.table.model().index(0, 0))

    def _choose(self) -> None:
        self.revoke.setEnabled(self.table.currentItem() is not None)

    def _revoke(self) -> None:
        item = self.table.currentItem()
        if item is not None:
            self.revoke.setEnabled(False)
            self.revoked.emit(item.data(0, HELD))


def _cells(one: Standing, now: float) -> list[str]:
    ends = "never" if one.expires is None else "ended" if one.expires <= now else f"in {words.span(one.expires - now)}"
    about = ", ".join(f"{words.short(str(said['path']))} {said['op']} {words.short(str(said.get('value', '')))}"
                      for said in one.when)  # fmt: skip
    return [
        words.client(one.client) if one.client else "Every client",
        words.short(one.server),
        words.short(one.tool),
        ", ".join([about or "any arguments", *([f"in the profile {words.short(one.profile)}"] if one.profile else [])]),
        words.ago(now - one.made) if one.made else "",
        "–" if one.hits is None else f"{one.hits:,}",
        words.ago(now - one.last) if one.last else "",
        ends,
    ]


def _exact(moment: float) -> str:
    return time.strftime(EXACT, time.localtime(moment)) if moment else ""
