"""Values that look like secrets, out of every client's file and back: variables, headers, the bridge's own header."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from callgate_proxy import carrying, cli_leave, clients
from callgate_proxy.autostart import DesktopEntry
from callgate_proxy.clients import Found, Places
from callgate_proxy.errors import ConfigError
from callgate_proxy.home import Home
from keychains import pretend

TOKEN = "ghp_" + "a" * 36
BEARER = f"Bearer {TOKEN}"
URL = "https://tools.example/mcp"
ROUTED = [name for name, adapter in clients.ADAPTERS.items() if adapter.shape.routes]


class Scene:
    """One person's files, and a keychain that is a dict."""

    def __init__(self, home: Home, root: Path, kept: dict[str, str]) -> None:
        self.home, self.root, self.kept = home, root, kept
        config = root / "user" / ".config"
        self.places = Places(str(root / "user"), "", "", str(config), "linux", list)

    def file(self, client: str, content: bytes) -> Path:
        """Writes the client's own file, guards what is in it, and gives its path."""
        path = Path(clients.expected(client, self.places).path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        clients.apply(clients.plan_protect(self.found(path), self.home), self.home, self.places)
        return path

    def found(self, path: Path) -> Found:
        return next(one for one in clients.found(self.places) if one.path == str(path))

    def move(self, path: Path) -> bytes:
        """Moves all that looks secret, and gives what the file then is."""
        found = self.found(path)
        carrying.out(self.home, found, [one for one in carrying.held(found) if not one.moved])
        return path.read_bytes()

    def give_back(self, path: Path) -> bytes:
        plan = clients.plan_unprotect(self.found(path), self.home)
        clients.apply(carrying.given_back(self.home, self.places, plan), self.home, self.places)
        return path.read_bytes()

    def copies(self) -> bytes:
        return b"".join(one.read_bytes() for one in Path(self.home.journal).rglob("*") if one.is_file())


@pytest.fixture
def scene(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Scene:
    return Scene(home, tmp_path, pretend(monkeypatch))


def remote(client: str, **headers: str) -> bytes:
    """A file of the client's with one remote server that is sent these headers."""
    adapter = clients.ADAPTERS[client]
    told: Any = headers
    for key in reversed(adapter.shape.headers):
        told = {key: told}
    entry: dict[str, Any] = {adapter.shape.remote[0]: URL, **told}
    if adapter.dialect == "toml":
        pairs = ", ".join(f"{json.dumps(key)} = {json.dumps(one)}" for key, one in headers.items())
        return f'[{adapter.holders[0][0]}.far]\nurl = "{URL}"\n{adapter.shape.headers[0]} = {{ {pairs} }}\n'.encode()
    held: Any = [{"name": "far", **entry}] if adapter.shape.name else {"far": entry}
    for key in reversed(adapter.holders[0]):
        held = {key: held}
    return (yaml.safe_dump(held) if adapter.dialect == "yaml" else json.dumps(held, indent=2)).encode()


@pytest.mark.parametrize("client", ROUTED)
def test_headers_of_every_client_move_into_the_keychain_and_come_back_to_the_byte(scene: Scene, client: str) -> None:
    content = remote(client, Authorization=BEARER, Accept="text/plain")
    path = scene.file(client, content)
    guarded = path.read_bytes()
    moved = scene.move(path)
    assert (TOKEN.encode() in guarded, TOKEN.encode() in moved, TOKEN.encode() in scene.copies()) == (
        True,
        False,
        False,
    )
    assert f"callgate-secret:{client}/far/Authorization@".encode() in moved
    assert b"text/plain" in moved
    assert [value for name, value in scene.kept.items() if not name.endswith("#text")] == [BEARER]
    assert scene.give_back(path) == content
    assert scene.kept == {}


SPELLED = [
    ("claude-desktop", rb'{"mcpServers": {"a": {"command": "a", "env": {"API_KEY": "x\/y\u0041"}}}}'),
    ("cursor", b'\xef\xbb\xbf{"mcpServers": {"a": {"command": "a", /* k */ "env": {"API_KEY": "x\\/y", },},},}'),
    ("codex", b"[mcp_servers.a]\r\ncommand = 'a'\r\n[mcp_servers.a.env]\r\nAPI_KEY = 'x/y' # mine\r\n"),
    ("goose", b"extensions:\n  a:\n    cmd: a\n    args: []\n    envs:\n      API_KEY: x/y   # mine\n"),
    ("goose", b"extensions:\n  a:\n    cmd: a\n    args: []\n    envs: {API_KEY: 'x''y'}\n"),
]


@pytest.mark.parametrize(("client", "content"), SPELLED)
def test_a_value_comes_back_in_its_own_spelling(scene: Scene, client: str, content: bytes) -> None:
    path = scene.file(client, content)
    guarded = path.read_bytes()
    assert b"API_KEY" in scene.move(path)
    assert b"callgate-secret" in path.read_bytes()
    found = scene.found(path)
    carrying.back(scene.home, found, carrying.held(found))
    assert path.read_bytes() == guarded
    scene.move(path)
    assert scene.give_back(path) == content
    assert scene.kept == {}


def test_a_value_that_a_person_changed_in_the_keychain_comes_back_as_it_is_there(scene: Scene) -> None:
    path = scene.file("claude-desktop", SPELLED[0][1])
    scene.move(path)
    (name,) = (one for one in scene.kept if not one.endswith("#text"))
    scene.kept[name] = "new"
    assert json.loads(scene.give_back(path))["mcpServers"]["a"]["env"] == {"API_KEY": "new"}


def test_two_files_with_a_server_of_one_name_keep_a_secret_each(scene: Scene) -> None:
    contents = {name: remote("windsurf", Authorization=f"Bearer {TOKEN}{name}") for name in ("one", "two")}
    first = scene.file("windsurf", contents["one"])
    second = Path(scene.places.xdg_config) / "devin" / "mcp_config.json"
    second.parent.mkdir(parents=True)
    second.write_bytes(contents["two"])
    clients.apply(clients.plan_protect(scene.found(second), scene.home), scene.home, scene.places)
    assert scene.move(first) != scene.move(second)
    assert len(scene.kept) == 2
    assert (scene.give_back(first), scene.give_back(second)) == (contents["one"], contents["two"])


def test_a_name_that_a_person_chose_is_not_forgotten_on_the_way_back(scene: Scene) -> None:
    scene.kept["key"] = "v"
    content = b'{"mcpServers": {"a": {"command": "a", "env": {"API_KEY": "callgate-secret:key"}}}}'
    path = scene.file("claude-desktop", content)
    assert json.loads(scene.give_back(path))["mcpServers"]["a"]["env"] == {"API_KEY": "v"}
    assert scene.kept == {"key": "v"}


@pytest.mark.parametrize(
    ("words", "after"),
    [
        (["--header", f"Authorization: {BEARER}", "--"], ["--header", "Authorization: callgate-secret:", "--"]),
        ([f"--header=Authorization:{BEARER}", "--"], ["--header=Authorization:callgate-secret:", "--"]),
    ],
)
def test_the_header_on_the_bridges_command_line_moves_and_stays_when_servers_are_given_back(
    scene: Scene, words: list[str], after: list[str]
) -> None:
    args = ["--server", "far", "--client", "claude-desktop", "--url", URL, *words]
    entry = {"command": "/home/ada/.callgate/bin/callgate-proxy", "args": args}
    content = json.dumps({"mcpServers": {"far": entry}}).encode()
    path = scene.file("claude-desktop", content)
    told = json.loads(scene.move(path))["mcpServers"]["far"]["args"][6:]
    assert [one.partition("claude-desktop/")[0] for one in told] == after
    assert TOKEN not in path.read_text()
    moved = path.read_bytes()
    assert scene.give_back(path) == moved
    found = scene.found(path)
    carrying.back(scene.home, found, carrying.held(found))
    assert path.read_bytes() == content


def test_entries_that_are_not_guarded_and_values_over_several_lines_stay(scene: Scene) -> None:
    content = b'[mcp_servers.a]\ncommand = "a"\n[mcp_servers.a.env]\nAPI_KEY = """\nlong\nkey"""\n'
    assert scene.move(scene.file("codex", content)).endswith(content[content.index(b"[mcp_servers.a.env]") :])
    path = scene.file("cursor", remote("cursor", Authorization=BEARER))
    clients.apply(clients.plan_unprotect(scene.found(path), scene.home), scene.home, scene.places)
    assert carrying.held(scene.found(path)) == []


def test_a_header_that_stands_twice_is_left_alone(scene: Scene) -> None:
    twice = f'"X-Api-Key": "{TOKEN}", "X-Api-Key": "{TOKEN}"'
    path = scene.file("cursor", f'{{"mcpServers": {{"a": {{"url": "{URL}", "headers": {{{twice}}}}}}}}}'.encode())
    assert carrying.held(scene.found(path)) == []


def test_a_file_that_changed_under_the_move_is_not_written(scene: Scene) -> None:
    path = scene.file("cursor", remote("cursor", Authorization=BEARER))
    found = scene.found(path)
    path.write_bytes(found.content + b"\n")
    with pytest.raises(ConfigError, match="changed meanwhile"):
        carrying.out(scene.home, found, carrying.held(found))
    assert path.read_bytes() == found.content + b"\n"


def test_leaving_gives_secrets_back_with_the_servers(scene: Scene, capsys: pytest.CaptureFixture[str]) -> None:
    content = remote("cursor", Authorization=BEARER)
    path = scene.file("cursor", content)
    scene.move(path)
    login = DesktopEntry(scene.places.xdg_config)
    assert cli_leave.leave(argparse.Namespace(yes=True), scene.home, scene.places, login) == 0
    assert path.read_bytes() == content
    assert TOKEN not in "".join(capsys.readouterr())


def test_no_value_is_in_what_describes_a_secret(scene: Scene) -> None:
    path = scene.file("cursor", remote("cursor", Authorization=BEARER))
    assert TOKEN not in repr(carrying.held(scene.found(path)))


def test_a_move_that_was_cut_short_before_the_journal_is_ended_by_the_next(scene: Scene) -> None:
    content = remote("cursor", Authorization=BEARER)
    path = scene.file("cursor", content)
    copies = {one: one.read_bytes() for one in Path(scene.home.journal).rglob("*") if one.is_file()}
    moved = scene.move(path)
    for one in list(Path(scene.home.journal).rglob("*.json")):
        one.unlink()
    for one, held in copies.items():  # as if the process had died when the file was written
        one.write_bytes(held)
    assert TOKEN.encode() in scene.copies()
    carrying.settle(scene.home, scene.found(path))
    assert TOKEN.encode() not in scene.copies()
    assert path.read_bytes() == moved
    assert scene.give_back(path) == content


def test_settling_passes_over_what_the_keychain_has_no_more(scene: Scene) -> None:
    path = scene.file("cursor", remote("cursor", Authorization=BEARER))
    moved = scene.move(path)
    scene.kept.clear()
    carrying.settle(scene.home, scene.found(path))
    assert path.read_bytes() == moved
