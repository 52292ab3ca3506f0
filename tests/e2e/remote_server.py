"""A remote server of the tests: the SDK's, over HTTP. `python remote_server.py KIND`; tells its address on stdout.

KIND: `stream` (sessions, answers as events), `json` (sessions, one JSON body each), `stateless`, `sse` (2024-11-05).
With REMOTE_KEY in the environment, who does not send it as Authorization gets a 401.
`format_batch` stands in for a paid tool: without a payment it tells the price, with one it does the work.
"""

from __future__ import annotations

import os
import socket
import sys
from typing import Any

import uvicorn
from mcp.server.mcpserver import Context, MCPServer
from mcp_types import SamplingMessage, TextContent

server = MCPServer("remote", log_level="ERROR")
PRICE = "0.25"
OFFERED: list[str] = []
BOUGHT: list[str] = []  # transactions


@server.tool()
def echo(text: str = "") -> str:
    """Says it again."""
    return text


@server.tool()
def forbidden() -> str:
    """Is hidden by a policy."""
    return "never"


@server.tool()
def big(size: int) -> str:
    """A long answer."""
    return "x" * size


@server.tool()
def format_batch(files: list[str], payment: dict[str, str] | None = None, amount: float = 0) -> dict[str, Any]:
    """Analyses geometry files, for money: the first answer is a price, the same call with a payment buys."""
    if payment is None:
        OFFERED.append(f"price-{len(OFFERED)}")
        told = {"price": PRICE, "each": "0.25", "files": len(files), "priceToken": OFFERED[-1]}
        return {"status": 402, "accepts": ["test"], "bought": len(BOUGHT), **told}
    if payment["network"] != "test":
        return {"status": 400, "error": "no such network"}
    BOUGHT.append(payment["transaction"])
    return {"status": 200, "paid": payment["transaction"], "amount": amount, "files": files, "bought": len(BOUGHT)}


@server.tool()
async def think(ctx: Context[Any, Any]) -> str:
    """Asks the client's model."""
    asked = [SamplingMessage(role="user", content=TextContent(type="text", text="think"))]
    ask = ctx.session.create_message  # pyright: ignore[reportDeprecated]
    answer = await ask(messages=asked, max_tokens=10)
    return getattr(answer.content, "text", "")


def keyed(app: Any, key: str) -> Any:
    """`app` for those alone who send the key."""

    async def guarded(scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "http" and (b"authorization", key.encode()) not in scope["headers"]:
            await send({"type": "http.response.start", "status": 401, "headers": [(b"content-type", b"text/plain")]})
            await send({"type": "http.response.body", "body": b"who are you?"})
        else:
            await app(scope, receive, send)

    return guarded


def main(kind: str) -> None:
    """Serves until it is killed."""
    if kind == "sse":
        app, path = server.sse_app(), "/sse"
    else:
        app = server.streamable_http_app(json_response=kind == "json", stateless_http=kind == "stateless")
        path = "/mcp"
    listening = socket.create_server(("127.0.0.1", 0))
    print(f"http://127.0.0.1:{listening.getsockname()[1]}{path}", flush=True)
    served = keyed(app, os.environ["REMOTE_KEY"]) if "REMOTE_KEY" in os.environ else app
    uvicorn.Server(uvicorn.Config(served, log_level="critical")).run(sockets=[listening])


if __name__ == "__main__":
    main(sys.argv[1])
