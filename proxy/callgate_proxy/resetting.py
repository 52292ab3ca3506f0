"""Emptying counters by hand, from the tray and the command line: a row in the log first; no row, no reset."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from callgate_proxy.contract import VERSION
from callgate_proxy.jsonlean import dumps
from callgate_proxy.log import Log

if TYPE_CHECKING:
    from callgate_proxy.counters import Counters
    from callgate_proxy.home import Home


def reset(home: Home, counters: Counters, keys: list[str], now: float) -> None:
    """Empties the counters of `keys` (full ones) at `now` (seconds since the epoch). Raises LogError, StateError."""
    writer = f"reset-{os.getpid()}-{time.time_ns()}"
    Log(home, writer).append([dumps({"k": "reset", "v": VERSION, "counter": key}) for key in keys], now)
    counters.reset(keys)
