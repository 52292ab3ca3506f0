"""The bridge's own part of a login: begun once however many requests need it, and told where it fails."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Generator
from typing import Any

import httpx2
import pytest
from callgate_proxy.http import login
from callgate_proxy.http.bridge import Bridge
from mcp.client.auth import OAuthFlowError
from talking import URL, ok, run


class Token(httpx2.Auth):
    """Somebody who is logged in; who fails where `why` is told."""

    def __init__(self, why: str = "") -> None:
        self._why = why

    def auth_flow(self, request: httpx2.Request) -> Generator[httpx2.Request, httpx2.Response, None]:
        if self._why:
            raise OAuthFlowError(self._why)
        request.headers["Authorization"] = "Bearer t"
        yield request


class Client:
    """Whoever speaks to the bridge. `logins`: how often a login was begun."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, auth: httpx2.Auth, at_once: int = 1) -> None:
        self.logins = 0
        self._said: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._waiting: list[asyncio.Event] = []

        async def provider(_: str) -> httpx2.Auth:
            self.logins += 1
            return auth

        monkeypatch.setattr(login, "provider", provider)
        came = asyncio.Event()

        async def server(request: httpx2.Request) -> httpx2.Response:
            if "authorization" in request.headers:
                return ok(request)
            self._waiting.append(came)
            if len(self._waiting) == at_once:  # all are under way before the first is refused
                came.set()
            await came.wait()
            return httpx2.Response(401)

        self.bridge = Bridge(
            URL, {}, lambda line: self._said.put_nowait(json.loads(line)), httpx2.MockTransport(server)
        )

    async def ask(self, number: int) -> None:
        line = {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": {"name": "read"}}
        await self.bridge.take(json.dumps(line).encode() + b"\n")

    async def answer(self) -> dict[str, Any]:
        return await asyncio.wait_for(self._said.get(), 30)


def test_requests_that_are_refused_at_once_share_one_login_and_are_all_sent_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def story() -> None:
        client = Client(monkeypatch, Token(), at_once=3)
        for number in (1, 2, 3):
            await client.ask(number)
        answers = [await client.answer() for _ in range(3)]
        assert sorted(one["id"] for one in answers) == [1, 2, 3]
        assert all("result" in one for one in answers)
        assert client.logins == 1

    run(story)


def test_a_login_that_fails_is_told_to_the_client_with_the_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        client = Client(monkeypatch, Token("the issuer is another"))
        await client.ask(1)
        answer = await client.answer()
        assert answer["id"] == 1
        assert "The login failed: the issuer is another" in answer["error"]["message"]

    run(story)
