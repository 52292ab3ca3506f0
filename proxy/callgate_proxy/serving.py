"""Whether `callgate serve` is needed, and whether it answers.

It is needed as soon as a client has a local address. It is asked at one of those: only the endpoint of this home knows
the token, and refuses the method (405) without asking anybody further.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from callgate_proxy.errors import ConfigError
from callgate_proxy.http import remotes

if TYPE_CHECKING:
    from callgate_proxy.home import Home

UNUSED, RUNNING, SILENT, TAKEN = "unused", "running", "silent", "taken"
READY = "Serving "  # how the endpoint's one line begins
_PATIENCE = 2.0  # seconds; this machine answers at once or not at all


def port(home: Home) -> int | None:
    """The port that clients' files name; None where no client uses a remote server, or nobody can tell."""
    try:
        known = remotes.load(home)
    except ConfigError:
        return None
    return known.port if any(one.clients for one in known.servers.values()) else None


def state(home: Home) -> str:
    """UNUSED, RUNNING, SILENT (nobody listens) or TAKEN (something else does, or another home's endpoint)."""
    try:
        known = remotes.load(home)
    except ConfigError:
        return UNUSED
    used = [(server, client) for server, one in known.servers.items() for client in one.clients]
    return _asked(known, *used[0]) if used else UNUSED


def problem(home: Home) -> str:
    """What to tell a person about the endpoint; "" where all is well."""
    now = state(home)
    if now == SILENT:
        return 'Remote servers cannot be reached: "callgate serve" is not running. The tray runs it.'
    if now == TAKEN:
        return (
            f"Remote servers cannot be reached: another program has port {port(home)}. "
            'End it, or choose a port ("callgate serve --port N") and protect the clients again.'
        )
    return ""


def _asked(known: remotes.Remotes, server: str, client: str) -> str:
    import http.client

    connection = http.client.HTTPConnection(remotes.LOOPBACK, known.port, timeout=_PATIENCE)
    try:
        connection.request("OPTIONS", remotes.route(known, server, client).partition(f":{known.port}")[2])
        return RUNNING if connection.getresponse().status == 405 else TAKEN
    except ConnectionRefusedError:
        return SILENT
    except (OSError, http.client.HTTPException):
        return TAKEN
    finally:
        connection.close()
