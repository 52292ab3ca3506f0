"""Carries values between clients' files and the keychain; no value is ever in neither.

1. A value is in the keychain, and was read back from it, before the file loses it; and the file has it again before
   the keychain loses it.
2. The journal goes along, after the file: its copies hold what the file holds, so a moved value is in none of them, and
   undoing is exact to the byte all the same. What undoes a move is the way back.
3. Files in strict JSON only: elsewhere a text in the file is not one with its value.
"""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

from callgate_proxy import atomicfile, clients, moving, secrets
from callgate_proxy.clients.journal import Journal
from callgate_proxy.errors import ConfigError

if TYPE_CHECKING:
    from callgate_proxy.clients import Found
    from callgate_proxy.home import Home
    from callgate_proxy.moving import Held


def held(found: Found, servers: list[str] | None = None) -> list[Held]:
    """The secrets and references in `found`'s guarded entries; none in a file that is no strict JSON."""
    is_json = clients.ADAPTERS[found.client].dialect == "json"
    return moving.held(found, _holder(found), servers) if is_json else []


def out(home: Home, found: Found, due: list[Held]) -> None:
    """Moves `due` into the keychain. Raises SecretError, ConfigError, OSError; the file is then as it was."""
    for one in due:
        secrets.put(one.name, one.value)
        if secrets.get(one.name) != one.value:
            raise secrets.SecretError(f"The keychain does not give “{one.name}” back.", "The file was not changed.")
    after = moving.moved(found.content, _holder(found), due)
    _write(found, after)
    references = {(one.server, one.variable): (one.value, secrets.PREFIX + one.name) for one in due}
    _retell(home, found, after, references)


def back(home: Home, found: Found, due: list[Held]) -> None:
    """Moves `due` back into the file. Raises SecretError, ConfigError, OSError; the file is then as it was."""
    values = {(one.server, one.variable): secrets.get(one.name) for one in due}
    after = moving.with_values(found.content, _holder(found), values)
    _write(found, after)
    _retell(
        home, found, after, {(one.server, one.variable): (one.value, values[one.server, one.variable]) for one in due}
    )
    for one in due:
        secrets.remove(one.name)


def _holder(found: Found) -> tuple[str, ...]:
    return clients.ADAPTERS[found.client].holders[0]


def _retell(home: Home, found: Found, after: bytes, values: dict[tuple[str, str], tuple[str, str]]) -> None:
    holder = _holder(found)
    Journal(home, found.path).rewrite(lambda one: moving.exchanged(one, holder, values), found.content, after)


def _write(found: Found, after: bytes) -> None:
    path = os.path.realpath(found.path)
    with open(path, "rb") as now:
        if now.read() != found.content:
            raise ConfigError(f"{path} was changed meanwhile.", "Nothing was written; do it again.")
    atomicfile.write(path, after, stat.S_IMODE(os.stat(path).st_mode))
