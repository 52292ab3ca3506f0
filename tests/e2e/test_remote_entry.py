"""A client's entry with an address, guarded: the client uses the written file's address, and is judged there."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path

from callgate_proxy import clients
from callgate_proxy.clients import Places
from callgate_proxy.http import remotes
from guarding import PATIENCE, Guard, call
from mcp import Client
from remoting import free_port, remote, running


def test_a_guarded_address_is_answered_judged_logged_and_given_back(guard: Guard, tmp_path: Path) -> None:
    guard.server(tools={"echo": {}})
    file = tmp_path / ".cursor" / "mcp.json"
    file.parent.mkdir()
    places = Places(str(tmp_path), "", "", str(tmp_path / ".config"), sys.platform, list)

    async def talk(local: str) -> None:
        async with Client(local, read_timeout_seconds=PATIENCE, cache=None) as one:
            assert await call(one, "echo", text="through") == (True, "through")
            assert not (await call(one, "format_batch", files=[]))[0]

    with remote("stream") as url:
        content = json.dumps({"mcpServers": {"real": {"url": url}}}, indent=2).encode()
        file.write_bytes(content)
        remotes.save(guard.home, remotes.Remotes(free_port()))
        (found,) = clients.found(places)
        clients.apply(clients.plan_protect(found, guard.home), guard.home, places)
        with running(sys.executable, "-m", "callgate_proxy.cli", "serve", CALLGATE_HOME=guard.home.root) as process:
            assert process.stdout is not None
            assert "Serving 1 remote server" in process.stdout.readline()
            asyncio.run(talk(json.loads(file.read_bytes())["mcpServers"]["real"]["url"]))
    (found,) = clients.found(places)
    clients.apply(clients.plan_unprotect(found, guard.home), guard.home, places)
    assert file.read_bytes() == content
    assert [(row["tool"], row["verdict"], row["client"]) for row in guard.rows()] == [
        ("echo", "allow", "cursor"),
        ("format_batch", "deny", "cursor"),
    ]
