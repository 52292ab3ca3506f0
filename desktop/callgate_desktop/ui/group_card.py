"""What a list of servers, clients or profiles is for, and a way to add one to it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from callgate_desktop import splicing
from callgate_desktop.ui import theme
from callgate_desktop.ui.choice import line, offer
from callgate_desktop.ui.parts import button, column, label, row

TOLD = {
    "servers": "Rules for the tools of one server, more specific than those for everything. Servers that were seen "
    "stand here with their tools, whether they have rules or not.",
    "clients": "Rules for one client, more specific than those of its servers: what Cursor may do and another may not.",
    "profiles": "Named sets of rules on top of all others, in force by hand or while work is in their folders. A "
    "profile never opens what the rules below it deny.",
}
ONE = {"servers": "server", "clients": "client", "profiles": "profile"}


class GroupCard(QWidget):
    """`edited(change, given)`; `made(path)`: what is about to be added, to be chosen then."""

    edited = Signal(object, object)
    made = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.group = "servers"
        self.title, self.told = label(size=theme.BODY, strong=True), label(tone="muted")
        self.name = line("Name", "")
        self.add = button("Add", "add_scope")
        page = column(self.title, self.told, row(self.name, self.add), gap=3)
        page.addStretch(1)
        self.setLayout(page)
        self.add.clicked.connect(self._add)
        self.name.returnPressed.connect(self._add)

    def show_group(self, group: str, names: list[str]) -> None:
        """`group`: one of `editing.GROUPS`. `names`: to offer."""
        self.group = group
        self.title.setText(group.capitalize())
        self.told.setText(TOLD[group])
        hint = f"Name of a {ONE[group]}"
        self.name.setPlaceholderText(hint)
        self.name.setAccessibleName(hint)
        self.add.setText(f"Add the {ONE[group]}")
        self.add.setAccessibleName(self.add.text())
        offer(self.name, names)

    def _add(self) -> None:
        if name := self.name.text().strip():
            self.name.clear()
            self.made.emit((self.group, name))
            self.edited.emit(splicing.add, ((self.group, name),))
