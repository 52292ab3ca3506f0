"""Every client and server: what is known of them, and the window that shows it."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from callgate_desktop.archive import Archive
from callgate_desktop.index import Index
from callgate_desktop.servers import CLOSED, GUARDED, OPEN, Group, Seen, fullest, roster, running, sharing
from callgate_desktop.surveying import Surveying
from callgate_desktop.ui.servers import ServersWindow
from callgate_proxy.clients import Entry, Found, Places, Process
from callgate_proxy.home import Home
from callgate_proxy.policy import store
from callgate_proxy.policy.uses import Use
from pytestqt.qtbot import QtBot
from questions import call_row

NOW = 1_795_000_000.0
NOTHING = Seen({}, {}, (), {})


def entry(name: str, guarded: bool = True, problem: str = "") -> Entry:
    return Entry(name, "npx", ["-y", name], [], guarded, problem)


FOUND = Found(
    "claude-desktop",
    "Claude Desktop",
    "/c.json",
    True,
    [entry("fs"), entry("git", False), entry("web", False, "it is a remote server")],
    "",
)
ABSENT = Found("zed", "Zed", "/z.json", False, [], "", "Add a server in Zed first.")
BROKEN = Found("cursor", "Cursor", "/m.json", True, [], "line 3: a comma is missing", "Mend the file.")


def limit(rule: str, counter: str, used: float, most: float = 30) -> Use:
    return Use(rule, "n", "server", "", counter, 60.0, most, used)


def test_what_needs_a_person_comes_first_and_absent_clients_last() -> None:
    groups = roster([ABSENT, FOUND], NOTHING)
    assert [group.found.client for group in groups] == ["claude-desktop", "zed"]
    assert [(row.entry.name, row.state) for row in groups[0].rows] == [("git", OPEN), ("fs", GUARDED), ("web", CLOSED)]


def test_limits_belong_to_the_server_their_counter_or_their_rule_names() -> None:
    limits = (
        limit("/servers/fs/tools/w/limits/0", "w|server|fs", 18),
        limit("/servers/fs/tools/r/limits/0", "", 0),
        limit("/clients/cursor/servers/fs/tools/r/limits/0", "", 0),
        limit("/all_tools/limits/0", "a|server|fs", 29),
        limit("/all_tools/limits/0", "a|server|git", 5),
        limit("/all_tools/limits/1", "b|global", 30),
    )
    row = next(row for row in roster([FOUND], replace(NOTHING, limits=limits))[0].rows if row.entry.name == "fs")
    assert [use.used for use in row.limits] == [18, 0, 29]
    most = fullest(row)
    assert most is not None
    assert most.words == "29 of 30 in the last minute"


@pytest.mark.parametrize(
    ("counter", "who"),
    [
        ("", "each server"),
        ("n|global", "each server"),
        ("n|server|fs", "fs"),
        ("n|client|claude-desktop", "Claude Desktop"),
        ("n|grant|cursor|fs", "cursor on fs"),
        ("n|session|cursor|fs|7", "cursor on fs in session 7"),
    ],
)
def test_a_limit_says_who_counts_together(counter: str, who: str) -> None:
    assert sharing(limit("/all_tools/limits/0", counter, 1)) == who


def test_a_running_proxy_is_known_by_its_own_words_only() -> None:
    launcher = "/home/ada/.callgate/bin/callgate-proxy"
    processes = [
        (Process(1, "p", "", ("python", "-IS", launcher, "--server", "fs", "--client", "c", "--", "npx")), 5.0),
        (Process(2, "p", "", ("python", "-IS", launcher, "--server", "fs", "--client", "c", "--", "npx")), 3.0),
        (Process(3, "p", "", (launcher, "--client", "c", "--", "x", "--server", "fs")), 1.0),
        (Process(4, "p", "", ("/other/bin/callgate-proxy", "--server", "fs", "--client", "c")), 1.0),
        (Process(5, "p", "", (launcher, "--server", "git")), None),
    ]
    assert running(processes, os.path.dirname(launcher)) == {("c", "fs"): (3.0, 5.0)}


class Screen:
    def __init__(self) -> None:
        self.groups: list[Group] = []
        self.notes: tuple[str, ...] = ()

    def show_groups(self, groups: list[Group], notes: tuple[str, ...]) -> None:
        self.groups, self.notes = groups, notes


def survey(home: Home, person: Path) -> Screen:
    config = person / ".config" / "Claude" / "claude_desktop_config.json"
    config.parent.mkdir(parents=True)
    config.write_text('{"mcpServers": {"fs": {"command": "npx"}, "git": {"command": "uvx"}}}')
    places = Places(str(person), "", "", str(person / ".config"), "linux", processes=list)
    screen, index = Screen(), Index(home)
    archive = Archive(index)

    async def look() -> None:
        tasks: list[asyncio.Task[None]] = []

        def start(work: Coroutine[Any, Any, None]) -> None:
            tasks.append(asyncio.ensure_future(work))

        pins = {"fs": ("read_file was pinned",)}
        Surveying(home, places, archive, screen, start, lambda: NOW, lambda: pins).look()
        await asyncio.gather(*tasks)

    if os.path.isdir(home.log):
        index.catch_up()
    asyncio.run(look())
    archive.close()
    index.close()
    return screen


def test_a_look_brings_files_counts_and_limits_together(home: Home, tmp_path: Path) -> None:
    store.save(
        home, '{"version": "1", "default": "ask", "servers": {"fs": {"tools": {"w": {"rate_limit": "3/minute"}}}}}'
    )
    home.ensure(home.log)
    rows = [call_row(1, NOW), call_row(2, NOW, verdict="deny"), call_row(3, NOW - 3 * 86_400)]
    Path(home.log, "20261118.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    screen = survey(home, tmp_path)
    assert screen.notes == ()
    fs = next(row for row in screen.groups[0].rows if row.entry.name == "fs")
    assert (fs.state, fs.calls, fs.refused, fs.pins) == (OPEN, 2, 1, ("read_file was pinned",))
    assert [use.words for use in fs.limits] == ["0 of 3 in the last minute"]


def test_what_cannot_be_counted_is_said_and_the_rest_is_shown(home: Home, tmp_path: Path) -> None:
    screen = survey(home, tmp_path)
    assert [row.calls for row in screen.groups[0].rows] == [None, None]
    assert "Calls are not counted" in screen.notes[0]


@pytest.fixture
def window(qtbot: QtBot) -> ServersWindow:
    made = ServersWindow(lambda: NOW)
    qtbot.addWidget(made)
    seen = Seen(
        {("claude-desktop", "fs"): (NOW - 7200,)}, {("claude-desktop", "fs"): (412, 3)}, (), {"fs": ("pinned",)}
    )
    made.show()
    made.show_groups(roster([FOUND, BROKEN, ABSENT], seen), ())
    return made


def pick(window: ServersWindow, client: int, server: int | None = None) -> None:
    model = window.tree.model()
    top = model.index(client, 0)
    window.tree.setCurrentIndex(top if server is None else model.index(server, 0, top))


def test_each_server_says_how_it_stands(window: ServersWindow) -> None:
    model = window.tree.model()
    top = model.index(0, 0)
    shown = [[str(model.index(row, column, top).data() or "") for column in range(6)] for row in range(3)]
    assert shown == [
        ["git", "Not guarded", "", "", "", ""],
        ["fs", "Guarded", "2 h", "412", "3", ""],
        ["web", "Cannot be guarded", "", "", "", ""],
    ]
    assert window.total.text() == "1 of 3 servers guarded, 1 could be, 1 other client without a file here"
    assert model.rowCount() == 2


def test_a_press_asks_for_the_change_of_that_server(window: ServersWindow) -> None:
    asked: list[tuple[bool, object]] = []
    window.change_wanted.connect(lambda _found, guards, names: asked.append((guards, names)))  # pyright: ignore
    pick(window, 0, 0)
    window.card.act.click()
    pick(window, 0, 1)
    assert window.card.act.text() == "Give back…"
    assert window.card.field("Pins") == "pinned"
    window.card.act.click()
    pick(window, 0)
    window.card.act.click()
    assert asked == [(True, ["git"]), (False, ["fs"]), (True, None)]


def test_a_server_that_is_reached_over_the_net_shows_its_address(window: ServersWindow) -> None:
    far = Entry("far", "", [], [], False, "", address="https://mcp.example.com")
    window.show_groups(roster([replace(FOUND, entries=[far])], NOTHING), ())
    pick(window, 0, 0)
    assert (window.card.field("Address"), window.card.field("Command")) == ("https://mcp.example.com", "")


def test_what_cannot_be_guarded_says_why_and_offers_nothing(window: ServersWindow) -> None:
    pick(window, 0, 2)
    assert "it is a remote server" in window.card.advice.text()
    assert not window.card.act.isVisible()
    pick(window, 1)
    assert window.card.advice.text() == "line 3: a comma is missing\nMend the file."


def test_the_choice_stays_when_things_change(window: ServersWindow) -> None:
    pick(window, 0, 1)
    found = replace(FOUND, entries=[entry("aaa"), *FOUND.entries])
    window.show_groups(roster([found], NOTHING), ("The counters cannot be read.",))
    assert window.tree.currentIndex().data() == "fs"
    assert window.notice.isVisible()
