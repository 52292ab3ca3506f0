"""A session's tests read like the conversation: what came, what was wanted done."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from callgate_proxy import mode
from callgate_proxy.effects import Ask, Forward, Record, Reply, Submit
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.session import Session

NOW = 1_000_000.0


def policy(text: dict[str, object]) -> dict[str, Any]:
    """The compiled table of a policy given without its version."""
    return compile_text(json.dumps({"version": "1", **text}))


def session(default: str = "allow", kind: str = mode.ON, **rest: object) -> Session:
    """A session of client "cursor" with server "fs" under a policy."""
    fresh = Session("cursor", "fs", "w")
    fresh.govern(policy({"default": default, **rest}), "", kind)
    return fresh


def call(tool: str = "read", request: int | str = 1, modern: bool = False, **arguments: object) -> bytes:
    """The line of one tools/call."""
    params: dict[str, object] = {"name": tool, "arguments": arguments}
    if modern:
        params["_meta"] = {"io.modelcontextprotocol/protocolVersion": "2026-07-28"}
    return line(id=request, method="tools/call", params=params)


def line(**members: object) -> bytes:
    """A JSON-RPC line."""
    return json.dumps({"jsonrpc": "2.0", **members}).encode() + b"\n"


def kinds(effects: Sequence[object]) -> list[str]:
    """What was wanted done, by name."""
    return [type(effect).__name__ for effect in effects]


def forwarded(effects: Sequence[object]) -> list[bytes]:
    """The lines that would go to the server."""
    return [
        effect.line if isinstance(effect, Forward) else effect.call.line
        for effect in effects
        if isinstance(effect, (Forward, Submit))
    ]


def rows(effects: Sequence[object]) -> list[dict[str, Any]]:
    """The rows that would be written."""
    return [json.loads(effect.row) for effect in effects if isinstance(effect, (Record, Submit, Ask))]


def replies(effects: Sequence[object]) -> list[dict[str, Any]]:
    """What the client would be told."""
    return [json.loads(effect.line) for effect in effects if isinstance(effect, Reply)]


def said(effects: Sequence[object]) -> str:
    """The text of the one refusal among `effects`."""
    (reply,) = replies(effects)
    assert reply["result"]["isError"] is True
    return reply["result"]["content"][0]["text"]
