"""What proxies of one home share while they run: the policy file and the limits."""

from __future__ import annotations

from pathlib import Path

import pytest
from guarding import FAKE, Guard, Wire, said

DENY = {"version": "1", "default": "deny"}


def refused(wire: Wire, tool: str = "echo") -> bool:
    """Calls `tool`; whether the answer is a refusal."""
    return wire.call(tool)["isError"]


def test_a_saved_policy_holds_from_the_next_call_on_in_every_running_proxy(guard: Guard) -> None:
    with Wire(guard.command(*FAKE)) as one, Wire(guard.command(*FAKE)) as other:
        assert not refused(one)
        assert not refused(other)
        guard.policy(DENY)
        assert refused(one)
        assert refused(other)
        guard.server(tools={"echo": {}})
        assert not refused(other)
        assert not refused(one)
        assert refused(one, "write")


def test_a_broken_policy_leaves_the_last_good_one_in_force_even_for_a_proxy_started_later(guard: Guard) -> None:
    guard.server(tools={"echo": {}})
    with Wire(guard.command(*FAKE)) as one:
        assert not refused(one)
        guard.policy('{"version": "1", "default": "allow", "servers": {"real": ')
        assert not refused(one)
        assert refused(one, "write")
        with Wire(guard.command(*FAKE)) as later:
            assert not refused(later)
            assert refused(later, "write")


@pytest.mark.parametrize("text", ["{", '{"version": "1", "default": "alow"}', "", "[]"])
def test_a_policy_that_was_never_good_opens_nothing_and_says_what_is_wrong(guard: Guard, text: str) -> None:
    guard.policy(text)
    with Wire(guard.command(*FAKE)) as wire:
        result = wire.call("echo")
    assert result["isError"]
    assert "policy.json" in said(result)


def test_without_a_policy_file_calls_are_refused_with_the_way_to_make_one(guard: Guard) -> None:
    Path(guard.home.policy).unlink()
    with Wire(guard.command(*FAKE)) as wire:
        result = wire.call("echo")
    assert result["isError"]
    assert "callgate policy init" in said(result)


def test_a_limit_is_one_for_all_proxies_of_a_home_and_outlives_them(guard: Guard) -> None:
    limit = {"counter": "writes", "window": "day", "max": 3, "scope": "server"}
    guard.server(tools={"write": {"limits": [limit]}})
    with Wire(guard.command(*FAKE)) as one, Wire(guard.command(*FAKE)) as other:
        assert [refused(wire, "write") for wire in (one, other, one)] == [False, False, False]
        assert refused(other, "write")
    with Wire(guard.command(*FAKE)) as later:
        assert refused(later, "write")


def test_a_changed_policy_does_not_forget_what_was_used_of_a_limit(guard: Guard) -> None:
    limit = {"counter": "writes", "window": "day", "max": 1, "scope": "server"}
    guard.server(tools={"write": {"limits": [limit]}})
    with Wire(guard.command(*FAKE)) as wire:
        assert not refused(wire, "write")
        guard.server(tools={"write": {"limits": [limit | {"max": 2}]}})
        assert not refused(wire, "write")
        assert refused(wire, "write")
