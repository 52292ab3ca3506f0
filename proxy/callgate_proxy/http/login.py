"""OAuth for the bridge: the SDK's, with the tokens in the keychain and the browser for the person's part.

The address the browser comes back to is a port of this machine that stays the same for a server: it was registered.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import webbrowser
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import parse_qs, urlsplit

from mcp.client.auth import OAuthClientProvider
from mcp.shared.auth import AuthorizationCodeResult, OAuthClientInformationFull, OAuthClientMetadata, OAuthToken

from callgate_proxy import secrets
from callgate_proxy.errors import CallgateError
from callgate_proxy.http import published

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Protocol

    class Model(Protocol):
        """What the SDK keeps tokens and registrations in."""

        def model_dump_json(self, *, exclude_none: bool) -> str:
            """As JSON."""
            ...


HOST = "127.0.0.1"
PATIENCE = 300.0  # seconds a person has in the browser
_DONE = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nDone. You can close this page."
M = TypeVar("M")


class Kept:
    """Tokens and registration of one server, in the keychain."""

    def __init__(self, url: str) -> None:
        self._url = url

    async def _get(self, what: str, read: Callable[[str], M]) -> M | None:
        try:
            return read(await asyncio.to_thread(secrets.get, f"oauth {what} {self._url}"))
        except secrets.Missing:
            return None

    async def _put(self, what: str, value: Model) -> None:
        await asyncio.to_thread(secrets.put, f"oauth {what} {self._url}", value.model_dump_json(exclude_none=True))

    async def get_tokens(self) -> OAuthToken | None:
        """The tokens; None before the first login. Raises SecretError."""
        return await self._get("tokens", OAuthToken.model_validate_json)

    async def set_tokens(self, tokens: OAuthToken) -> None:
        """Keeps new tokens. Raises SecretError."""
        await self._put("tokens", tokens)

    async def get_client_info(self) -> OAuthClientInformationFull | None:
        """How this client is registered; None where it is not. Raises SecretError."""
        return await self._get("client", OAuthClientInformationFull.model_validate_json)

    async def set_client_info(self, client_info: OAuthClientInformationFull) -> None:
        """Keeps the registration. Raises SecretError."""
        await self._put("client", client_info)


class Browser:
    """The person's part: a page is opened, and what it comes back with is waited for."""

    def __init__(self, server: str, port: int) -> None:
        """`server`: its address; `port`: of this machine, 0 for any."""
        self._of = server
        self._wanted = port
        self._came: asyncio.Future[AuthorizationCodeResult] = asyncio.get_running_loop().create_future()
        self._server: asyncio.Server | None = None
        self.address = ""

    async def listen(self) -> None:
        """Takes the port (another one where it is taken). Raises OSError."""
        try:
            self._server = await asyncio.start_server(self._visited, HOST, self._wanted)
        except OSError:
            self._server = await asyncio.start_server(self._visited, HOST, 0)
        self.address = f"http://{HOST}:{self._server.sockets[0].getsockname()[1]}/callback"

    async def show(self, url: str) -> None:
        """Opens the page. Raises CallgateError for one that no browser should be sent to."""
        why = published.wrong(url.partition("?")[0], self._of)
        if why:
            raise CallgateError(f"The login page {why}.", "Do not use this server before its owner has mended that.")
        self._came = asyncio.get_running_loop().create_future()
        print(f"callgate: log in: {url}", file=sys.stderr, flush=True)
        await asyncio.to_thread(webbrowser.open, url)

    async def returned(self) -> AuthorizationCodeResult:
        """What the browser came back with. Raises CallgateError when nobody logged in in time."""
        try:
            return await asyncio.wait_for(self._came, PATIENCE)
        except TimeoutError:
            raise CallgateError("Nobody logged in in time.", "Start the server again in the client.") from None

    async def _visited(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(ConnectionError, asyncio.LimitOverrunError):
            target = (await reader.readline()).decode("latin-1").split(" ")
            asked = parse_qs(urlsplit(target[1] if len(target) > 1 else "").query)
            code, state, iss = (asked.get(key, [""])[0] for key in ("code", "state", "iss"))
            if code and not self._came.done():
                self._came.set_result(AuthorizationCodeResult(code=code, state=state or None, iss=iss or None))
            writer.write(_DONE)
            await writer.drain()
        writer.close()


async def provider(url: str) -> OAuthClientProvider:
    """The SDK's authentication for the server at `url`. Raises SecretError, OSError."""
    kept = Kept(url)
    known = await kept.get_client_info()
    registered = [one for one in (known.redirect_uris or [] if known else []) if one.host == HOST]
    browser = Browser(url, registered[0].port or 0 if registered else 0)
    await browser.listen()
    about = OAuthClientMetadata.model_validate(
        {
            "client_name": "Callgate",
            "redirect_uris": [browser.address],
            "grant_types": ["authorization_code", "refresh_token"],
            "response_types": ["code"],
        }
    )
    return OAuthClientProvider(url, about, kept, browser.show, browser.returned)
