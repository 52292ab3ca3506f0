"""Several views of one call at once: the strictest verdict of them holds, and the limits of all that let it pass.

So a policy that waits for a person's word is held (what is in force is what it and the confirmed one both allow), and
so a client with several roots is judged by the profile of each. Pure. On the proxy's path, where it is needed at all.
"""

from __future__ import annotations

from callgate_proxy.policy.decide import Verdict
from callgate_proxy.policy.precedence import STRICTNESS

_STRICTNESS = ("off", "flag", "ask", "block")

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from callgate_proxy.policy.decide import Charge, View


class Strictest:
    """What a `View` is to one table, to several of them."""

    __slots__ = ("_views",)

    def __init__(self, views: list[View]) -> None:
        """`views`: at least one; of two that are equally strict the earlier gives the rule."""
        self._views = views

    def judge(self, tool: str, arguments: dict[str, object], now: float) -> Verdict:
        """What happens to this call. `now`: seconds since the epoch."""
        return strictest([view.judge(tool, arguments, now) for view in self._views])

    def judge_method(self, method: str, params: dict[str, object], now: float) -> Verdict:
        """What happens to a request that is no tool call."""
        return strictest([view.judge_method(method, params, now) for view in self._views])

    def hidden(self, tool: str, now: float) -> bool:
        """Whether the tool is taken out of the server's list."""
        return any(view.hidden(tool, now) for view in self._views)

    def checks(self) -> dict[str, list[str]]:
        """What the policies say of Callgate's own checks, the strictest of it: id -> [action, pointer].

        Where not all say something, it is a lower bound, with a third word: the check may be stricter by itself.
        """
        found: dict[str, list[str]] = {}
        told = [view.checks() for view in self._views]
        for check in {check for one in told for check in one}:
            said = [one[check] for one in told if check in one]
            worst = max(said, key=lambda setting: _STRICTNESS.index(setting[0]))
            found[check] = worst if len(said) == len(told) or worst[0] == "block" else [*worst, "least"]
        return found

    def conditions(self, tool: str, now: float) -> list[tuple[bool, Any]]:
        """The conditions on the tool's arguments that all have (they make checks milder)."""
        first, *others = [view.conditions(tool, now) for view in self._views]
        return [one for one in first if all(one in other for other in others)]

    def result_bytes(self, tool: str, now: float) -> tuple[int, str] | None:
        """The least of what the policies want a result of the tool to be flagged beyond."""
        told = [most for view in self._views if (most := view.result_bytes(tool, now)) is not None]
        return min(told, default=None)

    def sizes(self) -> bool:
        """Whether any of them says how long a result may be."""
        return any(view.sizes() for view in self._views)

    def named(self) -> list[str]:
        """The tools that any of them names without a wildcard."""
        return [name for view in self._views for name in view.named()]

    def ends(self, tool: str, rule: str, now: float) -> float | None:
        """When the entry at `rule`, which decides about the tool, expires; None: it stays."""
        return next((end for view in self._views if (end := view.ends(tool, rule, now)) is not None), None)

    def setting(self, tool: str, now: float) -> Verdict:
        """What applies before looking at arguments."""
        return strictest([view.setting(tool, now) for view in self._views])


def strictest(verdicts: list[Verdict]) -> Verdict:
    """The strictest of `verdicts`; where that lets the call pass, with the limits of all of them."""
    first = max(verdicts, key=lambda verdict: STRICTNESS[verdict.action])
    if first.action not in ("allow", "ask"):
        return first
    charges: dict[tuple[str, float], Charge] = {}
    for charge in [charge for verdict in verdicts for charge in verdict.charges]:
        key = charge.counter, charge.window
        other = charges.get(key)
        # Two policies may mean different amounts by one counter: then neither may be used up by less.
        if other is None or charge.max - charge.amount < other.max - other.amount:
            charges[key] = charge
    return Verdict(first.action, first.rule, first.reason, tuple(charges.values()))
