"""A remote server that wants a login, with an authorization server that lets everybody in.

`python login_server.py [named]`; it tells its address on stdout. Tokens are bound to the `resource` that the
client asked for, and only those for this server are taken: neither a code nor a token is given for another one.
`named`: the login says in its answers whose they are (RFC 9207).
"""

from __future__ import annotations

import secrets
import socket
import sys
import time
from typing import Any

import uvicorn
from mcp.server.auth.provider import (
    AccessToken,
    AuthorizationCode,
    AuthorizationParams,
    AuthorizeError,
    RefreshToken,
    construct_redirect_uri,
)
from mcp.server.auth.routes import build_metadata
from mcp.server.auth.settings import AuthSettings, ClientRegistrationOptions, RevocationOptions
from mcp.server.mcpserver import MCPServer
from mcp.shared.auth import OAuthClientInformationFull, OAuthToken
from starlette.responses import JSONResponse
from starlette.routing import Route

NAMED = "authorization_response_iss_parameter_supported"


class Provider:
    """Keeps everything in memory. `issuer`: its name, told in answers where it is not ""."""

    def __init__(self, resource: str, issuer: str) -> None:
        self._resource = resource
        self._issuer = issuer
        self._refresh: dict[str, RefreshToken] = {}
        self.clients: dict[str, OAuthClientInformationFull] = {}
        self.codes: dict[str, AuthorizationCode] = {}
        self.tokens: dict[str, AccessToken] = {}

    async def get_client(self, client_id: str) -> OAuthClientInformationFull | None:
        return self.clients.get(client_id)

    async def register_client(self, client_info: OAuthClientInformationFull) -> None:
        assert client_info.client_id is not None
        self.clients[client_info.client_id] = client_info

    async def authorize(self, client: OAuthClientInformationFull, params: AuthorizationParams) -> str:
        if params.resource != self._resource:
            raise AuthorizeError(error="invalid_request", error_description=f"unknown resource {params.resource}")
        code = AuthorizationCode(
            code=secrets.token_urlsafe(24),
            scopes=params.scopes or [],
            expires_at=time.time() + 600,
            client_id=client.client_id or "",
            code_challenge=params.code_challenge,
            redirect_uri=params.redirect_uri,
            redirect_uri_provided_explicitly=params.redirect_uri_provided_explicitly,
            resource=params.resource,
        )
        self.codes[code.code] = code
        named = {"iss": self._issuer} if self._issuer else {}
        return construct_redirect_uri(str(params.redirect_uri), code=code.code, state=params.state, **named)

    async def load_authorization_code(
        self, client: OAuthClientInformationFull, authorization_code: str
    ) -> AuthorizationCode | None:
        assert client.client_id
        return self.codes.get(authorization_code)

    async def exchange_authorization_code(
        self, client: OAuthClientInformationFull, authorization_code: AuthorizationCode
    ) -> OAuthToken:
        return self._given(client, authorization_code.scopes, authorization_code.resource)

    def _given(self, client: OAuthClientInformationFull, scopes: list[str], resource: str | None) -> OAuthToken:
        token, again, who = secrets.token_urlsafe(24), secrets.token_urlsafe(24), client.client_id or ""
        self.tokens[token] = AccessToken(token=token, client_id=who, scopes=scopes, resource=resource)
        self._refresh[again] = RefreshToken(token=again, client_id=who, scopes=scopes)
        return OAuthToken(access_token=token, token_type="Bearer", refresh_token=again, expires_in=3600)

    async def load_access_token(self, token: str) -> AccessToken | None:
        return self.tokens.get(token)

    async def load_refresh_token(self, client: OAuthClientInformationFull, refresh_token: str) -> RefreshToken | None:
        assert client.client_id
        return self._refresh.get(refresh_token)

    async def exchange_refresh_token(
        self, client: OAuthClientInformationFull, refresh_token: RefreshToken, scopes: list[str]
    ) -> OAuthToken:
        print("refreshed", flush=True)
        del self._refresh[refresh_token.token]
        return self._given(client, scopes, self._resource)

    async def revoke_token(self, token: AccessToken | RefreshToken) -> None:
        self.tokens.pop(token.token, None)


def main() -> None:
    """Serves until it is killed."""
    listening = socket.create_server(("127.0.0.1", 0))
    origin = f"http://127.0.0.1:{listening.getsockname()[1]}"
    settings = AuthSettings.model_validate(
        {
            "issuer_url": origin,
            "resource_server_url": f"{origin}/mcp",
            "client_registration_options": ClientRegistrationOptions(enabled=True),
            "validate_token_resource": True,
        }
    )
    resource, issuer = f"{origin}/mcp", origin if "named" in sys.argv else ""
    provider: Any = Provider(resource, issuer)  # but for the grant of identity assertions, which nobody asks for
    server = MCPServer("login", log_level="ERROR", auth=settings, auth_server_provider=provider)

    @server.tool()
    def whoami() -> str:
        """Says who is logged in."""
        return "ada"

    assert whoami
    print(f"{origin}/mcp", flush=True)
    app = server.streamable_http_app()
    if issuer:
        about = build_metadata(settings.issuer_url, None, ClientRegistrationOptions(enabled=True), RevocationOptions())
        told = {**about.model_dump(mode="json", exclude_none=True), NAMED: True}
        app.routes.insert(0, Route("/.well-known/oauth-authorization-server", JSONResponse(told)))
    uvicorn.Server(uvicorn.Config(app, log_level="critical")).run(sockets=[listening])


if __name__ == "__main__":
    main()
