"""Export to PolicyLayer's JSON: the same policy where it can be said, nothing opened where it cannot."""

from __future__ import annotations

import json
from typing import Any

import pytest
from callgate_proxy.cli_policy_carry import taken
from callgate_proxy.policy import precedence
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.decide import View
from callgate_proxy.policy.policylayer import Export
from hypothesis import given, settings
from test_reference import TOOLS, Data, policies


def published(tool: str) -> Data:
    """A policy as PolicyLayer publishes it."""
    limit = {"counter": f"{tool}_rate", "window": "minute", "max": 30, "scope": "grant"}
    return {"version": "1", "default": "deny", "tools": {tool: {"limits": [limit]}}}


RICH: Data = {
    "version": "1",
    "default": "allow",
    "hide": ["debug"],
    "all_tools": {"limits": [{"counter": "all", "window": "hour", "max": 100, "scope": "grant"}]},
    "tools": {
        "a": {"require": [{"path": "args.n", "op": "lte", "value": 5, "on_deny": "Too much."}]},
        "b": {"deny_if": [{"conditions": [], "on_deny": "Requires human approval."}]},
        "c": {},
    },
}


def exported(policy: Data, server: str = "", known: list[str] | None = None) -> Export:
    return Export(json.dumps(policy), server, known or [], 0.0)


@pytest.mark.parametrize("policy", [published("batch_offload"), published("format_batch"), RICH])
def test_a_policy_of_policylayers_comes_back_as_it_was(policy: Data) -> None:
    found = exported(policy)
    assert found.policy == policy
    assert found.lost == []


@pytest.mark.parametrize("policy", [published("batch_offload"), published("format_batch"), RICH])
def test_an_import_takes_every_character(policy: Data) -> None:
    for text in (json.dumps(policy), json.dumps(policy, indent=3) + "\r\n"):
        assert taken(text, "policy.json") == (text, [])


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ({"action": "ask"}, "ask is not known"),
        ({"require": [{"path": "args.p", "op": "under", "value": "/a"}]}, "require with under"),
        ({"limits": [{"counter": "n", "window": "5m", "max": 1}]}, "a window of another length"),
        ({"limits": [{"counter": "n", "window": "day", "max": 1, "cost": "args.n"}]}, "a limit on a sum"),
        ({"action": "allow", "expires": "2026-01-01T00:00:00Z"}, "an entry that ends"),
    ],
)
def test_what_cannot_be_said_is_refused_and_told(entry: Data, said: str) -> None:
    found = exported({"version": "1", "default": "deny", "tools": {"t": entry}})
    (refusal,) = found.policy["tools"]["t"]["deny_if"]
    assert refusal["conditions"] == []
    assert [sentence for sentence in found.lost if said in sentence and sentence.startswith("t: ")]


def test_a_limit_that_is_shared_more_widely_is_said_to_loosen() -> None:
    policy = published("t")
    policy["tools"]["t"]["limits"][0]["scope"] = "global"
    assert exported(policy).lost == ["t: the limit's scope global becomes grant: each client by itself"]


def test_the_rules_of_a_server_are_put_together_for_the_tools_it_has() -> None:
    policy = {
        "version": "1",
        "default": "ask",
        "servers": {"fs": {"tools": {"read_*": {}, "delete_*": {"action": "deny", "reason": "No."}}}, "git": {}},
        "clients": {"cursor": {"default": "deny"}},
    }
    found = exported(policy, "fs", ["read_file", "delete_file", "other"])
    assert found.policy["tools"] == {
        "read_file": {},
        "delete_file": {"deny_if": [{"conditions": [], "on_deny": "No."}]},
    }
    assert [sentence.split(":")[0] for sentence in found.lost] == [
        "servers.git",
        "clients.cursor",
        "default",
        "delete_*",
        "read_*",
    ]


def action(policy: dict[str, Any], server: str, tool: str) -> str:
    table = compile_text(json.dumps(policy))
    assert precedence.scopes(table, "", server)
    return View(table, "", server, "").judge(tool, {}, 0.0).action


@settings(deadline=None, max_examples=100)
@given(policies)
def test_an_export_never_opens_what_was_shut(policy: Data) -> None:
    found = exported(policy, "fs", list(TOOLS))
    for tool in (*TOOLS, "unlisted"):
        was, now = action(policy, "fs", tool), action(found.policy, "fs", tool)
        assert now == was or now in ("deny", "hide")
        assert (was in ("ask", "deny", "hide")) <= (now in ("deny", "hide"))
        assert was == "allow" or tool == "unlisted" or (now == "hide") == (was == "hide")
