"""A policy learned from the past allows that past, and as little else as the past tells."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from callgate_proxy.logread import Call
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.decide import View
from callgate_proxy.policy.learn import Learned, learn, peak
from callgate_proxy.policy.sightings import requirements
from callgate_proxy.policy.simulate import Player, simulate
from hypothesis import given, settings
from hypothesis import strategies as st
from past import asked, call


def learned(*calls: Call) -> dict[str, Any]:
    """The tools of the server fs."""
    return learn(calls).clients["claude-desktop"]["fs"]["tools"]


def judged(found: Learned, tool: str, **args: object) -> str:
    return View(compile_text(found.text()), "claude-desktop", "fs", "s").judge(tool, args, 0.0).action


def test_what_was_never_used_is_refused() -> None:
    refused, paused = call("delete", verdict="deny"), call("move")
    paused.rule = "/mode/paused"
    found = learn([call("read"), refused, paused, asked("deny", "write"), asked(None, "list"), asked("allow", "edit")])
    assert sorted(found.clients["claude-desktop"]["fs"]["tools"]) == ["edit", "read"]
    assert [judged(found, tool) for tool in ("read", "edit", "delete", "write")] == ["allow", "allow", "deny", "deny"]


def test_requests_that_are_no_tool_calls_make_no_tools() -> None:
    read = call("resources/read")
    read.method = "resources/read"
    assert sorted(learned(call("list"), read)) == ["list"]


def test_paths_become_the_folders_they_were_in(tmp_path: Path) -> None:
    (tmp_path / "proj" / "src").mkdir(parents=True)
    root = os.path.realpath(tmp_path)
    calls = [call(path=f"{root}/proj/a.txt"), call(path=f"{root}/proj/src"), call(path=f"{root}/notes/x.md")]
    (rule,) = learned(*calls)["read"]["require"]
    assert rule == {"path": "args.path", "op": "under", "value": [f"{root}/notes", f"{root}/proj"]}
    found = learn(calls)
    assert judged(found, "read", path=f"{root}/proj/../../etc/passwd") == "deny"
    assert judged(found, "read", path=f"{root}/proj/src/deep/new.py") == "allow"


def test_a_file_right_in_the_home_stands_alone_and_a_home_as_a_whole_is_left_open() -> None:
    (rule,) = learned(call(path="~/notes.md"))["read"]["require"]
    assert rule["value"] == ["~/notes.md"]
    whole = learn([call(path="~")])
    assert "require" not in whole.clients["claude-desktop"]["fs"]["tools"]["read"]
    assert whole.notes == ["fs read: args.path reached into everything: left open"]


def test_many_folders_become_the_one_that_holds_them(tmp_path: Path) -> None:
    root = os.path.realpath(tmp_path)
    (rule,) = learned(*[call(path=f"{root}/{number}/file") for number in range(20)])["read"]["require"]
    assert rule["value"] == [root]


def test_addresses_become_hosts_and_numbers_ranges() -> None:
    found = learned(
        call("get", url="https://api.example.com/a", n=3), call("get", url="https://b.example.com:8443", n=7)
    )
    assert found["get"]["require"] == [
        {"path": "args.url", "op": "host_in", "value": ["api.example.com", "b.example.com"]},
        {"path": "args.n", "op": "gte", "value": 3},
        {"path": "args.n", "op": "lte", "value": 7},
    ]


def test_items_of_lists_and_nested_keys_are_bounded_too() -> None:
    rules, notes = requirements([{"a": {"b.c": [1, 5]}}, {"a": {"b.c": [2]}}])
    assert [rule["path"] for rule in rules] == ['args.a["b.c"][*]'] * 2
    assert [rule["value"] for rule in rules] == [1, 5]
    assert notes == []


@pytest.mark.parametrize(
    ("first", "second", "why"),
    [
        ({"n": 1}, {}, "not in every call"),
        ({"n": 1}, {"n": "[masked, 3 characters]"}, "masked in the log"),
    ],
)
def test_what_cannot_be_bounded_is_said_and_left_open(first: dict[str, Any], second: dict[str, Any], why: str) -> None:
    found = learn([call(**first), call(**second)])
    assert why in found.notes[0]
    assert "require" not in found.clients["claude-desktop"]["fs"]["tools"]["read"]


def test_what_one_client_needed_opens_nothing_to_another() -> None:
    other = call("write")
    other.client = "cursor"
    unnamed = call("list")
    unnamed.client = ""
    found = learn([call("read"), other, unnamed])
    assert {client: list(servers["fs"]["tools"]) for client, servers in found.clients.items()} == {
        "claude-desktop": ["read"],
        "cursor": ["write"],
    }
    assert judged(found, "write") == "deny"
    assert found.notes == ["fs list: a client without a name called it: left out"]


def test_a_tool_whose_name_is_a_pattern_is_left_out_and_said() -> None:
    found = learn([call("read*")])
    assert found.clients == {}
    assert "wildcards" in found.notes[0]


def test_limits_stand_above_the_highest_rate_of_any_window() -> None:
    calls = [call(t=float(at)) for at in (0, 1, 59, 60, 61, 200)]
    assert peak([one.t for one in calls], 60.0) == 3
    minute, hour = learned(*calls)["read"]["limits"]
    assert minute == {"counter": "fs/read", "window": "minute", "max": 5, "scope": "grant"}
    assert hour == {"counter": "fs/read", "window": "hour", "max": 9, "scope": "grant"}


texts = st.sampled_from(
    [
        "/tmp/a/x",
        "/tmp/b",
        "~/proj/y",
        "~",
        "/",
        "https://a.example/1",
        "https://b.example",
        "word",
        "",
        "file:///tmp/a%20b",
    ]
)
scalars = st.one_of(st.none(), st.booleans(), st.integers(-5, 5), st.floats(allow_nan=False), texts)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "b.c", "*"]), inner),
    max_leaves=6,
)
arguments = st.dictionaries(st.sampled_from(["path", "url", 'q"', "n", ""]), values, max_size=4)


def made(tool: str, server: str, wait: float, args: dict[str, Any]) -> Call:
    one = call(tool, 1_000.0 + wait, server=server)
    one.args = args
    return one


pasts = st.lists(
    st.builds(made, st.sampled_from(["read", "write"]), st.sampled_from(["fs", "web"]), st.floats(0, 200), arguments),
    min_size=1,
    max_size=15,
)


@settings(deadline=None, max_examples=150)
@given(pasts)
def test_every_call_it_was_learned_from_is_allowed_and_simulate_agrees(past: list[Call]) -> None:
    table = compile_text(learn(past).text())
    player = Player(table)
    assert {player.play(one).verdict for one in sorted(past, key=lambda one: one.t)} == {"allow"}
    allow_all = compile_text(json.dumps({"version": "1", "default": "allow"}))
    assert simulate(allow_all, table, past).changes == []
