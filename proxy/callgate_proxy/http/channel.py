"""One client's session with one remote server, judged by the same shell as a stdio server's.

1. A message goes on only when the shell writes its line "to the server"; what it writes "to the client" is the answer,
   and the message never leaves this machine. A line that nobody sent (the refusal of what a server asked)
   is posted to the server.
2. A client's messages under one `Mcp-Session-Id` share a channel and keep their ids. Those without a session share one
   channel for each client and era, under ids of our own: two windows of one client may both begin at 0.
3. The shell works in threads, since it writes files; everything else here is one event loop's.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from callgate_proxy import reply, rows, wire
from callgate_proxy.asks import HOLD, Asks
from callgate_proxy.effects import Forward, Record, Stray, Withdraw
from callgate_proxy.http import exchange as exchanges
from callgate_proxy.http import rename
from callgate_proxy.http.exchange import Exchange, Id, Into, Push
from callgate_proxy.jsonlean import as_object, dumps, loads
from callgate_proxy.lines import cut
from callgate_proxy.relay import Options
from callgate_proxy.shell import Shell

if TYPE_CHECKING:
    from callgate_proxy.effects import Call, Defer, Effect
    from callgate_proxy.home import Home
    from callgate_proxy.session import Session

ASKS = (b"createMessage", b"elicitation/create")  # the marks of what a server asks a client
CANCELLED = "notifications/cancelled"
MOST = 256  # lists that are remembered


class Channel:
    """See the head of the file. Made and used within one event loop."""

    def __init__(
        self, home: Home, server: str, client: str, url: str, shared: bool, post: Callable[[bytes], Awaitable[None]]
    ) -> None:
        """`shared`: its messages belong to no session. `post`: sends a line to the server on our own account."""
        self._loop = asyncio.get_running_loop()
        self._home = home
        # Over HTTP a held call hears of no progress, so no client waits for longer than others.
        self._options = Options(server, client, HOLD, [url])
        self._shell = Shell(
            home, self._options, Into(self._to_server), Into(self._to_client), self._on_ask, self._on_question
        )
        self._asks: Asks | None = None
        self._post = post
        self._shared = shared
        self._count = 0
        self._sent: dict[bytes, deque[Exchange]] = {}  # lines that are being judged
        self._open: dict[Id, Exchange] = {}
        self._asked: dict[bytes, Push] = {}  # what the server asked, and the stream it came by
        self._listed: dict[Id, None] = {}  # requests whose answers are cut: so are those that come again
        self._questions: dict[str, Id] = {}  # what the tray is asked, and the held call it is about
        self._tasks: set[asyncio.Future[None]] = set()
        self.streams: list[Push] = []  # the client's open streams that answer no request

    # ---- from the client

    def read(self, told: dict[str, object]) -> Exchange:
        """The message `told`, to be judged."""
        if not self._shared:
            return exchanges.exchange(told, None)
        if told.get("method") == CANCELLED:
            params = as_object(told.get("params")) or {}
            meant = [key for key, one in self._open.items() if one.own == params.get("requestId")]
            if len(meant) == 1:
                told = {**told, "params": {**params, "requestId": meant[0]}}
        return exchanges.exchange(told, self._fresh)

    def _fresh(self) -> Id:
        self._count += 1
        return f"h{self._count}"

    async def judge(self, exchange: Exchange) -> bool:
        """Has `exchange` judged; whether its fate is known or to come. It has none when it is dropped."""
        if exchange.key is not None and exchange.method is not None:
            self._open.setdefault(exchange.key, exchange)
            if exchange.method == "tools/list" and not self._shared:
                self._listed[exchange.key] = None
                if len(self._listed) > MOST:
                    del self._listed[next(iter(self._listed))]
        self._sent.setdefault(exchange.line, deque()).append(exchange)
        await asyncio.to_thread(self._shell.turn, lambda session, now: session.from_client(exchange.line, now))
        if exchange.fate.done() or (exchange.key is not None and exchange.key in self._shell.session.held):
            return True
        self._forget(exchange)
        return False

    async def refuse(self, body: bytes, why: str) -> None:
        """Records that `body` was refused for `why`, before it was judged."""
        self._count += 1
        between = rows.parties(self._options.client, self._options.server)
        row = rows.invalid(f"{id(self):x}.{self._count}", between, rename.one_line(body), why)
        await asyncio.to_thread(self._shell.turn, lambda _, __: [Record(row)])

    async def cancel(self, exchange: Exchange) -> None:
        """The client has gone, and with it whoever would have had the answer to `exchange`."""
        if exchange.key is not None:
            params = {"requestId": exchange.key}
            line = dumps({"jsonrpc": "2.0", "method": CANCELLED, "params": params}).encode() + b"\n"

            def judge(session: Session, now: float) -> list[Effect]:
                # The server hears of it by the end of the connection.
                return [effect for effect in session.from_client(line, now) if not isinstance(effect, Forward)]

            await asyncio.to_thread(self._shell.turn, judge)
        self._forget(exchange)

    def _forget(self, exchange: Exchange) -> None:
        waiting = self._sent.get(exchange.line)
        if waiting is not None and exchange in waiting:
            waiting.remove(exchange)
            if not waiting:
                del self._sent[exchange.line]
        if exchange.key is not None and self._open.get(exchange.key) is exchange:
            del self._open[exchange.key]

    # ---- from the server

    def wants_whole(self, head: bytes, exchange: Exchange | None) -> bool:
        """Whether a long message that begins with `head`, in the stream that answers `exchange`, must be seen whole."""
        if exchange is not None and self._shared and exchange.method not in wire.JUDGED:
            return True
        return self._shell.session.wants_whole(head)

    async def from_server(self, text: bytes, exchange: Exchange | None, push: Push | None) -> bytes:
        """What to deliver of the message `text` (bytes): the same object, another one, or b"" for nothing.

        `exchange`: what the stream it came by answers; `push`: into that stream.
        """
        line = inside = self._inward(rename.one_line(text), exchange)
        asks = push is not None and any(mark in line for mark in ASKS)
        if asks and push is not None:
            self._asked[line] = push
        self._relist(line)
        delivered, effects, now = await asyncio.to_thread(self._shell.from_server, line)
        if effects:
            await asyncio.to_thread(self._shell.after, effects, now)
        if asks and delivered:
            self._asked.pop(line, None)
        if delivered == inside:
            return text
        return self._outward(delivered, exchange).rstrip(b"\n")

    def _inward(self, line: bytes, exchange: Exchange | None) -> bytes:
        if not self._shared or exchange is None or exchange.key is None:
            return line
        kind, found, _ = reply.parse(line)
        if kind == reply.RESPONSE and found == exchange.own:
            return rename.at(line, ("id",), exchange.key)
        return rename.at(line, rename.SUBSCRIPTION, exchange.key) if b"subscriptionId" in line else line

    def _outward(self, line: bytes, exchange: Exchange | None) -> bytes:
        if not line or not self._shared or exchange is None or exchange.own is None:
            return line
        return rename.at(line, ("id",), exchange.own)

    def _relist(self, line: bytes) -> None:
        """A list that comes again, in a stream that was taken up again, is cut again."""
        if not self._listed or self._shared:
            return
        kind, found, _ = reply.peek(line[: reply.LOOK], line[-reply.LOOK :])
        if kind == reply.RESPONSE and found is not None and found in self._listed:
            self._shell.session.lists.setdefault(found, ("tools/list", None))

    async def in_parts(self, head: bytes, tail: bytes, size: int, exchange: Exchange | None) -> None:
        """A message of `size` bytes was delivered in parts; `head` and `tail` are its ends."""
        head, tail = head[: reply.LOOK], tail[-reply.LOOK :]
        if self._shared and exchange is not None and exchange.key is not None:
            kind, found, failed = reply.peek(head, tail)
            if kind == reply.RESPONSE and found == exchange.own:
                result: dict[str, object] = {"isError": failed}
                head = tail = dumps({"jsonrpc": "2.0", "id": exchange.key, "result": result}).encode()
        await asyncio.to_thread(self._shell.from_server_in_parts, head, tail, size)

    async def ended(self, exchange: Exchange, is_final: bool) -> None:
        """The response to `exchange` is over. `is_final`: what it still waits for cannot come by another stream."""
        if is_final and exchange.key is not None and exchange.method is not None:
            error = wire.error(exchange.key, -32000, "no answer came")
            _, effects, now = await asyncio.to_thread(self._shell.from_server, error)
            missed: list[Effect] = [one for one in effects if not isinstance(one, Stray)]
            if missed:  # else it was answered, and nothing waits for it any more
                await asyncio.to_thread(self._shell.after, missed, now)
        self._forget(exchange)

    # ---- what the shell does, in any thread

    def _to_server(self, data: bytes) -> None:
        for line in cut(data):
            self._loop.call_soon_threadsafe(self._goes_on, line)

    def _to_client(self, data: bytes) -> None:
        for line in cut(data):
            self._loop.call_soon_threadsafe(self._told, line)

    def _on_ask(self, call: Call) -> None:
        if self._asks is None:
            self._asks = Asks(self._shell.turn, self._home, self._options)
        if not call.back:
            self._questions[call.question] = call.id
        self._asks.open(call)

    def _on_question(self, ended: Withdraw | Defer) -> None:
        if self._asks is not None:
            self._asks.over(ended)
        if isinstance(ended, Withdraw):
            self._loop.call_soon_threadsafe(self._taken_back, ended.row_id)

    # ---- what follows from it, in the loop

    def _goes_on(self, line: bytes) -> None:
        waiting = self._sent.get(line)
        if waiting is None:
            self._later(self._post(line))
            return
        exchange = waiting.popleft()
        if not waiting:
            del self._sent[line]
        exchange.settle(None)

    def _told(self, line: bytes) -> None:
        message = as_object(loads(line.decode("utf-8"))) or {}
        if "method" not in message:
            exchange = self._open.get(_id(message.get("id")))
            if exchange is not None:
                exchange.settle(self._outward(line, exchange))
        elif "id" in message:
            push = self._asked.pop(line, None)
            if push is not None:
                self._later(push(line))
        elif message["method"] != "notifications/progress":  # a held call's stream is not open yet
            self._announce(line, message)

    def _announce(self, line: bytes, message: dict[str, object]) -> None:
        """The list of tools has changed: to whoever listens."""
        meta = as_object((as_object(message.get("params")) or {}).get("_meta")) or {}
        listener = self._open.get(_id(meta.get(rename.SUBSCRIPTION[-1])))
        if listener is not None and listener.push is not None and listener.own is not None:
            self._later(listener.push(rename.at(line, rename.SUBSCRIPTION, listener.own)))
        elif listener is None and self.streams:
            self._later(self.streams[-1](line))

    def _taken_back(self, question: str) -> None:
        """The question is over without an answer: so is its call's request, where it was still held."""
        exchange = self._open.get(self._questions.pop(question, ""))
        if exchange is not None:
            exchange.settle(b"")

    def _later(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # ---- its life

    async def tick(self) -> None:
        """Looks whether the policy changed what the client has listed."""
        if self._shell.session.listed:
            await asyncio.to_thread(self._shell.turn, lambda session, now: session.tick(now))

    async def close(self) -> None:
        """The session is over: what is open ends, on the record."""
        await asyncio.to_thread(self._shell.close)
        if self._asks is not None:
            await asyncio.to_thread(self._asks.end)
        for exchange in list(self._open.values()):
            exchange.settle(b"")


def _id(found: object) -> Id:
    return found if isinstance(found, (str, int)) else ""
