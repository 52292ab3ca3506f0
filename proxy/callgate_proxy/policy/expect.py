"""Expectations beside a policy: calls, and the verdict each must get. For CI, and for the person who edits the policy.

The file is JSON: `{"policy": "policy.json", "calls": [{"server", "tool", "args", "client", "verdict", "rule", "reason",
"name", "times", "at", "profile", "folder"}, …]}`. `server`, `tool` and `verdict` are required; `rule` and `reason` are
compared where they are given. A call with `times` is made so often at one moment and the last verdict counts, so that
a limit can be tested; each expectation begins with empty counters. No profile is in force, whatever is chosen on the
machine, but the `profile` that is named, or the one that `folder` chooses. Unknown keys are mistakes, all of them told
at once.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from callgate_proxy.contract import VERDICTS
from callgate_proxy.errors import PolicyError
from callgate_proxy.jsonlean import as_list, as_object
from callgate_proxy.policy import profiles, spelling
from callgate_proxy.policy.decide import Verdict, View
from callgate_proxy.policy.ledger import Ledger
from callgate_proxy.policy.places import Places, PolicyInvalid, pointer
from callgate_proxy.policy.pointers import Finder
from callgate_proxy.policy.profiles import Choice
from callgate_proxy.policy.simulate import in_force

MOST_TIMES = 100_000


@dataclass(frozen=True)
class Expectation:
    """One call and what is to become of it. `line`, `column`: where it stands. `at`: seconds since the epoch, None
    for now. `rule`, `reason`: None where they are not compared. `folder`: chooses the profile, where it is given.
    """

    line: int
    column: int
    name: str
    client: str
    server: str
    tool: str
    arguments: dict[str, object]
    verdict: str
    rule: str | None
    reason: str | None
    times: int
    at: float | None
    profile: str = ""
    folder: str | None = None


@dataclass(frozen=True)
class Result:
    """What became of one expectation. `wrong`: a sentence for each thing that differs; none: it was met."""

    expected: Expectation
    verdict: str
    rule: str
    reason: str
    wrong: list[str]


def read(text: str, file: str) -> tuple[str, list[Expectation]]:
    """The policy's path and the expectations of `file`, whose text this is. Raises PolicyError with all mistakes."""
    try:
        faults = [f"{file}:{one.line}:{one.column} {one.message}" for one in Places(text).faults()]
        data = as_object(json.loads(text.removeprefix("\ufeff")))
    except PolicyInvalid as error:
        one = error.problems[0]
        raise PolicyError(f"{file}:{one.line}:{one.column} {one.message}.") from None
    finder = Finder(text)

    def complain(path: tuple[str | int, ...], message: str) -> None:
        line, column = finder.place(pointer(path))
        faults.append(f"{file}:{line}:{column} {message}")

    calls = as_list((data or {}).get("calls"))
    if data is None or calls is None:
        raise PolicyError(f'{file} has no list "calls".', 'Write {"calls": [{"server": …, "tool": …, "verdict": …}]}.')
    for key in sorted(set(data) - {"calls", "policy", "description"}):
        complain((key,), f"unknown key {key!r}")
    expected = [_expectation(index, call, finder, complain) for index, call in enumerate(calls)]
    policy = data.get("policy", "policy.json")
    if not isinstance(policy, str):
        complain(("policy",), '"policy" is the path of a file')
        policy = ""
    if faults:
        raise PolicyError("\n".join(faults), "Correct the expectations.")
    return os.path.join(os.path.dirname(file), os.path.expanduser(policy)), [one for one in expected if one]


def check(expected: Expectation, table: dict[str, Any], now: float) -> Result:
    """Makes the call under `table`. `now`: seconds since the epoch, where the expectation says no other time."""
    at = now if expected.at is None else expected.at
    verdict, ledger = _verdict(expected, table, at), Ledger()
    for _ in range(expected.times if verdict.action == "allow" and verdict.charges else 0):
        full = ledger.reserve(verdict.charges, at)
        if full is not None:
            verdict = Verdict("limit", full.rule, full.reason)
            break
    wrong = [
        f"{what}: expected {wanted!r}, got {got!r}"
        for what, wanted, got in (
            ("verdict", expected.verdict, verdict.action),
            ("rule", expected.rule, verdict.rule),
            ("reason", expected.reason, verdict.reason),
        )
        if wanted not in (None, got)
    ]
    return Result(expected, verdict.action, verdict.rule, verdict.reason, wrong)


def _verdict(expected: Expectation, table: dict[str, Any], at: float) -> Verdict:
    try:
        folder = expected.folder
        profile = in_force(table, Choice(expected.profile) if folder is None else Choice(None, folder))
    except profiles.Refused as refused:
        return Verdict("deny", profiles.RULE, str(refused))
    view = View(table, expected.client, expected.server, "", profile=profile)
    return view.judge(expected.tool, expected.arguments, at)


_KINDS: dict[str, tuple[Callable[[Any], bool], str]] = {
    "server": (lambda value: isinstance(value, str), "a text"),
    "tool": (lambda value: isinstance(value, str), "a text"),
    "verdict": (lambda value: value in VERDICTS[:-1], f"one of {', '.join(VERDICTS[:-1])}"),
    "args": (lambda value: isinstance(value, dict), "an object"),
    "client": (lambda value: isinstance(value, str), "a text"),
    "rule": (lambda value: isinstance(value, str), "a JSON pointer"),
    "reason": (lambda value: isinstance(value, str), "a text"),
    "name": (lambda value: isinstance(value, str), "a text"),
    "times": (lambda value: type(value) is int and 0 < value <= MOST_TIMES, f"a number from 1 to {MOST_TIMES:,}"),
    "profile": (lambda value: isinstance(value, str), "the name of a profile"),
    "folder": (lambda value: isinstance(value, str), "the path of a folder"),
    "at": (lambda value: isinstance(value, str) and _is_moment(value), "a moment such as 2026-11-21T20:15:00Z"),
}
_REQUIRED = ("server", "tool", "verdict")


def _expectation(
    index: int, call: object, finder: Finder, complain: Callable[[tuple[str | int, ...], str], None]
) -> Expectation | None:
    told = as_object(call)
    if told is None:
        complain(("calls", index), "an expectation is an object")
        return None
    missing = [key for key in _REQUIRED if key not in told]
    unknown = [key for key in told if key not in _KINDS]
    unfit = [key for key in told if key in _KINDS and not _KINDS[key][0](told[key])]
    if missing:
        complain(("calls", index), f"{', '.join(missing)} must be stated")
    for key in unknown:
        complain(("calls", index, key), f"unknown key {key!r}")
    for key in unfit:
        complain(("calls", index, key), f"{key!r} must be {_KINDS[key][1]}")
    both = "profile" in told and "folder" in told
    if both:
        complain(("calls", index, "folder"), '"folder" chooses a profile, and "profile" names one: give one of them')
    if missing or unknown or unfit or both:
        return None
    place = finder.place(pointer(("calls", index)))
    return _made(place, cast("dict[str, Any]", told))


def _made(place: tuple[int, int], told: dict[str, Any]) -> Expectation:
    name = told.get("name") or f"{told['server']} {told['tool']}"
    client, arguments = told.get("client", "claude-desktop"), told.get("args", {})
    at = spelling.epoch(told["at"]) if "at" in told else None
    wanted = told["verdict"], told.get("rule"), told.get("reason")
    folder: str | None = told.get("folder")
    under = told.get("profile", ""), None if folder is None else os.path.expanduser(folder)
    called = name, client, told["server"], told["tool"], arguments
    return Expectation(*place, *called, *wanted, told.get("times", 1), at, *under)


def _is_moment(text: str) -> bool:
    try:
        spelling.epoch(text)
    except ValueError:
        return False
    return True
