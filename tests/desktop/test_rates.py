"""Calls a minute for each server, counted as they come."""

from __future__ import annotations

from callgate_desktop.calls import Ring
from callgate_desktop.rates import MINUTES, Rates
from questions import call_row

NOW = 100 * 3600.0


def test_each_server_has_its_passed_and_refused_calls_minute_by_minute() -> None:
    rates = Rates()
    rates.add("fs", NOW, False)
    rates.add("fs", NOW + 1, True)
    rates.add("git", NOW - 59 * 60, False)
    rates.add("old", NOW - 60 * 60, False)
    lanes = rates.lanes(NOW + 2)
    assert sorted(lanes) == ["fs", "git"]
    assert lanes["fs"][-1] == (1, 1)
    assert lanes["git"][0] == (1, 0)
    assert all(len(lane) == MINUTES for lane in lanes.values())


def test_a_refused_question_counts_as_refused_from_its_answer_on() -> None:
    ring = Ring(capacity=2)
    ring.add([call_row(1, NOW, verdict="ask")])
    assert ring.rates.lanes(NOW)["fs"][-1] == (1, 0)
    ring.add([{"k": "answer", "call": "c1", "t": NOW + 1, "decision": "deny", "how": "once"}])
    assert ring.rates.lanes(NOW)["fs"][-1] == (0, 1)


def test_calls_the_ring_let_go_of_are_still_counted() -> None:
    ring = Ring(capacity=2)
    fresh, _ = ring.add([call_row(n, NOW) for n in range(10)])
    ring.show(fresh)
    ring.trim()
    assert ring.rates.lanes(NOW)["fs"][-1] == (10, 0)


def test_a_clock_that_was_set_back_leaves_later_calls_out() -> None:
    rates = Rates()
    rates.add("fs", NOW + 600, False)
    assert rates.lanes(NOW) == {}
