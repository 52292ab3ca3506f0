"""The policy editor: a form for people and policy.json beside it, each following the other; versions and grants.

* The text is what will be saved. A change in the form is spliced into it; what is typed is read after a pause, and
  while it is no policy the form stays as it was and cannot be used.
* Nothing is written before "Save"; "Try" says first what the last calls would have met.
* A file that changed meanwhile is taken in by itself where nothing was changed here, else by a press.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Protocol

from callgate_proxy.errors import CallgateError
from callgate_proxy.jsonspans import NotJson
from callgate_proxy.plain import plain
from callgate_proxy.policy.places import pointer
from callgate_proxy.policy.pointers import Finder
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QListWidget, QSplitter, QStackedWidget, QWidget

from callgate_desktop import completing, splicing
from callgate_desktop.authoring import Checked, Known, Past
from callgate_desktop.said import said
from callgate_desktop.standing import Standing
from callgate_desktop.ui import editor_keys
from callgate_desktop.ui.json_edit import JsonEdit
from callgate_desktop.ui.parts import UNIT, Notice, button, column, hairline, label, row
from callgate_desktop.ui.policy_form import PolicyForm
from callgate_desktop.ui.policy_past import GrantsPage, PastPage

PAUSE = 250  # ms after the last key before the text is read
PAGES = {"Rules": said("Rules"), "History": said("History"), "Grants": said("Grants")}


class Steps(Protocol):
    """What the window asks for; `authoring.Authoring` does it."""

    def look(self) -> None: ...
    def check(self, text: str) -> None: ...
    def attempt(self, text: str) -> None: ...
    def save(self, before: str, after: str) -> None: ...
    def look_back(self) -> None: ...
    def list_grants(self) -> None: ...
    def revoke(self, grant: Standing) -> None: ...


class PolicyWindow(QWidget):
    """Implements `authoring.EditorScreen`. Closing hides it and keeps what was not saved."""

    file_wanted = Signal()

    def __init__(self, clock: Callable[[], float] = time.time) -> None:
        """`clock`: seconds since the epoch."""
        super().__init__()
        self.setWindowTitle(said("Callgate – Policy"))
        self.setObjectName("policy_editor")
        self.resize(1200, 740)
        self._clock = clock
        self.steps: Steps | None = None
        self._before: str | None = None  # policy.json when it was read
        self._known = Known()
        self.notice = Notice(said("Read it anew"))
        self.form, self.text = PolicyForm(), JsonEdit()
        self.problems = QListWidget()
        self.problems.setAccessibleName(said("What is wrong with the text"))
        self.problems.setMaximumHeight(120)
        self.problems.setWordWrap(True)
        self.problems.setSpacing(2)
        self.problems.hide()
        self.tried = label()
        self.changes = QListWidget()
        self.changes.setAccessibleName(said("Calls that would be treated otherwise"))
        self.changes.setMaximumHeight(140)
        self.changes.setWordWrap(True)
        self.past, self.grants = PastPage(), GrantsPage()
        self.state = label(tone="muted")
        self.attempt = button(said("Try on the last 1,000 calls"), "try_policy", icon="activity")
        self.undo = button(said("Undo my changes"), "undo_changes", "quiet")
        self.save = button(said("Save"), "save_policy")
        self.file = button(said("Open the file"), "open_file", "quiet")
        self.pages = QStackedWidget()
        self.tabs = QButtonGroup(self)
        self._timer = QTimer(self)
        self._timer.setObjectName("pause")
        self._timer.setSingleShot(True)
        self._timer.setInterval(PAUSE)
        self._build()
        self._connect()

    def _build(self) -> None:
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(3 * UNIT)
        right, rules = QWidget(), QWidget()
        right.setLayout(column(self.text, self.problems, gap=2))
        for part in (self.form.tree, self.form.area, right):
            split.addWidget(part)
        split.setSizes([290, 360, 520])
        self._result = QWidget()
        self._result.setLayout(column(self.tried, self.changes, gap=1))
        self._result.hide()
        foot = row(self.state, self.undo, self.attempt, self.save)
        foot.setStretch(0, 1)
        page = column(split, self._result, hairline(), foot, gap=3)
        page.setStretch(0, 1)
        rules.setLayout(page)
        heads = row(gap=1)
        for at, (name, part) in enumerate(zip(PAGES, (rules, self.past, self.grants), strict=True)):
            head = button(PAGES[name], f"page_{name.lower()}")
            head.setCheckable(True)
            self.tabs.addButton(head, at)
            heads.addWidget(head)
            self.pages.addWidget(part)
        self.tabs.button(0).setChecked(True)
        heads.addStretch(1)
        heads.addWidget(self.file)
        whole = column(heads, self.notice, self.pages, gap=3, margin=4)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.tabs.idClicked.connect(self._turn)
        self.notice.acted.connect(self._take_anew)
        self.file.clicked.connect(self.file_wanted)
        self.text.offers = lambda at: completing.offers(self._known.schema, at, self._known.seen, self._known.clients)
        self.text.written.connect(self._written)
        self._timer.timeout.connect(self._check)
        self.problems.itemActivated.connect(self._go)
        self.problems.itemClicked.connect(self._go)
        self.attempt.clicked.connect(self._try)
        self.save.clicked.connect(self._save)
        self.undo.clicked.connect(self._undo)
        self.past.wanted.connect(self._bring_back)
        self.grants.revoked.connect(self._revoke)
        self.form.edited.connect(self._edit)
        self.form.sought.connect(self._seek)
        editor_keys.put(self)

    def open_at(self, page: str = "Rules") -> None:
        """Chooses a page and reads what it shows."""
        self.tabs.button([*PAGES].index(page)).click()

    def _turn(self, page: int) -> None:
        self.pages.setCurrentIndex(page)
        (self.form.tree, self.past.list, self.grants.table)[page].setFocus()
        if page and self.steps is not None:  # ages and uses grow without a word from the file
            (self.steps.look_back if page == 1 else self.steps.list_grants)()

    def look(self) -> None:
        """Reads the file, its versions and the grants anew."""
        if self.steps is not None:
            self.steps.look()
            self.steps.look_back()
            self.steps.list_grants()

    def is_changed(self) -> bool:
        """Whether there is something to save."""
        return self._before is not None and self.text.text() != self._before

    def show_policy(self, text: str, known: Known) -> None:
        self._known = known
        self.form.seen, self.form.clients = known.seen, known.clients
        if text == self._before:
            self._check()
        elif self.is_changed():
            self.notice.tell(said("policy.json was changed elsewhere. Reading it anew drops what you changed here."))
        else:
            self._put_first(text)

    def _put_first(self, text: str) -> None:
        """The file's text, and nothing of ours."""
        self._before = text
        whole = self.text.put(text)
        self.text.setReadOnly(not whole)
        self.form.set_usable(whole)
        odd = said("policy.json has characters that this editor would change: use “Open the file”.")
        self.notice.tell("" if whole else odd)
        self._check()

    def _take_anew(self) -> None:
        if self._before is not None:
            self.text.put(self._before)
        if self.steps is not None:
            self.steps.look()

    def _written(self) -> None:
        self._timer.start()
        self._result.hide()
        self._dress()

    def _check(self) -> None:
        self._timer.stop()
        self._dress()
        if self.steps is not None:
            self.steps.check(self.text.text())

    def show_checked(self, checked: Checked) -> None:
        if checked.text != self.text.text():
            return  # there is a newer text, and its turn comes
        self.form.set_usable(checked.form is not None and not self.text.isReadOnly())
        if checked.form is not None:
            self.form.show_form(checked.form)
        self.text.show_problems(checked.problems)
        self.problems.clear()
        for one in checked.problems:
            told = one.message + (f" – {one.hint}" if one.hint else "")
            place = said("Line {line}, column {column}: {problem}", line=one.line, column=one.column, problem=told)
            self.problems.addItem(plain(place if one.line else told))
            self.problems.item(self.problems.count() - 1).setData(Qt.ItemDataRole.UserRole, (one.line, one.column))
        self.problems.setVisible(bool(checked.problems))
        self._dress(not checked.problems)

    def _dress(self, good: bool | None = None) -> None:
        """What can be pressed. `good`: whether the text is a policy; None: not known yet."""
        changed = self.is_changed() and not self.text.isReadOnly()
        self.undo.setEnabled(changed)
        for part in (self.save, self.attempt):
            part.setEnabled(changed and bool(good))
        wrong = said("%n problem(s): the form waits until the text is a policy.", "", self.problems.count())
        kept = said("Not saved yet.") if changed else said("Saved: this is in force.")
        self.state.setText(wrong if good is False else kept)

    def _edit(self, change: Callable[..., str], given: Sequence[object]) -> None:
        self._result.hide()
        self.notice.tell("")
        try:
            self.text.put(splicing.apply(self.text.text(), change, *given))
        except (CallgateError, NotJson) as error:
            self.show_problem(f"{error} {getattr(error, 'fix', '')}".strip())
        self._check()

    def _seek(self, path: tuple[str, ...]) -> None:
        line, column = Finder(self.text.text()).place(pointer(path))
        if line:
            self.text.go_to(line, column)

    def _go(self) -> None:
        for item in self.problems.selectedItems():
            self.text.go_to(*item.data(Qt.ItemDataRole.UserRole))

    def _try(self) -> None:
        if self.steps is not None:
            self.steps.attempt(self.text.text())

    def show_tried(self, text: str, head: str, lines: Sequence[str]) -> None:
        if text == self.text.text():
            self.tried.setText(head)
            self.changes.clear()
            self.changes.addItems(list(lines))
            self.changes.setVisible(bool(lines))
            self._result.show()

    def _save(self) -> None:
        if self.steps is not None and self._before is not None:
            self.save.setEnabled(False)
            self.steps.save(self._before, self.text.text())

    def show_saved(self, text: str) -> None:
        if not self.is_changed():  # it was brought back, not written here
            self.text.put(text)
        self._before = text
        self.notice.tell("")
        self._check()

    def _undo(self) -> None:
        if self._before is not None:
            self.text.put(self._before)
            self._result.hide()
            self._check()

    def _bring_back(self, text: str) -> None:
        if self.is_changed():
            self.show_problem(said("There are changes on the Rules page that are not saved. Save or undo them first."))
        elif self.steps is not None and self._before is not None:
            self.steps.save(self._before, text)

    def _revoke(self, grant: Standing) -> None:
        if self.steps is not None:
            self.steps.revoke(grant)

    def show_past(self, versions: Sequence[Past]) -> None:
        self.past.show_past(versions, self._clock())

    def show_grants(self, grants: Sequence[Standing]) -> None:
        self.grants.show_grants(grants, self._clock())

    def show_problem(self, problem: str) -> None:
        self.notice.tell(plain(problem, "\n"))
        self._dress(self.form.card.isEnabled())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.look()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.hide()
