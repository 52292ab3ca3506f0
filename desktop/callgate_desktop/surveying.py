"""Gathers what the Servers window shows, in a thread: files, processes, counts, limits. No Qt.

What cannot be read is told beside the rest, in words; the rest is shown.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Protocol

from callgate_proxy import clients
from callgate_proxy.clients import Found, Places, Process
from callgate_proxy.counters import Counters
from callgate_proxy.errors import CallgateError, StateError
from callgate_proxy.home import Home
from callgate_proxy.policy.store import Source
from callgate_proxy.policy.uses import Use, uses

from callgate_desktop.archive import Archive
from callgate_desktop.periods import midnight
from callgate_desktop.said import said
from callgate_desktop.servers import Group, Key, Seen, roster, running


def born(process: Process) -> float | None:
    """When a process started, in seconds since the epoch; None where it is gone or not ours to look at."""
    import psutil

    try:
        return psutil.Process(process.pid).create_time()
    except psutil.Error:
        return None


def no_pins() -> Mapping[str, tuple[str, ...]]:
    """Nothing is pinned: for each server no line."""
    return {}


class ServersScreen(Protocol):
    """What is gathered is shown on this, on the loop."""

    def show_groups(self, groups: list[Group], notes: tuple[str, ...]) -> None:
        """`notes`: what could not be read."""


class Surveying:
    """One window's looks."""

    def __init__(
        self,
        home: Home,
        places: Places,
        archive: Archive,
        screen: ServersScreen,
        start: Callable[[Coroutine[Any, Any, None]], None],
        clock: Callable[[], float],
        pins: Callable[[], Mapping[str, tuple[str, ...]]] = no_pins,
    ) -> None:
        """`start`: runs a coroutine on the loop. `clock`: seconds since the epoch. `pins`: by server; blocking."""
        self._home, self._places, self._archive, self._screen = home, places, archive, screen
        self._start, self._clock, self._pins = start, clock, pins
        self._source = Source(home)
        self._looking = False

    def look(self) -> None:
        """Reads everything anew, unless that is under way."""
        if not self._looking:
            self._looking = True
            self._start(self._look())

    async def _look(self) -> None:
        try:
            groups, notes = await asyncio.to_thread(self._gather, self._clock())
        finally:
            self._looking = False
        self._screen.show_groups(groups, notes)

    def _gather(self, now: float) -> tuple[list[Group], tuple[str, ...]]:
        notes: list[str] = []
        found: list[Found] = []
        limits: tuple[Use, ...] = ()
        counts: dict[Key, tuple[int, int]] | None = None
        try:
            found = clients.found(self._places)
        except (CallgateError, OSError) as error:
            notes.append(said("The clients' files cannot be read: {why}", why=error))
        try:
            limits = self._limits(now)
        except StateError as error:
            notes.append(said("The limits' counters cannot be read: {why}", why=error))
        try:
            counts = self._archive.counts(midnight(now))
        except StateError as error:
            notes.append(said("Calls are not counted: {why}", why=f"{error} {error.fix}"))
        alive = running([(one, born(one)) for one in self._ours()], self._home.bin)
        return roster(found, Seen(alive, counts, limits, self._pins())), tuple(notes)

    def _ours(self) -> list[Process]:
        return [one for one in self._places.processes() if any(self._home.bin in word for word in one.args)]

    def _limits(self, now: float) -> tuple[Use, ...]:
        table = self._source.current().table
        if table is None:
            return ()
        counters = Counters(self._home)
        try:
            return tuple(uses(table, counters.keys(), counters.usage, now))
        finally:
            counters.close()
