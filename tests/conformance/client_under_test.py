"""The SDK's client, for the suite's client scenarios. `python client_under_test.py [LAUNCHER] URL`.

1. It does all that a server offers it: lists, calls every tool with arguments made from its schema, reads and gets.
   What goes wrong with one is no reason to leave out the next: the suite judges by what it saw.
2. Without LAUNCHER it speaks HTTP to URL, and logs in as Callgate's bridge does: the same SDK, the same metadata.
   With it, it speaks to `LAUNCHER --url URL` over standard input and output, in a keychain of its own.
3. Nobody is asked: questions are accepted with their defaults, the login page is fetched in place of a browser.
"""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
from mcp import Client, MCPError
from mcp.client.auth import OAuthClientProvider, OAuthFlowError
from mcp.client.stdio import StdioServerParameters
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.auth import AuthorizationCodeResult, OAuthClientInformationFull, OAuthClientMetadata, OAuthToken
from mcp_types import CreateMessageResult, ElicitRequestFormParams, ElicitResult, ListRootsResult, TextContent

CALLBACK = "http://127.0.0.1:3000/callback"
PATIENCE = 60.0  # seconds for one request
OF_TYPE: dict[str, Any] = {"string": "test", "boolean": True, "array": [], "object": {}, "null": None}
UNLOCKED = 'printf %s pass | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "$@"'
VISIT = "import sys, urllib.request as u; u.urlopen(sys.argv[1]).read()"


class Kept:
    """Tokens and registration, in memory."""

    def __init__(self, known: OAuthClientInformationFull | None) -> None:
        self._known = known
        self._tokens: OAuthToken | None = None

    async def get_tokens(self) -> OAuthToken | None:
        return self._tokens

    async def set_tokens(self, tokens: OAuthToken) -> None:
        self._tokens = tokens

    async def get_client_info(self) -> OAuthClientInformationFull | None:
        return self._known

    async def set_client_info(self, client_info: OAuthClientInformationFull) -> None:
        self._known = client_info


class Page:
    """Stands for the browser and the person in it."""

    def __init__(self) -> None:
        self._asked: dict[str, list[str]] = {}

    async def show(self, url: str) -> None:
        async with httpx2.AsyncClient() as http:
            answer = await http.get(url)
        self._asked = parse_qs(urlsplit(answer.headers.get("location", "")).query)

    async def returned(self) -> AuthorizationCodeResult:
        code, state, iss = (self._asked.get(key, [""])[0] for key in ("code", "state", "iss"))
        return AuthorizationCodeResult(code=code, state=state or None, iss=iss or None)


def registered(context: dict[str, Any]) -> OAuthClientInformationFull | None:
    """The registration that the scenario hands out beforehand, if it does."""
    if "client_id" not in context or "client_secret" not in context:
        return None
    told = {key: context[key] for key in ("client_id", "client_secret")}
    return OAuthClientInformationFull.model_validate(
        {**told, "redirect_uris": [CALLBACK], "token_endpoint_auth_method": "client_secret_basic"}
    )


def login(url: str, context: dict[str, Any]) -> OAuthClientProvider:
    """As the bridge's, without the keychain and the browser."""
    page = Page()
    about = {
        "client_name": "Callgate",
        "redirect_uris": [CALLBACK],
        "grant_types": ["authorization_code", "refresh_token"],
        "response_types": ["code"],
    }
    kept = Kept(registered(context))
    return OAuthClientProvider(url, OAuthClientMetadata.model_validate(about), kept, page.show, page.returned)


async def accept(context: object, params: Any) -> ElicitResult:
    """Whatever is asked, with its defaults."""
    assert context is not None
    schema = params.requested_schema if isinstance(params, ElicitRequestFormParams) else {}
    defaults = {name: one["default"] for name, one in schema.get("properties", {}).items() if "default" in one}
    return ElicitResult(action="accept", content=defaults)


async def think(context: object, params: object) -> CreateMessageResult:
    """A model."""
    assert context is not None
    assert params is not None
    return CreateMessageResult(role="assistant", content=TextContent(type="text", text="thought"), model="none")


async def roots(context: object) -> ListRootsResult:
    """None."""
    assert context is not None
    return ListRootsResult(roots=[])


def arguments(schema: dict[str, Any], first: dict[str, Any]) -> dict[str, Any]:
    """Something of the right type for each of a tool's arguments; numbers count up from 5, a schema is the `first`."""
    made: dict[str, Any] = {"schema": first} if "schema" in schema.get("properties", {}) else {}
    for number, (name, one) in enumerate(schema.get("properties", {}).items()):
        made.setdefault(name, one["enum"][0] if "enum" in one else OF_TYPE.get(str(one.get("type")), 5 + number))
    return made


async def use(to: Any, mode: str, planned: list[dict[str, Any]]) -> None:
    """Does all there is to do. `planned`: the calls that the scenario wants; every tool where it names none."""
    async with Client(
        to,
        mode=mode,  # pyright: ignore[reportArgumentType]  # a version, where it is none of the named ones
        read_timeout_seconds=PATIENCE,
        cache=None,
        elicitation_callback=accept,
        sampling_callback=think,
        list_roots_callback=roots,
    ) as client:
        tools = (await client.list_tools()).tools
        calls = [(one["name"], one["arguments"]) for one in planned]
        for name, given in calls or [(one.name, arguments(one.input_schema, tools[0].input_schema)) for one in tools]:
            with suppress(MCPError, ValueError, RuntimeError):
                await client.call_tool(name, given)
        with suppress(MCPError, ValueError):
            for prompt in (await client.list_prompts()).prompts:
                await client.get_prompt(prompt.name, {one.name: "test" for one in prompt.arguments or []})
        with suppress(MCPError, ValueError):
            for resource in (await client.list_resources()).resources:
                await client.read_resource(str(resource.uri))


async def straight(url: str, mode: str, context: dict[str, Any]) -> None:
    """Over HTTP, with the SDK's own transport."""
    auth = login(url, context)
    async with httpx2.AsyncClient(auth=auth, timeout=PATIENCE, follow_redirects=True) as http:
        await use(streamable_http_client(url, http_client=http), mode, context.get("toolCalls", []))


async def bridged(launcher: str, url: str, mode: str, context: dict[str, Any]) -> None:
    """Over standard input and output, with Callgate's bridge behind it."""
    words = ["--server", "fixture", "--client", "conformance", "--url", url, "--"]
    server = StdioServerParameters(command=launcher, args=words, env=dict(os.environ))
    await use(server, mode, context.get("toolCalls", []))


def in_a_keychain(launcher: str, url: str, known: OAuthClientInformationFull | None) -> int:
    """Starts this program again in a session with an empty, unlocked keychain, which gets what is registered."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o700)
        visit = Path(folder, "visit.py")
        visit.write_text(VISIT, encoding="utf-8")
        environ = {key: value for key, value in os.environ.items() if key != "DBUS_SESSION_BUS_ADDRESS"}
        environ |= {"HOME": folder, "XDG_RUNTIME_DIR": folder, "XDG_DATA_HOME": folder, "CALLGATE_IN_KEYCHAIN": "yes"}
        environ["BROWSER"] = f"{sys.executable} {visit} %s"
        script = [sys.executable, __file__, launcher, url]
        words = ["sh", "-c", UNLOCKED, "sh", *script]
        if known is not None:
            keep = f'"{sys.executable}" -m callgate_proxy.cli secrets set "oauth client {url}" && exec "$@"'
            words = ["sh", "-c", UNLOCKED, "sh", "sh", "-c", keep, "sh", *script]
        told = "" if known is None else known.model_dump_json(exclude_none=True)
        return subprocess.run(["dbus-run-session", "--", *words], input=told, text=True, env=environ).returncode


def main() -> int:
    """The exit code says nothing to the suite's checks; 1 where the client gave up."""
    *through, url = sys.argv[1:]
    context = json.loads(os.environ.get("MCP_CONFORMANCE_CONTEXT") or "{}")
    legacy = os.environ.get("MCP_CONFORMANCE_PROTOCOL_VERSION", "") < "2026"
    mode = "legacy" if legacy else "auto"
    if through and "CALLGATE_IN_KEYCHAIN" not in os.environ:
        return in_a_keychain(through[0], url, registered(context))
    try:
        asyncio.run(bridged(through[0], url, mode, context) if through else straight(url, mode, context))
    except (MCPError, OAuthFlowError, httpx2.HTTPError, ExceptionGroup) as error:
        print(f"gave up: {error!r}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
