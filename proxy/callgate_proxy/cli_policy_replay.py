"""`callgate policy simulate` and `callgate policy test`: a policy tried out on calls, past ones and expected ones.

Neither writes anything. `simulate` exits with 0 whatever it finds; `test` with 1 where an expectation is not met, and
with 2 where the policy or the expectations cannot be read.
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import asdict
from typing import TYPE_CHECKING

from callgate_proxy.cli_policy import text_of
from callgate_proxy.logread import last_calls
from callgate_proxy.plain import plain
from callgate_proxy.policy import beside, expect
from callgate_proxy.policy import simulate as simulating
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.pointers import Finder
from callgate_proxy.policy.profiles import Choice
from callgate_proxy.policy.simulate import UNKNOWN

if TYPE_CHECKING:
    import argparse

    from callgate_proxy.home import Home
    from callgate_proxy.policy.expect import Result
    from callgate_proxy.policy.simulate import Change, Simulation


def simulate(options: argparse.Namespace, home: Home) -> int:
    """Tells which past calls another policy would change. Raises PolicyError."""
    now = text_of(home.policy)
    before, after = compile_text(now), compile_text(text_of(options.file) if options.file else now)
    choice = beside.chosen(home, os.getcwd())
    then = choice if options.profile is None else Choice(options.profile)
    found = simulating.simulate(before, after, last_calls(home, options.last), choice, then)
    profile = simulating.under((before, after), then)
    if options.json:
        changes, unknown = [[_as_json(one) for one in changes] for changes in (found.changes, found.unknown)]
        told = {"judged": found.judged, "profile": profile, "changes": changes, "unknown": unknown}
        print(json.dumps(told, ensure_ascii=False))
    else:
        if profile:
            print(plain(profile))
        for line in _simulated(found):
            print(plain(line))
    return 0


def _as_json(change: Change) -> dict[str, object]:
    call = change.call
    told = {"id": call.id, "t": call.t, "client": call.client, "server": call.server, "tool": call.tool}
    return {**told, "args": call.args, "before": asdict(change.before), "after": asdict(change.after)}


def _simulated(found: Simulation) -> list[str]:
    lines = [
        f"{_call(one)}: {one.before.verdict} → {one.after.verdict}, by {one.after.rule}"
        + (f" ({one.after.reason})" if one.after.reason else "")
        for one in found.changes
    ]
    for one in found.unknown:
        rules = dict.fromkeys(side.rule for side in (one.before, one.after) if side.verdict == UNKNOWN)
        lines.append(f"{_call(one)}: not decidable: {' and '.join(rules)} looks at what the log masks")
    unknown = f", {len(found.unknown)} cannot be decided" if found.unknown else ""
    return [*lines, f"{len(found.changes)} of {found.judged} calls would change{unknown}."]


def _call(change: Change) -> str:
    when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(change.call.t))
    return f"{when}  {change.call.server} {change.call.tool}"


def test(options: argparse.Namespace, _: Home) -> int:
    """Checks a policy against expectations. Raises PolicyError."""
    path, expected = expect.read(text_of(options.file), options.file)
    text = text_of(path)
    table, now, finder = compile_text(text), time.time(), Finder(text)
    results = [expect.check(one, table, now) for one in expected]
    wrong = [result for result in results if result.wrong]
    if options.json:
        told = [{**asdict(one.expected), **asdict(one), "met": not one.wrong} for one in results]
        print(json.dumps({"policy": path, "failed": len(wrong), "results": told}, ensure_ascii=False))
    else:
        for result in wrong:
            for line in _mismatch(options.file, result, finder):
                print(plain(line))
        print(f"{len(results) - len(wrong)} of {len(results)} expectations are met.")
    return 1 if wrong else 0


def _mismatch(file: str, result: Result, finder: Finder) -> list[str]:
    line, column = finder.place(result.rule)
    place = f" (line {line}, column {column} of the policy)" if line else ""
    expected = result.expected
    return [
        f"{file}:{expected.line}:{expected.column} {expected.name}",
        *(f"  {sentence}" for sentence in result.wrong),
        f"  decided by {result.rule}{place}",
    ]
