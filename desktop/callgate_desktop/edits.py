"""Edits among a call's arguments: what goes and what comes, line by line.

* An edit is an object with one of the usual pairs of keys, both texts. What else is in it stays an argument of its own.
* Nothing is left out: lines that stay are shown too. Line ends other than a line feed count as text, so that they show.
* Large changes are not compared line by line: all of the old, then all of the new.

Pure: no Qt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import NamedTuple

PAIRS = (
    ("oldText", "newText"),
    ("old_text", "new_text"),
    ("old_string", "new_string"),
    ("oldString", "newString"),
    ("old_str", "new_str"),
    ("oldStr", "newStr"),
    ("was", "now"),  # of a server's start
)
MOST_LINES = 200  # of either text, between what both begin and end with, that are compared: it takes time squared
OLD, NEW, SAME = "old", "new", "same"


class Edit(NamedTuple):
    """`old` becomes `new`; `keys`: the names of the two arguments."""

    keys: tuple[str, str]
    old: str
    new: str

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"

    def lines(self) -> Iterator[tuple[str, str]]:
        """(OLD, NEW or SAME, text of the line), in reading order."""
        old, new = self.old.split("\n"), self.new.split("\n")
        start = _alike(old, new)
        end = _alike(old[:start:-1], new[:start:-1])
        yield from ((SAME, line) for line in old[:start])
        yield from _changes(old[start : len(old) - end], new[start : len(new) - end])
        yield from ((SAME, line) for line in old[len(old) - end :])


def _alike(one: list[str], other: list[str]) -> int:
    """How many lines both begin with."""
    return next(
        (at for at, (left, right) in enumerate(zip(one, other, strict=False)) if left != right),
        min(len(one), len(other)),
    )


def _changes(old: list[str], new: list[str]) -> Iterator[tuple[str, str]]:
    if max(len(old), len(new)) > MOST_LINES:
        yield from ((OLD, line) for line in old)
        yield from ((NEW, line) for line in new)
        return
    for tag, old_start, old_end, new_start, new_end in SequenceMatcher(None, old, new, False).get_opcodes():
        if tag == "equal":
            yield from ((SAME, line) for line in old[old_start:old_end])
        else:
            yield from ((OLD, line) for line in old[old_start:old_end])
            yield from ((NEW, line) for line in new[new_start:new_end])


def found(members: Mapping[str, object]) -> Edit | None:
    """The edit that an object is."""
    for keys in PAIRS:
        old, new = members.get(keys[0]), members.get(keys[1])
        if isinstance(old, str) and isinstance(new, str):
            return Edit(keys, old, new)
    return None
