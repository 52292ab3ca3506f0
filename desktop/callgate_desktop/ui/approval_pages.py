"""The approval window's two pages: the question, and Always's second step.

Order of the question, from what must be known first: who wants to run what where; the server's real command line; all
arguments; why it is asked; what became of it before; how long the client waits.
"""

from __future__ import annotations

import html
import shlex
from math import inf

from callgate_proxy.plain import plain
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from callgate_desktop import words
from callgate_desktop.asking import Case
from callgate_desktop.hub import Question
from callgate_desktop.ui import parts, theme
from callgate_desktop.ui.argument_list import ArgumentList, row_height
from callgate_desktop.ui.diff import DiffView
from callgate_desktop.ui.parts import Bounded, Breaking, button, column, hairline, label, row
from callgate_desktop.ui.sentence import Sentence

UNIT = theme.UNIT
LINES_IN_VIEW = (3, 14)  # of arguments: at least, at most


def _whole(question: Question) -> str:
    """Both names uncut, for a tooltip; Qt reads tooltips as HTML."""
    return f"<qt>{html.escape(f'{plain(question.tool)} on {plain(question.server)}')}</qt>"


class CountdownBar(QWidget):
    """A thin bar that shortens with the time left; empty once it was stopped."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(3)
        self.share = 0.0

    def show_share(self, share: float) -> None:
        """`share`: 0 to 1."""
        self.share = max(0.0, min(1.0, share))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.colours().line))
        painter.fillRect(QRectF(0, 0, self.width() * self.share, self.height()), QColor(theme.colours().ask))
        painter.end()
        event.accept()


class CasePage(QWidget):
    """The question itself."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Sentence()
        self.place = label(tone="muted", size=theme.SMALL)
        self.place.setWordWrap(False)
        self.command = Bounded(Breaking(theme.SMALL), 4)
        self.arguments = ArgumentList()
        self.why = Bounded(Breaking(theme.BODY, mono=False, tone="text"), 4)
        self.rule = Bounded(Breaking(theme.SMALL), 3)
        self.history, self.time = label(), label()
        self.bar = CountdownBar()
        self.deny = button("Deny", "deny", "deny")
        self.allow_once = button("Allow once", "allow_once", "allow")
        self.allow_15m = button("Allow 15 min", "allow_15m", "allow")
        self.always = button("Always…", "always", "allow")
        self.keys = label("Esc denies · Ctrl+Return allows once", "muted", theme.SMALL)
        self.setLayout(self._lay_out())

    def _lay_out(self) -> QVBoxLayout:
        self.place.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        mark = parts.picture("ask", "ask", 24)
        head = row(mark, self.title, self.place, gap=3)
        head.setStretch(1, 1)
        head.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        self._head = column(head, self.command, gap=2)
        facts = QGridLayout()
        facts.setContentsMargins(0, 0, 0, 0)
        facts.setHorizontalSpacing(4 * UNIT)
        facts.setVerticalSpacing(UNIT)
        facts.setColumnStretch(1, 1)
        for at, (name, value) in enumerate(
            (("Why", self.why), ("", self.rule), ("Before", self.history), ("Time", self.time))
        ):
            facts.addWidget(label(name, "muted"), at, 0, Qt.AlignmentFlag.AlignTop)
            facts.addWidget(value, at, 1)
        buttons = row(self.deny, None, self.allow_once, self.allow_15m, self.always)
        page = column(self._head, hairline(), self.arguments, gap=3)
        page.addLayout(facts)
        page.addWidget(self.bar)
        page.addLayout(buttons)
        page.addWidget(self.keys)
        self.keys.setAlignment(Qt.AlignmentFlag.AlignRight)
        return page

    def header_height(self) -> int:
        """The part of the window that drags it, in pixels from its top."""
        return self.arguments.y()

    def show_case(self, case: Case, history: str) -> None:
        """Fills the page."""
        first = case.first
        tool, server = words.short(first.tool), words.short(first.server)
        self.title.say(
            [(words.client(first.client), False), ("wants to run", False), (tool, True), ("on", False), (server, True)]
        )
        self.title.setToolTip("" if tool == plain(first.tool) and server == plain(first.server) else _whole(first))
        self.command.setText(plain(shlex.join(first.command)))
        self.arguments.show_args(first.args)
        self.why.setText(words.why(first.rule, first.reason))
        self.rule.setText(plain(first.rule))
        self.history.setText(history)
        self._offer(True)

    def show_place(self, waiting: int, same: int) -> None:
        """The place in the queue, and how many identical calls one answer answers."""
        lines = [f"{waiting - 1} more waiting"] if waiting > 1 else []
        if same > 1:
            lines.append(f"{same} identical calls")
        self.place.setText("\n".join(lines))

    def show_time(self, case: Case, left: float, stopped: bool) -> None:
        """The client's limit in words; the bar only while nobody has touched the window."""
        who = words.client(case.first.client)
        if case.deadline == inf:
            self.time.setText(f"{who} was told to call again: your answer holds for that call")
            self.bar.show_share(0.0)
            return
        self.time.setText(f"{who} is told to call again in {words.left(left)}")
        self.bar.show_share(0.0 if stopped else left / max(1.0, case.deadline - case.first.asked))

    def show_over(self, why: str) -> None:
        """The question can no longer be answered."""
        self.time.setText(why)
        self.bar.show_share(0.0)
        self._offer(False)

    def _offer(self, answerable: bool) -> None:
        for each in (self.allow_once, self.allow_15m, self.always):
            each.setVisible(answerable)
        self.deny.setText("Deny" if answerable else "Close")
        self.deny.setProperty("tone", "deny" if answerable else "")
        self.deny.style().polish(self.deny)
        self.deny.setAccessibleName(self.deny.text())
        self.keys.setVisible(answerable)

    def fit(self) -> None:
        """Gives the arguments the height they need, within bounds."""
        least, most = LINES_IN_VIEW
        lines = max(least, min(most, len(self.arguments.lines)))
        self.arguments.setFixedHeight(lines * row_height() + 2)


class AlwaysPage(QWidget):
    """What "Always" would write, before it is written."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Sentence()
        self.text = label()
        self.change = DiffView()
        self.change.setAccessibleName("Change of policy.json")
        self.back = button("Back", "back")
        self.confirm = button("Write the rule and allow", "confirm_always", "allow")
        self.problem: QLabel = label(tone="deny")
        self.change.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        buttons = row(self.back, None, self.confirm)
        self.setLayout(column(self.title, self.text, self.change, self.problem, buttons, gap=3))

    def show_change(self, case: Case, diff: str, problem: str) -> None:
        """Fills the page. `diff`: unified, of the policy file."""
        first = case.first
        tool, server = words.short(first.tool), words.short(first.server)
        self.title.say([("Always allow", False), (tool, True), ("on", False), (server, True)])
        self.text.setText(
            f"From now on {words.client(first.client)} runs it without asking, whatever the arguments. "
            "This is what will be written to policy.json:"
        )
        self.change.show_diff(diff)
        self.change.setVisible(bool(diff))
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.confirm.setEnabled(not problem)
