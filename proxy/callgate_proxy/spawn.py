"""The real server as a child process: one interface, an adapter for each system.

* The child gets the environment, the working directory and stderr as they came, and pipes for stdin and stdout.
* It leads a group of its own, so that ending it ends what it started, and the system ends it when the proxy dies.
* What cannot be started is a SpawnError that says so; nothing else is tried in its place.
On the proxy's path, before anything else is imported.
"""

from __future__ import annotations

import sys

from callgate_proxy.errors import CallgateError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Protocol

    class Child(Protocol):
        """A running server. `stdin`, `stdout`: file descriptors, the proxy's ends."""

        stdin: int
        stdout: int

        def poll(self) -> int | None:
            """The exit code, None while it runs; a death by signal N is 128 + N."""
            ...

        def wait(self) -> int:
            """Waits for its end and gives the exit code."""
            ...

        def terminate(self) -> None:
            """Asks it and all it started to end."""
            ...

        def kill(self) -> None:
            """Ends it and all it started."""
            ...


class SpawnError(CallgateError):
    """The server's command could not be started."""


def start(command: list[str]) -> Child:
    """Starts `command` (program and arguments; the program is looked up in PATH). Raises SpawnError."""
    if sys.platform == "win32":
        from callgate_proxy import spawn_windows

        return spawn_windows.start(command)
    from callgate_proxy import spawn_posix

    return spawn_posix.start(command)


def failed(command: list[str], error: OSError) -> SpawnError:
    """The SpawnError for `error`, which starting `command` raised."""
    return SpawnError(
        f"the server's command {command[0]!r} could not be started ({error.strerror or error})",
        "check the command in the client's configuration and that it is installed where PATH finds it",
    )
