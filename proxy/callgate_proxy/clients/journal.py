"""What Callgate wrote over: the way back to a client's own file, byte for byte.

1. One directory below `<home>/journal` for each file: `writes.jsonl`, a line for each write, and a copy of the bytes
   from before each, named by their hash.
2. A write over bytes that we wrote ourselves belongs to the same chain; `base` names the bytes the chain began with. So
   a file that is still ours leads back to what it was before Callgate, however many steps lie between.
3. It is written before the file is. A write that then failed leaves a line about bytes no file has: nothing follows
   from it.
4. A line also names the servers that are guarded once it is written, and those left as they are: so a guard that was
   taken off is noticed, and a server that came new.
5. A copy whose hash is wrong, or a line that cannot be read, counts as lost. The copies may hold secrets: 0600 in 0700.
"""

from __future__ import annotations

import contextlib
import glob
import hashlib
import json
import os
from typing import TYPE_CHECKING, TypedDict, cast

from callgate_proxy import atomicfile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from callgate_proxy.home import Home


_TEXTS = ("path", "before", "after", "base")


class _Row(TypedDict):
    path: str
    before: str
    after: str
    base: str
    guarded: list[str]
    left: list[str]


class Journal:
    """The journal of one file."""

    def __init__(self, home: Home, path: str) -> None:
        """`path`: the client's file; a link and what it leads to share one journal."""
        self._home = home
        self._path = os.path.realpath(path)
        self._folder = os.path.join(home.journal, _hash(os.fsencode(self._path))[:16])
        self._writes = os.path.join(self._folder, "writes.jsonl")

    def record(self, before: bytes, after: bytes, guarded: Sequence[str] = (), left: Sequence[str] = ()) -> str:
        """Notes that `before` is about to become `after`; gives back the path of `before`'s copy. Raises OSError.

        `guarded`, `left`: the names of the servers that are guarded in `after`, and of those that are not.
        """
        for directory in (self._home.root, self._home.journal, self._folder):
            self._home.ensure(directory)
        base = self._base_hash(before) or _hash(before)
        copy = self._copy(_hash(before))
        if self._read(_hash(before)) is None:
            atomicfile.write(copy, before, 0o600)
        row: dict[str, object] = {"path": self._path, "before": _hash(before), "after": _hash(after), "base": base}
        row |= {"guarded": list(guarded), "left": list(left)}
        self._append(json.dumps(row) + "\n")
        return copy

    def base(self, content: bytes) -> bytes | None:
        """What the file was before Callgate first wrote it, if `content` is what Callgate last made of it."""
        found = self._base_hash(content)
        return None if found is None else self._read(found)

    def copies(self) -> Iterator[bytes]:
        """Every earlier content, the newest first."""
        seen: set[str] = set()
        for row in reversed(self._rows()):
            if row["before"] not in seen:
                seen.add(row["before"])
                content = self._read(row["before"])
                if content is not None:
                    yield content

    def last(self) -> tuple[list[str], list[str]]:
        """The servers that were guarded after Callgate last wrote the file, and those it left; none if it never did."""
        rows = self._rows()
        return (rows[-1]["guarded"], rows[-1]["left"]) if rows else ([], [])

    def writes(self) -> list[tuple[bytes | None, list[str]]]:
        """Each write, the oldest first: what was there before (None: lost), and the servers guarded after it."""
        return [(self._read(row["before"]), row["guarded"]) for row in self._rows()]

    def rewrite(self, change: Callable[[bytes], bytes], before: bytes, after: bytes) -> None:
        """Tells the same story with other bytes: each copy becomes what `change` makes of it, and `before` `after`.

        For values that go to the keychain and come back: their copies go with them. Raises OSError.
        """
        rows = self._rows()
        names = {_hash(before): _hash(after)}
        for name in {name for row in rows for name in (row["before"], row["base"])}:
            content = self._read(name)
            changed = content if content is None else change(content)
            if changed is not None and changed != content:
                names[name] = _hash(changed)
                atomicfile.write(self._copy(names[name]), changed, 0o600)
        told = [_renamed(row, names) for row in rows]
        if told != rows:
            text = "\n".join(json.dumps(row) for row in told)
            atomicfile.write(self._writes, text.encode(), 0o600)
        kept = {self._copy(name) for row in told for name in (row["before"], row["base"])}
        # Also what an earlier rewrite left that was killed here: such a copy holds what was to leave it.
        for copy in glob.glob(os.path.join(glob.escape(self._folder), "*.json")):
            if copy not in kept:
                with contextlib.suppress(FileNotFoundError):
                    os.remove(copy)

    def _base_hash(self, content: bytes) -> str | None:
        wanted = _hash(content)
        return next((row["base"] for row in reversed(self._rows()) if row["after"] == wanted), None)

    def _rows(self) -> list[_Row]:
        try:
            with open(self._writes, encoding="utf-8", errors="replace") as file:
                lines = file.read().split("\n")
        except OSError:
            return []
        return [row for row in map(_row, lines) if row is not None]

    def _append(self, line: str) -> None:
        # A line that an earlier failure cut short must not swallow this one.
        number = os.open(self._writes, os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_BINARY", 0), 0o600)
        try:
            data = ("\n" if os.fstat(number).st_size else "").encode() + line.encode()
            if os.write(number, data) != len(data):
                raise OSError(None, "the journal could not be written whole", self._writes)
            os.fsync(number)
        finally:
            os.close(number)

    def _copy(self, name: str) -> str:
        return os.path.join(self._folder, f"{name[:32]}.json")

    def _read(self, name: str) -> bytes | None:
        try:
            with open(self._copy(name), "rb") as file:
                content = file.read()
        except OSError:
            return None
        return content if _hash(content) == name else None


def _renamed(row: _Row, names: dict[str, str]) -> _Row:
    before, after, base = (names.get(name, name) for name in (row["before"], row["after"], row["base"]))
    return {**row, "before": before, "after": after, "base": base}


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _row(line: str) -> _Row | None:
    try:
        value: object = json.loads(line)
    except ValueError:
        return None
    if not isinstance(value, dict):
        return None
    row = cast("dict[str, object]", value)
    if not all(isinstance(row.get(key), str) for key in _TEXTS):
        return None
    names = {key: _names(row.get(key)) for key in ("guarded", "left")}
    return cast("_Row", {**{key: row[key] for key in _TEXTS}, **names})


def _names(value: object) -> list[str]:
    return [str(name) for name in cast("list[object]", value)] if isinstance(value, list) else []
