"""What stands behind a window in a test: the steps that it starts are waited for, or there are none."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any


class Stepping:
    """Runs what a window starts."""

    def __init__(self) -> None:
        self._tasks: list[asyncio.Task[None]] = []

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Begins one step."""
        self._tasks.append(asyncio.get_running_loop().create_task(work))

    async def done(self) -> None:
        """Waits for the steps that were started."""
        while self._tasks:
            await self._tasks.pop()


class NoPreferences:
    """Steps of the Preferences window that show nothing and write nothing."""

    def look(self) -> None: ...
    def choose(self, key: str, value: object) -> None: ...
    def set_login(self, on: bool) -> None: ...
    def set_strict(self, on: bool, sure: bool = False) -> None: ...
    def reset(self) -> None: ...
