"""What the seals say: the chain of lines in seals/seals.jsonl, read back. Pure.

* A seal tells of each day file its size and the hash of that many bytes, and of each writer its last row's number and
  hash; only what changed since the seal before. A later seal never takes the place of an earlier one: all hold.
* A `gone` line is what is left of a day file that was removed on purpose: its size, its hash, and the ends of the
  chains that ran through it.
* Each line carries the hash of the line before and its own number: none can be taken out, put in or changed alone.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

from callgate_proxy.log import FIRST, row_hash

if TYPE_CHECKING:
    Row = dict[str, object]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is not as it was written.

    `kind`: a word of `KINDS`; `line`: counted from 1, 0 where there is none.
    """

    kind: str
    file: str
    line: int
    text: str

    def to_json(self) -> dict[str, object]:
        """As one JSON object."""
        return {"kind": self.kind, "file": self.file, "line": self.line, "text": self.text}


KINDS = ("changed", "missing", "inserted", "reordered", "unreadable", "seals")


@dataclass(frozen=True, slots=True)
class Mark:
    """A day file as a seal saw it: so many `bytes` with this `hash`, at `t` (seconds since the epoch)."""

    bytes: int
    hash: str
    t: float


@dataclass(frozen=True, slots=True)
class Run:
    """Rows of one writer that follow each other: numbers `first` to `last`, the hash before them and theirs."""

    first: int
    before: str
    last: int
    head: str
    file: str
    line: int


@dataclass(slots=True)
class Sealed:
    """All that the seals say. `marks`: by file, in the order of sealing. `heads`: writer to (number, hash)."""

    marks: dict[str, list[Mark]] = field(default_factory=dict[str, list[Mark]])
    heads: dict[str, tuple[int, str]] = field(default_factory=dict[str, tuple[int, str]])
    gone: dict[str, dict[str, list[Run]]] = field(default_factory=dict[str, dict[str, list[Run]]])
    problems: list[Problem] = field(default_factory=list[Problem])
    hashes: list[str] = field(default_factory=list[str])
    t: float = 0.0

    @property
    def last(self) -> str:
        """The hash of the last seal; FIRST where there is none."""
        return self.hashes[-1] if self.hashes else FIRST


NAME = "seals.jsonl"


def read(data: bytes) -> Sealed:
    """The seals in `data` (the file's bytes); a line without its end is not there yet."""
    sealed = Sealed()
    for number, line in enumerate(data[: data.rfind(b"\n") + 1].splitlines()):
        try:
            row = cast("Row", json.loads(line))
            if (row["n"], row["prev"]) != (number, sealed.last):
                text = f"seal {row['n']} does not follow the one before it: seals were removed, changed or put in"
                sealed.problems.append(Problem("seals", NAME, number + 1, text))
            _take(sealed, row)
        except (ValueError, KeyError, TypeError, AttributeError, IndexError):
            sealed.problems.append(Problem("seals", NAME, number + 1, "this line is not a seal"))
        sealed.hashes.append(row_hash(line))
    return sealed


def _take(sealed: Sealed, row: Row) -> None:
    sealed.t = float(cast("float", row["t"]))
    if row["k"] == "gone":
        name = str(row["file"])
        runs = cast("dict[str, list[list[int | str]]]", row["runs"])
        sealed.gone[name] = {writer: [_run(name, run) for run in found] for writer, found in runs.items()}
        return
    for name, (size, digest) in cast("dict[str, tuple[int, str]]", row["files"]).items():
        sealed.marks.setdefault(name, []).append(Mark(int(size), str(digest), sealed.t))
    for writer, (number, head) in cast("dict[str, tuple[int, str]]", row["heads"]).items():
        sealed.heads[writer] = (int(number), str(head))


def _run(name: str, told: list[int | str]) -> Run:
    return Run(int(told[0]), str(told[1]), int(told[2]), str(told[3]), name, 0)
