"""Which action applies to a tool, before looking at arguments.

* Scopes from specific to general: clients.C.servers.S, servers.S, clients.C (a default only), the top. Within one: an
  exact name, then globs (a longer literal prefix first; of two that are equal the stricter wins), then all_tools.
* The most specific unexpired entry that states an action gives it, of several under one name the last. A tool that is
  named, but by no entry that states an action, is allowed.
* An entry with `when` counts only where the caller says that it fits the call (`fitting`).
* The most specific `default` decides for tools that nothing names. A deny or ask there also stands against the entries
  of more general scopes; an allow never does.
* A profile is a ladder of scopes on top of the others', more specific than all of them. It decides between allow, ask
  and deny only where the others do not deny: a profile is switched by a click or chosen by a folder, and neither may
  open what the policy itself has closed.
On the proxy's path.
"""

from __future__ import annotations

from callgate_proxy.policy import globs

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    Entry = dict[str, Any]
    Scope = dict[str, Any]
    Ranks = list[
        list[list[Entry]]
    ]  # from specific to general; in a rank equally specific names; under a name its entries

STRICTNESS = {"allow": 0, "ask": 1, "deny": 2, "hide": 3}
_EXACT = 1 << 30  # more specific than any literal prefix
_ALL = -1


class Ruling:
    """`action`, `rule` (JSON pointer), `reason`: what applies. `entries`: all that match and have not expired.

    `conditional`: the unexpired ones with a `when`, counted or not. `until`: seconds since the epoch at which one of
    all these expires, infinity where none does.
    """

    __slots__ = ("action", "conditional", "entries", "reason", "rule", "until")

    def __init__(self, action: str, rule: str, reason: str) -> None:
        self.action = action
        self.rule = rule
        self.reason = reason
        self.entries: list[Entry] = []
        self.conditional: list[Entry] = []
        self.until = float("inf")


def scopes(table: dict[str, Any], client: str, server: str) -> tuple[Scope, ...]:
    """The scopes of one client's use of one server, from specific to general."""
    mine: dict[str, Any] | None = table["clients"].get(client)
    found: list[Scope | None] = [table["servers"].get(server), table["top"]]
    if mine is not None:
        found = [mine["servers"].get(server), found[0], mine["scope"], found[1]]
    return tuple([scope for scope in found if scope is not None])


def ruling(scopes: tuple[Scope, ...], tool: str, now: float, over: int = 0, fitting: Sequence[Entry] = ()) -> Ruling:
    """What applies to `tool` at `now` (seconds since the epoch).

    `over`: how many of `scopes` are a profile's. `fitting`: the entries whose `when` the call meets.
    """
    conditional: list[Entry] = []
    ranked = [_ranks(scope, tool, now, fitting, conditional) for scope in scopes]
    found = _hidden(scopes, tool) or _action(scopes, ranked)
    if over:
        found = _closed_below(scopes[over:], ranked[over:], found)
    found.entries = [entry for ranks in ranked for rank in ranks for entries in rank for entry in entries]
    found.conditional = conditional
    seen = [*found.entries, *conditional]
    found.until = min((one["expires"] for one in seen if one["expires"] is not None), default=found.until)
    return found


def _ranks(scope: Scope, tool: str, now: float, fitting: Sequence[Entry], conditional: list[Entry]) -> Ranks:
    """The unexpired entries of one scope for a tool; those with a `when` are noted in `conditional`."""
    names: list[tuple[int, list[Entry]]] = []
    if tool in scope["exact"]:
        names.append((_EXACT, scope["exact"][tool]))
    names += [(prefix, entries) for pattern, prefix, entries in scope["globs"] if globs.matches(pattern, tool)]
    names.append((_ALL, scope["all"]))
    ranks: Ranks = []
    last: int | None = None
    for weight, entries in names:
        live = [entry for entry in entries if entry["expires"] is None or now < entry["expires"]]
        asking = [entry for entry in live if entry["when"]]
        if asking:
            conditional += asking
            live = [entry for entry in live if not entry["when"] or any(entry is one for one in fitting)]
        if weight != last:
            ranks.append([])
        ranks[-1].append(live)
        last = weight
    return ranks


def _hidden(scopes: tuple[Scope, ...], tool: str) -> Ruling | None:
    for scope in scopes:
        at = scope["hidden"].get(tool)
        if at is None:
            at = next((pointer for pattern, pointer in scope["hidden_globs"] if globs.matches(pattern, tool)), None)
        if at is not None:
            return Ruling("hide", at, "")
    return None


def _action(scopes: tuple[Scope, ...], ranked: list[Ranks]) -> Ruling:
    named: Entry | None = None
    fallback: Ruling | None = None
    for scope, ranks in zip(scopes, ranked, strict=True):
        for rank in ranks:
            stated = [next((one for one in reversed(entries) if one["action"]), None) for entries in rank]
            strictest = max((one for one in stated if one), key=_strictness, default=None)
            if strictest is not None:
                return Ruling(strictest["action"], strictest["at"], strictest["reason"])
            named = named or next((one for entries in rank for one in entries if one["names"]), None)
        if scope["default"] and named is None and fallback is None:
            fallback = Ruling(scope["default"], scope["at"] + "/default", "")
            if fallback.action != "allow":
                return fallback
    if named is not None:
        return Ruling("allow", named["at"], named["reason"])
    return fallback or Ruling("deny", "/default", "")


def _closed_below(scopes: tuple[Scope, ...], ranked: list[Ranks], found: Ruling) -> Ruling:
    """`found` by a profile, or what denies below it."""
    states = any(scope["default"] for scope in scopes) or any(e for ranks in ranked for rank in ranks for e in rank)
    below = _action(scopes, ranked) if states else found  # of methods that nothing names, nothing is said
    return below if STRICTNESS[below.action] > max(STRICTNESS[found.action], STRICTNESS["ask"]) else found


def _strictness(entry: Entry) -> int:
    return STRICTNESS[entry["action"]]
