"""The desk and its questions: shown, merged, answered, kept, over."""

from __future__ import annotations

from dataclasses import replace
from math import inf
from pathlib import Path

import pytest
from callgate_desktop.asking import STORM
from callgate_desktop.hub import Question
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


def test_a_no_with_a_reason_carries_it_to_the_agent(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.ask(call="a")
        scene.desk.refuse(scene.case(), "Use a copy.")
        assert (scene.answers.given, scene.answers.notes) == ([("a", "deny", "once")], ["Use a copy."])

    run(story)


def test_the_place_in_the_queue_is_said(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.ask(call="a", args={"path": "/a"})
        scene.ask(call="b", args={"path": "/b"})
        assert (scene.screen.place, scene.screen.waiting) == (1, 2)
        scene.desk.open_case(scene.desk.queue.cases[1])
        assert (scene.screen.place, scene.screen.waiting) == (2, 2)

    run(story)


def test_a_client_that_still_waits_goes_before_one_that_was_told_to_call_again(run: Run) -> None:
    async def story(scene: Scene) -> None:
        first = scene.ask(call="a", args={})
        scene.desk.deferred(first, replace(first, late=True, deadline=inf))
        assert scene.case().first.call == "a"
        scene.ask(call="b")
        assert scene.case().first.call == "b"
        scene.desk.decide(scene.case(), "deny")
        assert scene.case().first.call == "a"

    run(story)


def test_a_late_question_that_somebody_reads_is_not_taken_from_under_their_eyes(run: Run) -> None:
    async def story(scene: Scene) -> None:
        first = scene.ask(call="a", args={})
        scene.desk.deferred(first, replace(first, late=True, deadline=inf))
        scene.desk.look_at(scene.case())
        scene.ask(call="b")
        assert scene.case().first.call == "a"
        scene.desk.open_case(scene.desk.queue.cases[1])
        assert scene.case().first.call == "b"

    run(story)


def test_a_touch_puts_every_deadline_of_the_case_off(run: Run) -> None:
    async def story(scene: Scene) -> None:
        held: list[str] = []

        def hold(question: Question) -> Question:
            held.append(question.call)
            return replace(question, deadline=question.limit)

        scene.desk.hub.hold = hold
        for call in "ab":
            scene.ask(call=call, limit=scene.now + 55)
        scene.desk.look_at(scene.case())
        assert held == ["a", "b"]
        assert scene.case().deadline == scene.now + 55

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
