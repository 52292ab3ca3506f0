"""What a login at the local address says in place of the server's own (RFC 8414, 7591, 6749, 8707, 9207). Pure.

1. A client asks for a token for the address it knows, which is ours; the server takes only tokens for its own. So the
   login stands at the local address as well, and `resource` is exchanged on the way to the real one.
2. An issuer that names itself in the answer must come back by us, since the client compares: a client registers by us,
   with our address to come back to. What it registered as is in its id, and where an answer goes to is in its state,
   both signed with the client's token: nothing is kept, and nobody can be sent where the client did not want.
3. Codes, PKCE, scopes, tokens and client secrets pass as they are. A proof of possession (DPoP) names the address it is
   for, so it cannot pass: it is not offered.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

from callgate_proxy.http.gate import Refusal
from callgate_proxy.http.remotes import LOOPBACK_NAMES
from callgate_proxy.jsonlean import as_list, as_object, dumps, loads

if TYPE_CHECKING:
    from collections.abc import Mapping

MARK = "callgate."
Told = dict[str, object]
Pairs = list[tuple[str, str]]
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "registration_endpoint", "revocation_endpoint")
_NOT_HERE = frozenset(
    (
        "authorization_response_iss_parameter_supported",  # the answers by us say it all the same
        "device_authorization_endpoint",
        "dpop_signing_alg_values_supported",
        "mtls_endpoint_aliases",
        "pushed_authorization_request_endpoint",
        "signed_metadata",
    )
)


def possible(told: Told) -> bool:
    """Whether a login with the metadata `told` can be stood in for."""
    return (
        isinstance(told.get("issuer"), str)
        and isinstance(told.get("authorization_endpoint"), str)
        and isinstance(told.get("token_endpoint"), str)
        and told.get("require_pushed_authorization_requests") is not True
    )


def metadata(told: Told, issuer: str) -> Told:
    """The metadata `told` of a login, for ours at `issuer`. A client that can register does it by us."""
    made = {key: value for key, value in told.items() if key not in _NOT_HERE}
    made |= {key: f"{issuer}/{key.removesuffix('_endpoint')}" for key in _ENDPOINTS if key in told}
    if "registration_endpoint" in told:
        made.pop("client_id_metadata_document_supported", None)
    return {**made, "issuer": issuer}


def packed(key: str, purpose: str, value: object) -> str:
    """`value` as letters of a URL, signed with `key` for `purpose`."""
    text = base64.urlsafe_b64encode(dumps(value).encode()).decode().rstrip("=")
    return f"{text}.{_signature(key, purpose, text)}"


def unpacked(key: str, purpose: str, held: str) -> Told | None:
    """What was packed; None for what was not packed with this key for this purpose."""
    text, _, signature = held.partition(".")
    if not hmac.compare_digest(signature.encode(), _signature(key, purpose, text).encode()):
        return None
    try:
        return as_object(loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)).decode("utf-8")))
    except (ValueError, binascii.Error):
        return None


def _signature(key: str, purpose: str, text: str) -> str:
    return hmac.new(key.encode(), f"{purpose}:{text}".encode(), hashlib.sha256).hexdigest()


def registration(body: bytes, back: str) -> tuple[bytes, list[str]]:
    """A client's registration with our address to come `back` to, and those it asked for itself. Raises Refusal."""
    told = _object(body)
    own = [one for one in as_list(told.get("redirect_uris")) or [] if isinstance(one, str)]
    if not own:
        raise Refusal(400, "The registration names no redirect_uris.")
    return dumps({**told, "redirect_uris": [back]}).encode(), own


def registered(body: bytes, key: str, own: list[str]) -> bytes:
    """What the real login answered, for the client: an id that says what it registered. Raises Refusal."""
    told = _object(body)
    held = {"id": told.get("client_id"), "to": own}
    return dumps({**told, "client_id": MARK + packed(key, "client", held), "redirect_uris": own}).encode()


def _object(body: bytes) -> Told:
    try:
        told = as_object(loads(body.decode("utf-8")))
    except ValueError:
        told = None
    if told is None:
        raise Refusal(400, "The registration is no JSON object.")
    return told


def client(held: str, key: str) -> tuple[str, list[str]] | None:
    """The real id behind a client's, and where it may be sent back to; None for one that did not register by us."""
    told = unpacked(key, "client", held.removeprefix(MARK)) if held.startswith(MARK) else None
    if told is None:
        return None
    return str(told.get("id")), [str(one) for one in as_list(told.get("to")) or []]


def asked(query: str, real: Told, resource: str, issuer: str, back: str, key: str) -> str:
    """Where the browser goes that came to us with `query`: the real page. Raises Refusal."""
    pairs = parse_qsl(query, keep_blank_values=True)
    told = dict(pairs)
    known = client(told.get("client_id", ""), key)
    instead = {"resource": resource} if "resource" in told else {}
    if known is not None:
        to = told.get("redirect_uri") or known[1][0]
        if not any(_same(to, one) for one in known[1]):
            raise Refusal(400, "The login was asked to lead to an address that the client did not register.")
        state = packed(key, "state", {"state": told.get("state"), "to": to, "issuer": issuer})
        instead |= {"client_id": known[0], "redirect_uri": back, "state": state}
    parts = urlsplit(str(real["authorization_endpoint"]))
    sent = [*parse_qsl(parts.query, keep_blank_values=True), *_exchanged(pairs, instead)]
    return urlunsplit((parts.scheme, parts.netloc, parts.path, urlencode(sent), ""))


def _same(asked: str, registered: str) -> bool:
    """Whether two addresses to come back to are one: on this machine the port may differ (RFC 8252, 7.3)."""
    if asked == registered:
        return True
    one, other = urlsplit(asked), urlsplit(registered)
    loopback = one.scheme == "http" and one.hostname == other.hostname and one.hostname in LOOPBACK_NAMES
    return loopback and (one.scheme, one.path, one.query) == (other.scheme, other.path, other.query)


def _exchanged(pairs: Pairs, instead: Mapping[str, str]) -> Pairs:
    kept = [(name, instead.get(name, value)) for name, value in pairs]
    return [*kept, *((name, value) for name, value in instead.items() if name not in dict(pairs))]


def answered(query: str, key: str, expected: str, names_itself: bool) -> str:
    """Where the browser goes that came back with `query` from the login `expected` (an issuer). Raises Refusal.

    `names_itself`: that login says in each answer whose it is (RFC 9207).
    """
    pairs = parse_qsl(query, keep_blank_values=True)
    told = dict(pairs)
    held = unpacked(key, "state", told.get("state", ""))
    if held is None:
        raise Refusal(400, "This login was not begun here.")
    if told.get("iss", expected if not names_itself else "") != expected:
        raise Refusal(400, "The answer is of another login than the one that was asked.")
    kept = [(name, value) for name, value in pairs if name not in ("state", "iss")]
    if isinstance(held.get("state"), str):
        kept.append(("state", str(held["state"])))
    to = str(held.get("to"))
    return f"{to}{'&' if '?' in to else '?'}{urlencode([*kept, ('iss', str(held.get('issuer')))])}"


def form(body: bytes, name: bytes, resource: str, back: str, key: str) -> tuple[bytes, bytes]:
    """A request for a token (or to revoke one) and its client's name and secret, for the real login.

    `name`: the Authorization header (RFC 6749, 2.3.1), b"" without one.
    """
    pairs = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True)
    told = dict(pairs)
    user, secret = _user(name)
    known = client(told.get("client_id", user), key)
    real = {"client_id": known[0], "redirect_uri": back} if known is not None else {}
    instead = {one: held for one, held in {**real, "resource": resource}.items() if one in told}
    if known is not None and user:
        name = b"Basic " + base64.b64encode(f"{quote(known[0], safe='')}:{secret}".encode())
    return urlencode(_exchanged(pairs, instead)).encode(), name


def _user(held: bytes) -> tuple[str, str]:
    """The name in an Authorization header of the scheme Basic, and the secret as it stands there."""
    scheme, _, value = held.partition(b" ")
    try:
        user, _, secret = base64.b64decode(value, validate=True).decode("utf-8").partition(":")
    except (ValueError, binascii.Error):
        return "", ""
    return (unquote(user), secret) if scheme.lower() == b"basic" else ("", "")
