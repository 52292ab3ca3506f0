"""The policy as a form: what it shows, and what a change of the form does to the text."""

from __future__ import annotations

import json

import pytest
from callgate_desktop import editing, splicing
from callgate_desktop.editing import Path, ScopeRow, ToolRow
from callgate_proxy.errors import PolicyError
from callgate_proxy.policy import edit
from callgate_proxy.policy.places import PolicyInvalid

NOW = 1_795_000_000.0
POLICY = """{
    "version": "1",
    "default": "ask",
    "servers": {
        "fs": {
            "hide": ["admin"],
            "tools": {
                "read_*": {},
                "write":   {"action": "ask", "require": [{"path": "args.n", "op": "lt", "value": 3}]},
                "sum": {"limits": [{"counter": "c", "window": "hour", "max": 5}, {"counter": "d", "window": "day", "max": 9}]},
                "drop": [{"action": "deny", "reason": "No."}, {"limits": []}]
            }
        }
    }
}
"""  # noqa: E501
FS = ("servers", "fs")
SEEN = {"fs": ["read_file", "write", "other"], "web": ["fetch"]}


def at(server: str, name: str) -> Path:
    return ("servers", server, "tools", name)


def scope(text: str, *path: str) -> ScopeRow:
    return editing.read(text, SEEN, NOW).scopes[path]


def tool(text: str, name: str, server: str = "fs") -> ToolRow:
    found = editing.read(text, SEEN, NOW).tool(server, name)
    assert found is not None
    return found


def test_the_form_shows_rules_and_what_was_seen_with_what_holds_for_it() -> None:
    form = editing.read(POLICY, SEEN, NOW)
    fs, web = form.top.scopes
    assert [fs.name, fs.written, web.name, web.written] == ["fs", True, "web", False]
    assert [one.name for one in fs.tools] == ["drop", "other", "read_*", "read_file", "sum", "write"]
    assert fs.hidden == ("admin",)
    assert tool(POLICY, "read_file") == ToolRow("read_file", False, falls="allow", path=at("fs", "read_file"))
    assert tool(POLICY, "fetch", "web").falls == "ask"
    assert tool(POLICY, "write").more == ("require",)
    assert (tool(POLICY, "sum").limit, tool(POLICY, "sum").more) == (None, ("limits",))
    assert tool(POLICY, "drop").several


@pytest.mark.parametrize("text", ["", "{", '{"version": "1"}', POLICY.replace('"ask"', '"aks"', 1)])
def test_a_text_that_is_no_policy_has_no_form(text: str) -> None:
    with pytest.raises(PolicyInvalid):
        editing.read(text, SEEN, NOW)


def test_a_change_leaves_every_other_character_as_it_was() -> None:
    after = splicing.set_action(POLICY, at("fs", "write"), "deny")
    assert after == POLICY.replace('{"action": "ask", "require"', '{"action": "deny", "require"')
    assert splicing.set_action(after, at("fs", "write"), "ask") == POLICY


def test_a_limit_is_made_changed_and_taken_away_again() -> None:
    once = splicing.set_limit(POLICY, at("fs", "write"), 10, "minute")
    assert tool(once, "write").limit == (10, "minute")
    assert '"scope": "server"' in once
    assert tool(splicing.set_limit(once, at("fs", "write"), 3, "day"), "write").limit == (3, "day")
    assert splicing.set_limit(once, at("fs", "write"), 0, "minute") == POLICY


def test_a_limit_that_stood_there_keeps_its_counter() -> None:
    text = POLICY.replace(', {"counter": "d", "window": "day", "max": 9}', "")
    after = json.loads(splicing.set_limit(text, at("fs", "sum"), 7, "hour"))
    assert after["servers"]["fs"]["tools"]["sum"]["limits"] == [{"counter": "c", "window": "hour", "max": 7}]


def test_a_reason_a_default_and_the_hidden_can_be_set_and_taken_back() -> None:
    assert tool(splicing.set_reason(POLICY, at("fs", "write"), "Ask Ada."), "write").reason == "Ask Ada."
    closed = splicing.set_default(POLICY, FS, "deny")
    assert tool(closed, "other").falls == "deny"
    assert splicing.set_default(closed, FS, "") == POLICY
    assert scope(splicing.set_default(POLICY, (), "deny")).default == "deny"
    whole = scope(splicing.set_hidden(POLICY, FS, ["*"]), *FS)
    assert [whole.hidden, whole.tools[1].falls] == [("*",), "hide"]
    assert '"hide"' not in splicing.set_hidden(POLICY, FS, [])


def test_a_rule_for_a_tool_without_one_is_made_and_removed() -> None:
    after = splicing.set_action(POLICY, at("web", "fetch"), "allow")
    assert tool(after, "fetch", "web") == ToolRow("fetch", True, "allow", falls="allow", path=at("web", "fetch"))
    assert not tool(splicing.remove(after, at("web", "fetch")), "fetch", "web").written


@pytest.mark.parametrize("many", [1, 2])
def test_grants_stand_behind_the_rule_and_are_never_touched(many: int) -> None:
    granted = POLICY
    for number in range(many):
        when = [{"path": "args.n", "op": "eq", "value": number}]
        granted = edit.grant(granted, "", "fs", "other", None, "From the window", when=when)
    assert not tool(granted, "other").written
    ruled = splicing.set_action(granted, at("fs", "other"), "deny")
    entries = json.loads(ruled)["servers"]["fs"]["tools"]["other"]
    assert entries[0] == {"action": "deny"}
    assert len(edit.grants(ruled)) == many
    assert edit.grants(splicing.remove(ruled, at("fs", "other")))[0][1] == edit.grants(granted)[0][1]


def test_a_tool_with_several_rules_is_left_to_the_text() -> None:
    with pytest.raises(PolicyError, match="2 rules"):
        splicing.set_action(POLICY, at("fs", "drop"), "allow")
