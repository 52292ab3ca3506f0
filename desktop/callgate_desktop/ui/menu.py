"""The tray's menu, built from facts: waiting questions first, then each server's tools, then the switches.

* It is built anew only when what it shows has changed, and never while it is open.
* Panels that speak StatusNotifier read `_` as a mark of their own and swallow it: there it is doubled (`create_issue`
  would show as `createissue`). `&` is Qt's mark and always doubled.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from callgate_desktop import view, words
from callgate_desktop.asking import Case
from callgate_desktop.ui import icons
from callgate_desktop.view import Facts, Server, Tool

PAUSES = (("5 minutes", 300.0), ("1 hour", 3600.0), ("Until Callgate restarts", None))


class TrayMenu(QObject):
    """Signals carry what was chosen. Times are in seconds; None has no end."""

    case_chosen = Signal(object)
    tool_set = Signal(str, str, str)  # server, tool, action
    limit_wanted = Signal(str, str)  # server, tool
    pause_wanted = Signal(object)  # seconds or None
    lockdown_wanted = Signal()
    resume_wanted = Signal()
    activity_wanted = Signal()
    protect_wanted = Signal()
    put_back_wanted = Signal(str)  # a client's file
    policy_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.menu = QMenu()
        self._notifier = False
        self._facts = Facts()
        self._cases: tuple[tuple[str, Case], ...] = ()
        self._mode_line: QAction | None = None
        self._stale = False
        self._groups: list[QActionGroup] = []
        self.menu.aboutToHide.connect(self._rebuild_if_stale)
        self._rebuild()

    def show_facts(self, facts: Facts, cases: list[Case], now: float, notifier: bool) -> None:
        """`notifier`: the panel speaks StatusNotifier."""
        shown = tuple((view.waiting_line(case), case) for case in cases)
        if (facts, shown, notifier) != (self._facts, self._cases, self._notifier):
            self._facts, self._cases, self._notifier = facts, shown, notifier
            self._stale = True
            if not self.menu.isVisible():
                self._rebuild_if_stale()
        if self._mode_line is not None and not self._stale:
            self._mode_line.setText(self._label(view.mode_line(facts, now)))

    def _label(self, text: str) -> str:
        text = text.replace("&", "&&")
        return text.replace("_", "__") if self._notifier else text

    def _rebuild_if_stale(self) -> None:
        if self._stale:
            self._rebuild()

    def _rebuild(self) -> None:
        self._stale = False
        self._groups.clear()
        self.menu.clear()
        self._waiting()
        self._losses()
        self._servers()
        self.menu.addSeparator()
        self._switches()
        self.menu.addSeparator()
        self._entry("Activity", "activity", self.activity_wanted.emit)
        self._entry("Protect…", "shield", self.protect_wanted.emit)
        problem = bool(self._facts.problems)
        title = "Policy file – has a problem" if problem else "Policy file"
        self._entry(title, "invalid" if problem else "policy", self.policy_wanted.emit)
        self.menu.addSeparator()
        self._entry("Quit Callgate", "quit", self.quit_wanted.emit)

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
        if self._cases:
            self.menu.addSeparator()

    def _losses(self) -> None:
        for loss in self._facts.losses:
            text = f"Put the guard back in {words.short(loss.title)}…"
            self._entry(text, "unguarded", lambda path=loss.path: self.put_back_wanted.emit(path))
        if self._facts.leaks:
            open_ones = words.count(len(self._facts.leaks), "guarded server")
            self._entry(f"{open_ones} open in another client…", "unguarded", self.protect_wanted.emit)
        if self._facts.losses or self._facts.leaks:
            self.menu.addSeparator()

    def _servers(self) -> None:
        for server in self._facts.servers:
            self._server(server)
        if not self._facts.servers:
            self._line("No server guarded yet")

    def _server(self, server: Server) -> None:
        menu = self.menu.addMenu(icons.icon("server"), self._label(words.short(server.name)))
        for tool in server.tools:
            self._tool(menu, server, tool)
        if not server.tools:
            self._line("No tools seen yet: use it once in your client", menu)

    def _tool(self, parent: QMenu, server: Server, tool: Tool) -> None:
        icon = icons.icon(tool.setting, tool.setting)
        menu = parent.addMenu(icon, self._label(view.setting_line(tool)))
        group = QActionGroup(menu)
        self._groups.append(group)
        for action in view.ACTIONS:
            word = words.SETTINGS[action]
            detail = f"{word}: {tool.detail}" if tool.detail and tool.setting == "limit" else f"{word}…"
            entry = menu.addAction(self._label(detail if action == "limit" else word))
            entry.setCheckable(True)
            entry.setChecked(action == tool.setting)
            group.addAction(entry)
            entry.triggered.connect(self._chooser(server.name, tool.name, action))

    def _chooser(self, server: str, tool: str, action: str) -> Callable[[], None]:
        if action == "limit":
            return lambda: self.limit_wanted.emit(server, tool)
        return lambda: self.tool_set.emit(server, tool, action)

    def _switches(self) -> None:
        self._mode_line = None
        if self._facts.mode != "on":
            self._mode_line = self._line(view.mode_line(self._facts, 0.0))
            self._entry("Resume", "resume", self.resume_wanted.emit)
        if self._facts.mode != "paused":
            menu = self.menu.addMenu(icons.icon("pause"), "Pause")
            for text, seconds in PAUSES:
                self._entry(text, "clock", lambda seconds=seconds: self.pause_wanted.emit(seconds), menu)
        if self._facts.mode != "lockdown":
            self._entry("Lock down", "lock", self.lockdown_wanted.emit)
