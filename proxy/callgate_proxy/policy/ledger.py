"""Counters in memory: what state.db does for the proxies, for calls that are only played.

The arithmetic is `limits.py`'s, as it is state.py's, so that a replay admits what the proxies would have admitted:
all limits of a call have room and all are charged, or none is; of two windows over one counter the use counts once.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

from callgate_proxy.policy import limits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callgate_proxy.policy.decide import Charge


class _Uses:
    """One counter: when it was used, and the running totals in millionths."""

    __slots__ = ("times", "totals")

    def __init__(self) -> None:
        self.times: list[float] = []
        self.totals: list[int] = []

    def last(self, now: float) -> tuple[float, int]:
        return (self.times[-1], self.totals[-1]) if self.times else (now, 0)

    def edge_total(self, edge: float) -> int:
        index = bisect_right(self.times, edge)
        return self.totals[index - 1] if index else 0


class Ledger:
    """Counters that begin empty."""

    def __init__(self) -> None:
        self._uses: dict[str, _Uses] = {}

    def reserve(self, charges: Sequence[Charge], now: float) -> Charge | None:
        """Charges all of `charges`; or charges none and gives the one without room. `now`: seconds since the epoch."""
        full = self.room(charges, now)
        if full is not None:
            return full
        amounts = {charge.counter: charge.amount for charge in charges}
        for counter, amount in amounts.items():
            uses = self._uses[counter]
            last_at, total = uses.last(now)
            uses.times.append(limits.moment(now, last_at))
            uses.totals.append(total + amount)
        return None

    def room(self, charges: Sequence[Charge], now: float) -> Charge | None:
        """What `reserve` would give; nothing is charged."""
        for charge in charges:
            uses = self._uses.setdefault(charge.counter, _Uses())
            last_at, total = uses.last(now)
            edge_total = uses.edge_total(limits.moment(now, last_at) - charge.window)
            if not limits.admits(total, edge_total, charge.amount, charge.max):
                return charge
        return None

    def usage(self, counter: str, window: float, now: float) -> int:
        """How much of `counter` the last `window` seconds hold, in millionths."""
        uses = self._uses.get(counter, _Uses())
        last_at, total = uses.last(now)
        return limits.used(total, uses.edge_total(limits.moment(now, last_at) - window))
