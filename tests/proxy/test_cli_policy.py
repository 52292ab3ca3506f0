"""`callgate policy …` as a person and a script meet it: looks change nothing, changes are shown and asked about."""

from __future__ import annotations

import io
import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from callgate_proxy import cli, mode
from callgate_proxy.counters import Counters
from callgate_proxy.home import Home
from callgate_proxy.log import day_file
from callgate_proxy.logread import Reader, last_calls
from callgate_proxy.policy import choosing, store
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.decide import View

Runs = Callable[..., int]

LIMIT = {"counter": "reads", "window": "minute", "max": 2, "scope": "grant", "on_deny": "Slow down."}
POLICY = json.dumps({"version": "1", "default": "deny", "tools": {"read": {"limits": [LIMIT]}}}, indent=2)
CLIENT = "claude-desktop"


class Terminal(io.StringIO):
    """A person at a keyboard."""

    def isatty(self) -> bool:
        return True


class Desk:
    """A home, and the command line on it."""

    def __init__(self, home: Home, capture: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.home, self._capture, self._monkeypatch = home, capture, monkeypatch
        self.out = self.err = ""

    def runs(self, *words: str, answer: str | None = None) -> int:
        """The exit code of `callgate policy …`. `answer`: what a person types; None: there is no terminal."""
        stdin = io.StringIO() if answer is None else Terminal(answer)
        self._monkeypatch.setattr(sys, "stdin", stdin)
        code = cli.main(["policy", *words])
        self.out, self.err = self._capture.readouterr()
        return code

    def policy(self) -> str:
        return Path(self.home.policy).read_text("utf-8")

    def uses(self, times: int) -> None:
        """So many calls of `read` just now."""
        counters, now = Counters(self.home), time.time()
        verdict = View(compile_text(POLICY), CLIENT, "fs", "s").judge("read", {}, now)
        for _ in range(times):
            assert counters.reserve(verdict.charges, now) is None
        counters.close()

    def called(self, *tools: str, ago: float = 60.0, **args: object) -> None:
        """Allowed calls of the server fs, in the log."""
        self.home.ensure(self.home.log)
        then = time.time() - ago
        with open(day_file(self.home, then), "a", encoding="utf-8") as file:
            for number, tool in enumerate(tools):
                row = {"k": "call", "id": f"run-{ago}.{number}", "t": then + number, "client": CLIENT, "server": "fs"}
                file.write(json.dumps({**row, "tool": tool, "args": args, "verdict": "allow", "rule": "/x"}) + "\n")


@pytest.fixture
def desk(home: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Desk:
    """A home with a small policy."""
    store.save(home, POLICY)
    return Desk(home, capsys, monkeypatch)


def test_why_shows_verdict_place_entries_and_use(desk: Desk) -> None:
    desk.uses(1)
    assert desk.runs("why", "--server", "fs", "--tool", "read") == 0
    assert desk.out.splitlines() == [
        "allow  by /tools/read (policy.json:5:5)",
        "Entries that match, from specific to general:",
        "  /tools/read (policy.json:5:5)",
        "    names the tool, and nothing states an action: allow",
        "    limit: counter reads",
        "Limits:",
        "  1 of 2 in the last minute (claude-desktop on fs), has room: /tools/read/limits/0 (policy.json:7:9)",
    ]


def test_why_says_that_a_limit_is_full_and_what_the_agent_is_told(desk: Desk) -> None:
    desk.uses(2)
    assert desk.runs("why", "--server", "fs", "--tool", "read", "--json") == 0
    told: dict[str, Any] = json.loads(desk.out)
    assert (told["verdict"], told["reason"]) == ("limit", "Slow down.")
    assert desk.runs("why", "--server", "fs", "--tool", "read", "--client", "other") == 0
    assert "0 of 2 in the last minute (other on fs)" in desk.out


def test_why_says_what_the_checks_make_of_the_call(desk: Desk) -> None:
    assert desk.runs("why", "--server", "fs", "--tool", "read", "--args", '{"path": "~/.ssh/id_rsa"}') == 0
    assert "Checks make it stricter: deny  by /checks/guarded_paths" in desk.out
    assert "docs/attacks.md#guarded_paths" in desk.out
    assert desk.runs("why", "--server", "fs", "--tool", "read", "--args", '{"path": "notes.txt"}') == 0
    assert "/checks" not in desk.out


def test_why_leaves_no_trace_and_names_the_mode(desk: Desk) -> None:
    assert desk.runs("why", "--server", "fs", "--tool", "write", "--args", '{"a": 1}') == 0
    assert desk.out == "deny  by /default (policy.json:3:3)\n"
    assert not os.path.exists(desk.home.counters)
    mode.write(desk.home, mode.LOCKDOWN)
    desk.runs("why", "--server", "fs", "--tool", "read")
    assert desk.out.startswith("Note: Callgate is lockdown now, so every call is refused")


@pytest.mark.parametrize("text", ["[]", "{", '{"a": 1, "a": 2}', "1"])
def test_why_takes_nothing_but_one_object_for_arguments(desk: Desk, text: str) -> None:
    assert desk.runs("why", "--server", "fs", "--tool", "read", "--args", text) == 2
    assert "--args is no JSON" in desk.err


def test_limits_are_shown_with_their_use(desk: Desk) -> None:
    assert desk.runs("limits") == 0
    assert desk.out == "0 of 2 in the last minute, each grant: reads (/tools/read/limits/0)\n"
    desk.uses(2)
    assert desk.runs("limits") == 0
    assert desk.out == "2 of 2 in the last minute, claude-desktop on fs: reads (/tools/read/limits/0)\n"
    assert desk.runs("limits", "--json") == 0
    assert json.loads(desk.out)["counter"] == "reads|grant|claude-desktop|fs"


@pytest.mark.parametrize("counter", ["reads", "reads|grant|claude-desktop|fs"])
def test_a_counter_is_emptied_after_a_yes_and_the_log_tells(desk: Desk, counter: str) -> None:
    desk.uses(2)
    assert desk.runs("limits", "--reset", counter) == 2
    assert desk.runs("limits", "--reset", counter, answer="n\n") == 2
    assert not os.path.exists(desk.home.log)
    assert desk.runs("limits", "--reset", counter, answer="y\n") == 0
    (row,) = Reader(desk.home).poll()
    assert (row["k"], row["counter"]) == ("reset", "reads|grant|claude-desktop|fs")
    assert last_calls(desk.home, 10) == []
    desk.uses(2)


def test_a_counter_that_nobody_used_is_an_error(desk: Desk) -> None:
    assert desk.runs("limits", "--reset", "reads", answer="y\n") == 2
    assert "No call was counted under “reads”" in desk.err


def test_undo_brings_the_old_bytes_back_and_undo_again_the_new_ones(desk: Desk) -> None:
    odd = '\ufeff{"version":"1",\r\n\t"default" : "ask"}'
    store.save(desk.home, odd)
    assert desk.runs("history") == 0
    assert "then: /default: deny → ask, /tools taken away" in desk.out
    assert desk.runs("undo", answer="n\n") == 2
    assert desk.runs("undo") == 2
    assert Path(desk.home.policy).read_bytes() == odd.encode()
    assert desk.runs("undo", answer="y\n") == 0
    assert '-\t"default" : "ask"}' in desk.out.replace("‹U+0009›", "\t")
    assert desk.policy() == POLICY
    assert desk.runs("undo", "1", answer="y\n") == 0
    assert Path(desk.home.policy).read_bytes() == odd.encode()
    assert desk.runs("history", "--json") == 0
    assert [json.loads(line)["number"] for line in desk.out.splitlines()] == [1, 2, 3]


def test_undo_never_brings_a_broken_version_back(desk: Desk) -> None:
    Path(desk.home.policy).write_text("{broken")
    store.save(desk.home, POLICY)
    assert desk.runs("undo", answer="y\n") == 2
    assert desk.policy() == POLICY
    assert desk.runs("undo", "7", answer="y\n") == 2
    assert "There is no earlier version 7: 1 are kept" in desk.err


def test_simulate_names_the_calls_that_would_change(desk: Desk, tmp_path: Path) -> None:
    desk.called("read", "read", "read", "write")
    assert desk.runs("simulate") == 0
    assert desk.out == "0 of 4 calls would change.\n"
    other = tmp_path / "other.json"
    other.write_text('{"version": "1", "default": "deny", "tools": {"read": {}}}')
    assert desk.runs("simulate", str(other), "--last", "4") == 0
    first, last = desk.out.splitlines()
    assert first.endswith("fs read: limit → allow, by /tools/read")
    assert last == "1 of 4 calls would change."
    assert desk.runs("simulate", str(other), "--json") == 0
    assert json.loads(desk.out)["changes"][0]["before"]["reason"] == "Slow down."


def test_simulate_and_learn_take_the_profile_in_force_and_say_so(desk: Desk) -> None:
    profiles = {"shut": {"default": "deny", "tools": {"read": {"action": "deny"}}}, "work": {}}
    store.save(desk.home, json.dumps({**json.loads(POLICY), "profiles": profiles}))
    desk.called("read")
    assert desk.runs("simulate") == 0
    assert desk.out.startswith("Played without a profile")
    assert desk.runs("simulate", "--profile", "shut") == 0
    assert "under the profile “shut”" in desk.out
    assert "allow → deny, by /profiles/shut/tools/read" in desk.out
    choosing.choose(desk.home, desk.policy(), "shut")
    assert desk.runs("simulate", "--json") == 0
    told = json.loads(desk.out)
    assert ("“shut”" in told["profile"], told["changes"]) == (True, [])
    desk.runs("learn", "--server", "fs", answer="n\n")
    assert "“shut”: the log does not tell which one was in force.\nLearned from 1 calls, 0 of which" in desk.out


def test_simulate_says_what_it_cannot_tell(desk: Desk, tmp_path: Path) -> None:
    desk.called("read", token="[masked, 9 characters]")
    other = tmp_path / "other.json"
    rule = {"require": [{"path": "args.token", "op": "regex", "value": "^x"}]}
    other.write_text(json.dumps({"version": "1", "default": "deny", "tools": {"read": rule}}))
    assert desk.runs("simulate", str(other)) == 0
    assert "not decidable: /tools/read/require/0 looks at what the log masks" in desk.out
    assert desk.out.endswith("0 of 1 calls would change, 1 cannot be decided.\n")


def test_learn_proposes_and_writes_only_what_was_accepted(desk: Desk) -> None:
    desk.called("read", "read", n=5)
    desk.called("old", ago=5 * 86_400.0)
    assert desk.runs("learn", "--days", "2") == 2
    assert "Learned from 2 calls, 2 of which it allows." in desk.out
    assert desk.policy() == POLICY
    assert desk.runs("learn", "--days", "2", "--yes") == 0
    assert list(json.loads(desk.policy())["clients"][CLIENT]["servers"]["fs"]["tools"]) == ["read"]
    assert desk.runs("learn", "--days", "2", "--yes") == 0
    assert desk.out.endswith("There is nothing to change.\n")
    assert desk.runs("undo", answer="y\n") == 0
    assert desk.policy() == POLICY


def test_learn_for_one_server_leaves_the_rest_of_the_file(desk: Desk) -> None:
    desk.called("read")
    assert desk.runs("learn", "--server", "fs", "--yes") == 0
    learned = json.loads(desk.policy())
    assert learned["tools"] == json.loads(POLICY)["tools"]
    assert learned["clients"][CLIENT]["servers"]["fs"]["tools"]["read"]["action"] == "allow"
    assert desk.runs("learn", "--server", "none", "--yes") == 2
    assert "nothing to learn from" in desk.err


def test_expectations_that_are_not_met_are_told_with_both_places(desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "policy.json").write_text(POLICY)
    calls = [
        {"server": "fs", "tool": "read", "verdict": "limit", "times": 3},
        {"server": "fs", "tool": "read", "verdict": "deny", "name": "reads"},
    ]
    tests = tmp_path / "tests.json"
    tests.write_text(json.dumps({"calls": calls[:1]}))
    assert desk.runs("test", str(tests)) == 0
    assert desk.out == "1 of 1 expectations are met.\n"
    tests.write_text(json.dumps({"calls": calls}))
    assert desk.runs("test", str(tests)) == 1
    assert desk.out.splitlines() == [
        f"{tests}:1:78 reads",
        "  verdict: expected 'deny', got 'allow'",
        "  decided by /tools/read (line 5, column 5 of the policy)",
        "1 of 2 expectations are met.",
    ]
    assert desk.runs("test", str(tests), "--json") == 1
    assert [one["met"] for one in json.loads(desk.out)["results"]] == [True, False]


@pytest.mark.parametrize("text", ['{"calls": [{}]}', "{", '{"calls": [], "policy": "none.json"}'])
def test_expectations_that_cannot_be_read_are_no_failed_ones(desk: Desk, tmp_path: Path, text: str) -> None:
    tests = tmp_path / "tests.json"
    tests.write_text(text)
    assert desk.runs("test", str(tests)) == 2
    assert desk.err


def test_a_policy_of_policylayers_comes_in_character_for_character(desk: Desk, tmp_path: Path) -> None:
    text = '{"version": "1",  "default": "deny",\n "tools": {"t": {}}}'
    file = tmp_path / "policylayer.json"
    file.write_text(text)
    assert desk.runs("import", str(file)) == 2
    assert desk.policy() == POLICY
    assert desk.runs("import", str(file), "--yes") == 0
    assert desk.policy() == text
    assert desk.runs("export") == 0
    assert json.loads(desk.out) == json.loads(text)
    assert desk.err == ""


def test_intercepts_yaml_comes_in_as_the_rules_of_one_server_and_says_what_differs(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "policy.yaml"
    file.write_text('version: "1"\ndefault: deny\ntools: {t: {rules: [{rate_limit: 5/minute}, {action: page}]}}')
    assert desk.runs("import", str(file), "--server", "pay", "--yes") == 0
    assert "t, rule 2: the action 'page' or its conditions are not known: the tool is asked about instead" in desk.err
    assert "Windows slide here" in desk.err
    written = json.loads(desk.policy())
    assert written["tools"] == json.loads(POLICY)["tools"]
    assert written["servers"]["pay"]["default"] == "deny"
    assert written["servers"]["pay"]["tools"]["t"]["limits"][0]["max"] == 5
    assert desk.runs("export", "--server", "pay") == 0
    assert "t: ask is not known there: refused instead" in desk.err
