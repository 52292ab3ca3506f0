"""Entries with an address, of every client at once: reached by what the files say, and given back."""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from authoring import data_of, file_of
from callgate_proxy import clients
from callgate_proxy.clients import Found, Places
from callgate_proxy.home import Home
from callgate_proxy.http import remotes
from mcp import Client
from remoting import free_port, remote, running

PATIENCE = 120.0  # seconds; a slow machine is no failure
KNOWING = [name for name, adapter in clients.ADAPTERS.items() if adapter.shape.routes]


def address(client: str, content: bytes) -> str:
    """The address that a client reads in its file."""
    adapter = clients.ADAPTERS[client]
    held: Any = data_of(client, content)
    for key in adapter.holders[0]:
        held = held[key]
    one = next(each for each in held if each["name"] == "far") if adapter.shape.name else held["far"]
    return str(one[adapter.shape.remote[0]])


async def talk(local: str) -> None:
    """Lists what the server has, and calls one tool of it."""
    async with Client(local, read_timeout_seconds=PATIENCE, cache=None) as one:
        listed = await one.list_tools()
        assert "echo" in [tool.name for tool in listed.tools]
        called = await one.call_tool("echo", {"text": "through"})
        assert not called.is_error


def test_each_client_reaches_its_server_by_the_written_address_and_every_file_comes_back(tmp_path: Path) -> None:
    home = Home(str(tmp_path / "home"))
    places = Places(str(tmp_path), "", "", str(tmp_path / ".config"), "linux", list)
    paths = {client: Path(clients.expected(client, places).path) for client in KNOWING}

    def found() -> list[Found]:
        return [one for one in clients.found(places) if one.path in {str(path) for path in paths.values()}]

    with remote("stream") as url:
        contents = {
            client: file_of(client, {"far": {clients.ADAPTERS[client].shape.remote[0]: url}}) for client in KNOWING
        }
        for client, path in paths.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(contents[client])
        assert {one.client for one in found()} == set(KNOWING)
        remotes.save(home, remotes.Remotes(free_port()))
        Path(home.policy).write_text(json.dumps({"version": "1", "default": "allow"}), "utf-8")
        for one in found():
            clients.apply(clients.plan_protect(one, home), home, places)
        with running(sys.executable, "-m", "callgate_proxy.cli", "serve", CALLGATE_HOME=home.root) as process:
            assert process.stdout is not None
            assert "Serving 1 remote server" in process.stdout.readline()
            for client, path in paths.items():
                local = address(client, path.read_bytes())
                assert local != url
                asyncio.run(talk(local))
    texts = [file.read_text("utf-8") for file in Path(home.log).glob("*.jsonl")]
    rows = [json.loads(line) for text in texts for line in text.split("\n") if line]
    calls = [(row["client"], row["server"], row["tool"], row["verdict"]) for row in rows if row["k"] == "call"]
    assert sorted(calls) == sorted((client, "far", "echo", "allow") for client in KNOWING)
    for one in found():
        clients.apply(clients.plan_unprotect(one, home), home, places)
    assert {client: path.read_bytes() for client, path in paths.items()} == contents
    assert remotes.load(home).servers == {}
