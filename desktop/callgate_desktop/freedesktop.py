"""Notifications over the session bus (org.freedesktop.Notifications), with buttons where the desktop has them.

* Notices are shown and taken back one after the other, by one task; whatever cannot be shown there goes to `instead`.
* What the desktop can do is asked once a connection: buttons only with `actions`, escaping only with `body-markup`.
* A press counts only from the program that showed that notice: anybody on the bus could send such a signal.
* A bus that is not there, or went away, is tried again with the next notice.

jeepney has no annotations; what this file takes from it is declared here.
"""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUnknownArgumentType=false

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from jeepney import DBusAddress, DBusErrorResponse, HeaderFields, MatchRule, message_bus, new_method_call
from jeepney.io.asyncio import DBusConnection, DBusRouter, open_dbus_connection
from jeepney.io.common import RouterClosed
from jeepney.wrappers import unwrap_msg

from callgate_desktop.notices import LABELS, OPEN, Notice
from callgate_desktop.notifying import Backend

NAME = "org.freedesktop.Notifications"
DESKTOP = DBusAddress("/org/freedesktop/Notifications", bus_name=NAME, interface=NAME)
PATIENCE = 5.0  # seconds for one exchange
PARTING = 1.0  # seconds for all that is taken back at the end
STAYS, AS_USUAL = 0, -1  # ms a notice stays: until it is taken back, or as long as the desktop likes
NORMAL, CRITICAL = 1, 2
LOST = (OSError, EOFError, RouterClosed, DBusErrorResponse, TimeoutError, RuntimeError, KeyError, ValueError)
log = logging.getLogger("callgate.notices")


class _Session:
    """One connection to the bus, and what it showed."""

    def __init__(self, connection: DBusConnection, router: DBusRouter) -> None:
        self.connection = connection
        self.router = router
        self.capabilities: frozenset[str] = frozenset()
        self.numbers: dict[str, tuple[int, str]] = {}  # key of a notice -> its number, and who showed it

    async def call(self, address: DBusAddress, method: str, signature: str = "", body: tuple[object, ...] = ()) -> Any:
        """(what the method gives, who gave it). Raises one of LOST."""
        asked = new_method_call(address, method, signature or None, body)
        reply = await asyncio.wait_for(self.router.send_and_get_reply(asked), PATIENCE)
        return unwrap_msg(reply), str(reply.header.fields.get(HeaderFields.sender, ""))

    async def close(self) -> None:
        with suppress(*LOST):
            await self.router.__aexit__(None, None, None)
        with suppress(*LOST):
            await self.connection.close()


class Freedesktop:
    """Implements `notifying.Backend`. Works from `begin` to `close`."""

    def __init__(self, instead: Backend, acted: Callable[[str, str], None]) -> None:
        """`instead`: shows what the bus cannot. `acted`: told (key, action) of each press."""
        self._instead = instead
        self._acted = acted
        self._session: _Session | None = None
        self._todo: asyncio.Queue[Notice | str | None] = asyncio.Queue()
        self._signals: asyncio.Queue[Any] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []
        self._noting = asyncio.Lock()  # a press may come before its notice's number is noted

    def show(self, notice: Notice) -> None:
        self._todo.put_nowait(notice)

    def withdraw(self, key: str) -> None:
        self._todo.put_nowait(key)

    def begin(self) -> None:
        """Call it on the loop."""
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self._work()), loop.create_task(self._listen())]

    async def close(self) -> None:
        """Takes back what is on the screen. A desktop that hangs holds up no exit."""
        self._todo.put_nowait(None)
        await asyncio.wait(self._tasks[:1], timeout=PARTING)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _work(self) -> None:
        while (wanted := await self._todo.get()) is not None:
            await self._perform(wanted)
        await self._leave()

    async def _leave(self) -> None:
        session, self._session = self._session, None
        if session is not None:
            for key in list(session.numbers):
                await self._close_notice(session, key)
            await session.close()

    async def _perform(self, wanted: Notice | str) -> None:
        try:
            if isinstance(wanted, Notice):
                await self._show(wanted)
            elif self._session is not None:
                await self._close_notice(self._session, wanted)
        except LOST as error:
            log.info("the desktop shows no notices: %s", error)
            session, self._session = self._session, None
            if session is not None:
                await session.close()
            if isinstance(wanted, Notice):
                self._instead.show(wanted)

    async def _show(self, notice: Notice) -> None:
        session = self._session = self._session or await self._connect()
        can = session.capabilities
        actions = [OPEN, *notice.actions] if "actions" in can else []
        pairs = [word for at, name in enumerate(actions) for word in (name if at else "default", LABELS[name])]
        asks = notice.opens[0] == "case"
        hints = {
            "urgency": ("y", CRITICAL if asks else NORMAL),
            "desktop-entry": ("s", "callgate"),
            "suppress-sound": ("b", True),
        }
        before = session.numbers.get(notice.key, (0, ""))[0]
        body = ("Callgate", before, "callgate", notice.heading, notice.marked("body-markup" in can), pairs, hints)
        body = (*body, STAYS if asks else AS_USUAL)
        async with self._noting:
            (number,), owner = await session.call(DESKTOP, "Notify", "susssasa{sv}i", body)
            session.numbers[notice.key] = (number, owner)

    async def _connect(self) -> _Session:
        connection = await asyncio.wait_for(open_dbus_connection("SESSION"), PATIENCE)
        session = _Session(connection, DBusRouter(connection))
        try:
            (capabilities,), _ = await session.call(DESKTOP, "GetCapabilities")
            session.capabilities = frozenset(str(one) for one in capabilities)
            for member in ("ActionInvoked", "NotificationClosed"):
                rule = MatchRule(type="signal", interface=NAME, member=member, path=DESKTOP.object_path)
                session.router.filter(rule, queue=self._signals)
                asked = message_bus.AddMatch(rule)
                unwrap_msg(await asyncio.wait_for(session.router.send_and_get_reply(asked), PATIENCE))
        except BaseException:
            await session.close()
            raise
        return session

    async def _close_notice(self, session: _Session, key: str) -> None:
        number, _ = session.numbers.pop(key, (0, ""))
        if number:
            with suppress(*LOST):  # the person was quicker
                await session.call(DESKTOP, "CloseNotification", "u", (number,))

    async def _listen(self) -> None:
        while True:
            signal = await self._signals.get()
            async with self._noting:
                self._take(signal)

    def _take(self, untrusted_signal: Any) -> None:
        fields, body = untrusted_signal.header.fields, untrusted_signal.body
        if self._session is None or len(body) != 2:
            return
        sender = str(fields.get(HeaderFields.sender, ""))
        numbers = self._session.numbers
        key = next((key for key, shown in numbers.items() if shown == (body[0], sender)), None)
        if key is None:
            return
        if fields.get(HeaderFields.member) == "NotificationClosed":
            del numbers[key]
        elif isinstance(body[1], str):
            self._acted(key, OPEN if body[1] == "default" else body[1])
