"""The desk and the files: the menu's word, the mode, broken and missing files."""

from __future__ import annotations

import os
from contextlib import closing
from pathlib import Path

import pytest
from callgate_desktop import acts
from callgate_proxy import clients, mode
from callgate_proxy.clients import Places
from callgate_proxy.errors import CallgateError
from callgate_proxy.home import Home
from callgate_proxy.state import State
from stage import NOW, Run, Scene, player


@pytest.fixture
def run(home: Home, tmp_path: Path) -> Run:
    return player(home, tmp_path / "person")


def test_the_menus_word_is_in_force_and_shown(run: Run) -> None:
    async def story(scene: Scene) -> None:
        with closing(State(scene.home)) as state:
            state.saw_tools("filesystem", [{"name": "write_file"}], NOW)
        for act in ("allow", "deny", "hide", "ask"):
            scene.desk.set_tool("filesystem", "write_file", act)
            await scene.screen.until(lambda act=act: scene.screen.facts.servers and setting(scene) == act)
            assert scene.verdict() == act
        scene.desk.set_limit("filesystem", "write_file", 10, "minute")
        await scene.screen.until(lambda: setting(scene) == "limit")
        assert scene.screen.facts.servers[0].tools[0].detail == "10 a minute"

    run(story)


def test_the_first_question_of_a_server_that_was_just_started_gets_what_is_known_of_its_tool(run: Run) -> None:
    async def story(scene: Scene) -> None:
        await scene.desk.refresh()
        with closing(State(scene.home)) as state:
            state.saw_tools("filesystem", [{"name": "write_file", "description": "Writes a file."}], NOW)
        scene.ask()
        assert scene.screen.told.notes == ()
        await scene.screen.until(lambda: scene.screen.told.notes)
        assert scene.screen.told.notes[0].name == "Risk"
        assert (scene.screen.place, scene.screen.waiting) == (1, 1)

    run(story)


def test_a_server_that_says_something_else_since_is_looked_at_anew(run: Run) -> None:
    async def story(scene: Scene) -> None:
        told: dict[str, object] = {"name": "write_file", "description": "Writes a file."}
        with closing(State(scene.home)) as state:
            state.saw_tools("filesystem", [told], NOW)
            await scene.desk.refresh()
            state.saw_tools("filesystem", [{**told, "title": "Harmless"}], NOW + 1)
        scene.ask()
        assert "Harmless" not in str(scene.screen.told)
        await scene.screen.until(lambda: "Harmless" in str(scene.screen.told))

    run(story)


def test_a_question_that_is_over_stays_to_be_read_when_the_files_change(run: Run) -> None:
    async def story(scene: Scene) -> None:
        asked = scene.ask()
        scene.desk.closed(asked, "no-answer")
        with closing(State(scene.home)) as state:
            state.saw_tools("filesystem", [{"name": "write_file"}], NOW)
        await scene.desk.refresh()
        assert "time is over" in scene.screen.over

    run(story)


def setting(scene: Scene) -> str:
    return scene.screen.facts.servers[0].tools[0].setting


def test_a_broken_policy_is_told_and_changes_nothing(run: Run) -> None:
    async def story(scene: Scene) -> None:
        await scene.desk.refresh()
        scene.break_the_file()
        await scene.desk.refresh()
        assert "policy.json" in scene.screen.facts.problems[0]
        assert "last good policy stays in force" in scene.screen.facts.problems[0]
        assert scene.verdict() == "ask"
        scene.desk.set_tool("filesystem", "write_file", "allow")
        await scene.screen.until(lambda: scene.screen.messages)
        assert scene.verdict() == "ask"

    run(story)


def test_without_policy_and_guarded_servers_nothing_is_a_problem(run: Run) -> None:
    async def story(scene: Scene) -> None:
        os.remove(scene.home.policy)
        await scene.desk.refresh()
        assert scene.screen.facts.problems == ()

    run(story)


def test_a_pause_ends_by_itself_and_the_tray_notices(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.desk.set_mode("paused", NOW + 300)
        await scene.screen.until(lambda: scene.screen.facts.mode == "paused")
        scene.now += 301
        scene.desk.tick()
        await scene.screen.until(lambda: scene.screen.facts.mode == "on")

    run(story)


def test_lock_down_and_resume_reach_the_mode_file(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.desk.set_mode("lockdown")
        await scene.screen.until(lambda: scene.screen.facts.mode == "lockdown")
        assert mode.read(scene.home).kind == "lockdown"
        scene.desk.set_mode("on")
        await scene.screen.until(lambda: scene.screen.facts.mode == "on")

    run(story)


def test_a_mode_that_cannot_be_written_is_told(run: Run) -> None:
    async def story(scene: Scene) -> None:
        os.mkdir(scene.home.mode)
        os.mkdir(os.path.join(scene.home.mode, "in the way"))
        scene.desk.set_mode("paused", NOW + 300)
        await scene.screen.until(lambda: scene.screen.messages)
        assert "could not be changed" in scene.screen.messages[0]

    run(story)


def test_what_an_act_raises_reaches_the_person_and_not_the_loop(run: Run, caplog: pytest.LogCaptureFixture) -> None:
    async def story(scene: Scene) -> None:
        async def fails() -> None:
            raise RuntimeError("a bug")

        scene.desk.start(fails())
        await scene.screen.until(lambda: scene.screen.messages)
        assert "a bug" in scene.screen.messages[0]
        assert scene.answers.given == []

    run(story)
    assert "an act failed" in caplog.text


def test_an_act_without_a_policy_file_says_what_to_do(home: Home) -> None:
    with pytest.raises(CallgateError, match="no policy file") as caught:
        acts.set_action(home, "filesystem", "write_file", "allow")
    assert "Protect" in caught.value.fix


def test_a_guard_that_was_taken_off_is_told_once_and_put_back_by_nobody(run: Run, tmp_path: Path) -> None:
    async def story(scene: Scene) -> None:
        person = tmp_path / "person"
        config = person / ".kiro" / "settings" / "mcp.json"
        config.parent.mkdir(parents=True)
        before = '{"mcpServers": {"fs": {"command": "npx"}}}'
        config.write_text(before)
        places = Places(str(person), "", "", str(person / ".config"), "linux", processes=list)
        clients.apply(clients.plan_protect(clients.found(places)[0], scene.home), scene.home, places)
        await scene.desk.refresh()
        assert scene.screen.notices == []
        config.write_text(before)
        await scene.desk.refresh()
        await scene.desk.refresh()
        (told,) = scene.screen.notices
        assert "The guard was taken off “fs”" in told.body
        assert told.opens == ("protect", str(config))
        assert config.read_text() == before

    run(story)
