"""The tray's menu and icon."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import cast

import pytest
from callgate_desktop import view
from callgate_desktop.ui import theme
from callgate_desktop.ui.menu import TrayMenu
from callgate_desktop.ui.tray import LATE, Tray
from callgate_desktop.view import Facts, Loss, Server, Tool
from callgate_proxy.logread import Call
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu
from questions import call_row, case

NOW = 1000.0
TOOLS = (Tool("create_issue", "ask"), Tool("list_issues", "limit", "10 a minute"), Tool("R&D", "deny"))
FACTS = Facts(servers=(Server("git_hub", TOOLS), Server("fresh", ())))


@pytest.fixture
def menu(qapp: QApplication) -> TrayMenu:  # noqa: ARG001
    made = TrayMenu()
    made.show_facts(FACTS, [], NOW, notifier=False)
    return made


def entries(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action.isVisible() and not action.isSeparator()]


def entry(menu: QMenu, text: str) -> QAction:
    return next(action for action in menu.actions() if action.text() == text)


def below(menu: QMenu, *path: str) -> QMenu:
    for text in path:
        menu = cast(QMenu, entry(menu, text).menu())
    return menu


def told(menu: TrayMenu) -> list[object]:
    heard: list[object] = []
    menu.tool_set.connect(lambda *what: heard.append(what))  # pyright: ignore
    menu.tool_allowed_for.connect(lambda *what: heard.append(what))  # pyright: ignore
    menu.limit_set.connect(lambda *what: heard.append(what))  # pyright: ignore
    menu.limit_wanted.connect(lambda *what: heard.append(what))  # pyright: ignore
    menu.pause_wanted.connect(heard.append)
    menu.case_chosen.connect(heard.append)
    return heard


def test_servers_come_first_and_the_switches_after(menu: TrayMenu) -> None:
    assert entries(menu.menu) == [
        *["git_hub", "fresh", "Pause", "Lock down"],
        *["Activity", "Servers", "Protect…", "Policy…", "Preferences…", "First steps…", "About Callgate"],
        "Quit Callgate",
    ]


def test_waiting_questions_stand_above_everything_and_open_their_case(menu: TrayMenu) -> None:
    heard, waiting = told(menu), case()
    menu.show_facts(FACTS, [waiting], NOW, notifier=False)
    assert entries(menu.menu)[0] == "write_file on filesystem"
    menu.menu.actions()[0].trigger()
    assert heard == [waiting]


def test_a_guard_that_was_taken_off_is_put_back_from_the_menu(menu: TrayMenu) -> None:
    heard: list[str] = []
    menu.put_back_wanted.connect(heard.append)
    loss = Loss("Claude Desktop", "/c.json", ("fs",), (), ())
    menu.show_facts(replace(FACTS, losses=(loss,), leaks=("“fs” is open",)), [], NOW, notifier=False)
    lines = ["Put the guard back in Claude Desktop…", "1 guarded server open in another client…"]
    assert entries(menu.menu)[:2] == lines
    menu.menu.actions()[0].trigger()
    assert heard == ["/c.json"]


def test_guards_that_did_not_stay_twice_are_no_longer_put_back_with_one_click(menu: TrayMenu) -> None:
    heard: list[str] = []
    menu.put_back_wanted.connect(heard.append)
    loss = Loss("Claude Desktop", "/c.json", ("fs",), (), (), again=2)
    menu.show_facts(replace(FACTS, losses=(loss,)), [], NOW, notifier=False)
    assert entries(menu.menu)[0].startswith("Claude Desktop lost them again 2 times: quit it fully")
    menu.menu.actions()[0].trigger()
    assert heard == []
    assert view.loss_advice(replace(loss, again=1)) == "Protect… puts the guard back."


def test_each_tool_shows_its_setting_and_has_it_checked(menu: TrayMenu) -> None:
    tools = below(menu.menu, "git_hub")
    assert entries(tools) == ["create_issue   Ask", "list_issues   10 a minute", "R&&D   Deny"]
    choices = below(tools, "create_issue   Ask")
    assert [action.text() for action in choices.actions() if action.isChecked()] == ["Ask"]
    limited = below(tools, "list_issues   10 a minute")
    assert entries(limited)[:5] == ["Allow", "Ask", "Deny", "Limit: 10 a minute", "Hide"]
    presets = below(limited, "Limit: 10 a minute")
    assert [action.text() for action in presets.actions() if action.isChecked()] == ["10 a minute"]


def test_a_choice_tells_server_tool_and_action_as_they_are_named(menu: TrayMenu) -> None:
    heard = told(menu)
    entry(below(menu.menu, "git_hub", "create_issue   Ask"), "Deny").trigger()
    entry(below(menu.menu, "git_hub", "R&&D   Deny", "Limit…"), "Another limit…").trigger()
    entry(below(menu.menu, "git_hub", "R&&D   Deny", "Limit…"), "100 an hour").trigger()
    entry(below(menu.menu, "git_hub", "R&&D   Deny"), "Allow for 15 minutes").trigger()
    assert heard == [
        *[("git_hub", "create_issue", "deny"), ("git_hub", "R&D")],
        *[("git_hub", "R&D", 100, "hour"), ("git_hub", "R&D", 900.0)],
    ]


def test_three_hundred_tools_stay_within_reach(menu: TrayMenu) -> None:
    tools = tuple(Tool(f"{word}_{at:02}", "ask") for word in ("browser", "files", "mail") for at in range(100))
    menu.show_facts(Facts(servers=(Server("big", tools),)), [], NOW, notifier=False)
    server = below(menu.menu, "big")
    assert len(entries(server)) <= 20
    assert entries(server)[0] == "browser… browser_00 – browser_19   20"
    assert entries(below(server, entries(server)[0]))[0] == "browser_00   Ask"


def test_the_last_calls_stand_in_the_menu_and_change_in_place(menu: TrayMenu) -> None:
    before = menu.menu.actions()
    menu.show_calls([Call(call_row(n, NOW, tool=f"t{n}", verdict="deny")) for n in range(5)])
    assert menu.menu.actions() == before
    shown = [text.split("  ", 1)[1] for text in entries(menu.menu) if " on fs" in text]
    assert shown == ["t0 on fs   Denied", "t1 on fs   Denied", "t2 on fs   Denied"]


def test_a_setting_for_a_time_says_until_when(menu: TrayMenu) -> None:
    until = time.mktime((2026, 11, 21, 15, 30, 0, 0, 0, -1))
    menu.show_facts(Facts(servers=(Server("s", (Tool("t", "allow", until=until),)),)), [], NOW, notifier=False)
    assert entries(below(menu.menu, "s")) == ["t   Allow until 15:30"]


def test_the_menu_is_drawn_anew_in_the_other_palette(menu: TrayMenu, qapp: QApplication) -> None:
    theme.apply(qapp, dark=False)
    menu.show_facts(FACTS, [], NOW, notifier=False)
    first = menu.menu.actions()[0]
    theme.apply(qapp, dark=True)
    try:
        menu.show_facts(FACTS, [], NOW, notifier=False)
        assert menu.menu.actions()[0] is not first
    finally:
        theme.apply(qapp, dark=False)


def test_underscores_are_doubled_for_panels_that_swallow_them(menu: TrayMenu) -> None:
    menu.show_facts(FACTS, [], NOW, notifier=True)
    assert entries(below(menu.menu, "git__hub"))[0] == "create__issue   Ask"


def test_a_server_without_tools_says_what_to_do(menu: TrayMenu) -> None:
    assert entries(below(menu.menu, "fresh")) == ["No tools seen yet: use it once in your client"]


def test_a_pause_has_its_time_and_resume_in_its_place(menu: TrayMenu) -> None:
    heard = told(menu)
    for text in ("5 minutes", "1 hour", "Until Callgate restarts"):
        entry(below(menu.menu, "Pause"), text).trigger()
    assert heard == [300.0, 3600.0, None]
    paused = replace(FACTS, mode="paused", until=NOW + 61)
    menu.show_facts(paused, [], NOW, notifier=False)
    assert "Paused for 1 min 01 s more: calls pass unchecked" in entries(menu.menu)
    assert "Resume" in entries(menu.menu)
    assert "Pause" not in entries(menu.menu)
    menu.show_facts(paused, [], NOW + 60, notifier=False)
    assert "Paused for 1 s more: calls pass unchecked" in entries(menu.menu)


def test_a_problem_of_the_policy_is_named_in_the_menu(menu: TrayMenu) -> None:
    menu.show_facts(replace(FACTS, problems=("broken",)), [], NOW, notifier=False)
    assert "Policy – the file has a problem" in entries(menu.menu)


def test_the_menu_is_left_alone_while_nothing_changes(menu: TrayMenu) -> None:
    first = menu.menu.actions()[0]
    menu.show_facts(replace(FACTS), [], NOW + 1, notifier=False)
    assert menu.menu.actions()[0] is first


class Panel:
    """A tray that may come and go."""

    def __init__(self) -> None:
        self.there = False
        self.now = 0.0

    def tray(self, menu: TrayMenu) -> Tray:
        return Tray(menu.menu, clock=lambda: self.now, available=lambda: self.there)


def count(signal: Callable[[Callable[[], None]], object]) -> list[int]:
    heard: list[int] = []
    signal(lambda: heard.append(1))
    return heard


def test_a_panel_that_comes_late_gets_a_new_icon(menu: TrayMenu) -> None:
    panel = Panel()
    tray = panel.tray(menu)
    tray.show_state("asking", 3, "Callgate: 3 calls waiting for you")
    first = tray.icon
    panel.there = True
    tray.poll()
    assert tray.icon is not first
    assert tray.icon.toolTip() == "Callgate: 3 calls waiting for you"
    second = tray.icon
    tray.poll()
    assert tray.icon is second


def test_without_a_tray_the_windows_are_called_for_once(menu: TrayMenu) -> None:
    panel = Panel()
    tray = panel.tray(menu)
    heard = count(tray.missing.connect)
    panel.now = LATE - 0.1
    tray.poll()
    assert heard == []
    panel.now = LATE
    tray.poll()
    tray.poll()
    assert heard == [1]
