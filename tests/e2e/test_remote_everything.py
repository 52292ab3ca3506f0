"""The npm `server-everything` over streamable HTTP and server-sent events: the same with Callgate before it as without.

Through the endpoint and through the bridge.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
from collections.abc import Generator
from contextlib import AbstractAsyncContextManager, contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from callgate_proxy import launcher
from guarding import PATIENCE, Guard, call, session
from mcp import Client
from mcp.client.sse import sse_client
from remoting import free_port, fronted

SCRIPT = Path(__file__).parents[2] / ".node/node_modules/@modelcontextprotocol/server-everything/dist/index.js"
SEEN = "trigger-long-running-operation"
by_kind = pytest.mark.parametrize("kind", ["streamableHttp", "sse"])


@contextmanager
def everything(node: Path, kind: str) -> Generator[str]:
    """The address of the server."""
    if not SCRIPT.exists():
        pytest.skip("the Node servers are not installed: `python3 dev.py test` does it where npm can be had")
    port = free_port()
    environ = {**os.environ, "PORT": str(port)}
    process = subprocess.Popen([str(node), str(SCRIPT), kind], stderr=subprocess.PIPE, env=environ)
    try:
        assert process.stderr is not None
        while b"port" not in process.stderr.readline().lower():
            assert process.poll() is None
        yield f"http://127.0.0.1:{port}/{'sse' if kind == 'sse' else 'mcp'}"
    finally:
        process.kill()
        process.communicate(timeout=PATIENCE)


def over_http(address: str, kind: str) -> Client:
    """The SDK's client at `address`."""
    to = sse_client(address) if kind == "sse" else address
    return Client(to, mode="legacy", read_timeout_seconds=PATIENCE, cache=None)


def over_the_bridge(guard: Guard, url: str) -> AbstractAsyncContextManager[Client]:
    """The SDK's client, speaking to `callgate-proxy --url`."""
    command = [*launcher.command(guard.home), "--server", "real", "--client", "test", "--url", url, "--"]
    return session(command, "legacy")


async def look(opened: AbstractAsyncContextManager[Client]) -> dict[str, Any]:
    """All that is the same at each visit of the server."""
    heard: list[tuple[float, float | None]] = []

    async def hear(progress: float, total: float | None, message: str | None) -> None:
        assert message is None
        heard.append((progress, total))

    async with opened as one:
        found: dict[str, Any] = {
            "tools": [tool.model_dump_json() for tool in (await one.list_tools()).tools],
            "resources": [str(found.uri) for found in (await one.list_resources()).resources],
            "prompts": [prompt.model_dump_json() for prompt in (await one.list_prompts()).prompts],
            "sum": await call(one, "get-sum", a=2, b=40),
            "image": (await one.call_tool("get-tiny-image", {})).model_dump_json(exclude={"meta"}),
            "wrong": await call(one, "get-sum", a="two", b=40),
            "long": (await one.call_tool(SEEN, {"duration": 0.2, "steps": 4}, progress_callback=hear)).is_error,
        }
    return {**found, "heard": heard}


@by_kind
def test_it_is_used_through_the_endpoint_and_the_bridge_as_without_callgate(
    guard: Guard, node: Path, kind: str
) -> None:
    with everything(node, kind) as url, fronted(guard.home, url) as local:
        direct = asyncio.run(look(over_http(url, kind)))
        served = asyncio.run(look(over_http(local, kind)))
        bridged = asyncio.run(look(over_the_bridge(guard, url)))
    assert served == direct
    assert bridged == direct
    assert "42" in direct["sum"][1]
    assert [progress for progress, _ in direct["heard"]] == [1, 2, 3, 4]
    assert [row["tool"] for row in guard.rows()] == ["get-sum", "get-tiny-image", "get-sum", SEEN] * 2


def test_a_stream_that_broke_off_is_taken_up_again_where_it_was(guard: Guard, node: Path) -> None:
    def calls(request: int, duration: float) -> dict[str, Any]:
        params = {"name": SEEN, "arguments": {"duration": duration, "steps": 4}, "_meta": {"progressToken": request}}
        return {"jsonrpc": "2.0", "id": request, "method": "tools/call", "params": params}

    hello = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
    headers = {"accept": "application/json, text/event-stream"}
    with everything(node, "streamableHttp") as url, fronted(guard.home, url) as at, httpx2.Client(timeout=60) as one:
        begun = one.post(at, headers=headers, json={"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": hello})
        headers |= {"mcp-session-id": begun.headers["mcp-session-id"], "mcp-protocol-version": "2025-11-25"}
        with one.stream("POST", at, headers=headers, json=calls(2, 0.4)) as broken:
            last = next(line for line in broken.iter_lines() if line.startswith("id:"))[3:].strip()
        one.post(at, headers=headers, json=calls(3, 1.2))  # over only after the other one: the server tells no sooner
        again = {**headers, "last-event-id": last}
        with one.stream("GET", at, headers=again) as resumed:
            assert any('"id":2' in line and '"result"' in line for line in resumed.iter_lines())
    assert [row["outcome"] for row in guard.rows("end")] == ["ok", "ok"]
