"""Plays a vector of the HTTP side: the local endpoint itself in this process, before a server that says what the vector
says. No port is opened.

A vector with a bare path is about who gets in: its request goes to the address of a server with the right token, so
that nothing but what it says can keep it out. One with a whole address is about what a remote server answers.
"""

from __future__ import annotations

import asyncio
import contextlib
import io
import json
import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import httpx2
from callgate_proxy.home import Home
from callgate_proxy.http import gate, remotes
from callgate_proxy.http.endpoint import Endpoint
from callgate_proxy.policy import store

ALLOWED = '{"version": "1", "default": "allow", "servers": {}}'
Told = Mapping[str, Any]


def play(vector: Mapping[str, Any], root: str) -> tuple[str, str]:
    """(what became of the vector's last request or answer, what was said about it)."""
    told: Told = vector["messages"][-1]["http"]
    home = Home(os.path.join(root, "home"))
    home.ensure(home.root)
    store.save(home, ALLOWED)
    with contextlib.redirect_stderr(io.StringIO()) as said:
        status, headers, body = asyncio.run(_asked(home, vector.get("setup", {}), told))
    why = f"{status} {body[:200].decode('utf-8', 'replace')} {said.getvalue()}".strip()
    return ("allow" if _went_through(told.get("response") or {}, status, headers, body) else "block"), why


def _went_through(answered: Told, status: int, headers: Told, body: bytes) -> bool:
    if body.startswith(b"Callgate:") or b'"error"' in body:
        return False
    if "event" in answered:
        return b"data:" in body
    challenged = "www-authenticate" in {name.lower() for name in answered.get("headers", {})}
    return status < 400 or (challenged and 'resource_metadata=""' not in headers.get("www-authenticate", ""))


async def _asked(home: Home, setup: Told, told: Told) -> tuple[int, dict[str, str], bytes]:
    """The answer of the endpoint to the vector's request: status, headers, body."""
    path, url = str(told["path"]), "https://tools.example/mcp"
    parts = urlsplit(path)
    known = gate.WELL_KNOWN in path
    if parts.scheme:
        url = f"{parts.scheme}://{parts.netloc}/mcp" if known else path
    remotes.save(home, remotes.Remotes().with_("x", url, "c"))
    local = urlsplit(remotes.route(remotes.load(home), "x", "c"))
    names = frozenset(str(one) for one in setup.get("allowed_hosts", []))
    endpoint = Endpoint(home, names, lambda held: held, httpx2.MockTransport(_Server(told)))
    headers = {str(name).lower(): str(held) for name, held in told["headers"].items()}
    if parts.scheme:
        headers = {"host": local.netloc, "content-type": "application/json", **headers}
    scope = {
        "type": "http",
        "method": told["method"],
        "raw_path": f"{local.path}{'/-' + parts.path if known else ''}".encode(),
        "query_string": parts.query.encode(),
        "headers": [(name.encode(), held.encode()) for name, held in headers.items()],
    }
    sent: list[dict[str, Any]] = []
    body = json.dumps(told["body"]).encode() if told.get("body") is not None else b""
    incoming = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> dict[str, Any]:
        if incoming:
            return incoming.pop()
        await asyncio.Event().wait()  # the client stays
        raise AssertionError

    async def send(event: Any) -> None:
        sent.append(event)

    await asyncio.wait_for(endpoint(scope, receive, send), 30)
    await endpoint.close()
    start = {name.decode(): held.decode("latin-1") for name, held in sent[0]["headers"]}
    return sent[0]["status"], start, b"".join(one.get("body", b"") for one in sent[1:])


class _Server:
    """Answers as the vector says, and whatever comes after that with a result."""

    def __init__(self, told: Told) -> None:
        self._answers = [told["response"]] if told.get("response") else []

    def __call__(self, _: httpx2.Request) -> httpx2.Response:
        if not self._answers:
            return httpx2.Response(200, json={"jsonrpc": "2.0", "id": 1, "result": {"tools": []}})
        told = self._answers.pop()
        if "event" in told:
            data = told["data"] if isinstance(told["data"], str) else json.dumps(told["data"])
            stream = f"event: {told['event']}\r\ndata: {data}\r\n\r\n"
            return httpx2.Response(200, headers={"content-type": "text/event-stream"}, content=stream.encode())
        if "status" in told:
            body = told.get("body")
            content = body.encode() if isinstance(body, str) else b"" if body is None else json.dumps(body).encode()
            return httpx2.Response(told["status"], headers=told.get("headers", {}), content=content)
        return httpx2.Response(200, json=told)
