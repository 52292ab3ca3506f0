"""A client that logs in by itself, through `callgate serve`, at a server that takes only tokens for its own address.

The SDKs' own OAuth clients do it, Python's and TypeScript's in both generations.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from callgate_proxy.http import remotes
from guarding import PATIENCE, Guard, call
from mcp import Client
from mcp.client.auth import OAuthClientProvider
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import AuthorizationCodeResult, OAuthClientInformationFull, OAuthClientMetadata, OAuthToken
from remoting import free_port, fronted, running, serving

BACK = "http://localhost:3456/callback"
PACKAGES = Path(__file__).parents[2] / ".node/node_modules/@modelcontextprotocol"


@contextmanager
def wanting_login(*how: str) -> Generator[tuple[str, subprocess.Popen[str]]]:
    """The address of a server that wants a login, and its process."""
    with running(sys.executable, str(Path(__file__).with_name("login_server.py")), *how) as server:
        assert server.stdout is not None
        yield server.stdout.readline().strip(), server


class Person:
    """Keeps what the client has, and goes where the browser is sent."""

    def __init__(self) -> None:
        self.tokens: OAuthToken | None = None
        self.known: OAuthClientInformationFull | None = None
        self.visited: list[str] = []
        self._came: dict[str, list[str]] = {}

    async def get_tokens(self) -> OAuthToken | None:
        return self.tokens

    async def set_tokens(self, tokens: OAuthToken) -> None:
        self.tokens = tokens

    async def get_client_info(self) -> OAuthClientInformationFull | None:
        return self.known

    async def set_client_info(self, client_info: OAuthClientInformationFull) -> None:
        self.known = client_info

    async def show(self, url: str) -> None:
        async with httpx2.AsyncClient() as http:
            while not url.startswith(BACK):
                self.visited.append(url)
                answer = await http.get(url)
                assert answer.is_redirect, answer.text
                url = answer.headers["location"]
        self._came = parse_qs(urlsplit(url).query)

    async def returned(self) -> AuthorizationCodeResult:
        code, state, iss = (self._came.get(key, [""])[0] for key in ("code", "state", "iss"))
        return AuthorizationCodeResult(code=code, state=state, iss=iss or None)


def login(url: str, person: Person) -> OAuthClientProvider:
    """The SDK's own."""
    about = {"client_name": "test", "redirect_uris": [BACK], "grant_types": ["authorization_code", "refresh_token"]}
    told = OAuthClientMetadata.model_validate({**about, "response_types": ["code"]})
    return OAuthClientProvider(url, told, person, person.show, person.returned)


async def whoami(url: str, auth: OAuthClientProvider) -> tuple[bool, str]:
    """What the server says, to a client that logs in where it has to."""
    async with (
        httpx2.AsyncClient(auth=auth, timeout=PATIENCE) as http,
        Client(streamable_http_client(url, http_client=http), cache=None) as client,
    ):
        return await call(client, "whoami")


@pytest.mark.parametrize("how", [[], ["named"]])
def test_a_client_logs_in_through_the_endpoint_with_a_token_for_the_servers_own_address(
    guard: Guard, how: list[str]
) -> None:
    guard.server(tools={"whoami": {}})
    person = Person()
    with wanting_login(*how) as (url, _), fronted(guard.home, url) as local:
        assert asyncio.run(whoami(local, login(local, person))) == (True, "ada")
        page = next(one for one in person.visited if one.startswith(url.removesuffix("/mcp")))
        asked = parse_qs(urlsplit(page).query)
        assert asked["resource"] == [url]
        assert asked["code_challenge_method"] == ["S256"]
        assert local.rpartition("/")[2] not in page  # nor does the login hear of the client's token
        assert person.tokens is not None
        assert person.tokens.access_token not in json.dumps([guard.rows(), guard.rows("end")])
    assert [row["tool"] for row in guard.rows()] == ["whoami"]


def test_a_token_that_is_over_is_renewed_through_an_endpoint_that_was_started_again(guard: Guard) -> None:
    guard.server(tools={"whoami": {}})
    person = Person()

    async def twice(local: str) -> None:
        auth = login(local, person)
        with serving(guard.home):
            assert await whoami(local, auth) == (True, "ada")
        auth.context.token_expiry_time = 1.0  # it was over in 1970
        with serving(guard.home):  # which has never seen the client
            assert await whoami(local, auth) == (True, "ada")

    with wanting_login() as (url, server):
        known = remotes.Remotes(free_port()).with_("real", url, "test")
        remotes.save(guard.home, known)
        asyncio.run(twice(remotes.route(known, "real", "test")))
        assert server.stdout is not None
        assert server.stdout.readline() == "refreshed\n"
    assert len(person.visited) == 3  # our page, the login's, and back by us: the person was asked once


@pytest.mark.parametrize("package", ["client", "sdk"])
def test_the_typescript_sdk_logs_in_through_the_endpoint(guard: Guard, node: Path, package: str) -> None:
    if not (PACKAGES / package).exists():
        pytest.skip("the Node packages are not installed: `python3 dev.py test` does it where npm can be had")
    guard.server(tools={"whoami": {}})
    script = Path(__file__).with_name("login_client.mjs")
    with wanting_login("named") as (url, _), fronted(guard.home, url) as local:
        done = subprocess.run(
            [str(node), str(script), str(PACKAGES / package), local],
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    assert done.stdout == "ada\n", done.stderr
