"""Streams that answer no request: a session's own, and those that open a session (2024-11-05).

What the server says there is judged as what it answers. A stream that opened a session ends with it.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from callgate_proxy.http import flow, upstream
from callgate_proxy.http.caller import chunks
from callgate_proxy.http.messages import Receive, until_gone

if TYPE_CHECKING:
    import httpx2

    from callgate_proxy.http.channel import Channel
    from callgate_proxy.http.flow import Answer
    from callgate_proxy.http.gate import Guest, Headers
    from callgate_proxy.http.places import Place, Places


class Stream:
    """One of them, while it is open."""

    def __init__(self, places: Places, guest: Guest, headers: Headers, answer: Answer) -> None:
        self._places = places
        self._guest = guest
        self._headers = headers
        self._answer = answer
        self._of: list[Place] = []
        self._opened: list[str] = []

    async def run(self, session: str | None, response: httpx2.Response, receive: Receive) -> None:
        """Passes the stream on until the server ends it or the client has gone. `session`: whose it is, if any."""
        channel = None
        if session is not None:
            channel = self._join(self._places.at(self._guest, session, self._guest.remote.url, self._headers))
        await self._answer.begin(response.status_code, upstream.inward(response, self._guest))
        arriving = chunks(response, self._guest.server)
        work = asyncio.create_task(flow.stream(arriving, self._answer, channel, None, self._endpoint))
        gone = asyncio.create_task(until_gone(receive))
        try:
            await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                work.result()
                await self._answer.end()
        finally:
            work.cancel()
            gone.cancel()
            for place in self._of:
                place.channel.streams.remove(self._answer.push)
            for name in self._opened:
                self._places.over(self._guest, name)

    def _join(self, place: Place) -> Channel:
        place.channel.streams.append(self._answer.push)
        self._of.append(place)
        return place.channel

    def _endpoint(self, told: str) -> tuple[Channel, str]:
        place, name, local = self._places.endpoint(self._guest, told, self._headers)
        self._opened.append(name)
        return self._join(place), local
