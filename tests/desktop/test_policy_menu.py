"""What the tray shows of the policy besides single settings: the profile, changes from outside, the use of limits."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from callgate_desktop.ui.menu import TrayMenu
from callgate_desktop.view import Facts, Server, Tool
from callgate_proxy.counters import Counters
from callgate_proxy.home import Home
from callgate_proxy.logread import Reader
from callgate_proxy.policy import beside, confirming, store
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.decide import View
from callgate_proxy.state import State
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMenu
from stage import NOW, Run, Scene, player

LIMITED = {"limits": [{"counter": "reads", "window": "minute", "max": 30}]}
POLICY = json.dumps(
    {"version": "1", "default": "ask", "tools": {"read": LIMITED}, "profiles": {"travel": {"default": "deny"}}},
    indent=2,
)
WIDER = POLICY.replace('"ask"', '"allow"')


@pytest.fixture
def run(home: Home, tmp_path: Path) -> Run:
    made = player(home, tmp_path)
    store.save(home, POLICY)
    state = State(home)
    state.saw_tools("fs", [{"name": "read"}, {"name": "write"}], NOW)
    state.close()
    counters = Counters(home)
    charges = View(compile_text(POLICY), "", "fs", "").setting("read", NOW).charges
    for _ in range(18):
        assert counters.reserve(charges, NOW) is None
    counters.close()
    return made


def tool(facts: Facts, name: str) -> Tool:
    return next(tool for server in facts.servers for tool in server.tools if tool.name == name)


def test_a_tool_shows_the_use_of_its_limits_and_is_counted_from_zero(run: Run) -> None:
    async def story(scene: Scene) -> None:
        await scene.desk.refresh()
        shown = tool(scene.screen.facts, "read")
        assert shown.uses == ("18 of 30 in the last minute",)
        assert tool(scene.screen.facts, "write").uses == ()
        scene.desk.reset_limits(shown.counters)
        await scene.screen.until(lambda: tool(scene.screen.facts, "read").uses == ("0 of 30 in the last minute",))
        assert tool(scene.screen.facts, "read").counters == ()
        (row,) = Reader(scene.home).poll()
        assert (row["k"], row["counter"]) == ("reset", "reads|grant||fs")

    run(story)


def test_a_chosen_profile_shows_in_the_tools_settings(run: Run) -> None:
    async def story(scene: Scene) -> None:
        await scene.desk.refresh()
        assert (scene.screen.facts.profiles, scene.screen.facts.profile) == (("travel",), None)
        assert tool(scene.screen.facts, "write").setting == "ask"
        scene.desk.choose_profile("travel")
        await scene.screen.until(lambda: scene.screen.facts.profile == "travel")
        assert tool(scene.screen.facts, "write").setting == "deny"
        scene.desk.choose_profile(None)
        await scene.screen.until(lambda: scene.screen.facts.profile is None)
        assert tool(scene.screen.facts, "write").setting == "ask"

    run(story)


def test_a_choice_of_a_profile_that_is_gone_shows_every_tool_as_denied(run: Run) -> None:
    async def story(scene: Scene) -> None:
        Path(scene.home.profile).write_text('{"profile": "gone"}')
        await scene.desk.refresh()
        assert tool(scene.screen.facts, "write").setting == "deny"

    run(story)


def test_a_setting_that_the_profile_overrules_is_refused_with_the_reason(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.desk.choose_profile("travel")
        await scene.screen.until(lambda: scene.screen.facts.profile == "travel")
        scene.desk.set_tool("fs", "write", "allow")
        await scene.screen.until(lambda: scene.screen.messages)
        assert "/profiles/travel/default is stronger" in scene.screen.messages[0]

    run(story)


def test_a_change_from_outside_is_told_once_and_undone(run: Run) -> None:
    async def story(scene: Scene) -> None:
        await scene.desk.refresh()
        assert scene.screen.facts.widened == ""
        Path(scene.home.policy).write_text(WIDER)
        await scene.desk.refresh()
        await scene.desk.refresh()
        (told,) = scene.screen.notices
        assert told.body.startswith("policy.json now allows more: other tools (ask before, allow now)")
        scene.desk.undo_widening()
        await scene.screen.until(lambda: not scene.screen.facts.widened)
        assert Path(scene.home.policy).read_text() == POLICY

    run(story)


def test_a_held_change_is_in_force_once_it_is_confirmed(run: Run) -> None:
    async def story(scene: Scene) -> None:
        confirming.set_strict(scene.home, on=True)
        Path(scene.home.policy).write_text(WIDER)
        await scene.desk.refresh()
        assert "it waits for your word" in scene.screen.facts.widened
        assert tool(scene.screen.facts, "write").setting == "ask"
        scene.desk.confirm(scene.screen.facts.widened_name)
        await scene.screen.until(lambda: not scene.screen.facts.widened)
        assert tool(scene.screen.facts, "write").setting == "allow"

    run(story)


def test_what_changed_since_it_was_shown_is_not_confirmed(run: Run) -> None:
    async def story(scene: Scene) -> None:
        confirming.set_strict(scene.home, on=True)
        Path(scene.home.policy).write_text(WIDER)
        await scene.desk.refresh()
        Path(scene.home.policy).write_text(WIDER + "\n")
        scene.desk.confirm(scene.screen.facts.widened_name)
        await scene.screen.until(lambda: any("changed meanwhile" in told for told in scene.screen.messages))
        assert confirming.confirmed_text(scene.home) == POLICY

    run(story)


def test_a_profile_file_that_cannot_be_written_is_told(run: Run) -> None:
    async def story(scene: Scene) -> None:
        Path(scene.home.profile).mkdir()
        (Path(scene.home.profile) / "in the way").mkdir()
        scene.desk.choose_profile("travel")
        await scene.screen.until(lambda: scene.screen.messages)
        assert "profile could not be changed" in scene.screen.messages[0]
        assert beside.chosen(scene.home, "").problem

    run(story)


@pytest.fixture
def menu(qapp: QApplication) -> TrayMenu:  # noqa: ARG001
    uses = Tool("read", "limit", "30 a minute", uses=("18 of 30 in the last minute",), counters=("reads|grant||fs",))
    widens = tuple(f"tool_{number} (ask before, allow now)" for number in range(5))
    told = Facts(widened="policy.json now allows more", widens=widens, widened_name="abc")
    made = TrayMenu()
    servers = (Server("fs", (uses, Tool("write", "ask"))),)
    facts = replace(told, servers=servers, profiles=("home_office", "travel"), profile="travel")
    made.show_facts(facts, [], NOW, notifier=False)
    return made


def entries(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def entry(menu: QMenu, text: str) -> QAction:
    return next(action for action in menu.actions() if action.text() == text)


def test_a_change_from_outside_stands_above_the_servers_with_undo_and_confirm(menu: TrayMenu) -> None:
    heard: list[object] = []
    menu.undo_wanted.connect(lambda: heard.append("undo"))
    menu.confirm_wanted.connect(heard.append)
    assert entries(menu.menu)[:8] == [
        "policy.json allows more, changed outside Callgate:",
        *(f"   tool_{number} (ask before, allow now)" for number in range(3)),
        "   and 2 more",
        *["Undo the change", "Confirm the change", "fs"],
    ]
    entry(menu.menu, "Undo the change").trigger()
    entry(menu.menu, "Confirm the change").trigger()
    assert heard == ["undo", "abc"]


def test_profiles_are_chosen_in_a_menu_of_their_own(menu: TrayMenu) -> None:
    heard: list[object] = []
    menu.profile_chosen.connect(heard.append)
    below = cast(QMenu, entry(menu.menu, "Profile: travel").menu())
    assert entries(below) == ["By folder", "None", "home_office", "travel"]
    assert [action.text() for action in below.actions() if action.isChecked()] == ["travel"]
    for action in below.actions()[:3]:
        action.trigger()
    assert heard == [None, "", "home_office"]


def test_a_limited_tool_shows_its_use_and_counts_from_zero(menu: TrayMenu) -> None:
    heard: list[object] = []
    menu.reset_wanted.connect(heard.append)
    server = cast(QMenu, entry(menu.menu, "fs").menu())
    below = cast(QMenu, entry(server, "read   30 a minute").menu())
    assert entries(below)[-2:] == ["18 of 30 in the last minute", "Count from zero"]
    entry(below, "Count from zero").trigger()
    assert heard == [("reads|grant||fs",)]
    assert "Count from zero" not in entries(cast(QMenu, entry(server, "write   Ask").menu()))
