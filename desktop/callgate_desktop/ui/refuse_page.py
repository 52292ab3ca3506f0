"""Denying with a reason: one line of text that reaches the agent."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from callgate_desktop import words
from callgate_desktop.asking import Case
from callgate_desktop.said import parts, said
from callgate_desktop.ui.parts import button, column, label, row
from callgate_desktop.ui.sentence import Sentence

LONGEST = 500  # characters


class RefusePage(QWidget):
    """Emits `refused(text)`."""

    refused = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.title = Sentence()
        self.about = label(said("The call is refused, and the agent reads this with the refusal."), "muted")
        self.why = QLineEdit()
        self.why.setMaxLength(LONGEST)
        self.why.setPlaceholderText(said("For example: work on a copy, or ask me first"))
        self.why.setAccessibleName(said("What the agent is told"))
        self.back = button(said("Back"), "refuse_back")
        self.confirm = button(said("Deny and tell"), "confirm_refuse", "deny")
        self.confirm.clicked.connect(self.send)
        self.why.returnPressed.connect(self.send)
        page = column(self.title, self.about, self.why, gap=3)
        page.addStretch(1)
        page.addLayout(row(self.back, None, self.confirm))
        self.setLayout(page)

    def show_case(self, case: Case) -> None:
        """Begins with an empty line."""
        first = case.first
        text, names = said("Deny {tool} and tell {client} why"), {"tool": words.short(first.tool)}
        self.title.say(parts(text, names, client=words.client(first.client)))
        self.why.clear()
        self.why.setFocus()

    def send(self) -> None:
        """The person is done."""
        self.refused.emit(self.why.text().strip())
