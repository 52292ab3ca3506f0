"""Calls that once opened a policy of this kind somewhere; tests/policy/test_once_opened.py has the rest."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from callgate_proxy.counters import Counters
from callgate_proxy.effects import Submit
from callgate_proxy.home import Home
from conversation import NOW, call, line, session

CAP = {"limits": [{"window": "day", "max": 100, "cost": "args.amount"}]}


@pytest.fixture
def counters(home: Home) -> Iterator[Counters]:
    made = Counters(home)
    yield made
    made.close()


@pytest.mark.parametrize("arguments", [[], ["/etc"], "x", 1, None, True])
def test_arguments_that_are_no_object_go_nowhere(arguments: object) -> None:
    talk = session("deny", tools={"write": {"require": [{"path": "args.path", "op": "neq", "value": "/etc"}]}})
    told = line(id=1, method="tools/call", params={"name": "write", "arguments": arguments})
    assert not any(isinstance(effect, Submit) for effect in talk.from_client(told, NOW))


@pytest.mark.parametrize("amount", ["1e400", "-1e400", "NaN", "Infinity", '"1"', "true", "null", "[1]", "1e15"])
def test_an_amount_that_is_no_amount_is_refused(counters: Counters, amount: str) -> None:
    talk = session("deny", tools={"write": CAP})
    told = call("write", amount=0).replace(b'"amount": 0', b'"amount": ' + amount.encode())
    charged = [one.charges for one in talk.from_client(told, NOW) if isinstance(one, Submit)]
    assert all(counters.reserve(charges, NOW) is not None for charges in charged)
