"""Calls that are asked about and fall under a limit, with real counters: who is asked, what is charged, who is told."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
from callgate_proxy.contract import ALLOWED, REFUSED
from callgate_proxy.effects import Call, Defer, Withdraw
from callgate_proxy.home import Home
from callgate_proxy.logread import Reader
from callgate_proxy.shell import Shell
from conversation import call
from piped import Collected, Piped

ONE = {"counter": "c", "window": "hour", "max": 1, "scope": "server", "on_deny": "One an hour."}
ASKED: dict[str, Any] = {"tools": {"write": {"action": "ask", "limits": [ONE]}, "read": {"limits": [ONE]}}}


@pytest.fixture
def piped(home: Home) -> Iterator[Piped]:
    made = Piped(home)
    yield made
    made.close()


def calls(shell: Shell, request: int, tool: str = "write") -> None:
    shell.turn(lambda session, now: session.from_client(call(tool, request), now))


def answers(shell: Shell, asked: Call, decision: str = ALLOWED) -> None:
    shell.turn(lambda session, now: session.answered(asked.question, decision, "once", "", now))


def reached(server: Collected) -> list[int]:
    return [json.loads(one)["id"] for one in server.data.splitlines()]


def said(client: Collected) -> str:
    """The last refusal."""
    return json.loads(client.data.splitlines()[-1])["result"]["content"][0]["text"]


def told(over: list[Withdraw | Defer]) -> list[tuple[str, str]]:
    return [(one.row_id, one.why) for one in over if isinstance(one, Withdraw)]


def test_nobody_is_asked_about_a_call_whose_limit_is_used_up(home: Home, piped: Piped) -> None:
    asks: list[Call] = []
    shell, server, client, _ = piped(asks, **ASKED)
    calls(shell, 1, "read")
    calls(shell, 2)
    assert asks == []
    assert reached(server) == [1]
    assert "the limit of 1 in 1 hour is used up. One an hour. Rule: /tools/write/limits/0" in said(client)
    row = Reader(home).poll()[-1]
    assert (row["k"], row["verdict"], row["rule"]) == ("call", "limit", "/tools/write/limits/0")


def test_a_question_counts_nothing_until_the_yes(home: Home, piped: Piped) -> None:
    asks: list[Call] = []
    shell, server, *_ = piped(asks, **ASKED)
    calls(shell, 1)
    calls(shell, 2)
    assert os.listdir(home.counters) == ["lock"]
    answers(shell, asks[0], REFUSED)
    calls(shell, 3, "read")  # there is room for it
    assert reached(server) == [3]
    assert len(asks) == 2


def test_a_limit_used_up_while_the_question_waits_refuses_after_the_yes_and_tells_who_said_it(
    home: Home, piped: Piped
) -> None:
    asks: list[Call] = []
    over: list[Withdraw | Defer] = []
    (shell, server, client, _), (other, elsewhere, *_) = piped(asks, over, **ASKED), piped(**ASKED)
    calls(shell, 1)
    calls(other, 2, "read")
    answers(shell, asks[0])
    assert (reached(server), reached(elsewhere)) == ([], [2])
    assert "the limit of 1 in 1 hour is used up" in said(client)
    assert told(over) == [(asks[0].question, "limit")]
    row = Reader(home).poll()[-1]
    assert (row["k"], row["decision"], row["how"]) == ("answer", REFUSED, "limit")


def test_of_two_calls_that_wait_for_the_last_of_a_limit_one_goes_on(piped: Piped) -> None:
    asks: list[Call] = []
    over: list[Withdraw | Defer] = []
    shell, server, *_ = piped(asks, over, **ASKED)
    calls(shell, 1)
    calls(shell, 2)
    for asked in reversed(asks):
        answers(shell, asked)
    assert reached(server) == [2]
    assert told(over) == [(asks[0].question, "limit")]


def test_a_yes_that_came_late_is_told_of_the_limit_too(piped: Piped) -> None:
    asks: list[Call] = []
    over: list[Withdraw | Defer] = []
    shell, server, client, _ = piped(asks, over, **ASKED)
    calls(shell, 1)
    shell.turn(lambda session, now: session.overdue(asks[0].row_id, now))
    answers(shell, asks[0])
    calls(shell, 2, "read")
    calls(shell, 3)
    assert reached(server) == [2]
    assert "is used up" in said(client)
    assert told(over) == [(asks[0].question, "limit")]


def test_an_open_question_ends_when_its_call_comes_again_and_the_limit_is_used_up(piped: Piped) -> None:
    asks: list[Call] = []
    over: list[Withdraw | Defer] = []
    shell, server, client, _ = piped(asks, over, **ASKED)
    calls(shell, 1)
    shell.turn(lambda session, now: session.overdue(asks[0].row_id, now))
    calls(shell, 2, "read")
    calls(shell, 3)
    assert told(over) == [(asks[0].question, "limit")]
    assert "is used up" in said(client)
    answers(shell, asks[0])
    assert reached(server) == [2]


def test_a_limit_of_nothing_asks_nobody_and_begins_no_counter(home: Home, piped: Piped) -> None:
    asks: list[Call] = []
    shell, server, client, _ = piped(asks, tools={"write": {"action": "ask", "limits": [{**ONE, "max": 0}]}})
    calls(shell, 1)
    assert (asks, reached(server)) == ([], [])
    assert "the limit of 0 in 1 hour" in said(client)
    assert os.listdir(home.counters) == ["lock"]


def test_nobody_is_asked_about_a_call_whose_limit_cannot_be_counted(home: Home, piped: Piped) -> None:
    asks: list[Call] = []
    shell, server, client, _ = piped(asks, **ASKED)
    with open(home.counters, "w", encoding="utf-8"):
        pass
    calls(shell, 1)
    assert (asks, reached(server)) == ([], [])
    assert "its limit cannot be counted" in said(client)
    row = Reader(home).poll()[-1]
    assert (row["k"], row["verdict"], row["rule"]) == ("call", "deny", "/state")


def test_a_question_without_a_limit_looks_at_no_counter(home: Home, piped: Piped) -> None:
    asks: list[Call] = []
    shell, *_ = piped(asks, tools={"write": {"action": "ask"}})
    calls(shell, 1)
    assert len(asks) == 1
    assert not os.path.exists(home.counters)
