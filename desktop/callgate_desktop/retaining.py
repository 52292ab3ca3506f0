"""Old days go out of the log where the person set a bound: by age, by size, or both. Nothing goes by itself.

* A first look GRACE after the start or a change of the bounds, so that a slip can be taken back; then hourly.
* Today's and yesterday's file always stay: they may still be written.
* `callgate_proxy.sealing.remove` takes them out, so what its chains and seals need stays proven. A log that is not as
  it was written keeps every file, and the person is told once.

No Qt, no clock.
"""

from __future__ import annotations

import asyncio
import os

from callgate_proxy.errors import CallgateError
from callgate_proxy.home import Home
from callgate_proxy.sealing import KEPT, day_files, removable, remove

from callgate_desktop import words
from callgate_desktop.preferences import LOG_DAYS, LOG_MEGABYTES, MIB, Preferences
from callgate_desktop.said import said

GRACE = 600.0  # seconds
EVERY = 3_600.0  # seconds


def surplus(home: Home, preferences: Preferences, now: float) -> list[str]:
    """The day files beyond the bounds at `now` (seconds since the epoch), oldest first. Raises OSError."""
    days, megabytes = preferences.amount(LOG_DAYS), preferences.amount(LOG_MEGABYTES)
    gone = removable(home, days, now) if days is not None else []
    if megabytes is None:
        return gone
    sizes = {name: os.stat(os.path.join(home.log, name)).st_size for name in day_files(home)}
    total = sum(size for name, size in sizes.items() if name not in gone)
    for name in removable(home, KEPT, now):
        if name not in gone and total > megabytes * MIB:
            gone.append(name)
            total -= sizes[name]
    return sorted(gone)


def outlook(home: Home, preferences: Preferences, now: float) -> str:
    """What the bounds would remove, in a sentence; "" where nothing."""
    try:
        names = surplus(home, preferences, now)
        size = sum(os.stat(os.path.join(home.log, name)).st_size for name in names)
    except OSError as error:
        return said("The log cannot be looked at: {why}.", why=error.strerror or error)
    if not names:
        return ""
    return said(
        "%n day(s) of the log ({size}) will be removed, in {time} at the earliest.",
        "",
        len(names),
        size=words.size(size),
        time=words.span(GRACE),
    )


class Retaining:
    """Keeps the log of `home` within the bounds."""

    def __init__(self, home: Home, now: float) -> None:
        """`now`: seconds since the epoch."""
        self._home = home
        self._preferences = Preferences()
        self._next = now + GRACE
        self._told = ""

    def follow(self, preferences: Preferences, now: float) -> None:
        """Other bounds hold from `now` on."""
        before, self._preferences = self._preferences, preferences
        if any(before.values[key] != preferences.values[key] for key in (LOG_DAYS, LOG_MEGABYTES)):
            self._next = now + GRACE

    def due(self, now: float) -> bool:
        """Whether it is time to look; the look counts as begun then. A clock set back only waits anew."""
        if self._next - EVERY <= now < self._next:
            return False
        late = now >= self._next
        self._next = now + EVERY
        return late

    async def prune(self, now: float) -> str:
        """Removes what is too old or too much. Gives what a person must hear, "" where nothing is new."""
        try:
            await asyncio.to_thread(_prune, self._home, self._preferences, now)
        except CallgateError as error:
            told = said("Old days stay in the log: {why}", why=f"{error}. {error.fix}")
        except OSError as error:
            told = said("Old days stay in the log: {why}", why=f"{error.strerror or error}.")
        else:
            told = ""
        new, self._told = told != self._told, told
        return told if new else ""


def _prune(home: Home, preferences: Preferences, now: float) -> None:
    names = surplus(home, preferences, now)
    if names:
        remove(home, names, now)
