"""A client, the local endpoint and a server that a test scripts, in one loop: no port is opened.

The server is a function from a request to an answer; what reached it is in `reached`.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any

import httpx2
from callgate_proxy.home import Home
from callgate_proxy.http import remotes
from callgate_proxy.http.endpoint import Endpoint

URL = "https://tools.example/mcp"
Json = dict[str, Any]
Answering = Callable[[httpx2.Request], httpx2.Response]


class Pieces(httpx2.AsyncByteStream):
    """A body in pieces; stays open behind the last one until `over` is set, where there is one."""

    def __init__(self, *pieces: bytes, over: asyncio.Event | None = None) -> None:
        self._pieces = pieces
        self._over = over

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for piece in self._pieces:
            yield piece
        if self._over is not None:
            await self._over.wait()


def events(*messages: Json | bytes, over: asyncio.Event | None = None) -> httpx2.Response:
    """An answer as a stream: each message as an event with an id; bytes as they are."""
    pieces = [
        told if isinstance(told, bytes) else f"event: message\r\nid: {at}\r\ndata: {json.dumps(told)}\r\n\r\n".encode()
        for at, told in enumerate(messages)
    ]
    return httpx2.Response(200, headers={"content-type": "text/event-stream"}, stream=Pieces(*pieces, over=over))


def result(request: httpx2.Request, **told: object) -> httpx2.Response:
    """An answer as one JSON body."""
    asked = json.loads(request.content)
    if "id" not in asked:
        return httpx2.Response(202)
    return httpx2.Response(200, json={"jsonrpc": "2.0", "id": asked["id"], "result": told})


def ok(request: httpx2.Request) -> httpx2.Response:
    """A server that does whatever it is asked."""
    return result(request, content=[{"type": "text", "text": "done"}])


class Asked:
    """One request of the client's. `answer` when it is over; `body` grows as it comes."""

    def __init__(self, endpoint: Endpoint, scope: Json, body: bytes) -> None:
        self.status = 0
        self.headers: dict[str, str] = {}
        self.body = b""
        self._left = asyncio.Event()
        self._came = asyncio.Event()
        self._incoming = [{"type": "http.request", "body": body, "more_body": False}]
        self.task = asyncio.create_task(endpoint(scope, self._receive, self._send))

    async def _receive(self) -> Json:
        if self._incoming:
            return self._incoming.pop()
        await self._left.wait()
        return {"type": "http.disconnect"}

    async def _send(self, event: Json) -> None:
        if event["type"] == "http.response.start":
            self.status = event["status"]
            self.headers = {name.decode(): value.decode() for name, value in event["headers"]}
        else:
            self.body += event["body"]
        self._came.set()

    async def until(self, mark: bytes) -> None:
        """Waits until `mark` is in the body."""
        while mark not in self.body:
            self._came.clear()
            await asyncio.wait_for(self._came.wait(), 30)

    async def answer(self) -> Asked:
        """Waits until it is over."""
        await asyncio.wait_for(self.task, 30)
        return self

    async def leave(self) -> None:
        """The client goes away."""
        self._left.set()
        await asyncio.wait_for(self.task, 30)

    @property
    def json(self) -> Json:
        return json.loads(self.body)

    @property
    def said(self) -> str:
        """The text of a tool's result."""
        return self.json["result"]["content"][0]["text"]


class Talk:
    """The endpoint of one home before one scripted server."""

    def __init__(self, home: Home, server: Answering, **policy: object) -> None:
        self.home = home
        self.reached: list[httpx2.Request] = []
        self.known = remotes.Remotes().with_("real", URL, "test")
        remotes.save(home, self.known)
        self.policy(**{"default": "allow", **policy})

        def reach(request: httpx2.Request) -> httpx2.Response:
            self.reached.append(request)
            return server(request)

        self.endpoint = Endpoint(home, frozenset(), lambda held: f"<{held}>", httpx2.MockTransport(reach))

    def policy(self, **told: object) -> None:
        """Saves policy.json."""
        draft = Path(self.home.policy + ".draft")
        draft.write_text(json.dumps({"version": "1", **told}), encoding="utf-8")
        draft.replace(self.home.policy)

    @property
    def path(self) -> str:
        """The path of the server's local address."""
        return remotes.route(self.known, "real", "test").partition(str(self.known.port))[2]

    def ask(self, method: str, path: str, body: bytes = b"", query: str = "", **headers: str) -> Asked:
        """Begins one request; `headers` with _ for -."""
        told = {"host": f"127.0.0.1:{self.known.port}", **{key.replace("_", "-"): one for key, one in headers.items()}}
        scope: Json = {
            "type": "http",
            "method": method,
            "raw_path": path.encode(),
            "query_string": query.encode(),
            "headers": [(key.encode(), one.encode()) for key, one in told.items()],
        }
        return Asked(self.endpoint, scope, body)

    def post(self, told: Json | bytes, **headers: str) -> Asked:
        """Begins to send one message."""
        body = told if isinstance(told, bytes) else json.dumps({"jsonrpc": "2.0", **told}).encode()
        return self.ask(
            "POST",
            self.path,
            body,
            **{"content_type": "application/json", "accept": "application/json, text/event-stream", **headers},
        )

    def call(self, tool: str, request: int = 1, args: Json | None = None, **headers: str) -> Asked:
        """Begins one tools/call."""
        params = {"name": tool, "arguments": args or {}}
        return self.post({"id": request, "method": "tools/call", "params": params}, **headers)

    def rows(self, kind: str = "call") -> list[Json]:
        """The log's rows of one kind."""
        texts = [file.read_text(encoding="utf-8") for file in sorted(Path(self.home.log).glob("*.jsonl"))]
        rows = [json.loads(line) for text in texts for line in text.split("\n") if line]
        return [row for row in rows if row["k"] == kind]


def run(story: Callable[[], Coroutine[Any, Any, None]]) -> None:
    """Plays a test's story."""
    asyncio.run(story())
