"""Profiles: rules on top of the others, which never open what the others have closed."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from callgate_proxy.home import Home
from callgate_proxy.policy import beside, choosing, profiles
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.decide import View
from callgate_proxy.policy.model import load
from callgate_proxy.policy.places import PolicyInvalid
from callgate_proxy.policy.profiles import Choice
from callgate_proxy.policy.strictest import Strictest
from policies import Bench
from rules import NOW

USE = ("cursor", "fs", "run-1")


def compiled(profile: dict[str, Any], **base: Any) -> dict[str, Any]:
    return compile_text(json.dumps({"version": "1", "default": "ask", **base, "profiles": {"work": profile}}))


def under(profile: dict[str, Any], tool: str = "write", **base: Any) -> str:
    return View(compiled(profile, **base), *USE, profile="work").judge(tool, {"path": "/x"}, NOW).action


def told(text: str, *roots: str, name: str | None = None, tool: str = "write") -> str:
    view = profiles.views([compile_text(text)], Choice(name, "/"), USE, roots)
    return view.judge(tool, {}, NOW).action


def test_a_profile_answers_what_the_policy_asks_about() -> None:
    assert under({"tools": {"write": {}}}) == "allow"
    assert under({"default": "allow"}) == "allow"
    assert (
        under({"servers": {"fs": {"tools": {"wr*": {"action": "allow"}}}}}, tools={"write": {"action": "ask"}})
        == "allow"
    )


def test_a_profile_narrows_whatever_the_policy_allows() -> None:
    assert under({"default": "deny"}, tools={"write": {}}) == "deny"
    assert under({"tools": {"write": {"action": "hide"}}}, tools={"write": {}}) == "hide"
    assert under({"clients": {"cursor": {"default": "ask"}}}, default="allow") == "ask"


@pytest.mark.parametrize(
    "base",
    [
        {"default": "deny"},
        {"tools": {"write": {"action": "deny"}}},
        {"servers": {"fs": {"default": "deny"}}},
        {"clients": {"cursor": {"default": "deny"}}},
        {"tools": {"write": {"deny_if": [{"path": "args.path", "op": "eq", "value": "/x"}]}}},
        {"tools": {"write": {"require": [{"path": "args.path", "op": "eq", "value": "/y"}]}}},
    ],
)
def test_what_the_policy_denies_stays_denied_in_every_profile(base: dict[str, Any]) -> None:
    assert under({"default": "allow", "tools": {"write": {"action": "allow"}}}, **base) == "deny"


def test_what_the_policy_hides_stays_hidden_in_every_profile() -> None:
    loose = {"default": "allow", "tools": {"write": {"action": "allow"}}}
    assert under(loose, hide=["write"]) == "hide"
    assert under(loose, tools={"write": {"action": "hide"}}) == "hide"
    assert under({"tools": {"write": {"action": "deny"}}}, tools={"write": {"action": "hide"}}) == "hide"


def test_limits_of_the_policy_and_of_the_profile_both_hold() -> None:
    def limit(most: int) -> dict[str, Any]:
        return {"limits": [{"window": "minute", "max": most}]}

    table = compiled({"tools": {"write": limit(1)}}, tools={"write": limit(9)})
    charges = View(table, *USE, profile="work").judge("write", {}, NOW).charges
    assert [charge.rule for charge in charges] == ["/profiles/work/tools/write/limits/0", "/tools/write/limits/0"]


def test_a_profile_rules_requests_by_method_and_leaves_the_others_alone() -> None:
    table = compiled({"methods": {"resources/read": {"action": "deny"}}}, methods={"prompts/get": {"action": "deny"}})
    view = View(table, *USE, profile="work")
    said = {
        name: view.judge_method(name, {}, NOW).action
        for name in ("resources/read", "prompts/get", "completion/complete")
    }
    assert said == {"resources/read": "deny", "prompts/get": "deny", "completion/complete": "allow"}
    loose = compiled({"methods": {"prompts/get": {"action": "allow"}}}, methods={"prompts/get": {"action": "deny"}})
    assert View(loose, *USE, profile="work").judge_method("prompts/get", {}, NOW).action == "deny"
    assert view.judge_method("resources/read", {}, NOW).rule == "/profiles/work/methods/resources~1read"


def folders(tmp_path: Path) -> str:
    """Denies below `secret`, allows in the project around it."""
    near, around = {"under": str(tmp_path / "proj/secret")}, {"under": [str(tmp_path / "proj")]}
    told = {"near": {"default": "deny", "when": near}, "around": {"default": "allow", "when": around}}
    return json.dumps({"version": "1", "default": "ask", "profiles": told})


def test_the_deepest_folder_around_the_work_chooses_the_profile(tmp_path: Path) -> None:
    text = folders(tmp_path)
    assert told(text, str(tmp_path / "proj/a")) == "allow"
    assert told(text, f"file://{tmp_path}/proj/a") == "allow"
    assert told(text, str(tmp_path / "proj/secret/x")) == "deny"
    assert told(text, str(tmp_path / "proj/a/../../other")) == "ask"
    assert told(text, str(tmp_path / "project")) == "ask"
    assert told(text) == "ask"


def test_of_several_roots_the_strictest_profile_holds(tmp_path: Path) -> None:
    text, proj = folders(tmp_path), str(tmp_path / "proj/a")
    assert told(text, proj, str(tmp_path / "proj/secret")) == "deny"
    assert told(text, proj, str(tmp_path)) == "ask"


def test_a_profile_chosen_by_hand_beats_the_folder(tmp_path: Path) -> None:
    text, secret = folders(tmp_path), str(tmp_path / "proj/secret")
    assert told(text, secret, name="around") == "allow"
    assert told(text, secret, name="") == "ask"


def test_a_choice_that_names_no_profile_or_cannot_be_read_refuses(home: Home, tmp_path: Path) -> None:
    with pytest.raises(profiles.Refused, match="“gone” is chosen"):
        told(folders(tmp_path), name="gone")
    os.makedirs(home.root)
    for spoilt in ("", "[]", '{"profile": 1}', '{"profil": "work"}', '{"profile": '):
        Path(home.profile).write_text(spoilt)
        with pytest.raises(profiles.Refused, match="names no profile"):
            profiles.in_force(compiled({}), beside.chosen(home, ""))
    os.remove(home.profile)
    os.makedirs(home.profile)
    assert "cannot be read" in beside.chosen(home, "").problem


def test_a_running_proxy_takes_up_another_choice_at_its_next_call(bench: Bench) -> None:
    text = json.dumps({"version": "1", "default": "ask", "profiles": {"work": {"default": "deny"}}})
    bench.write(text)
    first = bench.source.current()
    assert first.choice is not None
    assert first.choice.name is None
    choosing.choose(bench.home, text, "work")
    second = bench.source.current()
    assert second.choice is not None
    assert second.choice.name == "work"
    assert bench.source.current() is second
    choosing.choose(bench.home, text, None)
    third = bench.source.current().choice
    assert third is not None
    assert third.name is None


def test_a_policy_without_profiles_has_nobody_look_for_a_choice(bench: Bench) -> None:
    bench.write('{"version": "1", "default": "ask"}')
    first = bench.source.current()
    Path(bench.home.profile).write_text("broken")
    assert bench.source.current() is first
    assert first.choice is None


@pytest.mark.parametrize(
    ("profile", "said"),
    [
        ('{"when": {"under": "proj"}}', "is no whole path"),
        ('{"when": {"under": []}}', "/profiles/work/when/under"),
        ('{"when": {"unde": "~/x"}}', 'did you mean "under"?'),
        ('{"defalt": "deny"}', 'did you mean "default"?'),
        ('{"profiles": {}}', "unknown key 'profiles'"),
        ('{"version": "1"}', "unknown key 'version'"),
    ],
)
def test_a_mistake_in_a_profile_is_told_with_its_place(profile: str, said: str) -> None:
    with pytest.raises(PolicyInvalid) as raised:
        load('{"version": "1", "default": "ask", "profiles": {"work": ' + profile + "}}")
    assert any(said in str(problem) and problem.line == 1 for problem in raised.value.problems)


def test_the_strictest_of_several_views_holds_with_the_limits_of_all() -> None:
    def limited(most: int) -> View:
        limits = [{"counter": "c", "window": "minute", "max": most}]
        return View(compiled({}, tools={"write": {"limits": limits}}), *USE)

    both = Strictest([limited(9), limited(3)])
    assert [charge.max for charge in both.judge("write", {}, NOW).charges] == [3_000_000]
    hiding = View(compiled({}, hide=["write"]), *USE)
    assert Strictest([limited(9), hiding]).hidden("write", NOW)
    assert Strictest([limited(9), hiding]).judge("write", {}, NOW).charges == ()
