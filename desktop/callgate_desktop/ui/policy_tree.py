"""The left side of the policy editor: everything, the checks, each server, client and profile with its rules.

A line holds its path in policy.json; ("checks",) and a group's name stand for themselves. Choosing one changes nothing.
"""

from __future__ import annotations

from callgate_proxy.policy import spelling
from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QTreeWidgetItemIterator

from callgate_desktop import words
from callgate_desktop.editing import GROUPS, Form, Path, ScopeRow, ToolRow
from callgate_desktop.said import said
from callgate_desktop.ui import icons, theme
from callgate_desktop.ui.group_card import TITLES

HELD = Qt.ItemDataRole.UserRole
CHECKS: Path = ("checks",)
NAME, SETTING = 182, 88  # px, at least


class PolicyTree(QTreeWidget):
    """Its lines are made anew with each form; what was chosen and what was folded stays so."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(said("Parts of the policy"))
        self.setHeaderLabels([said("Part of the policy"), said("Setting")])
        self.setUniformRowHeights(True)
        self.setIndentation(14)
        setting = max(SETTING, self._words() + 46)  # an icon stands before the word
        self.setMinimumWidth(NAME + setting)
        self.header().setStretchLastSection(False)
        self.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.header().setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        self.header().resizeSection(1, setting)

    def _words(self) -> int:
        """How wide the settings' words are, px."""
        return max(self.fontMetrics().horizontalAdvance(word) for word in words.SETTINGS.values())

    def chosen(self) -> Path:
        """The path of the chosen line; () for everything."""
        item = self.currentItem()
        return item.data(0, HELD) if item else ()

    def choose(self, path: Path) -> bool:
        """Brings a line into view and chooses it; False where there is none."""
        item = next((one for one in self._items() if one.data(0, HELD) == path), None)
        if item is not None:
            self.setCurrentItem(item)
        return item is not None

    def show_form(self, form: Form) -> None:
        """Shows a policy."""
        kept = self.chosen()
        folded = {one.data(0, HELD) for one in self._items() if one.childCount() and not one.isExpanded()}
        with QSignalBlocker(self):
            self.clear()
            top = _line(self, (), said("Everything"), form.top.default)
            top.setIcon(0, icons.icon("policy"))
            _fill(top, form.top)
            _line(self, CHECKS, said("Checks")).setIcon(0, icons.icon("shield"))
            for group in GROUPS:
                head = _line(self, (group,), TITLES[group])
                for scope in form.top.scopes:
                    if scope.kind == group:
                        _scope(head, scope)
            for one in self._items():
                one.setExpanded(one.data(0, HELD) not in folded)
            while kept and not self.choose(kept):  # what was chosen is gone: what it stood in
                kept = kept[:-1]
            if self.currentItem() is None:
                self.choose(())

    def _items(self) -> list[QTreeWidgetItem]:
        """Every line."""
        walk = QTreeWidgetItemIterator(self)
        found: list[QTreeWidgetItem] = []
        while item := walk.value():
            found.append(item)
            walk += 1
        return found


def _line(above: QTreeWidget | QTreeWidgetItem, path: Path, text: str, setting: str = "") -> QTreeWidgetItem:
    made = QTreeWidgetItem(above, [text, words.SETTINGS.get(setting, "")])
    made.setData(0, HELD, path)
    made.setToolTip(0, text)
    if setting:
        made.setIcon(1, icons.icon(setting, setting))
    return made


def _scope(above: QTreeWidgetItem, scope: ScopeRow) -> None:
    name = words.short(scope.name)
    in_profile = scope.path[:1] == ("profiles",) and scope.kind == "clients"
    made = _line(above, scope.path, said("for {client}", client=name) if in_profile else name, scope.default)
    if scope.kind == "servers":
        made.setIcon(0, icons.icon("server"))
    _fill(made, scope)
    for below in scope.scopes:
        _scope(made, below)


def _fill(above: QTreeWidgetItem, scope: ScopeRow) -> None:
    for row in scope.tools:
        _rule(above, row)


def _rule(above: QTreeWidgetItem, row: ToolRow) -> None:
    shown = row.action or (row.falls if not row.several else "")
    limit = words.limit(row.limit[0], spelling.window_seconds(row.limit[1])) if row.limit else ""
    item = _line(above, row.path, words.short(row.name) or said("Every tool"), shown)
    if row.name:
        item.setFont(0, theme.mono(theme.SMALL))
    if limit and shown in ("", "allow"):
        item.setText(1, words.SETTINGS["limit"])
        item.setIcon(1, icons.icon("limit", "limit"))
    elif row.several:
        item.setText(1, said("in the text"))
    item.setToolTip(1, limit)
    if not row.written:
        for at in (0, 1):
            item.setForeground(at, QColor(theme.colours().muted))
        item.setToolTip(0, said("{tool}: no rule of its own", tool=words.short(row.name)))
