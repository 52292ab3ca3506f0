"""What the policy says about a call. Pure: no clock, no I/O, no chance; the caller brings `now`, so it can be replayed.

* `hide` of any scope beats everything. Predicates and limits of every matching entry hold: deny > limit > ask > allow
  (who holds the counters looks whether the charges of what is to be asked about have room).
* A failed `require` or a holding `deny_if` refuses, also what would be asked.
* An entry with a `when` counts for the calls that surely meet it, as if it stood there without; for others not at all.
* A counter is a name and a scope; every limit that names it shares it, and of those with one window the smallest `max`
  rules.
* A limit with a `when` is there for each call that does not surely fail it: what cannot be decided counts.
Which action applies is `precedence.py`'s. On the proxy's path: what the table says about a tool is worked out once and
kept until an entry expires.
"""

from __future__ import annotations

from callgate_proxy.policy import checks, paths, precedence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from callgate_proxy.policy.checks import Condition, Segments, Under
    from callgate_proxy.policy.precedence import Ruling, Scope

    Limit = tuple["Charge", Segments | None, Sequence[Condition]]

MOST_KNOWN = 4_096  # tools; an agent can make up names without end
MOST_FITTED = 256  # sets of conditional entries that one tool's calls met
METHODS_RULE = "/methods"  # the rule of a request whose method nothing names


class Charge:
    """One limit the call falls under.

    `counter` (str): full key, scope resolved. `window`: seconds. `max`, `amount`: millionths (one call = 1,000,000).
    `rule`: JSON pointer of the limit. `reason`: what the policy says when it is reached, or "".
    Two charges may name one counter, with different windows: the amount is used once, and both must admit it.
    `refund`: a call that its server answers with an error gets the amount back.
    """

    __slots__ = ("amount", "counter", "max", "reason", "refund", "rule", "window")

    def __init__(
        self, counter: str, window: float, maximum: int, amount: int, rule: str, reason: str, refund: bool = False
    ) -> None:
        self.counter = counter
        self.window = window
        self.max = maximum
        self.amount = amount
        self.rule = rule
        self.reason = reason
        self.refund = refund


class Verdict:
    """`action`: "allow", "ask", "deny" or "hide". `rule`: JSON pointer. `reason`: the policy's own text, or "".

    `charges`: to be reserved before an allowed (or approved) call goes on; () where the call is refused.
    """

    __slots__ = ("action", "charges", "reason", "rule")

    def __init__(self, action: str, rule: str, reason: str, charges: tuple[Charge, ...] = ()) -> None:
        self.action = action
        self.rule = rule
        self.reason = reason
        self.charges = charges


class _Known:
    """What the table says about one tool from `since` until `until`."""

    __slots__ = (
        "conditional",
        "conditions",
        "deny_if",
        "fitted",
        "limits",
        "require",
        "result_bytes",
        "since",
        "until",
        "varies",
        "verdict",
    )

    def __init__(self, found: Ruling, limits: list[Limit], since: float) -> None:
        """`limits`: a charge of one call for each limit, with the argument it sums up instead, and its `when`."""
        open_to = found.entries if found.action in ("allow", "ask") else []
        self.require = [(check, entry["reason"]) for entry in open_to for check in entry["require"]]
        self.deny_if = [(check, entry["reason"]) for entry in open_to for check in entry["deny_if"]]
        self.limits = limits if open_to else []
        self.varies = any(cost is not None or when for _, cost, when in self.limits)
        self.verdict = Verdict(found.action, found.rule, found.reason, tuple([charge for charge, _, _ in self.limits]))
        self.since = since
        told = [(one["result_bytes"], f"{one['at']}/result_bytes") for one in found.entries if one["result_bytes"]]
        self.result_bytes: tuple[int, str] | None = min(told, default=None)
        self.until = found.until
        self.conditional = found.conditional
        self.conditions: list[tuple[bool, Any]] | None = None  # all of require and deny_if, once somebody asked
        self.fitted: dict[tuple[str, ...], _Known] = {}  # by the pointers of the conditional entries that count


def fits(entry: dict[str, Any], arguments: dict[str, object], under: Under = paths.under) -> bool:
    """Whether a compiled entry's `when` holds for certain; one without a `when` always counts."""
    for one in entry["when"]:  # noqa: SIM110  (twice as fast as all(…); dozens of grants may stand together)
        if not checks.meets(one, arguments, under):
            return False
    return True


class View:
    """One client's use of one server under one compiled table."""

    __slots__ = (
        "_client",
        "_known",
        "_known_methods",
        "_methods",
        "_over",
        "_scopes",
        "_server",
        "_session",
        "_under",
    )

    def __init__(
        self,
        table: dict[str, Any],
        client: str,
        server: str,
        session: str,
        under: Under = paths.under,
        profile: str = "",
    ) -> None:
        """`session` (str): this run of the client's connection. `under`: how paths are looked up.

        `profile`: the one in force, "" for none. Raises KeyError where the table does not have it.
        """
        self._client = client
        self._server = server
        self._session = session
        self._under = under
        over = precedence.scopes(table["profiles"][profile], client, server) if profile else ()
        self._over = len(over)
        self._scopes = over + precedence.scopes(table, client, server)
        self._known: dict[str, _Known] = {}
        self._methods = tuple([scope["methods"] for scope in self._scopes])
        self._known_methods: dict[str, _Known] = {}

    def judge(self, tool: str, arguments: dict[str, object], now: float) -> Verdict:
        """What happens to this call. `now`: seconds since the epoch."""
        known = self._look_up(tool, now)
        if known.conditional:
            known = self._fitted(known, self._scopes, tool, arguments)
        return self._checked(known, arguments)

    def judge_method(self, method: str, params: dict[str, object], now: float) -> Verdict:
        """What happens to a request that is no tool call: it passes where no unexpired entry names its `method`."""
        if not any(method in scope["exact"] for scope in self._methods):
            return Verdict("allow", METHODS_RULE, "")
        known = self._known_methods.get(method)
        if known is None or not known.since <= now < known.until:
            found = precedence.ruling(self._methods, method, now, self._over)
            if not found.entries:  # what has a `when` only allows
                return Verdict("allow", METHODS_RULE, "")
            known = self._known_methods[method] = _Known(found, self._limits(found), now)
        if known.conditional:
            known = self._fitted(known, self._methods, method, params)
        return self._checked(known, params)

    def _fitted(self, known: _Known, scopes: tuple[Scope, ...], name: str, arguments: dict[str, object]) -> _Known:
        """What applies to a call with these arguments, the conditional entries that it meets included."""
        fitting = [entry for entry in known.conditional if fits(entry, arguments, self._under)]
        if not fitting:
            return known
        key = tuple([entry["at"] for entry in fitting])
        if key not in known.fitted:
            if len(known.fitted) >= MOST_FITTED:
                known.fitted.clear()
            found = precedence.ruling(scopes, name, known.since, self._over, fitting)
            known.fitted[key] = _Known(found, self._limits(found), known.since)
        return known.fitted[key]

    def _checked(self, known: _Known, arguments: dict[str, object]) -> Verdict:
        for check, reason in known.deny_if:
            if all(checks.trips(one, arguments, self._under) for one in check["conditions"]):
                return Verdict("deny", check["at"], check["text"] or reason)
        for check, reason in known.require:
            failed = next((one for one in check["conditions"] if not checks.meets(one, arguments, self._under)), None)
            if failed is not None or not check["conditions"]:
                return Verdict("deny", check["at"], (failed[3] if failed else "") or check["text"] or reason)
        return self._charged(known, arguments) if known.varies else known.verdict

    def checks(self) -> dict[str, list[str]]:
        """What the policy says of Callgate's own checks: id -> [action, pointer]."""
        found: dict[str, list[str]] = {}
        for scope in reversed(self._scopes):
            found.update(scope["checks"])
        return found

    def conditions(self, tool: str, now: float) -> list[tuple[bool, Any]]:
        """Every condition on the tool's arguments: (whether it is required, the condition as compiled)."""
        known = self._look_up(tool, now)
        if known.conditions is None:
            both = (True, known.require), (False, known.deny_if)
            known.conditions = [
                (wanted, one) for wanted, checks in both for check, _ in checks for one in check["conditions"]
            ]
        return known.conditions

    def result_bytes(self, tool: str, now: float) -> tuple[int, str] | None:
        """How long a result of the tool may be (bytes of its message) before it is flagged, and the rule's pointer."""
        return self._look_up(tool, now).result_bytes

    def sizes(self) -> bool:
        """Whether any entry says how long a result may be."""
        parts = [
            (*scope["exact"].values(), *(one[2] for one in scope["globs"]), scope["all"]) for scope in self._scopes
        ]
        return any(entry["result_bytes"] for part in parts for entries in part for entry in entries)

    def named(self) -> list[str]:
        """The tools that any scope names without a wildcard."""
        return [name for scope in self._scopes for name in (*scope["exact"], *scope["hidden"])]

    def hidden(self, tool: str, now: float) -> bool:
        """Whether the tool is taken out of the server's list."""
        return self._look_up(tool, now).verdict.action == "hide"

    def setting(self, tool: str, now: float) -> Verdict:
        """What applies before looking at arguments; its charges are for one call each."""
        return self._look_up(tool, now).verdict

    def ruling(self, tool: str, now: float, arguments: dict[str, object] | None = None) -> Ruling:
        """Which action applies to the tool, and by which entries; for a call with `arguments`, where they are given."""
        found = precedence.ruling(self._scopes, tool, now, self._over)
        if arguments is None or not found.conditional:
            return found
        fitting = [entry for entry in found.conditional if fits(entry, arguments, self._under)]
        return precedence.ruling(self._scopes, tool, now, self._over, fitting)

    def ends(self, tool: str, rule: str, now: float) -> float | None:
        """When the entry at `rule`, which decides about the tool, expires (seconds since the epoch); None: it stays."""
        entries = self.ruling(tool, now).entries
        return next((entry["expires"] for entry in entries if entry["at"] == rule), None)

    def _look_up(self, tool: str, now: float) -> _Known:
        known = self._known.get(tool)
        if known is None or not known.since <= now < known.until:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            found = self.ruling(tool, now)
            known = self._known[tool] = _Known(found, self._limits(found), now)
        return known

    def _limits(self, found: Ruling) -> list[Limit]:
        """The limits of the matching entries: one for each counter and window, and each that has a `when`."""
        merged: dict[tuple[str, float], Limit] = {}
        apart: list[Limit] = []
        for limit in [limit for entry in found.entries for limit in entry["limits"]]:
            key = self._counter(limit), limit["window"]
            charge = Charge(*key, limit["max"], checks.MILLION, limit["at"], limit["text"], limit["refund"])
            if limit["when"]:
                apart.append((charge, limit["cost"], limit["when"]))
            elif key not in merged or limit["max"] < merged[key][0].max:
                merged[key] = charge, limit["cost"], ()
        return [*merged.values(), *apart]

    def _counter(self, limit: dict[str, Any]) -> str:
        owners = {
            "session": (self._client, self._server, self._session),
            "grant": (self._client, self._server),
            "server": (self._server,),
            "client": (self._client,),
            "global": (),
        }
        parts = (limit["counter"], limit["scope"], *owners[limit["scope"]])
        return "|".join([part.replace("%", "%25").replace("|", "%7C") for part in parts])

    def _charged(self, known: _Known, arguments: dict[str, object]) -> Verdict:
        charges: list[Charge] = []
        for charge, cost, when in known.limits:
            if when and not all(checks.trips(one, arguments, self._under) for one in when):
                continue
            amount = charge.amount if cost is None else checks.millionths(arguments, cost)
            if amount is None:
                return Verdict("deny", charge.rule, charge.reason or "The call states no amount that can be counted.")
            made = (charge.counter, charge.window, charge.max, amount, charge.rule, charge.reason, charge.refund)
            charges.append(Charge(*made))
        return Verdict(known.verdict.action, known.verdict.rule, known.verdict.reason, tuple(charges))
