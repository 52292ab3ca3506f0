"""The door on Windows: a named pipe whose name nobody can guess and whose first line must be the token.

* run/tray.pipe (in the user's own profile) holds two lines: the pipe's name and the token. Both are new at each start.
* asyncio's pipe server makes its first handle FILE_FLAG_FIRST_PIPE_INSTANCE: nobody can squat on the name.
* Its security descriptor lets others of the machine read, so a caller is believed only after the token.

Written for the system's documented behaviour and typed for it; this module is imported on Windows only.
"""

from __future__ import annotations

import asyncio
import hmac
import os
import secrets
import sys
from collections.abc import Awaitable, Callable

from callgate_proxy.errors import LinkError
from callgate_proxy.home import Home

Accept = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


def note_path(home: Home) -> str:
    """The file that tells the proxies the pipe's name and token."""
    return os.path.join(home.run, "tray.pipe")


def write_note(home: Home) -> tuple[str, str]:
    """Makes a new name and token, writes them where only this user reads, and gives them back."""
    name = rf"\\.\pipe\callgate-{secrets.token_hex(16)}"
    token = secrets.token_hex(32)
    path = note_path(home)
    with open(path + ".new", "w", encoding="ascii", opener=lambda p, flags: os.open(p, flags, 0o600)) as file:
        file.write(f"{name}\n{token}\n")
    os.replace(path + ".new", path)
    return name, token


def read_note(home: Home) -> tuple[str, str]:
    """The pipe's name and token. Raises LinkError where there are none."""
    try:
        with open(note_path(home), encoding="ascii") as file:
            name, token = file.read().split()
    except (OSError, ValueError) as error:
        raise LinkError("The tray has left no address.", "Start Callgate's tray.") from error
    return name, token


def trusting(token: str, accept: Accept) -> Accept:
    """`accept` behind the token: a caller whose first line is anything else is dropped."""

    async def check(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            untrusted_line = await reader.readline()
        except (OSError, ValueError):
            untrusted_line = b""
        if hmac.compare_digest(untrusted_line.strip(), token.encode()):
            await accept(reader, writer)
        else:
            writer.close()

    return check


async def listen(home: Home, accept: Accept) -> Callable[[], None]:
    """Serves the pipe; gives back what closes it. Raises OSError."""
    name, token = write_note(home)
    checked = trusting(token, accept)
    if sys.platform != "win32":
        raise LinkError("Named pipes are Windows's.", "Use the Unix socket.")
    loop = asyncio.get_running_loop()
    if not isinstance(loop, asyncio.ProactorEventLoop):
        raise LinkError("The event loop cannot serve pipes.", "Run the tray under the proactor loop.")
    from callgate_desktop.door import LINE_LIMIT

    def protocol() -> asyncio.StreamReaderProtocol:
        return asyncio.StreamReaderProtocol(asyncio.StreamReader(limit=LINE_LIMIT, loop=loop), checked, loop=loop)

    servers = await loop.start_serving_pipe(protocol, name)

    def close() -> None:
        for server in servers:
            server.close()

    return close


def knock(home: Home, line: bytes) -> bool:
    """Blocking: opens the pipe, shows the token, sends `line`. Raises OSError, LinkError."""
    name, token = read_note(home)
    with open(name, "r+b", buffering=0) as stream:
        stream.write(token.encode() + b"\n" + line)
    return True
