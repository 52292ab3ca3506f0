"""The form of clients, profiles, checks, requests and risk classes, and what a change of one does to the text."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from callgate_desktop import catalogue, editing, splicing
from callgate_desktop.editing import Path, ScopeRow
from callgate_proxy.errors import PolicyError
from callgate_proxy.policy import edit

NOW = 1_795_000_000.0
SEEN = {"fs": ["read"], "web": ["fetch"]}
POLICY = """{
  "version": "1", "default": "ask",
  "checks": {"ssrf": "ask"},
  "all_tools": {"limits": [{"window": "minute", "max": 30}]},
  "servers": {"fs": {"checks": {"flows": "off"}, "risk": {"read": "Write"},
                     "methods": {"prompts/get": {"action": "ask"}}}},
  "clients": {"cursor": {"default": "deny", "servers": {"fs": {"tools": {"read": {}}}}}},
  "profiles": {"work": {"when": {"under": "~/work"}, "checks": {"ssrf": "block"}, "clients": {"cursor": {}}}}
}
"""
FS, CURSOR, WORK = ("servers", "fs"), ("clients", "cursor"), ("profiles", "work")


def scope(text: str, path: Path) -> ScopeRow:
    return editing.read(text, SEEN, NOW).scopes[path]


def test_every_scope_of_the_policy_is_in_the_form_under_its_path() -> None:
    form = editing.read(POLICY, SEEN, NOW)
    inside = [CURSOR, (*CURSOR, *FS), WORK, (*WORK, *CURSOR)]
    assert list(form.scopes) == [(), FS, ("servers", "web"), *inside]
    assert form.scopes[CURSOR].default == "deny"
    assert form.scopes[WORK].under == ("~/work",)
    assert form.rows[(*CURSOR, *FS, "tools", "read")].falls == "allow"
    assert form.rows[(*FS, "tools", "read")].falls == "ask"
    assert form.rows[("all_tools",)].limit == (30, "minute")
    assert form.rows[(*FS, "tools", "read")].risk == "Write"
    assert form.rows[(*FS, "methods", "prompts/get")].action == "ask"


def test_a_check_is_shown_with_what_the_scope_says_and_what_holds_there() -> None:
    assert scope(POLICY, ()).checks == {"ssrf": ("ask", "ask")}
    assert scope(POLICY, FS).checks == {"ssrf": ("", "ask"), "flows": ("off", "off")}
    assert scope(POLICY, WORK).checks["ssrf"] == ("block", "block")


def test_the_catalogue_has_each_check_of_the_policy_with_its_words() -> None:
    known = {one.name: one for one in catalogue.checks()}
    assert known["ssrf"].choices == ("block", "ask", "flag", "off")
    assert known["ssrf"].docs == "docs/attacks.md#ssrf"
    assert all(one.stops and one.cannot_see for one in known.values())


CHANGES: list[tuple[Callable[..., str], tuple[Any, ...], tuple[Any, ...]]] = [
    (splicing.set_check, (FS, "ssrf", "off"), (FS, "ssrf", "")),
    (splicing.set_check, (("servers", "web"), "sql", "flag"), (("servers", "web"), "sql", "")),
    (splicing.set_risk, (FS, "drop", "Destructive"), (FS, "drop", "")),
    (splicing.set_default, (WORK, "deny"), (WORK, "")),
    (splicing.set_hidden, (WORK, ["drop_*"]), (WORK, [])),
    (splicing.set_under, (WORK, ["~/work", "~/acme"]), (WORK, ["~/work"])),
    (splicing.set_action, ((*FS, "methods", "prompts/get"), "deny"), ((*FS, "methods", "prompts/get"), "ask")),
    (splicing.set_reason, (("all_tools",), "Slowly."), (("all_tools",), "")),
]  # fmt: skip


@pytest.mark.parametrize(("change", "there", "back"), CHANGES)
def test_a_change_can_be_taken_back_and_touches_nothing_else(
    change: Callable[..., str], there: tuple[Any, ...], back: tuple[Any, ...]
) -> None:
    after = splicing.apply(POLICY, change, *there)
    assert after != POLICY
    undone = json.loads(splicing.apply(after, change, *back))
    if not undone["servers"].get("web"):
        undone["servers"].pop("web", None)  # an empty object may stay where one was made
    assert undone == json.loads(POLICY)


def test_a_client_a_profile_and_a_server_in_them_are_added_and_dropped() -> None:
    text = POLICY
    for path in (("clients", "zed"), (*WORK, "servers", "web"), ("clients", "zed", "servers", "web")):
        text = splicing.apply(text, splicing.add, path)
        assert scope(text, path).written
    for path in ((*WORK, "servers", "web"), ("clients", "zed")):
        text = splicing.apply(text, splicing.drop, path)
    assert text == POLICY


def test_what_stands_there_is_not_added_again() -> None:
    with pytest.raises(PolicyError, match="stands there already"):
        splicing.apply(POLICY, splicing.add, WORK)


def test_a_change_that_makes_no_policy_is_refused() -> None:
    with pytest.raises(PolicyError) as refused:
        splicing.apply(POLICY, splicing.set_default, (), "")
    assert refused.value.fix == "Nothing was changed here."


def test_the_limit_of_a_client_is_its_own_and_that_of_a_server_is_shared() -> None:
    mine = json.loads(splicing.set_limit(POLICY, (*CURSOR, *FS, "tools", "read"), 5, "hour"))
    limit = mine["clients"]["cursor"]["servers"]["fs"]["tools"]["read"]["limits"][0]
    assert limit == {"counter": "fs/read", "window": "hour", "max": 5, "scope": "grant"}
    shared = json.loads(splicing.set_limit(POLICY, (*FS, "tools", "read"), 5, "hour"))
    assert shared["servers"]["fs"]["tools"]["read"]["limits"][0]["scope"] == "server"


def test_removing_the_rule_of_a_client_leaves_its_grants() -> None:
    granted = edit.grant(POLICY, "cursor", "fs", "read", None, "From the window")
    after = splicing.remove(granted, (*CURSOR, *FS, "tools", "read"))
    assert [entry["note"] for _, entry in edit.grants(after)] == ["From the window"]
