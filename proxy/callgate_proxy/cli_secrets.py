"""`callgate secrets`: values out of clients' files into the system's keychain, and back.

1. A value is in the keychain, and was read back from it, before the file loses it; and the file has it again before
   the keychain loses it.
2. The files' earlier bytes are not kept here: they hold the secret. What undoes a move is `restore`.
3. No value is ever shown, nor taken from the command line.
"""

from __future__ import annotations

import getpass
import os
import stat
import sys
from typing import TYPE_CHECKING

from callgate_proxy import atomicfile, clients, moving, secrets
from callgate_proxy.cli_ask import said_yes
from callgate_proxy.errors import ConfigError
from callgate_proxy.plain import plain

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from callgate_proxy.clients import Found, Places
    from callgate_proxy.moving import Held

NOT_DONE = 2


def run(options: argparse.Namespace, places: Places | None) -> int:
    """Does what the words say. Raises SecretError, ConfigError, OSError."""
    if options.what == "set":
        return _set(options.name)
    does = {"list": _list, "move": _move, "restore": restore}[options.what]
    return does(options, places or clients.Places.here())


def _files(options: argparse.Namespace, places: Places) -> list[tuple[Found, list[Held]]]:
    client = options.client or "claude-desktop"
    if client not in clients.ADAPTERS:
        raise ConfigError(f"“{client}” is no client Callgate knows.", f"Known: {', '.join(clients.ADAPTERS)}.")
    founds = [clients.read(client, options.config)] if options.config else clients.found(places)
    usable = [one for one in founds if one.exists and not one.problem and options.client in (None, one.client)]
    return [(one, moving.held(one, _holder(one), options.server)) for one in usable if _is_json(one)]


def _is_json(found: Found) -> bool:
    # Elsewhere a text in the file is not one with its value: TOML, YAML, JSON with comments.
    return clients.ADAPTERS[found.client].dialect == "json"


def _holder(found: Found) -> tuple[str, ...]:
    return clients.ADAPTERS[found.client].holders[0]


def _list(options: argparse.Namespace, places: Places) -> int:
    found = [(file, one) for file, held in _files(options, places) for one in held]
    for file, one in found:
        place = f"in the keychain as {one.name}" if one.moved else f"in {file.path}, to be moved"
        print(plain(f"{one.server}: {one.variable} is {place}"))
    if not found:
        print("No variable of a guarded server looks like a secret.")
    return 0


def _move(options: argparse.Namespace, places: Places) -> int:
    due = [(file, [one for one in held if not one.moved]) for file, held in _files(options, places)]
    return _carry(options, places, [(file, held) for file, held in due if held], "into the keychain", _out)


def restore(options: argparse.Namespace, places: Places) -> int:
    """Moves the values back. Raises SecretError, ConfigError, OSError."""
    due = [(file, [one for one in held if one.moved]) for file, held in _files(options, places)]
    return _carry(options, places, [(file, held) for file, held in due if held], "back into the file", _back)


def _carry(
    options: argparse.Namespace,
    places: Places,
    due: list[tuple[Found, list[Held]]],
    where: str,
    carry: Callable[[Found, list[Held]], None],
) -> int:
    for file, held in due:
        clients.check_stopped(file, places)
        for one in held:
            print(plain(f"{one.server}: {one.variable} goes {where}"))
    if not due:
        print("There is nothing to move.")
        return 0
    if not options.yes and not said_yes("Go on?", "Pass --yes to go on."):
        return NOT_DONE
    for file, held in due:
        carry(file, held)
        print(plain(f"Changed {file.path}."))
        if carry is _out:
            print("The journal still holds the file as it was before it was guarded, for its owner only.")
    return 0


def _out(file: Found, held: list[Held]) -> None:
    for one in held:
        secrets.put(one.name, one.value)
        if secrets.get(one.name) != one.value:
            raise secrets.SecretError(f"The keychain does not give “{one.name}” back.", "The file was not changed.")
    _write(file, moving.moved(file.content, _holder(file), held))


def _back(file: Found, held: list[Held]) -> None:
    values = {(one.server, one.variable): secrets.get(one.name) for one in held}
    _write(file, moving.with_values(file.content, _holder(file), values))
    for one in held:
        secrets.remove(one.name)


def _write(file: Found, after: bytes) -> None:
    path = os.path.realpath(file.path)
    with open(path, "rb") as now:
        if now.read() != file.content:
            raise ConfigError(f"{path} was changed meanwhile.", "Nothing was written; do it again.")
    atomicfile.write(path, after, stat.S_IMODE(os.stat(path).st_mode))


def _set(name: str) -> int:
    asked = getpass.getpass(f"Value of {plain(name)}: ") if sys.stdin.isatty() else sys.stdin.readline()
    value = asked.rstrip("\r\n")
    if not value:
        print("Nothing was kept: the value is empty.", file=sys.stderr)
        return NOT_DONE
    secrets.put(name, value)
    print(plain(f"Kept. Refer to it as {secrets.PREFIX}{name}"))
    return 0
