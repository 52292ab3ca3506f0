"""Runs `callgate serve` while the tray runs and a client uses a remote server.

* It is a process of its own, and ends with the tray however that ends: it reads a pipe that only the tray holds open.
* One line tells that it answers. If it ends, it is started again after a pause that doubles, up to a minute.
* Why it does not run is told once, until it runs again. Another port in `remotes.json` is a new start.

No Qt.
"""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
from collections.abc import Callable
from typing import Protocol

from callgate_proxy import frozen, launcher, serving
from callgate_proxy.home import Home

from callgate_desktop.said import said

log = logging.getLogger("callgate.serving")
FIRST, LONGEST = 1.0, 60.0  # seconds between an end and the next start
LAST_WORDS = 5.0  # seconds it gets to end


class Child(Protocol):
    """A running endpoint. All but `stop` block; they return when it has ended."""

    def first_line(self) -> str:
        """What it says when it answers; "" where it ended before."""
        ...

    def ended(self) -> str:
        """Waits for the end; what it said on the way, "" for nothing."""
        ...

    def stop(self) -> None:
        """Ends it and waits for that."""
        ...


class Process:
    """The real one."""

    def __init__(self, home: Home) -> None:
        command = [*frozen.words("callgate_proxy.cli", launcher.python()), "serve", "--while-stdin"]
        environ = {**os.environ, "CALLGATE_HOME": home.root}
        pipe = subprocess.PIPE
        flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
        self._process = subprocess.Popen(
            command, env=environ, stdin=pipe, stdout=pipe, stderr=pipe, creationflags=flags, text=True, errors="replace"
        )

    def first_line(self) -> str:
        """As Child's."""
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def ended(self) -> str:
        """As Child's."""
        assert self._process.stderr is not None
        words = self._process.stderr.read().strip()
        self._process.wait()
        return words

    def stop(self) -> None:
        """As Child's."""
        process = self._process
        if process.stdin is not None:
            process.stdin.close()
        try:
            process.wait(LAST_WORDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        for pipe in filter(None, (process.stdout, process.stderr)):
            pipe.close()


def _sleep(seconds: float) -> asyncio.Future[None]:
    return asyncio.ensure_future(asyncio.sleep(seconds))


class Serving:
    """Keeps the endpoint of one home running."""

    def __init__(
        self,
        home: Home,
        tell: Callable[[str], None],
        changed: Callable[[], None],
        start: Callable[[Home], Child] = Process,
        pause: Callable[[float], asyncio.Future[None]] = _sleep,
    ) -> None:
        """`tell`: says a sentence to the person. `changed`: it runs now, or runs no more. `pause`: waits (seconds)."""
        self._home = home
        self._tell = tell
        self._changed = changed
        self._start = start
        self._pause = pause
        self._poked = asyncio.Event()
        self._told = ""

    def look(self) -> None:
        """`remotes.json` has changed."""
        self._poked.set()

    async def run(self) -> None:
        """Does it until it is cancelled; the endpoint has ended then."""
        wait = FIRST
        while True:
            self._poked.clear()
            port = await asyncio.to_thread(serving.port, self._home)
            if port is None:
                await self._poked.wait()
            elif await self._one(port):
                wait = FIRST
            else:
                await self._either(self._pause(wait))
                wait = min(2 * wait, LONGEST)

    async def _one(self, port: int) -> bool:
        """One endpoint's life, until it ends or another one is wanted; whether it answered."""
        child = await asyncio.to_thread(self._start, self._home)
        try:
            answers = (await asyncio.to_thread(child.first_line)).startswith(serving.READY)
            if answers:
                self._told = ""
                log.info("remote servers are served on port %d", port)
                self._changed()
            end = asyncio.ensure_future(asyncio.to_thread(child.ended))
            while not end.done():
                await self._either(end)
                if not end.done() and await asyncio.to_thread(serving.port, self._home) != port:
                    return True
            self._ended(end.result())
            return False
        finally:
            await asyncio.shield(asyncio.to_thread(child.stop))
            self._changed()

    def _ended(self, words: str) -> None:
        why = words.rpartition("\n")[2].removeprefix("callgate: ") or said("It ended without a word.")
        if why != self._told:
            self._told = why
            self._tell(said("Remote servers cannot be reached: {why}", why=why))

    async def _either(self, first: asyncio.Future[object] | asyncio.Future[None] | asyncio.Future[str]) -> None:
        """Waits for `first`, or for a change of the file."""
        poked = asyncio.ensure_future(self._poked.wait())
        try:
            await asyncio.wait({first, poked}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            poked.cancel()
            self._poked.clear()
