"""What holds for one tool, or for every tool of a scope: setting, limit, reason, risk class.

Emits the change that was made, as a function of `splicing` and what it is given besides the text.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSpinBox, QWidget

from callgate_desktop import splicing, words
from callgate_desktop.editing import ACTIONS, Path, ToolRow
from callgate_desktop.said import parts, said
from callgate_desktop.ui import theme
from callgate_desktop.ui.choice import LEFT_OPEN, choice, line, put
from callgate_desktop.ui.limit import WINDOWS
from callgate_desktop.ui.parts import button, column, label, row
from callgate_desktop.ui.sentence import Sentence

PLACES: dict[Path, str] = {  # by the kinds of a scope's names, in the policy's order
    (): "{what}",
    ("servers",): said("{what} on {servers}"),
    ("clients",): said("{what} for {clients}"),
    ("clients", "servers"): said("{what} on {servers} for {clients}"),
    ("profiles",): said("{what} in the profile {profiles}"),
    ("profiles", "servers"): said("{what} on {servers} in the profile {profiles}"),
    ("profiles", "clients"): said("{what} for {clients} in the profile {profiles}"),
    ("profiles", "clients", "servers"): said("{what} on {servers} for {clients} in the profile {profiles}"),
}
RISKS = {
    "Read": said("Read", "risk class"),
    "Write": said("Write", "risk class"),
    "Execute": said("Execute", "risk class"),
    "Destructive": said("Destructive", "risk class"),
    "Financial": said("Financial", "risk class"),
}


class RuleCard(QWidget):
    """`edited(change, given)`; `sought(path)`: the person wants to see it in the text."""

    edited = Signal(object, object)
    sought = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.rule = ToolRow("", written=False)
        self.title, self.more = Sentence(theme.BODY), label(tone="muted")
        self.action = choice({"": LEFT_OPEN, **{one: words.SETTINGS[one] for one in ACTIONS}}, said("Setting"))
        self.maximum = QSpinBox()
        self.maximum.setRange(0, 1_000_000)
        self.maximum.setSpecialValueText(said("no limit"))
        self.maximum.setMinimumHeight(30)
        self.maximum.setAccessibleName(said("At most so many calls"))
        self.window_box = choice(WINDOWS, said("In what time"))
        self.preset = button(words.per(10, "minute"), "preset_10_minute", "quiet")
        self.reason = line(said("Reason for a refusal"), said("What the agent is told when it is refused"))
        self.risk = choice({"": said("As Callgate classes it"), **RISKS}, said("Risk class"))
        self.text = button(said("Show in the text"), "show_rule", "quiet")
        self.remove = button(said("Remove the rule"), "remove_rule", "quiet")
        self._risk_row = QWidget()
        self._risk_row.setLayout(
            column(label(said("Risk class (shown only, decides nothing)"), "muted"), self.risk, gap=1)
        )
        limit = row(label(said("At most")), self.maximum, label(said("a", "so many a minute")), self.window_box, None)
        page = column(self.title, self.action, limit, row(self.preset, None), self.reason, self._risk_row, self.more)
        page.addLayout(row(self.text, None, self.remove))
        page.addStretch(1)
        self.setLayout(page)
        self._connect()

    def _connect(self) -> None:
        self.action.activated.connect(lambda: self._emit(splicing.set_action, self.action.currentData()))
        self.maximum.editingFinished.connect(self._limit)
        self.window_box.activated.connect(self._limit)
        self.preset.clicked.connect(lambda: self._emit(splicing.set_limit, 10, "minute"))
        self.reason.editingFinished.connect(self._reason)
        self.risk.activated.connect(self._class)
        self.text.clicked.connect(lambda: self.sought.emit(self.rule.path))
        self.remove.clicked.connect(lambda: self._emit(splicing.remove))

    def show_rule(self, rule: ToolRow) -> None:
        """Fills the card."""
        self.rule = rule
        self.title.say(about(rule.scope, said("Every tool"), words.short(rule.name)))
        put(self.action, rule.action)
        number, window = rule.limit or (0, "minute")
        self.maximum.setValue(int(number))
        put(self.window_box, window)
        self.reason.setText(rule.reason)
        put(self.risk, rule.risk)
        odd = "limits" in rule.more or "rate_limit" in rule.more
        for part in (self.action, self.reason):
            part.setEnabled(not rule.several)
        for part in (self.maximum, self.window_box, self.preset):
            part.setEnabled(not (rule.several or odd))
        self._risk_row.setVisible(bool(rule.name))
        self.remove.setVisible(rule.written)
        self.text.setVisible(rule.written)
        self.more.setText(more(rule))
        self.more.setVisible(bool(self.more.text()))

    def _emit(self, change: object, *given: object) -> None:
        self.edited.emit(change, (self.rule.path, *given))

    def _limit(self) -> None:
        wanted = (self.maximum.value(), str(self.window_box.currentData()))
        if self.maximum.isEnabled() and wanted != (self.rule.limit or (0, wanted[1])):
            self._emit(splicing.set_limit, *wanted)

    def _reason(self) -> None:
        if self.reason.text() != self.rule.reason:
            self._emit(splicing.set_reason, self.reason.text())

    def _class(self) -> None:
        self.edited.emit(splicing.set_risk, (self.rule.scope, self.rule.name, self.risk.currentData()))


def about(scope: Path, what: str, name: str = "") -> list[tuple[str, bool]]:
    """A title: read_file on fs for cursor in the profile work. `what`: in words, where it has no `name`."""
    names = {kind: words.short(one) for kind, one in zip(scope[::2], scope[1::2], strict=True)}
    text = PLACES[scope[::2]]
    return parts(text, {**names, "what": name}) if name else parts(text, names, what=what)


def more(rule: ToolRow) -> str:
    """What else is to be said of a rule, in a sentence or two."""
    if rule.several:
        return said("Several rules of its own: they are changed in the text.")
    falls = said("Now: {setting}.", setting=words.SETTINGS[rule.falls].lower()) if rule.falls else ""
    rest = said("It also says {keys}: see the text.", keys=", ".join(rule.more)) if rule.more else ""
    return f"{falls} {rest}".strip()
