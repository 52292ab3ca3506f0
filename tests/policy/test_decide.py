"""Decisions: which rule speaks, what else must hold, what is charged."""

from __future__ import annotations

from typing import Any

import pytest
from rules import NOW, judged, told, view

DESKTOP = {
    "default": "ask",
    "servers": {
        "fs": {
            "tools": {
                "read_*": {},
                "write_file": {"action": "ask", "require": [{"path": "args.path", "op": "glob", "value": "/proj/*"}]},
                "delete_*": {"action": "deny", "reason": "Deletes go through git."},
            }
        }
    },
    "clients": {"cursor": {"servers": {"github": {"default": "deny"}}}},
}


def limit(**fields: object) -> dict[str, object]:
    return {"counter": "c", "window": "minute", "max": 30, **fields}


def test_the_policy_of_the_readme_does_what_it_says() -> None:
    assert told(judged(DESKTOP, "read_file")) == ("allow", "/servers/fs/tools/read_*")
    assert told(judged(DESKTOP, "write_file", path="/proj/a")) == ("ask", "/servers/fs/tools/write_file")
    assert told(judged(DESKTOP, "write_file", path="/etc/a")) == ("deny", "/servers/fs/tools/write_file/require/0")
    assert judged(DESKTOP, "delete_all").reason == "Deletes go through git."
    assert told(judged(DESKTOP, "other")) == ("ask", "/default")
    assert told(view(DESKTOP, server="github").judge("x", {}, NOW)) == (
        "deny",
        "/clients/cursor/servers/github/default",
    )
    assert told(view(DESKTOP, "claude", "github").judge("x", {}, NOW)) == ("ask", "/default")


@pytest.mark.parametrize(
    ("policy", "tool", "outcome"),
    [
        # named and unnamed
        ({"default": "deny", "tools": {"t": {}}}, "t", ("allow", "/tools/t")),
        ({"default": "deny", "tools": {"t": {}}}, "T", ("deny", "/default")),
        ({"default": "allow"}, "t", ("allow", "/default")),
        ({"default": "deny", "all_tools": {"limits": [limit()]}}, "t", ("deny", "/default")),
        ({"default": "deny", "all_tools": {"action": "ask"}}, "t", ("ask", "/all_tools")),
        # exact, glob, longer glob
        (
            {"tools": {"read_*": {"action": "deny"}, "read_a": {"action": "allow"}}},
            "read_a",
            ("allow", "/tools/read_a"),
        ),
        ({"tools": {"*": {"action": "deny"}, "re*": {"action": "allow"}}}, "read", ("allow", "/tools/re*")),
        ({"tools": {"*": {"action": "deny"}, "re*": {"action": "allow"}}}, "write", ("deny", "/tools/*")),
        ({"tools": {"r?ad": {"action": "deny"}}}, "read", ("deny", "/tools/r?ad")),
        ({"tools": {"*a*": {"action": "allow"}, "*b*": {"action": "deny"}}}, "ab", ("deny", "/tools/*b*")),
        # inheriting
        ({"tools": {"read_*": {"action": "deny"}, "read_a": {}}}, "read_a", ("deny", "/tools/read_*")),
        ({"tools": {"t": {"action": "deny"}}, "servers": {"fs": {"tools": {"t": {}}}}}, "t", ("deny", "/tools/t")),
        ({"tools": {"t": {}}, "all_tools": {"action": "deny"}}, "t", ("deny", "/all_tools")),
        # scopes
        (
            {"tools": {"t": {"action": "deny"}}, "servers": {"fs": {"tools": {"*": {"action": "allow"}}}}},
            "t",
            ("allow", "/servers/fs/tools/*"),
        ),
        (
            {
                "servers": {"fs": {"tools": {"t": {"action": "deny"}}}},
                "clients": {"cursor": {"servers": {"fs": {"tools": {"t": {"action": "allow"}}}}}},
            },
            "t",
            ("allow", "/clients/cursor/servers/fs/tools/t"),
        ),
        ({"servers": {"other": {"tools": {"t": {"action": "deny"}}}}}, "t", ("ask", "/default")),
        ({"clients": {"other": {"default": "deny"}}}, "t", ("ask", "/default")),
        # defaults of scopes
        ({"servers": {"fs": {"default": "deny"}}}, "t", ("deny", "/servers/fs/default")),
        ({"clients": {"cursor": {"default": "deny"}}}, "t", ("deny", "/clients/cursor/default")),
        (
            {"servers": {"fs": {"default": "allow"}}, "clients": {"cursor": {"default": "deny"}}},
            "t",
            ("allow", "/servers/fs/default"),
        ),
        (
            {"tools": {"t": {"action": "allow"}}, "servers": {"fs": {"default": "deny"}}},
            "t",
            ("deny", "/servers/fs/default"),
        ),
        ({"tools": {"t": {"action": "deny"}}, "servers": {"fs": {"default": "allow"}}}, "t", ("deny", "/tools/t")),
        ({"tools": {"t": {"action": "ask"}}, "clients": {"cursor": {"default": "allow"}}}, "t", ("ask", "/tools/t")),
        (
            {"tools": {"t": {"action": "allow"}}, "clients": {"cursor": {"default": "ask"}}},
            "t",
            ("ask", "/clients/cursor/default"),
        ),
        ({"servers": {"fs": {"default": "deny", "tools": {"t": {}}}}}, "t", ("allow", "/servers/fs/tools/t")),
        # hide
        ({"hide": ["t"], "servers": {"fs": {"tools": {"t": {"action": "allow"}}}}}, "t", ("hide", "/hide/0")),
        ({"hide": ["*"], "tools": {"t": {}}}, "t", ("hide", "/hide/0")),
        ({"hide": "*"}, "t", ("hide", "/hide")),
        ({"servers": {"fs": {"hide": ["x", "ad*"]}}}, "admin", ("hide", "/servers/fs/hide/1")),
        ({"tools": {"t": {"action": "hide"}}}, "t", ("hide", "/tools/t")),
        # lists of entries: the last that states an action
        ({"tools": {"t": [{"action": "deny"}, {"action": "allow"}]}}, "t", ("allow", "/tools/t/1")),
        ({"tools": {"t": [{"action": "deny"}, {"note": "x"}]}}, "t", ("deny", "/tools/t/0")),
        ({"tools": {"t": []}}, "t", ("ask", "/default")),
    ],
)
def test_the_most_specific_rule_that_states_an_action_gives_it(
    policy: dict[str, Any], tool: str, outcome: tuple[str, str]
) -> None:
    assert told(judged(policy, tool)) == outcome


def test_a_hidden_tool_is_hidden_from_the_list_and_only_it() -> None:
    seen = view({"hide": ["secret_*"], "tools": {"t": {"action": "hide"}}})
    assert seen.hidden("secret_a", NOW)
    assert seen.hidden("t", NOW)
    assert not seen.hidden("Secret_a", NOW)


def test_predicates_of_every_matching_entry_hold() -> None:
    def need(value: int) -> dict[str, object]:
        return {"require": [{"path": "args.n", "op": "neq", "value": value}]}

    policy = {
        "all_tools": need(1),
        "tools": {"t*": need(2), "t": need(3)},
        "servers": {"fs": {"tools": {"t": {"action": "allow", **need(4)}}, "all_tools": need(5)}},
        "clients": {"cursor": {"servers": {"fs": {"tools": {"t": need(6)}}}}},
    }
    assert [judged(policy, "t", n=n).action for n in range(8)] == ["allow", *["deny"] * 6, "allow"]
    assert judged(policy, "t", n=2).rule == "/tools/t*/require/0"


def test_a_refusal_beats_the_question_and_says_why_in_the_policys_words() -> None:
    policy = {
        "tools": {
            "t": {
                "action": "ask",
                "reason": "entry",
                "deny_if": [{"path": "args.a", "op": "eq", "value": 1, "on_deny": "not one"}],
                "require": [
                    {"path": "args.a", "op": "lt", "value": 5},
                    {
                        "conditions": [{"path": "args.a", "op": "neq", "value": 3, "on_deny": "not three"}],
                        "on_deny": "g",
                    },
                    {"conditions": [{"path": "args.a", "op": "neq", "value": 4}], "on_deny": "group"},
                ],
            }
        }
    }
    found = {n: judged(policy, "t", a=n) for n in (1, 2, 3, 4, 9)}
    assert {n: (one.action, one.reason) for n, one in found.items()} == {
        1: ("deny", "not one"),
        2: ("ask", "entry"),
        3: ("deny", "not three"),
        4: ("deny", "group"),
        9: ("deny", "entry"),
    }
    assert found[9].rule == "/tools/t/require/0"


@pytest.mark.parametrize("kind", ["require", "deny_if"])
def test_a_group_without_conditions_always_refuses(kind: str) -> None:
    policy: dict[str, Any] = {"tools": {"t": {kind: [{"conditions": [], "on_deny": "Requires human approval."}]}}}
    found = judged(policy, "t")
    assert (found.action, found.rule, found.reason) == ("deny", f"/tools/t/{kind}/0", "Requires human approval.")


def test_a_deny_if_group_refuses_when_all_its_conditions_hold() -> None:
    both = [{"path": "args.a", "op": "eq", "value": 1}, {"path": "args.b", "op": "eq", "value": 1}]
    policy = {"tools": {"t": {"deny_if": [{"conditions": both}]}}}
    assert judged(policy, "t", a=1, b=2).action == "allow"
    assert judged(policy, "t", a=1, b=1).action == "deny"


def test_an_expired_entry_is_as_if_it_were_not_there() -> None:
    grant = {"action": "allow", "expires": "1970-01-01T00:20:00Z", "note": "asked", "limits": [limit()]}
    seen = view({"tools": {"t": [{"action": "deny"}, grant], "u": grant}})
    assert told(seen.judge("t", {}, 1_199.9)) == ("allow", "/tools/t/1")
    assert told(seen.judge("t", {}, 1_200.0)) == ("deny", "/tools/t/0")
    assert told(seen.judge("t", {}, 1_000.0)) == ("allow", "/tools/t/1")
    assert told(seen.judge("u", {}, 1_200.0)) == ("ask", "/default")


def test_an_allowed_or_asked_call_is_charged_to_every_limit_it_falls_under() -> None:
    policy = {
        "all_tools": {"limits": [limit(scope="global")]},
        "tools": {
            "t": {"action": "ask", "limits": [limit(window="5m", on_deny="Enough."), limit(scope="session")]},
            "u": {"action": "deny", "limits": [limit()]},
        },
    }
    charges = judged(policy, "t").charges
    assert [(one.counter, one.window, one.max, one.amount, one.rule, one.reason) for one in charges] == [
        ("c|grant|cursor|fs", 300, 30_000_000, 1_000_000, "/tools/t/limits/0", "Enough."),
        ("c|session|cursor|fs|run-1", 60, 30_000_000, 1_000_000, "/tools/t/limits/1", ""),
        ("c|global", 60, 30_000_000, 1_000_000, "/all_tools/limits/0", ""),
    ]
    assert judged(policy, "u").charges == ()
    assert [one.counter for one in view(policy).setting("t", NOW).charges] == [one.counter for one in charges]


def test_limits_that_share_a_counter_and_a_window_are_one_and_the_smaller_maximum_rules() -> None:
    policy = {"all_tools": {"limits": [limit(max=5)]}, "tools": {"t": {"limits": [limit(max=9)]}}}
    assert [(one.counter, one.max, one.rule) for one in judged(policy, "t").charges] == [
        ("c|grant|cursor|fs", 5_000_000, "/all_tools/limits/0")
    ]


def test_names_with_bars_in_them_never_make_two_counters_one() -> None:
    policy = {"tools": {"t": {"limits": [limit(counter="a|grant", scope="client"), limit(counter="a", scope="grant")]}}}
    keys = {
        charge.counter
        for client, server in (("x", "y|z"), ("x|y", "z"), ("x%7Cy", "z"))
        for charge in view(policy, client, server).judge("t", {}, NOW).charges
    }
    assert len(keys) == 6


@pytest.mark.parametrize(
    ("rate", "window", "maximum"),
    [("10/minute", 60, 10), ("3/30s", 30, 3), ("2/second", 1, 2), ({"max": 10, "window": 60}, 60, 10)],
)
def test_the_older_spellings_of_a_limit_are_limits_of_their_own(rate: object, window: int, maximum: int) -> None:
    (charge,) = judged({"tools": {"t": {"rate_limit": rate}}}, "t").charges
    assert (charge.window, charge.max, charge.rule) == (window, maximum * 1_000_000, "/tools/t/rate_limit")
    assert charge.counter == "/tools/t/rate_limit|grant|cursor|fs"


@pytest.mark.parametrize(
    ("amount", "millionths"),
    [
        (1, 1_000_000),
        (0.99, 990_000),
        (0.1, 100_000),
        (0, 0),
        (0.0000001, 1),
        (1e-9, 1),
        (12.3456789, 12_345_679),
        (10**12, 10**18),
        (123456789.25, 123_456_789_250_000),
    ],
)
def test_a_cost_is_the_arguments_decimal_value_rounded_up(amount: float, millionths: int) -> None:
    policy = {"tools": {"pay": {"limits": [limit(cost="args.amount")]}}}
    (charge,) = judged(policy, "pay", amount=amount).charges
    assert charge.amount == millionths


@pytest.mark.parametrize("amount", [-1, -0.01, "5", True, None, [5], 1e13, 10**30])
def test_what_is_no_amount_is_refused(amount: object) -> None:
    policy = {"tools": {"pay": {"limits": [limit(cost="args.amount", on_deny="No.")]}}}
    found = judged(policy, "pay", amount=amount)
    assert (found.action, found.rule, found.reason, found.charges) == ("deny", "/tools/pay/limits/0", "No.", ())
    assert judged(policy, "pay").action == "deny"


def test_what_sums_up_an_argument_never_shares_a_counter_with_what_counts_calls() -> None:
    policy = {"tools": {"pay": {"limits": [limit(cost="args.amount"), limit()]}}}
    assert len({one.counter for one in judged(policy, "pay", amount=2).charges}) == 2


def test_a_list_of_amounts_is_no_amount() -> None:
    policy = {"tools": {"pay": {"limits": [limit(cost="args.items[*].amount")]}}}
    assert judged(policy, "pay", items=[{"amount": 1}, {"amount": 2}]).action == "deny"


def test_names_made_up_without_end_do_not_fill_the_memory() -> None:
    seen = view({"default": "deny"})
    for number in range(10_000):
        seen.judge(f"tool-{number}", {}, NOW)
    assert len(seen._known) <= 4_096  # pyright: ignore[reportPrivateUsage]


def test_the_smallest_result_size_of_all_matching_entries_counts() -> None:
    told = {"all_tools": {"result_bytes": 9_000}, "tools": {"read_*": {"result_bytes": 500}, "read_all": {}}}
    assert view({"default": "allow", **told}).result_bytes("read_all", NOW) == (500, "/tools/read_*/result_bytes")
    assert view({"default": "allow", **told}).result_bytes("list", NOW) == (9_000, "/all_tools/result_bytes")
    assert view({"default": "allow"}).result_bytes("list", NOW) is None
