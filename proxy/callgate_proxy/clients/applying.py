"""A plan carried out: the file is the old one or the new one, and the journal knows both before either is.

Order: nobody runs who would write over it; the file is still what the plan was made for; launcher; local addresses;
journal; fresh file; one more look; swap; read back. A link stays a link: what it leads to is
replaced. Mode and owner are kept.
"""

from __future__ import annotations

import os
import stat
import sys
from typing import TYPE_CHECKING

from callgate_proxy import atomicfile, launcher
from callgate_proxy.clients.journal import Journal
from callgate_proxy.clients.model import Applied
from callgate_proxy.clients.routing import adopt
from callgate_proxy.errors import ClientRunning, ConfigError
from callgate_proxy.plain import plain

if TYPE_CHECKING:
    from callgate_proxy.clients.model import Adapter, Places, Plan
    from callgate_proxy.home import Home


KEEP_SERVING = "Its remote servers are reached while the tray or “callgate serve” runs."


def running(adapter: Adapter, places: Places) -> list[str]:
    """The adapter's processes that run, each in words."""
    return [
        f"{plain(one.exe or one.name)} (process {one.pid}{'' if one.exe else ', its path cannot be read'})"
        for one in places.processes()
        if adapter.is_client(one, places)
    ]


def check_stopped(adapter: Adapter, places: Places) -> None:
    """Raises ClientRunning while one of the adapter's processes runs."""
    alive = running(adapter, places)
    if alive:
        names = "; ".join(alive[:3]) + (f"; and {len(alive) - 3} more" if len(alive) > 3 else "")
        raise ClientRunning(f"{adapter.title} is running and would overwrite the change: {names}.", adapter.how_to_quit)


def apply(plan: Plan, home: Home, adapter: Adapter, places: Places) -> Applied:
    """Writes `plan`. Raises ClientRunning or ConfigError; the file is then as it was."""
    if plan.empty:
        return Applied(plan.path, [], "", "")
    if plan.stops:
        check_stopped(adapter, places)
    target = os.path.realpath(plan.path)
    try:
        _check_unchanged(target, plan)
        if plan.guards:
            launcher.install(home)
        if plan.routes:
            adopt(home, plan.routes)
        backup = Journal(home, target).record(plan.before, plan.after, plan.guarded, plan.left)
        _swap(target, plan)
    except OSError as error:
        raise ConfigError(
            f"{plain(plan.path)} could not be changed: {_reason(error)}. Nothing in it was changed.",
            "Make sure that the disk has room and that you may write to the file and its directory, then try again.",
        ) from error
    _read_back(target, plan, backup)
    done = f"{adapter.when_done} {KEEP_SERVING}" if plan.routes else adapter.when_done
    return Applied(plan.path, plan.changes, backup, done)


def _check_unchanged(target: str, plan: Plan) -> None:
    with open(target, "rb") as file:
        if file.read() != plan.before:
            raise ConfigError(f"{plain(plan.path)} has changed since the plan was made.", "Look at it again.")


def _swap(target: str, plan: Plan) -> None:
    found = os.stat(target)
    if not found.st_mode & 0o222:  # the directory may allow what the file's owner did not want
        raise ConfigError(f"{plain(plan.path)} is read-only. Nothing was changed.", "Make it writable, then try again.")
    owner = (found.st_uid, found.st_gid) if sys.platform != "win32" else None
    atomicfile.sweep(target)
    fresh = atomicfile.prepare(target, plan.after, stat.S_IMODE(found.st_mode), owner)
    try:
        _check_unchanged(target, plan)
    except BaseException:
        atomicfile.discard(fresh)
        raise
    atomicfile.commit(fresh, target)


def _read_back(target: str, plan: Plan, backup: str) -> None:
    try:
        with open(target, "rb") as file:
            same = file.read() == plan.after
    except OSError:
        same = False
    if not same:
        raise ConfigError(
            f"{plain(plan.path)} was written, but reads back as something else: another program changed it at once.",
            f"What it was before is kept in {plain(backup)}.",
        )


def _reason(error: OSError) -> str:
    what = error.strerror or str(error)
    return f"{what} ({plain(str(error.filename))})" if error.filename else what
