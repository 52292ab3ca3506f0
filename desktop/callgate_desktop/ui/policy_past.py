"""Two pages of the policy editor: the earlier versions with what bringing one back would change, and the grants."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QListWidget, QSplitter, QTreeWidget, QTreeWidgetItem, QWidget

from callgate_desktop import words
from callgate_desktop.authoring import Past
from callgate_desktop.said import said
from callgate_desktop.standing import Standing
from callgate_desktop.ui import theme
from callgate_desktop.ui.diff import DiffView
from callgate_desktop.ui.parts import UNIT, button, column, label, row

HELD = Qt.ItemDataRole.UserRole
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
HEADS = (
    said("Client"),
    said("Server"),
    said("Tool"),
    said("For", "column: the arguments that a grant is for"),
    said("Since", "column"),
    said("Used", "column: how often"),
    said("Last used", "column"),
    said("Ends", "column"),
)
NUMBERS = 4  # the first of the columns that are right-aligned
EXACT = said("%d %b %Y %H:%M:%S", "day and time, for strftime")


class PastPage(QWidget):
    """Emits `wanted(text)`: the version to bring back."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.list = QListWidget()
        self.list.setSpacing(2)
        self.list.setAccessibleName(said("Earlier versions, the newest first"))
        self.diff = DiffView()
        self.diff.setAccessibleName(said("What bringing it back would change"))
        self.back = button(said("Bring it back"), "bring_back")
        self.empty = label(said("Every save keeps the version before. The first one will stand here."), "muted")
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(3 * UNIT)
        for part in (self.list, self.diff):
            split.addWidget(part)
        split.setSizes([260, 700])
        hint = said("Bringing one back is a save like any other: what it replaces is kept as well.")
        foot = row(label(hint, "muted", theme.SMALL), self.back)
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
                ago = words.ago(now - one.version.replaced)
                self.list.addItem(said("Until {ago}  ({when})", ago=ago, when=_exact(one.version.replaced)))
        self.empty.setVisible(not past)
        self.list.setCurrentRow(0 if past else -1)
        self._show(self.list.currentRow())

    def _show(self, at: int) -> None:
        chosen = self._past[at] if 0 <= at < len(self._past) else None
        self.diff.show_diff((chosen.diff or said("It says the same as policy.json.")) if chosen else "")
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
        self.table.setAccessibleName(said("Grants"))
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.setHeaderLabels(HEADS)
        for at, width in enumerate((130, 130, 160, 210, 80, 60, 90, 90)):
            self.table.setColumnWidth(at, max(width, self.table.header().sectionSizeHint(at)))
            if at >= NUMBERS:
                self.table.headerItem().setTextAlignment(at, RIGHT)
        empty = said("No grant stands. What you allow for a time or always, in the window or the menu, is listed here.")
        self.empty = label(empty, "muted")
        self.revoke = button(said("Revoke"), "revoke", "deny")
        hint = said("It holds from the next call on. The note of the grant is shown on hover.")
        foot = row(label(hint, "muted", theme.SMALL), self.revoke)
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
    return [
        words.client(one.client) if one.client else said("Every client"),
        words.short(one.server),
        words.short(one.tool),
        _about(one),
        words.ago(now - one.made) if one.made else "",
        "–" if one.hits is None else f"{one.hits:,}",
        words.ago(now - one.last) if one.last else "",
        _ends(one, now),
    ]


def _about(one: Standing) -> str:
    """What it is for, in the policy's own words where it looks at arguments."""
    parts = (f"{words.short(str(when['path']))} {when['op']} {words.short(str(when.get('value', '')))}"
             for when in one.when)  # fmt: skip
    about = ", ".join(parts) or said("any arguments")
    if not one.profile:
        return about
    return said("{arguments}, in the profile {profile}", arguments=about, profile=words.short(one.profile))


def _ends(one: Standing, now: float) -> str:
    if one.expires is None:
        return said("never", "when a grant ends")
    if one.expires <= now:
        return said("ended", "when a grant ends")
    return said("in {time}", "when a grant ends", time=words.span(one.expires - now))


def _exact(moment: float) -> str:
    return time.strftime(EXACT, time.localtime(moment)) if moment else ""
