"""Intercept's YAML comes in rule by rule; what cannot be carried is said, and opens nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from callgate_proxy.errors import PolicyError
from callgate_proxy.policy import yamltext
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.decide import View
from callgate_proxy.policy.intercept import Carried, carry

WHOLE = """
version: "1"
description: Payments
default: deny
hide: [delete_repository]
tools:
  create_charge:
    rules:
      - name: cap
        conditions:
          - {path: args.amount, op: lte, value: 500}
          - {path: state.create_charge.daily_spend, op: lte, value: 1000}
        state: {counter: daily_spend, window: day, increment_from: args.amount}
        on_deny: daily cap
  create_refund:
    rules:
      - action: require_approval
        approval_timeout: 30m
  drop_table:
    rules: [{name: never, action: deny, on_deny: Never.}]
  list_charges: {rules: []}
  "*": {rules: [{name: global, rate_limit: 60/minute}]}
"""


def carried(text: str) -> Carried:
    return carry(yamltext.read(text, "policy.yaml"))


def ruled(rule: str, tool: str = "t") -> tuple[dict[str, Any], list[str]]:
    """The entry that one rule becomes, and what is said about it."""
    found = carried(f'version: "1"\ndefault: deny\ntools: {{"{tool}": {{rules: [{rule}]}}}}')
    compile_text(json.dumps(found.policy))
    return found.policy["tools"].get(tool, found.policy.get("all_tools")), found.lost


def test_a_whole_policy_decides_as_it_did() -> None:
    found = carried(WHOLE)
    view = View(compile_text(json.dumps(found.policy)), "c", "s", "")
    calls: list[tuple[str, dict[str, object], str]] = [
        ("create_charge", {"amount": 500}, "allow"),
        ("create_charge", {"amount": 501}, "deny"),
        ("create_charge", {}, "deny"),
        ("create_refund", {}, "ask"),
        ("drop_table", {}, "deny"),
        ("list_charges", {}, "allow"),
        ("delete_repository", {}, "hide"),
        ("unlisted", {}, "deny"),
    ]
    assert [view.judge(tool, args, 0.0).action for tool, args, _ in calls] == [wanted for _, _, wanted in calls]
    charges = view.judge("create_charge", {"amount": 2.5}, 0.0).charges
    assert [(one.window, one.max, one.amount) for one in charges] == [
        (86_400, 1_000_000_000, 2_500_000),
        (60, 60_000_000, 1_000_000),
    ]
    assert charges[0].reason == "daily cap"
    assert found.lost == ["create_refund, rule 1: approval_timeout is not carried"]


def counted(counter: str, window: str, most: int) -> dict[str, Any]:
    return {"limits": [{"counter": counter, "window": window, "max": most, "scope": "server"}]}


BELOW = "{name: n, conditions: [{path: state.t.n, op: lt, value: 5}], state: {counter: n, window: minute}}"
BY_TWO = BELOW.replace("op: lt, value: 5", "op: lte, value: 9").replace("minute", "minute, increment: 2")
EXISTS = '{name: n, conditions: [{path: "args.a[0].b", op: exists, value: true}]}'
BECOMES: list[tuple[str, dict[str, Any]]] = [
    ("{rate_limit: 10/hour}", counted("t._rate_hour", "hour", 10)),
    (BELOW, counted("t.n", "minute", 4)),
    (BY_TWO, counted("t.n", "minute", 4)),
    (EXISTS, {"require": [{"path": 'args["a[0]"].b', "op": "exists", "value": True}]}),
    ("{name: n, action: deny, on_deny: No.}", {"deny_if": [{"conditions": [], "on_deny": "No."}]}),
]


@pytest.mark.parametrize(("rule", "entry"), BECOMES)
def test_a_rule_becomes_what_it_says(rule: str, entry: dict[str, Any]) -> None:
    assert ruled(rule) == (entry, [])


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        ("{name: n, conditions: [{path: state.other.n, op: lt, value: 5}]}", "the counter other.n is not"),
        ("{name: n, conditions: [{path: other.n, op: eq, value: 5}]}", "leads to nothing known"),
        ("{name: n, conditions: [{path: args.n, op: near, value: 5}]}", "near"),
        ("{name: n, conditions: [{path: args.n, op: regex, value: '('}]}", "no regular expression"),
        ("{name: n, conditions: [{path: args.n, op: eq, valeu: 5}]}", "{path, op, value}"),
        ("{name: n, conditons: []}", "conditons"),
        ("{name: n, action: require_approval, conditions: [{path: args.n, op: eq, value: 5}]}", "approval with"),
        ("{name: n, action: webhook}", "webhook"),
        ("{rate_limit: 10/fortnight}", "10/fortnight"),
        (
            "{name: n, conditions: [{path: state.t.n, op: gt, value: 5}], state: {counter: n, window: minute}}",
            "compared by gt",
        ),
        ("{}", "says nothing"),
    ],
)
def test_what_cannot_be_carried_is_said_and_asked_about(rule: str, why: str) -> None:
    entry, lost = ruled(rule)
    assert entry == {"action": "ask"}
    (said,) = lost
    assert why in said
    assert said.endswith("the tool is asked about instead")


def test_asking_about_every_tool_opens_none_that_was_refused() -> None:
    tools = 'tools: {a: {rules: []}, b: {rules: [{action: deny}]}, "*": {rules: [{action: require_approval}]}}'
    for default, unlisted in (("deny", "deny"), ("allow", "ask")):
        found = carried(f'version: "1"\ndefault: {default}\n{tools}')
        view = View(compile_text(json.dumps(found.policy)), "c", "s", "")
        assert [view.judge(tool, {}, 0.0).action for tool in ("a", "b", "c")] == ["ask", "deny", unlisted]


def test_a_name_with_a_wildcard_matched_nothing_and_is_left_out() -> None:
    found = carried('version: "1"\ndefault: deny\ntools: {"read_*": {rules: []}}')
    assert found.policy["tools"] == {}
    assert "read_*" in found.lost[0]


def test_a_default_that_is_not_stated_is_written_out() -> None:
    found = carried('version: "1"\nhide: "*"')
    assert (found.policy["default"], found.policy["hide"]) == ("allow", ["*"])
    assert found.lost[0].startswith("default: not stated")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "version: 1",
        'version: "1"\ndefualt: deny',
        'version: "1"\ndefault: ask',
        'version: "1"\nhide: {a: b}',
        'version: "1"\ntools: {a: {rule: []}}',
        'version: "1"\ntools: {a: {rules: {}}}',
        'version: "1"\ntools: [a]',
    ],
)
def test_what_intercept_would_read_over_is_an_error(text: str) -> None:
    with pytest.raises(PolicyError):
        carried(text)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a: 1\na: 2", "2:1 the key 'a'"),
        ("a: &x [1]\nb: *x", "aliases"),
        ("a: !!python/name:os.system", "1:4"),
        ("1: a", "1:1"),
        ("a: yes", "'yes' is read differently"),
        ("a: 010", "'010' is read differently"),
        ("a: .inf", "'.inf' is read differently"),
        ("a: [1", "p.yaml:"),
        ("a: 1\n---\nb: 2", "p.yaml:"),
        ("[" * 2000, "nested"),
    ],
)
def test_yaml_that_two_readers_may_take_differently_is_refused_with_its_place(text: str, place: str) -> None:
    with pytest.raises(PolicyError) as told:
        yamltext.read(text, "p.yaml")
    assert place in str(told.value)


def test_plain_yaml_is_read_as_it_stands() -> None:
    text = "a: [1, 2.5, true, null, text, '010', 2026-01-01]"
    assert yamltext.read(text, "p.yaml") == {"a": [1, 2.5, True, None, "text", "010", "2026-01-01"]}
