"""Who gets in: the checks on a request before anything of it is believed. Pure.

1. The Host is a loopback name (any port: it may be a forwarded one) or one the person allowed. A web page whose name
   was turned to 127.0.0.1 (DNS rebinding) sends its own name, and is refused.
2. An Origin, where there is one, is of this machine.
3. What is posted is JSON and says so: a web page may send other types across origins without asking first.
4. The token in the path, or in `X-Callgate-Token` after a path without one, is a client's.
5. What headers say about the body (`Mcp-Method`, `Mcp-Name`, `MCP-Protocol-Version`) is what the body says: whatever
   reads only the headers on the way must not see another call than the one that was judged.
Source of 1, 2, 5: MCP transports, 2025-11-25 and 2026-07-28.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass, replace
from urllib.parse import quote, unquote, urlsplit

from callgate_proxy.http.remotes import LOOPBACK_NAMES, Remote, Remotes
from callgate_proxy.jsonlean import as_object
from callgate_proxy.wire import MODERN_META

Headers = list[tuple[bytes, bytes]]

TOKEN_HEADER = b"x-callgate-token"
WELL_KNOWN = "/.well-known/"
LOGIN = "/callgate-login"  # below "/-": the login that stands in for the server's own
BACK = "/login/"  # and where the browser comes back to: /login/SERVER/CLIENT
MISMATCH = -32020  # HeaderMismatch, 2026-07-28
_HOST = re.compile(r"(?:\[([0-9A-Fa-f:]+)\]|([A-Za-z0-9._-]+))(?::[0-9]{1,5})?")
_NAMED_BY = {"tools/call": "name", "prompts/get": "name", "resources/read": "uri"}
_ONCE = (b"host", b"origin", b"content-type", b"mcp-method", b"mcp-name", b"mcp-protocol-version", b"mcp-session-id")


class Refusal(Exception):
    """The request goes no further. `status`: of HTTP; the text is for a person."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True)
class Guest:
    """Who was let in. `local`: the server's local address; `rest`: what follows "/-" in the path, or "".

    `key`: the client's token, where the local address holds it; else "".
    """

    server: str
    client: str
    remote: Remote
    local: str
    rest: str
    key: str = ""


def value(headers: Headers, name: bytes) -> str | None:
    """The header `name` (lower case) as text; None where it is not there."""
    return next((held.decode("latin-1") for key, held in headers if key == name), None)


def local(headers: Headers, names: frozenset[str]) -> str:
    """The Host of a request that may be answered at all. `names`: further host names. Raises Refusal."""
    for name in _ONCE:
        if sum(key == name for key, _ in headers) > 1:
            raise Refusal(400, f"The header {name.decode()} is there twice.")
    host = value(headers, b"host") or ""
    if _host(host) not in LOOPBACK_NAMES | names:
        raise Refusal(403, "This address is only for this machine: the Host is neither 127.0.0.1 nor localhost.")
    origin = value(headers, b"origin")
    if origin is not None and not _of_this_machine(origin, names):
        raise Refusal(403, "Web pages of other origins are not served.")
    return host


def admit(raw_path: str, headers: Headers, remotes: Remotes, names: frozenset[str] = frozenset()) -> Guest:
    """Who asks for `raw_path` (still quoted, without its query). `names`: further host names. Raises Refusal."""
    host = local(headers, names)
    if raw_path.startswith(WELL_KNOWN) and "/s/" in raw_path:
        return _well_known(raw_path, headers, remotes, names)
    base, dash, rest = raw_path.partition("/-/")
    words = base.rstrip("/").split("/")
    if words[:2] != ["", "s"] or not 3 <= len(words) <= 4:
        raise Refusal(404, "There is nothing here. A server's address is /s/SERVER/TOKEN.")
    token = words[3] if len(words) == 4 else value(headers, TOKEN_HEADER) or ""
    found = remotes.find(unquote(words[2]), token)
    if found is None:
        raise Refusal(403, 'Unknown server or token. "callgate remote list" tells the addresses.')
    key = token if len(words) == 4 else ""
    at = f"http://{host}{'/'.join(words)}"
    return Guest(unquote(words[2]), found[1], found[0], at, f"/{rest}" if dash else "", key)


def back(raw_path: str, headers: Headers, remotes: Remotes, names: frozenset[str]) -> Guest:
    """Whose login the browser comes back from; what it brings is signed, so no token is asked for. Raises Refusal."""
    host = local(headers, names)
    words = [unquote(word) for word in raw_path.removeprefix(BACK).split("/")]
    remote = remotes.servers.get(words[0])
    token = remote.clients.get(words[1]) if remote is not None and len(words) == 2 else None
    if remote is None or token is None:
        raise Refusal(404, "There is no login here.")
    return Guest(words[0], words[1], remote, f"http://{host}/s/{quote(words[0], safe='')}/{token}", "", token)


def _well_known(raw_path: str, headers: Headers, remotes: Remotes, names: frozenset[str]) -> Guest:
    """What stands about a resource at the root of its origin, before its path (RFC 8414, RFC 9728)."""
    kind, _, place = raw_path.partition("/s/")
    guest = admit(f"/s/{place}", headers, remotes, names)
    if guest.rest == LOGIN:
        return replace(guest, rest=LOGIN + kind)
    return replace(guest, rest=kind + urlsplit(guest.remote.url).path.rstrip("/"))


def _host(told: str) -> str:
    found = _HOST.fullmatch(told)
    return "" if found is None else (found[1] or found[2]).lower()


def _of_this_machine(origin: str, names: frozenset[str]) -> bool:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.hostname in LOOPBACK_NAMES | names


def posted(headers: Headers) -> None:
    """Refuses a body that a web page could have sent without a preflight. Raises Refusal."""
    if (value(headers, b"content-type") or "").partition(";")[0].strip().lower() != "application/json":
        raise Refusal(415, "Only application/json is taken here.")


def agree(headers: Headers, message: dict[str, object]) -> str:
    """What the headers say that the message does not; "" where they agree. A header that is missing says nothing."""
    method, params = message.get("method"), as_object(message.get("params")) or {}
    said = value(headers, b"mcp-method")
    if said is not None and said != method:
        return "Mcp-Method is not the method in the body"
    named = value(headers, b"mcp-name")
    key = _NAMED_BY.get(method) if isinstance(method, str) else None
    if named is not None and key is not None and decoded(named) != params.get(key):
        return f"Mcp-Name is not the {key} in the body"
    version = value(headers, b"mcp-protocol-version")
    inside = (as_object(params.get("_meta")) or {}).get(MODERN_META)
    if version is not None and inside is not None and version != inside:
        return "MCP-Protocol-Version is not the version in the body"
    return ""


def decoded(held: str) -> str | None:
    """A header's value, out of its base64 form where it has it; None for a form that is broken."""
    if not (held.startswith("=?base64?") and held.endswith("?=") and len(held) >= 11):
        return held
    try:
        raw = base64.b64decode(held[9:-2], validate=True)
        return raw.decode("utf-8") if base64.b64encode(raw).decode() == held[9:-2] else None
    except (binascii.Error, UnicodeDecodeError):
        return None
