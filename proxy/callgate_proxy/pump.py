"""The two threads of a proxy, and how it ends.

* The client's side is a thread of its own; the server's side is the main thread. Neither waits for the other.
* Once the client has listed the tools, a third thread looks for changes of the policy that it must hear of.
* The server ends first: what it wrote is passed on, then the proxy ends with its exit code.
* The client ends first (or asks with a signal): the server's stdin is closed, and what does not end by itself is ended.
"""

from __future__ import annotations

import os
import time
from _thread import allocate_lock, start_new_thread

from callgate_proxy.fingerprint import FIRST, SETTLED, settle, words_of
from callgate_proxy.keeping import to_stderr
from callgate_proxy.lines import Lines, Sink, prepare
from callgate_proxy.outbound import Outbound
from callgate_proxy.shell import Shell

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from signal import SIGINT, SIGTERM, signal

    from callgate_proxy.asks import Asks
    from callgate_proxy.effects import Call, Defer, Effect, Withdraw
    from callgate_proxy.home import Home
    from callgate_proxy.relay import Options
    from callgate_proxy.session import Session
    from callgate_proxy.spawn import Child
else:
    from _signal import SIGINT, SIGTERM, signal  # without `enum`, which `signal` costs

STDIN = 0
STDOUT = 1
CHUNK = 65_536  # bytes of one read: larger ones cost every small reply an allocation, and large ones keep the memory

# Seconds the server gets: to end when its stdin closes, to end when it is asked to, and to have its last words passed
# on. Together less than the 2 s after which clients send the proxy a signal.
TO_END = 0.8
TO_OBEY = 0.5
TO_DRAIN = 0.2
LOOK_AGAIN = 0.005
LOOK_EVERY = 0.5  # seconds between two looks at the policy, once the client has a list of tools


class Pump:
    """One running proxy."""

    def __init__(self, options: Options, child: Child, home: Home) -> None:
        self._child = child
        self._to_server = Sink(child.stdin)
        self._to_client = Sink(STDOUT)
        self._home = home
        self._options = options
        self._asks: Asks | None = None
        self._shell = Shell(home, options, self._to_server, self._to_client, self._on_ask, self._on_question)
        self._drained = False
        self._ended = allocate_lock()
        self._watching = False

    def run(self) -> int:
        """Pumps until the server has ended; gives its exit code."""
        prepare(self._child.stdout, STDOUT, STDIN)
        for number in (SIGTERM, SIGINT):
            signal(number, self._on_signal)
        self._ended.acquire()
        start_new_thread(self._client_side, ())
        self._server_side()
        self._drained = True
        self._ended.release()
        self._to_client.close()  # the client hears of the end as it would without a proxy
        code = self._child.wait()
        self._shell.close()
        if self._asks is not None:
            self._asks.end()
        return code

    def _on_ask(self, call: Call) -> None:
        if self._asks is None:  # not before the first question: most proxies never ask one
            from callgate_proxy.asks import Asks

            self._asks = Asks(self._take_turn, self._home, self._options)
        self._asks.open(call)

    def _on_question(self, ended: Withdraw | Defer) -> None:
        if self._asks is not None:
            self._asks.over(ended)

    def _take_turn(self, judge: Callable[[Session, float], list[Effect]]) -> None:
        self._shell.turn(judge)

    def _on_signal(self, number: int, frame: object) -> None:  # noqa: ARG002  # what signal() calls
        start_new_thread(self._end_server, (0.0,))

    def _server_side(self) -> None:
        outbound = Outbound(self._shell, self._to_client)
        while data := _read(self._child.stdout):
            outbound.feed(data)
            if self._shell.session.listed and not self._watching:
                self._watching = True
                if self._options.standing in (FIRST, SETTLED):
                    self._settle()
                start_new_thread(self._watch, ())
        outbound.end()

    def _watch(self) -> None:
        """Looks at the policy while nothing else does: a client that listed the tools hears of a change."""
        while not self._ended.acquire(True, LOOK_EVERY):
            self._take_turn(lambda session, now: session.tick(now))

    def _client_side(self) -> None:
        lines = Lines()
        try:
            while self._to_server.open and (data := _read(STDIN)):
                self._turn(lines.feed(data))
            self._turn(lines.end())
        finally:  # whatever went wrong, nothing of the client's goes on unjudged, and the client sees an end
            self._end_server(TO_END)

    def _settle(self) -> None:
        """The client uses the server and does not only probe: how it was started is noted, where that is news."""
        options, words = self._options, words_of(self._options)
        try:
            settle(self._home, options.client, options.server, words, options.standing, time.time())
        except (OSError, ValueError) as error:
            to_stderr(f"callgate: {options.server}: its start was not noted ({error})\n".encode())

    def _turn(self, lines: list[bytes]) -> None:
        if len(lines) == 1:
            self._shell.turn(lambda session, now: session.from_client(lines[0], now))
        elif lines:
            self._shell.turn(
                lambda session, now: [effect for line in lines for effect in session.from_client(line, now)]
            )

    def _end_server(self, patience: float) -> None:
        self._to_server.close()
        self._wait(patience)
        self._child.terminate()  # what the server started, even where it has ended itself
        self._wait(TO_OBEY)
        self._child.kill()
        until = time.monotonic() + TO_DRAIN
        while not self._drained and time.monotonic() < until:
            time.sleep(LOOK_AGAIN)
        if not self._drained:  # somebody else holds the server's stdout open
            self._shell.close()
            os._exit(self._child.wait())

    def _wait(self, seconds: float) -> None:
        until = time.monotonic() + seconds
        while self._child.poll() is None and time.monotonic() < until:
            time.sleep(LOOK_AGAIN)


def _read(fd: int) -> bytes:
    try:
        return os.read(fd, CHUNK)
    except OSError:
        return b""
