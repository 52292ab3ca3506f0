"""What the headers of the bridge's requests say: the session's, and since 2026-07-28 the message's.

`Mcp-Param-*` repeat arguments that a tool's schema marks with `x-mcp-header`: lists of tools are read for them.
Source: MCP transports, 2025-11-25 and 2026-07-28.
"""

from __future__ import annotations

import base64
import re
from typing import TYPE_CHECKING, Any

from callgate_proxy import reply
from callgate_proxy.http.exchange import message
from callgate_proxy.jsonlean import as_object
from callgate_proxy.wire import CALL, MODERN_META

if TYPE_CHECKING:
    import httpx2

Headers = list[tuple[bytes, bytes]]

_BASE: Headers = [(b"accept", b"application/json, text/event-stream"), (b"content-type", b"application/json")]
_NAMED_BY = {"tools/call": "name", "prompts/get": "name", "resources/read": "uri"}
_PLAIN = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?")


class Saying:
    """What one session says. `session`: its id, "" without one; `modern`: it is of 2026-07-28 or later."""

    def __init__(self) -> None:
        self.session = ""
        self.modern = False
        self._version = ""
        self._schemas: dict[str, object] = {}

    def headers(self, told: dict[str, object] | None) -> Headers:
        """For the message `told`; None: for a request without one."""
        found = list(_BASE)
        if self.session:
            found.append((b"mcp-session-id", self.session.encode()))
        params = as_object((told or {}).get("params")) or {}
        version = (as_object(params.get("_meta")) or {}).get(MODERN_META)
        if isinstance(version, str):
            self.modern, self._version = True, version
            found += self._of_message(told or {}, params)
        if self._version and (told or {}).get("method") != "initialize":
            found.append((b"mcp-protocol-version", self._version.encode()))
        return found

    def _of_message(self, told: dict[str, object], params: dict[str, object]) -> Headers:
        method = str(told.get("method"))
        found = [(b"mcp-method", encoded(method))]
        name = params.get(_NAMED_BY.get(method, ""))
        if isinstance(name, str):
            found.append((b"mcp-name", encoded(name)))
            schema = self._schemas.get(name) if method == CALL else None
            if schema is not None:
                found += _params(schema, as_object(params.get("arguments")) or {})
        return found

    def hears(self, text: bytes, asked: dict[str, object], response: httpx2.Response) -> None:
        """A message of the server's passes: the answer to `asked`, where that is a request."""
        method = asked.get("method")
        if method == "initialize":
            self.session = response.headers.get("mcp-session-id", "")
            result = as_object((message(text) or {}).get("result")) or {}
            self._version = str(result.get("protocolVersion") or "")
        elif method == "tools/list" and b"x-mcp-header" in text:
            for tool in reply.named(reply.result(text), "tools"):
                self._schemas[str(tool["name"])] = tool.get("inputSchema")


def _params(schema: Any, arguments: dict[str, object]) -> Headers:
    from mcp.shared.inbound import mcp_param_headers, x_mcp_header_map

    told = mcp_param_headers(x_mcp_header_map(schema), arguments)
    return [(name.lower().encode(), value.encode()) for name, value in told.items()]


def encoded(value: str) -> bytes:
    """A header's value: as it is where it can stand in a header, else in its base64 form."""
    if _PLAIN.fullmatch(value) and not value.startswith("=?base64?"):
        return value.encode()
    return b"=?base64?" + base64.b64encode(value.encode()) + b"?="
