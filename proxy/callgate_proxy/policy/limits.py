"""The arithmetic of sliding windows, over counters kept as running totals.

A counter is a list of uses in order, each with its moment and the total up to and including it, in millionths. What
lies in the window is the last total less the total at the window's edge, so a look costs two lookups however many
uses there were. Time never runs backwards for a counter: a clock set back opens nothing. On the proxy's path: no
imports.
"""

from __future__ import annotations


def moment(now: float, last_at: float) -> float:
    """The time at which a use counts: `now`, or the last use's time where the clock was set back. Seconds."""
    return now if now > last_at else last_at


def used(last_total: int, edge_total: int) -> int:
    """What lies in the window, in millionths. `edge_total`: the running total of the last use at or before the window's
    edge, which is the window's length before `moment`: uses there count no more.
    """
    return last_total - edge_total


def admits(last_total: int, edge_total: int, amount: int, maximum: int) -> bool:
    """Whether `amount` more still fits. All in millionths."""
    return used(last_total, edge_total) + amount <= maximum


def frees_at_total(last_total: int, amount: int, maximum: int) -> int | None:
    """The running total that has to leave the window before `amount` fits; None where it never will."""
    return None if amount > maximum else last_total + amount - maximum


def retry_after(left_at: float, window: float, now: float, last_at: float) -> float:
    """Seconds until the use made at `left_at`, the first with a total of `frees_at_total`, has left the window."""
    wait = left_at + window - moment(now, last_at)
    return wait if wait > 0 else 0.0
