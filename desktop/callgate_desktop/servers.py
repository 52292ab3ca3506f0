"""Every client, every server in its file, and how it stands: what the Servers window shows.

* Clients and servers come from `clients.found`, as they stand in the files now.
* A server runs where a process of ours names it: `--server NAME --client CLIENT`, as the launcher is called.
* A limit belongs to the server its rule or its counter names; one for everybody is shown with none.

Pure: values in, values out. No Qt, no files, no clock.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

from callgate_proxy.clients import Entry, Found, Process
from callgate_proxy.policy.pointers import steps
from callgate_proxy.policy.uses import Use, apart

from callgate_desktop import words
from callgate_desktop.said import said

Key = tuple[str, str]  # client, server
GUARDED, OPEN, CLOSED = "guarded", "open", "closed"


@dataclass(frozen=True, slots=True)
class Row:
    """One server of one client. `state`: GUARDED, OPEN (could be) or CLOSED (cannot be, `entry.problem` says why).

    `started`: seconds since the epoch for each running proxy. `calls`, `refused`: today; None while not counted yet.
    `pins`: lines about pinned tools, where something keeps pins.
    """

    entry: Entry
    state: str
    started: tuple[float, ...] = ()
    calls: int | None = None
    refused: int | None = None
    limits: tuple[Use, ...] = ()
    pins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """One client's file with its servers."""

    found: Found
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What there is to say about servers besides the files. `counts`: (calls, refused) today, None: not counted."""

    running: Mapping[Key, tuple[float, ...]]
    counts: Mapping[Key, tuple[int, int]] | None
    limits: tuple[Use, ...]
    pins: Mapping[str, tuple[str, ...]]  # by server


def roster(found: Iterable[Found], seen: Seen) -> list[Group]:
    """Clients with a file first, in the order found; each one's servers by what needs a person, then by name."""
    groups = [Group(one, tuple(sorted((_row(one, entry, seen) for entry in one.entries), key=_order))) for one in found]
    return sorted(groups, key=lambda group: not group.found.exists)


def running(processes: Iterable[tuple[Process, float | None]], folder: str) -> dict[Key, tuple[float, ...]]:
    """When each server's proxies were started. `processes`: with their start; `folder`: where the launcher stands."""
    found: dict[Key, tuple[float, ...]] = {}
    for process, started in processes:
        key = _guarding(process.args, folder)
        if key is not None and started is not None:
            found[key] = tuple(sorted((*found.get(key, ()), started)))
    return found


def fullest(row: Row) -> Use | None:
    """The limit nearest its end, None where the server has none."""
    return max(row.limits, key=lambda use: use.used / use.max if use.max else 1.0, default=None)


def sharing(use: Use) -> str:
    """Who counts together under a limit, in words."""
    owners = apart(use.counter)[2] if use.counter else {}
    if not owners:
        return _SHARERS[use.scope]
    client, server = words.client(owners.get("client", "")), words.short(owners.get("server", ""))
    if owners.get("session"):
        session = words.short(owners["session"])
        return said("{client} on {server} in session {session}", client=client, server=server, session=session)
    if "server" not in owners:
        return client
    return said("{client} on {server}", client=client, server=server) if "client" in owners else server


_SHARERS = {
    "global": said("everybody"),
    "server": said("each server"),
    "client": said("each client"),
    "session": said("each session"),
    "grant": said("each grant"),
}


def _guarding(words: tuple[str, ...], folder: str) -> Key | None:
    at = next((at for at, word in enumerate(words) if _is_launcher(word, folder)), None)
    if at is None:
        return None
    ours = words[at + 1 :]
    ours = ours[: ours.index("--")] if "--" in ours else ours
    told = dict(pairwise(ours))
    return (told.get("--client", ""), told["--server"]) if "--server" in told else None


def _is_launcher(word: str, folder: str) -> bool:
    return os.path.dirname(word) == folder and os.path.basename(word).startswith("callgate-proxy")


def _row(found: Found, entry: Entry, seen: Seen) -> Row:
    key = (found.client, entry.name)
    calls, refused = (None, None) if seen.counts is None else seen.counts.get(key, (0, 0))
    state = GUARDED if entry.guarded else CLOSED if entry.problem else OPEN
    limits = tuple(use for use in seen.limits if _concerns(use, *key))
    pins = seen.pins.get(entry.name, ())
    return Row(entry, state, seen.running.get(key, ()), calls, refused, limits, pins)


def _concerns(use: Use, client: str, server: str) -> bool:
    """Whether a limit is this server's of this client's: by its counter's owners, else by where its rule stands."""
    where = steps(use.rule)
    by_client = where[1] if where[:1] == ["clients"] else ""
    by_server = where[where.index("servers") + 1] if "servers" in where[:3] else ""
    owners = apart(use.counter)[2] if use.counter else {}
    named = owners.get("server", by_server)
    return named == server and owners.get("client", by_client) in ("", client)


def _order(row: Row) -> tuple[int, str]:
    return (OPEN, GUARDED, CLOSED).index(row.state), row.entry.name.casefold()
