"""A hub behind an open door, fake proxies that call on it, and what it tells. Real sockets, plain asyncio."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Coroutine
from contextlib import suppress
from typing import Any

from callgate_desktop.door import Door
from callgate_desktop.hub import Hub, Question
from callgate_proxy import contract
from callgate_proxy.home import Home

assert sys.platform != "win32", "Unix sockets"


class Seen:
    """Collects the hub's events; `next()` waits for the next one."""

    def __init__(self) -> None:
        self._events: asyncio.Queue[tuple[str, Question | None, str]] = asyncio.Queue()

    def opened(self, question: Question) -> None:
        self._events.put_nowait(("opened", question, ""))

    def closed(self, question: Question, why: str) -> None:
        self._events.put_nowait(("closed", question, why))

    def deferred(self, question: Question, late: Question) -> None:
        assert question.call == late.call
        self._events.put_nowait(("deferred", late, ""))

    def left(self, link: int) -> None:
        self._events.put_nowait(("left", None, str(link)))

    def shown(self) -> None:
        self._events.put_nowait(("shown", None, ""))

    async def next(self) -> tuple[str, Question | None, str]:
        return await asyncio.wait_for(self._events.get(), 5)

    async def question(self) -> Question:
        kind, question, _ = await self.next()
        assert kind == "opened"
        assert question is not None
        return question


class FakeProxy:
    """A proxy's end: says lines, hears lines."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    def say(self, message: dict[str, object]) -> None:
        self.writer.write(json.dumps(message).encode() + b"\n")

    def ask(self, call: str = "c1", args: dict[str, object] | None = None, deadline: float = 145.0) -> None:
        self.say(contract.ask(call, "write_file", args or {"path": "/tmp/a"}, "/default", "", 100.0, deadline))

    async def hear(self) -> dict[str, object]:
        return json.loads(await asyncio.wait_for(self.reader.readline(), 5))

    async def dropped(self) -> bool:
        return await asyncio.wait_for(self.reader.read(), 5) == b""

    async def leave(self) -> None:
        self.writer.close()
        with suppress(OSError):
            await self.writer.wait_closed()


class Scene:
    """A hub behind an open door, what it told, and the proxies that called on it."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.seen = Seen()
        self.hub = Hub(self.seen)
        self._proxies: list[FakeProxy] = []

    async def __aenter__(self) -> Scene:
        self._door = await Door.open(self.home, self.hub.serve)
        return self

    async def __aexit__(self, *_: object) -> None:
        for proxy in self._proxies:
            await proxy.leave()
        await self._door.close()

    async def proxy(self, greet: bool = True) -> FakeProxy:
        proxy = FakeProxy(*await asyncio.open_unix_connection(self.home.socket))
        self._proxies.append(proxy)
        if greet:
            proxy.say(contract.hello("filesystem", "claude-desktop", os.getpid(), ["npx", "server-filesystem"]))
        return proxy


def run(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(story)
