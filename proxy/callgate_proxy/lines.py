"""Framing and writing: bytes become lines, lines become writes.

* A line is what ends in LF; nothing else separates lines here, whatever a reader further on may think.
* A sink writes whole: one writer at a time, and a reader that has gone is an end, not an exception.
"""

from __future__ import annotations

import os
import sys
from _io import BytesIO
from _thread import allocate_lock

from callgate_proxy.wire import LARGEST

PIPE_SIZE = 1 << 20  # bytes a pipe may hold where the system grants it: a megabyte passes in one go
_F_SETPIPE_SZ = 1031  # fcntl(2), Linux; the module names it from Python 3.10 on, but only where the headers had it


def cut(data: bytes) -> list[bytes]:
    """The lines of `data`, each with its line end; what follows the last line end, too. One line is not copied."""
    return [data] if data.find(b"\n") == len(data) - 1 else BytesIO(data).readlines()


class Lines:
    """Cuts chunks into lines; keeps no more of a line than can be judged."""

    __slots__ = ("_held", "_size")

    def __init__(self) -> None:
        self._held: list[bytes] = []
        self._size = 0

    def feed(self, data: bytes) -> list[bytes]:
        """The lines that `data` completes, each with its line end. One over wire.LARGEST is cut behind that size."""
        lines = cut(data)
        rest = b"" if data.endswith(b"\n") else lines.pop()
        if lines and self._held:
            lines[0] = self._take() + lines[0]
        if rest:
            self._keep(rest)
        return lines

    def end(self) -> list[bytes]:
        """What is left when the stream ends: a line without its end, or nothing."""
        return [self._take()] if self._held else []

    def _keep(self, data: bytes) -> None:
        if self._size <= LARGEST:  # one byte over is enough to be refused
            self._held.append(data)
            self._size += len(data)

    def _take(self) -> bytes:
        line = b"".join(self._held)
        self._held.clear()
        self._size = 0
        return line


class Sink:
    """A file descriptor that several threads write whole lines to."""

    __slots__ = ("_fd", "_lock", "open")

    def __init__(self, fd: int) -> None:
        self._fd = fd
        self._lock = allocate_lock()
        self.open = True

    def write(self, data: bytes) -> bool:
        """Writes all of `data`; False when nobody reads any more."""
        with self._lock:
            return self._write(data)

    def begin(self) -> None:
        """Keeps the other writers out until `end`: a line is written in parts."""
        self._lock.acquire()

    def part(self, data: bytes) -> bool:
        """Writes a part of the line that `begin` began; as `write` otherwise."""
        return self._write(data)

    def end(self) -> None:
        """The line that `begin` began is complete."""
        self._lock.release()

    def close(self) -> None:
        """Closes the descriptor; waits for no writer, so that one that is stuck does not keep it open.

        Its number goes to the null device, not back to the system: a writer that is just about to write must not find
        another file behind it.
        """
        if self.open:
            self.open = False
            null = os.open(os.devnull, os.O_WRONLY)
            os.dup2(null, self._fd, inheritable=False)
            os.close(null)

    def _write(self, data: bytes) -> bool:
        try:
            while self.open:
                written = os.write(self._fd, data)
                if written == len(data):
                    return True
                data = data[written:]
        except OSError:  # a broken pipe, or closed meanwhile
            self.open = False
        return False


def prepare(*pipes: int) -> None:
    """Gives `pipes` (file descriptors) room for PIPE_SIZE bytes each, where they are pipes and the system grants it."""
    if sys.platform == "linux":
        import fcntl

        for pipe in pipes:
            try:
                fcntl.fcntl(pipe, _F_SETPIPE_SZ, PIPE_SIZE)
            except OSError:
                continue  # no pipe, or the user's quota is used up: it works as it is
    if sys.platform == "win32":
        import msvcrt

        for pipe in pipes:
            msvcrt.setmode(pipe, os.O_BINARY)
