"""The Changes window: what servers changed about themselves, one after the other, with Accept and Keep.

It shows the whole difference, spelled out, and accepts only what is in view. Closing leaves everything withheld.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from callgate_proxy.risk.names import bared
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QWidget

from callgate_desktop import changes, words
from callgate_desktop.changes import Change
from callgate_desktop.said import said
from callgate_desktop.ui import theme
from callgate_desktop.ui.diff import DiffView
from callgate_desktop.ui.parts import Bounded, Breaking, Notice, button, column, label, row


class PinsWindow(QWidget):
    """Emits `accepted` with the change in view. Closing hides it."""

    accepted = Signal(object)

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        """`clock`: seconds since the epoch."""
        super().__init__()
        self.setWindowTitle(said("Callgate – Changes"))
        self.setObjectName("pins")
        self.resize(820, 560)
        self._clock = clock
        self._changes: tuple[Change, ...] = ()
        self.notice = Notice()
        self.list = QListWidget()
        self.list.setObjectName("changes")
        self.list.setAccessibleName(said("What waits for you"))
        self.list.currentRowChanged.connect(self._show)
        heading = Breaking(theme.TITLE, mono=False, tone="text")
        heading.setFont(theme.font(theme.TITLE, theme.STRONG))
        self.heading = Bounded(heading, 2)
        self.meaning = label(tone="muted")
        self.doubts = label(tone="ask")
        self.command = Bounded(Breaking(theme.SMALL), 3)
        self.diff = DiffView()
        self.diff.setAccessibleName(said("What changed"))
        self.keep = button(said("Keep withheld"), "keep")
        self.keep.clicked.connect(self._next)
        self.accept = button(said("Accept"), "accept", "allow", "allow")
        self.accept.clicked.connect(self._accept)
        self._lay_out()
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)
        self.show_changes(())

    def _lay_out(self) -> None:
        page = QWidget()
        buttons = row(None, self.keep, self.accept)
        inside = column(self.heading, self.meaning, self.doubts, self.command, self.diff, buttons)
        inside.setContentsMargins(3 * theme.UNIT, 0, 0, 0)
        inside.setStretch(inside.indexOf(self.diff), 100)
        inside.addStretch(1)  # keeps the heading at the top where there is nothing else
        page.setLayout(inside)
        self.list.setSpacing(theme.UNIT // 2)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self.list)
        split.addWidget(page)
        split.setStretchFactor(1, 1)
        split.setSizes([220, 580])
        split.setChildrenCollapsible(False)
        layout = column(self.notice, split, gap=3, margin=5)
        layout.setStretch(1, 1)
        self.setLayout(layout)

    @property
    def current(self) -> Change | None:
        """The change in view."""
        at = self.list.currentRow()
        return self._changes[at] if 0 <= at < len(self._changes) else None

    def show_changes(self, found: tuple[Change, ...]) -> None:
        """What waits now; the one in view stays in view as long as it is the same."""
        if found == self._changes and found:
            return
        before, at = self.current, max(0, self.list.currentRow())
        self._changes = found
        self.list.blockSignals(True)
        self.list.clear()
        for change in found:
            item = QListWidgetItem(
                f"{words.short(bared(change.name)) or said('Instructions')}\n{words.short(change.server)}"
            )
            item.setToolTip(changes.heading(change))
            self.list.addItem(item)
        self.list.setCurrentRow(found.index(before) if before in found else min(at, len(found) - 1))
        self.list.blockSignals(False)
        self._show()

    def open_at(self, server: str) -> None:
        """Shows the first that waits of `server`."""
        self.notice.tell("")
        at = next((at for at, change in enumerate(self._changes) if change.server == server), -1)
        if at >= 0:
            self.list.setCurrentRow(at)

    def _show(self) -> None:
        change = self.current
        for part in (self.meaning, self.command, self.diff, self.keep, self.accept):
            part.setVisible(change is not None)
        self.list.setVisible(change is not None)
        self.doubts.setVisible(change is not None and bool(change.doubts))
        if change is None:
            self.heading.setText(said("Nothing has changed. There is nothing to accept."))
            return
        self.heading.setText(changes.heading(change))
        self.meaning.setText(changes.meaning(change, self._clock()))
        self.doubts.setText("\n".join(change.doubts))
        self.command.setText(f"{words.short(change.server)}   {change.shown}")
        self.diff.show_diff(change.difference)
        self.keep.setText(changes.keep_label(change))
        self.keep.setAccessibleName(changes.keep_label(change))

    def _accept(self) -> None:
        if self.current is not None:
            self.notice.tell("")
            self.accepted.emit(self.current)

    def _next(self) -> None:
        if self.list.currentRow() + 1 < self.list.count():
            self.list.setCurrentRow(self.list.currentRow() + 1)
        else:
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.hide()
