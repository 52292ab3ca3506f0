"""A call's arguments as lines of fixed-width text: whole, in order, and unable to deceive.

* Every leaf is shown under its path; what tells most (path, command, url, amount, recipient …) comes first.
* Names stand in their own column and values in theirs: no value can imitate a name or the window's own words.
* Every character that the eye cannot see is spelled out (`plain`); a line break inside a value is shown as ⏎.
* An edit is shown as a diff: each line with its sign in front.
* A long value is folded with the number of hidden characters; unfolding lays out that value alone. Only lines in view
  are painted, so a megabyte stays usable.

Pure: no Qt.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import inf
from typing import cast

from callgate_proxy.plain import plain

from callgate_desktop import edits
from callgate_desktop.edits import Edit
from callgate_desktop.said import said

FOLD_AT = 600  # characters of a value shown before it folds
EDIT_FOLD_AT = 2_400  # of an edit, both texts together
CONTEXT = 3  # lines shown around a change while the edit is folded
GAP = "⋯"  # lines that stay are folded here
SIGNS = {edits.OLD: "− ", edits.NEW: "+ ", edits.SAME: "  "}
NAME_COLUMN = 24  # characters
MOST_LEAVES = 2_000  # values shown before the rest folds too

# fmt: off
TELLING = (
    "command", "cmd", "path", "file", "filename", "file_path", "source", "destination", "paths", "url", "uri", "host",
    "method", "query", "sql", "amount", "price", "to", "recipient", "recipients", "email", "branch", "repo",
)
# fmt: on


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the view.

    `kind`: "value"; "old", "new" or "same" of an edit, with its sign before the text; "fold" (a control: `path`
    unfolds, or folds again).
    """

    kind: str
    name: str  # shown in the name column; "" on the lines after a value's first
    text: str
    path: str


def spell(text: str) -> str:
    """`plain` for long texts: looks at each distinct character once. Line feeds are kept."""
    marks = {ord(mark): shown for mark in set(text) if mark != "\n" and (shown := plain(mark)) != mark}
    return text.translate(marks) if marks else text


def leaves(args: dict[str, object]) -> list[tuple[str, str | Edit]]:
    """(path, value as text, or an edit) of every leaf, the most telling first, else in the order given."""
    return sorted(_walk("", args), key=lambda item: rank(item[0])) if args else []


def rank(path: str) -> int:
    """How much an argument tells, by its name: the smaller, the more."""
    top = path.split(".")[0].split("[")[0].lower()
    return TELLING.index(top) if top in TELLING else len(TELLING)


def _walk(path: str, value: object) -> Iterator[tuple[str, str | Edit]]:
    if isinstance(value, dict) and value:
        members = cast("dict[str, object]", value)
        edit = edits.found(members)
        if edit is not None:
            names = "/".join(edit.keys)
            yield f"{path}.{names}" if path else names, edit
            members = {key: inner for key, inner in members.items() if key not in edit.keys}
        for key, inner in members.items():
            yield from _walk(f"{path}.{key}" if path else key, inner)
    elif isinstance(value, list) and value:
        for index, inner in enumerate(cast("list[object]", value)):
            yield from _walk(f"{path}[{index}]", inner)
    else:
        yield path, as_text(cast(object, value))


def as_text(value: object) -> str:
    """A leaf as text: strings bare, except where a bare one would read as another type."""
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    try:
        json.loads(value)
    except (ValueError, RecursionError):
        return value if value.strip() else json.dumps(value, ensure_ascii=False)
    return json.dumps(value, ensure_ascii=False)


def lay_out(args: dict[str, object], columns: int, unfolded: frozenset[str] = frozenset()) -> list[Line]:
    """The lines of `args` for a view `columns` characters wide. `unfolded`: paths whose whole value is wanted."""
    found = leaves(args)
    shown = found if "" in unfolded else found[:MOST_LEAVES]
    room = max(8, columns - name_width(shown) - 2)
    lines = [line for path, value in shown for line in _value(path, value, room, path in unfolded)]
    if len(found) > len(shown):
        lines.append(Line("fold", "", said("%n more value(s) · show all", "", len(found) - len(shown)), ""))
    return lines


def name_width(found: Sequence[tuple[str, object]]) -> int:
    """The name column's width in characters."""
    return min(NAME_COLUMN, max((len(path) for path, _ in found), default=0))


def _value(path: str, value: str | Edit, room: int, whole: bool) -> Iterator[Line]:
    name = spell(path).replace("\n", "⏎")
    if len(name) > NAME_COLUMN:
        for start in range(0, len(name), NAME_COLUMN + room):
            yield Line("value", name[start : start + NAME_COLUMN + room], "", path)
        name = ""
    yield from (
        _edit(path, name, value, room, whole) if isinstance(value, Edit) else _text(path, name, value, room, whole)
    )


def _edit(path: str, name: str, edit: Edit, room: int, whole: bool) -> Iterator[Line]:
    lines = list(edit.lines())
    near = range(len(lines)) if whole else _near_changes(lines)
    left, hidden = (inf if whole else EDIT_FOLD_AT), 0
    last = -1
    for at, (kind, text) in enumerate(lines):
        shown = text[: int(min(left, len(text)))] if at in near and left > 0 else ""
        hidden += len(text) - len(shown)
        if at not in near or left <= 0:
            continue
        left -= len(text) + 1
        if at > last + 1:
            yield Line("same", name, GAP, path)
            name = ""
        last = at
        for piece in _wrap(spell(shown), max(8, room - len(SIGNS[kind]))):
            yield Line(kind, name, SIGNS[kind] + piece, path)
            name = ""
    if hidden:
        yield Line("fold", "", said("%n more character(s) · show all", "", hidden), path)
    elif whole and len(edit.old) + len(edit.new) > EDIT_FOLD_AT:
        yield Line("fold", "", said("fold again"), path)


def _near_changes(lines: list[tuple[str, str]]) -> set[int]:
    """The lines that change, and a few around each; all of a short edit."""
    if sum(len(text) for _, text in lines) <= EDIT_FOLD_AT:
        return set(range(len(lines)))
    changed = [at for at, (kind, _) in enumerate(lines) if kind != edits.SAME]
    return {at + step for at in changed for step in range(-CONTEXT, CONTEXT + 1)} & set(range(len(lines)))


def _text(path: str, name: str, text: str, room: int, whole: bool) -> Iterator[Line]:
    folds = len(text) > FOLD_AT
    shown = spell(text if whole or not folds else text[:FOLD_AT])
    for part in shown.replace("\n", "⏎\n").split("\n"):
        for piece in _wrap(part, room):
            yield Line("value", name, piece, path)
            name = ""
    if folds:
        hidden = said("%n more character(s) · show all", "", len(text) - FOLD_AT)
        yield Line("fold", "", said("fold again") if whole else hidden, path)


def _wrap(part: str, room: int) -> Iterator[str]:
    """`part` in pieces of at most `room` columns; East Asian wide characters take two."""
    if part.isascii():
        yield from (part[start : start + room] for start in range(0, len(part), room) or range(1))
        return
    start = used = 0
    for index, mark in enumerate(part):
        width = 2 if unicodedata.east_asian_width(mark) in "WF" else 1
        if used + width > room:
            yield part[start:index]
            start, used = index, 0
        used += width
    yield part[start:]


def summary(args: dict[str, object], limit: int = 160) -> str:
    """The arguments on one line, the most telling first, at most `limit` characters."""
    parts: list[str] = []
    room = limit
    for path, value in leaves(args)[:8]:
        text = str(value)
        part = f"{path[:40]}={text[:room]}"
        parts.append(plain(part))
        room -= len(part)
        if room <= 0:
            break
    return "  ".join(parts)[:limit]
