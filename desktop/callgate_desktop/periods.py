"""The stretches of time that the Activity window offers. Days are the person's own: they begin at local midnight.

Pure: the caller brings `now`.
"""

from __future__ import annotations

import datetime

from callgate_desktop.said import said

LATEST = ""
PERIODS = (
    (said("Latest calls"), LATEST),
    (said("Last hour"), "hour"),
    (said("Today"), "today"),
    (said("Yesterday"), "yesterday"),
    (said("Last 7 days"), "week"),
    (said("Last 30 days"), "month"),
    (said("All time"), "all"),
)
_BACK = {"hour": 3_600.0, "week": 7 * 86_400.0, "month": 30 * 86_400.0}


def bounds(kind: str, now: float) -> tuple[float, float]:
    """(since, until) in seconds since the epoch; 0 where it is open. `kind`: the second of one of PERIODS."""
    if kind in _BACK:
        return now - _BACK[kind], 0.0
    if kind == "today":
        return midnight(now), 0.0
    if kind == "yesterday":
        return midnight(now, 1), midnight(now)
    return 0.0, 0.0


def midnight(now: float, days: int = 0) -> float:
    """The start of the local day of `now`, or `days` days before; days of 23 and 25 hours are what they are."""
    day = datetime.datetime.fromtimestamp(now).date() - datetime.timedelta(days=days)
    return datetime.datetime.combine(day, datetime.time()).timestamp()
