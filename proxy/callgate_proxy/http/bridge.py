"""A remote server as a local one: lines on standard input and output, HTTP behind. `python -m … URL [HEADER]`.

1. The stdio proxy starts it in the place of a server's command: what is judged and logged is the ordinary pipe.
2. The client decides the era. Before 2026-07-28 the session's id and version are sent along, its own stream is kept
   open, and streams that break off are taken up again; since then the headers say what the body says.
3. What answers a request is written as it came. A request that gets no answer gets an error that says why.
4. A login is begun only when the server asks for one; values of headers may be references to the keychain.
"""

from __future__ import annotations

import asyncio
import os
import sys
import threading
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

import httpx2

from callgate_proxy import wire
from callgate_proxy.errors import CallgateError
from callgate_proxy.http import events, saying, upstream
from callgate_proxy.http.caller import EVENTS, kind, whole
from callgate_proxy.http.exchange import message, usable
from callgate_proxy.http.gate import Guest, Refusal
from callgate_proxy.http.remotes import Remote, check_url
from callgate_proxy.http.rename import one_line
from callgate_proxy.jsonlean import as_object
from callgate_proxy.resolving import resolve
from callgate_proxy.secrets import name_of

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from callgate_proxy.http.exchange import Id

RETRY = 1.0  # seconds before a stream is taken up again, where the server says nothing else
TRIES = 5
LOGIN_FIX = "Start the server again in the client to log in anew; what the login server said is in the client's log."


class Bridge:
    """One client's session with one remote server. `write`: takes a line for the client."""

    def __init__(
        self,
        url: str,
        headers: dict[str, str],
        write: Callable[[bytes], object],
        transport: httpx2.AsyncBaseTransport | None = None,
    ) -> None:
        self._guest = Guest("the server", "", Remote(url), "", "")
        self._headers = headers
        self._write = write
        self._http = upstream.client(transport)
        self._said = saying.Saying()
        self._running: dict[Id, asyncio.Task[None]] = {}
        self._others: set[asyncio.Task[None]] = set()
        self._to = url  # where messages are posted
        self._streamed = False  # answers come by the session's own stream (2024-11-05)
        self._login = asyncio.Lock()

    async def take(self, line: bytes) -> None:
        """A line of the client's. Requests run beside each other; anything else is sent before the next is taken."""
        told = message(line)
        if told is None:
            return  # the proxy before it lets none pass
        key, method = usable(told.get("id")), told.get("method")
        if method == "notifications/cancelled" and self._said.modern:
            task = self._running.get(usable((as_object(told.get("params")) or {}).get("requestId")) or "")
            if task is not None:
                task.cancel()  # since 2026-07-28 the end of the connection says it
        elif key is not None and isinstance(method, str):
            task = asyncio.create_task(self._request(key, told, line))
            self._running[key] = task
            task.add_done_callback(lambda _: self._running.pop(key, None))
        else:
            await self._tell(told, line)

    async def _tell(self, told: dict[str, object], line: bytes) -> None:
        """A notification or an answer of the client's."""
        try:
            response = await self._send("POST", self._to, self._said.headers(told), line)
            await response.aclose()
        except (Refusal, CallgateError, httpx2.HTTPError) as error:
            print(f"callgate: {error}", file=sys.stderr)
        if told.get("method") == "notifications/initialized" and not self._streamed:
            self._beside(self._listen())

    async def _request(self, key: Id, told: dict[str, object], line: bytes) -> None:
        try:
            problem = await self._asked(key, told, line)
        except (Refusal, CallgateError, httpx2.HTTPError) as error:
            problem = str(error) or type(error).__name__
        if problem:
            self._write(wire.error(key, wire.DENIED, f"Callgate: {problem}"))

    async def _asked(self, key: Id, told: dict[str, object], line: bytes) -> str:
        """Sends a request and passes on what answers it; why there is no answer, or ""."""
        response = await self._send("POST", self._to, self._said.headers(told), line)
        try:
            if response.is_success and kind(response) == EVENTS:
                return await self._answers(key, told, response)
            body = await response.aread()
        finally:
            await response.aclose()
        if told.get("method") == "initialize" and response.status_code in (400, 404, 405) and not self._streamed:
            return await self._older(line)
        answer = message(body)
        if answer is not None and answer.get("id") == key:
            self._pass(body, told, response)
            return ""
        if response.is_success and self._streamed:
            return ""
        return f"the server answered {response.status_code} without a message."

    async def _answers(self, key: Id, told: dict[str, object], response: httpx2.Response) -> str:
        """A stream that answers the request `key`; taken up again where it ends too early and can be."""
        last, wait, tries = "", RETRY, 0
        while True:
            async for event in whole(response, self._guest.server):
                last, wait = events.mark(event, last, wait)
                text = events.data(event)
                if text.strip():
                    tries = 0
                    self._pass(text, told, response)
                    if (message(text) or {}).get("id") == key and "method" not in (message(text) or {}):
                        return ""
            await response.aclose()
            tries += 1
            if not last or self._said.modern or tries > TRIES:
                return "the server's answer broke off."
            await asyncio.sleep(wait)
            again = [*self._said.headers(None), (b"last-event-id", last.encode())]
            response = await self._send("GET", self._to, again)
            if not response.is_success or kind(response) != EVENTS:
                await response.aclose()
                return "the server's answer broke off, and cannot be taken up again."

    async def _listen(self) -> None:
        """The session's own stream, for as long as the server keeps it."""
        last, wait, tries = "", RETRY, 0
        while tries <= TRIES:
            again = [(b"last-event-id", last.encode())] if last else []
            try:
                response = await self._send("GET", self._to, [*self._said.headers(None), *again])
                if not response.is_success or kind(response) != EVENTS:
                    await response.aclose()
                    return
                async for event in whole(response, self._guest.server):
                    tries = 0
                    last, wait = events.mark(event, last, wait)
                    if events.data(event).strip():
                        self._pass(events.data(event), {}, response)
            except (Refusal, CallgateError, httpx2.HTTPError):
                pass  # it is tried again, a few times
            tries += 1
            await asyncio.sleep(wait)

    async def _older(self, line: bytes) -> str:
        """A server of 2024-11-05: its stream tells where to post."""
        response = await self._send("GET", self._guest.remote.url, [(b"accept", EVENTS.encode())])
        if not response.is_success or kind(response) != EVENTS:
            await response.aclose()
            return f"the server speaks neither streamable HTTP nor server-sent events ({response.status_code})."
        opened: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._beside(self._stream(response, opened))
        self._to = urljoin(self._guest.remote.url, await opened)
        if not upstream.within(self._guest, self._to):
            return "the server wants messages sent to another origin."
        self._streamed = True
        posted = await self._send("POST", self._to, self._said.headers({}), line)
        await posted.aclose()
        return "" if posted.is_success else f"the server answered {posted.status_code}."

    async def _stream(self, response: httpx2.Response, opened: asyncio.Future[str]) -> None:
        try:
            async for event in whole(response, self._guest.server):
                text = events.data(event)
                if events.name(event) == "endpoint":
                    if not opened.done():
                        opened.set_result(text.decode("utf-8", "replace").strip())
                elif text.strip():
                    self._pass(text, {}, response)
        except Refusal as refused:
            print(f"callgate: {refused}", file=sys.stderr)
        finally:
            await response.aclose()
            if not opened.done():
                opened.set_exception(Refusal(502, "the server's stream ended before it began."))

    def _pass(self, text: bytes, asked: dict[str, object], response: httpx2.Response) -> None:
        self._said.hears(text, asked, response)
        self._write(one_line(text))

    async def _send(
        self, method: str, url: str, headers: list[tuple[bytes, bytes]], body: bytes = b""
    ) -> httpx2.Response:
        own = [(name.lower().encode(), held.encode()) for name, held in self._headers.items()]
        told = [*headers, *own, (b"accept-encoding", b"identity")]
        logged_in = self._http.auth is not None
        response = await self._sent(method, url, told, body)
        if response.status_code != 401 or logged_in or b"authorization" in dict(own):
            return response
        await response.aclose()
        async with self._login:  # one of the requests that were under way begins it, the others wait
            if self._http.auth is None:
                from callgate_proxy.http.login import provider

                self._http.auth = await provider(self._guest.remote.url)
        return await self._sent(method, url, told, body)

    async def _sent(self, method: str, url: str, told: list[tuple[bytes, bytes]], body: bytes) -> httpx2.Response:
        try:
            return await upstream.send(self._http, self._guest, method, url, told, body)
        except (Refusal, CallgateError):
            raise
        except Exception as error:  # what the SDK's login may raise is told to the client, never lost in a task
            if self._http.auth is None:
                raise
            raise CallgateError(f"The login failed: {error or type(error).__name__}.", LOGIN_FIX) from None

    def _beside(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._others.add(task)
        task.add_done_callback(self._others.discard)

    async def end(self) -> None:
        """The client has gone."""
        for task in [*self._running.values(), *self._others]:
            task.cancel()
        if self._said.session:
            try:
                response = await asyncio.wait_for(self._send("DELETE", self._to, self._said.headers(None)), RETRY)
                await response.aclose()
            except (Refusal, CallgateError, httpx2.HTTPError, TimeoutError):
                pass  # it ends by itself
        await self._http.aclose()


async def serve(url: str, headers: dict[str, str]) -> None:
    """Stands between standard input and output and the server at `url` until the input ends."""
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[bytes] = asyncio.Queue()

    def read() -> None:
        for line in sys.stdin.buffer:
            loop.call_soon_threadsafe(lines.put_nowait, line)
        loop.call_soon_threadsafe(lines.put_nowait, b"")

    def write(line: bytes) -> None:
        sys.stdout.buffer.write(line)
        sys.stdout.buffer.flush()

    bridge = Bridge(url, headers, write)
    threading.Thread(target=read, daemon=True).start()
    while line := await lines.get():
        await bridge.take(line)
    await bridge.end()


def main(argv: list[str]) -> int:
    """`argv`: the address, and a header as "Name: value" where there is one."""
    try:
        url = check_url(argv[0])
        name, _, held = argv[1].partition(":") if len(argv) > 1 else ("", "", "")
        told = {name.strip(): held.strip()} if name else {}
        if name_of(held.strip()) is not None:
            told |= resolve(told)
        asyncio.run(serve(url, told))
    except CallgateError as error:
        print(f"callgate: {error} {error.fix}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    code = main(sys.argv[1:])
    sys.stdout.flush()
    os._exit(code)  # a thread may still be blocked in a read that nothing will end
