"""The grants that stand in policy.json: who may what, since when, until when, how often it was used, and the way back.

* A grant is an entry with a note, made by the approval window or the menu; since when it stands, its note says.
* Used means: the log has calls that an entry at this place decided since then. In a list, places move up when an
  earlier grant goes: what stood there before within the grant's time is counted along.

Pure: what was used is handed in. No Qt.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from callgate_proxy.policy import edit, spelling
from callgate_proxy.policy.places import pointer

_MADE = re.compile(r", (\d\d \S+ \d{4} \d\d:\d\d)$")
Used = Callable[[str, float], tuple[int | None, float]]  # rule, since -> calls, the last of them


@dataclass(frozen=True, slots=True)
class Standing:
    """`client`: "" for every client. `profile`: the one that it stands in, "" for none.

    `tool`: a tool's name or a method's. `made`, `expires`: seconds since the epoch. `made` is 0 where the note does not
    say; `expires` None for good. `hits`, `last`: None and 0 while not counted.
    """

    path: edit.Path
    entry: edit.Data
    client: str
    server: str
    tool: str
    note: str
    made: float
    expires: float | None
    hits: int | None = None
    last: float = 0.0
    profile: str = ""

    @property
    def when(self) -> list[edit.Data]:
        """Which arguments it is for; none: any."""
        return self.entry.get("when", [])


def standing(text: str, used: Used) -> list[Standing]:
    """The grants of a policy, the newest first. Raises PolicyInvalid."""
    found: list[Standing] = []
    for path, entry in edit.grants(text):
        names = [str(step) for step in path if isinstance(step, str)]
        profile = names[1] if names[0] == "profiles" else ""
        whose = names[2:] if profile else names
        client = whose[1] if whose[0] == "clients" else ""
        server, _, tool = names[-3:]
        expires = spelling.epoch(entry["expires"]) if "expires" in entry else None
        made = _made(entry)
        hits, last = used(pointer(path), made)
        found.append(Standing(path, entry, client, server, tool, entry["note"], made, expires, hits, last, profile))
    return sorted(found, key=lambda one: -one.made)


def revoke(text: str, one: Standing) -> str:
    """The policy without this grant. Raises PolicyError."""
    return edit.revoke(text, one.path, one.entry)


def _made(entry: edit.Data) -> float:
    found = _MADE.search(entry["note"])
    try:
        return time.mktime(time.strptime(found[1], "%d %b %Y %H:%M")) if found else 0.0
    except (ValueError, OverflowError):  # another language's month, or a note that somebody wrote
        return 0.0
