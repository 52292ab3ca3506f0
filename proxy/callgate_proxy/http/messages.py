"""What clients post: each message is read whole, checked, judged, and only then sent on, as it came.

1. While a call is held, the client's request waits. If the client goes away, the call is taken back.
2. In a session whose answers come by a stream of its own (2024-11-05), a held call's POST is answered at once.
3. An answer that can come by another stream (a session that can be resumed) is waited for; any other is over with its
   response, and the log says how it ended.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from callgate_proxy import wire
from callgate_proxy.errors import CallgateError
from callgate_proxy.http import exchange as exchanges
from callgate_proxy.http import flow, gate, upstream
from callgate_proxy.http.caller import EVENTS, Caller, chunks, kind, pass_on
from callgate_proxy.http.gate import Refusal

if TYPE_CHECKING:
    from callgate_proxy.http.exchange import Exchange
    from callgate_proxy.http.flow import Answer
    from callgate_proxy.http.gate import Headers
    from callgate_proxy.http.places import Place

Receive = Callable[[], Awaitable[dict[str, Any]]]  # of ASGI
JSON = [(b"content-type", b"application/json")]
_UNUSABLE = "Callgate refused this message: it is no single JSON-RPC message, or its id is in use."


class Messages:
    """Takes what clients post."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._held: set[asyncio.Task[None]] = set()

    async def take(
        self, place: Place, headers: Headers, receive: Receive, answer: Answer, streamed: bool = False
    ) -> None:
        """One POST. `streamed`: answers come by the session's own stream. Raises Refusal, CallgateError."""
        body = await whole_body(receive)
        exchange = await self._judged(place, headers, body, answer)
        if exchange is None:
            return
        if streamed and not exchange.fate.done():
            task = asyncio.create_task(self._hold(place, exchange, headers, body))
            self._held.add(task)
            task.add_done_callback(self._held.discard)
            await answer.whole(202, [], b"Accepted")
            return
        gone = asyncio.create_task(until_gone(receive))
        try:
            await asyncio.wait({exchange.fate, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not exchange.fate.done():
                await place.channel.cancel(exchange)
            elif (fate := exchange.fate.result()) is None:
                await self._through(place, exchange, headers, body, answer, gone)
            else:
                await place.channel.ended(exchange, False)
                await _instead(place, fate, answer, streamed)
        finally:
            gone.cancel()

    async def _judged(self, place: Place, headers: Headers, body: bytes, answer: Answer) -> Exchange | None:
        """The message in `body`, judged; None where it ends here, and is answered."""
        told = exchanges.message(body)
        if told is None:
            exchange = exchanges.unreadable(body)
        else:
            why = gate.agree(headers, told)
            if why:
                await place.channel.refuse(body, why)
                error = wire.error(exchanges.usable(told.get("id")), gate.MISMATCH, f"Callgate refused this: {why}.")
                await answer.whole(400, JSON, error)
                return None
            exchange = place.channel.read(told)
        if await place.channel.judge(exchange):
            return exchange
        if exchange.method is not None and exchange.own is None and not wire.JUDGED & {exchange.method}:
            await answer.whole(202, [], b"")  # it takes back what never went on
        else:
            await answer.whole(400, JSON, wire.error(exchange.own, wire.INVALID_REQUEST, _UNUSABLE))
        return None

    async def _hold(self, place: Place, exchange: Exchange, headers: Headers, body: bytes) -> None:
        """A held call whose POST is answered: sent on, or refused, when it is decided."""
        fate = await exchange.fate
        if fate is not None:
            await place.channel.ended(exchange, False)
            await _tell(place, fate)
            return
        try:
            response = await self._caller.send(place.guest, "POST", place.url, headers, body)
            await response.aclose()
            if response.is_success:
                return
            why = f"{place.guest.server} answered {response.status_code}."
        except (Refusal, CallgateError) as refused:
            why = str(refused)
        await place.channel.ended(exchange, True)
        await _tell(place, wire.error(exchange.own, wire.DENIED, why))

    async def _through(
        self, place: Place, exchange: Exchange, headers: Headers, body: bytes, answer: Answer, gone: asyncio.Task[None]
    ) -> None:
        """Sends a message on and passes the answer back, until it is over or the client has gone."""
        work = asyncio.create_task(self._exchanged(place, exchange, headers, body, answer))
        await asyncio.wait({work, gone}, return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            is_final = True
            try:
                is_final = work.result()
            finally:
                await place.channel.ended(exchange, is_final)
            return
        work.cancel()
        await asyncio.wait({work})
        if place.is_shared:
            await place.channel.cancel(exchange)
        else:  # its answer may be fetched by another stream
            await place.channel.ended(exchange, False)

    async def _exchanged(self, place: Place, exchange: Exchange, headers: Headers, body: bytes, answer: Answer) -> bool:
        """Whether the answer cannot come by another stream any more."""
        response = await self._caller.send(place.guest, "POST", place.url, headers, body)
        try:
            fresh = upstream.inward(response, place.guest)
            arriving = chunks(response, place.guest.server)
            if response.is_success and kind(response) == EVENTS:
                exchange.push = answer.push
                await answer.begin(response.status_code, fresh)
                await flow.stream(arriving, answer, place.channel, exchange)
                await answer.end()
                return place.is_shared
            if response.is_success and kind(response) == "application/json":
                await flow.single(arriving, answer, fresh, response.status_code, place.channel, exchange)
                return True
            await pass_on(response, place.guest, answer)
            return not response.is_success
        finally:
            await response.aclose()

    def end(self) -> None:
        """What is still held is not sent on any more."""
        for task in self._held:
            task.cancel()


async def whole_body(receive: Receive) -> bytes:
    """What the client posts (bytes). Raises Refusal where it breaks off or is too large."""
    held = bytearray()
    while True:
        event = await receive()
        if event["type"] == "http.disconnect":
            raise Refusal(400, "The message broke off.")
        held += event.get("body", b"")
        if len(held) > wire.LARGEST:
            raise Refusal(413, f"The message is larger than {wire.LARGEST} bytes.")
        if not event.get("more_body"):
            return bytes(held)


async def until_gone(receive: Receive) -> None:
    """Returns when the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        continue


async def _instead(place: Place, fate: bytes, answer: Answer, streamed: bool) -> None:
    """Answers a message that did not go on."""
    if streamed:
        await _tell(place, fate)
        await answer.whole(202, [], b"Accepted")
    elif fate:
        await answer.whole(200, JSON, fate)
    else:  # taken back: a stream that ends without an answer
        await answer.whole(200, [(b"content-type", EVENTS.encode())], b"")


async def _tell(place: Place, line: bytes) -> None:
    for push in place.channel.streams[-1:] if line else []:
        await push(line)
