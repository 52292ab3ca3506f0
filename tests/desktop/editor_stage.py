"""The policy editor on a stage: a window, its steps, a home of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from callgate_desktop.archive import Archive
from callgate_desktop.authoring import Authoring
from callgate_desktop.index import Index
from callgate_desktop.ui.policy_editor import PolicyWindow
from callgate_proxy.home import Home
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QTreeWidgetItem
from pytestqt.qtbot import QtBot

NOW = 1_795_000_000.0
LEFT = Qt.MouseButton.LeftButton
POLICY = '{\n  "version": "1",\n  "default": "ask",\n  "servers": {"fs": {"tools": {"drop": {"action": "deny"}}}}\n}\n'


class Scene:
    """A window, its steps, a home with three calls in its log."""

    def __init__(self, qtbot: QtBot, home: Home) -> None:
        self.home = home
        self.index = Index(home)
        self.archive = Archive(self.index)
        self.window = PolicyWindow(lambda: NOW)
        qtbot.addWidget(self.window)
        self._tasks: list[asyncio.Task[None]] = []
        self.window.steps = Authoring(home, self.archive, self.window, self._start, lambda: NOW)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.get_running_loop().create_task(work))

    async def done(self) -> None:
        while self._tasks:
            await self._tasks.pop(0)

    async def open(self) -> None:
        self.window.show()
        await self.done()

    async def press(self, name: str) -> None:
        button = self.window.findChild(QPushButton, name)
        assert isinstance(button, QPushButton)
        assert button.isEnabled()
        QTest.mouseClick(button, LEFT)
        await self.done()

    async def type(self, text: str) -> None:
        """Replaces the text by hand, and lets the pause after it pass."""
        self.window.text.selectAll()
        self.window.text.insertPlainText(text)
        pause = self.window.findChild(QTimer, "pause")
        assert isinstance(pause, QTimer)
        pause.timeout.emit()
        await self.done()

    def file(self) -> str:
        return Path(self.home.policy).read_text("utf-8")


def first(scene: Scene) -> QTreeWidgetItem:
    """The grant on top."""
    item = scene.window.grants.table.topLevelItem(0)
    assert isinstance(item, QTreeWidgetItem)
    return item


Story = Callable[[Scene], Coroutine[Any, Any, None]]
Run = Callable[[Story], None]
