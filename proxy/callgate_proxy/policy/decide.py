"""What the policy says about one call. Pure: no clock, no I/O, no chance; the caller brings `now`, so history can be replayed.

* Scopes from specific to general: clients.C.servers.S, servers.S, clients.C (a default only), the top. Within one: an exact name,
  then globs (a longer literal prefix first; of two that are equal the stricter wins), then all_tools.
* The most specific unexpired entry that states an action gives it. A tool that is named, by an entry that states none, is allowed.
* The most specific `default` decides for tools that nothing names. A deny or ask there also stands against entries of more general
  scopes; an allow never does.
* `hide` of any scope beats everything. Predicates and limits of every unexpired matching entry hold: deny > ask > limit > allow.
On the proxy's path: what the table says about a tool is worked out once and kept until an entry expires.
"""

from __future__ import annotations

from callgate_proxy.policy import checks, globs, paths

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Entry = dict[str, Any]
    Scope = dict[str, Any]

STRICTNESS = {"allow": 0, "ask": 1, "deny": 2, "hide": 3}
NEVER = float("inf")
MOST_KNOWN = 4_096  # tools; an agent can make up names without end


class Charge:
    """One limit the call falls under.

    `counter` (str): full key, scope resolved. `window`: seconds. `max`, `amount`: millionths (one call = 1,000,000).
    `rule`: JSON pointer of the limit. `reason`: what the policy says when it is reached, or "".
    Two charges may name one counter (a minute's and a day's): the amount is used once, and both must admit it.
    """

    __slots__ = ("amount", "counter", "max", "reason", "rule", "window")

    def __init__(self, counter: str, window: float, maximum: int, amount: int, rule: str, reason: str) -> None:
        self.counter = counter
        self.window = window
        self.max = maximum
        self.amount = amount
        self.rule = rule
        self.reason = reason


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


class _Resolved:
    """What the table says about one tool from `since` until `until`, before looking at arguments."""

    __slots__ = ("deny_if", "limits", "require", "since", "until", "verdict")

    def __init__(self, verdict: Verdict, entries: list[Entry], since: float, until: float) -> None:
        self.verdict = verdict
        self.since = since
        self.until = until
        refused = verdict.action in ("deny", "hide")
        self.require = () if refused else tuple((check, entry) for entry in entries for check in entry["require"])
        self.deny_if = () if refused else tuple((check, entry) for entry in entries for check in entry["deny_if"])
        self.limits = () if refused else tuple(limit for entry in entries for limit in entry["limits"])


class View:
    """One client's use of one server under one compiled table."""

    __slots__ = ("_client", "_known", "_scopes", "_server", "_session", "_under")

    def __init__(
        self,
        table: dict[str, Any],
        client: str,
        server: str,
        session: str,
        under: checks.Under = paths.under,
    ) -> None:
        """`session` (str): this run of the client's connection. `under`: how paths are looked up."""
        self._client = client
        self._server = server
        self._session = session
        self._under = under
        mine = table["clients"].get(client) or {}
        found = (mine.get("servers", {}).get(server), table["servers"].get(server), mine.get("scope"), table["top"])
        self._scopes: tuple[Scope, ...] = tuple(scope for scope in found if scope is not None)
        self._known: dict[str, _Resolved] = {}

    def judge(self, tool: str, arguments: dict[str, object], now: float) -> Verdict:
        """What happens to this call. `now`: seconds since the epoch."""
        known = self._resolved(tool, now)
        for check, entry in known.deny_if:
            if all(checks.trips(one, arguments, self._under) for one in check["conditions"]):
                return Verdict("deny", check["at"], check["text"] or entry["reason"])
        for check, entry in known.require:
            failed = next((one for one in check["conditions"] if not checks.meets(one, arguments, self._under)), None)
            if failed is not None or not check["conditions"]:
                text = (failed[3] if failed else "") or check["text"] or entry["reason"]
                return Verdict("deny", check["at"], text)
        if not known.limits:
            return known.verdict
        return self._charged(known, arguments)

    def hidden(self, tool: str, now: float) -> bool:
        """Whether the tool is taken out of the server's list."""
        return self._resolved(tool, now).verdict.action == "hide"

    def setting(self, tool: str, now: float) -> Verdict:
        """What applies before looking at arguments; its charges carry one call each."""
        known = self._resolved(tool, now)
        charges = tuple(self._charge(limit, checks.MILLION) for limit in known.limits)
        return Verdict(known.verdict.action, known.verdict.rule, known.verdict.reason, charges)

    def _charged(self, known: _Resolved, arguments: dict[str, object]) -> Verdict:
        charges: list[Charge] = []
        for limit in known.limits:
            cost = limit["cost"]
            amount = checks.MILLION if cost is None else checks.millionths(arguments, cost)
            if amount is None:
                return Verdict(
                    "deny", limit["at"], limit["text"] or "The call states no amount that the limit can count."
                )
            charges.append(self._charge(limit, amount))
        return Verdict(known.verdict.action, known.verdict.rule, known.verdict.reason, tuple(charges))

    def _charge(self, limit: dict[str, Any], amount: int) -> Charge:
        scope = limit["scope"]
        owner = {
            "session": (self._client, self._server, self._session),
            "grant": (self._client, self._server),
            "server": (self._server,),
            "client": (self._client,),
            "global": (),
        }[scope]
        key = "|".join([part.replace("%", "%25").replace("|", "%7C") for part in (limit["counter"], scope, *owner)])
        return Charge(key, limit["window"], limit["max"], amount, limit["at"], limit["text"])

    def _resolved(self, tool: str, now: float) -> _Resolved:
        known = self._known.get(tool)
        if known is None or not known.since <= now < known.until:
            if len(self._known) >= MOST_KNOWN:
                self._known.clear()
            known = _resolve(self._scopes, tool, now)
            self._known[tool] = known
        return known


def _resolve(scopes: tuple[Scope, ...], tool: str, now: float) -> _Resolved:
    ranked = [_ranks(scope, tool) for scope in scopes]
    every = [entry for ranks in ranked for rank in ranks for entries in rank for entry in entries]
    live = [entry for entry in every if entry["expires"] is None or now < entry["expires"]]
    ends = [entry["expires"] for entry in live if entry["expires"] is not None]
    verdict = _hidden(scopes, tool) or _action(scopes, ranked, now)
    return _Resolved(verdict, live, now, min(ends, default=NEVER))


def _ranks(scope: Scope, tool: str) -> list[list[list[Entry]]]:
    """The entries of one scope for a tool: ranks from specific to general, in a rank the equally specific names."""
    exact = scope["exact"].get(tool)
    ranks = [[exact]] if exact else []
    last = -1
    for pattern, prefix, entries in scope["globs"]:
        if globs.matches(pattern, tool):
            if prefix == last:
                ranks[-1].append(entries)
            else:
                ranks.append([entries])
            last = prefix
    if scope["all"]:
        ranks.append([scope["all"]])
    return ranks


def _hidden(scopes: tuple[Scope, ...], tool: str) -> Verdict | None:
    for scope in scopes:
        at = scope["hidden"].get(tool)
        for pattern, pointer in scope["hidden_globs"]:
            if at is None and globs.matches(pattern, tool):
                at = pointer
        if at is not None:
            return Verdict("hide", at, "")
    return None


def _action(scopes: tuple[Scope, ...], ranked: list[list[list[list[Entry]]]], now: float) -> Verdict:
    """The action that applies, its rule and its reason."""
    named: Entry | None = None
    fallback: Verdict | None = None
    for scope, ranks in zip(scopes, ranked, strict=True):
        for rank in ranks:
            live = [[one for one in entries if one["expires"] is None or now < one["expires"]] for entries in rank]
            stated = [next((one for one in reversed(entries) if one["action"]), None) for entries in live]
            strictest = max((one for one in stated if one), key=lambda one: STRICTNESS[one["action"]], default=None)
            if strictest is not None:
                return Verdict(strictest["action"], strictest["at"], strictest["reason"])
            named = named or next((one for entries in live for one in entries if one["names"]), None)
        default = scope["default"]
        if default and named is None and fallback is None:
            fallback = Verdict(default, scope["at"] + "/default", "")
            if default != "allow":
                return fallback
    if named is not None:
        return Verdict("allow", named["at"], named["reason"])
    return fallback or Verdict("deny", "/default", "")
