"""The tray's menu, line by line: facts in, one line of words out. Names are short and plain.

Pure: no Qt, no clock.
"""

from __future__ import annotations

import time
from math import inf

from callgate_proxy.contract import START
from callgate_proxy.logread import Call

from callgate_desktop import words
from callgate_desktop.asking import Case
from callgate_desktop.grants import Grant
from callgate_desktop.said import said
from callgate_desktop.view import Facts, Tool

WIDENED = 3  # phrases that are shown


def profile(facts: Facts) -> str:
    """The entry for the profiles."""
    if facts.profile is None:
        return said("Profile: by folder")
    return said("Profile: {name}", name=words.short(facts.profile)) if facts.profile else said("Profile: none")


def widened(facts: Facts) -> list[str]:
    """What was changed outside Callgate and allows more."""
    if not facts.widened:
        return []
    more = len(facts.widens) - WIDENED
    shown = [f"   {words.short(phrase)}" for phrase in facts.widens[:WIDENED]]
    shown += [f"   {said('and {n} more', n=more)}"] if more > 0 else []
    return [said("policy.json allows more, changed outside Callgate:"), *shown]


def waiting(case: Case) -> str:
    """A waiting case."""
    more = f" (×{len(case.questions)})" if len(case.questions) > 1 else ""
    server = words.short(case.first.server)
    is_start = case.first.method == START
    what = said("the start of {server}", server=server) if is_start else words.on(case.first.tool, case.first.server)
    return said("{call}, told to call again", call=what + more) if case.deadline == inf else what + more


def standing(grant: Grant) -> str:
    """A grant that lasts until its client quits."""
    scope, asked = grant.scope, grant.question
    texts = {
        "exact": said("{tool} on {server} for {client}, these arguments"),
        "value": said("{tool} on {server} for {client}, {key} is {name}"),
        "folder": said("{tool} on {server} for {client}, files under {name}"),
        "host": said("{tool} on {server} for {client}, addresses on {name}"),
        "readers": said("{tool} on {server} for {client} and what else only reads"),
    }
    return (texts.get(scope.kind) or said("{tool} on {server} for {client}")).format(
        tool=words.short(asked.tool),
        server=words.short(asked.server),
        client=words.client(asked.client),
        key=scope.key,
        name=words.short(scope.name),
    )


def setting(tool: Tool) -> str:
    """A tool in its server's menu: its name, and its setting in a word."""
    word = tool.detail or words.SETTINGS[tool.setting]
    if tool.until is not None:
        word = said("{setting} until {time}", setting=word, time=time.strftime("%H:%M", time.localtime(tool.until)))
    return f"{words.short(tool.name)}   {word}"


def call(one: Call) -> str:
    """One of the last calls."""
    when = time.strftime("%H:%M", time.localtime(one.t))
    return f"{when}  {words.on(one.tool, one.server)}   {words.verdict(one)}"
