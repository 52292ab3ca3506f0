"""Whether the log is as it was written: its rows' chains against themselves and against the seals. Pure.

1. A writer's rows follow each other by number, each with the hash of the row before: what is changed, taken out, put in
   or moved within a chain shows, sealed or not.
2. A file holds what every seal saw of it, byte for byte: that finds the rest, such as a chain cut at its end, rows of
   two writers swapped, a file that is no more.
3. A row stands in the file of its own day, and a writer's numbers rise within a file. (A clock set back takes a chain
   to an earlier file, and that is no fault.)
4. A line that is no row is told. A full disk leaves such a stump; where another writer's row hangs on it, that counts.
Where nothing was sealed yet, a chain's last rows can be cut off unnoticed: `unsealed` tells how many rows that may be.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from typing import TYPE_CHECKING

from callgate_proxy.log import FIRST, day_name, row_hash
from callgate_proxy.seals import Problem, Run, Sealed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROW = re.compile(rb'.*"t":(\d+)\.\d{6},"w":"([^"\\]+)","n":(\d+),"prev":"([0-9a-f]{32})"\}', re.DOTALL)
BEGIN = b'{"k":"'


def file_hash() -> hashlib.blake2b:
    """A hash for a file's bytes: BLAKE2b with 32 bytes."""
    return hashlib.blake2b(digest_size=32)


def whole_row(line: bytes) -> bytes:
    """The row in `line` (bytes without the line end): all of it, or what hangs on a stump; b"" where there is none."""
    at = 0
    while at >= 0:
        if ROW.fullmatch(line, at):
            try:
                json.loads(line[at:])
                return line[at:]
            except ValueError:
                pass
        at = line.find(BEGIN, at + 1)
    return b""


class Proof:
    """Takes every file of the log once, then tells.

    `rows`, `unsealed`: how many were seen, and how many lines after the last seal.
    """

    def __init__(self, sealed: Sealed) -> None:
        self._sealed = sealed
        self._runs: dict[str, list[Run]] = {}
        self._files: set[str] = set()
        self._problems = list(sealed.problems)
        self.stumps: list[Problem] = []
        self.rows = 0
        self.unsealed = 0

    @property
    def writers(self) -> int:
        """How many writers wrote them."""
        return len(self._runs)

    def file(self, name: str, blocks: Iterable[bytes]) -> None:
        """Takes the day file `name` (without its folder), whose bytes are `blocks`; to its last whole line."""
        self._files.add(name)
        marks = self._sealed.marks.get(name, [])
        checked = _Marks(name, [(mark.bytes, mark.hash, mark.t) for mark in marks])
        until = marks[-1].bytes if marks else 0
        last: dict[str, int] = {}
        at = 0
        for number, line in enumerate(_lines(checked.through(blocks)), 1):
            at += len(line) + 1
            self.unsealed += line != b"" and at > until
            if line:
                self._line(name, number, line, last, is_sealed=at <= until)
        self._problems += checked.problems()

    def _line(self, name: str, number: int, line: bytes, last: dict[str, int], *, is_sealed: bool) -> None:
        row = whole_row(line)
        if row != line:
            said = "a row begins on what another write left" if row else "no row; a write cut short, or changed since"
            (self.stumps if is_sealed or row else self._problems).append(Problem("unreadable", name, number, said))
        if not row:
            return
        found = ROW.fullmatch(row)
        assert found is not None
        writer, count, before = found[2].decode(), int(found[3]), found[4].decode()
        self.rows += 1
        if day_name(int(found[1])) != name:
            self._problems.append(Problem("inserted", name, number, "the row is of another day than its file"))
        if count <= last.get(writer, -1):
            text = f"row {count} of writer {writer} stands behind row {last[writer]}"
            self._problems.append(Problem("reordered", name, number, text))
        last[writer] = count
        digest = row_hash(row)
        if self._sealed.heads.get(writer, (-1, ""))[0] == count and self._sealed.heads[writer][1] != digest:
            text = f"row {count} of writer {writer} is not the one that was sealed"
            self._problems.append(Problem("changed", name, number, text))
        self._extend(writer, Run(count, before, count, digest, name, number))

    def _extend(self, writer: str, row: Run) -> None:
        runs = self._runs.setdefault(writer, [])
        if runs and runs[-1].file == row.file and (runs[-1].last + 1, runs[-1].head) == (row.first, row.before):
            runs[-1] = Run(runs[-1].first, runs[-1].before, row.last, row.head, row.file, runs[-1].line)
        else:
            runs.append(row)

    def runs(self, name: str) -> dict[str, list[Run]]:
        """The chains' parts in the file `name`, by writer: what is kept of it when it is removed."""
        found = {writer: [run for run in runs if run.file == name] for writer, runs in self._runs.items()}
        return {writer: runs for writer, runs in found.items() if runs}

    def problems(self) -> list[Problem]:
        """All that was found, once every file was taken."""
        found = list(self._problems)
        for name in sorted((self._sealed.marks.keys() | self._sealed.gone.keys()) - self._files):
            if name not in self._sealed.gone:
                found.append(Problem("missing", name, 0, "the file was sealed and is not there"))
        for writer in sorted(self._runs.keys() | self._sealed.heads.keys() | self._removed_writers()):
            found += self._chain(writer)
        return found

    def _removed_writers(self) -> set[str]:
        return {writer for runs in self._sealed.gone.values() for writer in runs}

    def _chain(self, writer: str) -> Iterator[Problem]:
        runs = list(self._runs.get(writer, ()))
        for name, removed in self._sealed.gone.items():
            if name not in self._files:
                runs += removed.get(writer, ())
        expected, before = 0, FIRST
        for run in sorted(runs, key=lambda run: run.first):
            if run.first > expected:
                yield Problem("missing", run.file, run.line, _gap(writer, expected, run.first - 1))
            elif run.first < expected:
                text = f"row {run.first} of writer {writer} is there more than once"
                yield Problem("inserted", run.file, run.line, text)
            elif run.before != before:
                text = f"row {run.first} of writer {writer} does not follow the row before it: one of them was changed"
                yield Problem("changed", run.file, run.line, text)
            expected, before = max(expected, run.last + 1), run.head
        sealed = self._sealed.heads.get(writer, (-1, ""))[0]
        if sealed >= expected:
            yield Problem("missing", "", 0, f"{_gap(writer, expected, sealed)}, at the end of its chain")


def _gap(writer: str, first: int, last: int) -> str:
    return (
        f"row {first} of writer {writer} is missing"
        if first == last
        else (f"rows {first} to {last} of writer {writer} are missing")
    )


class _Marks:
    """A file's bytes against what each seal saw of them, while they are read for something else."""

    def __init__(self, name: str, marks: list[tuple[int, str, float]]) -> None:
        self._name = name
        self._left = sorted(marks)
        self._wrong: list[tuple[int, str, float]] = []
        self._at = 0

    def through(self, blocks: Iterable[bytes]) -> Iterator[bytes]:
        """Gives `blocks` on."""
        digest = file_hash()
        for block in blocks:
            done = 0
            while self._left and self._left[0][0] <= self._at + len(block):
                upto = self._left[0][0] - self._at
                digest.update(block[done:upto])
                done = upto
                if digest.hexdigest() != self._left[0][1]:
                    self._wrong.append(self._left[0])
                self._left.pop(0)
            digest.update(block[done:])
            self._at += len(block)
            yield block

    def problems(self) -> Iterator[Problem]:
        """What differs: of each kind once, the first seal that says so."""
        if self._wrong:
            size, _, t = self._wrong[0]
            yield Problem("changed", self._name, 0, f"its first {size} bytes are not those sealed at {t:.0f}")
        if self._left:
            size, _, t = self._left[-1]
            text = f"it is cut: {self._at} bytes are left of the {size} that were sealed at {t:.0f}"
            yield Problem("missing", self._name, 0, text)


def _lines(blocks: Iterable[bytes]) -> Iterator[bytes]:
    held = b""
    for block in blocks:
        *lines, held = (held + block).split(b"\n")
        yield from lines


def is_day_file(name: str) -> bool:
    """Whether `name` is one of a file of the log."""
    return os.path.splitext(name)[1] == ".jsonl"
