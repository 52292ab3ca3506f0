"""A tray without windows and a client's server that starts: `lending_tray.py HOME PERSON`.

The secret of Claude Desktop's one server is moved into this session's keychain; the server is then started from the
written file, once with the door open and once without, by a client whose session bus leads nowhere: what it gets, it
has of the tray. Prints the exit codes.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys

from callgate_desktop.door import Door
from callgate_desktop.hub import Hub, Question
from callgate_desktop.lending import Lending
from callgate_proxy import carrying, clients
from callgate_proxy.clients import Places
from callgate_proxy.home import Home


class Nobody:
    """Hears of questions, and has no answer."""

    def opened(self, question: Question) -> None:
        raise AssertionError(question)

    def closed(self, question: Question, why: str) -> None:
        raise AssertionError(question, why)

    def deferred(self, question: Question, late: Question) -> None:
        raise AssertionError(question, late)

    def left(self, link: int) -> None:
        assert link

    def shown(self) -> None:
        raise AssertionError


async def started(path: str) -> int | None:
    """The exit code of the file's server, started as the client does."""
    with open(path, encoding="utf-8") as file:
        entry = json.load(file)["mcpServers"]["real"]
    nowhere = {"DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere"}
    process = await asyncio.create_subprocess_exec(
        entry["command"],
        *entry["args"],
        env={**os.environ, **entry["env"], **nowhere},
        stdin=asyncio.subprocess.DEVNULL,
    )
    return await process.wait()


async def main(home: Home, places: Places) -> None:
    """The story."""
    (found,) = clients.found(places)
    clients.apply(clients.plan_protect(found, home), home, places)
    (found,) = clients.found(places)
    await asyncio.to_thread(carrying.out, home, found, carrying.held(found))
    hub = Hub(Nobody())
    hub.lend = Lending(places)
    door = await Door.open(home, hub.serve)
    print("with the tray:", await started(found.path))
    await door.close()
    print("without:", await started(found.path))


if __name__ == "__main__":
    person = sys.argv[2]
    asyncio.run(main(Home(sys.argv[1]), Places(person, "", "", os.path.join(person, ".config"), sys.platform, list)))
