"""The pane beside the table: one call, whole, with the rule that decided it."""

from __future__ import annotations

from callgate_proxy.logread import Call
from callgate_proxy.plain import plain
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from callgate_desktop import words
from callgate_desktop.ui import icons, theme
from callgate_desktop.ui.argument_list import ArgumentList
from callgate_desktop.ui.call_table import exact
from callgate_desktop.ui.parts import UNIT, Breaking, column, hairline, label, row
from callgate_desktop.ui.sentence import Sentence

OUTCOMES = {
    "ok": "The server answered.",
    "error": "The server answered with an error.",
    "cancelled": "The client took the call back.",
    "lost": "The server went away before it answered.",
}


class Details(QFrame):
    """Says what to do while nothing is selected."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName("Details of the selected call")
        self._empty = label("Select a call to see its arguments and the rule that decided it.", "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._body = QWidget()
        self.title = Sentence(theme.BODY)
        self._mark = QLabel()
        self._mark.setFixedSize(16, 16)
        self.verdict = label(strong=True)
        self.why = label()
        self.arguments = ArgumentList()
        self._fields: dict[str, QLabel] = {}
        facts = QGridLayout()
        facts.setContentsMargins(0, 0, 0, 0)
        facts.setHorizontalSpacing(3 * UNIT)
        facts.setVerticalSpacing(UNIT)
        facts.setColumnStretch(1, 1)
        for at, name in enumerate(("Rule", "When", "Client", "Result", "Took", "Size")):
            value = Breaking(theme.SMALL) if name == "Rule" else label()
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            facts.addWidget(label(name, "muted"), at, 0, Qt.AlignmentFlag.AlignTop)
            facts.addWidget(value, at, 1)
            self._fields[name] = value
        body = column(self.title, row(self._mark, self.verdict), self.why, hairline(), gap=2)
        body.addLayout(facts)
        body.addWidget(label("Arguments, secrets masked", "muted", theme.SMALL))
        body.addWidget(self.arguments, 1)
        self._body.setLayout(body)
        self.setLayout(column(self._empty, self._body, margin=3))
        self.show_call(None)

    def field(self, name: str) -> str:
        """What a field says ("Rule", "When", "Client", "Result", "Took", "Size")."""
        return self._fields[name].text()

    def show_call(self, call: Call | None) -> None:
        """Fills the pane, or empties it."""
        self._empty.setVisible(call is None)
        self._body.setVisible(call is not None)
        if call is None:
            return
        kind = words.meaning(call)
        self.title.say([(words.short(call.tool) or "a line", True), ("on", False), (words.short(call.server), True)])
        self._mark.setPixmap(icons.line(kind, kind, 16, self.devicePixelRatioF()))
        self.verdict.setText(words.verdict(call))
        self.verdict.setProperty("tone", kind if kind in ("allow", "ask", "deny") else "")
        self.verdict.style().polish(self.verdict)
        self.why.setText(words.why(call.rule, call.reason))
        self._fields["Rule"].setText(plain(call.rule))
        self._fields["When"].setText(exact(call.t))
        self._fields["Client"].setText(words.client(call.client))
        self._fields["Result"].setText(OUTCOMES.get(call.outcome or "", "Not forwarded." if kind != "allow" else "…"))
        self._fields["Took"].setText(words.millis(call.ms) or "–")
        self._fields["Size"].setText(words.size(call.bytes) or "–")
        self.arguments.show_args(call.args)
