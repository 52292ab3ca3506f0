"""`callgate policy why`: what happens to a call, by which rule, and everything that had a part in it.

Nothing is counted and nothing is asked: it is a look. The exit code is 0 whatever the verdict; 2 where the policy
cannot be read or the arguments are no JSON object.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict
from typing import TYPE_CHECKING

from callgate_proxy import guarding, mode
from callgate_proxy.cli_policy import text_of
from callgate_proxy.cli_policy_limits import counted
from callgate_proxy.effects import Call
from callgate_proxy.errors import CallgateError
from callgate_proxy.jsonlean import as_object, loads
from callgate_proxy.plain import plain
from callgate_proxy.policy import beside, choosing, confirming, profiles
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.decide import Verdict, View
from callgate_proxy.policy.explain import Explanation, Question, Rule, explain
from callgate_proxy.policy.ledger import Ledger
from callgate_proxy.wire import CALL, Message

if TYPE_CHECKING:
    import argparse

    from callgate_proxy.home import Home


def why(options: argparse.Namespace, home: Home) -> int:
    """Prints the explanation. Raises PolicyError, StateError."""
    now = time.time()
    text = text_of(home.policy)
    profile = _profile(home, text, options.profile)
    question = Question(options.client, options.server, options.tool, _arguments(options.args), profile)
    with counted(home) as state:
        found = explain(text, question, (state or Ledger()).usage, now)
    checked = _checked(home, text, question, now) if found.verdict in ("allow", "ask") else None
    if options.json:
        shown = asdict(found)
        if checked is not None:
            shown["checked"] = {"verdict": checked.action, "rule": checked.rule, "reason": checked.reason}
        print(json.dumps(shown, indent=2, ensure_ascii=False))
        return 0
    kind = mode.read(home).at(now)
    if kind != mode.ON:
        all_do = "every call passes" if kind == mode.PAUSED else "every call is refused"
        print(f"Note: Callgate is {kind} now, so {all_do}; this is what holds when that ends.")
    waiting = confirming.waiting(home)
    if waiting is not None and waiting.held:
        print(plain(f"Note: {waiting.words} Until then the stricter of it and the confirmed policy holds."))
    for line in _lines(found):
        print(plain(line))
    if checked is not None and checked.rule.startswith("/checks"):
        print(plain(f"Checks make it stricter: {checked.action}  by {checked.rule}"))
        print(plain(f"  {checked.reason}"))
    return 0


def _checked(home: Home, text: str, question: Question, now: float) -> Verdict:
    """What the checks make of the call by itself; pins, and what calls before it left, are not looked at."""
    view = View(compile_text(text), question.client, question.server, "", profile=question.profile)
    verdict = view.judge(question.tool, question.arguments, now)
    message = Message(CALL, 0, {}, tool=question.tool, arguments=question.arguments)
    return guarding.by_itself(home, question.server).stricter(view, Call("why", 0, message, b""), verdict, now)


def _profile(home: Home, text: str, wanted: str | None) -> str:
    """The profile to judge under: the one named, else what is in force for this folder."""
    if not choosing.names(text):
        return ""
    choice = beside.chosen(home, os.getcwd()) if wanted is None else profiles.Choice(wanted)
    return choosing.for_folder(text, choice)[0]


def _arguments(text: str) -> dict[str, object]:
    try:
        arguments = as_object(loads(text))
    except ValueError as error:
        raise CallgateError(f"--args is no JSON: {error}.", 'Write it like --args \'{"path": "/tmp/a"}\'.') from None
    if arguments is None:
        raise CallgateError("--args is no JSON object.", 'Write it like --args \'{"path": "/tmp/a"}\'.')
    return arguments


def _lines(found: Explanation) -> list[str]:
    lines = [f"{found.verdict}  by {_place(found.rule)}" + (f", profile {found.profile}" if found.profile else "")]
    if found.reason:
        lines.append(f"  reason: {found.reason}")
    if found.entries:
        lines.append("Entries that match, from specific to general:")
    for part in found.entries:
        lines.append(f"  {_place(part.rule)}")
        lines += [f"    {sentence}" for sentence in part.says]
    if found.limits:
        lines.append("Limits:")
    for limit in found.limits:
        room = "no room for this call" if limit.full else "has room"
        lines.append(f"  {limit.words} ({limit.use.owner}), {room}: {_place(limit.rule)}")
    return lines


def _place(rule: Rule) -> str:
    return f"{rule.pointer or '/'} (policy.json:{rule.line}:{rule.column})" if rule.line else rule.pointer
