"""What every adapter owes a person's file, whoever the client is: one contract over recorded and made-up files."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any, cast

import pytest
from authoring import LENIENT, RECORDED, data_of, entry, file_of, started_by
from callgate_proxy import clients
from callgate_proxy.errors import ClientRunning, ConfigError
from conftest import machine_of

CLIENTS = list(clients.ADAPTERS)
each_client = pytest.mark.parametrize("client", CLIENTS)


def layouts(client: str) -> dict[str, bytes]:
    """The recorded file as other editors and systems would have written it."""
    recorded = RECORDED[client]
    result = {
        "as recorded": recorded,
        "windows line ends": recorded.replace(b"\n", b"\r\n"),
        "byte order mark": b"\xef\xbb\xbf" + recorded,
        "no line end at the end": recorded.rstrip(),
        "empty lines at the end": recorded + b"\n\n",
    }
    if clients.ADAPTERS[client].dialect != "yaml":
        result["tabs"] = recorded.replace(b"    ", b"\t").replace(b"  ", b"\t")
    return result


LAYOUTS = [(client, name) for client in CLIENTS for name in layouts(client)]


def test_every_client_has_a_recorded_file() -> None:
    assert set(RECORDED) == set(CLIENTS)


@pytest.mark.parametrize(("client", "layout"), LAYOUTS, ids=str)
def test_a_recorded_file_is_guarded_and_given_back_to_the_byte(client: str, layout: str, tmp_path: Path) -> None:
    machine, content = machine_of(client, tmp_path), layouts(client)[layout]
    machine.write(content)
    names = [one.name for one in machine.found().entries]
    assert not machine.found().problem
    machine.protect()
    found = machine.found()
    assert [one.name for one in found.entries] == names
    assert [one.name for one in found.entries if one.guarded] == [one.name for one in found.entries if not one.problem]
    assert sum(one.guarded for one in found.entries) >= 2
    assert _without_words(client, machine.config.read_bytes()) == _without_words(client, content)
    machine.unprotect()
    assert machine.config.read_bytes() == content


@each_client
def test_servers_given_back_one_by_one_end_in_the_same_bytes(client: str, tmp_path: Path) -> None:
    machine, content = machine_of(client, tmp_path), RECORDED[client].replace(b"\n", b"\r\n")
    machine.write(content)
    names = [one.name for one in machine.found().entries if not one.problem]
    for name in reversed(names):
        machine.protect(name)
    for name in names:
        machine.unprotect(name)
    assert machine.config.read_bytes() == content


@each_client
def test_every_comment_outside_the_words_stays(client: str, tmp_path: Path) -> None:
    machine = machine_of(client, tmp_path)
    machine.write(RECORDED[client])
    machine.protect()
    after = machine.config.read_text("utf-8")
    for comment in (
        "One for every project",
        "pinned by",
        "// mcp",
        "needs a login",
        "/* Comes",
        "ask first",
        "on PATH",
    ):
        assert (comment in after) == (comment in RECORDED[client].decode())


@each_client
def test_without_the_journal_every_entry_still_says_what_it_said(client: str, tmp_path: Path) -> None:
    machine = machine_of(client, tmp_path)
    machine.write(RECORDED[client])
    machine.protect()
    shutil.rmtree(machine.home.journal)
    machine.unprotect()
    assert data_of(client, machine.config.read_bytes()) == data_of(client, RECORDED[client])


@each_client
def test_a_file_the_client_wrote_anew_since_gets_its_entries_back(client: str, tmp_path: Path) -> None:
    machine = machine_of(client, tmp_path)
    servers = {"a": entry(client, ["npx", "-y", "x"]), "b": entry(client, ["uvx", "${V}", "ü"], extra={"k": "v"})}
    machine.write(file_of(client, servers))
    machine.protect()
    text = machine.config.read_bytes()
    launched = {name: started_by(client, text, name) for name in servers}
    rewritten = {"b": entry(client, launched["b"], extra={"k": "new"}), "a": entry(client, launched["a"])}
    machine.write(file_of(client, {"c": entry(client, ["new"]), **rewritten}))
    machine.unprotect()
    after = machine.config.read_bytes()
    assert started_by(client, after, "a") == ["npx", "-y", "x"]
    assert started_by(client, after, "b") == ["uvx", "${V}", "ü"]
    assert started_by(client, after, "c") == ["new"]
    assert b"callgate" not in after


@each_client
def test_a_guarded_entry_names_the_client_and_carries_its_own_command(client: str, tmp_path: Path) -> None:
    machine = machine_of(client, tmp_path)
    own = ["npx", "-y", "${HOME}", "%APPDATA%", '"', "\\", "# no", ": -"]
    machine.write(file_of(client, {"s": entry(client, own)}))
    machine.protect()
    words = started_by(client, machine.config.read_bytes(), "s")
    assert words == [f"{machine.home.bin}/callgate-proxy", "--server", "s", "--client", client, "--", *own]


@each_client
def test_guarding_twice_changes_nothing_more(client: str, tmp_path: Path) -> None:
    machine = machine_of(client, tmp_path)
    machine.write(RECORDED[client])
    machine.protect()
    plan = clients.plan_protect(machine.found(), machine.home)
    assert plan.empty
    assert any("guarded already" in sentence for sentence in plan.skipped)


@each_client
def test_an_entry_of_another_wrapper_is_guarded_as_it_is(client: str, tmp_path: Path) -> None:
    machine = machine_of(client, tmp_path)
    content = file_of(client, {"w": entry(client, ["mcp-fw", "wrap", "--", "npx", "x"])})
    machine.write(content)
    machine.protect()
    assert started_by(client, machine.config.read_bytes(), "w")[-6:] == ["--", "mcp-fw", "wrap", "--", "npx", "x"]
    machine.unprotect()
    assert machine.config.read_bytes() == content


@pytest.mark.parametrize("client", ["claude-code", "zed", "codex", "goose", "continue", "opencode"])  # of each kind one
def test_five_hundred_servers_are_guarded_and_given_back(client: str, tmp_path: Path) -> None:
    machine = machine_of(client, tmp_path)
    content = file_of(client, {f"s{n}": entry(client, ["uvx", f"server-{n}", "--x"]) for n in range(500)})
    machine.write(content)
    assert len(machine.protect().changes) == 500
    assert len(machine.unprotect().changes) == 500
    assert machine.config.read_bytes() == content


@each_client
def test_a_disabled_entry_stays_disabled(client: str, tmp_path: Path) -> None:
    machine = machine_of(client, tmp_path)
    content = file_of(client, {"off": entry(client, ["npx", "x"], disabled=True), "on": entry(client, ["npx"])})
    machine.write(content)
    machine.protect()
    assert [one.disabled for one in machine.found().entries] == [True, False]
    assert all(one.guarded for one in machine.found().entries)
    machine.unprotect()
    assert machine.config.read_bytes() == content


def _odd(client: str) -> dict[str, Any]:
    shape = clients.ADAPTERS[client].shape
    wrong: dict[str, Any] = {"number": {shape.command: 7}, "none": {"other": "x"}, "text": "npx"}
    if shape.args:
        return {**wrong, "args": {shape.command: "x", shape.args: "y"}, "mixed": {shape.command: "x", shape.args: [1]}}
    return {**wrong, "empty": {shape.command: []}, "mixed": {shape.command: ["x", 1]}}


@each_client
def test_shapes_nobody_described_are_reported_and_left_alone(client: str, tmp_path: Path) -> None:
    odd = _odd(client)
    if clients.ADAPTERS[client].shape.name or clients.ADAPTERS[client].dialect == "toml":
        del odd["text"]  # there an entry cannot be written so
    machine = machine_of(client, tmp_path)
    machine.write(file_of(client, {**odd, "good": entry(client, ["npx", "x"])}))
    plan = clients.plan_protect(machine.found(), machine.home)
    assert len(plan.skipped) == len(odd)
    assert len(plan.changes) == 1
    assert all(one.problem for one in machine.found().entries[:-1])


@each_client
def test_a_servers_key_of_another_kind_is_reported(client: str, tmp_path: Path) -> None:
    machine = machine_of(client, tmp_path)
    key = clients.ADAPTERS[client].holders[0][0]
    text = f'"{key}" = 7' if clients.ADAPTERS[client].dialect == "toml" else json.dumps({key: 7})
    machine.write(text.encode())
    assert "what holds the servers is no" in machine.found().problem


@each_client
@pytest.mark.parametrize("text", [b'{"a": [1, ', b"a: [b: c\n  d\n", b'[x\ny = "', b"\xff\xfe\x00", b"[" * 9000])
def test_broken_text_is_reported_and_left_alone(client: str, text: bytes, tmp_path: Path) -> None:
    machine = machine_of(client, tmp_path)
    machine.write(text)
    found = machine.found()
    assert found.problem.startswith(str(machine.config))
    for plan in (clients.plan_protect, clients.plan_unprotect):
        with pytest.raises(ConfigError):
            plan(found, machine.home)
    assert machine.config.read_bytes() == text


@each_client
def test_comments_and_trailing_commas_are_read_only_where_the_client_reads_them(client: str, tmp_path: Path) -> None:
    if clients.ADAPTERS[client].dialect in ("toml", "yaml"):
        return
    machine = machine_of(client, tmp_path)
    machine.write(b'{ // mine\n "x": [1, 2,], }')
    assert (machine.found().problem == "") == (client in LENIENT)


@each_client
def test_a_link_stays_a_link_and_a_read_only_file_is_left_alone(client: str, tmp_path: Path) -> None:
    machine = machine_of(client, tmp_path)
    target = tmp_path / "dotfiles"
    target.write_bytes(RECORDED[client])
    machine.config.parent.mkdir(parents=True, exist_ok=True)
    machine.config.symlink_to(target)
    machine.protect()
    assert machine.config.is_symlink()
    assert b"callgate-proxy" in target.read_bytes()
    target.chmod(0o444)
    with pytest.raises(ConfigError, match="read-only"):
        machine.unprotect()
    target.chmod(0o644)
    machine.unprotect()
    assert target.read_bytes() == RECORDED[client]


@each_client
def test_only_a_client_that_writes_over_its_file_has_to_be_quit(client: str, tmp_path: Path) -> None:
    running = {
        "claude-desktop": clients.Process(1, "claude-desktop", "/usr/lib/claude-desktop/claude-desktop"),
        "claude-code": clients.Process(1, "claude", "/home/me/.local/share/claude/versions/2.1.3"),
    }
    machine = machine_of(client, tmp_path)
    machine.write(RECORDED[client])
    machine.alive += running.values()
    if client not in running:
        assert machine.protect().changes
        return
    with pytest.raises(ClientRunning, match=clients.ADAPTERS[client].title):
        machine.protect()
    machine.alive.remove(running[client])
    assert machine.protect().changes


@each_client
@pytest.mark.parametrize("system", ["linux", "darwin", "win32"])
def test_each_client_has_its_place_on_each_system(client: str, system: str, tmp_path: Path) -> None:
    machine = machine_of(client, tmp_path, system)
    assert str(machine.config).startswith(machine.places.home)
    machine.write(RECORDED[client])
    assert (machine.found().client, machine.found().path) == (client, str(machine.config))
    assert os.path.basename(machine.found().path)


def _without_words(client: str, content: bytes) -> Any:
    """What a file says besides its servers' commands and addresses."""
    shape = clients.ADAPTERS[client].shape
    changing = (shape.command, shape.args, *(shape.remote if shape.routes else ()))

    def bare(value: Any) -> Any:
        if isinstance(value, dict):
            held = cast("dict[str, Any]", value)
            return {key: bare(one) for key, one in held.items() if key not in changing}
        return [bare(one) for one in cast("list[Any]", value)] if isinstance(value, list) else value

    return bare(data_of(client, content))
