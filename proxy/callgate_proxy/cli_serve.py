"""`callgate serve`: the local endpoint for remote servers, until Ctrl-C."""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

from callgate_proxy.errors import CallgateError

if TYPE_CHECKING:
    import argparse

    from callgate_proxy.home import Home


def options(parser: argparse.ArgumentParser) -> None:
    """What may follow `callgate serve`."""
    parser.add_argument("--port", metavar="N", type=_port, help="another port, from now on")
    parser.add_argument(
        "--allow-host",
        metavar="NAME",
        action="append",
        default=[],
        help="a further host name to be called by, such as host.docker.internal; may be repeated",
    )


def _port(text: str) -> int:
    number = int(text)
    if not 0 < number < 65_536:
        raise ValueError(text)
    return number


def serve(options: argparse.Namespace, home: Home) -> int:
    """Serves until it is told to end. Raises LinkError, ConfigError, CallgateError."""
    need("uvicorn", "httpx2")
    from callgate_proxy.http.serve import run

    return run(home, options.port, frozenset(name.lower() for name in options.allow_host), str)


def need(*modules: str) -> None:
    """Raises CallgateError where the part for remote servers is not installed."""
    if any(importlib.util.find_spec(module) is None for module in modules):
        raise CallgateError(
            "The part for remote servers is not installed.", 'Install it: pip install "callgate[remote]".'
        )
