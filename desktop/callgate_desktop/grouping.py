"""Many tools, in groups that a menu can show: by risk where it is known, else by the names' own prefixes.

* Up to `FEW` tools need no groups.
* A group is never larger than `FEW`: one that would be is split by the alphabet, and named by its first and last tool.
* What shares no prefix with anything stands together under said("Other").

Pure: no Qt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from callgate_desktop import words
from callgate_desktop.said import said
from callgate_desktop.view import Tool

FEW = 20  # entries of a menu that the eye takes in without searching
LEAST = 3  # tools that make a group of their own
OTHER = said("Other")
RISKS = ("Critical", "High", "Medium", "Low")

Groups = list[tuple[str, list[Tool]]]


def grouped(tools: Sequence[Tool]) -> Groups:
    """(heading, tools) in the order to show them; one group without a heading where there are few."""
    ordered = sorted(tools, key=lambda tool: tool.name.casefold())
    if len(ordered) <= FEW:
        return [("", ordered)]
    found = _by_risk(ordered) if any(tool.risk for tool in ordered) else _by_prefix(ordered)
    return [part for heading, members in found for part in _split(heading, members)]


def _by_risk(tools: list[Tool]) -> Groups:
    known = {risk: [tool for tool in tools if tool.risk.casefold() == risk.casefold()] for risk in RISKS}
    placed = {tool.name for members in known.values() for tool in members}
    rest = [tool for tool in tools if tool.name not in placed]
    return [(words.risk(risk), members) for risk, members in (*known.items(), (OTHER, rest)) if members]


def _by_prefix(tools: list[Tool]) -> Groups:
    found: dict[str, list[Tool]] = {}
    for tool in tools:
        found.setdefault(_prefix(tool.name), []).append(tool)
    own = {prefix: members for prefix, members in found.items() if prefix and len(members) >= LEAST}
    placed = {tool.name for members in own.values() for tool in members}
    rest = [tool for tool in tools if tool.name not in placed]
    return [*((f"{prefix}…", own[prefix]) for prefix in sorted(own)), *([(OTHER, rest)] if rest else [])]


def _prefix(name: str) -> str:
    """The first word of a name: browser_click, browserClick and browser.click all begin with "browser"."""
    match = re.match(r"[A-Za-z]?[a-z0-9]+(?=[_\-./:A-Z])", name)
    return match.group().casefold() if match else ""


def _split(heading: str, members: list[Tool]) -> Groups:
    if len(members) <= FEW:
        return [(heading, members)]
    parts = -(-len(members) // FEW)
    size = -(-len(members) // parts)
    found: Groups = []
    for start in range(0, len(members), size):
        part = members[start : start + size]
        span = f"{part[0].name[:24]} – {part[-1].name[:24]}"
        found.append((span if heading in ("", OTHER) else f"{heading} {span}", part))
    return found
