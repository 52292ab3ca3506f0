"""A first policy by risk classes: reads pass, writes are limited, everything else asks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from callgate_proxy import cli
from callgate_proxy.home import Home
from callgate_proxy.policy import starter
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.explain import View
from callgate_proxy.state import State

SEEN = {
    "notes": {
        "get": ("Read", "Low"),
        "get_secret": ("Read", "Medium"),
        "add": ("Write", "Medium"),
        "add_all": ("Write", "High"),
        "run": ("Execute", "High"),
        "delete": ("Destructive", "Critical"),
        "pay": ("Financial", "Critical"),
        "*": ("Read", "Low"),
    },
    "quiet": {"run": ("Execute", "High")},
}


def verdict(text: str, tool: str, server: str = "notes") -> str:
    """What the policy `text` says of a call."""
    return View(compile_text(text), "c", server, "").judge(tool, {}, 0.0).action


@pytest.mark.parametrize(
    ("tool", "action"),
    [
        ("get", "allow"),
        ("get_secret", "ask"),
        ("add", "allow"),
        ("add_all", "ask"),
        ("run", "ask"),
        ("delete", "ask"),
        ("pay", "ask"),
        ("new", "ask"),
    ],
)
def test_each_class_gets_its_verdict_and_what_is_new_asks(tool: str, action: str) -> None:
    assert verdict(starter.by_risk(SEEN), tool) == action


def test_writes_of_a_server_share_one_limit() -> None:
    written = json.loads(starter.by_risk({"notes": {"add": ("Write", "Medium"), "edit": ("Write", "Medium")}}))
    limits = [entry["limits"] for entry in written["servers"]["notes"]["tools"].values()]
    assert limits[0] == limits[1] == [{"counter": "writes of notes", "window": "minute", "max": 30}]


def test_a_server_of_which_nothing_is_allowed_is_not_named() -> None:
    assert set(json.loads(starter.by_risk(SEEN))["servers"]) == {"notes"}
    assert "servers" not in json.loads(starter.by_risk({"quiet": SEEN["quiet"]}))


def test_it_takes_one_line_for_each_tool_it_allows() -> None:
    assert starter.by_risk({"notes": {"get": ("Read", "Low")}}).splitlines()[5:8] == [
        '    "notes": {',
        '      "tools": {',
        '        "get": {}',
    ]


def saw(home: Home) -> None:
    """A guarded server listed a tool that reads and one that deletes."""
    state = State(home)
    state.saw_tools("notes", [{"name": "get_note", "description": "Returns a note."}, {"name": "delete_note"}], 1.7e9)
    state.close()


@pytest.mark.parametrize("first", [True, False])
def test_the_command_writes_it_after_a_yes_where_nobody_wrote_a_policy_yet(
    home: Home, capsys: pytest.CaptureFixture[str], first: bool
) -> None:
    saw(home)
    assert not first or starter.make(home)
    assert cli.main(["policy", "init", "--by-risk"]) == 2
    assert '+        "get_note": {}' in capsys.readouterr().out
    assert Path(home.policy).exists() == first
    assert cli.main(["policy", "init", "--by-risk", "--yes"]) == 0
    text = Path(home.policy).read_text("utf-8")
    assert (verdict(text, "get_note"), verdict(text, "delete_note")) == ("allow", "ask")


def test_the_command_leaves_a_policy_of_ones_own_alone(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    saw(home)
    mine = '{"version": "1", "default": "deny"}'
    Path(home.policy).write_text(mine, "utf-8")
    assert cli.main(["policy", "init", "--by-risk", "--yes"]) == cli.FAILED
    assert "policy of your own" in capsys.readouterr().err
    assert Path(home.policy).read_text("utf-8") == mine


def test_the_command_needs_tools_and_writes_over_nothing(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["policy", "init", "--by-risk"]) == cli.FAILED
    assert "has listed its tools yet" in capsys.readouterr().err
    assert not Path(home.policy).exists()
