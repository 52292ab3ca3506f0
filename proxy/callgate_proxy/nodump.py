"""No core dump of a process that holds arguments and secrets: a crash must not write them to a disk.

* Only the soft limit goes, and only after the server was started: what the server leaves is its own affair.
* Windows keeps no dumps of programs that do not ask for it.
On the proxy's path: one C module.
"""

from __future__ import annotations

import sys


def leave_no_core() -> None:
    """Keeps this process, and what it starts from now on, from leaving core dumps, where the system lets it."""
    if sys.platform == "win32":
        return
    import resource

    try:
        _, hard = resource.getrlimit(resource.RLIMIT_CORE)
        resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    except (OSError, ValueError):
        return  # a limit that only root may touch: the session's own stays
