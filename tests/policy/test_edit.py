"""Edits from the menu and the approval window: they hold, and touch nothing else."""

from __future__ import annotations

import json
from typing import Any

import pytest
from callgate_proxy.errors import PolicyError
from callgate_proxy.policy import edit
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.decide import Verdict, View
from callgate_proxy.policy.model import PolicyInvalid
from hypothesis import given, settings
from hypothesis import strategies as st

STARTER = '{\n  "version": "1",\n  "default": "ask"\n}\n'
MINE = """{
    "version": "1", "default": "deny",
    "servers": {
        "fs": {
            "hide": ["secret", "old"],
            "tools": {
                "read":  {"action": "ask", "require": [{"path": "args.path", "op": "under", "value": "~/proj"}]},
                "write": [{"action": "deny", "reason": "No."}, {"limits": [{"window": "day", "max": 9}]}],
                "drop": {"rate_limit": "10/minute", "reason": "Slowly."}
            }
        }
    }
}
"""
NOW = 1_000_000_000.0


def setting(text: str, tool: str, client: str = "cursor", now: float = NOW) -> Verdict:
    return View(compile_text(text), client, "fs", "").setting(tool, now)


def entry(text: str, tool: str) -> Any:
    return json.loads(text)["servers"]["fs"]["tools"][tool]


@pytest.mark.parametrize("action", ["allow", "ask", "deny", "hide"])
@pytest.mark.parametrize("text", [STARTER, MINE, json.dumps(json.loads(MINE)), MINE.replace("\n", "\r\n")])
@pytest.mark.parametrize("tool", ["read", "write", "drop", "secret", "new", 'od"d/ü'])
def test_the_word_of_the_menu_holds(text: str, tool: str, action: str) -> None:
    edited = edit.set_action(text, "fs", tool, action)
    assert setting(edited, tool).action == action
    assert edit.set_action(edited, "fs", tool, action) == edited


def test_an_action_changes_its_own_line_and_keeps_predicates_and_limits() -> None:
    assert edit.set_action(MINE, "fs", "read", "deny", "Not now.") == MINE.replace(
        '{"action": "ask", "require": [{"path": "args.path", "op": "under", "value": "~/proj"}]}',
        '{"action": "deny", "require": [{"path": "args.path", "op": "under", "value": "~/proj"}],'
        ' "reason": "Not now."}',
    )
    assert edit.set_action(MINE, "fs", "write", "ask") == MINE.replace('"max": 9}]}', '"max": 9}], "action": "ask"}')
    assert edit.set_action(MINE, "fs", "drop", "deny") == MINE.replace('"reason": "Slowly."', '"action": "deny"')


def test_a_tool_that_is_no_longer_hidden_leaves_its_servers_list() -> None:
    assert json.loads(edit.set_action(MINE, "fs", "secret", "allow"))["servers"]["fs"]["hide"] == ["old"]
    assert json.loads(edit.set_action(MINE, "fs", "secret", "hide"))["servers"]["fs"]["hide"] == ["secret", "old"]


@pytest.mark.parametrize("hide", ['"*"', '["t*"]', '["tool"]'])
def test_a_word_that_would_not_hold_is_refused_with_the_rule_that_is_stronger(hide: str) -> None:
    text = STARTER.replace('"ask"', f'"ask", "hide": {hide}')
    with pytest.raises(PolicyError, match='tool of fs would stay "hide": /hide') as caught:
        edit.set_action(text, "fs", "tool", "allow")
    assert "/hide" in caught.value.fix


def test_a_tool_whose_name_is_a_pattern_is_not_named_by_accident() -> None:
    with pytest.raises(PolicyError, match="wildcards"):
        edit.set_action(STARTER, "fs", "read*", "allow")


def test_a_limit_allows_so_many_calls_to_all_clients_together() -> None:
    edited = edit.set_limit(MINE, "fs", "drop", 30, "minute")
    assert entry(edited, "drop") == {
        "action": "allow",
        "limits": [{"counter": "fs/drop", "window": "minute", "max": 30, "scope": "server"}],
    }
    found = setting(edited, "drop")
    assert (found.action, found.charges[0].max, found.charges[0].window) == ("allow", 30_000_000, 60)
    assert setting(edit.set_limit(edited, "fs", "drop", 5, "30s"), "drop").charges[0].max == 5_000_000


@pytest.mark.parametrize("tool", ["read", "write", "drop", "new"])
@pytest.mark.parametrize("client", ["cursor", ""])
def test_a_grant_holds_until_it_ends_and_leaves_the_file_as_it_was(client: str, tool: str) -> None:
    granted = edit.grant(MINE, client, "fs", tool, NOW + 900, "asked 20:15")
    assert setting(granted, tool, now=NOW + 899).action == "allow"
    assert setting(granted, tool, now=NOW + 900).action == setting(MINE, tool).action
    assert setting(granted, tool, "other").action == ("allow" if not client else setting(MINE, tool).action)
    assert edit.sweep(granted, NOW + 899) == granted
    assert edit.sweep(granted, NOW + 900) == MINE


def test_a_grant_for_good_is_an_entry_with_a_note_and_is_never_swept() -> None:
    granted = edit.grant(STARTER, "cursor", "fs", "read", None, "asked 20:15")
    found = json.loads(granted)["clients"]["cursor"]["servers"]["fs"]["tools"]["read"]
    assert found == {"action": "allow", "note": "asked 20:15"}
    assert edit.sweep(granted, NOW * 2) == granted


def test_a_newer_grant_takes_the_place_of_the_older() -> None:
    once = edit.grant(MINE, "", "fs", "read", NOW + 900, "first")
    twice = edit.grant(once, "", "fs", "read", NOW + 1800, "second")
    assert [one.get("note") for one in entry(twice, "read")] == [None, "second"]


def test_the_menus_word_ends_the_grants_of_that_tool_and_of_no_other() -> None:
    text = edit.grant(MINE, "cursor", "fs", "read", None, "always")
    text = edit.grant(text, "claude", "fs", "read", NOW + 900, "15 min")
    text = edit.grant(text, "", "fs", "read", NOW + 900, "15 min")
    text = edit.grant(text, "cursor", "fs", "drop", None, "always")
    edited = edit.set_action(text, "fs", "read", "deny")
    for client in ("cursor", "claude", "other"):
        assert setting(edited, "read", client).action == "deny"
    assert setting(edited, "drop").rule == "/clients/cursor/servers/fs/tools/drop"


def test_the_menus_word_outlasts_a_hand_written_entry_that_ends() -> None:
    text = MINE.replace('"drop": {', '"drop": {"action": "allow", "expires": "2002-01-01T00:00:00Z", ')
    edited = edit.set_action(text, "fs", "drop", "ask")
    assert {setting(edited, "drop", now=now).action for now in (NOW, NOW * 2)} == {"ask"}
    assert entry(edited, "drop")[0] == entry(text, "drop")


def test_a_hand_written_entry_that_ended_is_not_swept() -> None:
    text = MINE.replace('"drop": {', '"drop": {"expires": "2001-01-01T00:00:00Z", ')
    assert edit.sweep(text, NOW * 2) == text


def test_removing_gives_the_more_general_rules_the_word_again() -> None:
    edited = edit.remove(MINE, "fs", "read")
    assert setting(edited, "read").rule == "/default"
    assert edit.remove(STARTER, "fs", "read") == STARTER


@pytest.mark.parametrize("text", ["", "{", '{"version": "1"}'])
def test_a_file_that_is_no_policy_is_not_edited(text: str) -> None:
    with pytest.raises(PolicyInvalid):
        edit.set_action(text, "fs", "read", "allow")
    with pytest.raises(PolicyInvalid):
        edit.grant(text, "", "fs", "read", None, "n")
    with pytest.raises(PolicyInvalid):
        edit.sweep(text, NOW)
    with pytest.raises(PolicyInvalid):
        edit.remove(text, "fs", "read")


tools = st.sampled_from(["read", "write", "drop", "secret", "new"])
acts = st.one_of(
    st.tuples(st.just("set"), tools, st.sampled_from(["allow", "ask", "deny", "hide"])),
    st.tuples(st.just("grant"), tools, st.sampled_from(["cursor", ""])),
    st.tuples(st.just("limit"), tools, st.integers(1, 50)),
)


@settings(deadline=None, max_examples=60)
@given(st.lists(acts, max_size=6), st.sampled_from([STARTER, MINE]))
def test_after_any_run_of_edits_the_last_word_about_a_tool_holds(acts: list[tuple[Any, ...]], text: str) -> None:
    last: dict[str, str] = {}
    for kind, tool, detail in acts:
        if kind == "set":
            text = edit.set_action(text, "fs", tool, detail)
        elif kind == "limit":
            text = edit.set_limit(text, "fs", tool, detail, "hour")
        elif setting(text, tool).action == "ask":  # only a question can be answered with a grant
            text = edit.grant(text, detail, "fs", tool, NOW + 900, "asked")
        else:
            continue
        last[tool] = detail if kind == "set" else "allow"
    assert {tool: setting(text, tool).action for tool in last} == last
