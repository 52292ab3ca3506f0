"""The pane beside the table: one call, whole, with the rule that decided it."""

from __future__ import annotations

from callgate_proxy.contract import START
from callgate_proxy.logread import Call
from callgate_proxy.plain import plain
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from callgate_desktop import words
from callgate_desktop.risks import tool_of
from callgate_desktop.said import parts, said
from callgate_desktop.ui import icons, theme
from callgate_desktop.ui.argument_list import ArgumentList
from callgate_desktop.ui.badge import RiskBadge
from callgate_desktop.ui.call_table import exact
from callgate_desktop.ui.parts import UNIT, Bounded, Breaking, button, column, hairline, label, row
from callgate_desktop.ui.sentence import Sentence
from callgate_desktop.view import Facts

OUTCOMES = {
    "ok": said("The server answered."),
    "error": said("The server answered with an error."),
    "cancelled": said("The client took the call back."),
    "lost": said("The server went away before it answered."),
}
FIELDS = {
    "Rule": said("Rule"),
    "When": said("When"),
    "Client": said("Client"),
    "Result": said("Result"),
    "Took": said("Took"),
    "Size": said("Size"),
}


class Details(QFrame):
    """Says what to do while nothing is selected. Emits the call that a person wants to know or decide more about."""

    why_wanted = Signal(object)
    rule_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(said("Details of the selected call"))
        self._empty = label(said("Select a call to see its arguments and the rule that decided it."), "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._body = QWidget()
        self.title = Sentence(theme.BODY)
        self._mark = QLabel()
        self._mark.setFixedSize(16, 16)
        self.verdict = label(strong=True)
        self.why = label()
        self.arguments = ArgumentList()
        self.risk = RiskBadge()
        self.because = Bounded(Breaking(theme.SMALL, mono=False), 3)
        self._facts = Facts()
        self.call: Call | None = None
        self.explain = button(said("Why?"), "why")
        self.explain.setToolTip(said("The rule in policy.json, and what the policy says of this call now (Enter)"))
        self.rule = button(said("Make a rule…"), "make_rule")
        self.rule.setToolTip(said("A rule for this tool, shown before it is written (Ctrl+R)"))
        self.explain.clicked.connect(lambda: self.why_wanted.emit(self.call))
        self.rule.clicked.connect(lambda: self.rule_wanted.emit(self.call))
        self._fields: dict[str, QLabel] = {}
        self._build()

    def _build(self) -> None:
        facts = QGridLayout()
        facts.setContentsMargins(0, 0, 0, 0)
        facts.setHorizontalSpacing(3 * UNIT)
        facts.setVerticalSpacing(UNIT)
        facts.setColumnStretch(1, 1)
        for at, (name, text) in enumerate(FIELDS.items()):
            value = Breaking(theme.SMALL) if name == "Rule" else label()
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            facts.addWidget(label(text, "muted"), at, 0, Qt.AlignmentFlag.AlignTop)
            facts.addWidget(value, at, 1)
            self._fields[name] = value
        risk = row(self.risk, self.because, gap=1)
        risk.setStretch(1, 1)
        risk.setAlignment(self.risk, Qt.AlignmentFlag.AlignTop)
        body = column(self.title, row(self._mark, self.verdict), self.why, risk, hairline(), gap=2)
        body.addLayout(facts)
        body.addWidget(label(said("Arguments, secrets masked"), "muted", theme.SMALL))
        body.addWidget(self.arguments, 1)
        body.addLayout(row(self.explain, self.rule, None))
        self._body.setLayout(body)
        self.setLayout(column(self._empty, self._body, margin=3))
        self.show_call(None)

    def field(self, name: str) -> str:
        """What a field says. `name`: one of FIELDS."""
        return self._fields[name].text()

    def know(self, facts: Facts) -> None:
        """What is known of the tools."""
        if facts.servers != self._facts.servers:
            self._facts = facts
            self._show_risk()

    def _show_risk(self) -> None:
        tool = None if self.call is None else tool_of(self._facts, self.call.server, self.call.tool)
        self.risk.say("" if tool is None else tool.risk)
        self.because.setText("" if tool is None else tool.because)
        self.because.setVisible(bool(self.risk.level))

    def show_call(self, call: Call | None) -> None:
        """Fills the pane, or empties it."""
        self.call = call
        self._empty.setVisible(call is None)
        self._body.setVisible(call is not None)
        if call is None:
            return
        self._show_risk()
        kind = words.meaning(call)
        judged = call.verdict != "invalid"  # a line that could not be read is no call of a tool
        self.explain.setEnabled(judged)
        self.rule.setEnabled(judged and call.method != START)  # a start is accepted, no rule names it
        names = {"tool": words.short(call.tool) or said("a line"), "server": words.short(call.server)}
        self.title.say(parts(said("{tool} on {server}"), names))
        self._draw_mark()
        self.verdict.setText(words.verdict(call))
        self.verdict.setProperty("tone", kind if kind in ("allow", "ask", "deny") else "")
        self.verdict.style().polish(self.verdict)
        self.why.setText(words.why(call.rule, call.reason))
        self._fields["Rule"].setText(plain(call.rule))
        self._fields["When"].setText(exact(call.t))
        self._fields["Client"].setText(words.client(call.client))
        is_start = call.method == START
        ended = (said("Started."), said("Not started.")) if is_start else ("…", said("Not forwarded."))
        self._fields["Result"].setText(OUTCOMES.get(call.outcome or "", ended[kind != "allow"]))
        self._fields["Took"].setText(words.millis(call.ms) or "–")
        self._fields["Size"].setText(words.size(call.bytes) or "–")
        self.arguments.show_args(call.args)

    def _draw_mark(self) -> None:
        if self.call is not None:
            kind = words.meaning(self.call)
            self._mark.setPixmap(icons.line(kind, kind, 16, self.devicePixelRatioF()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw_mark()
