"""Why a call is allowed, asked about or refused: the verdict, and everything that had a part in it.

The verdict is the one the proxies give: the same `View` over the same table, with the counters as they stand. What
stands beside it is read from the same entries, each with its place in policy.json.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from callgate_proxy.policy import argpath, checks, paths, precedence
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.decide import Charge, Verdict, View
from callgate_proxy.policy.pointers import Finder
from callgate_proxy.policy.uses import Usage, Use, apart, owner_words


@dataclass(frozen=True)
class Rule:
    """One place in policy.json. `line`, `column`: 1-based, 0 where the file has no such place."""

    pointer: str
    line: int
    column: int


@dataclass(frozen=True)
class Part:
    """One matching entry, and what it contributed, sentence by sentence."""

    rule: Rule
    says: list[str]


@dataclass(frozen=True)
class Limit:
    """One limit the call falls under. `full`: it has no room for this call now."""

    rule: Rule
    use: Use
    words: str
    full: bool


@dataclass(frozen=True)
class Explanation:
    """`verdict`: "allow", "ask", "deny", "hide" or "limit". `entries`: from specific to general.

    `profile`: under which it was judged, "" for none.
    """

    verdict: str
    rule: Rule
    reason: str
    profile: str = ""
    entries: list[Part] = field(default_factory=list[Part])
    limits: list[Limit] = field(default_factory=list[Limit])


@dataclass(frozen=True)
class Question:
    """The call that is asked about. `profile`: the one in force, "" for none; the policy has it."""

    client: str
    server: str
    tool: str
    arguments: dict[str, object]
    profile: str = ""


def explain(text: str, question: Question, usage: Usage, now: float) -> Explanation:
    """What the policy `text` says about a call at `now` (seconds since the epoch). Raises PolicyInvalid.

    `usage`: how much of a counter is used. A limit by session counts a session that begins now.
    """
    table: dict[str, Any] = compile_text(text)
    view = View(table, question.client, question.server, "", profile=question.profile)
    verdict = view.judge(question.tool, question.arguments, now)
    ruling = view.ruling(question.tool, now, question.arguments)
    aside = [entry for entry in ruling.conditional if entry not in ruling.entries]
    finder = Finder(text)

    def rule(pointer: str) -> Rule:
        return Rule(pointer, *finder.place(pointer))

    parts = [Part(rule(entry["at"]), _says(entry, ruling, question.arguments)) for entry in ruling.entries]
    parts += [Part(rule(entry["at"]), [f"{_when(entry)}: does not fit this call"]) for entry in aside]
    limits = [_limit(rule(charge.rule), charge, usage, now) for charge in verdict.charges]
    full = next((charge for charge, limit in zip(verdict.charges, limits, strict=True) if limit.full), None)
    if full is not None:
        verdict = Verdict("limit", full.rule, full.reason)
    return Explanation(verdict.action, rule(verdict.rule), verdict.reason, question.profile, parts, limits)


def _limit(rule: Rule, charge: Charge, usage: Usage, now: float) -> Limit:
    name, scope, owners = apart(charge.counter)
    used = usage(charge.counter, charge.window, now)
    amounts = charge.max / checks.MILLION, used / checks.MILLION
    use = Use(charge.rule, name, scope, owner_words(owners), charge.counter, charge.window, *amounts)
    return Limit(rule, use, use.words, used + charge.amount > charge.max)


def _says(entry: dict[str, Any], ruling: precedence.Ruling, arguments: dict[str, object]) -> list[str]:
    decides = entry["at"] == ruling.rule
    if entry["action"]:
        says = [f"{entry['action']}: {'this decides' if decides else 'something stronger decides'}"]
    elif entry["names"]:
        says = ["names the tool, and nothing states an action: allow" if decides else "names the tool, no action"]
    else:
        says = ["holds for all tools"]
    if entry["when"]:
        says.append(f"{_when(entry)}: fits")
    for check in entry["require"]:
        met = bool(check["conditions"]) and all(
            checks.meets(one, arguments, paths.under) for one in check["conditions"]
        )
        says.append(f"require: {_written(check)}: {'holds' if met else 'does not hold, so the call is refused'}")
    for check in entry["deny_if"]:
        trips = all(checks.trips(one, arguments, paths.under) for one in check["conditions"])
        says.append(f"deny_if: {_written(check)}: {'holds, so the call is refused' if trips else 'does not hold'}")
    if entry["result_bytes"]:
        says.append(f"result_bytes: results over {entry['result_bytes']:,} bytes are flagged")
    return says + [_counted(limit, arguments) for limit in entry["limits"]]


def _counted(limit: dict[str, Any], arguments: dict[str, object]) -> str:
    told = f"limit: counter {limit['counter']}"
    if not limit["when"]:
        return told
    counts = all(checks.trips(one, arguments, paths.under) for one in limit["when"])
    return f"{told}, {_when(limit)}: {'counts this call' if counts else 'does not count this call'}"


def _when(entry: dict[str, Any]) -> str:
    return "when: " + " and ".join(_condition(one) for one in entry["when"])


def _written(check: dict[str, Any]) -> str:
    """A check as the policy has it, in short."""
    return " and ".join(_condition(one) for one in check["conditions"]) or "always"


def _condition(one: list[Any]) -> str:
    segments, op, value = one[:3]
    return f"{argpath.spell(segments)} {op} {json.dumps(value[0] if op == 'regex' else value, ensure_ascii=False)}"
