"""What a session does with each line and each answer."""

from __future__ import annotations

import json

import pytest
from callgate_proxy import mode
from callgate_proxy.contract import ALLOWED, REFUSED
from callgate_proxy.effects import Ask, Submit
from conversation import NOW, call, forwarded, kinds, line, policy, replies, rows, said, session


def test_an_allowed_call_is_submitted_as_it_came_with_its_row() -> None:
    came = call("read", path="/tmp/x")
    effects = session().from_client(came, NOW)
    assert forwarded(effects) == [came]
    assert kinds(effects) == ["Submit"]
    (row,) = rows(effects)
    assert {key: row[key] for key in ("client", "server", "tool", "args", "verdict", "rule")} == {
        "client": "cursor",
        "server": "fs",
        "tool": "read",
        "args": {"path": "/tmp/x"},
        "verdict": "allow",
        "rule": "/default",
    }


def test_a_denied_call_is_recorded_and_answered_with_rule_and_reason() -> None:
    effects = session(tools={"rm": {"action": "deny", "reason": "Deletes go through git."}}).from_client(
        call("rm"), NOW
    )
    assert kinds(effects) == ["Record", "Reply"]
    assert rows(effects)[0]["verdict"] == "deny"
    assert "Deletes go through git." in said(effects)
    assert "/tools/rm" in said(effects)
    assert replies(effects)[0]["result"]["_meta"]["dev.callgate/rule"] == "/tools/rm"


def test_a_modern_refusal_says_that_it_is_complete() -> None:
    effects = session("deny").from_client(call(modern=True), NOW)
    assert replies(effects)[0]["result"]["resultType"] == "complete"


def test_a_hidden_tool_is_refused_as_one_the_server_does_not_have() -> None:
    effects = session(hide=["secret_*"]).from_client(call("secret_x"), NOW)
    assert said(effects) == "Unknown tool: secret_x"
    assert "_meta" not in replies(effects)[0]["result"]
    assert rows(effects)[0]["verdict"] == "hide"


def test_secrets_in_arguments_reach_the_server_and_not_the_row() -> None:
    effects = session().from_client(call(api_key="hunter2hunter2"), NOW)
    assert b"hunter2hunter2" in forwarded(effects)[0]
    assert "hunter2" not in json.dumps(rows(effects))


def test_everything_that_is_not_a_call_passes_as_it_came() -> None:
    gate = session("deny")
    for came in (
        line(id=0, method="initialize", params={}),
        line(method="notifications/initialized"),
        line(id=1, method="resources/read", params={"uri": "x"}),
        line(id=2, method="vendor/unknown", params={"x": 1}),
        line(id="r", result={}),
    ):
        assert forwarded(gate.from_client(came, NOW)) == [came]


def test_a_line_that_is_no_message_is_recorded_and_answered_where_it_can_be() -> None:
    gate = session()
    effects = gate.from_client(line(id=4, method="tools/call", params={"name": "x", "arguments": []}), NOW)
    assert replies(effects)[0]["error"]["code"] == -32600
    assert rows(effects)[0]["verdict"] == "invalid"
    assert kinds(gate.from_client(b"[]\n", NOW)) == ["Record"]


def test_an_id_that_is_still_open_cannot_be_used_again() -> None:
    gate = session()
    gate.from_client(call(request=1), NOW)
    assert forwarded(gate.from_client(call("other", request=1), NOW)) == []
    assert len(forwarded(gate.from_client(call("other", request="1"), NOW))) == 1  # "1" is another id
    gate.from_server(line(id=1, result={}), NOW)
    assert len(forwarded(gate.from_client(call("other", request=1), NOW))) == 1


def test_an_asked_call_is_held_and_holds_nothing_else() -> None:
    gate = session(tools={"write": {"action": "ask", "reason": "Look first."}})
    effects = gate.from_client(call("write", request=1), NOW)
    assert kinds(effects) == ["Ask"]
    assert rows(effects)[0]["verdict"] == "ask"
    assert forwarded(gate.from_client(call("read", request=2), NOW)) != []
    assert gate.from_server(line(id=2, result={}), NOW)[0] == line(id=2, result={})


def asked(gate: object, came: bytes) -> str:
    (effect,) = gate.from_client(came, NOW)  # type: ignore[attr-defined]
    assert isinstance(effect, Ask)
    return effect.call.row_id


def test_an_allowed_answer_submits_the_call_once() -> None:
    gate = session("ask")
    came = call("write")
    row_id = asked(gate, came)
    effects = gate.answered(row_id, ALLOWED, "once", "", NOW + 1)
    assert forwarded(effects) == [came]
    assert rows(effects) == [{"k": "answer", "call": row_id, "decision": "allow", "how": "once"}]
    assert gate.answered(row_id, ALLOWED, "once", "", NOW + 2) == []


@pytest.mark.parametrize("how", ["once", "closed", "no-tray", "no-answer", "tray-lost", "flood"])
def test_every_other_end_of_a_question_refuses_with_its_own_words(how: str) -> None:
    gate = session("ask")
    effects = gate.answered(asked(gate, call("write")), REFUSED, how, "", NOW)
    assert forwarded(effects) == []
    assert said(effects).startswith("Callgate refused this call: ")
    assert "/default" in said(effects)


def test_what_the_person_wrote_reaches_the_agent() -> None:
    gate = session("ask")
    assert "The user says: Use the test folder." in said(
        gate.answered(asked(gate, call("write")), REFUSED, "once", "Use the test folder.", NOW)
    )


def test_an_answer_that_is_neither_allow_nor_deny_refuses() -> None:
    gate = session("ask")
    assert forwarded(gate.answered(asked(gate, call("write")), "yes please", "once", "", NOW)) == []


def test_a_policy_that_changed_while_a_person_looked_has_the_last_word() -> None:
    gate = session("ask")
    row_id = asked(gate, call("write"))
    gate.govern(policy({"default": "deny"}), "", mode.ON)
    effects = gate.answered(row_id, ALLOWED, "always", "", NOW)
    assert forwarded(effects) == []
    assert rows(effects)[0]["how"] == "policy"


def test_a_lockdown_beats_an_answer_that_allows() -> None:
    gate = session("ask")
    row_id = asked(gate, call("write"))
    gate.govern(policy({"default": "allow"}), "", mode.LOCKDOWN)
    assert "locked down" in said(gate.answered(row_id, ALLOWED, "once", "", NOW))


def test_an_allowed_answer_is_still_charged_to_its_limits() -> None:
    gate = session("ask", all_tools={"limits": [{"counter": "c", "window": "minute", "max": 1}]})
    (effect,) = gate.answered(asked(gate, call("write")), ALLOWED, "once", "", NOW)
    assert isinstance(effect, Submit)
    assert len(effect.charges) == 1
    effects = gate.over_limit(effect.call, effect.charges[0], 12.0)
    assert rows(effects)[0]["k"] == "answer"
    assert "12 seconds" in said(effects)


def test_a_cancelled_question_is_withdrawn_and_never_forwarded() -> None:
    gate = session("ask")
    row_id = asked(gate, call("write", request=7))
    effects = gate.from_client(line(method="notifications/cancelled", params={"requestId": 7}), NOW)
    assert kinds(effects) == ["Withdraw", "Record"]
    assert gate.answered(row_id, ALLOWED, "once", "", NOW) == []


def test_the_cancellation_of_a_call_on_its_way_passes_and_ends_its_row() -> None:
    gate = session()
    gate.from_client(call(request=7), NOW)
    came = line(method="notifications/cancelled", params={"requestId": 7})
    effects = gate.from_client(came, NOW + 2)
    assert forwarded(effects) == [came]
    assert (rows(effects)[0]["outcome"], rows(effects)[0]["ms"]) == ("cancelled", 2000.0)


def test_a_paused_session_forwards_and_records_what_the_policy_would_refuse() -> None:
    effects = session("deny", mode.PAUSED).from_client(call(), NOW)
    assert (rows(effects)[0]["verdict"], rows(effects)[0]["rule"]) == ("allow", "/mode/paused")


def test_a_session_without_a_policy_refuses_and_says_how_to_make_one() -> None:
    gate = session()
    gate.govern(None, "There is no policy.json: make one with `callgate policy init`.", mode.ON)
    assert "callgate policy init" in said(gate.from_client(call(), NOW))


def test_a_session_that_was_never_governed_refuses() -> None:
    from callgate_proxy.session import Session

    assert forwarded(Session("c", "s", "w").from_client(call(), NOW)) == []


def test_a_call_that_cannot_be_logged_is_refused_and_forgotten() -> None:
    gate = session()
    (effect,) = gate.from_client(call(), NOW)
    assert isinstance(effect, Submit)
    text = said(gate.unlogged(effect.call, "the log cannot be written (No space left on device)", "make room"))
    assert "No space left on device" in text
    assert "make room" in text
    assert gate.closed(NOW) == []


def test_a_reply_ends_its_row_with_outcome_duration_and_size() -> None:
    gate = session()
    gate.from_client(call(), NOW)
    reply = line(id=1, result={"content": [], "isError": True})
    delivered, effects = gate.from_server(reply, NOW + 0.25)
    assert delivered == reply
    assert rows(effects)[0] == {
        "k": "end",
        "call": "w.1",
        "outcome": "error",
        "ms": 250.0,
        "bytes": len(reply),
    }


def test_hidden_tools_are_cut_from_the_list_and_everything_else_keeps_its_bytes() -> None:
    gate = session(hide=["b"])
    gate.from_client(line(id=1, method="tools/list"), NOW)
    tools = b'[{"name":"a","x":1.50},{"name":"b"},{"name":"c"}]'
    listed = b'{"jsonrpc":"2.0","id":1,"result":{"tools":' + tools + b',"nextCursor":"n"}}\n'
    delivered, effects = gate.from_server(listed, NOW)
    assert delivered == listed.replace(b',{"name":"b"}', b"")
    assert kinds(effects) == ["Saw"]


def test_a_list_that_nobody_asked_for_passes_untouched() -> None:
    listed = b'{"jsonrpc":"2.0","id":1,"result":{"tools":[{"name":"b"}]}}\n'
    assert session(hide=["b"]).from_server(listed, NOW) == (listed, [])


def test_what_the_server_prints_besides_messages_goes_to_stderr() -> None:
    delivered, effects = session().from_server(b"Listening on stdio\n", NOW)
    assert delivered == b""
    assert kinds(effects) == ["Stray"]


def test_the_end_of_a_session_ends_every_open_row() -> None:
    gate = session(tools={"write": {"action": "ask"}})
    gate.from_client(call("read", request=1), NOW)
    gate.from_client(call("write", request=2), NOW)
    ended = rows(gate.closed(NOW + 1))
    assert sorted(str(row.get("outcome", row.get("how"))) for row in ended) == ["cancelled", "lost"]
    assert gate.closed(NOW + 2) == []
