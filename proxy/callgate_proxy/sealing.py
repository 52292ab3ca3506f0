"""Sealing the log, and taking old day files away without breaking its chains.

* Seals stand in a folder of their own, `seals/`, one line each, appended under a lock: the tray seals, and so does
  `callgate log verify`.
* A sealer remembers how far it has read each file and reads on from there; what was changed before that point since is
  sealed as it was, so that it shows.
* A day file is removed only where it is proven whole; what its chains need is in the seals before the file goes.
Raises OSError where the folder cannot be used.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from callgate_proxy.errors import LogError
from callgate_proxy.log import day_name, row_hash
from callgate_proxy.logproof import ROW as TAIL
from callgate_proxy.logproof import Proof, file_hash, is_day_file, whole_row
from callgate_proxy.seals import NAME, Sealed, read

if TYPE_CHECKING:
    import hashlib
    from collections.abc import Generator, Iterator

    from callgate_proxy.home import Home

BLOCK = 1 << 20  # bytes of one read
DAY = 86_400.0  # seconds
KEPT = 2  # days whose files are never removed: they may still be written


def day_files(home: Home) -> list[str]:
    """The names of the log's files, oldest first; none where there is no log."""
    try:
        return sorted(name for name in os.listdir(home.log) if is_day_file(name))
    except FileNotFoundError:
        return []


def blocks(home: Home, name: str, start: int = 0) -> Iterator[bytes]:
    """The bytes of a day file from `start` on."""
    with open(os.path.join(home.log, name), "rb") as file:
        file.seek(start)
        while data := file.read(BLOCK):
            yield data


def sealed(home: Home) -> tuple[Sealed, bytes]:
    """What the seals say, and the seals themselves; nothing where there are none."""
    try:
        with open(os.path.join(home.seals, NAME), "rb") as file:
            data = file.read()
    except FileNotFoundError:
        data = b""
    return read(data), data


def prove(home: Home) -> tuple[Proof, Sealed]:
    """Every file of the log held against the seals. Looks again where seals came meanwhile: a file may have gone."""
    while True:
        said, data = sealed(home)
        proof = Proof(said)
        try:
            for name in day_files(home):
                proof.file(name, blocks(home, name))
        except FileNotFoundError:
            if sealed(home)[1] == data:
                raise
            continue
        if not proof.problems() or sealed(home)[1] == data:
            return proof, said


class Sealer:
    """Seals the log of `home` as it grows. One at a time uses it."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._read: dict[str, tuple[int, hashlib.blake2b]] = {}  # file to what of it is hashed

    def seal(self, now: float) -> bool:
        """Adds a seal at `now` (seconds since the epoch); False where there is nothing new to seal."""
        with _locked(self._home):
            said, data = sealed(self._home)
            files: dict[str, tuple[int, str]] = {}
            heads: dict[str, tuple[int, str]] = {}
            for name in day_files(self._home):
                marks = said.marks.get(name)
                size = os.stat(os.path.join(self._home.log, name)).st_size
                if marks and marks[-1].bytes == size:
                    continue
                upto, digest = self._through(name, heads)
                if upto and not (marks and marks[-1].bytes == upto and marks[-1].hash == digest):
                    files[name] = (upto, digest)
            if not files:
                return False
            heads = {writer: head for writer, head in heads.items() if head[0] > said.heads.get(writer, (-1,))[0]}
            _append(self._home, data, said, {"k": "seal", "v": 1, "t": now, "files": files, "heads": heads})
            return True

    def _through(self, name: str, heads: dict[str, tuple[int, str]]) -> tuple[int, str]:
        """Reads on to the last whole line; (its end in bytes, the hash up to there). `heads` takes in the rows."""
        at, digest = self._read.get(name, (0, file_hash()))
        held = b""
        for block in blocks(self._home, name, at):
            whole, end, rest = (held + block).rpartition(b"\n")
            digest.update(whole + end)
            at += len(whole + end)
            _heads(whole, heads)
            held = rest
        self._read[name] = (at, digest)
        return at, digest.hexdigest()


def _heads(data: bytes, heads: dict[str, tuple[int, str]]) -> None:
    last: dict[bytes, tuple[int, bytes]] = {}
    for line in data.split(b"\n"):
        found = TAIL.fullmatch(line)
        if found is not None:
            last[found[2]] = (int(found[3]), line)
    for writer, (number, line) in last.items():
        if number >= heads.get(name := writer.decode(), (-1,))[0] and (row := whole_row(line)):
            heads[name] = (number, row_hash(row))


def removable(home: Home, days: int, now: float) -> list[str]:
    """The day files whose day ended more than `days` days before `now`; never those that may still be written."""
    first_kept = day_name(now - max(days, KEPT) * DAY)
    return [name for name in day_files(home) if name < first_kept]


def remove(home: Home, names: list[str], now: float) -> None:
    """Takes the day files `names` away and leaves in the seals what proves the rest. Raises LogError where the log is
    not proven whole.
    """
    with _locked(home):
        proof, _ = prove(home)
        if proof.problems():
            raise LogError("the log is not as it was written; no file was removed", "Run `callgate log verify`.")
        for name in names:
            said, data = sealed(home)
            runs = {
                writer: [[run.first, run.before, run.last, run.head] for run in found]
                for writer, found in proof.runs(name).items()
            }
            digest = file_hash()
            size = 0
            for block in blocks(home, name):
                digest.update(block)
                size += len(block)
            gone = {"k": "gone", "v": 1, "t": now, "file": name, "bytes": size, "hash": digest.hexdigest()}
            _append(home, data, said, {**gone, "runs": runs})
            os.remove(os.path.join(home.log, name))


def _append(home: Home, data: bytes, said: Sealed, row: dict[str, object]) -> None:
    whole = data.rfind(b"\n") + 1
    line = json.dumps({**row, "n": len(said.hashes), "prev": said.last}, separators=(",", ":")).encode() + b"\n"
    flags = os.O_WRONLY | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    number = os.open(os.path.join(home.seals, NAME), flags, 0o600)
    try:
        os.ftruncate(number, whole)  # a seal without an end, of one that was killed, is none
        os.lseek(number, whole, os.SEEK_SET)
        if os.write(number, line) != len(line):
            raise OSError(28, "No space left on device", home.seals)
        os.fsync(number)
    finally:
        os.close(number)


@contextmanager
def _locked(home: Home) -> Generator[None]:
    home.ensure(home.seals)
    number = os.open(os.path.join(home.seals, "lock"), os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o600)
    try:
        _wait_for(number)
        yield
    finally:
        os.close(number)  # and with it the lock


if sys.platform == "win32":

    def _wait_for(number: int) -> None:
        import msvcrt

        msvcrt.locking(number, msvcrt.LK_LOCK, 1)

else:

    def _wait_for(number: int) -> None:
        from fcntl import LOCK_EX, flock

        flock(number, LOCK_EX)
