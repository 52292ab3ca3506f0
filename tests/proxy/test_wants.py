"""What a modern result asks the client for is judged, recorded and refused like a request of the server's."""

from __future__ import annotations

import json

import pytest
from callgate_proxy.session import Session
from conversation import NOW, call, line, rows, session

SAMPLE, ELICIT = "sampling/createMessage", "elicitation/create"


def asking(**requests: tuple[str, dict[str, object]]) -> bytes:
    wanted = {key: {"method": method, "params": params} for key, (method, params) in requests.items()}
    return line(id=1, result={"resultType": "input_required", "inputRequests": wanted, "requestState": "s"})


def called(**methods: object) -> Session:
    gate = session("allow", methods=methods)
    gate.from_client(call("book", 1, modern=True), NOW)
    return gate


BOTH = asking(a=(ELICIT, {"message": "Who?"}), b=(SAMPLE, {"messages": []}))


def test_a_request_nobody_named_passes_with_its_row() -> None:
    out, effects = called().from_server(BOTH, NOW)
    assert out == BOTH
    asked = [row for row in rows(effects) if row["k"] == "call"]
    assert [(row["method"], row["verdict"], row["args"]) for row in asked] == [
        (ELICIT, "allow", {"message": "Who?"}),
        (SAMPLE, "allow", {"messages": []}),
    ]
    assert {row["of"] for row in asked} == {"w.1"}
    ended = {row["call"] for row in rows(effects) if row["k"] == "end"}
    assert ended == {"w.1", *(row["id"] for row in asked)}


@pytest.mark.parametrize("entry", [{"action": "deny"}, {"action": "ask"}, {"limits": [{"window": "minute", "max": 9}]}])
def test_what_the_policy_does_not_simply_allow_refuses_the_whole_result(entry: dict[str, object]) -> None:
    gate = called(**{SAMPLE: {**entry, "reason": "No models."}})
    out, effects = gate.from_server(BOTH, NOW)
    told = json.loads(out)["result"]
    assert told["isError"] is True
    assert told["resultType"] == "complete"
    assert "/methods/sampling~1createMessage" in told["content"][0]["text"]
    verdicts = {row["method"]: row["verdict"] for row in rows(effects) if row["k"] == "call"}
    assert verdicts == {ELICIT: "allow", SAMPLE: "deny"}
    assert [row["outcome"] for row in rows(effects) if row["k"] == "end" and row["call"] == "w.1"] == ["error"]


def test_a_refused_result_can_not_be_continued_as_if_it_had_been_delivered() -> None:
    gate = called(**{SAMPLE: {"action": "deny"}})
    gate.from_server(BOTH, NOW)
    again: dict[str, object] = {
        "name": "book",
        "arguments": {},
        "inputResponses": {"a": {}, "b": {}},
        "requestState": "s",
    }
    meta = {"_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28"}}
    effects = gate.from_client(line(id=2, method="tools/call", params={**again, **meta}), NOW)
    (row,) = rows(effects)
    assert "of" not in row
