"""What a yes can be about, apart from how long it lasts: exactly these arguments, a folder, a host, a value, the tool.

* A scope is a list of predicates, the `when` of the policy entry that a grant becomes; none of them means any call.
* A scope never reaches further than its words: a folder is the real one, and every path among the arguments lies in it;
  arguments that this call does not have fit no scope but the tool's (`keys`). What does not fit so is not offered.
* What the log would mask is written into no policy: such values make no scope.

Looks at the file system where paths lead; no clock, no Qt.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import cast

from callgate_proxy.plain import plain
from callgate_proxy.policy import argpath, checks, hosts, paths
from callgate_proxy.policy.argpath import Segment
from callgate_proxy.redact import redact

from callgate_desktop.arguments import rank
from callgate_desktop.hub import Question
from callgate_desktop.said import said

Predicate = dict[str, object]
Path = tuple[Segment, ...]  # of a leaf, with None for the items of a list

LONGEST = 4_000  # characters of arguments that are written into a policy
LONGEST_VALUE = 200  # characters of one value
MOST_SHAPES = 6  # objects in the arguments; more make no rule that anybody would read
MOST_VALUES = 2  # scopes of one value
DEPTH = 8  # folders above a file in which a project is looked for
_PATHS = ("path", "file", "dir", "folder", "directory")
_PATHS_WHOLE = ("destination", "dest", "source", "src", "target", "output", "input", "root", "cwd")


@dataclass(frozen=True, slots=True)
class Scope:
    """`kind`: "exact", "folder", "host", "value", "tool" or "readers". `words`, then `name` (anybody may have made it).

    `tools`: all that it is about, where that is more than the tool that was asked about. `key`: the value's, plain.
    """

    kind: str
    words: str
    name: str
    when: tuple[Predicate, ...]
    tools: tuple[str, ...] = ()
    key: str = ""

    def covers(self, args: dict[str, object]) -> bool:
        """Whether a call with these arguments surely is in it: what the policy says of an entry with this `when`."""
        return all(checks.meets(_condition(one), args, paths.under) for one in self.when)


def offers(question: Question, readers: Sequence[str] = ()) -> tuple[Scope, ...]:
    """The scopes a grant for this call can have, the narrowest first.

    The tool's always comes last but `readers`: the tools of the server that only read, this one among them.
    """
    args = question.args
    shape = list(_shape((), args))
    found = [_exact(args)]
    if len(shape) <= MOST_SHAPES:
        leaves = list(_leaves((), args))
        found += [*_values(args, shape), *_folders(leaves, shape), _host(leaves, shape)]
    fitting = [scope for scope in found if scope is not None and scope.covers(args)]
    words = said("Every request of the kind") if question.method else said("Every call of")
    whole = Scope("tool", words, plain(question.tool), ())
    return (*fitting, whole, *_readers(question, readers))


def _readers(question: Question, readers: Sequence[str]) -> list[Scope]:
    """The names as they are now: a tool that the server brings later is in no such list."""
    if question.method or question.tool not in readers or len(readers) < 2:
        return []
    listed = ", ".join(plain(name) for name in readers)
    text = said("The {n} tools here that only read:", n=len(readers))
    return [Scope("readers", text, listed, (), tuple(readers))]


def _condition(one: Predicate) -> tuple[list[Segment], str, object]:
    value, op = one["value"], str(one["op"])
    listed = [value] if op in ("under", "host_in") else value
    return argpath.parse(str(one["path"])), op, listed


def _exact(args: dict[str, object]) -> Scope | None:
    if not args:
        return Scope("exact", said("Calls without arguments"), "", (_predicate((), "same", args),))
    if redact(args) is not args or len(json.dumps(args)) > LONGEST:
        return None
    return Scope("exact", said("Exactly these arguments"), "", (_predicate((), "same", args),))


def _values(args: dict[str, object], shape: list[Predicate]) -> list[Scope]:
    found: list[Scope] = []
    for key in sorted(args, key=rank):
        value = args[key]
        short = isinstance(value, str) and 0 < len(value) <= LONGEST_VALUE and "\n" not in value
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if (short or number) and redact({key: value}) == {key: value} and len(args) > 1:
            named, when = plain(key)[:40], (*shape, _predicate((key,), "eq", value))
            found.append(Scope("value", said("{key} is", key=named), plain(str(value)), when, key=named))
    return found[:MOST_VALUES]


def _folders(leaves: list[tuple[Path, object]], shape: list[Predicate]) -> list[Scope]:
    """The folder that all paths among the arguments lie in, and the project around it."""
    found: dict[Path, list[str]] = {}
    for path, value in leaves:
        if isinstance(value, str) and _is_whole_path(value):
            places = paths.resolve(value)
            if len(places) != 1:
                return []
            found.setdefault(path, []).append(places[0])
        elif isinstance(value, str) and _names_path(path):
            return []  # relative: where it leads is the server's to know
    places = [place for each in found.values() for place in each]
    if not places:
        return []
    try:
        folder = os.path.commonpath([one if os.path.isdir(one) else os.path.dirname(one) for one in places])
    except ValueError:  # on different drives
        return []
    return [
        Scope("folder", said("Files under"), plain(one), (*shape, *(_predicate(path, "under", one) for path in found)))
        for one in dict.fromkeys([folder, _project(folder)])
        if one and not _is_wide(one)
    ]


def _host(leaves: list[tuple[Path, object]], shape: list[Predicate]) -> Scope | None:
    urls = {path: str(value) for path, value in leaves if isinstance(value, str) and "://" in value[:12]}
    named = [hosts.parse(text) for text in (str(value) for _, value in leaves if "://" in str(value)[:12])]
    if not urls or len(set(named)) != 1 or named[0] is None or any(_is_file(text) for text in urls.values()):
        return None
    name, port = named[0]
    host = f"{name}:{port}" if port else name
    return Scope("host", said("Addresses on"), host, (*shape, *(_predicate(path, "host_in", host) for path in urls)))


def _predicate(path: Sequence[Segment], op: str, value: object) -> Predicate:
    return {"path": argpath.spell(path), "op": op, "value": value}


def _shape(path: Path, value: object) -> Iterator[Predicate]:
    """Predicates that hold for arguments with no other keys than these, at any depth."""
    keys: dict[Path, dict[str, None]] = {}
    for where, inner in _objects(path, value):
        keys.setdefault(where, {}).update(dict.fromkeys(inner))
    for where, names in keys.items():
        yield _predicate(where, "keys", list(names))
    for where, inner in _leaves(path, value):
        if inner == []:
            yield _predicate(where, "same", [])


def _objects(path: Path, value: object) -> Iterator[tuple[Path, dict[str, object]]]:
    if isinstance(value, dict):
        members = cast("dict[str, object]", value)
        yield path, members
        for key, inner in members.items():
            yield from _objects((*path, key), inner)
    elif isinstance(value, list):
        for inner in cast("list[object]", value):
            yield from _objects((*path, None), inner)


def _leaves(path: Path, value: object) -> Iterator[tuple[Path, object]]:
    if isinstance(value, dict):
        for key, inner in cast("dict[str, object]", value).items():
            yield from _leaves((*path, key), inner)
    elif isinstance(value, list) and value:
        for inner in cast("list[object]", value):
            yield from _leaves((*path, None), inner)
    else:
        yield path, value


def _is_whole_path(text: str) -> bool:
    drive = len(text) > 2 and text[0].isalpha() and text[1] == ":" and text[2] in "\\/"
    return text.startswith(("/", "~", "\\\\")) or drive or _is_file(text)


def _is_file(text: str) -> bool:
    return text[:5].lower() == "file:"


def _names_path(path: Path) -> bool:
    name = next((str(one).lower() for one in reversed(path) if isinstance(one, str)), "")
    return name in _PATHS_WHOLE or name.rstrip("s").endswith(_PATHS) or name.endswith("directories")


def _project(folder: str) -> str:
    """The nearest folder above that is a working copy, or ""."""
    for _ in range(DEPTH):
        if os.path.lexists(os.path.join(folder, ".git")):
            return folder
        folder = os.path.dirname(folder)
    return ""


def _is_wide(folder: str) -> bool:
    """Whether it is the root, or holds the person's home: no folder anybody means by "this folder"."""
    return os.path.dirname(folder) == folder or paths.inside(os.path.realpath(os.path.expanduser("~")), folder)
