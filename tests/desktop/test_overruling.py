"""A grant under a profile that would overrule it: written where it has effect, or refused with the reason."""

from __future__ import annotations

import json
from typing import Any

import pytest
from callgate_desktop import overruling, standing
from callgate_desktop.grants import Grant
from callgate_desktop.scopes import Scope
from callgate_proxy.errors import PolicyError
from callgate_proxy.policy import choosing, edit, store
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.decide import View
from callgate_proxy.policy.profiles import Choice
from questions import QUESTION, question
from stage import NOW, Run, Scene, player

ASKS = {"tools": {"write_*": {"action": "ask"}}}
TOOL = Scope("tool", "Every call of", "write_file", ())


def policy(profile: dict[str, Any], **rest: Any) -> str:
    return json.dumps({"version": "1", "default": "ask", **rest, "profiles": {"work": profile, "home": {}}}, indent=2)


def granted(**changes: object) -> Grant:
    return Grant(question(**changes), TOOL, "15m", NOW)


def verdict(text: str, profile: str) -> str:
    view = View(compile_text(text), QUESTION.client, QUESTION.server, "", profile=profile)
    return view.judge(QUESTION.tool, QUESTION.args, NOW).action


def unused(_: str, __: float) -> tuple[int, float]:
    return 0, 0.0


def test_a_grant_that_the_chosen_profile_overrules_is_written_into_it() -> None:
    text = policy(ASKS)
    assert verdict(granted().write(text), "work") == "ask"
    placed, said, choice = overruling.placed(text, granted(), Choice("work"))
    assert said.startswith("The profile “work” still asks about it (/profiles/work/tools/write_*), so it is written")
    assert (placed.profile, choice.name) == ("work", "work")
    after = placed.write(text)
    assert (verdict(after, "work"), verdict(after, "home"), verdict(after, "")) == ("allow", "ask", "ask")
    assert json.loads(placed.take_back(after)) == json.loads(text)


def test_the_profile_is_known_by_the_rule_that_asked_where_a_folder_chose_it() -> None:
    asked = granted(rule="/profiles/work/tools/write_*")
    placed, _, choice = overruling.placed(policy(ASKS), asked, Choice(None))
    assert (placed.profile, choice.name) == ("work", "work")
    placed, said, _ = overruling.placed(policy(ASKS), granted(rule="/default"), Choice(None))
    assert (placed.profile, said) == ("", "")


@pytest.mark.parametrize("choice", [Choice("home"), Choice("")])
def test_a_grant_that_holds_under_the_profile_stays_outside_of_it(choice: Choice) -> None:
    placed, said, _ = overruling.placed(policy(ASKS), granted(), choice)
    assert (placed.profile, said) == ("", "")


def test_a_grant_that_would_have_no_effect_anywhere_is_refused_with_the_rule_in_its_way() -> None:
    refuses = {"tools": {"write_file": {"require": [{"path": "args.sure", "op": "eq", "value": True}]}}}
    with pytest.raises(PolicyError) as refused:
        overruling.placed(policy(refuses), granted(), Choice("work"))
    assert "/profiles/work/tools/write_file/require/0 still refuses it" in str(refused.value)


def test_a_grant_in_a_profile_is_listed_swept_and_revoked() -> None:
    text = policy(ASKS)
    after = overruling.placed(text, granted(), Choice("work"))[0].write(text)
    (one,) = standing.standing(after, unused)
    assert (one.profile, one.client, one.server, one.tool) == ("work", "claude-desktop", "filesystem", "write_file")
    assert json.loads(standing.revoke(after, one)) == json.loads(text)
    assert json.loads(edit.sweep(after, NOW + 901)) == json.loads(text)


def test_the_preview_shows_it_in_the_profile_and_what_was_shown_is_written(run: Run) -> None:
    async def story(scene: Scene) -> None:
        choosing.choose(scene.home, policy(ASKS), "work")
        scene.ask(call="a", rule="/profiles/work/tools/write_*")
        scope = await scene.choose("15m")
        preview = scene.screen.preview
        assert preview is not None
        assert preview.overruled.startswith("The profile “work” still asks about it")
        assert '"write_file": {' in preview.text
        scene.desk.grant(scene.case(), scope, "15m")
        await scene.screen.until(lambda: scene.screen.granted)
        with open(scene.home.policy, encoding="utf-8") as file:
            assert verdict(file.read(), "work") == "allow"

    run(story)


@pytest.fixture
def run(home: Any, tmp_path: Any) -> Run:
    go = player(home, tmp_path / "person")
    store.save(home, policy(ASKS))
    return go
