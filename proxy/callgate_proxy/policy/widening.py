"""What a policy allows that another does not, told for people. Pure; what cannot be shown to be no wider, is wider.

* Two tables are compared place by place: every client and server that one of them names and any other, every profile,
  and there every tool that one of them names exactly and every way in which globs can meet on one that neither does.
  The verdict at each place comes from `precedence.py` itself, at every moment at which an entry expires.
* A call passes more freely if the action is milder, or if a predicate or limit that held is gone. A predicate is the
  same only if it is written the same; a limit may get a smaller `max`, lose its `refund` and its `when`, nothing else.
* A check of Callgate's own that does less is told once, for the widest place where it does (`slackened.py`).
* Globs that could only meet on paper are taken to meet, and where there is too much to compare, the new one is wider.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from callgate_proxy.jsonlean import as_list, as_object
from callgate_proxy.policy import globs, precedence
from callgate_proxy.policy.slackened import slackened

Table = dict[str, Any]
Scopes = tuple[dict[str, Any], ...]

MOST = 200_000  # verdicts that are compared
MOST_REGIONS = 512  # ways in which the globs of one place can meet
_OTHER = "\0"  # a client, server or tool that nothing names
_STRICTNESS = {**precedence.STRICTNESS, "hide": precedence.STRICTNESS["deny"]}
_UNCERTAIN = "it changes so much that what it allows cannot be compared"


class _Place(NamedTuple):
    """One client's use of one server under one profile, before and after; `over`: scopes of the profile in each.

    `around`: the `where` of the places that include this one. `named_only`: these are requests by method, which pass
    where nothing names them.
    """

    where: str
    old: Scopes
    new: Scopes
    over: tuple[int, int]
    around: tuple[str, ...] = ()
    named_only: bool = False


class TooMuch(Exception):
    """There are more places than are compared."""


def wider(old: Table, new: Table, now: float) -> list[str]:
    """What `new` allows more than `old` from `now` (seconds since the epoch) on, a phrase each; [] for nothing."""
    found: dict[str, None] = {}
    moments = sorted({now, *(at for at in [*_expiries(old), *_expiries(new)] if at > now)})
    left = MOST
    try:
        for place in _places(old, new):
            if place.old == place.new and place.over[0] == place.over[1]:
                continue
            found.update(_checks(place, found))
            for name, before, after in _pairs(place):
                left -= len(moments)
                if left < 0:
                    raise TooMuch
                phrase = _phrase(place, name, before, after, moments)
                found.update({phrase: None} if phrase else {})
    except TooMuch:
        found[_UNCERTAIN] = None
    return list(found)


def _checks(place: _Place, told: dict[str, None]) -> dict[str, None]:
    """The checks that do less there, but for those of which `told` has the same for more places."""
    if place.named_only:
        return {}
    found: dict[str, None] = {}
    for check, (was, is_now) in slackened(place.old, place.new).items():
        end = f" ({was} before, {is_now} now)"
        if not any(f"check {check}{where}{end}" in told for where in place.around):
            found[f"check {check}{place.where}{end}"] = None
    return found


def _phrase(place: _Place, name: str, before: Scopes, after: Scopes, moments: list[float]) -> str:
    tool = _OTHER if name.startswith("\0") else name
    for now in moments:
        old = precedence.ruling(before, tool, now, place.over[0])
        new = precedence.ruling(after, tool, now, place.over[1])
        shown = f"{name.lstrip(_OTHER) or 'other tools'}{place.where}"
        was, is_now = ("allow" if place.named_only and not found.entries else found.action for found in (old, new))
        if _STRICTNESS[is_now] < _STRICTNESS[was]:
            return f"{shown} ({was} before, {is_now} now)"
        if was != "allow" and _grants(new) - _grants(old):
            return f"{shown} (allowed for some arguments)"
        if is_now in ("allow", "ask") and not _holds(old, new):
            return f"{shown} (a condition or a limit is gone or wider)"
    return ""


def _grants(found: precedence.Ruling) -> set[str]:
    """The entries that allow a call with certain arguments, each with its place, but for its place in a list."""
    return {
        json.dumps([one["at"].rstrip("0123456789"), one["expires"], [condition[:3] for condition in one["when"]]])
        for one in found.conditional
    }


def _holds(old: precedence.Ruling, new: precedence.Ruling) -> bool:
    """Whether all that held a call back still does."""
    limits = [limit for entry in new.entries for limit in entry["limits"]]
    for entry in old.entries:
        for kind in ("require", "deny_if"):
            kept = {_check(check) for one in new.entries for check in one[kind]}
            if any(_check(check) not in kept for check in entry[kind]):
                return False
        for limit in entry["limits"]:
            if not any(_as_tight(other, limit) for other in limits):
                return False
    return True


def _check(check: dict[str, Any]) -> str:
    return _predicates(check["conditions"])


def _as_tight(limit: dict[str, Any], old: dict[str, Any]) -> bool:
    """Whether `limit` refuses all that `old` does."""
    same = all(limit[part] == old[part] for part in ("counter", "scope", "window", "cost"))
    counts = not limit["when"] or _predicates(limit["when"]) == _predicates(old["when"])
    return same and counts and limit["max"] <= old["max"] and limit["refund"] <= old["refund"]


def _predicates(conditions: list[Any]) -> str:
    return json.dumps([condition[:3] for condition in conditions], sort_keys=True)


def _places(old: Table, new: Table) -> Iterator[_Place]:
    for before, after, label in _profiles(old, new):
        parts = [old, new, *(table["profiles"][name] for table, name in ((old, before), (new, after)) if name)]
        clients = sorted({_OTHER, *(name for part in parts for name in part["clients"])})
        servers = {_OTHER, *(name for part in parts for name in part["servers"])}
        servers |= {name for part in parts for one in part["clients"].values() for name in one["servers"]}
        for client in clients:
            for server in sorted(servers):
                on = f" on {server}" if server != _OTHER else ""
                whose = f" for {client}" if client != _OTHER else ""
                where = on + whose
                around = tuple(f"{wider}{of}" for wider in ("", on, whose, where) for of in ("", label))
                was_over, was = _scopes(old, before, client, server)
                now_over, is_now = _scopes(new, after, client, server)
                over = was_over, now_over
                yield _Place(where + label, was, is_now, over, around)
                yield _Place(where + label, _methods(was), _methods(is_now), over, named_only=True)


def _methods(scopes: Scopes) -> Scopes:
    return tuple([scope["methods"] for scope in scopes])


def _profiles(old: Table, new: Table) -> Iterator[tuple[str, str, str]]:
    """Which profile before is compared with which now. What may be chosen in its place counts, too."""
    folders = [{name: one["under"] for name, one in table["profiles"].items() if one["under"]} for table in (old, new)]
    for name in ("", *sorted(new["profiles"])):
        label = f" in the profile {name}" if name else ""
        known = name in ("", *old["profiles"])
        yield name if known else "", name, label
        if folders[0] != folders[1]:  # a folder may now choose another one than before
            yield from ((other, name, label) for other in ("", *sorted(old["profiles"])) if other != name)


def _scopes(table: Table, profile: str, client: str, server: str) -> tuple[int, Scopes]:
    over = precedence.scopes(table["profiles"][profile], client, server) if profile else ()
    return len(over), over + precedence.scopes(table, client, server)


def _pairs(place: _Place) -> Iterator[tuple[str, Scopes, Scopes]]:
    """Each name, and each way globs meet (its name begins with NUL), with the scopes as they look from there."""
    both = (*place.old, *place.new)
    for name in sorted({name for scope in both for name in (*scope["exact"], *scope["hidden"])}):
        yield name, place.old, place.new
    patterns = {glob[0] for scope in both for glob in (*scope["globs"], *scope["hidden_globs"])}
    for region in _regions(sorted(patterns)):
        yield _OTHER + ", ".join(region), _seen(place.old, region), _seen(place.new, region)


def _regions(patterns: list[str]) -> list[tuple[str, ...]]:
    """The sets of `patterns` that may match one name: those of no two literal prefixes that differ."""
    found: list[tuple[str, ...]] = [()]
    for pattern in patterns:
        prefix = pattern[: globs.literal_prefix(pattern)]
        found += [(*one, pattern) for one in found if all(_meet(prefix, other) for other in one)]
        if len(found) > MOST_REGIONS:
            raise TooMuch
    return found


def _meet(prefix: str, pattern: str) -> bool:
    other = pattern[: globs.literal_prefix(pattern)]
    return prefix.startswith(other) or other.startswith(prefix)


def _seen(scopes: Scopes, region: tuple[str, ...]) -> Scopes:
    """The scopes as a tool sees them that exactly the globs in `region` match."""
    return tuple(
        {
            **scope,
            "exact": {},
            "hidden": {},
            "globs": [["*", weight, entries] for pattern, weight, entries in scope["globs"] if pattern in region],
            "hidden_globs": [["*", at] for pattern, at in scope["hidden_globs"] if pattern in region],
        }
        for scope in scopes
    )


def _expiries(part: object) -> Iterator[float]:
    """Every moment at which something in a table expires."""
    members, items = as_object(part), as_list(part)
    if members is not None:
        for key, value in members.items():
            if key == "expires" and isinstance(value, int | float):
                yield value
            else:
                yield from _expiries(value)
    else:
        for value in items or []:
            yield from _expiries(value)
