"""A server on the Python SDK that writes the path of every call it executes into the file `EXECUTED` names.

It takes any tool and any arguments: what reaches the handler counts as executed. One line of JSON for a call.
"""

from __future__ import annotations

import json
import os

import anyio
from mcp.server import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.types import CallToolRequestParams, CallToolResult, ListToolsResult, PaginatedRequestParams, TextContent

Context = ServerRequestContext[object]


async def call(_: Context, params: CallToolRequestParams) -> CallToolResult:
    """Notes the call, then answers it."""
    with open(os.environ["EXECUTED"], "a", encoding="utf-8") as file:
        print(json.dumps([params.name, params.arguments or {}]), file=file)
    return CallToolResult(content=[TextContent(type="text", text="done")])


async def tools(_: Context, __: PaginatedRequestParams | None) -> ListToolsResult:
    """Nobody asks."""
    return ListToolsResult(tools=[])


async def main() -> None:
    """Serves until the input ends."""
    server = Server("recording", on_call_tool=call, on_list_tools=tools)
    async with stdio_server() as (incoming, outgoing):
        await server.run(incoming, outgoing, server.create_initialization_options())


if __name__ == "__main__":
    anyio.run(main)
