"""Follows the log: new rows, in batches, as soon as they are written.

One poll at a time, in a thread; events that come meanwhile lead to one more. No Qt.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from callgate_proxy.home import Home
from callgate_proxy.logread import Reader, Row

DAY = 86_400.0
MOST = 60_000  # rows handed on at the start: more than the table holds, whatever the log does


class Follower:
    """Hands every row of the log to `deliver`, the last day's first."""

    def __init__(self, home: Home, now: float, deliver: Callable[[Sequence[Row]], None]) -> None:
        """`now`: seconds since the epoch."""
        self._reader = Reader(home, since=now - DAY)
        self._deliver = deliver
        self._busy = asyncio.Lock()

    async def poll(self) -> None:
        """Reads what is new."""
        async with self._busy:
            rows = await asyncio.to_thread(self._reader.poll)
        if rows:
            self._deliver(rows[-MOST:])
