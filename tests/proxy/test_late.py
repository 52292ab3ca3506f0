"""Held calls whose time is over: told to come again, for the answer that came meanwhile."""

from __future__ import annotations

from typing import Any

import pytest
from callgate_proxy import late, mode
from callgate_proxy.contract import ALLOWED, REFUSED
from callgate_proxy.effects import Ask, Defer, Submit, Withdraw
from callgate_proxy.late import HOUR, TEN_MINUTES
from callgate_proxy.session import Session
from conversation import NOW, call, forwarded, kinds, line, policy, replies, rows, said, session

LATER = NOW + 45


def deferred(gate: Session, request: int = 1, now: float = LATER, **arguments: Any) -> str:
    """A call that nobody answered in time; gives its row's id."""
    (effect,) = gate.from_client(call("write", request, **arguments), now - 45)
    assert isinstance(effect, Ask)
    gate.overdue(effect.call.row_id, now)
    return effect.call.question


def test_a_call_whose_time_is_over_is_told_to_come_again_and_stays_asked_about() -> None:
    gate = session("ask")
    (effect,) = gate.from_client(call("write"), NOW)
    assert isinstance(effect, Ask)
    effects = gate.overdue(effect.call.row_id, LATER)
    assert kinds(effects) == ["Record", "Reply", "Defer"]
    assert "waiting for approval" in said(effects)
    assert "again" in said(effects)
    assert rows(effects) == [{"k": "answer", "call": "w.1", "decision": "deny", "how": "pending"}]
    assert gate.overdue(effect.call.row_id, LATER) == []


def test_a_later_yes_is_a_permit_for_one_identical_call() -> None:
    gate = session("ask")
    question = deferred(gate, a=1, b=2)
    assert rows(gate.answered(question, ALLOWED, "once", "", LATER)) == [
        {"k": "answer", "call": question, "decision": "allow", "how": "late"}
    ]
    came = call("write", 2, b=2, a=1)
    (effect,) = gate.from_client(came, LATER + 1)
    assert isinstance(effect, Submit)
    assert (rows([effect])[0]["verdict"], rows([effect])[0]["of"]) == ("allow", question)
    assert isinstance(gate.from_client(call("write", 3, a=1, b=2), LATER + 2)[0], Ask)


@pytest.mark.parametrize(
    "came", [call("other", 2, a=1), call("write", 2, a=2), call("write", 2), call("write", 2, a=1, b=2)]
)
def test_a_later_yes_is_good_for_nothing_else(came: bytes) -> None:
    gate = session("ask")
    gate.answered(deferred(gate, a=1), ALLOWED, "once", "", LATER)
    assert isinstance(gate.from_client(came, LATER)[0], Ask)


def test_a_later_no_refuses_the_next_identical_call_with_its_note() -> None:
    gate = session("ask")
    gate.answered(deferred(gate), REFUSED, "once", "Use the test folder.", LATER)
    effects = gate.from_client(call("write", 2), LATER)
    assert "The user says: Use the test folder." in said(effects)
    assert (rows(effects)[0]["verdict"], rows(effects)[0]["of"]) == ("deny", "w.1")
    assert isinstance(gate.from_client(call("write", 3), LATER)[0], Ask)


def test_an_answer_that_is_neither_opens_nothing() -> None:
    gate = session("ask")
    gate.answered(deferred(gate), "maybe", "once", "", LATER)
    assert forwarded(gate.from_client(call("write", 2), LATER)) == []


def test_an_identical_call_before_the_answer_waits_for_the_same_question() -> None:
    gate = session("ask")
    question = deferred(gate)
    (effect,) = gate.from_client(call("write", 2), LATER)
    assert isinstance(effect, Ask)
    assert (effect.call.question, rows([effect])[0]["of"]) == (question, question)
    effects = gate.answered(question, ALLOWED, "once", "", LATER + 5)
    assert forwarded(effects) == [call("write", 2)]
    assert rows(effects)[0]["call"] == effect.call.row_id
    assert gate.answered(question, ALLOWED, "once", "", LATER + 6) == []


def test_it_can_be_told_to_come_again_more_than_once() -> None:
    gate = session("ask")
    question = deferred(gate)
    assert deferred(gate, 2, LATER + 100) == question
    gate.answered(question, ALLOWED, "once", "", LATER + 101)
    (effect,) = gate.from_client(call("write", 3), LATER + 102)
    assert isinstance(effect, Submit)
    assert rows([effect])[0]["of"] == "w.2"


def test_of_two_identical_calls_only_one_waits_for_the_open_question() -> None:
    gate = session("ask")
    question = deferred(gate)
    (one,), (other,) = (gate.from_client(call("write", request), LATER) for request in (2, 3))
    assert isinstance(one, Ask)
    assert isinstance(other, Ask)
    assert (one.call.question, other.call.question) == (question, other.call.row_id)


def test_a_permit_is_charged_like_any_call() -> None:
    gate = session("ask", all_tools={"limits": [{"counter": "c", "window": "minute", "max": 1}]})
    gate.answered(deferred(gate), ALLOWED, "once", "", LATER)
    (effect,) = gate.from_client(call("write", 2), LATER)
    assert isinstance(effect, Submit)
    assert len(effect.charges) == 1


@pytest.mark.parametrize("ticks", [True, False])
def test_a_permit_ends_after_ten_minutes(ticks: bool) -> None:
    gate = session("ask")
    gate.answered(deferred(gate), ALLOWED, "once", "", LATER)
    if ticks:
        assert gate.tick(LATER + TEN_MINUTES) == []
    assert isinstance(gate.from_client(call("write", 2), LATER + TEN_MINUTES)[0], Ask)


def test_a_question_nobody_answers_in_an_hour_is_taken_back() -> None:
    gate = session("ask")
    question = deferred(gate)
    assert gate.tick(LATER + HOUR - 1) == []
    (effect,) = gate.tick(LATER + HOUR)
    assert isinstance(effect, Withdraw)
    assert (effect.row_id, effect.why) == (question, "no-answer")
    assert gate.answered(question, ALLOWED, "once", "", LATER + HOUR) == []


@pytest.mark.parametrize("kind", [mode.ON, mode.LOCKDOWN])
def test_a_policy_that_refuses_ends_the_permit_and_the_question(kind: str) -> None:
    gate = session("ask")
    gate.answered(deferred(gate, 1, a=1), ALLOWED, "once", "", LATER)
    question = deferred(gate, 2, a=2)
    gate.govern(policy({"default": "deny"}), "", kind)
    (effect,) = gate.tick(LATER)
    assert isinstance(effect, Withdraw)
    assert (effect.row_id, effect.why) == (question, "policy")
    gate.govern(policy({"default": "ask"}), "", mode.ON)
    assert isinstance(gate.from_client(call("write", 3, a=1), LATER)[0], Ask)


def test_a_refusal_by_the_policy_beats_a_permit() -> None:
    gate = session("ask")
    gate.answered(deferred(gate), ALLOWED, "once", "", LATER)
    gate.govern(policy({"default": "deny"}), "", mode.ON)
    assert forwarded(gate.from_client(call("write", 2), LATER)) == []


def test_a_lost_tray_takes_its_open_questions_along_and_no_answer() -> None:
    gate = session("ask")
    answered, unanswered = deferred(gate, 1, a=1), deferred(gate, 2, a=2)
    gate.answered(answered, ALLOWED, "once", "", LATER)
    for question in (answered, unanswered):
        assert gate.answered(question, REFUSED, "tray-lost", "", LATER) == []
    assert isinstance(gate.from_client(call("write", 3, a=1), LATER)[0], Submit)
    (effect,) = gate.from_client(call("write", 4, a=2), LATER)
    assert isinstance(effect, Ask)
    assert effect.call.question == effect.call.row_id


def test_taking_back_the_call_that_waits_again_takes_back_the_question() -> None:
    gate = session("ask")
    question = deferred(gate)
    gate.from_client(call("write", 2), LATER)
    effects = gate.from_client(line(method="notifications/cancelled", params={"requestId": 2}), LATER)
    assert [effect.row_id for effect in effects if isinstance(effect, Withdraw)] == [question]
    assert gate.answered(question, ALLOWED, "once", "", LATER) == []


def test_only_so_many_questions_outlive_their_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(late, "MOST", 1)
    gate = session("ask")
    first = deferred(gate, 1, a=1)
    (effect,) = gate.from_client(call("write", 2, a=2), LATER)
    assert isinstance(effect, Ask)
    assert kinds(effects := gate.overdue(effect.call.row_id, LATER)) == ["Record", "Reply", "Defer", "Withdraw"]
    assert [effect.row_id for effect in effects if isinstance(effect, (Defer, Withdraw))] == ["w.2", first]


def test_the_end_of_a_session_takes_back_what_is_still_asked() -> None:
    gate = session("ask")
    question = deferred(gate)
    assert [effect.row_id for effect in gate.closed(LATER) if isinstance(effect, Withdraw)] == [question]


def test_a_client_that_wants_to_hear_of_progress_hears_that_the_call_waits() -> None:
    gate = session("ask")
    meta = {"progressToken": "p"}
    gate.from_client(line(id=1, method="tools/call", params={"name": "write", "_meta": meta}), NOW)
    gate.from_client(call("write", 2), NOW)  # without a token: it hears nothing
    assert gate.tick(NOW + 1) == []
    (first,) = replies(gate.tick(NOW + 10))
    assert gate.tick(NOW + 11) == []
    (second,) = replies(gate.tick(NOW + 20))
    assert first["method"] == "notifications/progress"
    assert (first["params"]["progressToken"], first["params"]["message"]) == ("p", "waiting for approval")
    assert 0 < first["params"]["progress"] < second["params"]["progress"] < 0.001
    assert len(replies(gate.tick(NOW - 3600))) == 1  # a clock that was set back silences nobody
