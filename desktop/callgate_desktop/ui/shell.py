"""The windows, the icon and the menu together: the screen the desk shows things on (`desk.Screen`).

It passes presses on and shows what it is told; nothing is decided here.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from functools import partial

from callgate_proxy.clients import Found
from callgate_proxy.home import Home
from callgate_proxy.logread import Call
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QIcon
from PySide6.QtWidgets import QApplication, QWidget

from callgate_desktop import first_steps, notices, view
from callgate_desktop.asking import Case
from callgate_desktop.desk import Desk
from callgate_desktop.grants import Grant, Preview
from callgate_desktop.guarding import Guarding
from callgate_desktop.notices import Notice
from callgate_desktop.notifying import Notifying, Presses
from callgate_desktop.said import said
from callgate_desktop.scopes import Scope
from callgate_desktop.ui import icons
from callgate_desktop.ui.about import AboutWindow
from callgate_desktop.ui.activity import ActivityWindow
from callgate_desktop.ui.approval import ApprovalWindow
from callgate_desktop.ui.balloons import Balloons
from callgate_desktop.ui.first_run import FirstRunWindow
from callgate_desktop.ui.limit import LimitDialog
from callgate_desktop.ui.menu import TrayMenu
from callgate_desktop.ui.pins import PinsWindow
from callgate_desktop.ui.policy_editor import PolicyWindow
from callgate_desktop.ui.preferences_window import PreferencesWindow
from callgate_desktop.ui.protect import ProtectWindow
from callgate_desktop.ui.ruling_window import RulingWindow
from callgate_desktop.ui.servers import ServersWindow
from callgate_desktop.ui.tray import Tray
from callgate_desktop.ui.undo import UndoWindow
from callgate_desktop.view import Facts, Told


class Shell:
    """Everything a person sees. Made first; `attach` connects it to the desk."""

    def __init__(self, home: Home, clock: Callable[[], float] = time.time) -> None:
        """`clock`: seconds since the epoch."""
        self._home = home
        self._clock = clock
        self.menu = TrayMenu()
        self.approval = ApprovalWindow(wall=clock)
        self.undo = UndoWindow()
        self.activity = ActivityWindow(clock)
        self.protect = ProtectWindow()
        self.first = FirstRunWindow()
        self.pins = PinsWindow(clock)
        self.ruling = RulingWindow()
        self.servers = ServersWindow(clock)
        self.policy = PolicyWindow(clock)
        self.preferences = PreferencesWindow()
        self.about = AboutWindow(home.root)
        self._reminded = 0.0
        self.tray = Tray(self.menu.menu)
        self.balloons = Balloons(self.tray)
        presses = Presses(self._open, lambda case, answer: self._desk.decide(case, answer))
        self.notifying = Notifying(self.balloons, presses, QApplication.beep, time.monotonic)
        self.balloons.acted = self.notifying.acted
        self._limit: LimitDialog | None = None
        QApplication.setWindowIcon(QIcon(icons.state("fine")))

    def attach(self, desk: Desk, guarding: Guarding, quit_app: Callable[[], None]) -> None:
        """Connects every press to what it asks for."""
        self._desk = desk
        self.protect.steps = guarding
        self.approval.decided.connect(desk.decide)
        self.approval.refused.connect(desk.refuse)
        self.approval.touched.connect(desk.look_at)
        self.approval.scopes_wanted.connect(desk.want_scopes)
        self.approval.preview_wanted.connect(desk.want_preview)
        self.approval.granted.connect(desk.grant)
        self.undo.undone.connect(desk.undo)
        self.approval.dismissed.connect(desk.dismissed)
        self._attach_menu(desk, quit_app)
        self.policy.file_wanted.connect(self.open_policy)
        self.pins.accepted.connect(desk.accept_change)
        self.activity.policy_notice.acted.connect(self.open_policy)
        self.activity.why_wanted.connect(partial(self._rule, False))
        self.activity.rule_wanted.connect(partial(self._rule, True))
        self.ruling.file_wanted.connect(self.open_policy)
        self.servers.change_wanted.connect(self._guard)
        self.servers.calls_wanted.connect(self._show_calls)
        self.tray.clicked.connect(self.bring_up)
        self.tray.missing.connect(self.bring_up)

    def _attach_menu(self, desk: Desk, quit_app: Callable[[], None]) -> None:
        menu = self.menu
        menu.case_chosen.connect(desk.open_case)
        menu.grant_ended.connect(desk.undo)
        menu.tool_set.connect(desk.set_tool)
        menu.tool_allowed_for.connect(desk.allow_for)
        menu.limit_set.connect(desk.set_limit)
        menu.limit_wanted.connect(self._ask_limit)
        menu.pause_wanted.connect(self._pause)
        menu.lockdown_wanted.connect(lambda: desk.set_mode("lockdown"))
        menu.resume_wanted.connect(lambda: desk.set_mode("on"))
        menu.activity_wanted.connect(lambda: bring(self.activity))
        menu.protect_wanted.connect(self.show_protect)
        menu.servers_wanted.connect(lambda: bring(self.servers))
        menu.put_back_wanted.connect(self._put_back)
        menu.policy_wanted.connect(lambda: bring(self.policy))
        menu.profile_chosen.connect(desk.choose_profile)
        menu.reset_wanted.connect(desk.reset_limits)
        menu.confirm_wanted.connect(desk.confirm)
        menu.undo_wanted.connect(desk.undo_widening)
        menu.review_wanted.connect(self.review)
        menu.first_wanted.connect(self.show_first)
        menu.preferences_wanted.connect(lambda: bring(self.preferences))
        menu.about_wanted.connect(lambda: bring(self.about))
        menu.quit_wanted.connect(quit_app)

    def close(self) -> None:
        """Takes everything off the screen."""
        self.tray.close()
        for window in (
            *(self.approval, self.undo, self.activity, self.protect, self.pins),
            *(self.ruling, self.servers, self.policy, self.preferences, self.about),
        ):
            window.hide()

    def show_case(self, case: Case, place: int, waiting: int, told: Told) -> None:
        self.approval.show_case(case, place, waiting, told)
        self.notifying.ask(case, waiting, self._desk.facts, self.approval.isActiveWindow())

    def show_over(self, why: str) -> None:
        self.notifying.settle()
        self.approval.show_over(why)

    def no_case(self) -> None:
        self.notifying.settle()
        self.approval.leave()

    def show_scopes(self, case: Case, scopes: tuple[Scope, ...]) -> None:
        self.approval.show_scopes(case, scopes)

    def show_preview(self, case: Case, preview: Preview) -> None:
        self.approval.show_preview(case, preview)

    def show_granted(self, grant: Grant) -> None:
        self.undo.show_granted(grant)

    def show_facts(self, facts: Facts, cases: list[Case]) -> None:
        now = self._clock()
        self.notifying.follow(facts)
        recent = self.activity.model.ring
        kind = view.state(facts, len(cases), recent.recent(), now)
        self.tray.show_state(kind, len(cases), view.tooltip(facts, len(cases), recent.recent, now))
        self.menu.show_facts(facts, cases, now, self.tray.is_notifier)
        self.pins.show_changes(facts.changes)
        self.menu.show_calls(recent.recent())
        self.activity.details.know(facts)
        self.servers.card.know(facts)
        self._remind(facts, now)
        self.activity.policy_notice.tell("\n".join((*facts.problems, *facts.starts, *facts.notes)))

    def _remind(self, facts: Facts, now: float) -> None:
        if facts.mode != "paused":
            self._reminded = now  # a pause is news to nobody when it begins
        elif message := view.reminder(facts, self._reminded, now):
            self._reminded = now
            self.notifying.show(notices.message(message))

    def tell(self, message: str) -> None:
        if self.pins.isVisible():
            self.pins.notice.tell(message)
        self.notify(notices.message(message))

    def notify(self, notice: Notice) -> None:
        self.activity.notice.tell(notice.body)
        self.notifying.show(notice)

    def _open(self, window: str, what: str) -> None:
        """A notice's Open, or a click on it."""
        if window == "pins":
            self.review(what)
        elif window == "protect" and what:
            self._put_back(what)
        elif window == "protect":
            self.show_protect()
        elif window in ("policy", "activity"):
            bring(self.policy if window == "policy" else self.activity)
        else:
            self.bring_up()

    def add_rows(self, rows: Sequence[dict[str, object]]) -> None:
        """New rows of the log."""
        self.activity.add(rows)

    def bring_up(self) -> None:
        """Shows the window that matters now."""
        if self.approval.case is not None:
            bring(self.approval)
        elif self._desk.facts.guarded:
            bring(self.activity)
        elif first_steps.due(self._home, self._desk.facts.guarded):
            self.show_first()
        else:
            self.show_protect()

    def recent(self) -> Iterable[Call]:
        return self.activity.model.ring.recent()

    def show_first(self) -> None:
        """The first steps: by itself until they were taken or skipped, later from the menu."""
        self.first.begin()
        bring(self.first)

    def show_protect(self) -> None:
        """Protect…"""
        self.protect.look()
        bring(self.protect)

    def review(self, server: str) -> None:
        """What `server` changed about itself."""
        self.pins.open_at(server)
        bring(self.pins)

    def _put_back(self, path: str) -> None:
        self.protect.put_back(path)
        bring(self.protect)

    def open_policy(self) -> None:
        """Opens policy.json in the person's editor."""
        if not os.path.exists(self._home.policy):
            self.tell(
                said("There is no {file} yet. Guard a server with Protect…: that makes one.", file=self._home.policy)
            )
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(self._home.policy)):
            self.tell(said("No program opens JSON files here. The policy is {file}.", file=self._home.policy))

    def _pause(self, seconds: float | None) -> None:
        self._desk.set_mode("paused", None if seconds is None else self._clock() + seconds)

    def _guard(self, found: Found, guards: bool, servers: list[str] | None) -> None:
        bring(self.protect)
        self.protect.found_page.chosen.emit(found, guards, servers)

    def _show_calls(self, server: str) -> None:
        self.activity.filters.know([server], [])
        self.activity.filters.clear()
        self.activity.filters.choose_server(server)
        bring(self.activity)

    def _rule(self, deciding: bool, call: Call) -> None:
        self.ruling.open_for(call, deciding)
        bring(self.ruling)

    def _ask_limit(self, server: str, tool: str) -> None:
        self._limit = LimitDialog(server, tool)
        self._limit.chosen.connect(self._desk.set_limit)
        self._limit.open()
        bring(self._limit)


def bring(window: QWidget) -> None:
    """Shows a window in front of the others; the person asked for it."""
    window.show()
    window.raise_()
    window.activateWindow()
