"""The pane beside the servers: one server or one client's file, whole, with what to do about it."""

from __future__ import annotations

import shlex
import time
from collections.abc import Callable

from callgate_proxy.clients import Found
from callgate_proxy.plain import plain
from callgate_proxy.policy.uses import Use
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from callgate_desktop import risks, words
from callgate_desktop.said import parts, said, told
from callgate_desktop.servers import CLOSED, GUARDED, OPEN, Group, Row, sharing
from callgate_desktop.ui import theme
from callgate_desktop.ui.badge import RiskBadges
from callgate_desktop.ui.parts import UNIT, Bounded, Breaking, button, column, hairline, label, row
from callgate_desktop.ui.sentence import Sentence
from callgate_desktop.view import Facts

FIELDS = {
    "Command": said("Command"),
    "Address": said("Address"),
    "File": said("File"),
    "Running": said("Running"),
    "Calls": said("Calls"),
    "Limits": said("Limits"),
    "Pins": said("Pins"),
}
CODE = 3  # of the fields, the first ones: commands and paths may break anywhere
LINES = 6  # of a field before it scrolls
SAYS = {
    GUARDED: (said("Guarded: every call passes the policy first."), "allow"),
    OPEN: (said("Not guarded: its calls are neither seen nor judged."), "ask"),
}


class ServerCard(QFrame):
    """Emits what a press asks for."""

    change_wanted = Signal(object, bool, object)  # Found, to guard (or give back), server names or None for all
    calls_wanted = Signal(str)

    def __init__(self, clock: Callable[[], float]) -> None:
        """`clock`: seconds since the epoch."""
        super().__init__()
        self.setObjectName("card")
        self.setAccessibleName(said("The chosen server or client"))
        self._clock = clock
        self._group: Group | None = None
        self._row: Row | None = None
        self.title = Sentence(theme.BODY)
        self.says = label(strong=True)
        self.advice = label()
        self.act = button(said("Guard…"), "change_server")
        self.risks = RiskBadges()
        self._known = Facts()
        self.calls = button(said("Show its calls"), "show_calls", "quiet")
        self._names: dict[str, QWidget] = {}
        self._fields: dict[str, Bounded | QLabel] = {}
        facts = QGridLayout()
        facts.setContentsMargins(0, 0, 0, 0)
        facts.setHorizontalSpacing(3 * UNIT)
        facts.setVerticalSpacing(UNIT)
        facts.setColumnStretch(1, 1)
        for at, (name, shown) in enumerate(FIELDS.items()):
            self._names[name] = label(shown, "muted")
            whole = at < CODE
            self._fields[name] = Bounded(Breaking(theme.SMALL, tone="text"), LINES) if whole else label()
            self._fields[name].setAccessibleName(shown)
            facts.addWidget(self._names[name], at, 0, Qt.AlignmentFlag.AlignTop)
            facts.addWidget(self._fields[name], at, 1, Qt.AlignmentFlag.AlignTop)
        body = column(self.title, self.says, self.advice, self.risks, hairline(), margin=3)
        body.addLayout(facts)
        body.addStretch(1)
        body.addLayout(row(self.act, self.calls, None))
        self.setLayout(body)
        self.act.clicked.connect(self._change)
        self.calls.clicked.connect(self._show_calls)
        self.hide()

    def know(self, facts: Facts) -> None:
        """What is known of the servers' tools."""
        self._known = facts
        self._show_risks()

    def _show_risks(self) -> None:
        one = self._row
        counted = () if one is None else risks.counted(self._known, one.entry.server or one.entry.name)
        self.risks.say(counted)
        self.risks.setVisible(bool(counted))

    def field(self, name: str) -> str:
        """What a field says, "" where it is not shown. `name`: one of FIELDS."""
        return "" if self._fields[name].isHidden() else self._fields[name].text()

    def show_chosen(self, group: Group, one: Row | None) -> None:
        """A client's file (`one` is None), or one server in it."""
        self._group, self._row = group, one
        self.show()
        self._show_risks()
        if one is None:
            self._show_client(group)
        else:
            self._show_server(group, one)

    def _show_client(self, group: Group) -> None:
        found = group.found
        could = [one.entry.name for one in group.rows if one.state == OPEN]
        guarded = sum(one.state == GUARDED for one in group.rows)
        self.title.say([(plain(found.title), False)])
        if found.problem:
            self._say(said("Its file cannot be used."), "deny", f"{found.problem}\n{_advice(found)}")
        elif not group.rows:
            self._say(said("No server to guard here yet."), "", _advice(found))
        else:
            self._say(said("{guarded} of %n server(s) guarded.", "", len(group.rows), guarded=guarded), "", "")
        self._facts({"File": found.path})
        self.act.setText(said("Guard all…") if could else said("Give all back…"))
        self.act.setAccessibleName(self.act.text())
        self.act.setVisible(bool(could or guarded))
        self.calls.hide()

    def _show_server(self, group: Group, one: Row) -> None:
        entry = one.entry
        client = plain(group.found.title)
        self.title.say(parts(said("{server} in {client}"), {"server": words.short(entry.name)}, client=client))
        if one.state == CLOSED:
            self._say(said("Cannot be guarded."), "", f"{told(entry.problem)}. {_advice(group.found)}".strip())
        else:
            self._say(*SAYS[one.state], "")
        self._facts(
            {
                "Command": shlex.join([entry.command, *entry.args]) if entry.command else "",
                "Address": entry.address,
                "File": group.found.path,
                "Running": "\n".join(self._since(started) for started in one.started),
                "Calls": _counted(one) if one.state == GUARDED or one.calls else "",
                "Limits": "\n".join(_used(use) for use in one.limits),
                "Pins": "\n".join(one.pins),
            }
        )
        self.act.setText(said("Guard…") if one.state == OPEN else said("Give back…"))
        self.act.setAccessibleName(self.act.text())
        self.act.setVisible(one.state != CLOSED)
        self.calls.setVisible(one.state == GUARDED or bool(one.calls))

    def _since(self, started: float) -> str:
        clock = time.strftime("%H:%M", time.localtime(started))
        return said("since {clock}, {time}", clock=clock, time=words.span(self._clock() - started))

    def _say(self, text: str, tone: str, advice: str) -> None:
        self.says.setText(text)
        self.says.setProperty("tone", tone)
        self.says.style().polish(self.says)
        self.advice.setText(plain(advice, "\n"))
        self.advice.setVisible(bool(advice.strip()))

    def _facts(self, told: dict[str, str]) -> None:
        for name in FIELDS:
            text = told.get(name, "")
            self._fields[name].setText(plain(text, "\n"))
            self._fields[name].setVisible(bool(text))
            self._names[name].setVisible(bool(text))

    def _change(self) -> None:
        if self._group is None:
            return
        if self._row is not None:
            self.change_wanted.emit(self._group.found, self._row.state == OPEN, [self._row.entry.name])
        else:
            could = any(one.state == OPEN for one in self._group.rows)
            self.change_wanted.emit(self._group.found, could, None)

    def _show_calls(self) -> None:
        if self._row is not None:
            self.calls_wanted.emit(self._row.entry.name)


def _advice(found: Found) -> str:
    """What to do about its file, in the person's language; "" where nothing."""
    return told(found.advice) if found.advice else ""


def _counted(one: Row) -> str:
    """Today's calls, "" while nobody counted them."""
    if one.calls is None:
        return ""
    return said("{calls} today, {refused} refused", calls=words.calls(one.calls), refused=f"{one.refused:,}")


def _used(use: Use) -> str:
    used = words.used(use.used, use.max, use.window)
    return said("{limit}: {used}, {who}", limit=use.name, used=used, who=sharing(use))
