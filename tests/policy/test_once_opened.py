"""Input that once opened a policy of this kind somewhere, one test each. docs/policy-features.md names who and how."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from callgate_proxy.counters import Counters
from callgate_proxy.home import Home
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.model import LARGEST, load
from callgate_proxy.policy.places import PolicyInvalid
from policies import ALLOW, BROKEN, DENY, Bench, default
from rules import NOW, judged


def requires(op: str, value: object, path: str = "args.path") -> dict[str, Any]:
    return {"tools": {"write": {"require": [{"path": path, "op": op, "value": value}]}}}


def verdict(policy: dict[str, Any], **arguments: object) -> str:
    return judged(policy, "write", NOW, **arguments).action


@pytest.mark.parametrize(
    ("op", "value", "given"),
    [("lte", 10, "5"), ("lte", 10, True), ("neq", "x", ["x"]), ("not_in", ["x"], {"a": 1}), ("eq", True, "true"),
     ("regex", "a", 1), ("under", "/proj", 1), ("host_not_in", "evil.example", 7), ("contains", "a", 1)],
)  # fmt: skip
def test_a_wrong_type_fails_a_require_and_holds_in_a_deny_if(op: str, value: object, given: object) -> None:
    assert verdict(requires(op, value), path=given) == "deny"
    check = {"path": "args.path", "op": "neq" if op == "eq" else op, "value": value}
    assert verdict({"tools": {"write": {"deny_if": [check]}}}, path=given) == "deny"


@pytest.mark.parametrize(("op", "value"), [("neq", "/etc"), ("not_in", ["/etc"]), ("not_under", "/etc")])
def test_a_missing_argument_is_not_something_else_than_the_forbidden_one(op: str, value: object) -> None:
    assert verdict(requires(op, value)) == "deny"
    assert verdict(requires(op, value), path="/proj") == "allow"


@pytest.mark.parametrize(
    "path",
    ["proj/../../etc/passwd", "/proj/../../etc/passwd", "/proj/%2e%2e/%2e%2e/etc/passwd", "/proj/%252e%252e/etc",
     "/proj/..%2f..%2fetc", "/proj2/x", "file:///proj/../etc", "//proj/x", "/proj/\0/../../etc"],
)  # fmt: skip
def test_no_spelling_of_a_path_leaves_its_folder(path: str) -> None:
    assert verdict(requires("under", "/proj"), path=path) == "deny"


def test_a_symlink_does_not_lead_out_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "proj").mkdir()
    (tmp_path / "proj/out").symlink_to("/etc")
    inside, outside = str(tmp_path / "proj/new.txt"), str(tmp_path / "proj/out/passwd")
    rule = requires("under", str(tmp_path / "proj"))
    assert (verdict(rule, path=inside), verdict(rule, path=outside)) == ("allow", "deny")


def test_a_typo_in_default_is_an_error_and_the_last_good_policy_stays(bench: Bench) -> None:
    bench.write(DENY)
    assert default(bench.source.current()) == "deny"
    bench.write('{"version": "1", "default": "allow", "defualt": "deny"}')
    assert default(bench.source.current()) == "deny"
    assert 'did you mean "default"?' in bench.source.current().problem


def test_a_star_alone_under_a_default_of_deny_names_every_tool() -> None:
    policy = {"default": "deny", "tools": {"*": {"limits": [{"window": "minute", "max": 60}]}}}
    found = judged(policy, "whatever")
    assert (found.action, len(found.charges)) == ("allow", 1)


@pytest.fixture
def counters(home: Home) -> Iterator[Counters]:
    made = Counters(home)
    yield made
    made.close()


SPEND = {"default": "deny", "tools": {"write": {"limits": [{"window": "day", "max": 100, "cost": "args.amount"}]}}}


def spends(counters: Counters, *amounts: object) -> list[bool]:
    found = [judged(SPEND, "write", NOW, amount=amount) for amount in amounts]
    return [one.action == "allow" and counters.reserve(one.charges, NOW) is None for one in found]


def test_a_negative_amount_buys_no_room_under_a_cap(counters: Counters) -> None:
    assert spends(counters, 100, -100, 100) == [True, False, False]


def test_small_amounts_over_and_over_reach_the_cap(counters: Counters) -> None:
    assert spends(counters, *[0.99] * 103).count(True) == 101
    assert spends(counters, 0.99) == [False]


@pytest.mark.parametrize("number", ["1e400", "-1e400", "1" * 500, "NaN", "Infinity"])
def test_a_number_in_the_policy_that_nobody_can_mean_is_an_error(number: str) -> None:
    limit = '{"version": "1", "default": "ask", "tools": {"t": {"limits": [{"window": "day", "max": ' + number + "}]}}}"
    with pytest.raises(PolicyInvalid):
        load(limit)


def test_every_way_to_save_a_file_is_seen_also_after_a_broken_one(bench: Bench) -> None:
    path, other = Path(bench.home.policy), Path(bench.home.root) / "other.json"
    bench.write(ALLOW)
    assert default(bench.source.current()) == "allow"
    bench.write(DENY)  # a new file in place of the old
    assert default(bench.source.current()) == "deny"
    bench.write(BROKEN)
    assert default(bench.source.current()) == "deny"
    path.write_text(ALLOW)  # in place
    assert default(bench.source.current()) == "allow"
    path.rename(str(path) + "~")  # as vim does
    assert default(bench.source.current()) == "allow"
    path.write_text(DENY)
    assert default(bench.source.current()) == "deny"
    other.write_text(ALLOW)
    os.remove(path)
    os.symlink(other, path)  # a link, and then what it leads to
    assert default(bench.source.current()) == "allow"
    other.write_text(DENY)
    assert default(bench.source.current()) == "deny"


def test_a_policy_of_ten_megabytes_is_an_error(bench: Bench) -> None:
    bench.write(DENY)
    bench.source.current()
    bench.write(ALLOW[:-1] + f', "note": "{"x" * 10_000_000}"' + "}")
    assert default(bench.source.current()) == "deny"
    assert f"larger than {LARGEST:,} characters" in bench.source.current().problem


def test_a_glob_made_to_be_slow_is_answered() -> None:
    bomb = "*a" * 400 + "b"
    assert judged({"default": "deny", "tools": {bomb: {}}}, "a" * 1_000).action == "deny"
    assert judged({"default": "deny", "tools": {bomb: {}}}, "a" * 1_000 + "b").action == "allow"


def test_a_regex_made_to_hang_is_answered() -> None:
    assert verdict(requires("regex", "^(a+)+$"), path="a" * 5_000 + "!") == "deny"
    assert verdict(requires("regex", "^(a|aa)*b$"), path="a" * 5_000) == "deny"


def test_a_regex_that_only_going_back_can_answer_is_an_error() -> None:
    with pytest.raises(PolicyInvalid):
        compile_text(json.dumps({"version": "1", "default": "ask", **requires("regex", "(a)\\1")}))
