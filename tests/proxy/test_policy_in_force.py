"""The policy as a running proxy has it in force: profiles, held changes and refunds, from pipe to rows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from callgate_proxy.home import Home
from callgate_proxy.logread import Reader
from callgate_proxy.policy import choosing, confirming
from callgate_proxy.shell import Shell
from conversation import call, line
from piped import Collected, Piped

LIMIT = {"counter": "c", "window": "hour", "max": 1, "scope": "server", "refund": "on_error"}


@pytest.fixture
def piped(home: Home) -> Iterator[Piped]:
    made = Piped(home)
    yield made
    made.close()


def asks(shell: Shell, request: int) -> None:
    shell.turn(lambda session, now: session.from_client(call(request=request), now))


def reached(server: Collected) -> list[int]:
    return [json.loads(one)["id"] for one in server.data.splitlines()]


def test_a_failed_call_leaves_room_for_the_next_and_its_row_says_so(home: Home, piped: Piped) -> None:
    shell, server, _, outbound = piped(tools={"read": {"limits": [LIMIT]}})
    asks(shell, 1)
    asks(shell, 2)
    outbound.feed(line(id=1, result={"content": [], "isError": True}))
    asks(shell, 3)
    outbound.feed(line(id=3, result={"content": []}))
    asks(shell, 4)
    assert reached(server) == [1, 3]
    ends = [row for row in Reader(home).poll() if row["k"] == "end"]
    assert [row.get("refunded") for row in ends] == [["c|server|fs"], None]


def test_another_profile_is_in_force_for_the_next_call_of_every_proxy(home: Home, piped: Piped) -> None:
    profiles = {"travel": {"default": "deny"}}
    (one, first, *_), (other, second, *_) = piped(profiles=profiles), piped(profiles=profiles)
    for shell in (one, other):
        asks(shell, 1)
    choosing.choose(home, Path(home.policy).read_text(), "travel")
    for shell in (one, other):
        asks(shell, 2)
    assert (reached(first), reached(second)) == ([1], [1])
    choosing.choose(home, Path(home.policy).read_text(), None)
    asks(one, 3)
    assert reached(first) == [1, 3]


def test_a_held_change_is_in_force_for_the_next_call_after_it_was_confirmed(home: Home, piped: Piped) -> None:
    shell, server, *_ = piped(default="deny")
    confirming.set_strict(home, on=True)
    asks(shell, 1)
    piped.save(default="allow")
    asks(shell, 2)
    waiting = confirming.waiting(home)
    assert waiting is not None
    confirming.accept(home, waiting.name)
    asks(shell, 3)
    assert reached(server) == [3]
