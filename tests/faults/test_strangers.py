"""A socket's other end that belongs to another user: the tray lets it not in, the proxy asks it nothing.

The kernel tells the true uid of the other end; the test lies about our own, so that no second user is needed.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys

import pytest
from callgate_desktop.door import Door
from callgate_proxy import contract
from callgate_proxy.home import Home
from callgate_proxy.link import Link

if sys.platform == "win32":
    pytest.skip("only on Windows: a named pipe has a token instead", allow_module_level=True)
ASKED: dict[str, object] = {"op": "ask"}


def another_user(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on every process but this one seems to be somebody else's."""
    mine = os.getuid()
    monkeypatch.setattr(os, "getuid", lambda: mine + 1)


@pytest.mark.parametrize("stranger", [False, True])
def test_the_tray_closes_the_door_on_another_users_process(
    home: Home, monkeypatch: pytest.MonkeyPatch, stranger: bool
) -> None:
    served: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, pid: int) -> None:
        assert pid == os.getpid()
        served.append(await reader.readline())
        writer.write(b"heard\n")

    async def story() -> bytes:
        door = await Door.open(home, serve)
        if stranger:
            another_user(monkeypatch)
        reader, writer = await asyncio.open_unix_connection(home.socket)
        writer.write(b"hello\n")
        try:
            heard = await reader.read()
        except ConnectionError:
            heard = b""
        writer.close()
        await door.close()
        return heard

    assert asyncio.run(story()) == (b"" if stranger else b"heard\n")
    assert served == ([] if stranger else [b"hello\n"])


@pytest.mark.parametrize("stranger", [False, True])
def test_the_proxy_tells_another_users_tray_nothing(
    home: Home, monkeypatch: pytest.MonkeyPatch, stranger: bool
) -> None:
    home.ensure(home.run)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(home.socket)
        listener.listen()
        if stranger:
            another_user(monkeypatch)
        link = Link(home, contract.hello("s", "c", 1, ["x"]), lambda _message: None, lambda _number: None)
        assert (link.send(ASKED) == 0) is stranger
        caller, _ = listener.accept()
        with caller:
            link.close()
            heard = b"".join(iter(lambda: caller.recv(1 << 16), b""))
    assert (b'"op":"ask"' in heard) is not stranger
    assert bool(heard) is not stranger
