"""The lines of the table and what the design allows Callgate for each.

Budgets are relative to the C relay or to the fastest peer of the same run; a peer's are silent without one.
"""

from __future__ import annotations

from collections.abc import Mapping

from table import Check, Row, Values
from targets import CALLGATE, DIRECT, RELAY, Sample

# The loads: see LOADS in run.py.
ONE, UNDER_LIMIT, EIGHT, MANY, MEGABYTE, TEN = "one", "under a limit", "eight", "many", "1 MB", "10 MB"
SHARED = "under a limit shared by eight proxies at once"

Samples = Mapping[str, Mapping[str, list[Sample]]]  # load to target to a sample a round
Floats = Mapping[str, list[float]]  # target to a figure a round


def rows(calls: Samples, starts: Floats, memory: Floats, grown: Floats) -> list[Row]:
    """The table's lines, with the budgets of the design."""
    one, limited, megabyte, ten = (latencies(calls[load]) for load in (ONE, UNDER_LIMIT, MEGABYTE, TEN))
    return [
        Row("200 B call, p50 µs", one, True, 1, "relay + 25 µs", over_relay(25)),
        Row("200 B call, p99 µs", tails(calls[ONE]), True, 1, "3 x own p50", three_times_p50(one)),
        Row("under a shared limit, p50 µs", limited, True, 1, "relay + 60 µs", over_relay(60)),
        Row("under a shared limit, p99 µs", tails(calls[UNDER_LIMIT]), True),
        Row("eight at once under it, p50 µs", latencies(calls[SHARED]), True),
        Row("eight at once under it, p99 µs", tails(calls[SHARED]), True),
        Row("eight at once under it, calls/s each", rates(calls[SHARED]), False, 0),
        Row("calls/s, 1 in flight", rates(calls[ONE]), False, 0, "1.2 x fastest peer", over_peer(1.2)),
        Row("calls/s, 8 in flight", rates(calls[EIGHT]), False, 0, "1.6 x fastest peer", over_peer(1.6)),
        Row("calls/s, 64 in flight", rates(calls[MANY]), False, 0, "1.9 x fastest peer", over_peer(1.9)),
        Row("1 MB result, p50 µs", megabyte, True, 0, "1.3 x relay", times_relay(1.3)),
        Row("10 MB result, p50 µs", ten, True, 0, "1.3 x relay", times_relay(1.3)),
        Row("start to initialize, ms", starts, True, 1, "25 ms", lambda _, added: added[CALLGATE] <= 25),
        Row("memory, one of eight, MiB PSS", memory, False, 1, "6 MiB", lambda figures, _: figures[CALLGATE] <= 6),
        Row("memory after 10 MB results, MiB PSS", grown, False, 1),
    ]


def latencies(samples: Mapping[str, list[Sample]]) -> Floats:
    """Target to the median latency of each round, µs."""
    return {name: [sample.p50 for sample in rounds] for name, rounds in samples.items()}


def tails(samples: Mapping[str, list[Sample]]) -> Floats:
    """Target to the 99th percentile of each round, µs."""
    return {name: [sample.p99 for sample in rounds] for name, rounds in samples.items()}


def rates(samples: Mapping[str, list[Sample]]) -> Floats:
    """Target to the calls a second of each round."""
    return {name: [sample.rate for sample in rounds] for name, rounds in samples.items()}


def over_relay(most: float) -> Check:
    """Does Callgate add at most `most` to what the relay adds?"""
    return lambda _, added: added[CALLGATE] <= added[RELAY] + most


def times_relay(most: float) -> Check:
    """Does Callgate add at most `most` times what the relay adds?"""
    return lambda _, added: added[CALLGATE] <= max(added[RELAY], 0) * most


def three_times_p50(p50: Floats) -> Check:
    """Is what Callgate adds to the tail at most three times what it adds to the middle?"""
    middle = Row("", p50, added=True).over_direct()
    return lambda _, added: added[CALLGATE] <= 3 * middle[CALLGATE]


def over_peer(least: float) -> Check:
    """Is Callgate at least `least` times as fast as the fastest peer? Nothing to say without one."""

    def check(figures: Values, _: Values) -> bool | None:
        peers = [rate for name, rate in figures.items() if name not in (DIRECT, RELAY, CALLGATE)]
        return figures[CALLGATE] >= max(peers) * least if peers else None

    return check
