"""A client, `callgate serve` and a remote server, each a process of its own."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from callgate_proxy.home import Home
from callgate_proxy.http import remotes

SERVER = Path(__file__).with_name("remote_server.py")


@contextmanager
def running(*command: str, **environ: str) -> Generator[subprocess.Popen[str]]:
    """A process that tells in its first line that it is ready; killed when the test leaves it."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, **environ})
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=60)


@contextmanager
def remote(kind: str) -> Generator[str]:
    """The address of a running remote server of ours."""
    with running(sys.executable, str(SERVER), kind) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()


@contextmanager
def keyed(key: str) -> Generator[str]:
    """The address of one that answers only who sends `key` as Authorization."""
    with running(sys.executable, str(SERVER), "stream", REMOTE_KEY=key) as process:
        assert process.stdout is not None
        yield process.stdout.readline().strip()


def free_port() -> int:
    """A port that nobody listened on a moment ago."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


@contextmanager
def fronted(home: Home, url: str, client: str = "test", server: str = "real") -> Generator[str]:
    """The local address of the remote server at `url`, with `callgate serve` running before it."""
    made = remotes.Remotes(free_port()).with_(server, url, client)
    remotes.save(home, made)
    with serving(home):
        yield remotes.route(made, server, client)


@contextmanager
def serving(home: Home) -> Generator[None]:
    """`callgate serve` of `home`, which has one remote server."""
    with running(sys.executable, "-m", "callgate_proxy.cli", "serve", CALLGATE_HOME=home.root) as process:
        assert process.stdout is not None
        assert "Serving 1 remote server" in process.stdout.readline()
        yield


_UNLOCKED = 'printf %s pass | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "$@"'


def keychain(folder: Path) -> tuple[list[str], dict[str, str]]:
    """What to put before a command that is to have an empty, unlocked keychain of its own, and its environment."""
    run = folder / "run"
    run.mkdir(mode=0o700)
    kept = {key: value for key, value in os.environ.items() if key != "DBUS_SESSION_BUS_ADDRESS"}
    own = {"HOME": str(folder), "XDG_RUNTIME_DIR": str(run), "XDG_DATA_HOME": str(folder / "data")}
    return ["dbus-run-session", "--", "sh", "-c", _UNLOCKED, "sh"], {**kept, **own}
