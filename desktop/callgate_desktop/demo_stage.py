"""The demo's stage: a scratch home, a Claude Desktop configuration, and a client that starts what it says.

Everything is the real thing but the place: the file is where Claude Desktop has it, the server is one from PyPI, and
the client is the MCP SDK's, which starts the command that stands in the file.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from callgate_proxy import clients
from callgate_proxy.clients import Found, Places
from callgate_proxy.home import Home

if TYPE_CHECKING:
    from mcp import Client

SERVER = "time"
NOW = "get_current_time"
CONVERT = "convert_time"
UTC = {"timezone": "Etc/UTC"}
MEETING = {"source_timezone": "Europe/Berlin", "time": "16:30", "target_timezone": "Asia/Tokyo"}

# What a person may have written, with a layout of their own: it must come back byte for byte.
CONFIG = """{{
    "globalShortcut": "Ctrl+Space",
  "mcpServers": {{
      "time": {{ "command": {python}, "args": ["-m", "mcp_server_time", "--local-timezone", "Etc/UTC"] }}
  }},
    "preferences": {{"sidebarMode": "chat"}}
}}"""

POLICY = """{
  "version": "1",
  "default": "deny",
  "servers": {
    "time": {
      "tools": {
        "get_current_time": {
          "limits": [{"counter": "clock", "window": "minute", "max": 2, "on_deny": "Remember the time you have."}]
        },
        "convert_time": {"action": "ask", "reason": "Look at the zones first."}
      }
    }
  }
}
"""


class Failed(Exception):
    """A step did not do what it says."""


def expect(condition: object, what: str) -> None:
    """Raises Failed with `what` unless `condition` holds."""
    if not condition:
        raise Failed(what)


@dataclass(frozen=True)
class Stage:
    """Where the demo plays. `config`: the client's file; `original`: its first bytes."""

    home: Home
    places: Places
    config: str
    original: bytes

    @classmethod
    def build(cls, root: str) -> Stage:
        """Makes the home and the client's file below `root`, an empty directory."""
        person = os.path.join(root, "person")
        places = replace(
            Places.here(),
            home=person,
            appdata=os.path.join(person, "AppData", "Roaming"),
            localappdata=os.path.join(person, "AppData", "Local"),
            xdg_config=os.path.join(person, ".config"),
            processes=list,  # nobody's Claude Desktop has this file open
        )
        config = clients.found(places)[0].path
        original = CONFIG.format(python=json.dumps(sys.executable)).encode()
        os.makedirs(os.path.dirname(config))
        with open(config, "wb") as file:
            file.write(original)
        return cls(Home(os.path.join(root, "home")), places, config, original)

    def found(self) -> Found:
        """The client's file as it is now."""
        return next(one for one in clients.found(self.places) if one.path == self.config)

    def bytes_now(self) -> bytes:
        """The client's file, byte for byte."""
        with open(self.config, "rb") as file:
            return file.read()

    @asynccontextmanager
    async def client(self, era: str) -> AsyncGenerator[Client]:
        """The SDK's client on what the client's file says now. `era`: "auto" or "legacy"."""
        from mcp import Client, StdioServerParameters, stdio_client

        entry: dict[str, Any] = json.loads(self.bytes_now())["mcpServers"][SERVER]
        server = StdioServerParameters(command=entry["command"], args=entry["args"], env=dict(os.environ))
        async with Client(stdio_client(server), mode=era) as client:
            yield client
