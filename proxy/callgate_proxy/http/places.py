"""The sessions in use, by who uses which server: each has a channel, and what is needed to speak for it.

1. At most MOST are open. Beyond, the one that was not used for longest is closed: a session that is used again later
   gets a fresh channel, and only what it had open is forgotten.
2. An event of type "endpoint" (2024-11-05) opens a session whose name is the address it tells.
"""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from callgate_proxy.http.channel import Channel
from callgate_proxy.http.gate import Refusal
from callgate_proxy.http.upstream import within

if TYPE_CHECKING:
    from callgate_proxy.home import Home
    from callgate_proxy.http.gate import Guest, Headers

MOST = 512
NO_SESSION = (" legacy", " modern")  # no session's name begins with a space

Key = tuple[str, str, str]  # server, client, session
Post = Callable[["Place", bytes], Awaitable[None]]


class Place:
    """One session. `url`, `headers`: of the last request that belonged to it."""

    def __init__(self, guest: Guest, url: str, is_shared: bool) -> None:
        self.guest = guest
        self.is_shared = is_shared  # no session: the messages of one client and era
        self.url = url
        self.headers: Headers = []
        self.channel: Channel  # made by Places.at, which it needs to speak for itself


class Places:
    """All of them. `post`: sends a line of our own to the server of a place."""

    def __init__(self, home: Home, post: Post) -> None:
        self._home = home
        self._post = post
        self._open: OrderedDict[Key, Place] = OrderedDict()
        self._closing: set[asyncio.Task[None]] = set()

    def at(self, guest: Guest, session: str, url: str, headers: Headers) -> Place:
        """The place of `session`: its name, or one of NO_SESSION for messages without one."""
        key = guest.server, guest.client, session
        place = self._open.get(key)
        if place is None:
            place = self._open[key] = Place(guest, url, session in NO_SESSION)
            post = self._post
            made = place
            place.channel = Channel(
                self._home, guest.server, guest.client, guest.remote.url, place.is_shared, lambda line: post(made, line)
            )
            if len(self._open) > MOST:
                self._close(self._open.popitem(last=False)[1])
        self._open.move_to_end(key)
        place.url, place.headers = url, headers
        return place

    def known(self, guest: Guest, session: str) -> Place | None:
        """The place of `session`, where it is open."""
        return self._open.get((guest.server, guest.client, session))

    def endpoint(self, guest: Guest, told: str, headers: Headers) -> tuple[Place, str, str]:
        """The session that a server opens with an `endpoint` event, its name and local address. Raises Refusal."""
        url = urljoin(guest.remote.url, told.strip())
        parts = urlsplit(url)
        if not within(guest, url):
            raise Refusal(502, f"{guest.server} wants messages sent to another origin.")
        name = f"{parts.path}?{parts.query}" if parts.query else parts.path
        return self.at(guest, name, url, headers), name, f"{urlsplit(guest.local).path}/-{name}"

    def over(self, guest: Guest, session: str) -> None:
        """The session has ended."""
        place = self._open.pop((guest.server, guest.client, session), None)
        if place is not None:
            self._close(place)

    def _close(self, place: Place) -> None:
        task = asyncio.ensure_future(place.channel.close())
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)

    async def tick(self) -> None:
        """Looks whether the policy changed what clients have listed."""
        for place in list(self._open.values()):
            await place.channel.tick()

    async def close(self) -> None:
        """Ends all, on the record."""
        places = list(self._open.values())
        self._open.clear()
        await asyncio.gather(*[place.channel.close() for place in places], *self._closing)
