"""Serves the login at the local address: looks the real one up, and carries requests to it and back.

1. The real login is the first authorization server that the resource's metadata names; both are looked up when they are
   first needed, and again after a restart. What they say is checked (`published`) before anything of it is used.
2. What cannot be stood in for is left as the server tells it: the client logs in there directly.
3. Nothing that is kept for the server (its headers from the keychain) goes to its login.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

import httpx2

from callgate_proxy.errors import CallgateError
from callgate_proxy.http import gate, published, standin, upstream
from callgate_proxy.http.gate import LOGIN, Refusal
from callgate_proxy.http.messages import whole_body
from callgate_proxy.jsonlean import as_list, as_object, dumps, loads

if TYPE_CHECKING:
    from callgate_proxy.http.caller import Caller
    from callgate_proxy.http.flow import Answer
    from callgate_proxy.http.gate import Guest, Headers
    from callgate_proxy.http.messages import Receive
    from callgate_proxy.http.standin import Told

RESOURCE, SERVER, OPENID = "oauth-protected-resource", "oauth-authorization-server", "openid-configuration"
JSON = [(b"content-type", b"application/json"), (b"cache-control", b"no-store")]


@dataclass(frozen=True)
class Real:
    """A server's own login. `resource`: the server, as its login knows it; `told`: the login's metadata."""

    resource: str
    told: Told

    @property
    def issuer(self) -> str:
        """The login's name."""
        return str(self.told["issuer"])


class Logins:
    """Of all servers."""

    def __init__(self, caller: Caller) -> None:
        self._caller = caller
        self._known: dict[str, Real] = {}  # by the server's address

    async def resource(self, body: bytes, guest: Guest) -> bytes:
        """A resource's metadata for the client, which names the local address, and the login there where that can be.

        What is no metadata stays as it is.
        """
        told = _object(body)
        if told is None or "resource" not in told:
            return body
        made: Told = {key: held for key, held in told.items() if key != "signed_metadata"}
        if guest.key and await self._look_at(told, guest) is not None:
            made["authorization_servers"] = [_issuer(guest)]
            made = {key: held for key, held in made.items() if not key.startswith("dpop_")}
        return dumps({**made, "resource": guest.local}).encode()

    async def _look_at(self, told: Told, guest: Guest) -> Real | None:
        """The login that a resource's metadata names; None where there is none to stand in for."""
        servers, resource = as_list(told.get("authorization_servers")) or [], told.get("resource")
        if not servers or not isinstance(servers[0], str) or not isinstance(resource, str):
            return None
        found = await self._metadata(servers[0], guest)
        if found is None or not standin.possible(found):
            return None
        real = self._known[guest.remote.url] = Real(resource, found)
        return real

    async def _metadata(self, issuer: str, guest: Guest) -> Told | None:
        parts = urlsplit(issuer)
        origin, path = f"{parts.scheme}://{parts.netloc}", parts.path.rstrip("/")
        places = [f"{origin}{gate.WELL_KNOWN}{kind}{path}" for kind in (SERVER, OPENID)]
        for place in [*places, *([f"{origin}{path}{gate.WELL_KNOWN}{OPENID}"] if path else [])]:
            found = _object(await self._get(place, guest))
            if found is not None and str(found.get("issuer", "")).rstrip("/") == issuer.rstrip("/"):
                return found
        return None

    async def _get(self, url: str, guest: Guest) -> bytes:
        """What stands at `url`, where it is fit for a client; b"" for nothing."""
        try:
            response = await self._caller.beside(guest, "GET", url, [(b"accept", b"application/json")])
            try:
                body = await response.aread() if response.is_success else b""
            finally:
                await response.aclose()
            published.check(body, guest)
        except (Refusal, CallgateError, httpx2.HTTPError):
            return b""
        return body

    async def _of(self, guest: Guest) -> Real:
        """The real login of a client's server. Raises Refusal where there is none."""
        known = self._known.get(guest.remote.url)
        for path in (urlsplit(guest.remote.url).path.rstrip("/"), ""):
            if known is None:
                told = _object(await self._get(f"{guest.remote.origin}{gate.WELL_KNOWN}{RESOURCE}{path}", guest))
                known = await self._look_at(told, guest) if told is not None else None
        if known is None:
            raise Refusal(404, f"{guest.server} tells no login that can be used here.")
        return known

    # ---- requests

    async def serve(
        self, guest: Guest, method: str, query: str, headers: Headers, receive: Receive, answer: Answer
    ) -> None:
        """A request below the local login's address. Raises Refusal, CallgateError."""
        what = guest.rest.removeprefix(LOGIN)
        real = await self._of(guest)
        if method == "GET" and what.startswith(gate.WELL_KNOWN):
            await answer.whole(200, JSON, dumps(standin.metadata(real.told, _issuer(guest))).encode())
        elif method == "GET" and what == "/authorization":
            to = standin.asked(query, real.told, real.resource, _issuer(guest), _back(guest), guest.key)
            await _redirect(answer, to)
        elif method == "POST" and what in ("/token", "/revocation", "/registration"):
            url = real.told.get(f"{what[1:]}_endpoint")
            if not isinstance(url, str):
                raise Refusal(404, "The login does not offer this.")
            await self._carry(guest, what, url, real, headers, await whole_body(receive), answer)
        else:
            raise Refusal(404, "There is nothing here.")

    async def _carry(
        self, guest: Guest, what: str, url: str, real: Real, headers: Headers, body: bytes, answer: Answer
    ) -> None:
        own: list[str] = []
        sent = [(name, held) for name, held in headers if name in (b"accept", b"content-type")]
        if what == "/registration":
            body, own = standin.registration(body, _back(guest))
        else:
            name = dict(headers).get(b"authorization", b"")
            body, name = standin.form(body, name, real.resource, _back(guest), guest.key)
            sent += [(b"authorization", name)] if name else []
        response = await self._caller.beside(guest, "POST", url, sent, body)
        try:
            told = await response.aread()
        finally:
            await response.aclose()
        if own and response.is_success:
            told = standin.registered(told, guest.key, own)
        await answer.whole(response.status_code, upstream.inward(response, guest), told)

    async def came_back(self, guest: Guest, query: str, answer: Answer) -> None:
        """The browser comes back from the real login. Raises Refusal."""
        real = await self._of(guest)
        named = real.told.get("authorization_response_iss_parameter_supported") is True
        await _redirect(answer, standin.answered(query, guest.key, real.issuer, named))


async def _redirect(answer: Answer, to: str) -> None:
    headers = [(b"location", to.encode("ascii", "replace")), (b"referrer-policy", b"no-referrer")]
    await answer.whole(302, [*headers, (b"cache-control", b"no-store")], b"")


def _issuer(guest: Guest) -> str:
    return f"{guest.local}/-{LOGIN}"


def _back(guest: Guest) -> str:
    """Where the real login sends the browser: no token is in it, since the login keeps it."""
    parts = urlsplit(guest.local)
    return f"{parts.scheme}://{parts.netloc}{gate.BACK}{quote(guest.server, safe='')}/{quote(guest.client, safe='')}"


def _object(body: bytes) -> Told | None:
    try:
        return as_object(loads(body.decode("utf-8")))
    except ValueError:
        return None
