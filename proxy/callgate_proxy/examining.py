"""Gathers what `callgate doctor` judges. Looking changes nothing: no file is made, no program started.

A program with a window has a shorter PATH than a terminal: what launchd and systemd give (`POOR`). On Windows both have
the same. The keychain is asked only where a file refers to it: asking may open its window.
"""

from __future__ import annotations

import glob
import os
import re
import shutil
import stat
import sys
from typing import TYPE_CHECKING

from callgate_proxy import carrying, clients, frozen, launcher, mode, secrets, serving, starts
from callgate_proxy.cli_status import gather, tray_runs
from callgate_proxy.clients.terminals import TERMINALS
from callgate_proxy.doctor import FOUND, NOWHERE, TERMINAL_ONLY, UNKNOWN, Machine, Permission, Program
from callgate_proxy.errors import CallgateError, ConfigError, StateError
from callgate_proxy.http import remotes
from callgate_proxy.secrets import PREFIX

if TYPE_CHECKING:
    from collections.abc import Iterable

    from callgate_proxy.clients import Entry, Found, Places
    from callgate_proxy.home import Home

POOR = {
    "darwin": "/usr/bin:/bin:/usr/sbin:/sbin",
    "linux": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
}
_IN_TERMINALS = {one.client for one in TERMINALS} | {"claude-code"}
_FILLED_IN = re.compile(r"[${}%]")
_FOLDERS = ("", "journal", "log", "run", "bin", "compiled", "counters", "history", "starts")
_FILES = ("remotes.json", "state.db", "index.db", "policy.json", "mode.json")


def examine(home: Home, places: Places, now: float) -> Machine:
    """The machine at `now` (seconds since the epoch). Raises OSError, ConfigError."""
    founds = tuple(clients.found(places))
    status = gather(home, places, now)
    pins, pins_problem = _pins(home)
    tray = tray_runs(home)
    ours = launcher.command(home, places.platform)
    return Machine(
        founds=founds,
        lost={one.path: clients.lost(one, home) for one in founds},
        elsewhere=clients.elsewhere(list(founds)),
        programs={
            (one.path, entry.name): program(one, entry, places)
            for one in founds
            for entry in one.entries
            if entry.guarded and entry.command
        },
        dead=frozenset(clients.unanswered(founds, home)),
        permissions=tuple(_permissions(home)),
        writable=not os.path.exists(home.root) or os.access(home.root, os.W_OK | os.X_OK),
        home=home.root,
        keychain=_keychain(home, founds),
        tray=tray,
        desktop=frozen.folder() is not None or _installed("PySide6"),  # an app has it in another of its programs
        launcher=tuple(launcher.stale(home)),
        launcher_path=os.path.dirname(ours[-1]),
        socket_left=home.socket if not tray and os.path.exists(home.socket) else "",
        serving=serving.problem(home),
        policy_exists=status.policy.exists,
        policy_problems=tuple(status.policy.problems),
        waiting=status.policy.waiting,
        mode=status.mode if status.mode in (mode.PAUSED, mode.LOCKDOWN) else "on",
        pins=pins,
        pins_problem=pins_problem,
        held=tuple((one.server, one.client) for one in starts.everything(home) if one.held or one.problem),
        left=tuple(_left(home, founds)),
    )


def program(found: Found, entry: Entry, places: Places) -> Program:
    """Where the command of `entry` is, for the client that starts it."""
    command = entry.command
    if _FILLED_IN.search(command) or "PATH" in entry.env_names:
        return Program(UNKNOWN)
    if os.path.isabs(command):
        return Program(FOUND if shutil.which(command) else NOWHERE, command)
    if os.path.dirname(command):  # below a folder that only the client knows
        return Program(UNKNOWN)
    here = shutil.which(command, path=places.environ.get("PATH"))
    if here is None:
        return Program(NOWHERE)
    poor = POOR.get(places.platform)
    if found.client in _IN_TERMINALS or poor is None or shutil.which(command, path=poor):
        return Program(FOUND, here)
    return Program(TERMINAL_ONLY, here)


def _permissions(home: Home) -> Iterable[Permission]:
    if sys.platform == "win32":
        return
    me = os.getuid()
    for names, wanted in ((_FOLDERS, 0o700), (_FILES, 0o600)):
        for path in (os.path.join(home.root, name) if name else home.root for name in names):
            try:
                found = os.stat(path)
            except OSError:
                continue
            # An editor may save policy.json for everybody to read; inside a folder of 0700 nobody can.
            wide = 0o644 if path == home.policy else wanted
            yield Permission(path, stat.S_IMODE(found.st_mode), wide, found.st_uid == me)


def _keychain(home: Home, founds: tuple[Found, ...]) -> tuple[str, str]:
    """What is wrong with what the files refer to: the keychain fails, or a secret is not in it."""
    try:
        names = {
            name: f"“{server}”"
            for server, one in remotes.load(home).servers.items()
            for held in one.headers.values()
            if (name := secrets.name_of(held))
        }
    except ConfigError:
        names = {}
    for found in founds:
        if PREFIX.encode() in found.content and not found.problem:
            names |= {one.name: f"“{one.server}” of {found.title}" for one in carrying.held(found) if one.moved}
    for name, whose in names.items():
        try:
            secrets.get(name)
        except secrets.Missing:
            fix = f"Store it again (callgate secrets set {name}), or put the value into the file."
            return f"The keychain has no secret “{name}”, to which {whose} refers.", fix
        except CallgateError as error:
            return str(error), error.fix
    return "", ""


def _pins(home: Home) -> tuple[dict[str, int], str]:
    from callgate_proxy import pinstore

    waiting: dict[str, int] = {}
    try:
        for pin in pinstore.everything(home):
            if pin.waits:
                waiting[pin.server] = waiting.get(pin.server, 0) + 1
    except StateError as error:
        return {}, str(error)
    return waiting, ""


def _left(home: Home, founds: tuple[Found, ...]) -> Iterable[str]:
    beside = [glob.escape(os.path.realpath(one.path)) for one in founds]
    own = [os.path.join(glob.escape(folder), "*") for folder in (home.root, home.bin)]
    for pattern in (*beside, *own):
        yield from sorted(glob.glob(f"{pattern}.callgate-????????"))


def _installed(module: str) -> bool:
    import importlib.util

    return importlib.util.find_spec(module) is not None
