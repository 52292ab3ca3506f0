"""Requests other than tool calls: what a policy says about them, and what it cannot say."""

from __future__ import annotations

import json
from typing import Any

import pytest
from callgate_proxy.policy import edit
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.decide import METHODS_RULE, View
from callgate_proxy.policy.model import PolicyInvalid, load

NOW = 1_000_000.0
READ = "resources/read"


def view(default: str = "deny", **rest: object) -> View:
    return View(compile_text(json.dumps({"version": "1", "default": default, **rest})), "cursor", "fs", "s")


def judged(policy: View, method: str = READ, now: float = NOW, **params: object) -> tuple[str, str]:
    verdict = policy.judge_method(method, params, now)
    return verdict.action, verdict.rule


@pytest.mark.parametrize("default", ["allow", "ask", "deny"])
def test_what_no_entry_names_passes_whatever_the_default(default: str) -> None:
    assert judged(view(default, methods={"prompts/get": {"action": "deny"}})) == ("allow", METHODS_RULE)
    assert judged(view(default, hide="*", all_tools={"action": "deny"})) == ("allow", METHODS_RULE)


def test_a_tool_that_is_called_like_a_method_is_another_thing() -> None:
    policy = view("allow", tools={READ: {"action": "deny"}}, methods={"prompts/get": {"action": "ask"}})
    assert judged(policy) == ("allow", METHODS_RULE)
    assert policy.judge("prompts/get", {}, NOW).action == "allow"


def test_the_most_specific_scope_that_states_an_action_decides() -> None:
    client = {"servers": {"fs": {"methods": {READ: {"action": "ask"}}}}}
    policy = view(
        methods={READ: {"action": "deny"}, "prompts/get": {"action": "deny"}},
        servers={"fs": {"methods": {READ: {"action": "allow"}, "prompts/get": {"action": "allow"}}}},
        clients={"cursor": client},
    )
    assert judged(policy) == ("ask", "/clients/cursor/servers/fs/methods/resources~1read")
    assert judged(policy, "prompts/get") == ("allow", "/servers/fs/methods/prompts~1get")


def test_conditions_look_at_the_params() -> None:
    inside = {"path": "args.uri", "op": "glob", "value": "file:///home/ada/**"}
    policy = view(methods={READ: {"require": [inside], "reason": "Only Ada's."}})
    assert judged(policy, uri="file:///home/ada/a")[0] == "allow"
    assert judged(policy, uri="file:///etc/passwd") == ("deny", "/methods/resources~1read/require/0")
    assert judged(policy) == ("deny", "/methods/resources~1read/require/0")


def test_limits_charge_what_passes() -> None:
    limit = {"counter": "reads", "window": "minute", "max": 2}
    (charge,) = view(methods={READ: {"limits": [limit]}}).judge_method(READ, {}, NOW).charges
    assert (charge.counter, charge.max) == ("reads|grant|cursor|fs", 2_000_000)


def test_an_entry_that_ends_leaves_the_method_to_the_rest() -> None:
    entry = {"action": "deny", "expires": "1970-01-12T13:46:41Z"}  # NOW + 1
    policy = view(methods={READ: entry})
    assert judged(policy)[0] == "deny"
    assert judged(policy, now=NOW + 1) == ("allow", METHODS_RULE)


@pytest.mark.parametrize(
    ("methods", "told"),
    [
        ({"resource/read": {}}, "resources/read"),
        ({"tools/call": {}}, "unknown key"),
        ({READ: {"action": "hide"}}, "is not allow, deny or ask"),
        ({READ: {"actoin": "deny"}}, "action"),
        ({READ: "deny"}, "object"),
        ([READ], "object"),
    ],
)
def test_what_cannot_be_meant_is_told_with_its_place(methods: object, told: str) -> None:
    with pytest.raises(PolicyInvalid) as caught:
        load(json.dumps({"version": "1", "default": "deny", "methods": methods}))
    (problem,) = caught.value.problems
    assert told in str(problem)
    assert problem.pointer.startswith("/methods")


def test_a_grant_from_the_window_is_written_beside_the_rule_and_swept_when_it_ended() -> None:
    text = json.dumps({"version": "1", "default": "deny", "servers": {"fs": {"methods": {READ: {"action": "ask"}}}}})
    granted = edit.grant(text, "cursor", "fs", READ, NOW + 900, "asked", READ)
    policy = View(compile_text(granted), "cursor", "fs", "s")
    assert judged(policy)[0] == "allow"
    assert judged(policy, now=NOW + 900)[0] == "ask"
    swept: dict[str, Any] = json.loads(edit.sweep(granted, NOW + 900))
    assert swept == json.loads(text)
