"""`callgate serve`: the local endpoint for remote servers, until Ctrl-C."""

from __future__ import annotations

from typing import TYPE_CHECKING

from callgate_proxy.clients.routing import can_serve
from callgate_proxy.errors import CallgateError

if TYPE_CHECKING:
    import argparse

    from callgate_proxy.home import Home


def serve(options: argparse.Namespace, home: Home) -> int:
    """Serves until it is told to end. Raises LinkError, ConfigError, CallgateError."""
    if not can_serve():
        fix = 'Install it: pip install "callgate[remote]".'
        raise CallgateError("The part for remote servers is not installed.", fix)
    from callgate_proxy.http.serve import run
    from callgate_proxy.secrets import value

    names = frozenset(name.lower() for name in options.allow_host)
    return run(home, options.port, names, value, options.while_stdin)
