"""The Protect window: guarding servers, giving them back. Three pages, one after the other, no dialogs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from callgate_proxy.clients import Applied, Found, Plan
from callgate_proxy.plain import plain
from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from callgate_desktop.guarding import Seen
from callgate_desktop.said import said
from callgate_desktop.ui.change_pages import DonePage, PlanPage
from callgate_desktop.ui.parts import Notice, column
from callgate_desktop.ui.protect_pages import FoundPage


class Steps(Protocol):
    """What the window asks for; `guarding.Guarding` does it."""

    def look(self) -> None: ...
    def plan(self, found: Found, guards: bool, servers: list[str] | None) -> None: ...
    def put_back(self, path: str) -> None: ...
    def apply(self, plan: Plan) -> None: ...
    def carry(self, path: str, out: bool) -> None: ...
    def wait(self, plan: Plan, guards: bool) -> None: ...
    def stop_waiting(self) -> None: ...


class ProtectWindow(QWidget):
    """Implements `guarding.GuardScreen`. Closing hides it."""

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(said("Callgate – Protect"))
        self.setObjectName("protect")
        self.resize(720, 620)
        self.steps: Steps | None = None
        self._ask_again: Callable[[Steps], None] | None = None
        self._plan: Plan | None = None
        self._guards = False
        self.notice = Notice()
        self.found_page, self.plan_page, self.done_page = FoundPage(), PlanPage(), DonePage()
        self._pages = QStackedWidget()
        for page in (self.found_page, self.plan_page, self.done_page):
            page.setContentsMargins(0, 0, 0, 0)
            self._pages.addWidget(page)
        layout = column(self.notice, self._pages, gap=3, margin=5)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self.found_page.chosen.connect(self._choose)
        self.found_page.put_back.connect(self.put_back)
        self.found_page.look_again.connect(self.look)
        self.found_page.carry_wanted.connect(self._carry)
        self.plan_page.back_wanted.connect(self.look)
        self.plan_page.check_again.connect(self._plan_again)
        self.plan_page.confirmed.connect(self._confirm)
        self.plan_page.wait_wanted.connect(self._wait)
        self.done_page.finished.connect(self.look)
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)
        QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.close)

    def look(self) -> None:
        """Back to the first page, read anew."""
        self.notice.tell("")
        self._wait(False)
        self._pages.setCurrentWidget(self.found_page)
        if self.steps is not None:
            self.steps.look()

    def follow(self) -> None:
        """A client's file may have changed: looks at it behind what is in view."""
        if self.isVisible() and self.steps is not None:
            self.steps.look()

    def put_back(self, path: str) -> None:
        """To the plan by which the guards that were taken off this file come back."""
        self._ask_again = lambda steps: steps.put_back(path)
        self._plan_again()

    def show_seen(self, seen: list[Seen]) -> None:
        self.found_page.show_seen(seen)
        plan = self._plan
        if plan is not None and self._pages.currentWidget() is self.plan_page:
            now = next((one.found.content for one in seen if one.found.path == plan.path), b"")
            if now != plan.before:
                self.plan_page.outdate()

    def show_plan(self, plan: Plan, guards: bool, running: tuple[str, ...]) -> None:
        self._plan, self._guards = plan, guards
        self.notice.tell("")
        self.plan_page.show_plan(plan, guards, running)
        self._pages.setCurrentWidget(self.plan_page)

    def show_applied(self, applied: Applied, guards: bool) -> None:
        self._plan = None
        self.notice.tell("")
        self.done_page.show_applied(applied, guards)
        self._pages.setCurrentWidget(self.done_page)

    def show_problem(self, problem: str, fix: str) -> None:
        self.plan_page.show_waiting(False)
        self.notice.tell(f"{plain(problem)}\n{plain(fix)}".strip())

    def _choose(self, found: Found, guards: bool, servers: list[str] | None) -> None:
        self._ask_again = lambda steps: steps.plan(found, guards, servers)
        self._plan_again()

    def _carry(self, path: str, out: bool) -> None:
        self.notice.tell("")
        if self.steps is not None:
            self.steps.carry(path, out)

    def _wait(self, wanted: bool) -> None:
        self.plan_page.show_waiting(wanted)
        if self.steps is None:
            return
        if wanted and self._plan is not None:
            self.steps.wait(self._plan, self._guards)
        else:
            self.steps.stop_waiting()

    def _plan_again(self) -> None:
        self._wait(False)
        if self.steps is not None and self._ask_again is not None:
            self._ask_again(self.steps)

    def _confirm(self) -> None:
        if self.steps is not None and self._plan is not None:
            self.steps.apply(self._plan)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.hide()
