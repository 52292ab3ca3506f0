"""The queue: order, merging, floods."""

from __future__ import annotations

from dataclasses import replace
from math import inf

from callgate_desktop.asking import STORM, Queue
from questions import question


def test_cases_wait_in_the_order_they_were_asked() -> None:
    queue = Queue()
    first = queue.add(question(call="a", args={"path": "/a"}), 100.0)
    second = queue.add(question(call="b", args={"path": "/b"}), 101.0)
    assert queue.cases == [first, second]


def test_identical_calls_wait_as_one_case_whatever_the_order_of_their_arguments() -> None:
    queue = Queue()
    first = queue.add(question(call="a", args={"path": "/a", "n": 1}), 100.0)
    assert queue.add(question(call="b", link=2, args={"n": 1, "path": "/a"}, deadline=160.0), 101.0) is first
    assert len(queue.cases) == 1
    assert queue.cases[0].deadline == 160.0
    assert [one.call for one in queue.take(queue.cases[0])] == ["a", "b"]
    assert queue.cases == []


def test_calls_that_differ_in_anything_shown_are_not_merged() -> None:
    queue = Queue()
    others = [{key: "other"} for key in ("server", "client", "tool")]
    for number, change in enumerate([{}, *others, {"command": ("other",)}, {"args": {"path": 1}}]):
        queue.add(question(call=str(number), **change), 100.0)
    assert len(queue.cases) == 6


def test_true_and_one_are_different_arguments() -> None:
    queue = Queue()
    queue.add(question(call="a", args={"n": True}), 100.0)
    queue.add(question(call="b", args={"n": 1}), 100.0)
    assert len(queue.cases) == 2


def test_a_case_stays_until_its_last_question_goes() -> None:
    queue = Queue()
    one, other = question(call="a"), question(call="b")
    case = queue.add(one, 100.0)
    queue.add(other, 100.0)
    assert queue.drop(one) is case
    assert queue.cases == [case]
    assert queue.drop(other) is case
    assert queue.cases == []
    assert queue.drop(other) is None


def test_a_flood_is_cut_off_and_the_minute_after_is_open_again() -> None:
    queue = Queue()
    for number in range(STORM):
        assert queue.add(question(call=str(number), args={"n": number}), 100.0) is not None
    assert queue.add(question(call="x", args={"n": "x"}), 159.9) is None
    assert queue.add(question(call="y", args={"n": "y"}), 160.0) is not None


def test_a_flood_silences_only_its_own_server_and_client() -> None:
    queue = Queue(storm=1)
    queue.add(question(call="a"), 100.0)
    assert queue.add(question(call="b", args={}), 100.0) is None
    assert queue.add(question(call="c", server="git"), 100.0) is not None
    assert queue.add(question(call="d", client="cursor"), 100.0) is not None


def test_identical_calls_do_not_count_as_a_flood() -> None:
    queue = Queue(storm=1)
    first = queue.add(question(call="a"), 100.0)
    assert queue.add(question(call="b"), 100.0) is first


def test_a_late_question_keeps_its_place_and_lets_its_case_wait_for_ever() -> None:
    queue = Queue()
    one, other = question(call="a"), question(call="b", deadline=160.0)
    case = queue.add(one, 100.0)
    queue.add(other, 100.0)
    late = replace(one, late=True, deadline=inf)
    queue.replace(one, late)
    assert queue.cases == [case]
    assert queue.cases[0].questions == [late, other]
    assert queue.cases[0].deadline == 160.0  # somebody still waits
    queue.drop(other)
    assert queue.cases[0].deadline == inf


def test_requests_of_another_method_are_not_merged() -> None:
    queue = Queue()
    queue.add(question(tool="resources/read"), 100.0)
    queue.add(question(tool="resources/read", method="resources/read"), 100.0)
    assert len(queue.cases) == 2
