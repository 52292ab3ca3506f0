"""Calls whose reply is not their end: tasks of both kinds, and calls that a server wants more input for."""

from __future__ import annotations

from typing import Any

import pytest
from callgate_proxy import mode, sequels
from callgate_proxy.contract import ALLOWED
from callgate_proxy.effects import Ask, Submit
from callgate_proxy.session import Session
from conversation import NOW, call, forwarded, line, policy, rows, said, session

META = {"io.modelcontextprotocol/protocolVersion": "2026-07-28"}
LIMIT = {"counter": "c", "window": "minute", "max": 1}


def task_call(request: int = 1) -> bytes:
    return line(id=request, method="tools/call", params={"name": "slow", "arguments": {}, "task": {"ttl": 1}})


def outcomes(gate: Session, came: bytes, now: float = NOW) -> list[tuple[str, str]]:
    """The ends that a line of the server's brings, by call; the line itself passes."""
    delivered, effects = gate.from_server(came, now)
    assert delivered == came
    return [(row["call"], row["outcome"]) for row in rows(effects)]


def begin(gate: Session, task: str = "t", request: int = 1, modern: bool = False) -> None:
    """A call that became a task."""
    gate.from_client(call("slow", request, modern=True) if modern else task_call(request), NOW)
    told: dict[str, object] = {"taskId": task, "status": "working", "createdAt": "2026", "ttl": None}
    result = {"resultType": "task", **told} if modern else {"task": told}
    assert outcomes(gate, line(id=request, result=result)) == []


def ask(gate: Session, method: str, request: int = 2, task: str = "t") -> None:
    came = line(id=request, method=method, params={"taskId": task})
    assert forwarded(gate.from_client(came, NOW)) == [came]


def test_a_call_as_a_task_is_judged_like_any_other() -> None:
    assert "refused" in said(session("deny").from_client(task_call(), NOW))
    (effect,) = session("ask").from_client(task_call(), NOW)
    assert isinstance(effect, Ask)


@pytest.mark.parametrize(
    ("result", "outcome"),
    [({"result": {"content": []}}, "ok"), ({"result": {"isError": True}}, "error"), ({"error": {"code": 1}}, "error")],
)
def test_the_row_of_a_task_ends_when_its_result_is_fetched(result: dict[str, object], outcome: str) -> None:
    gate = session()
    begin(gate)
    ask(gate, "tasks/get")
    status = {"taskId": "t", "status": "completed"}
    assert outcomes(gate, line(id=2, result=status)) == []
    ask(gate, "tasks/result", 3)
    assert outcomes(gate, line(id=3, **result)) == [("w.1", outcome)]
    ask(gate, "tasks/result", 4)
    assert outcomes(gate, line(id=4, **result)) == []


@pytest.mark.parametrize(
    ("told", "outcome"),
    [
        ({"status": "working"}, None),
        ({"status": "input_required", "inputRequests": {}}, None),
        ({"status": "completed", "result": {"content": []}}, "ok"),
        ({"status": "completed", "result": {"content": [], "isError": True}}, "error"),
        ({"status": "failed", "error": {"code": 1}}, "error"),
        ({"status": "cancelled"}, "cancelled"),
    ],
)
def test_the_row_of_a_modern_task_ends_when_its_state_says_so(told: dict[str, object], outcome: str | None) -> None:
    gate = session()
    begin(gate, modern=True)
    ask(gate, "tasks/get")
    reply = line(id=2, result={"resultType": "complete", "taskId": "t", **told})
    assert outcomes(gate, reply) == ([("w.1", outcome)] if outcome else [])


def test_a_cancelled_task_ends_its_row_unless_the_server_refuses() -> None:
    gate = session()
    begin(gate)
    ask(gate, "tasks/cancel")
    assert outcomes(gate, line(id=2, error={"code": -32602, "message": "unknown"})) == []
    ask(gate, "tasks/cancel", 3)
    assert outcomes(gate, line(id=3, result={"taskId": "t", "status": "cancelled"})) == [("w.1", "cancelled")]


def test_several_tasks_end_each_its_own_row_and_those_left_are_lost() -> None:
    gate = session()
    for number in range(3):
        begin(gate, f"t{number}", number)
    ask(gate, "tasks/result", 9, "t1")
    assert outcomes(gate, line(id=9, result={})) == [("w.2", "ok")]
    ask(gate, "tasks/result", 10, "elsewhere")
    assert outcomes(gate, line(id=10, result={})) == []
    assert [(row["call"], row["outcome"]) for row in rows(gate.closed(NOW))] == [("w.1", "lost"), ("w.3", "lost")]


def test_the_oldest_of_too_many_tasks_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequels, "MOST", 2)
    gate = session()
    begin(gate, "a", 1)
    begin(gate, "b", 2)
    gate.from_client(task_call(3), NOW)
    assert outcomes(gate, line(id=3, result={"task": {"taskId": "c"}})) == [("w.1", "lost")]


def test_a_reply_that_only_speaks_of_tasks_is_the_calls_end() -> None:
    gate = session()
    gate.from_client(call("slow", 1, modern=True), NOW)
    text = '{"taskId": "t", "resultType": "input_required"}'
    assert outcomes(gate, line(id=1, result={"content": [{"text": text}]})) == [("w.1", "ok")]


# ---- more input


def more(request: int = 1, state: str | None = "s", keys: tuple[str, ...] = ("name",)) -> bytes:
    result: dict[str, object] = {"resultType": "input_required", "inputRequests": {key: {} for key in keys}}
    return line(id=request, result=result if state is None else {**result, "requestState": state})


def again(
    request: int, tool: str = "book", state: str | None = "s", keys: tuple[str, ...] = ("name",), **arguments: object
) -> bytes:
    params: dict[str, Any] = {"name": tool, "arguments": arguments, "_meta": META}
    params |= {"inputResponses": {key: {} for key in keys}}
    return line(id=request, method="tools/call", params=params if state is None else {**params, "requestState": state})


def wanting(gate: Session, reply: bytes, **arguments: object) -> str:
    """A call that the server wants more for; gives its row's id."""
    effects = gate.from_client(call("book", 1, modern=True, **arguments), NOW)
    (effect,) = effects
    if isinstance(effect, Ask):
        (effect,) = gate.answered(effect.call.question, ALLOWED, "once", "", NOW)
    assert isinstance(effect, Submit)
    assert outcomes(gate, reply) == [(effect.call.row_id, "input_required")]
    return effect.call.row_id


@pytest.mark.parametrize("state", ["s", None])
def test_a_continued_call_is_charged_once(state: str | None) -> None:
    gate = session(all_tools={"limits": [LIMIT]})
    first = wanting(gate, more(state=state), a=1, b=[1.0])
    came = again(2, state=state, b=[1.0], a=1)
    (effect,) = gate.from_client(came, NOW)
    assert isinstance(effect, Submit)
    assert forwarded([effect]) == [came]
    assert effect.charges == ()
    assert (rows([effect])[0]["of"], rows([effect])[0]["verdict"]) == (first, "allow")


def test_a_continued_call_is_asked_about_once() -> None:
    gate = session("ask")
    wanting(gate, more())
    (effect,) = gate.from_client(again(2), NOW)
    assert isinstance(effect, Submit)
    outcomes(gate, more(2, "s2"))
    (effect,) = gate.from_client(again(3, state="s2"), NOW)
    assert isinstance(effect, Submit)
    assert rows([effect])[0]["of"] == "w.2"


def test_each_answer_can_be_used_once() -> None:
    gate = session("ask")
    wanting(gate, more())
    assert isinstance(gate.from_client(again(2), NOW)[0], Submit)
    assert isinstance(gate.from_client(again(3), NOW)[0], Ask)


@pytest.mark.parametrize("came", [again(2, "rm"), again(2, a=2), again(2, a=True), again(2, a="1")])
def test_a_continued_call_that_is_another_is_refused(came: bytes) -> None:
    gate = session("allow")
    wanting(gate, more(), a=1)
    effects = gate.from_client(came, NOW)
    assert "new call" in said(effects)
    assert rows(effects)[0]["verdict"] == "deny"
    assert len(forwarded(gate.from_client(again(3, a=1), NOW))) == 1  # the real one can still come


@pytest.mark.parametrize("came", [again(2, state="other"), again(2, keys=("other",)), again(2, state=None)])
def test_what_continues_nothing_known_is_judged_in_full(came: bytes) -> None:
    gate = session("ask")
    wanting(gate, more())
    assert isinstance(gate.from_client(came, NOW)[0], Ask)


@pytest.mark.parametrize("change", [{"default": "deny"}, {"default": "allow", "hide": ["book"]}])
def test_a_policy_that_refuses_by_now_refuses_the_continuation(change: dict[str, object]) -> None:
    gate = session("ask")
    wanting(gate, more())
    gate.govern(policy(change), "", mode.ON)
    assert forwarded(gate.from_client(again(2), NOW)) == []


def test_a_lockdown_refuses_the_continuation() -> None:
    gate = session("ask")
    wanting(gate, more())
    gate.govern(policy({"default": "allow"}), "", mode.LOCKDOWN)
    assert "locked down" in said(gate.from_client(again(2), NOW))


def test_a_policy_that_asks_by_now_asks_about_what_nobody_has_seen() -> None:
    gate = session("allow")
    wanting(gate, more())
    gate.govern(policy({"default": "ask"}), "", mode.ON)
    assert isinstance(gate.from_client(again(2), NOW)[0], Ask)


def test_only_so_many_unfinished_calls_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sequels, "MOST", 1)
    gate = session("ask")
    wanting(gate, more(state="old"))
    wanting(gate, more(state="new"))
    assert isinstance(gate.from_client(again(2, state="old"), NOW)[0], Ask)
    assert isinstance(gate.from_client(again(3, state="new"), NOW)[0], Submit)
