"""Carries values between clients' files and the keychain; no value is ever in neither.

1. A value is in the keychain, and was read back from it, before the file loses it; and the file has it again before
   the keychain loses it.
2. The journal goes along, after the file: its copies hold what the file holds, so a moved value is in none of them, and
   undoing is exact to the byte all the same. What undoes a move is the way back.
3. A spelling that is not the plain one (escapes, other quotes) is kept beside its value, in the keychain too.
4. Only names that moving gave are forgotten on the way back; one that a person chose may be used elsewhere.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
from typing import TYPE_CHECKING

from callgate_proxy import atomicfile, clients, moving, secrets
from callgate_proxy.clients.dialect import quoted
from callgate_proxy.clients.journal import Journal
from callgate_proxy.errors import ConfigError
from callgate_proxy.moving import Change
from callgate_proxy.plain import plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callgate_proxy.clients import Found, Places, Plan
    from callgate_proxy.home import Home
    from callgate_proxy.moving import Held

_SPELLING = "#text"  # behind a name: how its value was spelled in the file


def held(found: Found, servers: list[str] | None = None) -> list[Held]:
    """The secrets and references in `found`'s guarded entries. Raises ConfigError for a file that cannot be read."""
    return moving.held(found, clients.ADAPTERS[found.client], servers)


def out(home: Home, found: Found, due: Sequence[Held]) -> None:
    """Moves `due` into the keychain. Raises SecretError, ConfigError, OSError; the file is then as it was."""
    for one in due:
        _keep(one.name, one.value)
        if one.raw != moving.back(one, one.value).raw:
            _keep(one.name + _SPELLING, json.dumps([one.value, one.raw]))
    _exchange(home, found, [moving.out(one) for one in due])


def back(home: Home, found: Found, due: Sequence[Held]) -> None:
    """Moves `due` back into the file. Raises SecretError, ConfigError, OSError; the file is then as it was."""
    values = {one.name: secrets.get(one.name) for one in due}
    _exchange(home, found, [moving.back(one, values[one.name], _spelling(one.name, values[one.name])) for one in due])
    for name in {one.name for one in due if one.ours}:
        secrets.remove(name)
        secrets.remove(name + _SPELLING)


def settle(home: Home, found: Found) -> None:
    """Ends a move that was killed when the file was written and the journal was not: its copies still hold the values.

    Raises SecretError, ConfigError, OSError.
    """
    values: dict[str, str] = {}
    for one in held(found):
        if one.moved and one.ours:
            with contextlib.suppress(secrets.Missing):  # without its value nobody can tell where it stands
                values[one.name] = secrets.get(one.name)
    if not values:
        return
    moved = [one for one in held(found) if one.moved and one.name in values]
    back = [moving.back(one, values[one.name], _spelling(one.name, values[one.name])) for one in moved]
    again = [Change(one.server, one.place, one.new, one.old, quoted(one.old)) for one in back]
    adapter = clients.ADAPTERS[found.client]
    before = moving.exchanged(found.content, adapter, back, surely=True)
    Journal(home, found.path).rewrite(lambda one: moving.exchanged(one, adapter, again), before, found.content)


def given_back(home: Home, places: Places, plan: Plan) -> Plan:
    """`plan`, which gives servers back, for a file that has the values of their secrets again.

    They come first: without the proxy nobody knows what a reference stands for. Raises SecretError, ConfigError,
    ClientRunning, OSError; nothing was changed then.
    """
    if plan.guards or secrets.PREFIX.encode() not in plan.before:
        return plan
    found = again(plan, places)
    if found.content != plan.before:
        raise ConfigError(f"{plain(plan.path)} has changed since the plan was made.", "Look at it again.")
    clients.check_stopped(found, places)
    given = [one.name for one in found.entries if one.guarded and one.name not in plan.guarded]
    moved = [one for one in held(found, given) if one.moved and not one.bridge]
    if not moved:
        return plan
    back(home, found, moved)
    return clients.plan_unprotect(again(plan, places), home, given)


def returning(plan: Plan) -> list[str]:
    """A sentence for each value that `given_back` would put back into the file."""
    if plan.guards or secrets.PREFIX.encode() not in plan.before:
        return []
    moved = moving.held(_as_was(plan), clients.ADAPTERS[plan.client])
    due = [one for one in moved if one.moved and not one.bridge and one.server not in plan.guarded]
    return [f"{plain(one.variable)} of “{plain(one.server)}” comes back out of the keychain." for one in due]


def again(plan: Plan, places: Places) -> Found:
    """The plan's file as it is now."""
    found = next((one for one in clients.found(places) if one.path == plan.path), None)
    return clients.read(plan.client, plan.path) if found is None else found


def _as_was(plan: Plan) -> Found:
    return clients.Found(plan.client, plan.title, plan.path, True, [], "", content=plan.before)


def _keep(name: str, value: str) -> None:
    secrets.put(name, value)
    if secrets.get(name) != value:
        raise secrets.SecretError(f"The keychain does not give “{name}” back.", "The file was not changed.")


def _spelling(name: str, value: str) -> str:
    """How `value` was spelled in the file; "" where that was the plain way, or the value is another one now."""
    try:
        spelled, raw = json.loads(secrets.get(name + _SPELLING))
    except (secrets.Missing, ValueError):
        return ""
    return str(raw) if spelled == value else ""


def _exchange(home: Home, found: Found, changes: list[Change]) -> None:
    adapter = clients.ADAPTERS[found.client]
    after = moving.exchanged(found.content, adapter, changes, surely=True)
    _write(found, after)
    Journal(home, found.path).rewrite(lambda one: moving.exchanged(one, adapter, changes), found.content, after)


def _write(found: Found, after: bytes) -> None:
    path = os.path.realpath(found.path)
    with open(path, "rb") as now:
        if now.read() != found.content:
            raise ConfigError(f"{path} was changed meanwhile.", "Nothing was written; do it again.")
    atomicfile.write(path, after, stat.S_IMODE(os.stat(path).st_mode))
