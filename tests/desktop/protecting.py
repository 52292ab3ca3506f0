"""A Protect window over real files, its steps, and a clock that tests bring. `run` plays a story with one."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from callgate_desktop.guarding import Guarding
from callgate_desktop.ui.loop import QtLoop
from callgate_desktop.ui.protect import ProtectWindow
from callgate_proxy.clients import Places, Process
from callgate_proxy.home import Home
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from stepping import Stepping

SERVERS = {
    "filesystem": {"command": "npx", "args": ["-y", "server-filesystem", "/home/ada"]},
    "remote": {"url": "https://mcp.example.com"},
}
CLAUDE = Process(4242, "claude-desktop", "/usr/lib/claude-desktop/claude-desktop")


class Scene(Stepping):
    """A window, its steps, and a person's files."""

    def __init__(self, qtbot: QtBot, home: Home, person: Path) -> None:
        super().__init__()
        self.home = home
        self.alive: list[Process] = []
        self.config = person / ".config" / "Claude" / "claude_desktop_config.json"
        self.window = ProtectWindow()
        qtbot.addWidget(self.window)
        self.window.show()
        self.places = places = Places(
            str(person), "", "", str(person / ".config"), "linux", processes=lambda: self.alive
        )
        self.pauses: list[Callable[[], object]] = []  # what happens while the client is waited for, look by look
        self.window.steps = Guarding(home, places, self.window, self.start, self._pause)

    async def _pause(self) -> None:
        self.pauses.pop(0)()

    async def look(self) -> None:
        self.window.look()
        await self.done()

    async def press(self, name: str) -> None:
        for button in self.window.findChildren(QPushButton, name):
            if button.isVisible():
                button.click()
                return await self.done()
        raise AssertionError(f"no visible button {name}")

    def button(self, name: str) -> QPushButton:
        """The one in view."""
        return next(one for one in self.window.findChildren(QPushButton, name) if one.isVisible())

    def write(self, text: str) -> str:
        self.config.parent.mkdir(parents=True, exist_ok=True)
        self.config.write_text(text)
        return text

    def says(self) -> str:
        """Every word in view."""
        return "\n".join(label.text() for label in self.window.findChildren(QLabel) if label.isVisible())

    def entry(self) -> dict[str, Any]:
        return json.loads(self.config.read_text())["mcpServers"]["filesystem"]


Story = Callable[[Scene], Coroutine[Any, Any, None]]
Run = Callable[[Story], None]


def player(qtbot: QtBot, home: Home, person: Path) -> Run:
    """Plays stories, each with a scene of its own."""

    def go(story: Story) -> None:
        async def play() -> None:
            await story(Scene(qtbot, home, person))

        with asyncio.Runner(loop_factory=QtLoop) as runner:
            runner.run(play())

    return go
