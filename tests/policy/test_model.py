"""The policy file: what loads, and how what does not load is told."""

from __future__ import annotations

import json
from typing import Any

import pytest
from callgate_proxy.policy.model import PolicyInvalid, Problem, load
from hypothesis import given, settings
from hypothesis import strategies as st

POLICYLAYER: list[dict[str, Any]] = [
    {
        "version": "1",
        "default": "deny",
        "tools": {
            "batch_offload": {
                "limits": [{"counter": "batch_offload_rate", "window": "minute", "max": 30, "scope": "grant"}]
            }
        },
    },
    {
        "version": "1",
        "default": "deny",
        "tools": {
            "format_batch": {
                "limits": [{"counter": "format_batch_rate", "window": "minute", "max": 30, "scope": "grant"}]
            }
        },
    },
    {"version": "1", "default": "allow", "hide": ["*"]},
    {"version": "1", "default": "allow", "hide": "*"},
    {"version": "1", "default": "allow", "hide": ["delete_repository", "admin_*"]},
    {"version": "1", "default": "deny", "tools": {"read": {}}},
    {"version": "1", "default": "allow", "all_tools": {"limits": [{"counter": "c", "window": "day", "max": 500}]}},
    {
        "version": "1",
        "default": "deny",
        "tools": {
            "pay": {
                "require": [{"path": "args.amount", "op": "lte", "value": 100}],
                "deny_if": [{"conditions": [], "on_deny": "Requires human approval."}],
                "limits": [{"counter": "c", "window": "hour", "max": 9.5, "cost": "args.amount", "on_deny": "Enough."}],
            }
        },
    },
    {"version": "1", "default": "allow", "tools": {"send": {"rate_limit": {"max": 10, "window": 60}}}},
    {"version": "1", "default": "allow", "tools": {"send": {"rate_limit": "10/minute"}}},
    {"version": "1", "default": "allow", "tools": {"drop": {"action": "deny", "reason": "Never."}}},
]

NONE: list[Any] = []
DESKTOP = """
{"$schema": "https://example.com/policy.schema.json", "version": "1", "default": "ask", "description": "mine",
 "servers": {
   "filesystem": {
     "tools": {
       "read_*": {},
       "write_file": {"action": "ask", "require": [{"path": "args.path", "op": "under", "value": "~/proj"}]},
       "move": [{"action": "deny"}, {"action": "allow", "expires": "2026-11-21T20:15:00+01:00", "note": "asked"}],
       "delete_*": {"action": "deny", "reason": "Deletes go through git."}}}},
 "clients": {"cursor": {"default": "deny", "servers": {"github": {"default": "deny"}}}}}
"""


def entry(**fields: object) -> str:
    return json.dumps({"version": "1", "default": "ask", "tools": {"t": fields}})


def predicate(**fields: object) -> str:
    return entry(require=[{"path": "args.a", **fields}])


def problems(text: str) -> list[Problem]:
    with pytest.raises(PolicyInvalid) as caught:
        load(text)
    return caught.value.problems


def told(text: str) -> list[Problem]:
    """What is wrong with `text`, nothing where it loads."""
    try:
        load(text)
    except PolicyInvalid as error:
        return error.problems or [Problem(0, 0, "", "")]
    return []


def only(text: str) -> str:
    found = problems(text)
    assert len(found) == 1, [str(one) for one in found]
    return str(found[0])


@pytest.mark.parametrize("policy", POLICYLAYER)
def test_a_policylayer_policy_loads_as_it_is(policy: dict[str, object]) -> None:
    load(json.dumps(policy))


def test_what_a_desktop_needs_on_top_loads_too() -> None:
    load(DESKTOP)
    load("\ufeff" + DESKTOP.replace("\n", "\r\n"))


def test_everything_wrong_is_said_at_once_each_with_its_place_and_a_suggestion() -> None:
    text = """{
  "version": 1,
  "defalt": "ask",
  "tools": {
    "a": {"action": "alow"},
    "b": {"require": [{"path": "args.x", "op": "==", "value": 1}], "acton": "deny"},
    "a": {"limits": [{"window": "5x", "max": "30"}]}
  }
}"""
    assert [str(one) for one in problems(text)] == [
        'policy.json:1:1 /: \'default\' is missing (say what happens to tools that nothing names: "default": "ask")',
        'policy.json:2:14 /version: must be "1"',
        "policy.json:3:3 /defalt: unknown key 'defalt' (did you mean \"default\"?)",
        'policy.json:6:48 /tools/b/require/0/op: "==" is not eq, neq, in, not_in, lt, lte, gt, gte, regex, contains,'
        ' exists, glob, under, not_under, host_in, host_not_in, sql, same or keys (did you mean "eq"?)',
        "policy.json:6:68 /tools/b/acton: unknown key 'acton' (did you mean \"action\"?)",
        "policy.json:7:5 /tools/a: the key 'a' stands here a second time (first on line 5)",
        "policy.json:7:33 /tools/a/limits/0/window:"
        " '5x' is no window: write minute, hour, day or a length such as 30s, 5m, 2h, 1d",
        "policy.json:7:46 /tools/a/limits/0/max: must be a number, not a text",
    ]


def test_an_invalid_policy_names_its_first_problem_how_many_follow_and_what_to_do() -> None:
    with pytest.raises(PolicyInvalid, match=r"policy\.json:1:1 /: 'default' is missing .* \(and 1 more\)") as caught:
        load("{}")
    assert "last good policy" in caught.value.fix


def test_pointers_escape_what_rfc_6901_says() -> None:
    assert "/tools/a~1b~0c/x" in only('{"version": "1", "default": "ask", "tools": {"a/b~c": {"x": 1}}}')


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "1:1 /: the text ends where a value was expected"),
        ("[]", "1:1 /: must be an object, not a list"),
        ('{"version": "1",}', "1:17 /: a key in double quotes was expected here"),
        ('{"version": "1" // x\n}', '1:17 /: "," or "}" was expected here'),
        ("[" * 100_000, "nested more than 200 levels deep"),
        ('{"a":' * 100_000, "nested more than 200 levels deep"),
        (" " * 4_000_001, "larger than 4,000,000 characters"),
        (entry().replace('"1"', "1" * 5000), "this number is too large"),
        (entry(reason="\ud800"), "half of a surrogate pair is no text"),
        (entry(expires="tomorrow"), "is no moment"),
        (entry(expires="2026-11-21T20:15:00"), "is no moment"),
        (entry(expires="2026-13-21T20:15:00Z"), "is no moment"),
        (entry(rate_limit="10 per minute"), "is no rate"),
        (entry(rate_limit={"max": 1}), "'window' is missing"),
        (entry(limits=[{"window": "0s", "max": 1}]), "is no window"),
        (entry(limits=[{"window": "400d", "max": 1}]), "366 days"),
        (entry(limits=[{"window": "day", "max": -1}]), "greater than or equal to 0"),
        (entry(limits=[{"window": "day", "max": True}]), "must be a number, not true or false"),
        (entry(limits=[{"window": "day", "max": 1, "scope": "user"}]), '"user" is not session, grant, server'),
        (entry(limits=[{"window": "day", "max": 1, "cost": "amount"}]), "an argument path begins with args"),
        (entry(action=1), "must be allow, deny, ask or hide, not a number"),
        (entry(require={}), "must be a list, not an object"),
        (entry(require=[{"conditions": NONE, "op": "eq"}]), "unknown key 'op'"),
        ('{"version": "1", "default": "ask", "hide": "x"}', 'must be a list of names, or "*" for all'),
        ('{"version": "1", "default": "hide"}', '"hide" is not allow, deny or ask'),
        ('{"version": "1", "default": "ask", "clients": {"c": {"tools": {}}}}', "unknown key 'tools'"),
        ('{"version": "1", "default": "ask", "tools": {"": {}}}', "at least 1 character"),
        (predicate(op="eq"), "eq needs a value"),
        (predicate(op="eq", value=[1]), "eq compares with one text"),
        (predicate(op="in", value="x"), "in compares with a list"),
        (predicate(op="in", value=[{"a": 1}]), "in compares with a list"),
        (predicate(op="lt", value="5"), "lt compares with a number"),
        (predicate(op="lt", value=True), "lt compares with a number"),
        (predicate(op="exists", value=1), "exists compares with true or false"),
        (predicate(op="contains", value=""), "not empty"),
        (predicate(op="regex", value=5), "regex compares with a pattern"),
        (predicate(op="regex", value="(a"), "this is no regular expression: missing ), unterminated subpattern"),
        (predicate(op="regex", value="(?=a)"), "linear time"),
        (predicate(op="under", value="proj"), "is no whole path"),
        (predicate(op="under", value="//server/share"), "is no whole path"),
        (predicate(op="under", value=[]), "a text or a list of texts"),
        (predicate(op="host_in", value="https://example.com"), "is no host"),
        (predicate(op="host_in", value="ex ample.com"), "is no host"),
        (predicate(op="eq", value=1, path="args.a..b"), "is no plain key"),
        (predicate(op="eq", value=1, path="args.**.b"), "** must be the end"),
        (predicate(op="eq", value=1, path="args[x]"), "is neither an index nor [*]"),
        (predicate(op="eq", value=1, path='args["a'), "the quoted key is not closed"),
        (predicate(op="eq", value=1, path="args[0"), '"]" is missing'),
        (predicate(op="eq", value=1, path="argsx"), "is no argument path"),
    ],
)
def test_each_mistake_has_one_clear_sentence(text: str, message: str) -> None:
    assert any(message in str(one) for one in problems(text)), [str(one) for one in problems(text)]


def test_a_file_without_end_of_mistakes_is_told_in_part() -> None:
    found = problems(json.dumps({"version": "1", "default": "ask", "tools": dict.fromkeys(map(str, range(2000)), 5)}))
    assert len(found) == 501
    assert found[-1].message == "and 1,500 more"


@settings(deadline=None, max_examples=300)
@given(st.text(max_size=40) | st.integers(0, len(DESKTOP)).map(lambda cut: DESKTOP[:cut]))
def test_garbled_text_gives_problems_and_nothing_else(text: str) -> None:
    assert all(one.message and one.line >= 1 and one.column >= 1 for one in told(text))


@settings(deadline=None, max_examples=200)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-1, 99) | st.sampled_from(["allow", "1", "args.a", "minute", "*"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    ["version", "default", "tools", "servers", "clients", "hide", "require", "limits", "x"]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
def test_any_json_gives_a_policy_or_problems_with_a_place(value: object) -> None:
    assert all(one.line == 1 and one.column >= 1 and one.message for one in told(json.dumps(value)))
