"""Remote servers through `callgate serve`: the SDK's client and server, in both eras, under one policy and one log."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from guarding import PATIENCE, Guard, call
from mcp import Client
from mcp.client.sse import sse_client
from remoting import fronted, remote

KINDS = [("stream", "legacy"), ("stream", "auto"), ("json", "legacy"), ("stateless", "legacy"), ("sse", "legacy")]
by_kind = pytest.mark.parametrize(("kind", "era"), KINDS)


@asynccontextmanager
async def client(local: str, era: str, kind: str) -> AsyncGenerator[Client]:
    """The SDK's client at a local address."""
    to = sse_client(local) if kind == "sse" else local
    async with Client(to, mode=era, read_timeout_seconds=PATIENCE, cache=None) as one:
        yield one


@by_kind
def test_tools_are_listed_called_hidden_denied_and_logged_as_over_stdio(guard: Guard, kind: str, era: str) -> None:
    guard.server(tools={"echo": {}, "big": {}, "forbidden": {"action": "hide"}})

    async def talk(local: str) -> None:
        async with client(local, era, kind) as one:
            names = {tool.name for tool in (await one.list_tools()).tools}
            assert "echo" in names
            assert "forbidden" not in names
            assert await call(one, "echo", text="héllo") == (True, "héllo")
            went, text = await call(one, "format_batch", files=[])
            assert not went
            assert "/servers/real/default" in text or "/default" in text
            assert not (await call(one, "forbidden"))[0]
            assert await call(one, "big", size=400_000) == (True, "x" * 400_000)

    with remote(kind) as url, fronted(guard.home, url) as local:
        asyncio.run(talk(local))
    assert [(row["tool"], row["verdict"], row["client"]) for row in guard.rows()] == [
        ("echo", "allow", "test"),
        ("format_batch", "deny", "test"),
        ("forbidden", "hide", "test"),
        ("big", "allow", "test"),
    ]
    assert [row["outcome"] for row in guard.rows("end")] == ["ok", "ok"]
