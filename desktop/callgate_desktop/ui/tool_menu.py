"""One server's tools in the tray's menu: each with its setting, one click from another one.

Few tools stand in the server's own menu, many in groups (`grouping`), so that 300 stay within reach.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from callgate_desktop import lines, view, words
from callgate_desktop.acts import LIMIT_PRESETS
from callgate_desktop.grouping import grouped
from callgate_desktop.said import said
from callgate_desktop.ui import icons
from callgate_desktop.view import Server, Tool

TIMES = ((said("Allow for 15 minutes"), 900.0), (said("Allow for 1 hour"), 3600.0))  # seconds


class ToolMenus(QObject):
    """Fills menus; signals carry what was chosen, names as the server and the tool have them."""

    tool_set = Signal(str, str, str)  # server, tool, action
    tool_allowed_for = Signal(str, str, float)  # server, tool, seconds
    limit_set = Signal(str, str, int, str)  # server, tool, maximum, window
    limit_wanted = Signal(str, str)  # server, tool
    reset_wanted = Signal(object)  # the tool's counters

    def __init__(self, label: Callable[[str], str]) -> None:
        """`label`: makes a text a menu's label in the panel at hand."""
        super().__init__()
        self._label = label
        self._exclusive: list[QActionGroup] = []

    def forget(self) -> None:
        """The menus were cleared."""
        self._exclusive.clear()

    def fill(self, menu: QMenu, server: Server) -> None:
        """Puts `server`'s tools into its menu."""
        for heading, tools in grouped(server.tools):
            into = menu.addMenu(self._label(f"{words.short(heading)}   {len(tools)}")) if heading else menu
            for tool in tools:
                self._tool(into, server.name, tool)
        if not server.tools:
            menu.addAction(self._label(said("No tools seen yet: use it once in your client"))).setEnabled(False)

    def _tool(self, parent: QMenu, server: str, tool: Tool) -> None:
        menu = parent.addMenu(icons.icon(tool.setting, tool.setting), self._label(lines.setting(tool)))
        group = QActionGroup(menu)
        self._exclusive.append(group)
        for action in view.ACTIONS:
            if action == "limit":
                self._limits(menu, server, tool)
                continue
            entry = menu.addAction(self._label(words.SETTINGS[action]))
            entry.setCheckable(True)
            entry.setChecked(action == tool.setting)
            group.addAction(entry)
            entry.triggered.connect(lambda _=False, action=action: self.tool_set.emit(server, tool.name, action))
        if tool.setting != "allow":
            menu.addSeparator()
            for text, seconds in TIMES:
                entry = menu.addAction(icons.icon("clock"), self._label(text))
                entry.triggered.connect(
                    lambda _=False, seconds=seconds: self.tool_allowed_for.emit(server, tool.name, seconds)
                )

        if tool.uses:
            menu.addSeparator()
            for text in tool.uses:
                menu.addAction(self._label(text)).setEnabled(False)
        if tool.counters:
            entry = menu.addAction(icons.icon("undo"), said("Count from zero"))
            entry.triggered.connect(lambda _=False: self.reset_wanted.emit(tool.counters))

    def _limits(self, menu: QMenu, server: str, tool: Tool) -> None:
        held = tool.setting == "limit"
        text = f"{words.SETTINGS['limit']}: {tool.detail}" if held and tool.detail else f"{words.SETTINGS['limit']}…"
        limits = menu.addMenu(icons.icon("limit", "limit" if held else "text"), self._label(text))
        for maximum, window in LIMIT_PRESETS:
            per = words.per(maximum, window)
            entry = limits.addAction(self._label(per))
            entry.setCheckable(True)
            entry.setChecked(held and tool.detail == per)
            entry.triggered.connect(
                lambda _=False, most=maximum, per=window: self.limit_set.emit(server, tool.name, most, per)
            )
        other = limits.addAction(said("Another limit…"))
        other.triggered.connect(lambda: self.limit_wanted.emit(server, tool.name))
