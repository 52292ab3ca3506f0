"""What guarding one file leaves open, and guards that were taken off: told, and put back only when a person says so."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest
from authoring import entry, file_of, started_by
from callgate_proxy import clients
from conftest import Machine, machine_of

NPX = ["npx", "-y", "x"]


def other(machine: Machine, client: str, content: bytes) -> Machine:
    """The same machine, with a second client's file."""
    path = Path(clients.ADAPTERS[client].locations(machine.places)[0].path)
    made = dataclasses.replace(machine, config=path)
    made.write(content)
    return made


def test_a_server_that_another_client_starts_unguarded_is_pointed_out(linux: Machine) -> None:
    linux.write(file_of("claude-desktop", {"time": entry("claude-desktop", NPX)}))
    linux.protect()
    named = {"same-words": entry("codex", ["/usr/bin/npx", "-y", "x"]), "time": entry("codex", ["other"])}
    codex = other(linux, "codex", file_of("codex", {**named, "own": entry("codex", ["y"])}))
    founds = clients.found(linux.places)
    assert clients.elsewhere(founds) == {
        (str(codex.config), "same-words"): "Claude Desktop",
        (str(codex.config), "time"): "Claude Desktop",
    }


def test_a_server_that_is_switched_off_is_open_to_nobody(linux: Machine) -> None:
    linux.write(file_of("claude-desktop", {"time": entry("claude-desktop", NPX)}))
    linux.protect()
    other(linux, "kiro", file_of("kiro", {"time": entry("kiro", NPX, disabled=True)}))
    assert clients.elsewhere(clients.found(linux.places)) == {}


def test_a_file_nobody_touched_since_has_lost_nothing(linux: Machine) -> None:
    linux.write(file_of("claude-desktop", {"a": entry("claude-desktop", NPX), "b": entry("claude-desktop", NPX)}))
    assert clients.lost(linux.found(), linux.home) == clients.Lost((), (), ())
    linux.protect()
    linux.unprotect("a")  # on purpose: no loss
    assert clients.lost(linux.found(), linux.home) == clients.Lost((), (), ())
    linux.unprotect()
    assert clients.lost(linux.found(), linux.home) == clients.Lost((), (), ())


def test_what_the_client_reverted_wiped_and_added_is_told_apart(linux: Machine) -> None:
    servers = {name: entry("claude-desktop", [name]) for name in ("kept", "reverted", "wiped")}
    linux.write(file_of("claude-desktop", servers))
    linux.protect()
    data = json.loads(linux.config.read_bytes())["mcpServers"]
    data["reverted"] = servers["reverted"]
    del data["wiped"]
    linux.write(file_of("claude-desktop", {**data, "added": entry("claude-desktop", ["new"])}))
    assert clients.lost(linux.found(), linux.home) == clients.Lost(("reverted",), ("wiped",), ("added",))


@pytest.mark.parametrize("client", ["claude-desktop", "claude-code", "zed", "opencode"])
def test_a_file_whose_servers_were_all_wiped_gets_them_back_guarded(client: str, tmp_path: Path) -> None:
    machine = machine_of(client, tmp_path)
    servers = {"a": entry(client, NPX, extra={"k": 1.50}), "b": entry(client, ["b"])}
    machine.write(file_of(client, servers))
    machine.protect()
    machine.write(b'{\n  "preferences": {}\n}')
    plan = clients.plan_put_back(machine.found(), machine.home)
    assert sum("put back into the file" in sentence for sentence in plan.changes) == 2
    assert '+    "a": {' in plan.diff
    assert machine.config.read_bytes() == b'{\n  "preferences": {}\n}'
    clients.apply(plan, machine.home, machine.places)
    assert all(one.guarded for one in machine.found().entries)
    assert clients.lost(machine.found(), machine.home) == clients.Lost((), (), ())
    assert started_by(client, machine.config.read_bytes(), "a")[-4:] == ["--", *NPX]
    machine.unprotect()
    after = machine.config.read_bytes()
    assert (started_by(client, after, "a"), started_by(client, after, "b")) == (NPX, ["b"])
    assert b"1.5" in after


@pytest.mark.parametrize("client", ["claude-desktop", "codex", "goose", "continue"])
def test_a_reverted_entry_is_guarded_again_and_one_that_nobody_remembers_is_told(client: str, tmp_path: Path) -> None:
    machine = machine_of(client, tmp_path)
    servers = {"a": entry(client, NPX), "b": entry(client, ["b", "c"])}
    machine.write(file_of(client, servers))
    machine.protect()
    machine.write(file_of(client, {"a": servers["a"]}))
    for copy in Path(machine.home.journal).glob("*/*.json"):
        copy.unlink()
    plan = clients.plan_put_back(machine.found(), machine.home)
    clients.apply(plan, machine.home, machine.places)
    assert started_by(client, machine.config.read_bytes(), "a")[-4:] == ["--", *NPX]
    assert any("“b” is gone" in sentence for sentence in plan.skipped)


@pytest.mark.parametrize("client", ["claude-desktop", "codex"])
def test_how_often_a_client_wrote_over_its_guards_in_a_row_is_known(client: str, tmp_path: Path) -> None:
    machine = machine_of(client, tmp_path)
    plain = file_of(client, {"a": entry(client, NPX)})
    counted: list[int] = []
    machine.write(plain)
    machine.protect()
    for _ in range(2):
        machine.write(plain)
        counted.append(clients.overwritten(machine.found(), machine.home))
        clients.apply(clients.plan_put_back(machine.found(), machine.home), machine.home, machine.places)
    counted.append(clients.overwritten(machine.found(), machine.home))
    machine.unprotect()
    machine.protect()
    counted.append(clients.overwritten(machine.found(), machine.home))
    assert counted == [0, 1, 2, 0]


def test_extensions_are_listed_as_not_covered(linux: Machine) -> None:
    linux.write(file_of("claude-desktop", {"a": entry("claude-desktop", NPX)}))
    folder = linux.config.parent / "Claude Extensions"
    for name, manifest in (("ant.dir.files", '{"name": "files", "display_name": "Filesystem"}'), ("broken", "{")):
        (folder / name).mkdir(parents=True)
        (folder / name / "manifest.json").write_text(manifest)
    entries = linux.found().entries
    assert [one.name for one in entries] == ["a", "Filesystem", "broken"]
    assert "it is an extension" in entries[1].problem
    assert linux.protect().changes
    assert [one.guarded for one in linux.found().entries] == [True, False, False]
