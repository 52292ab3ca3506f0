"""The first-run window: three steps, one after the other, and Skip. What is shown is `first_run`'s state."""

from __future__ import annotations

from typing import Protocol

from callgate_proxy.clients import Plan
from callgate_proxy.plain import plain
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from callgate_desktop import first_run
from callgate_desktop.first_run import DONE, FOUND, PROTECT, FirstRun, Outcome
from callgate_desktop.guarding import Seen
from callgate_desktop.said import said
from callgate_desktop.ui import theme
from callgate_desktop.ui.first_pages import DonePage, FoundPage, ProtectPage
from callgate_desktop.ui.parts import Notice, button, column, label, row

HEADS = {
    FOUND: said("1 of 3   What was found"),
    PROTECT: said("2 of 3   Protect"),
    DONE: said("3 of 3   What remains"),
}


class Steps(Protocol):
    """What the window asks for; `first_steps.FirstSteps` does it."""

    def has_policy(self) -> bool: ...
    def look(self) -> None: ...
    def plan(self, chosen: dict[str, list[str]]) -> None: ...
    def protect(self, plans: tuple[Plan, ...], policy: str) -> None: ...
    def over(self) -> None: ...


class FirstRunWindow(QWidget):
    """Implements `first_steps.FirstScreen`. Closing it, Skip and Done end the first run."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(said("Callgate – First steps"))
        self.setObjectName("first_run")
        self.resize(640, 600)
        self.steps: Steps | None = None
        self.state = FirstRun()
        self.notice = Notice()
        self.found, self.protect, self.done = FoundPage(), ProtectPage(), DonePage()
        self.head = label(tone="muted", size=theme.SMALL)
        self.head.setWordWrap(False)
        self.skip = button(said("Skip"), "first_skip", "quiet")
        self._pages = QStackedWidget()
        for page in (self.found, self.protect, self.done):
            self._pages.addWidget(page)
        layout = column(row(self.head, None, self.skip), self.notice, self._pages, gap=2, margin=5)
        layout.setStretch(2, 1)
        self.setLayout(layout)
        self._connect()

    def _connect(self) -> None:
        self.skip.clicked.connect(self.close)
        self.found.flipped.connect(self._flip)
        self.found.look_again.connect(self.look)
        self.found.next_wanted.connect(lambda: self._go(PROTECT))
        self.protect.back_wanted.connect(lambda: self._go(FOUND))
        self.protect.policy_chosen.connect(self._choose_policy)
        self.protect.check_again.connect(self.look)
        self.protect.confirmed.connect(self._confirm)
        self.done.finished.connect(self.close)
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)

    def begin(self) -> None:
        """From the first step, read anew."""
        self._show(FirstRun(has_policy=self.steps is not None and self.steps.has_policy()))
        self.look()

    def look(self) -> None:
        """Reads the files anew behind what is in view."""
        self.notice.tell("")
        if self.steps is not None:
            self.steps.look()

    def follow(self) -> None:
        """A client's file may have changed."""
        if self.isVisible() and self.state.step != DONE and not self.state.busy:
            self.look()

    def show_seen(self, seen: list[Seen]) -> None:
        self._show(first_run.saw(self.state, seen))
        if self.skip.hasFocus() and self.found.forward.isEnabled():
            self.found.forward.setFocus()  # it could not have it before there was anything to go on with

    def show_plans(self, plans: list[Plan]) -> None:
        self._show(first_run.planned(self.state, plans))

    def show_outcome(self, outcome: Outcome) -> None:
        self.done.show_outcome(outcome)
        self._show(first_run.finished(self.state, outcome))

    def show_problem(self, problem: str, fix: str) -> None:
        self._show(first_run.stopped(self.state))
        self.notice.tell(f"{plain(problem)}\n{plain(fix)}".strip())

    def _go(self, step: str) -> None:
        self.notice.tell("")
        self._show(first_run.turned(self.state, step))

    def _flip(self, path: str, name: str) -> None:
        self._show(first_run.flip(self.state, path, name))

    def _choose_policy(self, policy: str) -> None:
        self._show(first_run.with_policy(self.state, policy))

    def _confirm(self) -> None:
        if self.steps is not None and self.state.ready:
            ready = self.state.ready
            self._show(first_run.begun(self.state))
            self.steps.protect(ready, self.state.policy)

    def _show(self, state: FirstRun) -> None:
        self.state = state
        self.head.setText(HEADS[state.step])
        self.skip.setVisible(state.step != DONE)
        self.found.show_state(state)
        self.protect.show_state(state)
        at = (FOUND, PROTECT, DONE).index(state.step)
        if self._pages.currentIndex() != at or not self.isVisible():
            self._pages.setCurrentIndex(at)
            (self.found.forward, self.protect.confirm, self.done.close_it)[at].setFocus()
        if first_run.wants_plans(state) and self.steps is not None:
            self.steps.plan(state.chosen)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        if self.isVisible() and self.steps is not None:
            self.steps.over()
        self.hide()
