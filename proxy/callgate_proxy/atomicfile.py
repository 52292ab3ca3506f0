"""A file is the old one or the new one, never something between, whatever fails on the way.

1. The new bytes go to a fresh file beside the old one, are flushed to the disk, and only then take its name.
2. A failure removes the fresh file and leaves the old one untouched.
3. The caller may look once more between the two steps: `prepare`, look, `commit`.
4. A process that was killed in between leaves its fresh file behind; `sweep` removes what others left.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import sys


def write(path: str, data: bytes, mode: int) -> None:
    """Makes `path` hold `data` with the permission bits `mode`. Raises OSError; the old file is then still there."""
    commit(prepare(path, data, mode), path)


def prepare(path: str, data: bytes, mode: int, owner: tuple[int, int] | None = None) -> str:
    """Writes `data` to a fresh file beside `path`, flushed to the disk, and gives back its name. Raises OSError.

    `mode`: permission bits. `owner`: user and group id to give it where the system lets us.
    """
    fresh = f"{path}.callgate-{secrets.token_hex(4)}"
    number = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    try:
        try:
            _write_all(number, data)
            os.fsync(number)
        finally:
            os.close(number)
        _dress(fresh, mode, owner)
    except BaseException:
        discard(fresh)
        raise
    return fresh


def commit(fresh: str, path: str) -> None:
    """Gives the prepared file the name `path`. Raises OSError; the prepared file is then gone."""
    try:
        os.replace(fresh, path)
    except BaseException:
        discard(fresh)
        raise
    _flush_directory(os.path.dirname(path))


def discard(fresh: str) -> None:
    """Removes a prepared file that is not wanted any more."""
    with contextlib.suppress(OSError):
        os.remove(fresh)


def sweep(path: str) -> None:
    """Removes the fresh files that killed processes left beside `path`."""
    import glob  # the proxy, which writes little and sweeps nothing, does without

    for left in glob.glob(f"{glob.escape(path)}.callgate-????????"):
        discard(left)


def _write_all(number: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(number, rest) :]


def _dress(fresh: str, mode: int, owner: tuple[int, int] | None) -> None:
    if sys.platform != "win32" and owner is not None:
        with contextlib.suppress(OSError):  # a file of another user: only root may give one away
            os.chown(fresh, *owner)
    os.chmod(fresh, mode)


def _flush_directory(directory: str) -> None:
    """The new name survives a power cut. Not every file system can; the file itself is whole either way."""
    if sys.platform != "win32":
        with contextlib.suppress(OSError):
            number = os.open(directory, os.O_RDONLY)
            try:
                os.fsync(number)
            finally:
                os.close(number)
