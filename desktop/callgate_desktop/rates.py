"""Calls and refusals a minute for each server, counted as they come: drawing them costs nothing a call.

The log tells a call's verdict first and a person's answer later: `move` turns a call that passed into one refused, or
back. Pure: the caller brings `now`.
"""

from __future__ import annotations

MINUTES = 60
REFUSED = ("deny", "limit", "hide")  # of words.meaning's
Lanes = dict[str, list[tuple[int, int]]]


class Rates:
    """The last hour or a little more."""

    def __init__(self) -> None:
        self._minutes: dict[int, dict[str, list[int]]] = {}  # minute since the epoch -> server -> [passed, refused]

    def add(self, server: str, t: float, refused: bool) -> None:
        """One call at `t` (seconds since the epoch)."""
        self._counts(server, t)[refused] += 1

    def move(self, server: str, t: float, refused: bool) -> None:
        """The call at `t` turned out to be refused, or not to be."""
        counts = self._counts(server, t)
        counts[not refused] -= 1
        counts[refused] += 1

    def lanes(self, now: float) -> Lanes:
        """(passed, refused) in each of the last 60 minutes, oldest first, for every server with a call in them."""
        last = int(now // 60)
        for minute in [minute for minute in self._minutes if minute <= last - MINUTES]:
            del self._minutes[minute]
        found: Lanes = {}
        for minute, servers in self._minutes.items():
            at = MINUTES - 1 - (last - minute)
            for server, (passed, refused) in servers.items():
                if at < MINUTES:
                    found.setdefault(server, [(0, 0)] * MINUTES)[at] = (passed, refused)
        return found

    def _counts(self, server: str, t: float) -> list[int]:
        return self._minutes.setdefault(int(t // 60), {}).setdefault(server, [0, 0])
