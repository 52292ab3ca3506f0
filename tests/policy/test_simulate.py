"""Past calls under another policy: what would change, what would not, and what cannot be told."""

from __future__ import annotations

import copy
import json

import pytest
from callgate_proxy.logread import Call
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.profiles import Choice
from callgate_proxy.policy.simulate import Simulation, simulate, under
from hypothesis import given, settings
from hypothesis import strategies as st
from past import asked, call
from test_reference import CLIENTS, NAMES, SERVERS, TOOLS, Data, policies

ALLOW: Data = {"version": "1", "default": "allow"}


def limited(most: int, scope: str = "grant") -> Data:
    limit = {"counter": "n", "window": "minute", "max": most, "scope": scope}
    return {**ALLOW, "tools": {"read": {"limits": [limit]}}}


def played(before: Data, after: Data, *calls: Call) -> Simulation:
    return simulate(compile_text(json.dumps(before)), compile_text(json.dumps(after)), calls)


def test_a_call_that_another_policy_refuses_is_named_with_its_rule() -> None:
    strict = {**ALLOW, "tools": {"write": {"action": "deny", "reason": "No."}}}
    found = played(ALLOW, strict, call("read"), call("write"))
    (change,) = found.changes
    assert (found.judged, change.call.tool) == (2, "write")
    assert (change.before.verdict, change.after.verdict) == ("allow", "deny")
    assert (change.after.rule, change.after.reason) == ("/tools/write", "No.")


def test_a_request_that_is_no_tool_call_is_not_judged_as_one() -> None:
    read = call("resources/read")
    read.method = "resources/read"
    assert played(ALLOW, {"version": "1", "default": "deny"}, read).judged == 0


def test_limits_are_counted_in_the_order_of_time_and_free_call_by_call() -> None:
    calls = [call(t=1_000.0 + at) for at in (50, 0, 10, 61, 65)]
    found = played(ALLOW, limited(2), *calls)
    assert [change.call.t for change in found.changes] == [1_050.0, 1_065.0]
    assert {change.after.verdict for change in found.changes} == {"limit"}


WORK: Data = {**ALLOW, "profiles": {"work": {"default": "deny"}, "open": {"default": "allow"}}}


def under_profiles(before: Data, after: Data, *choices: Choice) -> list[tuple[str, str, str]]:
    tables = [compile_text(json.dumps(one)) for one in (before, after)]
    found = simulate(tables[0], tables[1], [call()], *choices)
    return [(one.before.verdict, one.after.verdict, one.after.rule) for one in found.changes]


def test_both_policies_are_played_under_the_profile_that_is_chosen() -> None:
    assert under_profiles(ALLOW, WORK) == []
    assert under_profiles(ALLOW, WORK, Choice("work")) == [("allow", "deny", "/profiles/work/default")]
    assert under_profiles(WORK, WORK, Choice("open"), Choice("work")) == [("allow", "deny", "/profiles/work/default")]


def test_the_profile_of_a_folder_is_taken_where_none_is_chosen() -> None:
    work = {**WORK, "profiles": {"work": {"default": "deny", "when": {"under": "/srv/work"}}}}
    assert under_profiles(ALLOW, work, Choice(None, "/srv/other")) == []
    assert under_profiles(ALLOW, work, Choice(None, "/srv/work/a")) == [("allow", "deny", "/profiles/work/default")]


def test_a_chosen_profile_that_the_new_policy_lacks_refuses_every_call() -> None:
    gone: Data = {**WORK, "profiles": {"work": {}}}
    assert under_profiles(WORK, gone, Choice("open")) == [("allow", "deny", "/profile")]
    assert under_profiles(WORK, ALLOW, Choice("open")) == []


def test_a_condition_of_the_profile_that_looks_at_a_mask_cannot_be_told() -> None:
    looks = {"require": [{"path": "args.token", "op": "regex", "value": "^x"}]}
    work = {**ALLOW, "profiles": {"work": {"tools": {"read": looks}}}}
    tables = [compile_text(json.dumps(one)) for one in (ALLOW, work)]
    found = simulate(tables[0], tables[1], [call(token="[masked, 9 characters]")], Choice("work"))
    assert [one.after.rule for one in found.unknown] == ["/profiles/work/tools/read/require/0"]


def test_what_was_played_says_under_which_profile() -> None:
    plain, work = compile_text(json.dumps(ALLOW)), compile_text(json.dumps(WORK))
    assert under((plain, plain), Choice("work")) == ""
    assert "under the profile “work”" in under((plain, work), Choice("work"))
    assert "without a profile" in under((work, plain), Choice(None))
    assert under((work, work), Choice("gone")).startswith("Every call is refused: The profile “gone” is chosen")


def test_a_session_counts_for_itself() -> None:
    one, other = call(), call()
    other.id = "another-run.1"
    assert played(ALLOW, limited(1, "session"), one, other).changes == []
    assert len(played(ALLOW, limited(1, "grant"), one, other).changes) == 1


@pytest.mark.parametrize(("decision", "refused"), [("allow", 1), ("deny", 0), (None, 0)])
def test_an_asked_call_counts_only_if_it_went_on(decision: str | None, refused: int) -> None:
    policy = limited(1)
    policy["tools"]["read"]["action"] = "ask"
    policy["tools"]["list"] = {"limits": policy["tools"]["read"]["limits"]}
    found = played(ALLOW, policy, asked(decision, t=1.0), call("list", t=2.0))
    assert [change.after.verdict for change in found.changes] == ["ask"] + ["limit"] * refused


def test_nobody_would_have_been_asked_about_what_a_limit_refuses() -> None:
    policy = limited(1)
    policy["tools"]["read"]["action"] = "ask"
    found = played(ALLOW, policy, asked("deny", t=1.0), asked("allow", t=2.0), asked("deny", t=3.0))
    assert [change.after.verdict for change in found.changes] == ["ask", "ask", "limit"]


TOKEN = [{"path": "args.token", "op": "regex", "value": "^x"}]


@pytest.mark.parametrize("kind", ["require", "deny_if"])
@pytest.mark.parametrize("masked", ["[masked, 20 characters]", "[masked]", "text… [70000 more characters]"])
def test_what_a_mask_hides_is_said_to_be_not_decidable(kind: str, masked: str) -> None:
    policy = {**ALLOW, "tools": {"read": {kind: TOKEN}}}
    found = played(ALLOW, policy, call(token=masked))
    assert found.changes == []
    assert [one.after.rule for one in found.unknown] == [f"/tools/read/{kind}/0"]


def test_a_mask_on_the_way_hides_what_lies_behind_it() -> None:
    policy = {**ALLOW, "tools": {"read": {"require": [{"path": "args.token.kind", "op": "eq", "value": 1}]}}}
    assert len(played(ALLOW, policy, call(token="[masked]")).unknown) == 1


def test_a_mask_that_no_rule_looks_at_hides_nothing() -> None:
    looks_elsewhere = {**ALLOW, "tools": {"read": {"require": [{"path": "args.n", "op": "eq", "value": 1}]}}}
    assert played(ALLOW, looks_elsewhere, call(token="[masked]", n=1)).unknown == []
    refused = {**ALLOW, "tools": {"read": {"action": "deny", "require": TOKEN}}}
    assert [one.after.verdict for one in played(ALLOW, refused, call(token="[masked]")).changes] == ["deny"]
    also_refused = {**ALLOW, "tools": {"read": {"deny_if": [{"path": "args.n", "op": "eq", "value": 1}, *TOKEN]}}}
    assert len(played(ALLOW, also_refused, call(token="[masked]", n=1)).changes) == 1


def test_unreadable_lines_are_no_calls() -> None:
    assert played(ALLOW, ALLOW, call("")).judged == 0


def made(client: str, server: str, tool: str, number: int, wait: int) -> Call:
    one = call(tool, 1_000.0 + wait, server=server, n=number)
    one.client = client
    return one


pasts = st.lists(
    st.builds(
        made,
        st.sampled_from(CLIENTS),
        st.sampled_from(SERVERS),
        st.sampled_from(TOOLS),
        st.integers(0, 3),
        st.integers(0, 90),
    ),
    max_size=12,
)
NARROWINGS: list[Data] = [
    {"limits": [{"counter": "n", "window": "minute", "max": 2, "scope": "server"}]},
    {"require": [{"path": "args.n", "op": "lt", "value": 2}]},
    {"deny_if": [{"path": "args.n", "op": "eq", "value": 1}]},
    {"deny_if": [{"conditions": []}]},
]


@settings(deadline=None, max_examples=80)
@given(policies, pasts)
def test_a_policy_against_itself_changes_nothing(policy: Data, past: list[Call]) -> None:
    found = played(policy, policy, *past)
    assert (found.changes, found.unknown) == ([], [])


@settings(deadline=None, max_examples=120)
@given(policies, pasts, st.sampled_from(NARROWINGS))
def test_narrowing_never_allows_more(policy: Data, past: list[Call], narrowing: Data) -> None:
    narrow = copy.deepcopy(policy)
    narrow["all_tools"] = {**policy.get("all_tools", {}), **narrowing}
    for change in played(policy, narrow, *past).changes:
        assert change.before.verdict in ("allow", "ask")
        assert change.after.verdict in ("limit", "deny")


@settings(deadline=None, max_examples=80)
@given(policies, pasts, st.sampled_from(NAMES))
def test_a_tool_that_is_hidden_too_is_never_open(policy: Data, past: list[Call], name: str) -> None:
    narrow = {**policy, "hide": [*policy.get("hide", []), name]}
    assert all(change.after.verdict == "hide" for change in played(policy, narrow, *past).changes)
