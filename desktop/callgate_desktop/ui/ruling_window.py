"""Why a call was treated so, where the rule stands, and the rule a person makes from it: one window, no dialogs.

Left: the log's verdict and what the policy says now, entry by entry. Right: policy.json at the rule, or the change
that a choice would make, word for word. Nothing is written before said("Write the change").
"""

from __future__ import annotations

from typing import Protocol

from callgate_proxy.logread import Call
from callgate_proxy.plain import plain
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QKeySequence, QShortcut, QTextCursor, QTextFormat
from PySide6.QtWidgets import (
    QButtonGroup,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTextEdit,
    QVBoxLayout,
    QWidget,
)

from callgate_desktop import words
from callgate_desktop.ruling import CHOICES, Draft, Ruling
from callgate_desktop.said import parts, said
from callgate_desktop.ui import theme
from callgate_desktop.ui.diff import DiffView
from callgate_desktop.ui.parts import UNIT, Breaking, Notice, button, column, hairline, label, row
from callgate_desktop.ui.sentence import Sentence

SAYS = {
    "allow": said("allow it"),
    "ask": said("ask you"),
    "deny": said("deny it"),
    "hide": said("hide it"),
    "limit": said("refuse it (limit)"),
}


class Rulings(Protocol):
    """What the window asks for; `deciding.Deciding` does it."""

    def look(self, call: Call) -> None: ...
    def draft(self, call: Call, choice: str, only_client: bool) -> None: ...
    def write(self, made: Draft) -> None: ...


class RulingWindow(QWidget):
    """Implements `deciding.RulingScreen`. Closing hides it."""

    file_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(said("Callgate – Rule"))
        self.setObjectName("ruling")
        self.resize(980, 600)
        self.steps: Rulings | None = None
        self.call: Call | None = None
        self._draft: Draft | None = None
        self.title = Sentence()
        self.notice = Notice()
        self.then, self.now = label(), label(strong=True)
        self._parts = QWidget()
        self.policy, self.change = DiffView(), DiffView()
        self.policy.setAccessibleName(said("policy.json, at the rule"))
        self.change.setAccessibleName(said("The change to policy.json"))
        self.right = QStackedWidget()
        self.head = label(tone="muted", size=theme.SMALL)
        self.only_client = button("", "only_client")
        self.only_client.setCheckable(True)
        self.choices = QButtonGroup(self)
        self.written = label(
            said("Written: it holds from the next call on. The version before is in history/."), "allow"
        )
        self.written.hide()
        self.write = button(said("Write the change"), "write_rule")
        self.file = button(said("Open the file"), "open_file", "quiet")
        self._build()

    def _build(self) -> None:
        for part in (self.policy, self.change):
            self.right.addWidget(part)
        picks = row(label(said("From now on:")), gap=1)
        for at, choice in enumerate(CHOICES):
            pick = button(words.SETTINGS[choice], f"choose_{choice}", icon=choice)
            pick.setCheckable(True)
            self.choices.addButton(pick, at)
            picks.addWidget(pick)
        picks.addWidget(self.only_client)
        picks.addStretch(1)
        self._reasons = QScrollArea()
        self._reasons.setWidgetResizable(True)
        self._reasons.setFrameShape(QScrollArea.Shape.NoFrame)
        self._reasons.setAccessibleName(said("What the policy says, entry by entry"))
        left, right = QWidget(), QWidget()
        left.setLayout(column(self.then, self.now, hairline(), self._reasons))
        above = row(self.head, self.file)
        above.setStretch(0, 1)
        right.setLayout(column(above, self.right))
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(4 * UNIT)
        split.addWidget(left)
        split.addWidget(right)
        split.setSizes([380, 560])
        page = column(self.title, self.notice, split, hairline(), row(picks, self.write), self.written, gap=3, margin=5)
        page.setStretch(2, 1)
        self.setLayout(page)
        self.choices.idClicked.connect(self._choose)
        self.only_client.toggled.connect(self._choose)
        self.write.clicked.connect(self._write)
        self.file.clicked.connect(self.file_wanted)
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)

    def open_for(self, call: Call, deciding: bool) -> None:
        """Shows what is known of `call` and asks for the rest. `deciding`: the keyboard goes to the choices."""
        self.call = call
        self.notice.tell("")
        self.written.hide()
        names = {"tool": words.short(call.tool), "server": words.short(call.server)}
        self.title.say(parts(said("{tool} on {server} by {client}"), names, client=words.client(call.client)))
        why = words.why(call.rule, call.reason)
        self.then.setText(said("Then: {verdict}. {why}", verdict=words.verdict(call), why=why))
        self.now.setText("")
        self.only_client.setText(said("{client} only", client=words.client(call.client)))
        self.only_client.setAccessibleName(self.only_client.text())
        self.only_client.setToolTip(said("For this client alone; such a rule can only allow"))
        self._no_draft()
        if self.steps is not None:
            self.steps.look(call)
        (self.choices.button(0) if deciding else self.file).setFocus()

    def show_ruling(self, call: Call, ruling: Ruling) -> None:
        if call is not self.call:
            return
        now = ruling.now
        self.now.setText(said("Now the policy would {act}.", act=SAYS.get(now.verdict, now.verdict)) if now else "")
        self.now.setVisible(now is not None)
        shown = column(gap=3)
        for part in now.entries if now else []:
            shown.addLayout(_entry(part.rule.pointer, part.rule.line, part.says))
        for limit in now.limits if now else []:
            shown.addLayout(_entry(limit.rule.pointer, limit.rule.line, [limit.words]))
        if now and not now.entries:
            shown.addWidget(label(words.why(now.rule.pointer, now.reason), "muted"))
        shown.addStretch(1)
        self._parts = QWidget()
        self._parts.setLayout(shown)
        self._reasons.setWidget(self._parts)
        place = said("line {n}", n=ruling.line) if ruling.line else said("no longer in it")
        self.head.setText(f"policy.json, {place}: {plain(call.rule)}")
        self.policy.show_diff(ruling.text)
        _mark(self.policy, ruling.line)

    def show_draft(self, made: Draft) -> None:
        self._draft = made
        self.written.hide()
        self.notice.tell("")
        self.change.show_diff(made.diff or said("policy.json says so already."))
        self.head.setText(said("The change to policy.json"))
        self.right.setCurrentWidget(self.change)
        self.write.setEnabled(made.before != made.after)

    def show_written(self) -> None:
        self._no_draft()
        self.written.show()
        if self.steps is not None and self.call is not None:
            self.steps.look(self.call)

    def show_problem(self, problem: str) -> None:
        self._no_draft()
        self.notice.tell(plain(problem, "\n"))

    def _no_draft(self) -> None:
        self._draft = None
        self.write.setEnabled(False)
        self.right.setCurrentWidget(self.policy)
        self.choices.setExclusive(False)
        for pick in self.choices.buttons():
            pick.setChecked(False)
        self.choices.setExclusive(True)
        self.only_client.setChecked(False)
        whole = self.call is None or not self.call.method
        for at in range(1, len(CHOICES)):
            self.choices.button(at).setEnabled(whole and not self.only_client.isChecked())

    def _choose(self) -> None:
        chosen = self.choices.checkedId()
        whole = self.call is None or not self.call.method
        for at in range(1, len(CHOICES)):
            self.choices.button(at).setEnabled(whole and not self.only_client.isChecked())
        if self.only_client.isChecked() and chosen > 0:
            self.choices.button(0).setChecked(True)
            chosen = 0
        if chosen >= 0 and self.steps is not None and self.call is not None:
            self.steps.draft(self.call, CHOICES[chosen], self.only_client.isChecked())

    def _write(self) -> None:
        if self._draft is not None and self.steps is not None:
            self.write.setEnabled(False)
            self.steps.write(self._draft)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.hide()


def _entry(pointer: str, line: int, says: list[str]) -> QVBoxLayout:
    """One place of the policy with what it says of the call."""
    where = Breaking(theme.SMALL)
    where.setText(f"{said('line {n}', n=line)}  {plain(pointer)}" if line else plain(pointer))
    return column(where, *(label(plain(text)) for text in says), gap=1)


def _mark(view: DiffView, line: int) -> None:
    """Brings a line into view, on a ground of its own; 0: none."""
    if not line:
        view.setExtraSelections([])
        return
    mark = QTextEdit.ExtraSelection()
    look, cursor = mark.format, QTextCursor(view.document().findBlockByNumber(line - 1))  # pyright: ignore
    look.setBackground(QColor(theme.colours().selected))
    look.setProperty(QTextFormat.Property.FullWidthSelection, True)
    mark.format, mark.cursor = look, cursor  # pyright: ignore[reportAttributeAccessIssue]
    view.setTextCursor(cursor)
    view.centerCursor()
    view.setExtraSelections([mark])
