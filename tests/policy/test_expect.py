"""Expectations beside a policy: met, not met, or mistaken."""

from __future__ import annotations

import json
from typing import Any

import pytest
from callgate_proxy.errors import PolicyError
from callgate_proxy.policy import expect
from callgate_proxy.policy.compile import compile_text

POLICY: dict[str, Any] = {
    "version": "1",
    "default": "deny",
    "tools": {
        "read": {
            "limits": [{"counter": "n", "window": "minute", "max": 30, "scope": "grant", "on_deny": "Slow down."}]
        },
        "list": [{"action": "allow", "expires": "2026-01-01T00:00:00Z"}],
        "write": {"action": "ask"},
    },
}
POLICY["profiles"] = {"work": {"when": {"under": "/srv/work"}, "tools": {"write": {"action": "deny"}}}}
TABLE = compile_text(json.dumps(POLICY))


def wrong(**told: Any) -> list[str]:
    """What differs for one expectation."""
    _, (one,) = expect.read(json.dumps({"calls": [{"server": "fs", **told}]}), "tests.json")
    return expect.check(one, TABLE, 2e9).wrong


def test_an_expectation_that_is_met_has_nothing_wrong() -> None:
    assert wrong(tool="read", verdict="allow", rule="/tools/read") == []
    assert wrong(tool="write", verdict="ask") == []
    assert wrong(tool="gone", verdict="deny", rule="/default", reason="") == []


def test_a_call_is_made_under_the_profile_that_is_named_or_that_the_folder_chooses() -> None:
    denied = {"tool": "write", "verdict": "deny", "rule": "/profiles/work/tools/write"}
    assert wrong(**denied, profile="work") == []
    assert wrong(**denied, folder="/srv/work/notes") == []
    assert wrong(tool="write", verdict="ask", folder="/srv") == []
    assert wrong(tool="read", verdict="deny", rule="/profile", profile="gone") == []


def test_everything_that_differs_is_said() -> None:
    assert wrong(tool="gone", verdict="allow", rule="/tools/gone") == [
        "verdict: expected 'allow', got 'deny'",
        "rule: expected '/tools/gone', got '/default'",
    ]


def test_a_call_made_often_meets_its_limit() -> None:
    assert wrong(tool="read", verdict="allow", times=30) == []
    assert wrong(tool="read", verdict="limit", times=31, rule="/tools/read/limits/0", reason="Slow down.") == []


def test_a_moment_decides_what_has_expired() -> None:
    assert wrong(tool="list", verdict="allow", at="2025-12-31T23:59:59Z") == []
    assert wrong(tool="list", verdict="deny") == []


def test_the_policy_is_looked_for_beside_the_file() -> None:
    assert expect.read('{"calls": []}', "/a/tests.json")[0] == "/a/policy.json"
    assert expect.read('{"calls": [], "policy": "../p.json"}', "/a/tests.json")[0] == "/a/../p.json"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ({"tool": "a", "verdict": "deny"}, "server must be stated"),
        ({"server": "s", "tool": "a", "verdict": "denied"}, "'verdict' must be one of allow, ask"),
        ({"server": "s", "tool": "a", "verdict": "deny", "arg": {}}, "unknown key 'arg'"),
        ({"server": "s", "tool": "a", "verdict": "deny", "args": []}, "'args' must be an object"),
        ({"server": "s", "tool": "a", "verdict": "deny", "times": True}, "'times' must be a number"),
        ({"server": "s", "tool": "a", "verdict": "deny", "at": "today"}, "'at' must be a moment"),
        ({"server": "s", "tool": "a", "verdict": "deny", "profile": 1}, "'profile' must be the name of a profile"),
        ({"server": "s", "tool": "a", "verdict": "deny", "profile": "a", "folder": "/"}, "give one of them"),
        ([], "an expectation is an object"),
    ],
)
def test_a_mistake_is_told_with_its_place(call: object, message: str) -> None:
    with pytest.raises(PolicyError) as told:
        expect.read(json.dumps({"calls": [call]}, indent=1), "tests.json")
    assert message in str(told.value)
    assert str(told.value).startswith("tests.json:")


def test_all_mistakes_are_told_at_once() -> None:
    with pytest.raises(PolicyError) as told:
        expect.read('{"call": [], "calls": [{}, {"server": 1}], "policy": 3}', "t.json")
    assert len(str(told.value).splitlines()) == 5


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"calls": {}}', '{"calls": []'])
def test_what_is_no_list_of_calls_is_an_error(text: str) -> None:
    with pytest.raises(PolicyError):
        expect.read(text, "t.json")
