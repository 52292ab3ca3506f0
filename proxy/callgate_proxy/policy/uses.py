"""The limits of a policy with what is used of them now.

A counter's key holds its name, its scope and its owners (`decide.py` writes it); here it is taken apart again. A limit
is shown once for each counter that was used under it, and once by itself where none was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

Usage = Callable[[str, float, float], int]  # counter, window, now -> millionths

OWNERS = {
    "session": ("client", "server", "session"),
    "grant": ("client", "server"),
    "server": ("server",),
    "client": ("client",),
    "global": (),
}
_SPANS = ((86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second"))


@dataclass(frozen=True)
class Use:
    """One limit, counted for one owner.

    `counter`: its key in the state, "" where nothing was counted yet. `name`, `scope`: as the policy has them.
    `owner`: who shares it. `window`: seconds. `max`, `used`: calls, or what the limit sums up. `rule`: JSON pointer.
    """

    rule: str
    name: str
    scope: str
    owner: str
    counter: str
    window: float
    max: float
    used: float

    @property
    def words(self) -> str:
        """As a person says it: "18 of 30 in the last minute"."""
        return f"{_number(self.used)} of {_number(self.max)} in the last {span(self.window)}"


def span(seconds: float) -> str:
    """A window in words: "minute", "5 minutes"."""
    size, name = next(((size, name) for size, name in _SPANS if seconds % size == 0), (1, "second"))
    count = seconds / size
    return name if count == 1 else f"{_number(count)} {name}s"


def apart(counter: str) -> tuple[str, str, dict[str, str]]:
    """Name, scope and owners of a counter's key."""
    name, scope, *owners = [part.replace("%7C", "|").replace("%25", "%") for part in counter.split("|")]
    return name, scope, dict(zip(OWNERS.get(scope, ()), owners, strict=False))


def owner_words(owners: dict[str, str]) -> str:
    """Who shares a counter, in words."""
    words = [f"{owners['client'] or 'an unnamed client'}" if "client" in owners else ""]
    words.append(f"on {owners['server']}" if "server" in owners else "")
    words.append(f"in session {owners['session']}" if owners.get("session") else "")
    return " ".join(filter(None, words)) or "everybody"


def uses(table: dict[str, Any], seen: list[str], usage: Usage, now: float) -> list[Use]:
    """Every limit of `table` that holds at `now`. `seen`: the keys of the counters that were used."""
    found: list[Use] = []
    for where, limit in _limits(table, now):
        keys = [key for key in seen if _counts(key, limit, where)]
        for key in keys:
            owner = owner_words(apart(key)[2])
            found.append(use(limit, key, owner, usage(key, limit["window"], now)))
        if not keys:
            owner = "each " + limit["scope"] if limit["scope"] != "global" else "everybody"
            found.append(use(limit, "", owner, 0))
    return found


def use(limit: dict[str, Any], counter: str, owner: str, used: int) -> Use:
    """One limit of a table, `used` (millionths) by `owner`."""
    million = 1_000_000
    names = (limit["at"], limit["counter"], limit["scope"], owner, counter)
    return Use(*names, limit["window"], limit["max"] / million, used / million)


def _limits(table: dict[str, Any], now: float) -> Iterator[tuple[dict[str, str], dict[str, Any]]]:
    """Each limit, with the client and server it is written for."""
    scopes: list[tuple[dict[str, str], dict[str, Any]]] = []
    for part in (table, *table["profiles"].values()):
        scopes.append(({}, part["top"]))
        scopes += [({"server": name}, scope) for name, scope in part["servers"].items()]
        for client, own in part["clients"].items():
            scopes += [({"client": client, "server": name}, scope) for name, scope in own["servers"].items()]
    for where, scope in scopes:
        named = [*scope["exact"].values(), *(entries for _, _, entries in scope["globs"]), scope["all"]]
        named += scope["methods"]["exact"].values()
        for entry in [entry for entries in named for entry in entries]:
            if entry["expires"] is None or now < entry["expires"]:
                yield from ((where, limit) for limit in entry["limits"])


def _counts(key: str, limit: dict[str, Any], where: dict[str, str]) -> bool:
    name, scope, owners = apart(key)
    mine = all(owners.get(part, wanted) == wanted for part, wanted in where.items())
    return mine and (name, scope) == (limit["counter"], limit["scope"])


def _number(amount: float) -> str:
    return f"{amount:,.6f}".rstrip("0").rstrip(".")
