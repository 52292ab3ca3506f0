"""What a list of servers, clients or profiles is for, and a way to add one to it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from callgate_desktop import splicing
from callgate_desktop.said import said
from callgate_desktop.ui import theme
from callgate_desktop.ui.choice import line, offer
from callgate_desktop.ui.parts import button, column, label, row

TITLES = {"servers": said("Servers"), "clients": said("Clients"), "profiles": said("Profiles")}
TOLD = {
    "servers": said(
        "Rules for the tools of one server, more specific than those for everything. Servers that were seen "
        "stand here with their tools, whether they have rules or not."
    ),
    "clients": said(
        "Rules for one client, more specific than those of its servers: what Cursor may do and another may not."
    ),
    "profiles": said(
        "Named sets of rules on top of all others, in force by hand or while work is in their folders. A "
        "profile never opens what the rules below it deny."
    ),
}
HINTS = {
    "servers": said("Name of a server"),
    "clients": said("Name of a client"),
    "profiles": said("Name of a profile"),
}
ADDS = {
    "servers": said("Add the server"),
    "clients": said("Add the client"),
    "profiles": said("Add the profile"),
}


class GroupCard(QWidget):
    """`edited(change, given)`; `made(path)`: what is about to be added, to be chosen then."""

    edited = Signal(object, object)
    made = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.group = "servers"
        self.title, self.told = label(size=theme.BODY, strong=True), label(tone="muted")
        self.name = line(said("Name"), "")
        self.add = button(said("Add"), "add_scope")
        page = column(self.title, self.told, row(self.name, self.add), gap=3)
        page.addStretch(1)
        self.setLayout(page)
        self.add.clicked.connect(self._add)
        self.name.returnPressed.connect(self._add)

    def show_group(self, group: str, names: list[str]) -> None:
        """`group`: one of `editing.GROUPS`. `names`: to offer."""
        self.group = group
        self.title.setText(TITLES[group])
        self.told.setText(TOLD[group])
        self.name.setPlaceholderText(HINTS[group])
        self.name.setAccessibleName(HINTS[group])
        self.add.setText(ADDS[group])
        self.add.setAccessibleName(self.add.text())
        offer(self.name, names)

    def _add(self) -> None:
        if name := self.name.text().strip():
            self.name.clear()
            self.made.emit((self.group, name))
            self.edited.emit(splicing.add, ((self.group, name),))
