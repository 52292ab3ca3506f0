"""The approval window's first page: the question.

Its order, from what must be known first: who wants to run what where; the server's real command line; all arguments;
why it is asked; what else is known about the tool (no line where there is nothing to say); what became of it before;
how long the client waits.
"""

from __future__ import annotations

import html
import shlex
import sys
from itertools import zip_longest
from math import inf

from callgate_proxy.plain import plain
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from callgate_desktop import starting, words
from callgate_desktop.asking import Case
from callgate_desktop.hub import Question
from callgate_desktop.said import parts, said
from callgate_desktop.ui import theme
from callgate_desktop.ui.argument_list import ArgumentList, row_height
from callgate_desktop.ui.badge import RiskBadge
from callgate_desktop.ui.parts import Bounded, Breaking, button, column, hairline, keep_room, label, picture, row
from callgate_desktop.ui.sentence import Sentence
from callgate_desktop.view import RISK, Note, Told

UNIT = theme.UNIT
LINES_IN_VIEW = (3, 14)  # of arguments: at least, at most
MOST_NOTES = 5
LINES_OF_NOTE = 2
LATE = 84  # px: two notes of two lines
CHORD = said("⌘Return") if sys.platform == "darwin" else said("Ctrl+Return")


def _whole(question: Question) -> str:
    """Both names uncut, for a tooltip; Qt reads tooltips as HTML."""
    names = said("{tool} on {server}", tool=plain(question.tool), server=plain(question.server))
    return f"<qt>{html.escape(names)}</qt>"


class CountdownBar(QWidget):
    """A thin bar that shortens with the time left; empty once it was stopped."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(3)
        self.setAccessibleName(said("Time left"))
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
        self.notes = [
            (label(tone="muted"), Bounded(Breaking(theme.BODY, mono=False, tone="text"), LINES_OF_NOTE))
            for _ in range(MOST_NOTES)
        ]
        self.history, self.time = label(), label()
        for each in (self.history, self.time):
            each.setMinimumHeight(each.fontMetrics().height())  # else Qt keeps room for the text wrapped narrow
        self.bar = CountdownBar()
        self._is_start = False
        self.deny = button(said("Deny"), "deny", "deny")
        self.deny_why = button(said("Deny and say why…"), "deny_why", "quiet")
        self.allow_for = button(said("Allow for…"), "allow_for", "allow")
        self.allow_once = button(said("Allow once"), "allow_once", "allow")
        self.accept = button(said("Accept from now on"), "accept_start", "allow")
        self.keys = label(said("Esc denies · {keys} allows once", keys=CHORD), "muted", theme.SMALL)
        self.badges = [RiskBadge() for _ in self.notes]
        self._notes: tuple[Note, ...] | None = None
        self._spare = 0
        self.setLayout(self._lay_out())

    def _lay_out(self) -> QVBoxLayout:
        self.place.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
        mark = picture("ask", "ask", 24)
        head = row(mark, self.title, self.place, gap=3)
        head.setStretch(1, 1)
        head.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        self._head = column(head, self.command, gap=2)
        facts = QGridLayout()
        facts.setContentsMargins(0, 0, 0, 0)
        facts.setHorizontalSpacing(4 * UNIT)
        facts.setVerticalSpacing(UNIT)
        facts.setColumnStretch(1, 1)
        lines = [(label(said("Why"), "muted"), row(self.why)), (label(), row(self.rule))]
        lines += [
            (name, self._badged(badge, value)) for (name, value), badge in zip(self.notes, self.badges, strict=True)
        ]
        lines += [(label(said("Before"), "muted"), row(self.history)), (label(said("Time"), "muted"), row(self.time))]
        for at, (name, value) in enumerate(lines):
            facts.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
            facts.addLayout(value, at, 1)
        buttons = row(self.deny, self.deny_why, None, self.accept, self.allow_for, self.allow_once)
        page = column(self._head, hairline(), self.arguments, gap=3)
        page.setStretch(page.indexOf(self.arguments), 1)
        page.addLayout(facts)
        page.addWidget(self.bar)
        page.addLayout(buttons)
        page.addWidget(self.keys)
        self.keys.setAlignment(Qt.AlignmentFlag.AlignRight)
        keep_room(self.keys)
        return page

    @staticmethod
    def _badged(badge: RiskBadge, value: Bounded) -> QHBoxLayout:
        line = row(badge, value, gap=1)
        line.setAlignment(badge, Qt.AlignmentFlag.AlignTop)
        line.setStretch(1, 1)
        return line

    def header_height(self) -> int:
        """The part of the window that drags it, in pixels from its top."""
        return self.arguments.y()

    def show_case(self, case: Case, told: Told) -> None:
        """Fills the page."""
        first = case.first
        tool, server = words.short(first.tool), words.short(first.server)
        self._is_start = starting.asked(first)
        if self._is_start:
            self.title.say(starting.sentence(first))
        else:
            text = said("{client} wants to run {tool} on {server}")
            self.title.say(parts(text, {"tool": tool, "server": server}, client=words.client(first.client)))
        self.title.setToolTip("" if tool == plain(first.tool) and server == plain(first.server) else _whole(first))
        self.command.setText(plain(shlex.join(first.command)))
        self.arguments.show_args(first.args)
        self.why.setText(words.why(first.rule, first.reason))
        self.rule.setText(plain(first.rule))
        self._notes = None
        self.show_told(told)
        self._spare = 0 if first.method or any(note.name == RISK for note in told.notes) else LATE
        self._offer(True)

    def show_told(self, told: Told) -> bool:
        """What is known beside the question; whether that is something else than before."""
        self.history.setText(told.history)
        if told.notes == self._notes:
            return False
        self._notes = told.notes
        for (name, value), badge, note in zip_longest(self.notes, self.badges, told.notes[:MOST_NOTES]):
            badge.say(note.level if note is not None else "")
            name.setVisible(note is not None)
            value.setVisible(note is not None)
            if note is not None:
                name.setText(note.name)
                value.setText(note.text)
        return True

    def show_place(self, place: int, waiting: int, same: int) -> None:
        """The place in the queue, and how many identical calls one answer answers."""
        lines = [said("{place} of {waiting}", place=place, waiting=waiting)] if waiting > 1 else []
        if same > 1:
            lines.append(said("%n identical call(s)", "", same))
        self.place.setText("\n".join(lines))
        self.place.setVisible(bool(lines))

    def show_time(self, case: Case, now: float, stopped: bool) -> None:
        """How long there is to answer: by our countdown until somebody touches the window, then by the client's."""
        who = words.client(case.first.client)
        if case.deadline == inf:
            self.time.setText(said("{client} was told to call again: your answer holds for that call", client=who))
            self.bar.show_share(0.0)
        elif self._is_start:
            self.time.setText(starting.time_left(case.first, case.deadline - now))
            self.bar.show_share(0.0 if stopped else (case.deadline - now) / max(1.0, case.deadline - case.first.asked))
        elif stopped:
            self.time.setText(
                said("{client} waits for another {time} at most", client=who, time=words.left(case.deadline - now))
            )
            self.bar.show_share(0.0)
        else:
            self.time.setText(
                said("{client} is told to call again in {time}", client=who, time=words.left(case.deadline - now))
            )
            self.bar.show_share((case.deadline - now) / max(1.0, case.deadline - case.first.asked))

    def show_over(self, why: str) -> None:
        """The question can no longer be answered."""
        self.time.setText(why)
        self.bar.show_share(0.0)
        self._offer(False)

    def _offer(self, answerable: bool) -> None:
        for each in (self.allow_once, self.deny_why):
            each.setVisible(answerable)
        self.allow_for.setVisible(answerable and not self._is_start)
        self.accept.setVisible(answerable and self._is_start)
        self.allow_once.setText(said("Allow this once") if self._is_start else said("Allow once"))
        self.allow_once.setAccessibleName(self.allow_once.text())
        self.deny.setText(said("Deny") if answerable else said("Close"))
        self.deny.setProperty("tone", "deny" if answerable else "")
        self.deny.style().polish(self.deny)
        self.deny.setAccessibleName(self.deny.text())
        self.keys.setVisible(answerable)

    def claim(self, whole: bool) -> None:
        """The least height of the arguments: all they need within bounds (`whole`), or the lines that must stay.

        A tool of which nothing is known yet gets room in reserve, for what comes once its server's list was read.
        """
        least, most = LINES_IN_VIEW
        lines = max(least, min(most, len(self.arguments.lines))) if whole else least
        self.arguments.setMinimumHeight(lines * row_height() + 2 + (self._spare if whole else 0))
