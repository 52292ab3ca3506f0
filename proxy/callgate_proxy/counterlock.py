"""The lock that the counters of a home stand behind: of the system's, on one open file, free when its holder dies.

On the proxy's path, with `counters.py`.
"""

from __future__ import annotations

import os
import sys
import time

BUSY = 5.0  # seconds to wait for another proxy's transaction, which takes microseconds
TURN = 0.000_05  # seconds between two tries

if sys.platform == "win32":
    import msvcrt

    def _try(gate: int) -> None:
        os.lseek(gate, 0, os.SEEK_SET)
        msvcrt.locking(gate, msvcrt.LK_NBLCK, 1)

    def leave(gate: int) -> None:
        """Lets go of the lock."""
        os.lseek(gate, 0, os.SEEK_SET)
        msvcrt.locking(gate, msvcrt.LK_UNLCK, 1)

else:
    from fcntl import LOCK_EX, LOCK_NB, LOCK_UN, flock

    def _try(gate: int) -> None:
        flock(gate, LOCK_EX | LOCK_NB)

    def leave(gate: int) -> None:
        """Lets go of the lock."""
        flock(gate, LOCK_UN)


def enter(gate: int) -> None:
    """Waits for the lock, not for ever: its holder may be a process that somebody stopped. Raises OSError."""
    until = 0.0
    while True:
        try:
            return _try(gate)
        except (BlockingIOError, PermissionError):
            now = time.monotonic()
            until = until or now + BUSY
            if now > until:
                raise OSError(11, "another proxy does not let go of it") from None
            time.sleep(TURN)
