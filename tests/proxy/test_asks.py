"""Questions over a real local socket: every end but an answer that allows refuses."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Iterator

import pytest
from callgate_proxy import contract
from callgate_proxy.effects import Ask, Submit, Withdraw
from callgate_proxy.home import Home
from conversation import NOW, call, line, rows

if sys.platform == "win32":
    raise pytest.skip.Exception("only on Linux and macOS: a Unix socket", allow_module_level=True)

from asking import Gate, Tray


@pytest.fixture
def short_home() -> Iterator[Home]:
    with tempfile.TemporaryDirectory() as root:  # a Unix socket's path has room for 103 bytes
        yield Home(root)


@pytest.fixture
def tray(short_home: Home) -> Iterator[Tray]:
    one = Tray(short_home)
    yield one
    one.close()


def test_without_a_tray_the_call_is_refused_at_once(short_home: Home) -> None:
    gate = Gate(short_home, 3600)
    gate.ask()
    assert gate.outcome() == ["Record", "Reply"]
    assert gate.how() == "no-tray"


def test_a_question_carries_who_asks_what_why_and_until_when(short_home: Home, tray: Tray) -> None:
    gate = Gate(short_home, 3600)
    row_id = gate.ask()
    hello, question = tray.read(), tray.read()
    assert (hello["op"], hello["server"], hello["client"], hello["command"]) == (
        "hello",
        "fs",
        "cursor",
        ["node", "server.js"],
    )
    assert (question["op"], question["call"], question["tool"], question["args"]) == (
        "ask",
        row_id,
        "write",
        {"path": "/x"},
    )
    assert (question["rule"], question["asked"], question["deadline"]) == ("/default", NOW, NOW + 3600)
    assert question["limit"] == NOW + 3600
    gate.asks.end()


def test_an_answer_that_allows_submits_the_call(short_home: Home, tray: Tray) -> None:
    gate = Gate(short_home, 3600)
    row_id = gate.ask()
    tray.read_two()
    tray.write(json.dumps({"op": "answer", "call": row_id, "decision": "allow", "how": "15m"}).encode() + b"\n")
    assert gate.outcome() == ["Submit"]
    gate.asks.end()


@pytest.mark.parametrize("decision", ["deny", "ALLOW", "", None, True, ["allow"]])
def test_any_other_answer_refuses(short_home: Home, tray: Tray, decision: object) -> None:
    gate = Gate(short_home, 3600)
    row_id = gate.ask()
    tray.read_two()
    tray.write(json.dumps({"op": "answer", "call": row_id, "decision": decision}).encode() + b"\n")
    assert gate.outcome() == ["Record", "Reply"]
    gate.asks.end()


def test_garbage_from_the_tray_answers_nothing(short_home: Home, tray: Tray) -> None:
    gate = Gate(short_home, 3600)
    row_id = gate.ask()
    tray.read_two()
    tray.write(b'garbage\n[]\n{"op":"answer"}\n{"op":"answer","call":"w.999","decision":"allow"}\n')
    tray.write(json.dumps({"op": "answer", "call": row_id, "decision": "deny", "note": "No."}).encode() + b"\n")
    assert gate.outcome() == ["Record", "Reply"]
    assert len(gate.done) == 1
    gate.asks.end()


def test_a_tray_that_goes_away_refuses_what_is_open(short_home: Home, tray: Tray) -> None:
    gate = Gate(short_home, 3600)
    gate.ask(1)
    tray.read_two()
    gate.ask(2)
    tray.read()
    tray.close()
    gate.outcome(2)
    assert sorted(rows(effects)[0]["how"] for effects in gate.done) == ["tray-lost", "tray-lost"]


def test_a_call_nobody_answers_in_time_is_told_to_come_again_and_its_question_stays(
    short_home: Home, tray: Tray
) -> None:
    gate = Gate(short_home, 0.01)
    row_id = gate.ask()
    assert gate.outcome() == ["Record", "Reply", "Defer"]
    assert gate.how() == "pending"
    assert [tray.read()["op"], tray.read()["op"]] == ["hello", "ask"]
    assert tray.read() == {"op": "pending", "call": row_id}
    tray.write(json.dumps({"op": "answer", "call": row_id, "decision": "allow", "how": "once"}).encode() + b"\n")
    assert gate.outcome(2) == ["Record"]
    assert gate.how() == "late"
    (effect,) = gate.session.from_client(call("write", 2, path="/x"), NOW)
    assert isinstance(effect, Submit)
    gate.asks.end()


def test_the_same_call_waits_again_for_the_question_that_is_open(short_home: Home, tray: Tray) -> None:
    gate = Gate(short_home, 0.01)
    row_id = gate.ask()
    gate.outcome()
    assert [tray.read()["op"] for _ in range(3)] == ["hello", "ask", "pending"]
    gate.ask(2)
    assert gate.outcome(2) == ["Record", "Reply", "Defer"]
    assert tray.read() == {"op": "pending", "call": row_id}  # nothing was asked in between
    gate.asks.end()


def test_a_tray_that_comes_back_is_found_by_the_next_question(short_home: Home, tray: Tray) -> None:
    gate = Gate(short_home, 3600)
    gate.ask(1)
    tray.read_two()
    tray.close()
    gate.outcome()
    assert gate.how() == "tray-lost"
    os.unlink(short_home.socket)
    again = Tray(short_home)
    row_id = gate.ask(2)
    again.read_two()
    again.write(json.dumps({"op": "answer", "call": row_id, "decision": "allow"}).encode() + b"\n")
    assert gate.outcome(2) == ["Submit"]
    again.close()
    gate.asks.end()


@pytest.mark.parametrize(
    ("client", "seconds", "token", "held"),
    [
        ("claude-desktop", None, None, 45.0),
        ("claude-desktop", None, 1, 45.0),
        ("claude-code", None, None, 45.0),
        ("claude-code", None, "p", 300.0),
        ("claude-code", 5.0, "p", 5.0),
    ],
)
def test_a_call_is_held_as_long_as_its_client_waits(
    short_home: Home, client: str, seconds: float | None, token: int | str | None, held: float
) -> None:
    gate = Gate(short_home, seconds, client)
    params = {"name": "write", "_meta": {} if token is None else {"progressToken": token}}
    (effect,) = gate.session.from_client(line(id=1, method="tools/call", params=params), NOW)
    assert isinstance(effect, Ask)
    assert gate.asks.hold(effect.call) == held


@pytest.mark.parametrize(
    ("client", "token", "seconds", "held", "limit"),
    [("cursor", None, None, 45.0, 55.0), ("claude-code", "p", None, 300.0, 1800.0), ("cursor", None, 90.0, 90.0, 90.0)],
)
def test_a_call_is_held_longer_while_a_person_looks_at_its_question(
    short_home: Home, tray: Tray, client: str, token: str | None, seconds: float | None, held: float, limit: float
) -> None:
    gate = Gate(short_home, seconds, client)
    params = {"name": "write", "_meta": {} if token is None else {"progressToken": token}}
    (effect,) = gate.session.from_client(line(id=9, method="tools/call", params=params), NOW)
    assert isinstance(effect, Ask)
    gate.asks.open(effect.call)
    tray.read()
    question = tray.read()
    assert (question["deadline"], question["limit"]) == (NOW + held, NOW + limit)
    other = gate.ask()
    tray.read()
    assert gate.asks.patience(effect.call, held) == held
    for message in (contract.hold(effect.call.row_id), contract.answer(other, "allow", "once")):
        tray.write(json.dumps(message).encode() + b"\n")
    gate.outcome()  # the answer came, and the hold before it
    assert gate.asks.patience(effect.call, held) == limit
    tray.write(json.dumps(contract.answer(effect.call.row_id, "deny", "once")).encode() + b"\n")
    gate.outcome(2)
    assert gate.asks.patience(effect.call, held) == held
    gate.asks.end()


@pytest.mark.parametrize(
    ("text", "client", "held"),
    [
        ('{"question_seconds": 20}', "cursor", 20.0),
        ('{"question_seconds": 600}', "cursor", 55.0),  # no longer than the client waits
        ('{"question_seconds": 600}', "claude-code", 600.0),
        *(
            (text, "cursor", 45.0)
            for text in ("", "[]", "{", '{"question_seconds": 1}', '{"question_seconds": true}', '{"x": 1}')
        ),
        ('{"question_seconds": 1e9}', "claude-code", 300.0),
        ("[" * 60_000, "cursor", 45.0),
    ],
)
def test_a_question_waits_as_long_as_the_person_chose_within_what_the_client_bears(
    short_home: Home, text: str, client: str, held: float
) -> None:
    short_home.ensure(short_home.root)
    with open(short_home.preferences, "w", encoding="utf-8") as file:
        file.write(text)
    gate = Gate(short_home, None, client)
    params = {"name": "write", "_meta": {"progressToken": "p"} if client == "claude-code" else {}}
    (effect,) = gate.session.from_client(line(id=1, method="tools/call", params=params), NOW)
    assert isinstance(effect, Ask)
    assert gate.asks.hold(effect.call) == held


def test_a_choice_made_while_a_question_waits_is_the_next_ones(short_home: Home, tray: Tray) -> None:
    gate = Gate(short_home, None, "cursor")
    gate.ask()
    tray.read()
    assert tray.read()["deadline"] == NOW + 45
    with open(short_home.preferences, "w", encoding="utf-8") as file:
        file.write('{"question_seconds": 10}')
    gate.ask(2)
    assert tray.read()["deadline"] == NOW + 10
    gate.asks.end()


def test_a_hold_for_what_nobody_waits_for_is_nothing(short_home: Home, tray: Tray) -> None:
    gate = Gate(short_home, 3600)
    row_id = gate.ask()
    tray.read_two()
    for message in (contract.hold("other"), {"op": "hold", "call": 7}, contract.answer(row_id, "allow", "once")):
        tray.write(json.dumps(message).encode() + b"\n")
    assert gate.outcome() == ["Submit"]
    gate.asks.end()


def test_a_cancelled_question_is_taken_back_from_the_tray(short_home: Home, tray: Tray) -> None:
    gate = Gate(short_home, 3600)
    row_id = gate.ask()
    tray.read_two()
    gate.asks.over(Withdraw(row_id, "cancelled"))
    assert tray.read() == {"op": "withdraw", "call": row_id, "why": "cancelled"}
    gate.asks.end()


def test_several_questions_share_one_connection_and_are_answered_in_any_order(short_home: Home, tray: Tray) -> None:
    gate = Gate(short_home, 3600)
    first, second = gate.ask(1), gate.ask(2)
    seen = {tray.read().get("call") for _ in range(3)}
    assert seen == {None, first, second}
    for row_id in (second, first):
        tray.write(json.dumps({"op": "answer", "call": row_id, "decision": "allow"}).encode() + b"\n")
    assert gate.outcome(2) == ["Submit"]
    gate.asks.end()
