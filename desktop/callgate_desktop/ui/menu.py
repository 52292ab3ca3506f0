"""The tray's menu, built from facts: waiting questions first, then each server's tools, the switches, the last calls.

* It is built anew only when what it shows has changed, and never while it is open. The last calls change with every
  call: they are lines that stay and get other words.
* Panels that speak StatusNotifier read `_` as a mark of their own and swallow it: there it is doubled (`create_issue`
  would show as `createissue`). `&` is Qt's mark and always doubled.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice

from callgate_proxy.logread import Call
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from callgate_desktop import changes, lines, view, words
from callgate_desktop.asking import Case
from callgate_desktop.said import said
from callgate_desktop.ui import icons, theme
from callgate_desktop.ui.tool_menu import ToolMenus
from callgate_desktop.view import Facts

LAST = 3  # calls shown
PAUSES = ((said("5 minutes"), 300.0), (said("1 hour"), 3600.0), (said("Until Callgate restarts"), None))


class TrayMenu(QObject):
    """Signals carry what was chosen. Times are in seconds; None has no end."""

    case_chosen = Signal(object)
    grant_ended = Signal(object)
    tool_set = Signal(str, str, str)  # server, tool, action
    tool_allowed_for = Signal(str, str, float)  # server, tool, seconds
    limit_set = Signal(str, str, int, str)  # server, tool, maximum, window
    limit_wanted = Signal(str, str)  # server, tool
    pause_wanted = Signal(object)  # seconds or None
    lockdown_wanted = Signal()
    resume_wanted = Signal()
    activity_wanted = Signal()
    protect_wanted = Signal()
    review_wanted = Signal(str)  # server
    servers_wanted = Signal()
    put_back_wanted = Signal(str)  # a client's file
    policy_wanted = Signal()
    profile_chosen = Signal(object)  # a name, "" for none, None for the folder's
    reset_wanted = Signal(object)  # a tool's counters
    confirm_wanted = Signal(str)  # the name of the policy.json that was shown
    undo_wanted = Signal()
    first_wanted = Signal()
    preferences_wanted = Signal()
    about_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.menu = QMenu()
        self._notifier = False
        self._facts = Facts()
        self._cases: tuple[tuple[str, Case], ...] = ()
        self._mode_line: QAction | None = None
        self._stale = False
        self._dark = theme.is_dark()
        self._last: list[QAction] = []
        self._exclusive: list[QActionGroup] = []
        self._calls: tuple[Call, ...] = ()
        self._tools = ToolMenus(self._label)
        self._tools.tool_set.connect(self.tool_set)
        self._tools.tool_allowed_for.connect(self.tool_allowed_for)
        self._tools.limit_set.connect(self.limit_set)
        self._tools.limit_wanted.connect(self.limit_wanted)
        self._tools.reset_wanted.connect(self.reset_wanted)
        self.menu.aboutToHide.connect(self._rebuild_if_stale)
        self._rebuild()

    def show_facts(self, facts: Facts, cases: list[Case], now: float, notifier: bool) -> None:
        """`notifier`: the panel speaks StatusNotifier."""
        shown = tuple((lines.waiting(case), case) for case in cases)
        dark = theme.is_dark()
        if (facts, shown, notifier, dark) != (self._facts, self._cases, self._notifier, self._dark):
            self._facts, self._cases, self._notifier, self._dark = facts, shown, notifier, dark
            self._stale = True
            if not self.menu.isVisible():
                self._rebuild_if_stale()
        if self._mode_line is not None and not self._stale:
            self._mode_line.setText(self._label(view.mode_line(facts, now)))

    def show_calls(self, calls: Iterable[Call]) -> None:
        """The last calls, newest first; the first LAST of them are shown."""
        self._calls = tuple(islice(calls, LAST))
        self._word_calls()

    def _word_calls(self) -> None:
        for at, line in enumerate(self._last):
            line.setVisible(at < len(self._calls))
            if at < len(self._calls):
                call = self._calls[at]
                kind = words.meaning(call)
                text = self._label(lines.call(call))
                if line.text() != text:
                    line.setText(text)
                    line.setIcon(icons.icon(kind, kind))

    def _label(self, text: str) -> str:
        text = text.replace("&", "&&")
        return text.replace("_", "__") if self._notifier else text

    def _rebuild_if_stale(self) -> None:
        if self._stale:
            self._rebuild()

    def _rebuild(self) -> None:
        self._stale = False
        self._tools.forget()
        self._exclusive.clear()
        self.menu.clear()
        self._waiting()
        self._widened()
        self._losses()
        self._servers()
        self.menu.addSeparator()
        self._switches()
        self.menu.addSeparator()
        self._last = [self._entry("", "activity", self.activity_wanted.emit) for _ in range(LAST)]
        self._word_calls()
        self.menu.addSeparator()
        self._entry(said("Activity"), "activity", self.activity_wanted.emit)
        self._entry(said("Servers"), "server", self.servers_wanted.emit)
        self._entry(said("Protect…"), "shield", self.protect_wanted.emit)
        problem = bool(self._facts.problems)
        title = said("Policy – the file has a problem") if problem else said("Policy…")
        self._entry(title, "invalid" if problem else "policy", self.policy_wanted.emit)
        self.menu.addSeparator()
        self._entry(said("Preferences…"), "settings", self.preferences_wanted.emit)
        self._entry(said("First steps…"), "shield", self.first_wanted.emit)
        self._entry(said("About Callgate"), "about", self.about_wanted.emit)
        self._entry(said("Quit Callgate"), "quit", self.quit_wanted.emit)

    def _entry(self, text: str, icon: str, chosen: Callable[[], None], menu: QMenu | None = None) -> QAction:
        action = (menu or self.menu).addAction(icons.icon(icon), self._label(text))
        action.triggered.connect(lambda: chosen())
        return action

    def _line(self, text: str, menu: QMenu | None = None) -> QAction:
        action = (menu or self.menu).addAction(self._label(text))
        action.setEnabled(False)
        return action

    def _waiting(self) -> None:
        for text, case in self._cases:
            self._entry(text, "ask", lambda case=case: self.case_chosen.emit(case))
        if self._facts.standing:
            menu = self.menu.addMenu(icons.icon("allow", "allow"), said("Allowed until the client quits"))
            self._line(said("Choose one to end it"), menu)
            for grant in self._facts.standing:
                self._entry(lines.standing(grant), "allow", lambda grant=grant: self.grant_ended.emit(grant), menu)
        changed = changes.menu_lines(self._facts.changes)
        for server, text in changed:
            self._entry(text, "invalid", lambda server=server: self.review_wanted.emit(server))
        if self._cases or self._facts.standing or changed:
            self.menu.addSeparator()

    def _widened(self) -> None:
        if self._facts.widened:
            name = self._facts.widened_name
            for text in lines.widened(self._facts):
                self._line(text)
            self._entry(said("Undo the change"), "undo", self.undo_wanted.emit)
            self._entry(said("Confirm the change"), "allow", lambda: self.confirm_wanted.emit(name))
            self.menu.addSeparator()

    def _profiles(self) -> None:
        if not self._facts.profiles:
            return
        menu = self.menu.addMenu(icons.icon("policy"), self._label(lines.profile(self._facts)))
        group = QActionGroup(menu)
        self._exclusive.append(group)
        choices: list[tuple[str, str | None]] = [(said("By folder"), None), (said("None", "of the profiles"), "")]
        for text, name in [*choices, *((words.short(name), name) for name in self._facts.profiles)]:
            entry = menu.addAction(self._label(text))
            entry.setCheckable(True)
            entry.setChecked(name == self._facts.profile)
            group.addAction(entry)
            entry.triggered.connect(lambda _=False, name=name: self.profile_chosen.emit(name))

    def _losses(self) -> None:
        for loss in self._facts.losses:
            if loss.again >= view.FIGHT:
                self._entry(view.loss_advice(loss), "unguarded", self.protect_wanted.emit)
                continue
            text = said("Put the guard back in {client}…", client=words.short(loss.title))
            self._entry(text, "unguarded", lambda path=loss.path: self.put_back_wanted.emit(path))
        if self._facts.leaks:
            text = said("%n guarded server(s) open in another client…", "", len(self._facts.leaks))
            self._entry(text, "unguarded", self.protect_wanted.emit)
        if self._facts.losses or self._facts.leaks:
            self.menu.addSeparator()

    def _servers(self) -> None:
        for server in self._facts.servers:
            menu = self.menu.addMenu(icons.icon("server"), self._label(words.short(server.name)))
            self._tools.fill(menu, server)
        if not self._facts.servers:
            self._line(said("No server guarded yet"))

    def _switches(self) -> None:
        self._mode_line = None
        self._profiles()
        if self._facts.mode != "on":
            self._mode_line = self._line(view.mode_line(self._facts, 0.0))
            self._entry(said("Resume"), "resume", self.resume_wanted.emit)
        if self._facts.mode != "paused":
            menu = self.menu.addMenu(icons.icon("pause"), said("Pause"))
            for text, seconds in PAUSES:
                self._entry(text, "clock", lambda seconds=seconds: self.pause_wanted.emit(seconds), menu)
        if self._facts.mode != "lockdown":
            self._entry(said("Lock down"), "lock", self.lockdown_wanted.emit)
