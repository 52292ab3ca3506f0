"""Requests to the real servers: what is sent along, what comes back changed, and where a redirect may lead.

1. Headers pass as they are, except those of one connection, and those that name this machine (Host, Origin, the token).
2. A redirect is followed within the server's origin only, with method and body kept. One that leads elsewhere ends in
   an error: neither do credentials go there, nor does the client, past the policy.
3. Nothing is compressed on the way in, so that an event can be read when it comes; waiting for one has no time-out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

import httpx2

from callgate_proxy.http import published
from callgate_proxy.http.gate import TOKEN_HEADER, Headers, Refusal

if TYPE_CHECKING:
    from callgate_proxy.http.gate import Guest

CONNECT = 30.0  # seconds
HOPS = 3
_OF_A_CONNECTION = frozenset(
    (
        b"connection",
        b"keep-alive",
        b"proxy-authenticate",
        b"proxy-authorization",
        b"proxy-connection",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"upgrade",
    )
)
_OURS = frozenset((b"host", b"origin", b"referer", b"content-length", b"accept-encoding", b"cookie", TOKEN_HEADER))
_LENGTHS = frozenset((b"content-length", b"content-encoding", b"server", b"date"))
_REDIRECTS = (301, 302, 303, 307, 308)
_METADATA = re.compile(r'(resource_metadata\s*=\s*)("[^"]*"|[^\s,"]+)', re.I)


def client(transport: httpx2.AsyncBaseTransport | None = None) -> httpx2.AsyncClient:
    """The client that all requests go by. `transport`: another way than the network."""
    limits = httpx2.Limits(max_connections=None, max_keepalive_connections=64)
    timeout = httpx2.Timeout(None, connect=CONNECT)
    return httpx2.AsyncClient(timeout=timeout, limits=limits, follow_redirects=False, transport=transport)


def outward(headers: Headers, instead: dict[str, str]) -> Headers:
    """The client's headers as the server gets them; `instead` takes the place of headers of the same names."""
    own = [(name.lower().encode("ascii"), held.encode("utf-8")) for name, held in instead.items()]
    kept = _apart(headers, _OURS | {name for name, _ in own})
    return [*kept, *own, (b"accept-encoding", b"identity")]


def inward(response: httpx2.Response, guest: Guest) -> Headers:
    """The server's headers as the client gets them."""
    raw = [(name.lower(), held) for name, held in response.headers.raw]
    return [(name, _challenge(held, guest) if name == b"www-authenticate" else held) for name, held in _apart(raw)]


def _apart(headers: Headers, others: frozenset[bytes] = _LENGTHS) -> Headers:
    named = {word.strip().lower() for name, held in headers if name == b"connection" for word in held.split(b",")}
    gone = _OF_A_CONNECTION | named | others
    return [(name, held) for name, held in headers if name not in gone]


def _challenge(held: bytes, guest: Guest) -> bytes:
    """A 401's challenge, with the metadata of the resource at the local address: the client compares the two.

    An address that no client should go to is left out.
    """

    def local(found: re.Match[str]) -> str:
        parts = urlsplit(found[2].strip('"'))
        if f"{parts.scheme}://{parts.netloc}" != guest.remote.origin:
            return f'{found[1]}""' if published.wrong(found[2].strip('"'), guest.remote.url) else found[0]
        return f'{found[1]}"{guest.local}/-{parts.path}{"?" if parts.query else ""}{parts.query}"'

    return _METADATA.sub(local, held.decode("latin-1")).encode("latin-1")


async def send(
    http: httpx2.AsyncClient, guest: Guest, method: str, url: str, headers: Headers, body: bytes
) -> httpx2.Response:
    """The server's answer, its body still to be read. Raises Refusal where there is none to pass on."""
    for _ in range(HOPS + 1):
        try:
            request = http.build_request(method, url, headers=headers, content=body if method == "POST" else None)
            response = await http.send(request, stream=True)
        except (httpx2.HTTPError, httpx2.InvalidURL) as error:
            # The text may hold the address; the person knows it, and the token is not in it.
            raise Refusal(502, f"{guest.server} cannot be reached: {error or type(error).__name__}.") from None
        if response.status_code not in _REDIRECTS:
            return response
        await response.aclose()
        url = _next(url, response, guest)
        if response.status_code in (301, 302, 303) and method != "GET":
            raise Refusal(502, f"{guest.server} answers a {method} with a redirect that would lose its body.")
    raise Refusal(502, f"{guest.server} redirects in circles.")


def _next(url: str, response: httpx2.Response, guest: Guest) -> str:
    to = urljoin(url, response.headers.get("location", ""))
    if not within(guest, to):
        parts = urlsplit(to)
        raise Refusal(
            502,
            f"{guest.server} redirects to {parts.scheme}://{parts.netloc}, another origin, and Callgate does not "
            "follow. If that is right, add the server again with its new address.",
        )
    return to


def within(guest: Guest, url: str) -> bool:
    """Whether `url` is of the server's origin."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}" == guest.remote.origin
