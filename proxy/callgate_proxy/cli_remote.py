"""`callgate remote`: which remote servers there are, and the local addresses to give to clients."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from callgate_proxy.errors import ConfigError
from callgate_proxy.http import remotes
from callgate_proxy.plain import plain
from callgate_proxy.secrets import PREFIX

if TYPE_CHECKING:
    import argparse

    from callgate_proxy.home import Home


def remote(options: argparse.Namespace, home: Home) -> int:
    """Does what the words say. Raises ConfigError, OSError."""
    if options.what == "add":
        return _add(options, home)
    if options.what == "list":
        return _list(home, as_json=options.json)
    return _remove(options.name, home)


def _add(options: argparse.Namespace, home: Home) -> int:
    made = remotes.load(home).with_(options.name, options.url, options.client)
    if options.header is not None:
        header, _, secret = options.header.partition("=")
        if not header or not secret:
            raise ConfigError("--header takes NAME=SECRET.", "SECRET is a name given to: callgate secrets set SECRET.")
        made = made.with_header(options.name, header, PREFIX + secret)
    remotes.save(home, made)
    print(plain(f"{options.name} for {options.client}: {remotes.route(made, options.name, options.client)}"))
    print("Put this address into the client's file in place of the server's, and keep \"callgate serve\" running.")
    return 0


def _list(home: Home, as_json: bool) -> int:
    known = remotes.load(home)
    for server, one in known.servers.items():
        for client in one.clients:
            local = remotes.route(known, server, client)
            if as_json:
                print(json.dumps({"server": server, "url": one.url, "client": client, "local": local}))
            else:
                print(plain(f"{server} ({one.url}) for {client}: {local}"))
    if not known.servers and not as_json:
        print("There are no remote servers yet: callgate remote add NAME URL.")
    return 0


def _remove(name: str, home: Home) -> int:
    known = remotes.load(home)
    if name not in known.servers:
        raise ConfigError(f"There is no remote server “{name}”.", 'See "callgate remote list".')
    remotes.save(home, known.without(name))
    print(plain(f"{name} is taken out; its local addresses are dead."))
    return 0
