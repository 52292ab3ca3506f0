"""Runs the local endpoint: one loopback address, until it is told to end.

The port is part of the addresses in the clients' files, so another one is written to `remotes.json`, and one that is
taken is an error, never a reason to take the next. Requests are not logged here: their paths hold the tokens.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any

import uvicorn

from callgate_proxy.errors import LinkError
from callgate_proxy.http import remotes
from callgate_proxy.http.endpoint import Endpoint
from callgate_proxy.nodump import leave_no_core

if TYPE_CHECKING:
    from callgate_proxy.home import Home

LAST_WORDS = 1  # seconds that open requests get when the endpoint ends
KEPT = 75  # seconds an idle connection is kept: clients use theirs again


def run(home: Home, port: int | None, names: frozenset[str], secret: Callable[[str], str], while_stdin: bool) -> int:
    """Serves until Ctrl-C or SIGTERM, or the end of the standard input where `while_stdin`.

    `port`: another one than before. Raises LinkError, ConfigError, OSError.
    """
    leave_no_core()
    known = remotes.load(home)
    if port is not None and port != known.port:
        known = remotes.Remotes(port, known.servers)
        remotes.save(home, known)
    listening = bind(known.port)
    count = len(known.servers)
    print(
        f"Serving {count} remote server{'' if count == 1 else 's'} on http://{remotes.LOOPBACK}:{known.port}",
        flush=True,
    )
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(serve(Endpoint(home, names, secret), listening, while_stdin))
    return 0


def bind(port: int) -> socket.socket:
    """A socket that listens on the loopback address alone. Raises LinkError."""
    try:
        return socket.create_server((remotes.LOOPBACK, port))
    except OSError as error:
        raise LinkError(
            f"Port {port} of {remotes.LOOPBACK} cannot be had: {error.strerror or error}.",
            "Another callgate serve may be running; else choose one with --port and protect the clients again.",
        ) from None


class _Server(uvicorn.Server):
    @contextlib.contextmanager
    def capture_signals(self) -> Generator[None]:
        """As uvicorn's, without sending itself the signal again: it would end before the log is complete."""
        loop = asyncio.get_running_loop()
        import signal

        try:
            for number in (signal.SIGINT, signal.SIGTERM):
                loop.add_signal_handler(number, self.handle_exit, number, None)
        except (NotImplementedError, RuntimeError, ValueError):  # Windows, or not the main thread
            with super().capture_signals():
                yield
        else:
            yield


async def serve(endpoint: Endpoint, listening: socket.socket, while_stdin: bool = False) -> None:
    """Serves `endpoint` on a bound socket until the process is told to end. `while_stdin`: as in `run`."""
    app: Any = endpoint
    config = uvicorn.Config(
        app,
        http="h11",
        ws="none",
        lifespan="off",
        access_log=False,
        log_level="critical",
        server_header=False,
        timeout_keep_alive=KEPT,
        timeout_graceful_shutdown=LAST_WORDS,
    )
    watching = asyncio.create_task(endpoint.watch())
    server = _Server(config)
    if while_stdin:
        _end_with_stdin(server)
    try:
        await server.serve(sockets=[listening])
    finally:
        watching.cancel()
        await endpoint.close()


def _end_with_stdin(server: uvicorn.Server) -> None:
    """Ends `server` when nobody holds the other end of the standard input any more, whatever became of them."""
    import signal
    import sys
    import threading

    loop = asyncio.get_running_loop()

    def listen() -> None:
        while sys.stdin.buffer.read(4096):
            pass
        with contextlib.suppress(RuntimeError):  # it has ended already
            loop.call_soon_threadsafe(server.handle_exit, signal.SIGTERM, None)

    threading.Thread(target=listen, daemon=True).start()
