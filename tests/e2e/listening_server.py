"""A server made with the SDK, of both eras: two tools, and subscriptions as the SDK has them."""

from __future__ import annotations

from mcp.server.mcpserver import MCPServer

server = MCPServer("listening")


@server.tool()
def echo(text: str) -> str:
    """Gives back what it got."""
    return text


@server.tool()
def secret() -> str:
    """Can be hidden."""
    return "told"


if __name__ == "__main__":
    server.run()
