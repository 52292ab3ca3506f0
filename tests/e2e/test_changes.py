"""What reaches a client while it runs: a list that changed, and the answer to a call that waited too long."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import anyio
import pytest
from callgate_proxy.home import Home
from guarding import FAKE, PATIENCE, Guard, Wire, said, session
from mcp import Client, StdioServerParameters, types
from mcp.client.subscriptions import ToolsListChanged
from persons import Tray

LISTENING = [sys.executable, "-I", str(Path(__file__).with_name("listening_server.py"))]
HIDING = {"version": "1", "default": "allow", "hide": ["secret"]}


async def names(client: Client) -> list[str]:
    """The tools that the client lists now."""
    return [tool.name for tool in (await client.list_tools()).tools]


def test_a_client_with_a_handshake_is_told_that_a_tool_was_hidden(guard: Guard) -> None:
    async def story() -> None:
        told = anyio.Event()

        async def hear(message: object) -> None:
            if isinstance(message, types.ToolListChangedNotification):
                told.set()

        command = guard.command(*LISTENING)
        server = StdioServerParameters(command=command[0], args=command[1:], env=dict(os.environ))
        async with Client(server, mode="legacy", cache=None, message_handler=hear) as client:
            assert client.server_capabilities.tools is not None
            assert client.server_capabilities.tools.list_changed
            assert await names(client) == ["echo", "secret"]
            guard.policy(HIDING)
            with anyio.fail_after(PATIENCE):
                await told.wait()
            assert await names(client) == ["echo"]

    anyio.run(story)


def test_a_modern_client_is_told_on_its_subscription(guard: Guard) -> None:
    async def story() -> None:
        async with session(guard.command(*LISTENING), "auto") as client, client.listen(tools_list_changed=True) as news:
            assert client.protocol_version == "2026-07-28"
            assert await names(client) == ["echo", "secret"]
            guard.policy(HIDING)
            with anyio.fail_after(PATIENCE):
                assert isinstance(await anext(aiter(news)), ToolsListChanged)
            assert await names(client) == ["echo"]

    anyio.run(story)


if sys.platform == "win32":
    raise pytest.skip.Exception("only on Linux and macOS: a Unix socket", allow_module_level=True)


@pytest.fixture
def held() -> Iterator[tuple[Guard, Tray]]:
    with tempfile.TemporaryDirectory() as root:  # a Unix socket's path has room for 103 bytes
        guard = Guard(Home(root))
        guard.policy({"version": "1", "default": "ask"})
        tray = Tray(guard.home)
        yield guard, tray
        tray.close()


def hasty(guard: Guard) -> list[str]:
    """The proxy, holding calls hardly at all."""
    command = guard.command(*FAKE)
    at = command.index("--")
    return [*command[:at], "--ask-seconds", "0.01", *command[at:]]


def test_a_call_that_waited_too_long_goes_through_once_when_it_is_made_again(held: tuple[Guard, Tray]) -> None:
    guard, tray = held
    with Wire(hasty(guard)) as wire:
        assert "waiting for approval" in said(wire.call("echo", text="a"))
        tray.hear("hello")
        question = tray.hear("ask")["call"]
        tray.hear("pending")
        tray.answer(question, "allow")
        rows: list[Any] = []
        while not rows:  # the permit is there once it is on record
            rows = [row for row in guard.rows("answer") if row["how"] == "late"]
        assert json.loads(said(wire.call("echo", text="a"))) == {"text": "a"}
        assert "waiting for approval" in said(wire.call("echo", text="a"))
        assert tray.hear("ask")["call"] != question
    first, second, _ = guard.rows()
    assert (second["verdict"], second["of"]) == ("allow", first["id"])


def test_a_call_that_is_made_again_too_early_waits_for_the_same_question(held: tuple[Guard, Tray]) -> None:
    guard, tray = held
    with Wire(hasty(guard)) as wire:
        for _ in range(2):
            assert "waiting for approval" in said(wire.call("echo", text="a"))
        tray.hear("hello")
        question = tray.hear("ask")["call"]
        assert [tray.hear("pending")["call"] for _ in range(2)] == [question, question]
