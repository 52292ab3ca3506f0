"""How the end-to-end tests stand between a client and a server: as a client's configuration would have it.

1. The proxy is the launcher of a scratch home, started as its own process; nothing of it is imported here.
2. Policies are saved as an editor does it: a new file, moved over the old one.
3. Nothing waits for time to pass. What may take long has `PATIENCE`, after which the test fails.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from callgate_proxy import launcher
from callgate_proxy.home import Home
from mcp import Client, MCPError, StdioServerParameters

PATIENCE = 120.0  # seconds; a slow machine is no failure
ALLOW_ALL: Mapping[str, object] = {"version": "1", "default": "allow"}
FAKE = [sys.executable, "-IS", str(Path(__file__).with_name("fake_server.py"))]
ERAS = ("legacy", "auto")  # the client's: a handshake, or whatever the server speaks, 2026-07-28 first

Json = dict[str, Any]
HELLO: Json = {"capabilities": {}}


class Guard:
    """One home, its launcher and its policy."""

    def __init__(self, home: Home) -> None:
        self.home = home
        launcher.install(home)

    def policy(self, policy: Mapping[str, object] | str) -> None:
        """Saves policy.json: an object, or text as it is."""
        text = policy if isinstance(policy, str) else json.dumps(policy)
        draft = Path(self.home.policy + ".draft")
        draft.write_text(text, encoding="utf-8")
        os.replace(draft, self.home.policy)

    def server(self, **entry: object) -> None:
        """Saves a policy with one entry, for the server `real`, under a default of deny."""
        self.policy({"version": "1", "default": "deny", "servers": {"real": entry}})

    def command(self, *server: str, name: str = "real") -> list[str]:
        """The command line that a client's configuration has in place of `server`'s."""
        return [*launcher.command(self.home), "--server", name, "--client", "test", "--", *server]

    def rows(self, kind: str = "call") -> list[Json]:
        """The log's rows of one kind, oldest first."""
        # Not splitlines(): what a call says may hold U+2028.
        texts = [file.read_text(encoding="utf-8") for file in Path(self.home.log).glob("*.jsonl")]
        rows = [json.loads(line) for text in texts for line in text.split("\n") if line]
        return sorted((row for row in rows if row["k"] == kind), key=lambda row: row["t"])


@asynccontextmanager
async def session(command: list[str], era: str) -> AsyncGenerator[Client]:
    """The SDK's client, speaking to `command` over its standard input and output."""
    server = StdioServerParameters(command=command[0], args=command[1:], env=dict(os.environ))
    async with Client(server, mode=era, read_timeout_seconds=PATIENCE, cache=None) as client:
        yield client


async def call(client: Client, tool: str, **arguments: object) -> tuple[bool, str]:
    """Calls `tool`; gives whether it went well and the text of the answer (a protocol error's message as well)."""
    try:
        result = await client.call_tool(tool, arguments)
    except MCPError as error:
        return False, error.error.message
    return not result.is_error, "".join(getattr(block, "text", "") for block in result.content)


class Wire:
    """A client that speaks raw lines, for what the SDK's does not say. Ends its proxy when the test leaves it."""

    def __init__(self, command: list[str], **popen: Any) -> None:
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8", **popen
        )
        self._count = 0

    def __enter__(self) -> Wire:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def send(self, method: str, **params: object) -> int:
        """Writes one request, gives its id."""
        assert self.process.stdin is not None
        self._count += 1
        message = {"jsonrpc": "2.0", "id": self._count, "method": method, "params": params}
        self.process.stdin.write(json.dumps(message) + "\n")
        self.process.stdin.flush()
        return self._count

    def receive(self) -> Json:
        """The next line; {} when there is none to come."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        return json.loads(line) if line else {}

    def call(self, tool: str, **arguments: object) -> Json:
        """Calls `tool`, gives the result (or the whole message, where that is an error)."""
        asked = self.send("tools/call", name=tool, arguments=arguments)
        answer = self.receive()
        assert answer.get("id") == asked, answer
        return answer.get("result", answer)

    def leave(self) -> int:
        """Closes the proxy's input as a client does; gives its exit code."""
        self.process.communicate(timeout=PATIENCE)
        return self.process.returncode


def said(result: Json) -> str:
    """The text of a call's result."""
    return "".join(block.get("text", "") for block in result["content"])


def starts(trace: Path) -> list[str]:
    """The arguments of each start that the fake server noted in `trace` (the fixture)."""
    return trace.read_text(encoding="utf-8").splitlines() if trace.exists() else []


def use(command: list[str]) -> tuple[Json, int]:
    """What a client that starts the server hears first, and the exit code when it leaves."""
    with Wire(command) as wire:
        wire.send("initialize", **HELLO)
        heard = wire.receive()
        if "result" in heard:
            wire.send("tools/list")
            assert "result" in wire.receive()
        return heard, wire.leave()
