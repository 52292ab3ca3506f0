"""The MCP clients Callgate can stand in front of: find, read, plan, apply, verify, undo.

    for found in clients.found(Places.here()):
        clients.apply(clients.plan_protect(found, home), home, places)

A plan is pure on what was read; only `apply` writes, and reads back what it wrote. Every error is a ConfigError with
what to do next.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

from callgate_proxy import launcher
from callgate_proxy.clients import applying, claude_code, claude_desktop, planning, routing, settings, starting
from callgate_proxy.clients.addresses import Address
from callgate_proxy.clients.configtext import Config, where
from callgate_proxy.clients.coverage import Lost, elsewhere, in_a_row, lost
from callgate_proxy.clients.editors import EDITORS
from callgate_proxy.clients.entries import Server
from callgate_proxy.clients.journal import Journal
from callgate_proxy.clients.model import Adapter, Applied, Entry, Found, Location, Places, Plan, Process
from callgate_proxy.clients.places import projects
from callgate_proxy.clients.terminals import TERMINALS
from callgate_proxy.errors import ConfigError, StateError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from callgate_proxy.home import Home

__all__ = [
    "ADAPTERS",
    "Applied",
    "Entry",
    "Found",
    "Lost",
    "Places",
    "Plan",
    "Process",
    "apply",
    "check_stopped",
    "elsewhere",
    "expected",
    "found",
    "lost",
    "overwritten",
    "plan_protect",
    "plan_put_back",
    "plan_unprotect",
    "read",
    "running",
    "setting_files",
    "started",
    "switched",
    "unanswered",
    "watched",
]

ADAPTERS: dict[str, Adapter] = {
    one.client: one for one in (claude_desktop.ADAPTER, claude_code.ADAPTER, *EDITORS, *TERMINALS)
}


def found(places: Places) -> list[Found]:
    """Every file of every client that exists; where there is none at all, the place Claude Desktop's would be."""
    folders = projects(places)
    result = [one for adapter in ADAPTERS.values() for one in _found(adapter, places, folders)]
    return result or [_read(claude_desktop.ADAPTER, claude_desktop.locations(places)[0])]


def _found(adapter: Adapter, places: Places, folders: list[str]) -> list[Found]:
    locations: dict[str, Location] = {}
    for one in (*adapter.locations(places), *_in_projects(adapter, folders)):
        if os.path.exists(one.path):
            locations.setdefault(os.path.realpath(one.path), one)
    files = [_read(adapter, one) for one in locations.values()]
    for other in adapter.uncovered(places):
        beside = next((one for one in files if os.path.dirname(one.path) == other.folder), None)
        if beside is not None:
            beside.entries.append(Entry(other.name, "", [], [], False, other.why, server=other.name, listed=False))
    return files


def watched(places: Places) -> list[str]:
    """The files whose changes matter, those that a client has yet to make among them."""
    own = [one.path for adapter in ADAPTERS.values() for one in adapter.locations(places)]
    return [*own, *(one.path for one in found(places) if one.project), *(path for _, _, path in setting_files(places))]


def setting_files(places: Places) -> list[tuple[str, str, str]]:
    """The client, the title and the path of each file that may switch something on; the person's own need not exist."""
    told = [*settings.own(ADAPTERS, places), *settings.in_projects(ADAPTERS, projects(places))]
    return [(client, where.title, where.path) for client, where in told]


def switched(client: str, path: str, before: bytes, after: bytes) -> list[str]:
    """A sentence for each thing a file of `client` lets happen without a question in `after` and not in `before`.

    Commands that its events run, permissions, another address for what is said to the model (`switches.json`). Nothing
    where one of them cannot be read.
    """
    return settings.switched(ADAPTERS[client], path, before, after)


def expected(client: str, places: Places) -> Found:
    """The file a new installation of `client` keeps its servers in, whether it is there or not."""
    adapter = ADAPTERS[client]
    return _read(adapter, adapter.locations(places)[0])


def unanswered(founds: Iterable[Found], home: Home) -> list[tuple[str, str]]:
    """The file and name of each entry whose local address nobody gave out: what uses it is refused."""
    router = routing.Router(home)
    return [
        (one.path, server.name)
        for one in founds
        if one.exists and not one.problem
        for server in Config(one.content, ADAPTERS[one.client]).servers.values()
        if isinstance(server.own, Address) and server.own.is_ours and router.owner(server.own) is None
    ]


def _in_projects(adapter: Adapter, folders: list[str]) -> list[Location]:
    named = [(folder, f"{adapter.title}, project {os.path.basename(folder)}") for folder in folders]
    return [
        Location(title, os.path.join(folder, *name.split("/")), project=folder)
        for folder, title in named
        for name in adapter.project
    ]


def read(client: str, path: str) -> Found:
    """One file, wherever it stands, as one of `client`'s (a key of ADAPTERS), which may hold it in its memory."""
    adapter = ADAPTERS[client]
    return _read(adapter, Location(adapter.title, os.path.abspath(path), stops=bool(adapter.how_to_quit)))


def running(found: Found, places: Places) -> list[str]:
    """The processes, in words, that keep `found`'s file in memory and would write over a change."""
    return applying.running(ADAPTERS[found.client], places) if found.stops else []


def started(client: str, before: bytes, after: bytes) -> list[str]:
    """A sentence for each server that a file of `client` starts in `after` and not, or not so, in `before`.

    Nothing where one of them cannot be read.
    """
    adapter = ADAPTERS[client]
    before = before or (b"" if adapter.dialect == "toml" else b"{}")
    try:
        return starting.changes(Config(before, adapter), Config(after, adapter))
    except ConfigError:
        return []


def overwritten(found: Found, home: Home) -> int:
    """How often in a row guards were put back into `found` and did not stay until the next write."""
    adapter = ADAPTERS[found.client]

    def guarded(content: bytes) -> set[str]:
        return {name for name, server in Config(content, adapter).servers.items() if server.guarded}

    return in_a_row(Journal(home, found.path).writes(), guarded)


def check_stopped(found: Found, places: Places) -> None:
    """Raises ClientRunning, with what to do, while the client of `found` runs; `apply` asks the same."""
    if found.stops:
        applying.check_stopped(ADAPTERS[found.client], places)


def plan_protect(found: Found, home: Home, servers: list[str] | None = None, platform: str | None = None) -> Plan:
    """What guarding `servers` (None: all) would do. Raises ConfigError. `platform`: where the launcher will run."""
    prefix = launcher.command(home) if platform is None else launcher.command(home, platform)
    return planning.plan_protect(found, home, ADAPTERS[found.client], prefix, servers)


def plan_put_back(found: Found, home: Home) -> Plan:
    """What guarding `found` again would do, after a client or a person took guards off or entries out. As above."""
    prefix = launcher.command(home)
    return planning.plan_put_back(found, home, ADAPTERS[found.client], prefix, lost(found, home))


def plan_unprotect(found: Found, home: Home, servers: list[str] | None = None) -> Plan:
    """What giving `servers` (None: all guarded ones) their own commands back would do. Raises ConfigError."""
    return planning.plan_unprotect(found, home, ADAPTERS[found.client], servers)


def apply(plan: Plan, home: Home, places: Places) -> Applied:
    """Carries `plan` out. Raises ClientRunning, or ConfigError; the file is then as it was."""
    applied = applying.apply(plan, home, ADAPTERS[plan.client], places)
    if not plan.empty:
        from callgate_proxy.clients import launches

        with suppress(StateError):  # the client's file is right; what is not noted is asked about, or seen first
            launches.note(home, plan, time.time())
    if plan.freed:
        contents = [one.content for one in found(places) if one.client == plan.client]
        with suppress(ConfigError, OSError):  # the client's file is right; a token too many opens only what it did
            routing.release(home, plan.freed, contents)
    return applied


def _read(adapter: Adapter, location: Location) -> Found:
    def made(exists: bool, entries: list[Entry], problem: str, advice: str, content: bytes = b"") -> Found:
        path, stops, project = location.path, location.stops, location.project
        return Found(adapter.client, location.title, path, exists, entries, problem, advice, content, stops, project)

    try:
        with open(location.path, "rb") as file:
            content = file.read()
    except FileNotFoundError:
        return made(False, [], "", adapter.how_to_begin)
    except OSError as error:
        problem = where(location.path, ConfigError(f"it cannot be read: {error.strerror or error}"))
        return made(True, [], problem, "Make it readable, then try again.")
    try:
        entries = _entries(adapter.client, content)
    except ConfigError as error:
        return made(True, [], where(location.path, error), adapter.how_to_mend)
    return made(True, list(entries), "", "", content)


@lru_cache(maxsize=64)
def _entries(client: str, content: bytes) -> tuple[Entry, ...]:
    # The tray looks at every file whenever one of them changes.
    return tuple(_entry(server) for server in Config(content, ADAPTERS[client]).servers.values())


def _entry(server: Server) -> Entry:
    own = server.guard.original if server.guard else server.own
    words = None if isinstance(own, Address) else own
    return Entry(
        name=server.name,
        command=words.command if words else "",
        args=list(words.args or []) if words else [],
        env_names=list(server.env_names),
        guarded=server.guarded,
        problem=server.problem,
        launcher=server.guard.launcher[-1] if server.guard else "",
        server=server.server,
        disabled=server.disabled,
        remote=server.remote,
        address=own.shown if isinstance(own, Address) else "",
    )
