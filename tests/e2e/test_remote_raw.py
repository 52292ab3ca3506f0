"""What no honest client sends to `callgate serve`: requests that two readers cut differently, and ones without end.

Beyond it, clients that reach it by a forwarded port: their Host names another one than it listens on.
"""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit

import pytest
from guarding import PATIENCE, Guard, call
from mcp import Client
from remoting import fronted, remote

CALL = json.dumps(
    {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "echo", "arguments": {"text": "hi"}}}
).encode()
TYPES = b"Content-Type: application/json\r\nAccept: application/json, text/event-stream\r\n"


def spoken(local: str, request: bytes, half: bool = False) -> bytes:
    """What the endpoint answers to the bytes of `request` until it closes; HERE is its path.

    `half`: the client says at once that nothing more comes.
    """
    parts = urlsplit(local)
    with socket.create_connection((parts.hostname, parts.port), timeout=PATIENCE) as wire:
        wire.sendall(request.replace(b"HERE", parts.path.encode()))
        if half:
            wire.shutdown(socket.SHUT_WR)
        told = b""
        while piece := wire.recv(65_536):
            told += piece
    return told


STAYS = b"Host: 127.0.0.1\r\n"
HOST = STAYS + b"Connection: close\r\n"
FOLDED = HOST.replace(b".1\r", b".1\r\n .evil\r")
LENGTH = b"Content-Length: %d\r\n" % len(CALL)
CHUNKED = b"Transfer-Encoding: chunked\r\n"
CHUNKS = b"%x\r\n%s\r\n0\r\n\r\n" % (len(CALL), CALL)
ODD = {
    "two lengths": b"POST HERE HTTP/1.1\r\n" + HOST + TYPES + LENGTH + b"Content-Length: 3\r\n\r\n" + CALL,
    "a list of lengths": b"POST HERE HTTP/1.1\r\n" + HOST + TYPES + b"Content-Length: 3, 4\r\n\r\n" + CALL,
    "a length with a sign": b"POST HERE HTTP/1.1\r\n" + HOST + TYPES + b"Content-Length: +5\r\n\r\n" + CALL,
    "two codings": b"POST HERE HTTP/1.1\r\n" + HOST + TYPES + CHUNKED + CHUNKED + b"\r\n" + CHUNKS,
    "an unknown coding": b"POST HERE HTTP/1.1\r\n" + HOST + TYPES + b"Transfer-Encoding: xchunked\r\n\r\n" + CHUNKS,
    "a space before the colon": b"POST HERE HTTP/1.1\r\n" + HOST + TYPES + b"Content-Length : 3\r\n\r\n" + CALL,
    "a chunk without a size": b"POST HERE HTTP/1.1\r\n" + HOST + TYPES + CHUNKED + b"\r\n0x5\r\nhello\r\n0\r\n\r\n",
    "two hosts": b"POST HERE HTTP/1.1\r\n" + HOST + b"Host: evil.example\r\n" + TYPES + LENGTH + b"\r\n" + CALL,
    "a folded host": b"POST HERE HTTP/1.1\r\n" + FOLDED + TYPES + LENGTH + b"\r\n" + CALL,
    "no host": b"POST HERE HTTP/1.1\r\nConnection: close\r\n" + TYPES + LENGTH + b"\r\n" + CALL,
    "a whole address": b"POST http://evil.exampleHERE HTTP/1.1\r\n" + HOST + TYPES + LENGTH + b"\r\n" + CALL,
    "a path upwards": b"POST /x/..HERE HTTP/1.1\r\n" + HOST + TYPES + LENGTH + b"\r\n" + CALL,
    "an encoded path": b"POST /%73HERE HTTP/1.1\r\n" + HOST + TYPES + LENGTH + b"\r\n" + CALL,
    "a body that breaks off": b"POST HERE HTTP/1.1\r\n" + HOST + TYPES + b"Content-Length: 9999\r\n\r\n" + CALL,
}


@pytest.fixture(scope="module")
def plain() -> Generator[str]:
    """The address of a server."""
    with remote("stateless") as url:
        yield url


def test_a_request_that_two_readers_could_cut_differently_reaches_no_server(guard: Guard, plain: str) -> None:
    with fronted(guard.home, plain) as local:
        for name, request in ODD.items():
            told = spoken(local, request, half="breaks off" in name)
            assert told == b"" or told.startswith(b"HTTP/1.1 4"), name
        assert guard.rows() == []
        right = b"POST HERE HTTP/1.1\r\n" + HOST + TYPES + LENGTH + b"\r\n" + CALL
        assert b'"hi"' in spoken(local, right)
    assert [row["tool"] for row in guard.rows()] == ["echo"]


def test_of_a_length_and_a_coding_only_one_message_is_read_and_sent_on(guard: Guard, plain: str) -> None:
    """A chunked body wins over a length (RFC 9112, 6.3); what follows it is no second request to the server."""
    hidden = b"POST HERE HTTP/1.1\r\n" + HOST + TYPES + LENGTH + b"\r\n" + CALL
    with fronted(guard.home, plain) as local:
        both = b"POST HERE HTTP/1.1\r\n" + STAYS + TYPES + b"Content-Length: 3\r\n" + CHUNKED + b"\r\n" + CHUNKS
        told = spoken(local, both + hidden)
    # Each of the two is judged as what it is, on the record, or not at all: none rides on the other.
    assert told.count(b"HTTP/1.1 200") == len(guard.rows())


def test_who_never_finishes_a_request_or_never_reads_stops_nobody_else(guard: Guard, plain: str) -> None:
    big = json.dumps(
        {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "big", "arguments": {"size": 9_000_000}}}
    ).encode()

    async def talk(local: str) -> None:
        async with Client(local, read_timeout_seconds=PATIENCE, cache=None) as one:
            assert await call(one, "echo", text="through") == (True, "through")

    with fronted(guard.home, plain) as local:
        parts = urlsplit(local)
        there = parts.hostname, parts.port
        path = parts.path.encode()
        slow = [socket.create_connection(there) for _ in range(18)]
        for number, one in enumerate(slow):
            head = b"POST " + path + b" HTTP/1.1\r\n" + HOST
            one.sendall([b"POST", head + b"X-Slow: ", head + TYPES + b"Content-Length: 99\r\n\r\n{"][number % 3])
        deaf = [socket.create_connection(there) for _ in range(7)]  # more than a loop has threads on two cores
        for one in deaf:
            length = b"Content-Length: %d\r\n\r\n" % len(big)
            one.sendall(b"POST " + path + b" HTTP/1.1\r\n" + HOST + TYPES + length + big)
        asyncio.run(talk(local))
        for one in slow + deaf:
            one.close()


@asynccontextmanager
async def forwarded(local: str) -> AsyncGenerator[str]:
    """`local` by another port of this machine, as `ssh -L` or a container has it: bytes are passed as they are."""
    parts = urlsplit(local)

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while piece := await reader.read(65_536):
                writer.write(piece)
                await writer.drain()
        writer.close()

    async def take(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, away = await asyncio.open_connection(parts.hostname, parts.port)
        await asyncio.gather(pump(reader, away), pump(there, writer))

    async with await asyncio.start_server(take, "127.0.0.1", 0) as server:
        yield f"http://localhost:{server.sockets[0].getsockname()[1]}{parts.path}"


@pytest.mark.parametrize("era", ["legacy", "auto"])
def test_a_client_behind_a_forwarded_port_of_another_number_is_served(guard: Guard, era: str) -> None:
    async def talk(local: str) -> None:
        async with forwarded(local) as address:
            assert urlsplit(address).port != urlsplit(local).port
            async with Client(address, mode=era, read_timeout_seconds=PATIENCE, cache=None) as one:
                assert await call(one, "echo", text="from afar") == (True, "from afar")
            # A page that turned its own name to this machine gets no further by that port either.
            request = (
                b"POST HERE HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n" + TYPES + LENGTH + b"\r\n" + CALL
            )
            assert (await asyncio.to_thread(spoken, address, request)).startswith(b"HTTP/1.1 403")

    with remote("stream") as url, fronted(guard.home, url) as local:
        asyncio.run(talk(local))
    assert [(row["tool"], row["client"]) for row in guard.rows()] == [("echo", "test")]
