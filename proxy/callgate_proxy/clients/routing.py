"""Leads the addresses of remote servers through Callgate, and back to the servers.

1. A plan works on a copy of `remotes.json` and says what has to stand there; `adopt` writes that before the client's
   file is written, so no file ever names a local address that nobody answers for.
2. A token is drawn once for a process: the plans of several files of one client agree on it.
3. The way back is in `remotes.json`; an address that nobody knows there is looked for in the journal.
4. `release` takes a client's token back once no file of that client names it. What was killed before it leaves a
   line in `remotes.json` and nothing else.
"""

from __future__ import annotations

import importlib.util
import secrets
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING

from callgate_proxy import frozen
from callgate_proxy.clients.addresses import Address
from callgate_proxy.errors import ConfigError
from callgate_proxy.http import remotes

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from callgate_proxy.clients.configtext import Config
    from callgate_proxy.home import Home
    from callgate_proxy.http.remotes import Remotes

LACKING = 'the part for remote servers is not installed: pip install "callgate[remote]"'


@dataclass(frozen=True, slots=True)
class Route:
    """What `remotes.json` has to say before a client's file does."""

    server: str
    client: str
    url: str
    token: str


class Router:
    """Gives local addresses out for one plan. `routes`: those it gave out."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self.routes: list[Route] = []

    @cached_property
    def _known(self) -> Remotes:
        return remotes.load(self._home)

    def there(self, server: str, client: str, own: Address) -> Address:
        """The local address in place of `own`, a new one or the one it has. Raises ConfigError with the reason."""
        if not can_serve():
            raise ConfigError(LACKING)
        if server in (".", ".."):
            raise ConfigError("its name cannot stand in an address")
        url = own.url
        if own.is_ours:
            led = self._led(own)
            if led is None:
                raise ConfigError("its address is one of Callgate's, and remotes.json does not know where it leads")
            url = led[2]
        token = _drawn(self._home.root, server, client)
        self._known = self._known.with_(server, url, client, token)
        self.routes.append(Route(server, client, url, self._known.servers[server].clients[client]))
        return Address(own.key, remotes.route(self._known, server, client))

    def back(self, name: str, own: Address, earlier: Sequence[Config]) -> Address | None:
        """The server's own address; None where nobody knows it. `earlier`: the file's contents, the newest first."""
        led = self._led(own)
        if led is not None:
            return Address(own.key, led[2])
        for config in earlier:
            before = config.servers[name].own if name in config.servers else None
            if isinstance(before, Address) and not before.is_ours:
                return Address(own.key, before.url)
        return None

    def owner(self, own: Address) -> tuple[str, str] | None:
        """The server and the client that a local address was given out for."""
        led = self._led(own)
        return None if led is None else led[:2]

    def _led(self, own: Address) -> tuple[str, str, str] | None:
        try:
            return remotes.unroute(self._known, own.url)
        except ConfigError:
            return None  # a file that cannot be read knows nobody


def can_serve() -> bool:
    """Whether what `callgate serve` needs is installed: an app has it in `callgate`, not in each of its programs."""
    return frozen.folder() is not None or all(
        importlib.util.find_spec(module) is not None for module in ("uvicorn", "httpx2")
    )


def adopt(home: Home, routes: Iterable[Route]) -> None:
    """Writes `routes` to `remotes.json`, where they are not there yet. Raises ConfigError, OSError."""
    before = known = remotes.load(home)
    for one in routes:
        known = known.with_(one.server, one.url, one.client, one.token)
        if known.servers[one.server].clients[one.client] != one.token:
            raise ConfigError("remotes.json has changed since the plan was made.", "Look at it again.")
    if known != before:
        remotes.save(home, known)


def release(home: Home, freed: Iterable[tuple[str, str]], contents: Sequence[bytes]) -> None:
    """Takes back the tokens of (server, client) pairs that no file needs. `contents`: of that client's files.

    Raises ConfigError, OSError.
    """
    before = known = remotes.load(home)
    for server, client in freed:
        one = known.servers.get(server)
        token = None if one is None else one.clients.get(client)
        if token is not None and not any(token.encode() in content for content in contents):
            known = known.without_client(server, client)
    if known != before:
        remotes.save(home, known)


@cache
def _drawn(root: str, server: str, client: str) -> str:
    del root, server, client  # what it is drawn for
    return secrets.token_urlsafe(24)
