"""Compiled policies on disk, by content, as Python keeps its .pyc files: who finds the hash has the table at once.

In `compiled/`: `<hash>.table` (its first line is the checksum of the rest: a table that is cut short or changed is
made anew, never trusted), `<hash>.problem` (why that content is no policy, in one line), `last-good` (the hash last
in force). The hash covers FORMAT and the file's bytes. On the proxy's path: reading is lean, writing imports what it
needs.
"""

from __future__ import annotations

import os
from _blake2 import blake2b

from callgate_proxy.jsonlean import as_object, dumps, loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from callgate_proxy.home import Home

FORMAT = 6  # of the table; a new one whenever compile.py writes or decide.py reads it differently
FILES_KEPT = 40
_LARGEST = 64_000_000  # bytes


def key(content: bytes) -> str:
    """The name of what `content` compiles to: 32 hexadecimal digits."""
    return blake2b(b"%d\n%b" % (FORMAT, content), digest_size=16).hexdigest()


def load(home: Home, name: str) -> dict[str, Any] | None:
    """The table kept as `name`; None where there is none, or none that is whole."""
    checksum, _, body = (_read(home, f"{name}.table") or b"").partition(b"\n")
    if not body or checksum != _checksum(body):
        return None
    try:
        table = as_object(loads(body.decode()))
    except ValueError:
        return None
    return table if table and table.get("format") == FORMAT else None


def keep(home: Home, name: str, table: dict[str, Any]) -> None:
    """Keeps `table` as `name`, and drops the oldest of too many. Raises OSError."""
    body = dumps(table).encode()
    _write(home, f"{name}.table", _checksum(body) + b"\n" + body)
    _prune(home)


def problem(home: Home, name: str) -> str:
    """Why the content that `name` stands for is no policy; "" where that is not known."""
    return (_read(home, f"{name}.problem") or b"").decode("utf-8", "replace").strip()


def keep_problem(home: Home, name: str, line: str) -> None:
    """Keeps why the content that `name` stands for is no policy. Raises OSError."""
    _write(home, f"{name}.problem", line.encode("utf-8", "replace"))
    _prune(home)


def last_good(home: Home) -> str:
    """The name of the table last in force, "" where there was none."""
    name = (_read(home, "last-good") or b"").decode("ascii", "replace").strip()
    return name if name.isalnum() else ""


def remember(home: Home, name: str) -> None:
    """Notes that the table kept as `name` is in force. Raises OSError."""
    if last_good(home) != name:
        _write(home, "last-good", name.encode())


def _checksum(body: bytes) -> bytes:
    return blake2b(body, digest_size=16).hexdigest().encode()


def _read(home: Home, name: str) -> bytes | None:
    try:
        with open(os.path.join(home.compiled, name), "rb") as file:
            return file.read(_LARGEST)
    except OSError:
        return None


def _write(home: Home, name: str, data: bytes) -> None:
    from callgate_proxy import atomicfile

    home.ensure(home.root)  # by itself: of a new path, only the last folder is made private
    atomicfile.write(os.path.join(home.ensure(home.compiled), name), data, 0o600)


def _prune(home: Home) -> None:
    """Drops the oldest files, but never the table last in force."""
    from contextlib import suppress

    protected = ["last-good", f"{last_good(home)}.table"]
    with suppress(OSError), open(home.confirmed, "rb") as file:
        protected.append(f"{key(file.read())}.table")
    aged: list[tuple[int, str]] = []
    for name in os.listdir(home.compiled):
        path = os.path.join(home.compiled, name)
        try:
            aged.append((os.stat(path).st_mtime_ns, name))
        except FileNotFoundError:
            continue  # another process tidied up at the same time
    for _, name in sorted(aged)[:-FILES_KEPT]:
        if name not in protected:
            with suppress(FileNotFoundError):
                os.remove(os.path.join(home.compiled, name))
