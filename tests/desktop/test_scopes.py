"""What a yes can be about: offered where it fits, and never wider than its words."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from callgate_desktop.scopes import Scope, offers
from callgate_proxy.policy import edit
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.decide import View
from hypothesis import given, settings
from hypothesis import strategies as st
from questions import question

Args = dict[str, Any]


def offered(args: Args, kind: str) -> list[Scope]:
    return [scope for scope in offers(question(args=args)) if scope.kind == kind]


def one(args: Args, kind: str) -> Scope:
    (scope,) = offered(args, kind)
    return scope


def test_the_tool_is_always_offered_last_and_covers_everything() -> None:
    for args in ({}, {"path": "/srv/a"}, {"a": {"b": [1]}}):
        last = offers(question(args=args))[-1]
        assert (last.kind, last.when) == ("tool", ())
    assert offers(question(method="resources/read", tool="resources/read"))[-1].words == "Every request of the kind"


def test_exactly_these_arguments_covers_them_and_nothing_like_them() -> None:
    args: Args = {"path": "/srv/a", "n": 1, "deep": {"x": [True, None]}}
    scope = one(args, "exact")
    assert scope.covers(json.loads(json.dumps(args)))
    for change in (
        {"n": 1.0},
        {"n": True},
        {"more": 1},
        {"deep": {"x": [True]}},
        {"deep": {"x": [True, None], "y": 0}},
    ):
        assert not scope.covers({**args, **change})
    assert not one({}, "exact").covers({"a": 1})


def test_a_folder_is_the_real_one_and_covers_what_is_really_in_it(tmp_path: Path) -> None:
    real = tmp_path / "real"
    real.mkdir()
    os.symlink(real, tmp_path / "link")
    os.symlink("/etc", real / "out")
    scope = one({"path": str(tmp_path / "link" / "a.txt"), "text": "x"}, "folder")
    assert scope.name == str(real)
    assert scope.covers({"path": str(real / "b"), "text": "y"})
    for path in (f"{real}/../b", f"{real}/out/passwd", str(tmp_path / "b"), f"{real}2/b", "b", 7, None):
        assert not scope.covers({"path": path, "text": "y"})


def test_a_folder_that_is_the_argument_itself_is_the_folder(tmp_path: Path) -> None:
    assert one({"path": str(tmp_path)}, "folder").name == str(tmp_path)


def test_the_project_around_a_file_is_offered_too(tmp_path: Path) -> None:
    (tmp_path / "proj" / ".git").mkdir(parents=True)
    (tmp_path / "proj" / "src").mkdir()
    found = offered({"path": str(tmp_path / "proj" / "src" / "a.py")}, "folder")
    assert [scope.name for scope in found] == [str(tmp_path / "proj" / "src"), str(tmp_path / "proj")]


def test_every_path_of_a_call_has_to_lie_in_the_folder() -> None:
    scope = one({"source": "/srv/x/a", "destination": "/srv/x/sub/b"}, "folder")
    assert scope.name == "/srv/x"
    assert scope.covers({"source": "/srv/x/c", "destination": "/srv/x/d"})
    assert not scope.covers({"source": "/srv/x/c", "destination": "/etc/passwd"})
    assert not scope.covers({"source": "/srv/x/c"})


def test_every_path_of_a_list_has_to_lie_in_the_folder() -> None:
    scope = one({"paths": ["/srv/x/a", "/srv/x/b/c"]}, "folder")
    assert scope.name == "/srv/x"
    assert scope.covers({"paths": ["/srv/x/z"]})
    for paths in (["/srv/x/z", "/etc/passwd"], [], "/srv/x/z", [["/srv/x/z"]]):
        assert not scope.covers({"paths": paths})


def test_paths_inside_objects_count_and_new_keys_fit_nothing() -> None:
    scope = one({"files": [{"path": "/srv/x/a", "text": "t"}, {"path": "/srv/x/b", "text": "u"}]}, "folder")
    assert scope.covers({"files": [{"path": "/srv/x/c", "text": "v"}]})
    assert not scope.covers({"files": [{"path": "/srv/x/c", "text": "v", "target": "/etc/passwd"}]})
    assert not scope.covers({"files": [{"path": "/srv/x/c", "text": "v"}], "backup": "/etc/passwd"})
    assert not scope.covers({"files": [{"path": "/srv/x/c", "text": "v"}, {"path": "/etc/c", "text": "v"}]})


@pytest.mark.parametrize(
    "args",
    [
        {"path": "/a"},  # only the root holds it
        {"path": "~"},
        {"path": "~/notes.txt"},
        {"path": "notes/todo.md"},  # relative: the server knows where
        {"source": "/srv/x/a", "destination": "b"},
        {"source": "/srv/x/a", "destination": "/etc/b"},
        {"path": "/srv/x/%2e%2e/a"},  # leads to two places
        {"path": "//host/share/a"},
        {"path": "/srv/x\0/a"},
        {"text": "no path at all"},
        {"paths": []},
    ],
)
def test_no_folder_is_offered_where_it_would_reach_too_far_or_is_uncertain(args: Args) -> None:
    assert offered(args, "folder") == []


def test_a_host_covers_its_addresses_at_that_port_and_no_others() -> None:
    scope = one({"url": "https://api.example.com/v1", "method": "GET"}, "host")
    assert scope.name == "api.example.com:443"
    assert scope.covers({"url": "https://API.example.com./other", "method": "POST"})
    for url in ("http://api.example.com/", "https://evil.com/?api.example.com", "https://api.example.com@evil.com", 7):
        assert not scope.covers({"url": url, "method": "GET"})
    assert not scope.covers({"url": "https://api.example.com/v1", "method": "GET", "proxy": "https://evil.com"})


@pytest.mark.parametrize(
    "args",
    [
        {"a": "https://one.com", "b": "https://two.com"},
        {"url": "file:///etc/passwd"},
        {"url": "https://exa\\mple.com/"},
        {"command": "curl https://example.com"},
    ],
)
def test_no_host_is_offered_where_there_are_two_or_none_for_certain(args: Args) -> None:
    assert offered(args, "host") == []


def test_a_value_covers_calls_with_it_whatever_the_rest() -> None:
    found = offered({"branch": "main", "force": True, "message": "x" * 300}, "value")
    assert [(scope.words, scope.name) for scope in found] == [("branch is", "main")]
    assert found[0].covers({"branch": "main", "force": False, "message": ""})
    assert not found[0].covers({"branch": "mainline", "force": True, "message": ""})
    assert not found[0].covers({"branch": "main", "force": True, "message": "", "more": 1})


def test_secrets_are_written_into_no_rule() -> None:
    args: Args = {"path": "/srv/x/a", "password": "hunter2 hunter2"}
    kinds = [(scope.kind, scope.words) for scope in offers(question(args=args))]
    assert kinds == [("value", "path is"), ("folder", "Files under"), ("tool", "Every call of")]
    assert not any("hunter2" in json.dumps(scope.when) for scope in offers(question(args=args)))


def test_arguments_nobody_would_read_as_a_rule_make_none() -> None:
    assert [scope.kind for scope in offers(question(args={"text": "x" * 5_000}))] == ["tool"]
    deep: Args = {}
    for name in "abcdefgh":
        deep = {name: deep, "path": "/srv/x/a"}
    assert [scope.kind for scope in offers(question(args=deep))] == ["exact", "tool"]


texts = st.sampled_from(["/srv/x/a", "/srv/x/b/c", "/etc/passwd", "main", "https://e.com/a", "https://f.com", ""])
values = st.recursive(
    texts | st.integers(0, 2) | st.booleans() | st.none(),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["path", "x", "to"]), inner, max_size=2)
    ),
    max_leaves=5,
)
calls = st.dictionaries(st.sampled_from(["path", "url", "branch", "deep"]), values, max_size=3)


@settings(deadline=None, max_examples=300)
@given(calls, calls)
def test_the_policy_decides_about_a_grant_as_its_scope_does(asked: Args, other: Args) -> None:
    text = '{"version": "1", "default": "ask"}'
    for scope in offers(question(args=asked)):
        assert scope.covers(asked)
        granted = edit.grant(text, "cursor", "fs", "t", None, "n", when=scope.when)
        verdict = View(compile_text(granted), "cursor", "fs", "").judge("t", other, 0.0).action
        assert verdict == ("allow" if scope.covers(other) else "ask")
