"""Which remote servers there are, who may use them, and under which local address: `remotes.json` in the home.

1. A client's use of a server has a token of its own: it is the client's name, and nobody else gets in.
2. The local address of a server's address is `http://127.0.0.1:PORT/s/SERVER/TOKEN`; what else a server has at the same
   origin is below `/-`: `…/TOKEN/-/messages` is the server's `/messages`.
3. The file is read strictly, all or nothing, and written whole, for its owner only: it holds the tokens.
"""

from __future__ import annotations

import os
import re
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlsplit

from callgate_proxy import atomicfile
from callgate_proxy.errors import ConfigError
from callgate_proxy.jsonlean import as_object, loads

if TYPE_CHECKING:
    from callgate_proxy.home import Home

FILE = "remotes.json"
PORT = 7384  # clients' files name it, so it stays the same; `callgate serve --port` writes another one here
LOOPBACK = "127.0.0.1"
LOOPBACK_NAMES = frozenset((LOOPBACK, "localhost", "::1"))
TOKEN = re.compile(r"[A-Za-z0-9_-]{20,64}")
_FIX = "Correct it, or take the server out and add it again: callgate remote add NAME URL."
_KEYS = {"url", "clients", "headers"}


@dataclass(frozen=True)
class Remote:
    """One remote server. `clients`: client name -> token. `headers`: sent along, in place of the client's."""

    url: str
    clients: dict[str, str] = field(default_factory=dict[str, str])
    headers: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def origin(self) -> str:
        """Scheme, host and port of the server."""
        parts = urlsplit(self.url)
        return f"{parts.scheme}://{parts.netloc}"


@dataclass(frozen=True)
class Remotes:
    """What the file says. Pure: `with_` and `without` give another one."""

    port: int = PORT
    servers: dict[str, Remote] = field(default_factory=dict[str, Remote])

    def with_(self, server: str, url: str, client: str, token: str = "") -> Remotes:
        """The same with `client` as a user of `server` at `url`; who uses it already keeps the token.

        `token`: for a new user; one is drawn where none is given.

        Raises ConfigError for an address that is none, and for a name that stands for another address.
        """
        checked = check_url(url)
        known = self.servers.get(server)
        if known is not None and known.url != checked:
            raise ConfigError(
                f"“{server}” is {known.url} already.", f"Choose another name, or callgate remote remove {server} first."
            )
        clients = {} if known is None else known.clients
        held = clients.get(client) or token or secrets.token_urlsafe(24)
        made = Remote(checked, {**clients, client: held}, {} if known is None else known.headers)
        return Remotes(self.port, {**self.servers, server: made})

    def without(self, server: str) -> Remotes:
        """The same without `server`."""
        return Remotes(self.port, {name: one for name, one in self.servers.items() if name != server})

    def without_client(self, server: str, client: str) -> Remotes:
        """The same without `client` as a user of `server`; without `server` where nobody and no header is left."""
        one = self.servers[server]
        clients = {name: token for name, token in one.clients.items() if name != client}
        if not clients and not one.headers:
            return self.without(server)
        return Remotes(self.port, {**self.servers, server: Remote(one.url, clients, one.headers)})

    def with_header(self, server: str, header: str, value: str) -> Remotes:
        """The same with a header that goes to `server` in place of its clients' (a value or a reference)."""
        one = self.servers[server]
        return Remotes(
            self.port, {**self.servers, server: Remote(one.url, one.clients, {**one.headers, header: value})}
        )

    def find(self, server: str, token: str) -> tuple[Remote, str] | None:
        """The server and the client's name that `token` stands for; None for a wrong one."""
        remote = self.servers.get(server)
        for client, right in () if remote is None else remote.clients.items():
            if secrets.compare_digest(right.encode(), token.encode()):
                assert remote is not None
                return remote, client
        return None


def route(remotes: Remotes, server: str, client: str) -> str:
    """The local address under which `client` uses `server`. Raises KeyError for who is not in the file."""
    token = remotes.servers[server].clients[client]
    return f"http://{LOOPBACK}:{remotes.port}/s/{quote(server, safe='')}/{token}"


def unroute(remotes: Remotes, url: str) -> tuple[str, str, str] | None:
    """(server, client, the server's own address) for a local address; None for any other."""
    parts = urlsplit(url)
    words = parts.path.split("/")
    if parts.hostname not in LOOPBACK_NAMES or len(words) != 4 or words[1] != "s":
        return None
    server = unquote(words[2])
    found = remotes.find(server, words[3])
    return None if found is None else (server, found[1], found[0].url)


def check_url(url: str) -> str:
    """`url`, where it is the address of a server. Raises ConfigError."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError as error:
        raise ConfigError(f"{url!r} is no address: {error}.", "Give the whole address: https://host/path.") from None
    if parts.scheme not in ("http", "https") or not host:
        raise ConfigError(f"{url!r} is no http or https address.", "Give the whole address: https://host/path.")
    if parts.username is not None or parts.fragment:
        raise ConfigError(f"{url!r} has a user or a fragment in it.", "Give credentials as a header from the keychain.")
    return url


def path(home: Home) -> str:
    """Where the file is."""
    return os.path.join(home.root, FILE)


def load(home: Home) -> Remotes:
    """What `home`'s file says; nothing where there is no file. Raises ConfigError."""
    try:
        with open(path(home), "rb") as file:
            text = file.read()
    except FileNotFoundError:
        return Remotes()
    except OSError as error:
        raise ConfigError(f"{path(home)} cannot be read: {error.strerror}.", "Give yourself the right to.") from None
    try:
        return parse(text.decode("utf-8"))
    except ValueError as error:
        raise ConfigError(f"{path(home)} cannot be used: {error}.", _FIX) from None


def parse(text: str) -> Remotes:
    """What the file's text says. Raises ValueError with a plain sentence, ConfigError for an address."""
    value = as_object(loads(text))
    if value is None or value.keys() - {"version", "port", "servers"} or value.get("version") != "1":
        raise ValueError('it is not an object with "version": "1", "port" and "servers" alone')
    port = value.get("port", PORT)
    if not isinstance(port, int) or isinstance(port, bool) or not 0 < port < 65_536:
        raise ValueError('"port" is not a number between 1 and 65535')
    servers = as_object(value.get("servers", {}))
    if servers is None:
        raise ValueError('"servers" is not an object')
    return Remotes(port, {name: _remote(name, one) for name, one in servers.items()})


def _remote(name: str, told: object) -> Remote:
    value = as_object(told)
    if value is None or value.keys() - _KEYS or not isinstance(value.get("url"), str):
        raise ValueError(f"/servers/{name} is not an object with url, clients and headers alone")
    clients = _texts(f"/servers/{name}/clients", value.get("clients", {}))
    for client, token in clients.items():
        if not TOKEN.fullmatch(token):
            raise ValueError(f"/servers/{name}/clients/{client} is no token")
    return Remote(check_url(str(value["url"])), clients, _texts(f"/servers/{name}/headers", value.get("headers", {})))


def _texts(place: str, told: object) -> dict[str, str]:
    value = as_object(told)
    if value is None or not all(isinstance(held, str) for held in value.values()):
        raise ValueError(f"{place} is not an object of strings")
    return {key: str(held) for key, held in value.items()}


def save(home: Home, remotes: Remotes) -> None:
    """Writes the file. Raises OSError."""
    import json

    servers = {
        name: {"url": one.url, "clients": one.clients, **({"headers": one.headers} if one.headers else {})}
        for name, one in remotes.servers.items()
    }
    text = json.dumps({"version": "1", "port": remotes.port, "servers": servers}, indent=2, ensure_ascii=False)
    home.ensure(home.root)
    atomicfile.write(path(home), f"{text}\n".encode(), 0o600)
