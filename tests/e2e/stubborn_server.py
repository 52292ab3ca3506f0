"""A server for the process tests: it says that it is up, notes what it is asked, and obeys as little as it is told to.

    stubborn_server.py [MANNER …]

    deaf         goes on when its input ends and when it is asked to end
    launches     starts a deaf one through a shell, as launchers do, before it serves itself
    hides        its own deaf child does not hold standard output
    mute         closes its standard output at once, and serves on
    floods       1 MB on standard output once its input ends, just before the end
    giant        one line of 100 MB once a line has come
    counts       says at the end how many bytes came, and their SHA-256
    code=N       the exit code

What it saw (`eof`, `SIGTERM`) goes to the file `WITNESS` names, a line each. Standard library only.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading

FLOOD = 1_000_000  # bytes
GIANT = 100_000_000  # bytes
CHUNK = 1 << 16


def note(what: str) -> None:
    """Adds a line to what was seen."""
    if path := os.environ.get("WITNESS"):
        with open(path, "a", encoding="utf-8") as file:
            print(what, file=file)


def say(**params: object) -> None:
    """A notification for the client, in one write: the launched one says so on the same pipe."""
    os.write(1, json.dumps({"jsonrpc": "2.0", "method": "test/says", "params": params}).encode() + b"\n")


def write(data: bytes) -> None:
    """All of `data` to standard output."""
    view = memoryview(data)
    while view:
        view = view[os.write(1, view) :]


def read(manners: set[str]) -> None:
    """Reads until the input ends."""
    size, digest = 0, hashlib.sha256()
    while data := os.read(0, CHUNK):
        size += len(data)
        digest.update(data)
        if "giant" in manners and data.endswith(b"\n"):
            write(b'{"jsonrpc":"2.0","id":1,"result":{"text":"%s"}}\n' % (b"x" * GIANT))
    note("eof")
    if "counts" in manners:
        say(size=size, sha256=digest.hexdigest())
    if "floods" in manners:
        write(b'{"jsonrpc":"2.0","method":"x","params":{"text":"%s"}}\n' % (b"y" * FLOOD))


def launch(hidden: bool) -> None:
    """Starts a deaf server through a shell which stays between the two, and waits until that one is up."""
    up, told = os.pipe()
    command = f'"{sys.executable}" -IS "{__file__}" deaf up={told}{" >/dev/null" if hidden else ""}; true'
    subprocess.Popen(["sh", "-c", command], pass_fds=[told])
    os.close(told)
    os.read(up, 1)


def main(manners: set[str]) -> None:
    """Serves in its manner; ends with the code it was given."""
    options = dict(manner.split("=") for manner in manners if "=" in manner)
    if "deaf" in manners:
        signal.signal(signal.SIGTERM, lambda number, frame: note("SIGTERM"))  # noqa: ARG005  # what signal() calls
    if manners & {"launches", "hides"}:
        launch("hides" in manners)
    say(pid=os.getpid())
    if told := options.get("up"):
        os.write(int(told), b".")
    if "mute" in manners:
        os.close(1)
    sys.stderr.buffer.write(b"up \xff\x00 caf\xc3\xa9\n")
    sys.stderr.flush()
    if "dies" not in manners:
        read(manners)
    while "deaf" in manners:
        threading.Event().wait(3600)
    sys.exit(int(options.get("code", 0)))


if __name__ == "__main__":
    main(set(sys.argv[1:]))
