"""Plays a vector about a client's file: what the tray says of the two contents. "ask" where it tells the person.

A client starts what its file says, so nothing can be held here; a guarded server is held to its pins as well.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from callgate_proxy import clients

_BY_NAME = {"claude_desktop_config.json": "claude-desktop", "mcp_config.json": "windsurf", "mcp-config.json": "copilot"}


def play(vector: Mapping[str, Any]) -> tuple[str, str]:
    """(what became of the change, the evidence)."""
    told: Mapping[str, Any] = vector["messages"][-1]["config"]
    before, after = (_content(told[key]) for key in ("before", "after"))
    said = clients.started(_client(str(told["file"])), before, after)
    return ("ask" if said else "allow"), " ".join(said)


def _client(path: str) -> str:
    """Whose file it is: by its place in a project, else by its name; one of Claude Code's where it is anybody's."""
    for client, adapter in clients.ADAPTERS.items():
        if any(path.endswith(one) for one in adapter.project):
            return client
    named = _BY_NAME.get(PurePosixPath(path).name, "claude-code")
    return named if named in clients.ADAPTERS else "claude-code"


def _content(told: object) -> bytes:
    text = told if isinstance(told, str) else json.dumps(told, indent=2)
    return text.replace('"mcp-proxy"', '"callgate-proxy"').replace('"run",', '"--server", "x",').encode()
