"""`callgate secrets`: values of variables and headers out of clients' files into the system's keychain, and back.

What is carried is shown and asked about first; no value is ever shown, nor taken from the command line.
"""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING

from callgate_proxy import carrying, clients, secrets
from callgate_proxy.cli_ask import said_yes
from callgate_proxy.errors import ConfigError
from callgate_proxy.home import find
from callgate_proxy.plain import plain

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from callgate_proxy.clients import Found, Places
    from callgate_proxy.home import Home
    from callgate_proxy.moving import Held

NOT_DONE = 2


def run(options: argparse.Namespace, places: Places | None) -> int:
    """Does what the words say. Raises SecretError, ConfigError, OSError."""
    if options.what == "set":
        return _set(options.name)
    does = {"list": _list, "move": _move, "restore": _restore}[options.what]
    return does(options, places or clients.Places.here())


def _files(options: argparse.Namespace, places: Places) -> list[tuple[Found, list[Held]]]:
    client = options.client or "claude-desktop"
    if client not in clients.ADAPTERS:
        raise ConfigError(f"“{client}” is no client Callgate knows.", f"Known: {', '.join(clients.ADAPTERS)}.")
    founds = [clients.read(client, options.config)] if options.config else clients.found(places)
    usable = [one for one in founds if one.exists and not one.problem and options.client in (None, one.client)]
    return [(one, carrying.held(one, options.server)) for one in usable]


def _list(options: argparse.Namespace, places: Places) -> int:
    found = [(file, one) for file, held in _files(options, places) for one in held]
    for file, one in found:
        place = f"in the keychain as {one.name}" if one.moved else f"in {file.path}, to be moved"
        print(plain(f"{one.server}: {one.variable} is {place}"))
    if not found:
        print("No variable or header of a guarded server looks like a secret.")
    return 0


def _move(options: argparse.Namespace, places: Places) -> int:
    files = _files(options, places)
    for file, _ in files:
        carrying.settle(find(), file)
    due = [(file, [one for one in held if not one.moved]) for file, held in files]
    return _carry(options, places, [(file, held) for file, held in due if held], "into the keychain", carrying.out)


def _restore(options: argparse.Namespace, places: Places) -> int:
    due = [(file, [one for one in held if one.moved]) for file, held in _files(options, places)]
    return _carry(options, places, [(file, held) for file, held in due if held], "back into the file", carrying.back)


def _carry(
    options: argparse.Namespace,
    places: Places,
    due: list[tuple[Found, list[Held]]],
    where: str,
    carry: Callable[[Home, Found, list[Held]], None],
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
        carry(find(), file, held)
        print(plain(f"Changed {file.path}."))
    return 0


def _set(name: str) -> int:
    asked = getpass.getpass(f"Value of {plain(name)}: ") if sys.stdin.isatty() else sys.stdin.readline()
    value = asked.rstrip("\r\n")
    if not value:
        print("Nothing was kept: the value is empty.", file=sys.stderr)
        return NOT_DONE
    secrets.put(name, value)
    print(plain(f"Kept. Refer to it as {secrets.PREFIX}{name}"))
    return 0
