"""How remote servers are reached: through the machine's own proxy where it has one, as other programs do."""

from __future__ import annotations

import asyncio

import pytest
from callgate_proxy.http import upstream


def test_a_machines_own_proxy_is_used_for_remote_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []

    async def proxy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append(await reader.readline())
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\nConnection: close\r\n\r\nhere")
        await writer.drain()
        writer.close()

    async def story() -> str:
        listening = await asyncio.start_server(proxy, "127.0.0.1", 0)
        port = listening.sockets[0].getsockname()[1]
        monkeypatch.setenv("HTTP_PROXY", f"http://127.0.0.1:{port}")
        monkeypatch.delenv("NO_PROXY", raising=False)
        monkeypatch.delenv("no_proxy", raising=False)
        async with upstream.client() as client:
            answer = await client.get("http://tools.example/mcp")
        listening.close()
        return answer.text

    assert asyncio.run(story()) == "here"
    assert asked == [b"GET http://tools.example/mcp HTTP/1.1\r\n"]
