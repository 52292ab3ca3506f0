"""Searches from the window's side: over a real index, on a real loop."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from callgate_desktop.calls import Filter
from callgate_desktop.searching import Found, Searching
from callgate_proxy.home import Home
from callgate_proxy.logread import Call
from questions import call_row


class Screen:
    """Notes what it is shown; `until` waits for it."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self.pages: list[tuple[int, int, list[Call]]] = []
        self.told: list[str] = []
        self._news = asyncio.Event()

    def show_found(self, found: Found) -> None:
        self.found.append(found)
        self._news.set()

    def show_page(self, ticket: int, first: int, calls: list[Call]) -> None:
        self.pages.append((ticket, first, calls))
        self._news.set()

    def tell_search(self, message: str) -> None:
        self.told.append(message)
        self._news.set()

    async def until(self, holds: Callable[[], object]) -> None:
        while not holds():
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), 20)


Story = Callable[[Searching, Screen], Coroutine[Any, Any, None]]


@pytest.fixture
def play(home: Home) -> Callable[[Story], None]:
    home.ensure(home.log)
    write(home, *(call_row(n, float(n), verdict="deny" if n % 2 else "allow") for n in range(10)))

    def go(story: Story) -> None:
        async def run() -> None:
            screen, tasks = Screen(), set[asyncio.Task[None]]()
            searching = Searching(home, screen, lambda work: tasks.add(asyncio.ensure_future(work)))
            try:
                await story(searching, screen)
            finally:
                await searching.close()
                await asyncio.gather(*tasks)

        asyncio.run(run())

    return go


def write(home: Home, *rows: dict[str, object]) -> None:
    with open(os.path.join(home.log, "20261121.jsonl"), "a", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)


def test_a_search_finds_what_the_log_holds_at_that_moment_and_gives_its_pages(
    home: Home, play: Callable[[Story], None]
) -> None:
    async def story(searching: Searching, screen: Screen) -> None:
        searching.search(1, Filter(meaning="deny"))
        await screen.until(lambda: screen.found)
        write(home, call_row(11, 11.0, verdict="deny"))
        searching.search(2, Filter(meaning="deny"))
        await screen.until(lambda: len(screen.found) == 2)
        searching.page(2, 0)
        await screen.until(lambda: screen.pages)
        assert [(found.ticket, found.count, found.partial) for found in screen.found] == [(1, 5, False), (2, 6, False)]
        assert [call.id for call in screen.pages[0][2]] == ["c11", "c9", "c7", "c5", "c3", "c1"]
        assert sum(refused for _, refused in screen.found[1].lanes["fs"]) == 6
        assert screen.found[1].names["client"] == ["claude-desktop"]

    play(story)


def test_only_the_last_of_several_searches_is_shown(play: Callable[[Story], None]) -> None:
    async def story(searching: Searching, screen: Screen) -> None:
        for ticket in range(5):
            searching.search(ticket, Filter(text=f"/n/{ticket}"))
        await screen.until(lambda: screen.found)
        assert [found.ticket for found in screen.found] == [4]

    play(story)


def test_a_search_nobody_wants_any_more_is_not_shown(play: Callable[[Story], None]) -> None:
    async def story(searching: Searching, screen: Screen) -> None:
        searching.search(1, Filter())
        searching.forget()
        searching.export("/nowhere/at/all.csv", [])  # something to wait for
        await screen.until(lambda: screen.told)
        assert screen.found == []

    play(story)


def test_an_index_that_cannot_be_written_is_told_once(home: Home, play: Callable[[Story], None]) -> None:
    async def story(searching: Searching, screen: Screen) -> None:
        os.makedirs(os.path.join(home.root, "index.db"))
        searching.refresh()
        await screen.until(lambda: screen.told)
        searching.search(1, Filter())
        searching.export("/nowhere/at/all.csv", [])
        await screen.until(lambda: any("/nowhere" in told for told in screen.told))
        assert len([told for told in screen.told if "cannot be written" in told]) == 1
        assert "Live calls are not touched" in screen.told[0]

    play(story)


def test_what_was_found_is_exported_whole(tmp_path: Path, play: Callable[[Story], None]) -> None:
    path = tmp_path / "out.json"

    async def story(searching: Searching, screen: Screen) -> None:
        searching.search(1, Filter(meaning="deny"))
        await screen.until(lambda: screen.found)
        searching.export(str(path), None)
        await screen.until(lambda: screen.told)
        assert screen.told == [f"Wrote 5 calls to {path}."]

    play(story)
    assert len(json.loads(path.read_text())) == 5
