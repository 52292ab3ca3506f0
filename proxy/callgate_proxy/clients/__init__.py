"""The MCP clients Callgate can stand in front of: find, read, plan, apply, undo.

    for found in clients.found(Places.here()):
        clients.apply(clients.plan_protect(found, home), home, places)

A plan is pure on what was read; only `apply` writes. Every error is a ConfigError with what to do next.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from callgate_proxy import launcher
from callgate_proxy.clients import applying, claude_desktop, planning
from callgate_proxy.clients.configtext import Config, Server, where
from callgate_proxy.clients.model import Adapter, Applied, Entry, Found, Location, Places, Plan, Process
from callgate_proxy.errors import ConfigError

if TYPE_CHECKING:
    from callgate_proxy.home import Home

__all__ = [
    "ADAPTERS",
    "Applied",
    "Entry",
    "Found",
    "Places",
    "Plan",
    "Process",
    "apply",
    "check_stopped",
    "found",
    "plan_protect",
    "plan_unprotect",
    "read",
    "running",
]

ADAPTERS: dict[str, Adapter] = {claude_desktop.ADAPTER.client: claude_desktop.ADAPTER}


def found(places: Places) -> list[Found]:
    """Every file of every client that exists; for a client without any, the one place its file would be."""
    result: list[Found] = []
    for adapter in ADAPTERS.values():
        locations: dict[str, Location] = {}
        for one in adapter.locations(places):
            locations.setdefault(os.path.realpath(one.path), one)
        some = [_read(adapter, one) for one in locations.values() if os.path.exists(one.path)]
        result += some or [_read(adapter, next(iter(locations.values())))]
    return result


def read(client: str, path: str) -> Found:
    """One file, wherever it stands, as one of `client`'s (a key of ADAPTERS)."""
    adapter = ADAPTERS[client]
    return _read(adapter, Location(adapter.title, os.path.abspath(path)))


def running(found: Found, places: Places) -> list[str]:
    """The processes, in words, that keep `found`'s file in memory and would write over a change."""
    return applying.running(ADAPTERS[found.client], places)


def check_stopped(found: Found, places: Places) -> None:
    """Raises ClientRunning, with what to do, while the client of `found` runs; `apply` asks the same."""
    applying.check_stopped(ADAPTERS[found.client], places)


def plan_protect(found: Found, home: Home, servers: list[str] | None = None, platform: str | None = None) -> Plan:
    """What guarding `servers` (None: all) would do. Raises ConfigError. `platform`: where the launcher will run."""
    prefix = launcher.command(home) if platform is None else launcher.command(home, platform)
    return planning.plan_protect(found, ADAPTERS[found.client].key, prefix, servers)


def plan_unprotect(found: Found, home: Home, servers: list[str] | None = None) -> Plan:
    """What giving `servers` (None: all guarded ones) their own commands back would do. Raises ConfigError."""
    return planning.plan_unprotect(found, home, ADAPTERS[found.client].key, servers)


def apply(plan: Plan, home: Home, places: Places) -> Applied:
    """Carries `plan` out. Raises ClientRunning, or ConfigError; the file is then as it was."""
    return applying.apply(plan, home, ADAPTERS[plan.client], places)


def _read(adapter: Adapter, location: Location) -> Found:
    blank = Found(adapter.client, location.title, location.path, False, [], "", adapter.how_to_begin)
    try:
        with open(location.path, "rb") as file:
            content = file.read()
    except FileNotFoundError:
        return blank
    except OSError as error:
        problem = f"it cannot be read: {error.strerror or error}"
        return _unusable(blank, where(location.path, ConfigError(problem)), "Make it readable, then try again.")
    try:
        config = Config(content, adapter.key)
    except ConfigError as error:
        return _unusable(blank, where(location.path, error), adapter.how_to_mend)
    entries = [_entry(server) for server in config.servers.values()]
    return Found(adapter.client, location.title, location.path, True, entries, "", "", content)


def _unusable(blank: Found, problem: str, advice: str) -> Found:
    return Found(blank.client, blank.title, blank.path, True, [], problem, advice)


def _entry(server: Server) -> Entry:
    words = server.guard.original if server.guard else server.own
    return Entry(
        name=server.name,
        command=words.command if words else "",
        args=list(words.args or []) if words else [],
        env_names=server.env_names,
        guarded=server.guard is not None,
        problem=server.problem,
        launcher=server.guard.launcher[-1] if server.guard else "",
    )
