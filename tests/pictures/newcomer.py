"""The first run's three steps: a person who has just installed Callgate, over files of their own."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from callgate_desktop.first_steps import FirstSteps
from callgate_desktop.guarding import Guarding
from callgate_desktop.ui.first_run import FirstRunWindow
from callgate_desktop.ui.protect import ProtectWindow
from callgate_proxy.clients import Places
from callgate_proxy.home import Home
from PySide6.QtWidgets import QWidget

CURSOR = '{"mcpServers": {"files": {"command": "npx", "args": ["@modelcontextprotocol/server-filesystem", "/srv"]}}}\n'


class Studio(Protocol):
    """Takes pictures."""

    places: Places

    async def take(self, window: QWidget, name: str, look: str) -> None: ...

    async def until(self, holds: Callable[[], object]) -> None: ...


async def first_run(studio: Studio, look: str, config: str) -> None:
    """`config`: the text of Claude Desktop's file."""
    running: set[asyncio.Task[None]] = set()

    def start(work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        running.add(task)
        task.add_done_callback(running.discard)

    with tempfile.TemporaryDirectory(prefix="callgate-newcomer-") as root:
        person = os.path.realpath(root)
        for path, text in ((".config/Claude/claude_desktop_config.json", config), (".cursor/mcp.json", CURSOR)):
            file = Path(person, path)
            file.parent.mkdir(parents=True)
            file.write_text(text, "utf-8")
        places = replace(studio.places, home=person, xdg_config=os.path.join(person, ".config"))
        home = Home(os.path.join(person, ".callgate"))
        window = FirstRunWindow()
        window.steps = FirstSteps(home, Guarding(home, places, ProtectWindow(), start), window, start)
        window.begin()
        window.show()
        await studio.until(window.found.forward.isEnabled)
        await studio.take(window, "first-found", look)
        window.found.forward.click()
        await studio.until(window.protect.confirm.isEnabled)
        await studio.take(window, "first-protect", look)
        window.protect.reveal.click()
        await studio.take(window, "first-protect-change", look)
        window.protect.confirm.click()
        await studio.until(window.done.close_it.isVisible)
        await studio.take(window, "first-done", look)
        window.close()
        await studio.until(lambda: not running)
