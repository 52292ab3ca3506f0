"""What tells two versions of the policy apart: line by line, and in one line for a list.

The one line speaks of what the file says, not of its layout: which pointers were added, taken away or changed.
"""

from __future__ import annotations

import difflib
import json

from callgate_proxy.jsonlean import as_list, as_object
from callgate_proxy.policy.places import pointer

SHOWN = 2  # changes that a summary names
LONGEST = 40  # characters of a value in a summary

Path = tuple[str | int, ...]


def lines(old: str, new: str, old_name: str, new_name: str) -> str:
    """A unified diff, "" where nothing differs."""
    found = "\n".join(difflib.unified_diff(old.splitlines(), new.splitlines(), old_name, new_name, lineterm=""))
    return found or ("" if old == new else "(only line ends differ)")


def summary(old: str, new: str) -> str:
    """What changed from `old` to `new`, in one line."""
    try:
        before, after = json.loads(old.removeprefix("\ufeff")), json.loads(new.removeprefix("\ufeff"))
    except ValueError:
        return "one of the two is no JSON"
    found = changes(before, after, ())
    more = f", and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
    return ", ".join(found[:SHOWN]) + more if found else "layout only" if old != new else "nothing"


def changes(old: object, new: object, path: Path) -> list[str]:
    """Each change below `path`: "/tools/x added", "/default: ask → deny"."""
    before, after = as_object(old), as_object(new)
    if before is not None and after is not None:
        found: list[str] = []
        for key in dict.fromkeys([*before, *after]):
            if key not in before or key not in after:
                found.append(f"{pointer((*path, key))} {'added' if key in after else 'taken away'}")
            else:
                found += changes(before[key], after[key], (*path, key))
        return found
    if json.dumps(old) == json.dumps(new):
        return []
    plain = not any(as_list(one) is not None or as_object(one) is not None for one in (old, new))
    said = f": {_short(old)} → {_short(new)}" if plain else " changed"
    return [f"{pointer(path) or '/'}{said}"]


def _short(value: object) -> str:
    text = value if isinstance(value, str) else json.dumps(value)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
