"""Predicates: what holds for which arguments, and that what cannot be told refuses."""

from __future__ import annotations

import json

import pytest
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.decide import View


def verdict(kind: str, path: str, op: str, value: object, arguments: dict[str, object]) -> str:
    check = {"path": path, "op": op, "value": value}
    policy = {"version": "1", "default": "allow", "tools": {"t": {kind: [check]}}}
    return View(compile_text(json.dumps(policy)), "c", "s", "x").judge("t", arguments, 0.0).action


def both(path: str, op: str, value: object, arguments: dict[str, object]) -> tuple[str, str]:
    return verdict("require", path, op, value, arguments), verdict("deny_if", path, op, value, arguments)


YES = ("allow", "deny")  # what require and what deny_if make of a predicate that holds
NO = ("deny", "allow")
NO_TELLING = ("deny", "deny")


@pytest.mark.parametrize(
    ("op", "value", "actual", "outcome"),
    [
        ("eq", "a", "a", YES),
        ("eq", "a", "A", NO),
        ("eq", True, True, YES),
        ("eq", True, "true", NO_TELLING),
        ("eq", True, 1, NO_TELLING),
        ("eq", 1, True, NO_TELLING),
        ("eq", 1, 1.0, YES),
        ("eq", "1", 1, NO_TELLING),
        ("eq", "a", None, NO_TELLING),
        ("eq", None, None, YES),
        ("eq", None, "a", NO),
        ("eq", "a", ["a"], NO_TELLING),
        ("neq", "a", "b", YES),
        ("neq", "a", "a", NO),
        ("neq", "a", 5, NO_TELLING),
        ("in", ["a", 1], "a", YES),
        ("in", ["a", 1], 2, NO),
        ("in", ["a", 1], True, NO_TELLING),
        ("in", [], "a", NO_TELLING),
        ("not_in", ["a"], "b", YES),
        ("not_in", ["a"], "a", NO),
        ("not_in", ["a"], 5, NO_TELLING),
        ("lt", 5, 4.9, YES),
        ("lt", 5, 5, NO),
        ("lte", 5, 5.0, YES),
        ("lte", 50_000, "90000", NO_TELLING),
        ("gt", 2**53, 2**53 + 1, YES),
        ("gt", 5, True, NO_TELLING),
        ("gte", 5, 5, YES),
        ("gte", 5, 4, NO),
        ("contains", "b", "abc", YES),
        ("contains", "x", "abc", NO),
        ("contains", 1, [1, 2], YES),
        ("contains", 1, [True, "1"], NO),
        ("contains", 1, "1", NO_TELLING),
        ("contains", "a", {"a": 1}, NO_TELLING),
        ("exists", True, "a", YES),
        ("exists", True, None, NO),
        ("exists", False, None, YES),
        ("exists", False, 0, NO),
        ("regex", "b+", "abbc", YES),
        ("regex", "^b", "abbc", NO),
        ("regex", "a", 5, NO_TELLING),
        ("regex", "a+b", "a" * 1_000_000, NO_TELLING),
        ("glob", "*.md", "notes/a.md", YES),
        ("glob", ["*.md", "?.txt"], "a.txt", YES),
        ("glob", "*.md", "a.MD", NO),
        ("glob", "*", 5, NO_TELLING),
        ("host_in", ["example.com", "*.example.org"], "https://a.example.org/x", YES),
        ("host_in", "example.com", "https://evil.com", NO),
        ("host_in", "example.com", "not a host", NO_TELLING),
        ("host_in", "example.com", 5, NO_TELLING),
        ("host_not_in", "example.com", "https://evil.com", YES),
        ("same", {"a": [1, "x"]}, {"a": [1, "x"]}, YES),
        ("same", {"a": [1, "x"]}, {"a": [1, "x"], "b": 1}, NO),
        ("same", [1], [True], NO),
        ("same", [1], [1.0], NO),
        ("same", [1], [1, 1], NO),
        ("same", None, None, YES),
        ("same", [], {}, NO),
        ("keys", ["a", "b"], {"a": 1}, YES),
        ("keys", ["a", "b"], {"a": 1, "c": 1}, NO),
        ("keys", [], {}, YES),
        ("keys", ["a"], [1], NO_TELLING),
        ("host_not_in", "example.com", "http://EXAMPLE.com.", NO),
        ("host_not_in", "example.com", "", NO_TELLING),
        ("under", "/srv/data", "/srv/data/a", YES),
        ("under", "/srv/data", "/srv/database", NO),
        ("under", "/srv/data", "a", NO_TELLING),
        ("under", ["/srv/data", "/opt"], "/opt/x", YES),
        ("not_under", "/srv/data", "/opt/x", YES),
        ("not_under", "/srv/data", "/srv/data", NO),
        ("not_under", "/srv/data", "../x", NO_TELLING),
    ],
)
def test_an_operator_says_yes_no_or_that_there_is_no_telling(
    op: str, value: object, actual: object, outcome: tuple[str, str]
) -> None:
    assert both("args.a", op, value, {"a": actual}) == outcome


@pytest.mark.parametrize("op", ["eq", "neq", "contains", "regex", "glob"])
def test_a_missing_argument_fails_a_require_and_holds_in_a_deny_if(op: str) -> None:
    assert both("args.a.b", op, "x", {}) == NO_TELLING
    assert both("args.a.b", op, "x", {"a": "b"}) == NO_TELLING
    assert both("args.a[2]", op, "x", {"a": ["x"]}) == NO_TELLING


def test_whether_an_argument_exists_can_always_be_told() -> None:
    assert both("args.a.b", "exists", True, {}) == NO
    assert both("args.a.b", "exists", False, {"a": 5}) == YES


FILES: dict[str, object] = {"files": [{"path": "a"}, {"path": "b"}], "a.b": {'c"d': 1}, "n": [[1, 2], [3]]}


@pytest.mark.parametrize(
    ("path", "op", "value", "outcome"),
    [
        ("args.files[0].path", "eq", "a", YES),
        ("args.files[1].path", "eq", "a", NO),
        ('args["a.b"]["c\\"d"]', "eq", 1, YES),
        ("args.n[*][*]", "lt", 9, YES),
        ("args.n[*][0]", "gte", 3, ("deny", "deny")),
        ("args.files[*].path", "in", ["a", "b"], YES),
        ("args.files[*].path", "eq", "a", ("deny", "deny")),
        ("args.files[*].path", "eq", "z", NO),
        ("args.files[*].size", "eq", 1, NO_TELLING),
        ("args.files.**", "glob", "?", YES),
        ("args.**", "contains", "b", ("deny", "deny")),
        ("args.**", "contains", "secret", NO),
        ("args.**", "lt", 9, NO_TELLING),
        ("args", "exists", True, YES),
    ],
)
def test_paths_reach_into_objects_lists_and_every_leaf(
    path: str, op: str, value: object, outcome: tuple[str, str]
) -> None:
    assert both(path, op, value, FILES) == outcome


def test_an_empty_list_gives_a_require_nothing_to_stand_on_and_a_deny_if_nothing_to_refuse() -> None:
    assert both("args.files[*].path", "eq", "a", {"files": []}) == NO
    assert both("args.**", "contains", "a", {}) == NO


def test_every_item_must_be_a_list_where_the_path_says_so() -> None:
    assert both("args.files[*].path", "eq", "a", {"files": {"path": "a"}}) == NO_TELLING
