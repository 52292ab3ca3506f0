"""What a tool's past arguments have in common, as predicates that hold for every one of them.

* Paths in the file system become the folders they were in (`under`), addresses their hosts (`host_in`), numbers their
  range (`gte`, `lte`). Other texts are left open: what was written once says nothing about the next.
* A predicate is kept only if it holds for all calls, by the same code that will judge the next. An argument that some
  calls leave out cannot be required; that is said, not guessed.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from typing import Any, cast

from callgate_proxy.jsonlean import as_list, as_object
from callgate_proxy.policy import argpath, checks, hosts, paths
from callgate_proxy.policy.simulate import hides

MOST_PATHS = 40  # arguments of one tool that are looked at
MOST_FOLDERS = 12  # more become the folder that holds them all

Arguments = dict[str, object]
Segments = tuple[str | int | bool | None, ...]
Predicate = dict[str, Any]


def requirements(calls: Sequence[Arguments]) -> tuple[list[Predicate], list[str]]:
    """Predicates that hold for all of `calls`, and a sentence for each argument that had to be left open."""
    found: list[Predicate] = []
    notes: list[str] = []
    seen = dict.fromkeys(segments for arguments in calls for segments in _leaves(arguments, ()))
    for segments in list(seen)[:MOST_PATHS]:
        values = [value for arguments in calls for value in checks.gather(arguments, segments)]
        path = argpath.spell(segments)
        if any(hides(arguments, segments) for arguments in calls):
            notes.append(f"{path} is masked in the log: left open")
            continue
        wanted, open_because = _bounds(path, [value for value in values if value is not checks.MISSING])
        holding = [one for one in wanted if _holds(one, segments, calls)]
        if open_because or len(holding) < len(wanted):
            notes.append(f"{path} {open_because or 'is not in every call, or not of one kind'}: left open")
        elif holding:
            found += holding
    if len(seen) > MOST_PATHS:
        notes.append(f"{len(seen) - MOST_PATHS} more arguments were not looked at: left open")
    return found, notes


def _leaves(value: object, path: Segments) -> list[Segments]:
    """Where the texts and numbers in `value` stand, any item of a list for all of them."""
    members, items = as_object(value), as_list(value)
    if members is not None:
        return [one for key, held in members.items() for one in _leaves(held, (*path, key))]
    if items is not None:
        return [one for item in items for one in _leaves(item, (*path, None))]
    return [path] if isinstance(value, str | int | float) and path else []


def _bounds(path: str, values: list[object]) -> tuple[list[Predicate], str]:
    """The predicates for the values seen at `path`; and why there are none, where there should be."""
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        numbers = cast("list[float]", values)
        if not all(map(math.isfinite, numbers)):
            return [], "is not always a number"
        return [_predicate(path, "gte", min(numbers)), _predicate(path, "lte", max(numbers))], ""
    if not all(isinstance(value, str) for value in values):
        return [], ""
    texts = cast("list[str]", values)
    if all(_is_path(text) for text in texts):
        folders = _folders(texts)
        return ([_predicate(path, "under", folders)], "") if folders else ([], "reached into everything")
    named = [hosts.parse(text) if "://" in text else None for text in texts]
    known = sorted({host[0] for host in named if host is not None})
    return ([_predicate(path, "host_in", known)] if None not in named else []), ""


def _predicate(path: str, op: str, value: object) -> Predicate:
    return {"path": path, "op": op, "value": value}


def _holds(predicate: Predicate, segments: Segments, calls: Sequence[Arguments]) -> bool:
    condition = (segments, predicate["op"], predicate["value"], "")
    return all(checks.meets(condition, arguments, paths.under) for arguments in calls)


def _is_path(text: str) -> bool:
    return bool(paths.resolve(text))


def _folders(texts: list[str]) -> list[str]:
    """The folders that hold all of `texts`, none within another; [] where that is everything."""
    places = {place for text in texts for place in paths.resolve(text)}
    roots = {_folder(place) for place in places}
    if len(roots) > MOST_FOLDERS:
        whole = os.path.commonpath(list(roots))
        roots = roots if _too_wide(whole) else {whole}
    if any(map(_too_wide, roots)):
        return []
    tops = [root for root in roots if not any(root != other and paths.inside(root, other) for other in roots)]
    return sorted(map(_written, tops))


def _folder(place: str) -> str:
    """The folder of a file; a folder itself; a file that lies in too wide a folder stands alone."""
    if os.path.isdir(place):
        return place
    above = os.path.dirname(place)
    return place if _too_wide(above) else above


def _too_wide(place: str) -> bool:
    home = _home()
    return place == os.path.dirname(place) or paths.inside(home, place)


def _home() -> str:
    return next(iter(paths.resolve("~", literal=True)), os.sep)


def _written(place: str) -> str:
    home = _home()
    return "~" + place[len(home) :] if home != os.sep and paths.inside(place, home) else place
