"""A session bus of its own, and a desktop on it that notes the notices it is asked to show and presses their buttons.

Real sockets and a real `dbus-daemon`; nothing of the person's own session is touched.
"""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import asyncio
import subprocess
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from callgate_desktop.freedesktop import DESKTOP, NAME
from jeepney import HeaderFields, Message, MessageType, message_bus, new_method_return, new_signal
from jeepney.io.asyncio import DBusRouter, Proxy, open_dbus_connection

CONFIG = """<busconfig><type>session</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/>
</policy></busconfig>"""
PATIENCE = 20  # seconds


@contextmanager
def bus(folder: Path) -> Generator[str]:
    """A bus that starts nothing by itself; its address."""
    config = folder / "bus.conf"
    config.write_text(CONFIG.format(socket=folder / "bus"))
    command = ["dbus-daemon", f"--config-file={config}", "--nofork", "--print-address=1"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as daemon:
        try:
            assert daemon.stdout is not None
            yield daemon.stdout.readline().strip()
        finally:
            daemon.terminate()


class FakeDesktop:
    """Shows nothing, notes everything. `shown`: number -> the arguments of Notify."""

    def __init__(self, capabilities: list[str]) -> None:
        self.capabilities = capabilities
        self.shown: dict[int, tuple[Any, ...]] = {}
        self.count = 0
        self._news = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    async def open(self, address: str) -> None:
        """Takes the desktop's name on the bus."""
        self._connection = await open_dbus_connection(address)
        async with DBusRouter(self._connection) as router:
            await Proxy(message_bus, router).RequestName(NAME)
        self._task = asyncio.get_running_loop().create_task(self._serve())

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
            self._task = None
            await self._connection.close()

    async def until(self, look: Callable[[], object]) -> None:
        while not look():
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), PATIENCE)

    async def press(self, number: int, action: str, stays: bool = False) -> None:
        """As a person does: the button, and the notice goes, unless it `stays`."""
        await self._connection.send(new_signal(DESKTOP, "ActionInvoked", "us", (number, action)))
        if not stays:
            await self._connection.send(new_signal(DESKTOP, "NotificationClosed", "uu", (number, 2)))

    async def _serve(self) -> None:
        while True:
            message = await self._connection.receive()
            if message.header.message_type is MessageType.method_call:
                await self._connection.send(self._answer(message))
                self._news.set()

    def _answer(self, message: Message) -> Message:
        method = message.header.fields[HeaderFields.member]
        if method == "GetCapabilities":
            return new_method_return(message, "as", (self.capabilities,))
        if method == "CloseNotification":
            self.shown.pop(message.body[0], None)
            return new_method_return(message)
        assert method == "Notify"
        number = message.body[1]
        if not number:
            self.count += 1
            number = self.count
        self.shown[number] = message.body
        return new_method_return(message, "u", (number,))
