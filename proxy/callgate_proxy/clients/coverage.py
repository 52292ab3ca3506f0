"""What guarding one file leaves open: the same server behind another client, and entries that lost their guard.

1. Two entries are the same server when they start the same command line, or bear the same name. A disabled one is
   started by nobody.
2. What a file's guarded servers should be is what Callgate wrote last (the journal knows); a server that is there and
   not guarded any more was reverted, one that is gone was wiped or removed. Nothing is put back without a person.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from callgate_proxy.clients.journal import Journal
from callgate_proxy.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable

    from callgate_proxy.clients.model import Entry, Found
    from callgate_proxy.home import Home


@dataclass(frozen=True, slots=True)
class Lost:
    """Servers of one file that Callgate guarded and that are so no more. `added`: those it never guarded."""

    reverted: tuple[str, ...]
    wiped: tuple[str, ...]
    added: tuple[str, ...]


def elsewhere(founds: list[Found]) -> dict[tuple[str, str], str]:
    """For (path, name) of each unguarded entry whose server is guarded somewhere else: the title of that file."""
    by_name: dict[str, Found] = {}
    by_words: dict[tuple[str, ...], Found] = {}
    for found in founds:
        for entry in found.entries:
            if entry.guarded:
                by_name.setdefault(entry.server, found)
                by_words.setdefault(_words(entry), found)
    result: dict[tuple[str, str], str] = {}
    for found in founds:
        for entry in found.entries:
            other = by_words.get(_words(entry)) if entry.command else None
            other = other or by_name.get(entry.server)
            if other is not None and not entry.guarded and not entry.disabled:
                result[found.path, entry.name] = other.title
    return result


def lost(found: Found, home: Home) -> Lost:
    """What happened to the entries of `found` since Callgate last wrote it; nothing where it never did."""
    guarded, left = Journal(home, found.path).last()
    if not guarded or found.problem:
        return Lost((), (), ())
    entries = {entry.name: entry for entry in found.entries if entry.listed}
    known = {*guarded, *left}
    return Lost(
        reverted=tuple(name for name in guarded if name in entries and not entries[name].guarded),
        wiped=tuple(name for name in guarded if name not in entries),
        added=tuple(name for name, one in entries.items() if name not in known and not one.guarded and not one.problem),
    )


def in_a_row(writes: list[tuple[bytes | None, list[str]]], guarded: Callable[[bytes], set[str]]) -> int:
    """How many of the last writes, one after the other, put guards back that somebody had taken off.

    `writes`: of a journal. `guarded`: the servers that a content of the file has guarded; raises ConfigError.
    """
    count = 0
    for (_, earlier), (before, after) in reversed(list(pairwise(writes))):
        try:
            kept = guarded(before) if before is not None else set(earlier)
        except ConfigError:
            break
        if not (set(earlier) & set(after)) - kept:
            break
        count += 1
    return count


def _words(entry: Entry) -> tuple[str, ...]:
    return os.path.basename(entry.command.replace("\\", "/")), *entry.args
