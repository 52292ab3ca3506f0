"""The tray's door: one lock, one listening socket, and nobody but this user's own processes let in.

* The lock comes first (`flock` on run/tray.lock, freed by the kernel when the tray dies): `bind` alone would let a
  second tray take a living one's socket over without a word.
* run/ is 0700 and the socket 0600; each caller's uid is read from the kernel all the same.
* A Unix socket's path holds 103 bytes on macOS: a longer one is an error with a way out, not a truncated name.
* Windows has no Unix sockets in asyncio: there the same class listens on a named pipe (`pipe.py`).

No Qt: runs and is tested under plain asyncio.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import struct
import sys
from collections.abc import Awaitable, Callable
from typing import IO

from callgate_proxy.errors import CallgateError, LinkError
from callgate_proxy.home import Home

from callgate_desktop.said import said

LINE_LIMIT = 20 * 1024 * 1024  # bytes: arguments of 1 MB and more pass whole
PATH_LIMIT = 103  # bytes: the shortest sun_path in use (macOS), without its NUL

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter, int], Awaitable[None]]


class TrayRunning(CallgateError):
    """Another tray holds this home; hand over to it."""


class Door:
    """The open door: the lock is held and callers are served until `close`."""

    def __init__(self, home: Home, lock: IO[bytes]) -> None:
        self._home = home
        self._lock = lock
        self._closers: list[Callable[[], None]] = []
        self._callers: set[asyncio.Task[None]] = set()

    @classmethod
    async def open(cls, home: Home, serve: Serve) -> Door:
        """Takes the lock and listens; `serve(reader, writer, pid)` runs once a caller.

        Raises TrayRunning (the lock is held), LinkError (the path is too long, the directory not ours or not writable).
        """
        check_path(home.socket)
        try:
            private(home)
            lock = _lock(os.path.join(home.run, "tray.lock"))
            if lock is None:
                raise TrayRunning("Callgate is already running for this home.", "Use its icon in the tray.")
            door = cls(home, lock)
            await door._listen(serve)
        except OSError as error:
            raise LinkError(
                said("The tray cannot open its socket in {path}: {why}.", path=home.run, why=error.strerror or error),
                said("Make the directory writable for you, or set CALLGATE_HOME to one that is."),
            ) from error
        return door

    async def close(self) -> None:
        """Stops listening, ends every connection and frees the lock."""
        for closer in self._closers:
            closer()
        for task in tuple(self._callers):
            task.cancel()
        await asyncio.gather(*self._callers, return_exceptions=True)
        with contextlib.suppress(OSError):
            os.unlink(self._home.socket)
        self._lock.close()

    async def _listen(self, serve: Serve) -> None:
        if sys.platform == "win32":
            from callgate_desktop import pipe

            self._closers.append(await pipe.listen(self._home, self._guarded(serve)))
            return
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self._home.socket)  # left by a tray that was killed: the lock says that it is gone
        listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listener.setblocking(False)
        listener.bind(self._home.socket)
        os.chmod(self._home.socket, 0o600)
        server = await asyncio.start_unix_server(self._guarded(serve), sock=listener, limit=LINE_LIMIT)
        self._closers.append(server.close)

    def _guarded(self, serve: Serve) -> Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]:
        async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            if task is not None:
                self._callers.add(task)
                task.add_done_callback(self._callers.discard)
            try:
                pid = peer(writer)
                if pid is not None:
                    await serve(reader, writer, pid)
            except asyncio.CancelledError:
                return  # the door closes: asyncio.streams would report the cancellation of its own task as an error
            finally:
                writer.close()
                with contextlib.suppress(OSError, asyncio.CancelledError):
                    await writer.wait_closed()

        return accept


def check_path(path: str) -> None:
    """Raises LinkError where `path` does not fit into a socket address."""
    size = len(os.fsencode(path))
    if sys.platform != "win32" and size > PATH_LIMIT:
        raise LinkError(
            said(
                "The path of Callgate's socket is {size} bytes long and {most} fit: {path}",
                size=size,
                most=PATH_LIMIT,
                path=path,
            ),
            said("Set CALLGATE_HOME to a shorter directory."),
        )


def private(home: Home) -> None:
    """Makes run/ for this user alone. Raises OSError; PermissionError where it belongs to somebody else."""
    home.ensure(home.run)
    if sys.platform != "win32":
        if os.stat(home.run).st_uid != os.getuid():
            raise PermissionError(1, said("it belongs to another user"))
        os.chmod(home.run, 0o700)


def peer(writer: asyncio.StreamWriter) -> int | None:
    """The caller's pid as the kernel tells it; None when it runs as another user. 0: the system does not say."""
    sock = writer.get_extra_info("socket")
    if sys.platform == "linux":
        pid, uid, _ = struct.unpack("3i", sock.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))
        return pid if uid == os.getuid() else None
    if sys.platform == "darwin":
        # struct xucred of LOCAL_PEERCRED (sys/un.h): version, uid, …; LOCAL_PEERPID gives the pid.
        _, uid = struct.unpack_from("=II", sock.getsockopt(0, 0x001, 76))
        return struct.unpack("=i", sock.getsockopt(0, 0x002, 4))[0] if uid == os.getuid() else None
    return 0  # a named pipe: its first line proved who calls


def _lock(path: str) -> IO[bytes] | None:
    """The lock file held for as long as it stays open, or None where another process holds it."""
    # Held open: closing frees the lock.
    handle = open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")  # noqa: SIM115
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        handle.close()
        return None
    return handle


async def knock(home: Home, line: bytes) -> bool:
    """Sends `line` to the tray that runs for `home`; False where none answers."""
    try:
        if sys.platform == "win32":
            from callgate_desktop import pipe

            return await asyncio.to_thread(pipe.knock, home, line)
        _, writer = await asyncio.open_unix_connection(home.socket)
    except (OSError, LinkError):
        return False
    writer.write(line)
    with contextlib.suppress(OSError):
        await writer.drain()
    writer.close()
    with contextlib.suppress(OSError):
        await writer.wait_closed()
    return True
