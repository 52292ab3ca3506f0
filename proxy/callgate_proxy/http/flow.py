"""What a server answers, on its way to the client: streamed as it comes, judged message by message.

1. Only answers of status 2xx carry messages; any other is passed on as it is.
2. One writer at a time: what Callgate itself has to say is put between two events, never into one.
3. A long message is passed on in parts, unless it must be seen whole; nothing else is held back.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import TYPE_CHECKING

from callgate_proxy.http import events
from callgate_proxy.http.events import IN_PARTS, LAST, WHOLE, Events
from callgate_proxy.reply import LOOK

if TYPE_CHECKING:
    from callgate_proxy.http.channel import Channel
    from callgate_proxy.http.exchange import Exchange
    from callgate_proxy.http.gate import Headers

Send = Callable[[dict[str, object]], Awaitable[None]]  # of ASGI


class Answer:
    """One HTTP answer to the client."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._lock = asyncio.Lock()
        self.begun = False

    async def begin(self, status: int, headers: Headers) -> None:
        """Status and headers."""
        self.begun = True
        await self._send({"type": "http.response.start", "status": status, "headers": headers})

    async def whole(self, status: int, headers: Headers, body: bytes) -> None:
        """All of it at once."""
        await self.begin(status, [*headers, (b"content-length", str(len(body)).encode())])
        await self._send({"type": "http.response.body", "body": body, "more_body": False})

    async def write(self, data: bytes) -> None:
        """More of the body."""
        await self._send({"type": "http.response.body", "body": data, "more_body": True})

    async def end(self) -> None:
        """The body is complete."""
        await self._send({"type": "http.response.body", "body": b"", "more_body": False})

    async def push(self, line: bytes) -> None:
        """A message of our own (bytes, one line) as an event, between two others."""
        async with self._lock:
            await self.write(events.message(line.rstrip(b"\n")))

    async def write_event(self, event: bytes) -> None:
        """A whole event."""
        async with self._lock:
            await self.write(event)

    async def enter(self) -> None:
        """Keeps others out while an event is written in parts."""
        await self._lock.acquire()

    def leave(self) -> None:
        """The event in parts is complete."""
        self._lock.release()


class Parts:
    """What is remembered of a message that is passed on in parts: its ends and its size."""

    def __init__(self, head: bytes) -> None:
        self.head = head[:LOOK]
        self.tail = b""
        self.size = 0

    def add(self, data: bytes) -> None:
        """A part was passed on."""
        self.size += len(data)
        self.tail = (self.tail + data)[-LOOK:] if len(data) < LOOK else data[-LOOK:]


async def stream(
    chunks: AsyncIterator[bytes],
    answer: Answer,
    channel: Channel | None,
    exchange: Exchange | None,
    endpoint: Callable[[str], tuple[Channel, str]] | None = None,
) -> None:
    """Passes a stream of events on.

    `endpoint`: gives the channel of the session that an event of that name opens (2024-11-05), and its local address.
    `channel` may be None only with it: then no message is passed on before that event.
    """
    cutter = Events(lambda head: channel is None or channel.wants_whole(head, exchange))
    parts: Parts | None = None
    try:
        async for chunk in chunks:
            for kind, piece in cutter.feed(chunk):
                if kind == WHOLE and endpoint is not None and events.name(piece) == "endpoint":
                    channel, place = endpoint(events.data(piece).decode("utf-8", "replace"))
                    await answer.write_event(events.changed(piece, place.encode()))
                elif kind == WHOLE:
                    await _event(piece, answer, channel, exchange)
                else:
                    if parts is None:
                        await answer.enter()
                        parts = Parts(events.data(piece))
                    parts.add(piece)
                    if kind == LAST and channel is not None:  # a client that has all of it may go at once
                        await channel.in_parts(parts.head, parts.tail.rstrip(), parts.size, exchange)
                    await answer.write(piece)
                    if kind == LAST:
                        answer.leave()
                        parts = None
    finally:
        if parts is not None:
            answer.leave()


async def _event(piece: bytes, answer: Answer, channel: Channel | None, exchange: Exchange | None) -> None:
    """Passes a whole event on, or what the judgement leaves of it."""
    text = events.data(piece)
    if not text.strip():  # a comment, or the event that begins a stream that can be resumed
        await answer.write_event(piece)
    elif channel is not None:
        delivered = await channel.from_server(text, exchange, answer.push)
        if delivered:
            await answer.write_event(piece if delivered is text else events.changed(piece, delivered))


async def single(
    chunks: AsyncIterator[bytes], answer: Answer, headers: Headers, status: int, channel: Channel, exchange: Exchange
) -> None:
    """Passes one message on that is the whole body."""
    held = bytearray()
    parts: Parts | None = None
    waited_for = False
    async for chunk in chunks:
        if parts is not None:
            parts.add(chunk)
            await answer.write(chunk)
            continue
        held += chunk
        if len(held) < IN_PARTS or waited_for:
            continue
        waited_for = channel.wants_whole(bytes(held), exchange)
        if not waited_for:
            parts = Parts(bytes(held))
            parts.add(bytes(held))
            await answer.begin(status, headers)
            await answer.write(bytes(held))
    if parts is not None:
        # On the record first: a client that has all of it may go at once.
        await channel.in_parts(parts.head, parts.tail.rstrip(), parts.size, exchange)
        await answer.end()
        return
    text = bytes(held)
    delivered = await channel.from_server(text, exchange, None) if text.strip() else text
    if text.strip() and not delivered:
        await answer.whole(502, [(b"content-type", b"text/plain")], b"The server's answer is no message.\n")
    else:
        await answer.whole(status, headers, delivered)
