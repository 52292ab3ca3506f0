"""Remote servers through `callgate serve`: the SDK's client and server, in both eras, under one policy and one log."""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from guarding import PATIENCE, Guard, call
from mcp import Client
from mcp.client.sse import sse_client
from remoting import free_port, fronted, remote

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


@pytest.mark.parametrize("kind", ["streamableHttp", "sse"])
def test_the_npm_everything_server_is_used_as_without_callgate(guard: Guard, node: Path, kind: str) -> None:
    script = Path(__file__).parents[2] / ".node/node_modules/@modelcontextprotocol/server-everything/dist/index.js"
    if not script.exists():
        pytest.skip("the Node servers are not installed: `python3 dev.py test` does it where npm can be had")
    port = free_port()
    url = f"http://127.0.0.1:{port}/{'sse' if kind == 'sse' else 'mcp'}"

    async def look(address: str) -> tuple[list[str], object, list[str]]:
        async with client(address, "legacy", kind) as one:
            tools = [tool.model_dump_json() for tool in (await one.list_tools()).tools]
            resources = [str(found.uri) for found in (await one.list_resources()).resources]
            return tools, await call(one, "get-sum", a=2, b=40), resources

    with everything(node, script, kind, port), fronted(guard.home, url) as local:
        direct, through = asyncio.run(look(url)), asyncio.run(look(local))
    assert through == direct
    assert "42" in str(through[1])
    assert [row["tool"] for row in guard.rows()] == ["get-sum"]


@contextmanager
def everything(node: Path, script: Path, kind: str, port: int) -> Generator[None]:
    """The server, listening on `port`."""
    process = subprocess.Popen(
        [str(node), str(script), kind], stderr=subprocess.PIPE, env={**os.environ, "PORT": str(port)}
    )
    try:
        assert process.stderr is not None
        while b"port" not in process.stderr.readline().lower():
            assert process.poll() is None
        yield
    finally:
        process.kill()
        process.communicate(timeout=PATIENCE)
