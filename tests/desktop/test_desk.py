"""The desk and its questions: shown, merged, answered, kept, over."""

from __future__ import annotations

import json
from dataclasses import replace
from math import inf
from pathlib import Path

import pytest
from callgate_desktop import acts
from callgate_desktop.asking import STORM
from callgate_proxy.home import Home
from stage import Run, Scene, player


@pytest.fixture
def run(home: Home, tmp_path: Path) -> Run:
    return player(home, tmp_path / "person")


def test_the_oldest_question_is_shown_and_the_next_follows_its_answer(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.ask(call="a", args={"path": "/a"})
        scene.ask(call="b", args={"path": "/b"})
        assert (scene.case().first.call, scene.screen.waiting) == ("a", 2)
        scene.desk.decide(scene.case(), "once")
        assert (scene.case().first.call, scene.screen.waiting) == ("b", 1)
        scene.desk.decide(scene.case(), "deny")
        assert scene.screen.case is None
        assert scene.answers.given == [("a", "allow", "once"), ("b", "deny", "once")]

    run(story)


def test_one_answer_answers_all_identical_calls(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.ask(call="a")
        scene.ask(call="b")
        scene.desk.decide(scene.case(), "closed")
        assert scene.answers.given == [("a", "deny", "closed"), ("b", "deny", "closed")]

    run(story)


def test_a_case_is_answered_once(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.ask(call="a")
        one = scene.case()
        scene.desk.decide(one, "deny")
        scene.desk.decide(one, "once")
        assert scene.answers.given == [("a", "deny", "once")]

    run(story)


@pytest.mark.parametrize(("answer", "later"), [("15m", "ask"), ("always", "allow")])
def test_a_kept_yes_is_in_the_policy_before_it_is_answered(run: Run, answer: str, later: str) -> None:
    async def story(scene: Scene) -> None:
        scene.ask(call="a")
        scene.desk.decide(scene.case(), answer)
        assert scene.answers.given == []
        await scene.screen.until(lambda: scene.answers.given)
        assert scene.answers.given == [("a", "allow", answer)]
        assert scene.verdict() == "allow"
        assert scene.verdict(client="cursor") == "ask"
        assert scene.verdict(tool="other") == "ask"
        scene.now += acts.GRANT + 1
        assert scene.verdict() == later

    run(story)


def test_a_yes_that_is_being_kept_is_not_answered_a_second_time(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.ask(call="a")
        one = scene.case()
        scene.desk.decide(one, "15m")
        scene.desk.decide(one, "deny")
        await scene.screen.until(lambda: scene.answers.given)
        assert scene.answers.given == [("a", "allow", "15m")]

    run(story)


def test_a_kept_yes_answers_what_waits_for_the_same_tool_and_nothing_else(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.ask(call="a", args={"path": "/a"})
        scene.ask(call="b", args={"path": "/b"})
        scene.ask(call="c", tool="delete_file")
        scene.ask(call="d", client="cursor")
        scene.desk.decide(scene.case(), "15m")
        await scene.screen.until(lambda: scene.answers.given)
        assert scene.answers.given == [("a", "allow", "15m"), ("b", "allow", "15m")]
        assert scene.case().first.call == "c"

    run(story)


def test_a_kept_yes_to_a_request_that_is_no_tool_call_is_kept_for_its_method(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.ask(tool="resources/read", method="resources/read", args={"uri": "file:///a"})
        scene.desk.decide(scene.case(), "always")
        await scene.screen.until(lambda: scene.answers.given)
        server = json.loads(Path(scene.home.policy).read_text())["clients"]["claude-desktop"]["servers"]["filesystem"]
        assert list(server) == ["methods"]
        assert server["methods"]["resources/read"]["action"] == "allow"

    run(story)


def test_a_late_question_stays_in_view_and_can_be_answered(run: Run) -> None:
    async def story(scene: Scene) -> None:
        asked = scene.ask()
        late = replace(asked, late=True, deadline=inf)
        scene.desk.deferred(asked, late)
        scene.now += 3600
        scene.desk.tick()
        assert scene.case().first is late
        scene.desk.decide(scene.case(), "once")
        assert scene.answers.given == [("c1", "allow", "once")]

    run(story)


def test_a_yes_that_cannot_be_kept_counts_once_and_the_person_is_told(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.break_the_file()
        scene.ask(call="a")
        scene.desk.decide(scene.case(), "always")
        await scene.screen.until(lambda: scene.screen.messages)
        assert scene.answers.given == [("a", "allow", "once")]
        assert "allowed this once, but the rule was not kept" in scene.screen.messages[0]
        assert Path(scene.home.policy).read_text() == '{"version": '

    run(story)


def test_always_is_previewed_as_the_change_that_will_be_written(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.ask()
        scene.desk.want_preview(scene.case())
        await scene.screen.until(lambda: scene.screen.preview != ("", ""))
        shown, problem = scene.screen.preview
        assert problem == ""
        added = [line[1:] for line in shown.splitlines() if line.startswith("+") and not line.startswith("+++")]
        scene.desk.decide(scene.case(), "always")
        await scene.screen.until(lambda: scene.answers.given)
        written = Path(scene.home.policy).read_text().splitlines()
        assert added
        assert all(line in written for line in added)

    run(story)


def test_a_rule_that_cannot_be_written_is_said_in_the_preview(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.break_the_file()
        scene.ask()
        scene.desk.want_preview(scene.case())
        await scene.screen.until(lambda: scene.screen.preview[1])
        assert scene.screen.preview[0] == ""

    run(story)


def test_a_question_that_ends_by_itself_is_shown_as_over_until_dismissed(run: Run) -> None:
    async def story(scene: Scene) -> None:
        asked = scene.ask()
        scene.desk.closed(asked, "no-answer")
        assert "time is over" in scene.screen.over
        scene.desk.decide(scene.case(), "once")
        assert scene.answers.given == []
        scene.desk.dismissed()
        assert scene.screen.case is None

    run(story)


def test_the_next_question_does_not_wait_behind_one_that_is_over(run: Run) -> None:
    async def story(scene: Scene) -> None:
        asked = scene.ask(call="a", args={})
        scene.ask(call="b")
        scene.desk.closed(asked, "cancelled")
        assert scene.case().first.call == "b"

    run(story)


def test_a_flood_is_refused_with_one_notice(run: Run) -> None:
    async def story(scene: Scene) -> None:
        for number in range(STORM + 5):
            scene.ask(call=str(number), args={"n": number})
        assert scene.answers.given == [(str(number), "deny", "flood") for number in range(STORM, STORM + 5)]
        assert len(scene.screen.messages) == 1
        assert scene.screen.waiting == STORM

    run(story)


def test_a_waiting_question_can_be_brought_to_the_front(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.ask(call="a", args={})
        scene.ask(call="b")
        scene.desk.open_case(scene.desk.queue.cases[1])
        assert scene.case().first.call == "b"

    run(story)
