"""Entries with a `when`: they allow the calls that surely fit, and change nothing for any other."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from callgate_proxy.policy import edit
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.decide import View
from callgate_proxy.policy.explain import Question, explain
from callgate_proxy.policy.model import PolicyInvalid, load
from callgate_proxy.policy.policylayer import Export
from callgate_proxy.policy.simulate import simulate
from past import asked
from rules import NOW, judged, told, view

Data = dict[str, Any]


def under(folder: Path | str, path: str = "args.path") -> Data:
    return {"path": path, "op": "under", "value": str(folder)}


def equal(value: object, path: str = "args.n") -> Data:
    return {"path": path, "op": "eq", "value": value}


def allowing(*when: Data, **more: object) -> Data:
    return {"action": "allow", "when": list(when), "note": "asked", **more}


def test_a_folder_is_allowed_and_every_other_call_is_decided_as_before(tmp_path: Path) -> None:
    policy = {"tools": {"write": [{"action": "ask"}, allowing(under(tmp_path))]}}
    assert told(judged(policy, "write", path=str(tmp_path / "a"))) == ("allow", "/tools/write/1")
    others: list[Data] = [{}, {"path": "/etc/passwd"}, {"path": 7}, {"path": f"{tmp_path}/../x"}]
    others.append({"path": [str(tmp_path)]})
    for args in others:
        assert told(view(policy).judge("write", args, NOW)) == ("ask", "/tools/write/0")


def test_a_link_out_of_the_folder_does_not_fit(tmp_path: Path) -> None:
    os.symlink("/etc", tmp_path / "out")
    policy = {"tools": {"write": [{"action": "ask"}, allowing(under(tmp_path))]}}
    assert judged(policy, "write", path=str(tmp_path / "out" / "passwd")).action == "ask"


def test_two_of_them_allow_what_fits_either() -> None:
    policy = {"tools": {"t": [{"action": "ask"}, allowing(equal(1)), allowing(equal(2))]}}
    assert [judged(policy, "t", n=n).action for n in (1, 2, 3, 1)] == ["allow", "allow", "ask", "allow"]


def test_all_its_predicates_have_to_hold() -> None:
    policy = {"tools": {"t": [{"action": "ask"}, allowing(equal(1), equal("x", "args.m"))]}}
    assert judged(policy, "t", n=1, m="x").action == "allow"
    assert judged(policy, "t", n=1).action == "ask"


def test_every_item_of_a_list_has_to_fit(tmp_path: Path) -> None:
    policy = {"tools": {"t": [{"action": "ask"}, allowing(under(tmp_path, "args.paths[*]"))]}}
    inside = str(tmp_path / "a")
    assert judged(policy, "t", paths=[inside, inside]).action == "allow"
    for paths in ([inside, "/etc/passwd"], [], inside):
        assert judged(policy, "t", paths=paths).action == "ask"


def test_what_other_entries_require_and_limit_still_holds() -> None:
    hand = {"action": "ask", "require": [equal("x", "args.m")], "rate_limit": "2/minute"}
    policy = {"tools": {"t": [hand, allowing(equal(1))]}}
    assert told(judged(policy, "t", n=1, m="y")) == ("deny", "/tools/t/0/require/0")
    assert [charge.rule for charge in judged(policy, "t", n=1, m="x").charges] == ["/tools/t/0/rate_limit"]


def test_it_does_not_bring_back_what_is_hidden_and_ends_with_its_time() -> None:
    policy = {"tools": {"t": [{"action": "ask"}, allowing(equal(1), expires="1970-01-01T00:20:00Z")]}}
    mine = view(policy)
    assert [mine.judge("t", {"n": 1}, now).action for now in (1199.0, 1200.0, 1199.0)] == ["allow", "ask", "allow"]
    assert judged({**policy, "hide": ["t"]}, "t", n=1).action == "hide"


def test_before_looking_at_arguments_the_tool_is_what_it_is_without() -> None:
    policy = {"tools": {"t": [{"action": "ask"}, allowing(equal(1))]}}
    assert view(policy).setting("t", NOW).action == "ask"


def test_a_tool_named_only_with_a_when_is_not_named_for_other_calls() -> None:
    policy = {"default": "deny", "tools": {"t": allowing(equal(1))}}
    assert [told(judged(policy, "t", n=n)) for n in (1, 2)] == [("allow", "/tools/t"), ("deny", "/default")]


def test_requests_of_a_method_can_have_one_too() -> None:
    fits = equal("file:///a", "args.uri")
    policy = {"methods": {"resources/read": [{"action": "ask"}, allowing(fits)]}}
    asked = [view(policy).judge_method("resources/read", {"uri": f"file:///{name}"}, NOW).action for name in "ab"]
    assert asked == ["allow", "ask"]
    alone = {"methods": {"resources/read": allowing(fits)}}
    assert view(alone).judge_method("resources/read", {"uri": "file:///b"}, NOW).action == "allow"


@pytest.mark.parametrize(
    "entry",
    [
        {"when": [equal(1)]},
        {"action": "deny", "when": [equal(1)]},
        {"action": "ask", "when": [equal(1)]},
        {"action": "allow", "when": [equal(1)], "rate_limit": "1/minute"},
        {"action": "allow", "when": [equal(1)], "require": [equal(1)]},
        {"action": "allow", "when": [{"path": "n", "op": "eq", "value": 1}]},
    ],
)
def test_a_when_can_only_allow(entry: Data) -> None:
    with pytest.raises(PolicyInvalid) as error:
        load(json.dumps({"version": "1", "default": "ask", "tools": {"t": entry}}))
    assert "/tools/t" in str(error.value)


def test_why_says_which_entry_fits_and_which_does_not() -> None:
    text = json.dumps({"version": "1", "default": "ask", "tools": {"t": [allowing(equal(1)), allowing(equal(2))]}})
    found = explain(text, Question("", "fs", "t", {"n": 1}), lambda _counter, _window, _now: 0, NOW)
    said = {part.rule.pointer: part.says for part in found.entries}
    assert found.verdict == "allow"
    assert said["/tools/t/0"] == ["allow: this decides", "when: args.n eq 1: fits"]
    assert said["/tools/t/1"] == ["when: args.n eq 2: does not fit this call"]


def test_the_simulator_plays_it_and_says_where_a_mask_stands_before_it() -> None:
    before = compile_text('{"version": "1", "default": "ask"}')
    after = compile_text(json.dumps({"version": "1", "default": "ask", "tools": {"t": allowing(equal("1"))}}))
    found = simulate(before, after, [asked(None, "t", n=n) for n in ("1", "2", "[masked, 9 characters]")])
    assert [change.call.args["n"] for change in found.changes] == ["1"]
    assert [change.call.args["n"] for change in found.unknown] == ["[masked, 9 characters]"]


GRANTED = ("cursor", "fs", "read", NOW + 900, "asked")


def test_grants_for_different_arguments_stand_beside_each_other_and_the_same_one_is_renewed() -> None:
    text = '{"version": "1", "default": "ask"}'
    for value, until in ((1, 900.0), (2, 900.0), (1, 1800.0)):
        text = edit.grant(text, "cursor", "fs", "read", NOW + until, "asked", when=[equal(value)])
    found = json.loads(text)["clients"]["cursor"]["servers"]["fs"]["tools"]["read"]
    assert [(one["when"][0]["value"], one["expires"]) for one in found] == [
        (2, "1970-01-01T00:31:40Z"),
        (1, "1970-01-01T00:46:40Z"),
    ]
    mine = View(compile_text(text), "cursor", "fs", "")
    assert [mine.judge("read", {"n": n}, NOW).action for n in (1, 2, 3)] == ["allow", "allow", "ask"]


def test_a_grant_that_is_taken_back_leaves_the_file_as_it_was() -> None:
    text = '{"version": "1", "default": "ask"}'
    other = edit.grant(text, *GRANTED, when=[equal(2)])
    both = edit.grant(other, *GRANTED, when=[equal(1)])
    assert edit.take_back(both, *GRANTED, when=[equal(1)]) == other
    assert edit.take_back(edit.grant(text, *GRANTED), *GRANTED) == text
    assert edit.take_back(other, *GRANTED) == other
    assert edit.sweep(both, NOW + 900) == text


def test_the_export_says_that_it_leaves_them_out() -> None:
    text = json.dumps({"version": "1", "default": "deny", "tools": {"t": allowing(equal(1)), "u": {}}})
    exported = Export(text, "fs", [], NOW)
    assert any("when" in one for one in exported.lost)
