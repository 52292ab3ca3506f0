"""Where a grant has to stand to have effect: a profile that rules the call may overrule what is written outside of it.

* Which profile rules: the one chosen by hand, else the one that the rule stands in which had the call asked about.
  Where a folder chose it and another rule asked, there is no telling, and nothing is said.
* A profile that still asks gets the grant written into it: there it holds as long as the profile does. What the policy
  itself denies stays denied, so where that does not help either, the grant is refused with the rule that is in its way.

Text in, text out; looks at the file system where paths lead. Raises PolicyError.
"""

from __future__ import annotations

from dataclasses import replace

from callgate_proxy.errors import PolicyError
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.decide import Verdict, View
from callgate_proxy.policy.pointers import steps
from callgate_proxy.policy.profiles import Choice

from callgate_desktop import words
from callgate_desktop.grants import Grant
from callgate_desktop.hub import Question
from callgate_desktop.said import said

IN_VAIN = {
    "ask": said("It would have no effect: with the profile “{profile}”, {rule} still asks about it."),
    "deny": said("It would have no effect: with the profile “{profile}”, {rule} still refuses it."),
    "hide": said("It would have no effect: with the profile “{profile}”, {rule} still hides it."),
}
INSIDE = {
    "ask": said("The profile “{profile}” still asks about it ({rule}), so it is written into the profile."),
    "deny": said("The profile “{profile}” still refuses it ({rule}), so it is written into the profile."),
    "hide": said("The profile “{profile}” still hides it ({rule}), so it is written into the profile."),
}


def placed(text: str, given: Grant, choice: Choice) -> tuple[Grant, str, Choice]:
    """`given` as it has effect, a sentence where that is in a profile, and the choice of the profile that rules."""
    name = _profile(text, given.question, choice)
    if not name:
        return given, "", choice
    choice = Choice(name)
    if not given.is_written:
        return given, "", choice
    still = _verdict(given.write(text), given, name)
    if still.action == "allow":
        return given, "", choice
    inside = replace(given, profile=name)
    verdict = _verdict(inside.write(text), inside, name)
    shown = words.short(name)
    if verdict.action != "allow":
        raise PolicyError(
            IN_VAIN[verdict.action].format(profile=shown, rule=verdict.rule),
            said("Change that rule in the policy editor, or choose another profile."),
        )
    told = INSIDE[still.action].format(profile=shown, rule=still.rule)
    return inside, f"{told} {said('It holds while the profile is in force.')}", choice


def _profile(text: str, asked: Question, choice: Choice) -> str:
    known = compile_text(text)["profiles"]
    parts = steps(asked.rule)
    name = choice.name if choice.name is not None else parts[1] if parts[:1] == ["profiles"] else ""
    return name if isinstance(known, dict) and name in known else ""


def _verdict(text: str, given: Grant, profile: str) -> Verdict:
    asked = given.question
    view = View(compile_text(text), asked.client, asked.server, "", profile=profile)
    if asked.method:
        return view.judge_method(asked.method, asked.args, given.at)
    return view.judge(asked.tool, asked.args, given.at)
