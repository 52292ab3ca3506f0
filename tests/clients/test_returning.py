"""Entries that went out of a client's file come back as they last stood there, in every format."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from authoring import RECORDED, data_of, entry, file_of, started_by
from callgate_proxy import clients
from callgate_proxy.clients.configtext import Config
from callgate_proxy.clients.returning import put_back
from callgate_proxy.errors import ConfigError
from conftest import machine_of

NPX = ["npx", "-y", "server-x"]
# What of each recorded file cannot be moved: entries on one line, or in a table that others share.
STAYS = {"codex": {"inline", "short", "dotted"}, "goose": set[str](), "continue": set[str]()}
LEFT = {"codex": b'model = "x"\n', "goose": b"GOOSE_MODE: approve\n", "continue": b"name: Local\n"}


def returned(client: str, content: bytes) -> tuple[bytes, set[str]]:
    """`content` with every entry of the recorded file that can come back, and the names of the others."""
    adapter = clients.ADAPTERS[client]
    earlier = Config(RECORDED[client], adapter)
    left: set[str] = set()
    for name in earlier.servers:
        try:
            content = put_back(content, adapter, earlier, name)
        except ConfigError:
            left.add(name)
    return content, left


@pytest.mark.parametrize("client", sorted(STAYS))
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_the_entries_of_a_recorded_file_come_back_with_their_comments(client: str, ends: str) -> None:
    before = LEFT[client].replace(b"\n", ends.encode())
    after, left = returned(client, before)
    assert left == STAYS[client]
    assert after.startswith(before)
    assert after.count(ends.encode()) == after.count(b"\n")
    told = {"codex": b"# never ask", "goose": b"# a bridge", "continue": b"# the shop's data"}
    assert told[client] in after
    earlier, now = (Config(one, clients.ADAPTERS[client]) for one in (RECORDED[client], after))
    assert {name: now.says(name) for name in now.servers} == {
        name: earlier.says(name) for name in earlier.servers if name not in left
    }


@pytest.mark.parametrize(
    ("client", "content"),
    [
        ("goose", b"extensions:\nGOOSE_MODE: approve\n"),
        ("goose", b"extensions: {}\nGOOSE_MODE: approve"),
        ("goose", b"extensions:\n    other:   # four wide\n        cmd: x\n        type: stdio\nGOOSE_MODE: approve\n"),
        ("continue", b"mcpServers: []\n"),
        ("continue", b"mcpServers:\n- name: other\n  command: x\n  args:\n  - a\nname: y"),
        ("codex", b'[mcp_servers.other]\ncommand = "x"'),
        ("codex", b""),
    ],
)
def test_they_take_the_layout_of_the_entries_that_are_there(client: str, content: bytes) -> None:
    after, left = returned(client, content)
    assert left == STAYS[client]
    adapter = clients.ADAPTERS[client]
    others = [name for name in Config(content, adapter).servers if content]
    assert all(name in Config(after, adapter).servers for name in others)
    data_of(client, after)


def test_what_leads_elsewhere_in_its_file_is_not_put_back() -> None:
    adapter = clients.ADAPTERS["goose"]
    text = "base: &words [a]\nextensions:\n  x:\n    cmd: y\n    type: stdio\n    args: *words\n"
    with pytest.raises(ConfigError):
        put_back(b"extensions: {z: {cmd: z, type: stdio}}\n", adapter, Config(text.encode(), adapter), "x")
    with pytest.raises(ConfigError):
        put_back(b"other: 1\n", adapter, Config(text.encode(), adapter), "x")
    assert yaml.safe_load(text)["extensions"]["x"]["args"] == ["a"]


@pytest.mark.parametrize("client", ["codex", "goose", "continue"])
def test_a_wiped_entry_comes_back_guarded_and_is_given_back_later(client: str, tmp_path: Path) -> None:
    machine = machine_of(client, tmp_path)
    servers = {"a": entry(client, NPX), "b": entry(client, ["b", "c"])}
    machine.write(file_of(client, servers))
    machine.protect()
    machine.write(file_of(client, {"a": servers["a"]}))
    plan = clients.plan_put_back(machine.found(), machine.home)
    assert any("“b” is put back into the file" in sentence for sentence in plan.changes)
    clients.apply(plan, machine.home, machine.places)
    assert started_by(client, machine.config.read_bytes(), "b")[-3:] == ["--", "b", "c"]
    machine.unprotect()
    assert started_by(client, machine.config.read_bytes(), "b") == ["b", "c"]
