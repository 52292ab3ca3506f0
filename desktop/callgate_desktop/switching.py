"""What the clients' settings have switched on since the tray runs: commands, permissions, another address.

A file that was not there at the first look counts as empty before: a project that is opened later brings its own
settings, and those are what a person should hear of. Where a file stands for several clients, it is told once.
"""

from __future__ import annotations

import os
from collections.abc import Iterable

from callgate_proxy import clients
from callgate_proxy.clients.settings import LARGEST, content

from callgate_desktop.said import said

TOO_LONG = said("its file is too long for settings, so what it switches on is not known.")

Mark = tuple[int, int]


class Switching:
    """Keeps what the files held at the first look. One thread at a time."""

    def __init__(self) -> None:
        self._first: dict[str, bytes] | None = None
        self._known: dict[str, tuple[Mark, tuple[str, ...]]] = {}  # what was told of a file, and when that was read

    def told(self, files: Iterable[tuple[str, str, str]]) -> tuple[str, ...]:
        """A sentence for each thing switched on since the first call. `files`: client, title and path of each."""
        listed = {os.path.realpath(path): (client, title) for client, title, path in files}
        if self._first is None:
            self._first = {path: content(path) for path in listed}
        return tuple(
            f"{title}: {line}" for path, (client, title) in listed.items() for line in self._lines(client, path)
        )

    def _lines(self, client: str, path: str) -> tuple[str, ...]:
        mark = _mark(path)
        if mark is None:
            return ()
        known = self._known.get(path)
        if known is None or known[0] != mark:
            before = (self._first or {}).get(path, b"")
            now = content(path)
            lines = () if now == before else tuple(clients.switched(client, path, before, now))
            lines = (*lines, TOO_LONG) if mark[1] > LARGEST else lines
            known = self._known[path] = (mark, lines)
        return known[1]


def _mark(path: str) -> Mark | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size
