"""Speaks to the real servers, for a client or on our own account, and reads their answers' heads.

A header that is a reference (`callgate-secret:NAME`) gets its value here (`filling`), and nowhere else.
"""

from __future__ import annotations

import sys
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import httpx2

from callgate_proxy.errors import CallgateError
from callgate_proxy.http import upstream
from callgate_proxy.http.events import Events
from callgate_proxy.http.filling import Filling
from callgate_proxy.http.gate import Refusal
from callgate_proxy.http.remotes import Remote

if TYPE_CHECKING:
    from callgate_proxy.http.flow import Answer
    from callgate_proxy.http.gate import Guest, Headers
    from callgate_proxy.http.places import Place

EVENTS = "text/event-stream"


class Caller:
    """One HTTP client for all servers. `secret`: gives the value of a header that may be a reference (in a thread)."""

    def __init__(self, secret: Callable[[str], str], transport: httpx2.AsyncBaseTransport | None = None) -> None:
        self._filling = Filling(secret)
        self._http = upstream.client(transport)

    async def send(self, guest: Guest, method: str, url: str, headers: Headers, body: bytes = b"") -> httpx2.Response:
        """The server's answer, its body still to be read. Raises Refusal, CallgateError."""
        instead = await self._filling.instead(guest)
        own = await self._filling.own(guest, headers)
        response = await upstream.send(self._http, guest, method, url, upstream.outward(own, instead), body)
        if response.status_code in (401, 403):
            self._filling.refused(guest)
        return response

    async def beside(self, guest: Guest, method: str, url: str, headers: Headers, body: bytes = b"") -> httpx2.Response:
        """As `send`, to what is not the server of `guest` but belongs to it: nothing that is kept for it goes along."""
        there = replace(guest, remote=Remote(url))
        return await upstream.send(self._http, there, method, url, upstream.outward(headers, {}), body)

    async def post_own(self, place: Place, line: bytes) -> None:
        """Tells the server of `place` what Callgate itself has to say (bytes, one line)."""
        try:
            response = await self.send(place.guest, "POST", place.url, place.headers, line)
            await response.aclose()
        except (Refusal, CallgateError) as refused:
            print(f"callgate: {place.guest.server}: {refused}", file=sys.stderr)

    async def close(self) -> None:
        """Closes what is open."""
        await self._http.aclose()


def kind(response: httpx2.Response) -> str:
    """The media type of an answer, without its parameters."""
    return response.headers.get("content-type", "").partition(";")[0].strip().lower()


async def chunks(response: httpx2.Response, server: str) -> AsyncIterator[bytes]:
    """The body as it comes. Raises Refusal where it breaks off."""
    try:
        async for chunk in response.aiter_bytes():
            yield chunk
    except httpx2.HTTPError as error:
        raise Refusal(502, f"{server} broke off: {error or type(error).__name__}.") from None


async def whole(response: httpx2.Response, server: str) -> AsyncIterator[bytes]:
    """The events of a stream, each whole. Raises Refusal."""
    cutter = Events(lambda _: True)
    async for chunk in chunks(response, server):
        for _, event in cutter.feed(chunk):
            yield event


async def pass_on(response: httpx2.Response, guest: Guest, answer: Answer) -> None:
    """An answer without messages in it, as it is."""
    await answer.begin(response.status_code, upstream.inward(response, guest))
    async for chunk in chunks(response, guest.server):
        await answer.write(chunk)
    await answer.end()
