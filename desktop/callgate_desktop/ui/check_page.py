"""The checks of one scope: what each does there, what it stops and what it cannot see."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from callgate_desktop import catalogue, splicing
from callgate_desktop.editing import ScopeRow
from callgate_desktop.said import said
from callgate_desktop.ui import icons, theme
from callgate_desktop.ui.choice import choice, put
from callgate_desktop.ui.parts import Breaking, column, label

ICONS = {"block": "deny", "ask": "ask", "flag": "invalid", "off": "unguarded"}
TONES = {"block": "deny", "ask": "ask", "flag": "muted", "off": "muted"}
TEXTS = {
    "block": said("Block", "a check"),
    "ask": said("Ask"),
    "flag": said("Flag: let it pass and note it"),
    "off": said("Off", "a check"),
}
SHORT = {**TEXTS, "flag": said("Flag", "a check")}
OWN = {
    "block": said("Its own rules: at most block"),
    "ask": said("Its own rules: at most ask"),
    "flag": said("Its own rules: at most flag"),
    "strip": said("Its own rules: at most strip"),
}


class ChecksPage(QWidget):
    """`edited(change, given)`: a check was given another word."""

    edited = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._known = {one.name: one for one in catalogue.checks()}
        self._scope = ScopeRow(())
        self.list = QTreeWidget()
        self.list.setAccessibleName(said("Checks"))
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setHeaderLabels([said("Check"), said("What it does")])
        self.list.setMinimumHeight(190)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self._items = [QTreeWidgetItem(self.list, [name]) for name in self._known]
        for item in self._items:
            item.setFont(0, theme.mono(theme.SMALL))
        self.does = choice({}, said("What the check does"))
        self.stops, self.blind = label(), label(tone="muted")
        self.docs = Breaking(theme.SMALL)
        self.docs.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.docs.setToolTip(
            said("The attacks that it meets, and its rules, one by one; refusals name the same place.")
        )
        page = column(self.list, self.does, self.stops, self.blind, self.docs, gap=2)
        page.setStretch(0, 1)
        self.setLayout(page)
        self.list.currentItemChanged.connect(self._show)
        self.does.activated.connect(self._set)
        self.list.setCurrentItem(self._items[0])

    def chosen(self) -> str:
        """The check that is chosen."""
        item = self.list.currentItem()
        return item.text(0) if item else ""

    def choose(self, check: str) -> None:
        """Brings a check into view."""
        for item in self.list.findItems(check, Qt.MatchFlag.MatchExactly):
            self.list.setCurrentItem(item)

    def show_scope(self, scope: ScopeRow) -> None:
        """What the checks do in `scope`."""
        self._scope = scope
        with QSignalBlocker(self.list):
            for item in self._items:
                own, holds = scope.checks.get(item.text(0), ("", ""))
                shown = own or holds
                item.setText(1, SHORT.get(shown, shown) or said("its own rules"))
                item.setForeground(1, QColor(theme.colours().text if own else theme.colours().muted))
                item.setToolTip(1, "" if own else said("Nothing is said of it here."))
                item.setIcon(0, icons.icon(ICONS.get(shown, "shield"), TONES.get(shown, "muted")))
        self._show()

    def _show(self) -> None:
        check = self._known.get(self.chosen())
        if check is None:
            return
        own = self._scope.checks.get(check.name, ("", ""))[0]
        general = said("As everything above says") if self._scope.path else OWN[check.default]
        self.does.clear()
        for value, text in {"": general, **{one: TEXTS.get(one, one) for one in check.choices}}.items():
            self.does.addItem(text, value)
        put(self.does, own)
        self.stops.setText(said("Stops: {what}", what=check.stops))
        self.blind.setText(said("Cannot see: {what}", what=check.cannot_see))
        self.docs.setText(check.docs)

    def _set(self) -> None:
        self.edited.emit(splicing.set_check, (self._scope.path, self.chosen(), self.does.currentData()))
