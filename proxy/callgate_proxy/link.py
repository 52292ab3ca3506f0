"""The proxy's end of the local socket: connects when there is something to ask, and not before.

* No tray, a tray of another user, or a lost link: the question counts as refused. Nothing here can open anything.
* One connection carries all open questions; a thread reads the answers.
On the proxy's path: nothing but C modules, and those only once a call has to be asked about.
"""

from __future__ import annotations

import os
import sys
from _thread import allocate_lock, start_new_thread

from callgate_proxy.jsonlean import as_object, dumps, loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, Protocol

    from callgate_proxy.home import Home

    class Wire(Protocol):
        """A connected stream of bytes."""

        def send(self, data: bytes) -> None: ...
        def receive(self) -> bytes: ...
        def wait(self, seconds: float) -> None: ...
        def close(self) -> None: ...


CONNECT = 2.0  # seconds to wait for the tray to take a connection
LONGEST = 1 << 20  # bytes of one line from the tray


class Link:
    """Speaks to the tray of `home`; every callback comes from the reading thread."""

    def __init__(
        self,
        home: Home,
        hello: dict[str, object],
        on_message: Callable[[dict[str, object]], None],
        on_lost: Callable[[int], None],
    ) -> None:
        """`hello`: contract.hello(…), the first line of each connection. `on_lost`: the connection of this number
        ended.
        """
        self._home = home
        self._hello = hello
        self._on_message = on_message
        self._on_lost = on_lost
        self._lock = allocate_lock()
        self._wire: Wire | None = None
        self._number = 0  # of the connection

    def send(self, message: dict[str, object]) -> int:
        """Sends one message, connecting first where needed; gives the connection's number.

        0: there is no tray that could have got it. A tray that was started anew is found.
        """
        data = (dumps(message) + "\n").encode()
        with self._lock:
            if self._wire is not None and self._put(data):
                return self._number
            try:
                self._wire = self._connect()
            except (OSError, ValueError):
                return 0
            return self._number if self._put(data) else 0

    def tell(self, message: dict[str, object]) -> None:
        """Sends one message if there is a connection; it is no loss if there is none."""
        with self._lock:
            if self._wire is not None:
                self._put((dumps(message) + "\n").encode())

    def holds(self, number: int) -> bool:
        """Whether the connection of this number is open."""
        with self._lock:
            return self._wire is not None and self._number == number

    def close(self) -> None:
        """Ends the connection."""
        with self._lock:
            self._drop()

    def _connect(self) -> Wire:
        wire = connect(self._home)
        wire.send((dumps(self._hello) + "\n").encode())
        self._number += 1
        start_new_thread(self._read, (wire, self._number))
        return wire

    def _put(self, data: bytes) -> bool:
        assert self._wire is not None
        try:
            self._wire.send(data)
        except (OSError, ValueError):
            self._drop()
            return False
        return True

    def _drop(self) -> None:
        wire, self._wire = self._wire, None
        if wire is None:
            return
        try:
            wire.close()
        except OSError:
            return  # the other end was first

    def _read(self, wire: Wire, number: int) -> None:
        buffer = b""
        try:
            while data := wire.receive():
                *lines, buffer = (buffer + data).split(b"\n")
                for line in lines:
                    self._take(line)
                if len(buffer) > LONGEST:
                    break
        except OSError:
            pass
        with self._lock:
            if self._wire is wire:
                self._drop()
        self._on_lost(number)

    def _take(self, line: bytes) -> None:
        try:
            message = as_object(loads(line.decode("utf-8")))
        except ValueError:
            return  # what cannot be read allows nothing
        if message is not None:
            self._on_message(message)


def connect(home: Home) -> Wire:
    """A stream to the tray of `home`. Raises OSError, ValueError where there is none that is this user's."""
    return _PipeWire(home) if sys.platform == "win32" else _SocketWire(home)


if sys.platform != "win32":

    class _SocketWire:
        """A Unix socket whose other end belongs to this user."""

        def __init__(self, home: Home) -> None:
            import _socket

            self._socket = _socket.socket(_socket.AF_UNIX, _socket.SOCK_STREAM)
            try:
                self._socket.settimeout(CONNECT)
                self._socket.connect(home.socket)
                if _peer_uid(self._socket) != os.getuid():
                    raise PermissionError("the tray's socket belongs to another user")
                self._socket.settimeout(None)
            except OSError:
                self._socket.close()
                raise

        def send(self, data: bytes) -> None:
            self._socket.sendall(data)

        def receive(self) -> bytes:
            return self._socket.recv(65_536)

        def wait(self, seconds: float) -> None:
            """What is received from now on comes within `seconds`, else TimeoutError."""
            self._socket.settimeout(seconds)

        def close(self) -> None:
            import _socket

            try:
                self._socket.shutdown(_socket.SHUT_RDWR)  # wakes the reading thread
            finally:
                self._socket.close()

    def _peer_uid(connected: Any) -> int:
        import _socket

        if sys.platform == "linux":
            credentials = connected.getsockopt(_socket.SOL_SOCKET, _socket.SO_PEERCRED, 12)
            return int.from_bytes(credentials[4:8], sys.byteorder)
        # macOS: struct xucred {version, uid, …} of SOL_LOCAL (0), LOCAL_PEERCRED (1).
        credentials = connected.getsockopt(0, 1, 76)
        return int.from_bytes(credentials[4:8], sys.byteorder)


class _PipeWire:
    """Windows: the named pipe that run/tray.pipe names, with its token as the first line."""

    def __init__(self, home: Home) -> None:
        from multiprocessing.connection import Client

        with open(os.path.join(home.run, "tray.pipe"), encoding="ascii") as note:
            name, token = note.read().split()
        self._patience: float | None = None
        self._pipe: Any = Client(name, family="AF_PIPE")
        self.send(token.encode() + b"\n")

    def send(self, data: bytes) -> None:
        self._pipe.send_bytes(data)

    def receive(self) -> bytes:
        try:
            if self._patience is not None and not self._pipe.poll(self._patience):
                raise TimeoutError
            return self._pipe.recv_bytes()
        except EOFError:
            return b""

    def wait(self, seconds: float) -> None:
        """As of the socket."""
        self._patience = seconds

    def close(self) -> None:
        self._pipe.close()
