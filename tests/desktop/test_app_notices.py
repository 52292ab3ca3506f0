"""callgate-tray as a process, with a desktop that shows notices: asked by a proxy, answered by a button, ended."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from callgate_proxy import contract
from callgate_proxy.home import Home

if not sys.platform.startswith("linux"):
    raise pytest.skip.Exception("only on Windows and macOS: no session bus", allow_module_level=True)

from fake_desktop import PATIENCE, FakeDesktop, bus

TRAY = [sys.executable, "-m", "callgate_desktop.app", "--verbose"]


class Scene:
    """A tray, the desktop it notifies on, and a proxy that asks it."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.desktop = FakeDesktop(["actions", "body-markup"])

    async def open(self, address: str, person: Path) -> None:
        await self.desktop.open(address)
        environ = {
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "HOME": str(person),
            "DBUS_SESSION_BUS_ADDRESS": address,
        }
        environ["XDG_CONFIG_HOME"] = str(person / ".config")
        self.tray = await asyncio.create_subprocess_exec(*TRAY, env=environ, stderr=asyncio.subprocess.PIPE)
        assert self.tray.stderr is not None
        while not (line := await self.tray.stderr.readline()).endswith(b"ready\n"):
            assert line, "the tray ended"
        self.reader, self.writer = await asyncio.open_unix_connection(self.home.socket)
        self.say(contract.hello("<i>fs</i>", "cursor", os.getpid(), ["node"]))

    async def close(self) -> None:
        if self.tray.returncode is None:
            self.tray.kill()
        await self.tray.communicate()
        self.writer.close()
        await self.desktop.close()

    def say(self, message: dict[str, object]) -> None:
        self.writer.write(json.dumps(message).encode() + b"\n")

    async def ask(self, call: str) -> int:
        """Asks, and waits for the notice; its number."""
        now = time.time()
        before = set(self.desktop.shown)
        self.say(contract.ask(call, "write", {"call": call}, "/default", "", now, now + 45))
        await self.desktop.until(lambda: set(self.desktop.shown) - before)
        return max(self.desktop.shown)

    async def hear(self) -> bytes:
        return await asyncio.wait_for(self.reader.readline(), PATIENCE)


Story = Callable[[Scene], Coroutine[Any, Any, None]]
Run = Callable[[Story], None]


@pytest.fixture
def run(home: Home, tmp_path: Path) -> Run:
    def go(story: Story) -> None:
        async def play(address: str) -> None:
            scene = Scene(home)
            await scene.open(address, tmp_path)
            try:
                await story(scene)
            finally:
                await scene.close()

        with bus(tmp_path) as address:
            asyncio.run(play(address))

    return go


def test_deny_on_the_notice_refuses_the_call_once_and_the_notice_goes(run: Run) -> None:
    async def story(scene: Scene) -> None:
        number = await scene.ask("c1")
        assert scene.desktop.shown[number][3] == "write on ‹i›fs‹/i›: risk not known"
        await scene.desktop.press(number, "allow", stays=True)  # never offered
        await scene.desktop.press(number, "deny", stays=True)
        answer = json.loads(await scene.hear())
        assert (answer["call"], answer["decision"], answer["how"]) == ("c1", contract.REFUSED, "once")
        await scene.desktop.until(lambda: not scene.desktop.shown)

    run(story)


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_an_end_while_a_question_waits_answers_nothing_and_leaves_nothing(run: Run, name: signal.Signals) -> None:
    async def story(scene: Scene) -> None:
        await scene.ask("c1")
        scene.tray.send_signal(name)
        assert await scene.hear() == b""  # the link is lost, so the proxy refuses what it asked
        assert await asyncio.wait_for(scene.tray.wait(), PATIENCE) == 0
        assert scene.desktop.shown == {}
        assert not os.path.exists(scene.home.socket)
        half = [name for _, _, names in os.walk(scene.home.root) for name in names if ".callgate-" in name]
        assert half == []

    run(story)
