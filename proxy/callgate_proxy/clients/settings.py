"""The files that hold no servers but what a client does without a question: where they stand, and what came into one.

1. Which they are is data (`switches.json`); the files that hold servers as well count, too.
2. A file that its client writes all the time is left out: what came there, a person switched on in the client.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from callgate_proxy.clients import switching
from callgate_proxy.clients.model import Location
from callgate_proxy.clients.places import expand
from callgate_proxy.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from callgate_proxy.clients.model import Adapter, Places

LARGEST = 1_000_000  # bytes of a file that is read

Setting = tuple[str, Location]  # the client and its file


def own(adapters: Mapping[str, Adapter], places: Places) -> list[Setting]:
    """The person's files, whether they are there or not."""
    named = switching.shipped().person
    found = [
        (client, Location(adapters[client].title, path))
        for client, patterns in named.items()
        for pattern in patterns
        for path in expand(places, pattern)
    ]
    held = [(one.client, where) for one in adapters.values() for where in one.locations(places) if not where.stops]
    return [*found, *held]


def in_projects(adapters: Mapping[str, Adapter], folders: Iterable[str]) -> list[Setting]:
    """The files in these projects that are there."""
    listed = [
        (client, name)
        for client, adapter in adapters.items()
        for name in dict.fromkeys((*switching.shipped().project.get(client, ()), *adapter.project))
    ]
    found: list[Setting] = []
    for folder in folders:
        for client, name in listed:
            path = os.path.join(folder, *name.split("/"))
            if os.path.isfile(path):
                title = f"{adapters[client].title}, project {os.path.basename(folder)}"
                found.append((client, Location(title, path, project=folder)))
    return found


def content(path: str) -> bytes:
    """What the file holds; nothing where it is not there, cannot be read, or is longer than any settings are."""
    try:
        with open(path, "rb") as file:
            held = file.read(LARGEST + 1)
    except OSError:
        return b""
    return held if len(held) <= LARGEST else b""


def switched(adapter: Adapter, path: str, before: bytes, after: bytes) -> list[str]:
    """A sentence for each thing switched on in `after` and not in `before`; none where one of them cannot be read."""
    empty = b"" if switching.dialect_of(path) in ("toml", "yaml") else b"{}"
    try:
        return switching.changes(adapter, path, before or empty, after or empty)
    except ConfigError:
        return []
