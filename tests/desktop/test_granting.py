"""Grants: previewed, written to the letter, kept for a connection, undone; and what waits is answered by them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from callgate_desktop import acts, lines
from callgate_desktop.grants import SECONDS
from callgate_desktop.scopes import Scope
from callgate_proxy.home import Home
from callgate_proxy.logread import Call
from questions import call_row
from stage import NOW, POLICY, Run, Scene, player


@pytest.fixture
def run(home: Home, tmp_path: Path) -> Run:
    return player(home, tmp_path / "person")


@pytest.mark.parametrize("duration", ["5m", "15m", "1h", "always"])
def test_a_kept_yes_is_in_the_policy_before_it_is_answered(run: Run, duration: str) -> None:
    async def story(scene: Scene) -> None:
        scene.ask(call="a")
        await scene.grant(duration)
        assert scene.answers.given == [("a", "allow", duration)]
        assert scene.verdict() == "allow"
        assert scene.verdict(client="cursor") == "ask"
        assert scene.verdict(tool="other") == "ask"
        scene.now += SECONDS.get(duration, 1e9) - 1
        assert scene.verdict() == "allow"
        scene.now += 1
        assert scene.verdict() == ("allow" if duration == "always" else "ask")

    run(story)


def test_only_what_was_previewed_can_be_granted(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.ask(call="a")
        scope = await scene.choose("15m", "exact")
        wider = scene.screen.scopes[-1]
        scene.desk.grant(scene.case(), wider, "15m")
        scene.desk.grant(scene.case(), scope, "always")
        scene.ask(call="b", args={"path": "/b"})
        scene.desk.grant(scene.desk.queue.cases[1], scope, "15m")
        assert scene.answers.given == []
        assert Path(scene.home.policy).read_text() == POLICY
        scene.desk.grant(scene.case(), scope, "15m")
        await scene.screen.until(lambda: scene.answers.given)
        assert scene.answers.given == [("a", "allow", "15m")]

    run(story)


def test_the_preview_is_the_change_to_the_letter(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.ask()
        scope = await scene.choose("15m", "exact")
        assert scene.screen.preview is not None
        added = [line[1:] for line in scene.screen.preview.text.splitlines() if line.startswith("+")]
        scene.now += 120  # read slowly
        scene.desk.grant(scene.case(), scope, "15m")
        await scene.screen.until(lambda: scene.answers.given)
        written = Path(scene.home.policy).read_text().splitlines()
        assert added
        assert all(line in written for line in added)

    run(story)


def test_the_preview_says_what_it_would_have_changed_and_what_it_answers(run: Run) -> None:
    async def story(scene: Scene) -> None:
        past = [call_row(n, NOW - n, server="filesystem", tool="write_file", verdict="ask") for n in range(3)]
        past += [call_row(9, NOW - 9, server="filesystem", verdict="ask")]
        scene.screen.past = [Call(row) for row in past]
        for call in "abc":
            scene.ask(call=call, args={"path": f"/{call}"})
        await scene.choose("15m")
        assert scene.screen.preview is not None
        assert scene.screen.preview.effect() == (
            "Of the last 4 calls, 3 would have passed without a question. It also answers 2 other calls waiting now."
        )
        await scene.choose("15m", "exact")
        assert scene.screen.preview.effect() == "Of the last 4 calls, none would have passed without a question."

    run(story)


def test_a_yes_that_is_being_kept_is_not_answered_a_second_time(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.ask(call="a")
        one = scene.case()
        scope = await scene.choose("15m")
        scene.desk.grant(one, scope, "15m")
        await scene.screen.until(lambda: scene.desk.granting.is_busy(one) or scene.answers.given)
        scene.desk.decide(one, "deny")
        scene.desk.refuse(one, "no")
        await scene.screen.until(lambda: scene.answers.given)
        assert scene.answers.given == [("a", "allow", "15m")]

    run(story)


def test_a_grant_answers_what_waits_and_is_covered_and_nothing_else(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.ask(call="a", args={"path": "/srv/x/a"})
        scene.ask(call="b", args={"path": "/srv/x/b"})
        scene.ask(call="c", args={"path": "/srv/y/b"})
        scene.ask(call="d", tool="delete_file", args={"path": "/srv/x/b"})
        scene.ask(call="e", client="cursor", args={"path": "/srv/x/b"})
        await scene.grant("15m", "folder")
        assert scene.answers.given == [("a", "allow", "15m"), ("b", "allow", "15m")]
        assert scene.case().first.call == "c"
        assert scene.verdict(path="/srv/x/z") == "allow"
        assert scene.verdict(path="/srv/y/z") == "ask"

    run(story)


def test_a_grant_for_a_request_that_is_no_tool_call_is_kept_for_its_method(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.ask(tool="resources/read", method="resources/read", args={"uri": "file:///a"})
        await scene.grant("always")
        server = json.loads(Path(scene.home.policy).read_text())["clients"]["claude-desktop"]["servers"]["filesystem"]
        assert list(server) == ["methods"]
        assert server["methods"]["resources/read"]["action"] == "allow"

    run(story)


def test_a_yes_that_cannot_be_kept_counts_once_and_the_person_is_told(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.ask(call="a")
        scope = await scene.choose("always")
        scene.break_the_file()
        scene.desk.grant(scene.case(), scope, "always")
        await scene.screen.until(lambda: scene.screen.messages)
        assert scene.answers.given == [("a", "allow", "once")]
        assert "allowed this once, but the rule was not kept" in scene.screen.messages[0]
        assert Path(scene.home.policy).read_text() == '{"version": '

    run(story)


def test_a_rule_that_cannot_be_written_is_said_in_the_preview_and_cannot_be_granted(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.break_the_file()
        scene.ask()
        scope = await scene.choose("always")
        assert scene.screen.preview is not None
        assert "policy.json" in scene.screen.preview.problem
        scene.desk.grant(scene.case(), scope, "always")
        assert scene.answers.given == []

    run(story)


def test_undo_takes_the_rule_back_and_leaves_the_file_as_it_was(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.ask()
        await scene.grant("15m", "exact")
        assert Path(scene.home.policy).read_text() != POLICY
        scene.desk.undo(scene.screen.granted[0])
        await scene.screen.until(lambda: Path(scene.home.policy).read_text() == POLICY)

    run(story)


def test_until_the_client_quits_is_kept_for_its_connection_and_written_nowhere(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.ask(call="a", link=7)
        await scene.grant("session", "exact")
        assert Path(scene.home.policy).read_text() == POLICY
        assert [lines.standing(one) for one in scene.screen.facts.standing] == [
            "write_file on filesystem for Claude Desktop, these arguments"
        ]
        scene.ask(call="b", link=7)
        assert scene.answers.given == [("a", "allow", "session"), ("b", "allow", "session")]
        assert scene.screen.case is None
        scene.ask(call="c", link=8)
        assert scene.case().first.call == "c"
        scene.ask(call="d", link=7, args={"path": "/other"})
        assert len(scene.answers.given) == 2
        scene.desk.left(7)
        assert scene.screen.facts.standing == ()
        scene.ask(call="e", link=7)
        assert len(scene.answers.given) == 2

    run(story)


@pytest.mark.parametrize("how", ["undo", "menu", "limit"])
def test_a_grant_for_a_connection_ends_by_undo_and_by_the_menus_word(run: Run, how: str) -> None:
    async def story(scene: Scene) -> None:
        scene.ask(call="a")
        await scene.grant("session")
        if how == "undo":
            scene.desk.undo(scene.screen.granted[0])
            await scene.screen.until(lambda: not scene.desk.granting.standing)
        elif how == "menu":
            scene.desk.set_tool("filesystem", "write_file", "ask")
        else:
            scene.desk.set_limit("filesystem", "write_file", 10, "minute")
        scene.ask(call="b")
        assert scene.answers.given == [("a", "allow", "session")]

    run(story)


def test_the_menus_word_ends_a_grant_that_was_written(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.ask()
        await scene.grant("always", "exact")
        scene.desk.set_tool("filesystem", "write_file", "deny")
        await scene.screen.until(lambda: scene.verdict(path="/home/ada/todo.md") == "deny")

    run(story)


def test_grants_that_ended_are_swept_from_the_file(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.ask()
        await scene.grant("5m", "exact")
        acts.sweep(scene.home, NOW + 299)
        assert Path(scene.home.policy).read_text() != POLICY
        acts.sweep(scene.home, NOW + 301)
        assert Path(scene.home.policy).read_text() == POLICY

    run(story)


def test_the_words_after_it_say_who_what_and_how_long(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.ask(args={"path": "/srv/x/a"})
        scope = await scene.choose("1h", "folder")
        assert isinstance(scope, Scope)
        assert scene.screen.preview is not None
        said = " ".join(text for text, _ in scene.screen.preview.grant.sentence())
        assert said == "Claude Desktop may run write_file on filesystem for files under /srv/x for 1 hour."

    run(story)
