"""Plays a vector about a client's file: what the tray says of the two contents. "ask" where it tells the person.

A client starts what its file says, so nothing can be held here; a guarded server is held to its pins as well.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any, cast

from callgate_proxy import clients

_BY_NAME = {"claude_desktop_config.json": "claude-desktop", "mcp_config.json": "windsurf", "mcp-config.json": "copilot"}


def play(vector: Mapping[str, Any]) -> tuple[str, str]:
    """(what became of the change, the evidence)."""
    told: Mapping[str, Any] = vector["messages"][-1]["config"]
    path = str(told["file"])
    client = _client(path)
    before, after = (_content(told[key], path) for key in ("before", "after"))
    said = [*clients.started(client, before, after), *clients.switched(client, path, before, after)]
    return ("ask" if said else "allow"), " ".join(said)


def _client(path: str) -> str:
    """Whose file it is: by its place in a project, else by its name; one of Claude Code's where it is anybody's."""
    for client, adapter in clients.ADAPTERS.items():
        if any(path.endswith(one) for one in adapter.project):
            return client
    named = _BY_NAME.get(PurePosixPath(path).name, "claude-code")
    return named if named in clients.ADAPTERS else "claude-code"


def _content(told: object, path: str) -> bytes:
    text = told if isinstance(told, str) else _toml(told) if path.endswith(".toml") else json.dumps(told, indent=2)
    return text.replace('"mcp-proxy"', '"callgate-proxy"').replace('"run",', '"--server", "x",').encode()


def _toml(told: object) -> str:
    """A vector's object as a file of TOML: a member a line, what is inside of it inline."""
    return "".join(f"{json.dumps(key)} = {_inline(held)}\n" for key, held in cast("dict[str, object]", told).items())


def _inline(held: object) -> str:
    if isinstance(held, dict):
        members = cast("dict[str, object]", held).items()
        return "{" + ", ".join(f"{json.dumps(key)} = {_inline(one)}" for key, one in members) + "}"
    if isinstance(held, list):
        return "[" + ", ".join(map(_inline, cast("list[object]", held))) + "]"
    return json.dumps(held)
