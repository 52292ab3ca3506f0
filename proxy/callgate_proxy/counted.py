"""Which counters were begun: one line a counter in the file `counted`, beside the folder that holds them.

A counter's file that is not there is one of two things: a counter nobody used yet, or one that somebody removed. Only
this list tells them apart, so that what a limit has counted never becomes nothing in silence.
Every function is called by who holds the lock of `counters.py`. Raises OSError; ValueError for what is no such list.
On the proxy's path: read when a counter is opened for the first time.
"""

from __future__ import annotations

import os

from callgate_proxy.jsonlean import dumps, loads


def begun(path: str) -> list[str]:
    """The full keys of the counters that were begun and not given up."""
    try:
        with open(path, "rb") as file:
            lines = file.read().split(b"\n")[:-1]  # one without its end was never begun: its maker was killed
    except FileNotFoundError:
        return []
    keys = [loads(line.decode()) for line in lines]
    found = [key for key in keys if isinstance(key, str)]
    if len(found) != len(keys):
        raise ValueError(f"{path} holds something else")
    return found


def begin(path: str, key: str) -> None:
    """Adds a counter that is not in it."""
    _write(path, [*begun(path), key])


def give_up(path: str, keys: list[str]) -> None:
    """Takes counters out of it: their files may go."""
    found = begun(path)
    left = [key for key in found if key not in keys]
    if len(left) < len(found):
        _write(path, left)


def _write(path: str, keys: list[str]) -> None:
    fresh = f"{path}.new"
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0)
    data = "".join([f"{dumps(key)}\n" for key in keys]).encode()
    number = os.open(fresh, flags, 0o600)
    try:
        if os.write(number, data) != len(data):
            raise OSError(28, "No space left on device")
    finally:
        os.close(number)
    os.replace(fresh, path)
