"""Brings the index and the Activity window together: threads on one side, the loop on the other.

* The index is brought up to date every few seconds and before a search; a long run (the first, over a big log) goes on
  beside the searches, and what was searched meanwhile is searched again at its end.
* Each search has a number (`ticket`) of its own; whatever comes for an older one is no longer wanted.
* A failure is told once, in words, until something works again; the live calls need no index.

No Qt.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from callgate_proxy.errors import CallgateError, StateError
from callgate_proxy.home import Home
from callgate_proxy.logread import Call

from callgate_desktop import export, words
from callgate_desktop.archive import Archive, Lanes
from callgate_desktop.calls import Filter
from callgate_desktop.index import Index
from callgate_desktop.said import said

PAGE = 200  # calls
BUCKETS = 60  # bars of a chart
AT_ONCE = 0.5  # seconds that a search waits for the newest calls


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found. `since`, `until`: what its lanes span. `partial`: the log is still being read."""

    ticket: int
    count: int
    since: float
    until: float
    lanes: Lanes
    names: dict[str, list[str]]
    partial: bool


class SearchScreen(Protocol):
    """What searches show themselves on. Every call comes on the loop."""

    def show_found(self, found: Found) -> None:
        """A search is done; pages of it can be asked for."""

    def show_page(self, ticket: int, first: int, calls: list[Call]) -> None:
        """The calls found from `first` on."""

    def tell_search(self, message: str) -> None:
        """What a person should know about a search or an export."""


class Searching:
    """One window's searches."""

    def __init__(self, home: Home, screen: SearchScreen, start: Callable[[Coroutine[Any, Any, None]], None]) -> None:
        """`start`: runs a coroutine on the loop and reports what it raises."""
        self._index = Index(home)
        self.archive = Archive(self._index)
        self._screen = screen
        self._start = start
        self._run: asyncio.Task[None] | None = None
        self._last: tuple[int, Filter] | None = None
        self._told = ""

    def refresh(self) -> None:
        """Has the index take in what is new, unless it is at it."""
        if self._run is None or self._run.done():
            self._run = asyncio.get_running_loop().create_task(self._catch_up())

    def search(self, ticket: int, wanted: Filter) -> None:
        """Looks for calls."""
        self._last = ticket, wanted
        self._start(self._search(ticket, wanted))

    def page(self, ticket: int, first: int) -> None:
        """Fetches PAGE calls of the last search."""
        self._start(self._page(ticket, first))

    def forget(self) -> None:
        """No search is in view any more."""
        self._last = None

    def export(self, path: str, calls: Iterable[Call] | None) -> None:
        """Writes `calls`, or all of the last search, to `path` (.csv, else JSON)."""
        self._start(self._export(path, calls))

    async def close(self) -> None:
        """Ends what runs and lets go of the files."""
        self._index.stop()
        if self._run is not None:
            await asyncio.gather(self._run, return_exceptions=True)
        self.archive.close()
        self._index.close()

    async def _catch_up(self) -> None:
        before = self._index.generation
        try:
            await asyncio.to_thread(self._index.catch_up)
        except StateError as error:
            self._tell(error)
            return
        self._told = ""
        if self._index.generation != before and self._last is not None:
            self._start(self._search(*self._last))

    async def _search(self, ticket: int, wanted: Filter) -> None:
        self.refresh()
        assert self._run is not None
        run = self._run
        await asyncio.wait({run}, timeout=AT_ONCE)
        partial = not run.done()
        if self._last != (ticket, wanted):
            return
        try:
            found = await asyncio.to_thread(self._find, ticket, wanted, partial)
        except StateError as error:
            self._tell(error)
            return
        self._screen.show_found(found)
        if partial:
            await asyncio.wait({run})
            if self._last == (ticket, wanted):
                await self._search(ticket, wanted)

    def _find(self, ticket: int, wanted: Filter, partial: bool) -> Found:
        count = self.archive.search(wanted)
        since, until = self.archive.span()
        since, until = wanted.since or since, wanted.until or max(until + 1, wanted.since + 1)
        lanes = self.archive.lanes(since, until, BUCKETS)
        return Found(ticket, count, since, until, lanes, self.archive.names(), partial)

    async def _page(self, ticket: int, first: int) -> None:
        try:
            calls = await asyncio.to_thread(self.archive.page, first, PAGE)
        except StateError as error:
            self._tell(error)
        else:
            self._screen.show_page(ticket, first, calls)

    async def _export(self, path: str, calls: Iterable[Call] | None) -> None:
        try:
            count = await asyncio.to_thread(export.write, path, self.archive.export() if calls is None else calls)
        except CallgateError as error:
            self._screen.tell_search(f"{error} {error.fix}".strip())
        else:
            self._screen.tell_search(said("Wrote {calls} to {path}.", calls=words.calls(count), path=path))

    def _tell(self, error: StateError) -> None:
        message = f"{error} {error.fix} {said('Live calls are not touched by this.')}".strip()
        if message != self._told:
            self._told = message
            self._screen.tell_search(message)
