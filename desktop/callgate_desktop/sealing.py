"""The tray seals the log: once a minute while it runs, and at its end.

One seal at a time, in a thread. What cannot be sealed (a full disk) is said in the tray's own log once, and tried again
the next minute: the rows' own chains hold meanwhile. No Qt, no clock.
"""

from __future__ import annotations

import asyncio
import logging

from callgate_proxy.home import Home
from callgate_proxy.sealing import Sealer

EVERY = 60.0  # seconds

log = logging.getLogger("callgate.sealing")


class Sealing:
    """Seals the log of `home`."""

    def __init__(self, home: Home, now: float) -> None:
        """`now`: seconds since the epoch; the first seal is due a minute later."""
        self._sealer = Sealer(home)
        self._last = now
        self._said = ""
        self._busy = asyncio.Lock()

    def due(self, now: float) -> bool:
        """Whether a seal is due; it counts as begun then. A clock set back makes it due, too."""
        if 0 <= now - self._last < EVERY:
            return False
        self._last = now
        return True

    async def seal(self, now: float) -> None:
        """Seals what is new."""
        async with self._busy:
            said = ""
            try:
                await asyncio.to_thread(self._sealer.seal, now)
            except OSError as error:
                said = str(error)
            if said and said != self._said:
                log.warning("the log could not be sealed: %s", said)
            self._said = said
