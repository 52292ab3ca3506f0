"""`callgate remote`: which remote servers there are, and the local addresses to give to clients."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from callgate_proxy.errors import ConfigError
from callgate_proxy.http import remotes
from callgate_proxy.plain import plain

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from callgate_proxy.home import Home

DEFAULT_CLIENT = "any"


def options(parser: argparse.ArgumentParser) -> None:
    """The words that may follow `callgate remote`."""
    words = parser.add_subparsers(metavar="WHAT", required=True)

    def add(name: str, about: str, run: Callable[[argparse.Namespace, Home], int]) -> argparse.ArgumentParser:
        made = words.add_parser(name, help=about, description=about)
        made.set_defaults(remote=run)
        return made

    adding = add("add", "Let a client use a remote server through Callgate, and tell its local address.", _add)
    adding.add_argument("name", metavar="NAME")
    adding.add_argument("url", metavar="URL")
    adding.add_argument("--client", metavar="CLIENT", default=DEFAULT_CLIENT, help="who gets the address")
    listing = add("list", "Tell the remote servers and their local addresses.", _list)
    listing.add_argument("--json", action="store_true", help="one JSON object a line")
    add("remove", "Take a remote server out.", _remove).add_argument("name", metavar="NAME")


def remote(options: argparse.Namespace, home: Home) -> int:
    """Does what the words say. Raises ConfigError, OSError."""
    run: Callable[[argparse.Namespace, Home], int] = options.remote
    return run(options, home)


def _add(options: argparse.Namespace, home: Home) -> int:
    made = remotes.load(home).with_(options.name, options.url, options.client)
    remotes.save(home, made)
    print(plain(f"{options.name} for {options.client}: {remotes.route(made, options.name, options.client)}"))
    print("Put this address into the client's file in place of the server's, and keep \"callgate serve\" running.")
    return 0


def _list(options: argparse.Namespace, home: Home) -> int:
    known = remotes.load(home)
    for server, one in known.servers.items():
        for client in one.clients:
            local = remotes.route(known, server, client)
            if options.json:
                print(json.dumps({"server": server, "url": one.url, "client": client, "local": local}))
            else:
                print(plain(f"{server} ({one.url}) for {client}: {local}"))
    if not known.servers and not options.json:
        print("There are no remote servers yet: callgate remote add NAME URL.")
    return 0


def _remove(options: argparse.Namespace, home: Home) -> int:
    known = remotes.load(home)
    if options.name not in known.servers:
        raise ConfigError(f"There is no remote server “{options.name}”.", 'See "callgate remote list".')
    remotes.save(home, known.without(options.name))
    print(plain(f"{options.name} is taken out; its local addresses are dead."))
    return 0
