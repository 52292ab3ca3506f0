"""What counts as allowing more: everything that cannot be shown to allow no more."""

from __future__ import annotations

import json
from typing import Any

import pytest
from callgate_proxy.policy import widening
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.decide import View
from callgate_proxy.policy.precedence import STRICTNESS
from callgate_proxy.policy.strictest import Strictest
from hypothesis import given, settings
from hypothesis import strategies as st
from rules import NOW
from test_reference import policies, uses

LIMIT = {"counter": "c", "window": "minute", "max": 3}
IN = {"path": "args.path", "op": "under", "value": "/proj"}
ODD = {"path": "args.force", "op": "eq", "value": True}


def compiled(policy: dict[str, Any]) -> dict[str, Any]:
    return compile_text(json.dumps({"version": "1", "default": "ask", **policy}))


def wider(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    return widening.wider(compiled(old), compiled(new), NOW)


def tool(**entry: Any) -> dict[str, Any]:
    return {"tools": {"write": entry}}


STEPS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "a default": ({"default": "deny"}, {"default": "ask"}),
    "a name under a default of ask": ({}, tool()),
    "an action": (tool(action="deny"), tool(action="ask")),
    "a deny that goes": ({"default": "allow", "tools": {"wr*": {"action": "deny"}}}, {"default": "allow"}),
    "a more specific allow": (
        {"tools": {"wr*": {"action": "deny"}}},
        {"tools": {"wr*": {"action": "deny"}, "wri*": {}}},
    ),
    "a hidden name": ({"hide": ["write"]}, {}),
    "a hidden glob": ({"hide": ["w*"]}, {}),
    "a require": (tool(require=[IN]), tool()),
    "another folder": (tool(require=[IN]), tool(require=[{**IN, "value": "/"}])),
    "a deny_if": (tool(deny_if=[ODD]), tool()),
    "a limit": (tool(limits=[LIMIT]), tool()),
    "a higher limit": (tool(limits=[LIMIT]), tool(limits=[{**LIMIT, "max": 4}])),
    "a shorter window": (tool(limits=[LIMIT]), tool(limits=[{**LIMIT, "window": "30s"}])),
    "another counter": (tool(limits=[LIMIT]), tool(limits=[{**LIMIT, "counter": "d"}])),
    "a refund": (tool(limits=[LIMIT]), tool(limits=[{**LIMIT, "refund": "on_error"}])),
    "what all_tools requires": ({"all_tools": {"require": [IN]}}, {}),
    "a client": ({}, {"clients": {"cursor": {"default": "allow"}}}),
    "a server of a client": ({}, {"clients": {"cursor": {"servers": {"fs": {"default": "allow"}}}}}),
    "a check": ({"checks": {"ssrf": "block"}}, {"checks": {"ssrf": "off"}}),
    "a check of a server": ({}, {"servers": {"fs": {"checks": {"flows": "flag"}}}}),
    "a check of a profile": ({"profiles": {"p": {}}}, {"profiles": {"p": {"checks": {"sql": "off"}}}}),
    "a method": ({"methods": {"resources/read": {"action": "deny"}}}, {}),
    "a deny that ends": (tool(action="deny"), tool(action="deny", expires="2030-01-01T00:00:00Z")),
    "a deny that ends sooner": (
        tool(action="deny", expires="2030-01-02T00:00:00Z"),
        tool(action="deny", expires="2030-01-01T00:00:00Z"),
    ),
    "a profile": ({}, {"profiles": {"work": {"default": "allow"}}}),
    "what a profile says": ({"profiles": {"work": {"default": "deny"}}}, {"profiles": {"work": {}}}),
    "the folder of a stricter profile": (
        {"profiles": {"work": {"default": "deny", "when": {"under": "/proj"}}}},
        {"profiles": {"work": {"default": "deny", "when": {"under": "/proj/a"}}}},
    ),
}


@pytest.mark.parametrize(("old", "new"), STEPS.values(), ids=STEPS)
def test_what_allows_more_is_told(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert wider(old, new) != []


BACK = set(STEPS) - {"another folder", "a shorter window", "another counter", "the folder of a stricter profile"}


@pytest.mark.parametrize("step", sorted(BACK))
def test_the_way_back_allows_no_more(step: str) -> None:
    old, new = STEPS[step]
    assert wider(new, old) == []


@pytest.mark.parametrize(("old", "new"), STEPS.values(), ids=STEPS)
def test_the_same_policy_allows_no_more(old: dict[str, Any], new: dict[str, Any]) -> None:
    assert (wider(old, old), wider(new, new)) == ([], [])


def test_it_is_told_in_words() -> None:
    loose: dict[str, Any] = {"clients": {"cursor": {"servers": {"fs": {"tools": {"read_*": {}}}}}}}
    assert wider({}, loose) == ["read_* on fs for cursor (ask before, allow now)"]


def test_what_is_too_much_to_compare_counts_as_wider() -> None:
    many: dict[str, Any] = {"tools": {f"*{number}*": {"action": "deny"} for number in range(20)}}
    assert wider(many, {**many, "default": "deny"}) == ["it changes so much that what it allows cannot be compared"]


@settings(max_examples=400)
@given(policies, policies, uses)
def test_what_is_not_told_is_no_wider(old: dict[str, Any], new: dict[str, Any], use: tuple[str, str, str]) -> None:
    client, server, name = use
    before, after = (View(compiled(one), client, server, "").judge(name, {}, NOW).action for one in (old, new))
    if STRICTNESS[after] < min(STRICTNESS[before], STRICTNESS["deny"]):
        assert wider(old, new) != []


@settings(max_examples=200)
@given(policies, policies, uses, st.booleans())
def test_two_policies_at_once_allow_no_more_than_either(
    one: dict[str, Any], other: dict[str, Any], use: tuple[str, str, str], turned: bool
) -> None:
    client, server, name = use
    views = [View(compiled(policy), client, server, "") for policy in (one, other)]
    both = Strictest(views[::-1] if turned else views).judge(name, {}, NOW).action
    assert STRICTNESS[both] == max(STRICTNESS[view.judge(name, {}, NOW).action] for view in views)


def test_a_grant_for_some_arguments_allows_more_where_the_tool_was_asked_about() -> None:
    asked = {"tools": {"write": {"action": "ask"}}}
    grant = {"action": "allow", "when": [{"path": "args.path", "op": "eq", "value": "/a"}]}
    granted = {"tools": {"write": [{"action": "ask"}, grant]}}
    assert wider(asked, granted) == ["write (allowed for some arguments)"]
    assert wider(granted, granted) == []
    assert wider(granted, asked) == []


def test_a_check_by_itself_is_taken_for_stricter_before_and_milder_now() -> None:
    assert wider({}, {"checks": {"ssrf": "ask"}}) == ["check ssrf (its own rules before, ask now)"]
    assert wider({"checks": {"ssrf": "ask"}}, {}) == ["check ssrf (ask before, its own rules now)"]


def test_a_check_that_does_less_is_told_once_for_the_widest_place() -> None:
    old: dict[str, Any] = {
        "checks": {"ssrf": "block"},
        "servers": {"fs": {}},
        "clients": {"cursor": {"servers": {"fs": {}}}},
    }
    assert wider(old, {**old, "checks": {"ssrf": "off"}}) == ["check ssrf (block before, off now)"]
    profiled: dict[str, Any] = {**old, "profiles": {"work": {}}}
    some: dict[str, Any] = {**old, "servers": {"fs": {"checks": {"ssrf": "ask"}}}, "profiles": {"work": {}}}
    assert wider(profiled, some) == ["check ssrf on fs (block before, ask now)"]
    mine: dict[str, Any] = {**old, "profiles": {"work": {"checks": {"flows": "flag"}}}}
    assert wider(profiled, mine) == ["check flows in the profile work (its own rules before, flag now)"]


@pytest.mark.parametrize(
    ("old", "new"),
    [("off", "flag"), ("flag", "ask"), ("ask", "block"), ("block", "block"), (None, "block"), ("off", None)],
)
def test_a_check_that_does_as_much_or_more_widens_nothing(old: str | None, new: str | None) -> None:
    was, is_now = ({"checks": {"ssrf": one}} if one else {} for one in (old, new))
    assert wider(was, is_now) == []
