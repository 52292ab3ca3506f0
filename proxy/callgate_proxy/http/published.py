"""What a server publishes about its login, before a client believes it. Pure.

1. Every address in it is http or https, written with the letters of RFC 3986 alone: clients hand some of them to other
   programs, and a `$(…)` there has run as a command.
2. It is https, unless it and the server are of this machine; and a server of the internet names no address of this
   machine, of the network around it or of the cloud's metadata.
3. A resource's metadata is about the server that was asked (RFC 9728, section 3.3); its login may be anywhere.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from callgate_proxy.http.gate import Refusal
from callgate_proxy.jsonlean import as_list, as_object, loads
from callgate_proxy.plain import plain
from callgate_proxy.risk import addresses

if TYPE_CHECKING:
    from callgate_proxy.http.gate import Guest

_LETTERS = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!&'*+,;=%-]+")  # RFC 3986 but for "$", "(" and ")": a shell reads them
_NAMED = ("issuer", "resource", "authorization_servers", "jwks_uri")


def check(body: bytes, guest: Guest) -> None:
    """Refuses a document below `/.well-known/` that sends the client where it should not go. Raises Refusal."""
    try:
        told = as_object(loads(body.decode("utf-8")))
    except ValueError:
        return  # no client can read it either
    for key, held in (told or {}).items():
        if key in _NAMED or key.endswith(("_endpoint", "_uri")):
            listed = as_list(held)
            for url in [] if held is None else [held] if listed is None else listed:
                why = wrong(url, guest.remote.url)
                if why:
                    raise Refusal(502, f"{guest.server} publishes metadata whose {plain(key)} {why}.")
    resource = (told or {}).get("resource")
    if isinstance(resource, str) and _origin(resource) != _origin(guest.remote.url):
        raise Refusal(502, f"{guest.server} publishes the metadata of another resource, {plain(resource)}.")


def wrong(url: object, server: str) -> str:
    """What is wrong with an address that the server at the address `server` sends its clients to; "" for nothing."""
    if not isinstance(url, str) or not _LETTERS.fullmatch(url):
        return "is no address in plain letters"
    try:
        parts = urlsplit(url)
    except ValueError:
        return "is no address"
    if parts.scheme not in ("http", "https") or not parts.hostname:
        return "is no http address"
    if "@" in parts.netloc:
        return "carries a user name that may be taken for its host"
    if _origin(url) == _origin(server) or _place(server):
        return ""  # the person chose that address; and a server of this machine or network may use what is there
    place = _place(url)
    if place:
        return f"leads to {place}"
    return "" if parts.scheme == "https" else "is not https"


def _place(url: str) -> str:
    """What of ours the host of `url` is, in words; "" for a host of the internet."""
    found = addresses.look(url, "", True, (), lambda _: False)
    return found[0].rule.replace("-", " ") if found else ""


def _origin(url: str) -> tuple[str, str | None, int | None]:
    try:
        parts = urlsplit(url)
        port = parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return "", None, None
    return parts.scheme, parts.hostname, port
