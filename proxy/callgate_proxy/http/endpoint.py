"""The local endpoint: an ASGI application that stands before the remote servers.

1. POST, GET and DELETE at a server's address belong to its session.
2. Below "/-" only the message addresses that a server opened, what stands about it in `/.well-known/`, and the login
   that stands in for its own are served.
3. Whatever goes wrong is an answer with a plain sentence; nothing that was not judged goes on.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from callgate_proxy.errors import CallgateError
from callgate_proxy.http import flow, gate, published, upstream
from callgate_proxy.http.caller import EVENTS, Caller, kind, pass_on
from callgate_proxy.http.flow import Answer
from callgate_proxy.http.gate import Refusal
from callgate_proxy.http.logins import Logins
from callgate_proxy.http.messages import Messages, Receive
from callgate_proxy.http.places import NO_SESSION, Places
from callgate_proxy.http.remotes import load
from callgate_proxy.http.streams import Stream

if TYPE_CHECKING:
    import httpx2

    from callgate_proxy.home import Home
    from callgate_proxy.http.gate import Guest, Headers

Scope = dict[str, Any]
PLAIN = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
LOOK_EVERY = 0.5  # seconds between two looks at the policy
MODERN = "2026"  # protocol versions from here on have no handshake


class Endpoint:
    """The application. `names`: further host names it may be called by. `secret`, `transport`: of Caller."""

    def __init__(
        self,
        home: Home,
        names: frozenset[str],
        secret: Callable[[str], str],
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self._home = home
        self._names = names
        self._caller = Caller(secret, transport)
        self._messages = Messages(self._caller)
        self._logins = Logins(self._caller)
        self._places = Places(home, self._caller.post_own)

    async def __call__(self, scope: Scope, receive: Receive, send: flow.Send) -> None:
        """One HTTP request."""
        if scope["type"] != "http":
            raise RuntimeError(f"no {scope['type']} is served")
        answer = Answer(send)
        try:
            await self._serve(scope, receive, answer)
        except (Refusal, CallgateError) as refused:
            fix = "" if isinstance(refused, Refusal) else f" {refused.fix}"
            if answer.begun:  # the server sees to it that the client notices
                print(f"callgate: {refused}{fix}", file=sys.stderr)
            else:
                status = refused.status if isinstance(refused, Refusal) else 502
                await answer.whole(status, PLAIN, f"Callgate: {refused}{fix}\n".encode())

    async def _serve(self, scope: Scope, receive: Receive, answer: Answer) -> None:
        headers: Headers = list(scope["headers"])
        path = scope["raw_path"].partition(b"?")[0].decode("latin-1")
        query = scope["query_string"].decode("latin-1")
        method: str = scope["method"]
        if path.startswith(gate.BACK) and method == "GET":
            back = gate.back(path, headers, load(self._home), self._names)
            return await self._logins.came_back(back, query, answer)
        guest = gate.admit(path, headers, load(self._home), self._names)
        if guest.rest.startswith(gate.LOGIN):
            return await self._logins.serve(guest, method, query, headers, receive, answer)
        name = f"{guest.rest}?{query}" if query else guest.rest
        if method == "POST":
            gate.posted(headers)
        if guest.rest and method == "POST" and (place := self._places.known(guest, name)) is not None:
            place.headers = headers
            await self._messages.take(place, headers, receive, answer, streamed=True)
        elif guest.rest:
            await self._about(guest, method, name, headers, answer)
        elif method == "POST":
            session = gate.value(headers, b"mcp-session-id")
            version = gate.value(headers, b"mcp-protocol-version") or ""
            name = NO_SESSION[version >= MODERN] if session is None else session
            place = self._places.at(guest, name, _with(guest.remote.url, query), headers)
            await self._messages.take(place, headers, receive, answer)
        elif method in ("GET", "DELETE"):
            await self._session(guest, method, query, headers, receive, answer)
        else:
            raise Refusal(405, "Only POST, GET and DELETE are served here.")
        return None

    async def _session(
        self, guest: Guest, method: str, query: str, headers: Headers, receive: Receive, answer: Answer
    ) -> None:
        response = await self._caller.send(guest, method, _with(guest.remote.url, query), headers)
        session = gate.value(headers, b"mcp-session-id")
        try:
            if method == "GET" and response.is_success and kind(response) == EVENTS:
                await Stream(self._places, guest, headers, answer).run(session, response, receive)
                return
            await pass_on(response, guest, answer)
            if method == "DELETE" and session is not None and response.is_success:
                self._places.over(guest, session)
        finally:
            await response.aclose()

    async def _about(self, guest: Guest, method: str, name: str, headers: Headers, answer: Answer) -> None:
        if method != "GET" or not guest.rest.startswith(gate.WELL_KNOWN):
            raise Refusal(404, "There is nothing here: below /- only what the server opened is served.")
        response = await self._caller.send(guest, "GET", guest.remote.origin + name, headers)
        try:
            body = await response.aread()
        finally:
            await response.aclose()
        if response.is_success:
            published.check(body, guest)
        if guest.rest.startswith(gate.WELL_KNOWN + "oauth-protected-resource"):
            body = await self._logins.resource(body, guest)
        await answer.whole(response.status_code, upstream.inward(response, guest), body)

    async def watch(self) -> None:
        """Looks at the policy for as long as it runs: clients that listed the tools hear of a change."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            await self._places.tick()

    async def close(self) -> None:
        """Ends every session, on the record."""
        self._messages.end()
        await self._places.close()
        await self._caller.close()


def _with(url: str, query: str) -> str:
    return f"{url}{'&' if '?' in url else '?'}{query}" if query else url
