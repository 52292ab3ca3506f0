"""Past calls under another policy: each is judged again at its own time, with limits counted from the first on.

* Both policies are played in full, so that a change in what a limit has left shows too.
* What would be asked is answered as it was: a call that went on then is counted, one that did not is not.
* The log masks secrets. Where a predicate looks at what was masked, there is no telling, and that is said.
* Folders and links are those of today: what lay under a folder then may not now.
* The log does not tell which profile a call was under: all are played under one, and `under` says so.
The arithmetic is the proxies' own (`decide.View`, `limits.py`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from callgate_proxy.contract import ALLOWED
from callgate_proxy.policy import checks, precedence, profiles
from callgate_proxy.policy.decide import Verdict, View, fits
from callgate_proxy.policy.ledger import Ledger
from callgate_proxy.policy.profiles import Choice

if TYPE_CHECKING:
    from callgate_proxy.logread import Call
    from callgate_proxy.policy.checks import Segments

NO_PROFILE = Choice("")
UNKNOWN = "unknown"  # the verdict where a predicate looks at what the log masks

# What redact.py leaves in the place of a secret, or at the end of a text that was cut.
_MASK = re.compile(r"\[masked(?:, \d+ characters)?\]|… \[\d+ more characters\]$")


@dataclass(frozen=True)
class Outcome:
    """`verdict`: "allow", "ask", "deny", "hide", "limit" or UNKNOWN. `rule`: JSON pointer."""

    verdict: str
    rule: str
    reason: str = ""


@dataclass(frozen=True)
class Change:
    """A call that the two policies treat differently, or one of them cannot be told for."""

    call: Call
    before: Outcome
    after: Outcome


@dataclass(frozen=True)
class Simulation:
    """`judged`: how many calls were played. `changes`, `unknown`: in time order; a call is in one of them at most."""

    judged: int
    changes: list[Change] = field(default_factory=list[Change])
    unknown: list[Change] = field(default_factory=list[Change])


def simulate(
    before: dict[str, Any],
    after: dict[str, Any],
    calls: Iterable[Call],
    choice: Choice = NO_PROFILE,
    then: Choice | None = None,
) -> Simulation:
    """Plays `calls` under two tables. `choice`: of a profile in both; `then`: another one in `after`."""
    played = [call for call in sorted(calls, key=lambda call: call.t) if call.tool and not call.method]
    old, new = Player(before, choice), Player(after, choice if then is None else then)
    changes = [Change(call, old.play(call), new.play(call)) for call in played]
    unknown = [one for one in changes if UNKNOWN in (one.before.verdict, one.after.verdict)]
    known = [one for one in changes if UNKNOWN not in (one.before.verdict, one.after.verdict)]
    return Simulation(len(played), [one for one in known if one.before.verdict != one.after.verdict], unknown)


def under(tables: Sequence[dict[str, Any]], choice: Choice) -> str:
    """Says which profile `choice` has the calls played under; "" where none of `tables` has any."""
    try:
        name = played_under(tables, choice)
    except profiles.Refused as refused:
        return f"Every call is refused: {refused}"
    if name is None:
        return ""
    how = f"under the profile “{name}”" if name else "without a profile"
    return f"Played {how}: the log does not tell which one was in force."


def played_under(tables: Sequence[dict[str, Any]], choice: Choice) -> str | None:
    """The profile that `under` tells of, "" for none; None where none of `tables` has any. Raises Refused."""
    with_any = [table for table in tables if table["profiles"]]
    return in_force(with_any[-1], choice) if with_any else None


def in_force(table: dict[str, Any], choice: Choice) -> str:
    """The one profile of a table that `choice` means, "" for none. Raises Refused."""
    return profiles.in_force(table, choice)[0] if table["profiles"] else ""


def went_on(call: Call) -> bool:
    """Whether the call reached its server."""
    return call.decision == ALLOWED if call.verdict == "ask" else call.verdict == "allow"


class Player:
    """One policy, played call by call in time order."""

    def __init__(self, table: dict[str, Any], choice: Choice = NO_PROFILE) -> None:
        """`choice`: of a profile; one that the policy does not have refuses every call, as the proxies do."""
        self._table = table
        self._profile = self._refused = ""
        try:
            self._profile = in_force(table, choice)
        except profiles.Refused as refused:
            self._refused = str(refused)
        self._views: dict[tuple[str, str, str], View] = {}
        self._ledger = Ledger()

    def play(self, call: Call) -> Outcome:
        """What the policy says about `call`, and counts of it."""
        if self._refused:
            return Outcome("deny", profiles.RULE, self._refused)
        session = call.id.rpartition(".")[0]
        key = call.client, call.server, session
        view = self._views.get(key)
        if view is None:
            view = self._views[key] = View(self._table, *key, profile=self._profile)
        verdict = view.judge(call.tool, call.args, call.t)
        blind = self._blind(call)
        if blind and not (verdict.action in ("deny", "hide") and verdict.rule not in blind):
            if went_on(call):
                self._ledger.reserve(view.setting(call.tool, call.t).charges, call.t)
            return Outcome(UNKNOWN, blind[0])
        return self._counted(call, verdict)

    def _counted(self, call: Call, verdict: Verdict) -> Outcome:
        if verdict.action == "allow":
            full = self._ledger.reserve(verdict.charges, call.t)
            if full is not None:
                return Outcome("limit", full.rule, full.reason)
        elif verdict.action == "ask" and went_on(call):
            self._ledger.reserve(verdict.charges, call.t)
        return Outcome(verdict.action, verdict.rule, verdict.reason)

    def _blind(self, call: Call) -> list[str]:
        """Pointers of what looks at masked arguments of `call`."""
        if not _masked(call.args):
            return []
        where = call.client, call.server
        over = precedence.scopes(self._table["profiles"][self._profile], *where) if self._profile else ()
        scopes = over + precedence.scopes(self._table, *where)
        conditional = precedence.ruling(scopes, call.tool, call.t, len(over)).conditional
        fitting = [entry for entry in conditional if fits(entry, call.args)]
        ruling = precedence.ruling(scopes, call.tool, call.t, len(over), fitting)
        looks: list[tuple[str, Segments]] = [
            (entry["at"], one[0]) for entry in conditional for one in entry["when"] if one[1] not in ("exists", "keys")
        ]
        for entry in ruling.entries if ruling.action in ("allow", "ask") else []:
            for check in (*entry["deny_if"], *entry["require"]):
                looks += [(check["at"], one[0]) for one in check["conditions"] if one[1] != "exists"]
            looks += [(limit["at"], limit["cost"]) for limit in entry["limits"] if limit["cost"] is not None]
        return [at for at, segments in looks if hides(call.args, segments)]


def hides(arguments: dict[str, object], segments: Sequence[Any]) -> bool:
    """Whether a mask stands where the path leads, or on the way there."""
    on_the_way = (value for end in range(len(segments)) for value in checks.gather(arguments, segments[:end]))
    return any(isinstance(value, str) and _masked(value) for value in on_the_way) or any(
        map(_masked, checks.gather(arguments, segments))
    )


def _masked(value: object) -> bool:
    leaves = checks.gather(value, (True,))
    return any(isinstance(leaf, str) and _MASK.search(leaf) is not None for leaf in leaves)
