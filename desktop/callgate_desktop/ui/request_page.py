"""Requests other than tool calls, in one scope: whether they pass, are asked about or refused."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QLabel, QWidget

from callgate_desktop import splicing, words
from callgate_desktop.editing import DEFAULTS, METHODS, ScopeRow, ToolRow
from callgate_desktop.said import said
from callgate_desktop.ui import theme
from callgate_desktop.ui.choice import choice, put
from callgate_desktop.ui.parts import column, label, row
from callgate_desktop.ui.rule_card import more

UNNAMED = said("Not named here")


class RequestsPage(QWidget):
    """`edited(change, given)`: a method was given another setting; without one it has no rule any more."""

    edited = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self._rows: dict[str, ToolRow] = {}
        self.boxes: dict[str, QComboBox] = {}
        self._more: dict[str, QLabel] = {}
        hint = said("A request that no rule names passes, whatever the default says.")
        page = column(label(hint, "muted"), gap=3)
        for method, about in METHODS.items():
            box = choice({"": UNNAMED, **{one: words.SETTINGS[one] for one in DEFAULTS}}, about)
            box.activated.connect(partial(self._set, method))
            self.boxes[method], self._more[method] = box, label(tone="muted", size=theme.SMALL)
            head = row(label(method, size=theme.SMALL, mono=True), box)
            head.setStretch(0, 1)
            page.addLayout(column(head, label(about), self._more[method], gap=1))
        page.addStretch(1)
        self.setLayout(page)

    def show_scope(self, scope: ScopeRow) -> None:
        """What `scope` says of them."""
        for rule in scope.requests:
            self._rows[rule.name] = rule
            box, rest = self.boxes[rule.name], self._more[rule.name]
            put(box, rule.action or ("allow" if rule.written and not rule.several else ""))
            box.setEnabled(not rule.several)
            rest.setText(more(rule))
            rest.setVisible(bool(rest.text()))

    def _set(self, method: str, _: int) -> None:
        path, value = self._rows[method].path, self.boxes[method].currentData()
        change = splicing.set_action if value else splicing.remove
        self.edited.emit(change, (path, value) if value else (path,))
