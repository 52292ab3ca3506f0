"""`callgate status`: all of it, and what counts as needing attention."""

from __future__ import annotations

import json
import os
import socket
import sys
from pathlib import Path
from typing import cast

import pytest
from callgate_proxy import cli, clients, mode
from callgate_proxy.cli_status import tray_runs
from callgate_proxy.clients import Places
from callgate_proxy.home import Home
from callgate_proxy.policy import store

CONTENT = {"mcpServers": {"time": {"command": "uvx", "args": ["mcp-server-time"]}}}
POLICY = '{"version": "1", "default": "allow"}'


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A machine with Claude Desktop and one server."""
    config = tmp_path / ".config" / "Claude" / "claude_desktop_config.json"
    config.parent.mkdir(parents=True)
    config.write_text(json.dumps(CONTENT))
    return Places(str(tmp_path), "", "", str(tmp_path / ".config"), "linux", list)


def _protect(home: Home, places: Places) -> None:
    clients.apply(clients.plan_protect(clients.found(places)[0], home), home, places)


def _status(places: Places, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, object], str]:
    """Exit code, the JSON, and the words."""
    code = cli.main(["status", "--json"], places)
    told = cast("dict[str, object]", json.loads(capsys.readouterr().out))
    assert cli.main(["status"], places) == code
    return code, told, capsys.readouterr().out


def test_a_guarded_machine_with_a_good_policy_needs_nothing(
    home: Home, places: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    _protect(home, places)
    store.save(home, POLICY)
    code, told, words = _status(places, capsys)
    assert (code, told["attention"]) == (0, [])
    assert "Nothing needs attention." in words
    assert "time: guarded, no call yet" in words
    quiet: dict[str, object] = {"problems": [], "profile": "", "strict": False, "waiting": ""}
    assert told["policy"] == {"path": home.policy, "exists": True, "in_force": "this", **quiet}


def test_looking_makes_no_directory(home: Home, places: Places, capsys: pytest.CaptureFixture[str]) -> None:
    code, told, words = _status(places, capsys)
    assert code == 1
    assert "NOT guarded" in words
    assert "callgate protect" in str(told["attention"])
    assert not os.path.exists(home.root)


def test_a_broken_policy_is_told_with_its_line_and_what_is_in_force_instead(
    home: Home, places: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    _protect(home, places)
    Path(home.policy).write_text('{\n"version": "1",}')
    code, told, words = _status(places, capsys)
    assert (code, cast("dict[str, object]", told["policy"])["in_force"]) == (1, "none")
    assert "policy.json:2:" in words
    store.save(home, POLICY)
    Path(home.policy).write_text('{\n"version": "1",}')
    _, told, words = _status(places, capsys)
    assert cast("dict[str, object]", told["policy"])["in_force"] == "earlier"
    assert "the last good one is" in words


def test_guarded_servers_without_a_policy_need_attention(
    home: Home, places: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    _protect(home, places)
    code, told, _ = _status(places, capsys)
    assert code == 1
    assert "policy init" in str(told["attention"])


@pytest.mark.parametrize("kind", [mode.PAUSED, mode.LOCKDOWN])
def test_a_pause_or_lockdown_needs_attention(
    home: Home, places: Places, capsys: pytest.CaptureFixture[str], kind: str
) -> None:
    _protect(home, places)
    store.save(home, POLICY)
    mode.write(home, kind, 4e9)
    code, told, words = _status(places, capsys)
    assert (code, told["mode"]) == (1, kind)
    assert f"Mode    {kind} until 2096-" in words


def test_a_launcher_that_is_gone_needs_attention(
    home: Home, places: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    _protect(home, places)
    store.save(home, POLICY)
    os.remove(os.path.join(home.bin, "callgate-proxy"))
    code, told, _ = _status(places, capsys)
    assert code == 1
    assert "is missing" in str(told["attention"])


def test_a_config_the_client_would_ignore_needs_attention(
    places: Places, home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    Path(clients.found(places)[0].path).write_text("{,}")
    code, told, words = _status(places, capsys)
    assert code == 1
    assert "line 1, column 2" in str(told["attention"])
    assert words
    assert not os.path.exists(home.root)


def test_the_last_call_of_each_server_is_told(home: Home, places: Places, capsys: pytest.CaptureFixture[str]) -> None:
    _protect(home, places)
    store.save(home, POLICY)
    home.ensure(home.log)
    row = {"k": "call", "v": 1, "id": "1", "t": 1.7e9, "client": "claude-desktop", "server": "time", "tool": "now"}
    Path(home.log, "20231114.jsonl").write_text(json.dumps(row) + "\n")
    _, told, words = _status(places, capsys)
    assert "last call 2023-11-1" in words
    assert "1700000000" in str(told["clients"])


def test_the_tray_runs_while_somebody_listens_on_its_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if sys.platform == "win32":
        pytest.skip("only on macOS and Linux: Windows has a pipe")
    monkeypatch.chdir(tmp_path)
    home = Home("h")  # short: a Unix socket's path holds 103 bytes
    assert not tray_runs(home)
    home.ensure(home.run)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(home.socket)
        listening.listen()
        assert tray_runs(home)
    assert not tray_runs(home)


def test_a_server_open_in_another_client_and_one_that_was_wiped_need_attention(
    home: Home, places: Places, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".kiro" / "settings").mkdir(parents=True)
    kiro = tmp_path / ".kiro" / "settings" / "mcp.json"
    kiro.write_text(json.dumps(CONTENT))
    _protect(home, places)
    store.save(home, POLICY)
    code, told, words = _status(places, capsys)
    assert code == 1
    assert "“time” of Kiro is not guarded, though the same server is guarded in Claude Desktop" in words
    servers = [server for client in cast("list[dict[str, object]]", told["clients"]) for server in _servers(client)]
    assert [server["guarded_in"] for server in servers] == ["", "Claude Desktop"]
    Path(clients.found(places)[0].path).write_text("{}")
    kiro.unlink()
    assert "Claude Desktop no longer holds “time”" in _status(places, capsys)[2]


def test_a_server_that_is_switched_off_needs_nothing(
    home: Home, places: Places, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _protect(home, places)
    store.save(home, POLICY)
    (tmp_path / ".cursor").mkdir()
    (tmp_path / ".cursor" / "mcp.json").write_text('{"mcpServers": {"off": {"command": "x", "disabled": true}}}')
    code, _, words = _status(places, capsys)
    assert (code, "off: disabled" in words, "Cursor [cursor]" in words) == (0, True, True)


def _servers(client: dict[str, object]) -> list[dict[str, object]]:
    return cast("list[dict[str, object]]", client["servers"])
