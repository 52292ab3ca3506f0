"""Counters for tests: opened where they are needed, closed after the test."""

from __future__ import annotations

from callgate_proxy.counters import Counters
from callgate_proxy.home import Home
from callgate_proxy.policy.decide import Charge

ONE = 1_000_000
NOW = 1_000_000.0
_opened: list[Counters] = []


def opened(home: Home) -> Counters:
    """Counters that are closed after the test."""
    _opened.append(Counters(home))
    return _opened[-1]


def close_all() -> None:
    """Closes what `opened` gave."""
    while _opened:
        _opened.pop().close()


def charge(maximum: int = 3, window: float = 60.0, amount: int = ONE, counter: str = "c") -> Charge:
    """One call under a limit of `maximum` in `window` seconds. `amount`: millionths."""
    return Charge(counter, window, maximum * ONE, amount, "/limits/0", "")
