"""A logged call against the policy: why, and the rule made from it."""

from __future__ import annotations

from pathlib import Path

import pytest
from callgate_desktop import ruling
from callgate_proxy.errors import PolicyError
from callgate_proxy.home import Home
from callgate_proxy.logread import Call
from callgate_proxy.policy import store
from questions import call_row

NOW = 1_795_000_000.0
POLICY = """{
  "version": "1",
  "default": "ask",
  "servers": {
    "fs": {
      "tools": {
        "delete_*": {"action": "deny", "reason": "Use git."}
      }
    }
  }
}
"""


@pytest.fixture
def refused(home: Home) -> Call:
    store.save(home, POLICY)
    return Call(call_row(1, NOW, tool="delete_file", verdict="deny", rule="/servers/fs/tools/delete_*"))


def test_the_rule_is_found_at_its_line_and_the_policy_of_now_is_explained(home: Home, refused: Call) -> None:
    found = ruling.look(home, refused, NOW)
    assert found.text.splitlines()[found.line - 1].strip().startswith('"delete_*"')
    assert found.now is not None
    assert (found.now.verdict, found.now.reason) == ("deny", "Use git.")


def test_a_rule_that_is_gone_has_no_line(home: Home, refused: Call) -> None:
    store.save(home, POLICY.replace('"delete_*"', '"remove_*"'))
    found = ruling.look(home, refused, NOW)
    assert found.line == 0
    assert found.now is not None
    assert found.now.verdict == "ask"


def test_a_request_that_is_no_tool_call_is_not_explained_as_one(home: Home, refused: Call) -> None:
    assert refused
    read = Call(call_row(2, NOW, tool="", method="resources/read"))
    assert ruling.look(home, read, NOW).now is None


@pytest.mark.parametrize("choice", ["allow", "ask", "hide"])
def test_what_is_written_is_the_change_that_was_shown(home: Home, refused: Call, choice: str) -> None:
    made = ruling.draft(home, refused, choice, False, NOW)
    assert f'+        "delete_file": {{"action": "{choice}"}}' in made.diff.splitlines()
    assert Path(home.policy).read_text("utf-8") == POLICY
    ruling.write(home, made)
    assert Path(home.policy).read_text("utf-8") == made.after
    now = ruling.look(home, refused, NOW).now
    assert now is not None
    assert now.verdict == choice


def test_a_rule_for_one_client_allows_that_client_alone(home: Home, refused: Call) -> None:
    ruling.write(home, ruling.draft(home, refused, "allow", True, NOW))
    now = ruling.look(home, refused, NOW).now
    assert now is not None
    assert now.verdict == "allow"
    other = Call(call_row(3, NOW, tool="delete_file", client="cursor"))
    now = ruling.look(home, other, NOW).now
    assert now is not None
    assert now.verdict == "deny"
    with pytest.raises(PolicyError, match="can only allow"):
        ruling.draft(home, refused, "deny", True, NOW)


def test_a_policy_that_changed_meanwhile_is_not_written_over(home: Home, refused: Call) -> None:
    made = ruling.draft(home, refused, "allow", False, NOW)
    theirs = POLICY.replace("Use git.", "Use trash.")
    store.save(home, theirs)
    with pytest.raises(PolicyError, match="has changed"):
        ruling.write(home, made)
    assert Path(home.policy).read_text("utf-8") == theirs


@pytest.mark.parametrize("text", ["{", '{"version": "1", "defualt": "ask"}'])
def test_a_broken_policy_is_told_of(home: Home, refused: Call, text: str) -> None:
    Path(home.policy).write_text(text)
    with pytest.raises(PolicyError):
        ruling.look(home, refused, NOW)
    with pytest.raises(PolicyError):
        ruling.draft(home, refused, "allow", False, NOW)
