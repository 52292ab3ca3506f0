"""`callgate doctor` on a made-up machine: what it gathers, what it prints, and its exit code."""

from __future__ import annotations

import json
import os
import stat
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from callgate_proxy import cli, cli_doctor, clients, secrets
from callgate_proxy.clients import Entry, Found, Places
from callgate_proxy.doctor import CHECKS, FOUND, NOWHERE, TERMINAL_ONLY, UNKNOWN
from callgate_proxy.examining import examine, program
from callgate_proxy.home import Home
from callgate_proxy.http import remotes
from callgate_proxy.policy import store

unix = pytest.mark.skipif(sys.platform == "win32", reason="only on macOS and Linux: permission bits and PATH")


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """A machine with Cursor, one server that starts Python and one remote server."""
    config = tmp_path / ".cursor" / "mcp.json"
    config.parent.mkdir()
    servers = {"py": {"command": sys.executable, "args": ["x"]}, "far": {"url": "https://example.org/mcp"}}
    config.write_text(json.dumps({"mcpServers": servers}))
    environ = {"PATH": os.environ["PATH"]}
    return Places(str(tmp_path), "", "", str(tmp_path / ".config"), "linux", list, environ)


def protect(home: Home, places: Places, *servers: str) -> None:
    (found,) = clients.found(places)
    clients.apply(clients.plan_protect(found, home, list(servers) or None), home, places)
    store.save(home, '{"version": "1", "default": "allow"}')


def told(places: Places, capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, list[str]], str]:
    """Exit code, what is wrong by check, and the words."""
    code = cli.main(["doctor", "--json"], places)
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert report["checks"] == list(CHECKS)
    wrong: dict[str, list[str]] = {}
    for one in report["problems"]:
        assert one["fix"]
        wrong.setdefault(one["check"], []).append(one["what"])
    assert cli.main(["doctor"], places) == code == int(bool(wrong))
    return code, wrong, capsys.readouterr().out


def running(_: Home) -> bool:
    return True


def test_every_check_has_words_for_people() -> None:
    assert list(cli_doctor.ABOUT) == list(CHECKS)


def test_a_machine_with_a_file_and_nothing_guarded_yet(
    home: Home, places: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    code, wrong, words = told(places, capsys)
    assert (code, list(wrong)) == (1, ["servers"])
    assert "“py” of Cursor is not guarded." in words
    assert "→ Run: callgate protect" in words
    assert "0 of 2 guarded" in words
    assert not os.path.exists(home.root)


def test_a_guarded_machine_misses_only_its_tray_and_what_answers_for_remote_servers(
    home: Home, places: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    protect(home, places)
    _, wrong, words = told(places, capsys)
    assert set(wrong) == {"tray", "remotes"}
    assert "ok home" in words
    assert "2 of 2 guarded" in words


def test_where_all_is_well_the_exit_code_is_0(
    home: Home, places: Places, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Path(places.home, ".cursor", "mcp.json").write_text(json.dumps({"mcpServers": {"py": {"command": sys.executable}}}))
    protect(home, places)
    monkeypatch.setattr("callgate_proxy.examining.tray_runs", running)
    code, wrong, words = told(places, capsys)
    assert (code, wrong) == (0, {})
    assert "Nothing is wrong." in words


@unix
def test_what_others_may_read_what_was_left_and_what_is_of_another_version_is_found(
    home: Home, places: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    protect(home, places)
    os.chmod(home.root, 0o755)
    Path(home.root, "policy.json").chmod(0o644)
    left = [
        Path(places.home, ".cursor", "mcp.json.callgate-0a1b2c3d"),
        Path(home.root, "remotes.json.callgate-0a1b2c3d"),
    ]
    for one in left:
        one.touch()
    Path(home.bin, "callgate-proxy").write_text("#!/gone/python\n")
    Path(home.run).mkdir(mode=0o700)
    Path(home.socket).touch()
    _, wrong, _ = told(places, capsys)
    assert wrong["home"] == [f"Others may use {home.root} (755)."]
    assert len(wrong["leftovers"]) == 2
    assert "callgate-proxy" in wrong["launcher"][0]
    assert any("left over" in one for one in wrong["tray"])
    assert stat.S_IMODE(os.stat(home.root).st_mode) == 0o755  # it only looks


def test_a_local_address_nobody_gave_out_is_found(home: Home, places: Places) -> None:
    protect(home, places)
    assert examine(home, places, 0.0).dead == frozenset()
    os.unlink(remotes.path(home))
    assert examine(home, places, 0.0).dead == {(str(Path(places.home, ".cursor", "mcp.json")), "far")}


def test_the_keychain_is_asked_only_where_a_file_refers_to_it(
    home: Home, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def locked(name: str) -> str:
        asked.append(name)
        raise secrets.SecretError("The keychain is locked.", "Unlock it.")

    monkeypatch.setattr(secrets, "get", locked)
    protect(home, places)
    assert examine(home, places, 0.0).keychain == ("", "")
    assert asked == []
    remotes.save(home, remotes.load(home).with_header("far", "Authorization", "callgate-secret:far"))
    assert examine(home, places, 0.0).keychain == ("The keychain is locked.", "Unlock it.")

    def empty(name: str) -> str:
        raise secrets.Missing(f"no {name}", "")

    monkeypatch.setattr(secrets, "get", empty)
    what, fix = examine(home, places, 0.0).keychain
    assert what == "The keychain has no secret “far”, to which “far” refers."
    assert "callgate secrets set far" in fix


def test_a_secret_that_is_gone_is_told_with_the_server_that_needs_it(
    home: Home, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = Path(places.home, ".cursor", "mcp.json")
    entry = {"command": sys.executable, "env": {"KEY": "callgate-secret:key"}}
    file.write_text(json.dumps({"mcpServers": {"py": entry}}))
    kept = {"key": "v"}

    def get(name: str) -> str:
        if name not in kept:
            raise secrets.Missing(f"no {name}", "")
        return kept[name]

    monkeypatch.setattr(secrets, "get", get)
    protect(home, places)
    assert examine(home, places, 0.0).keychain == ("", "")
    kept.clear()
    assert "to which “py” of Cursor refers" in examine(home, places, 0.0).keychain[0]


def test_an_installed_app_has_its_desktop_in_another_program(
    home: Home, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("callgate_proxy.examining._installed", lambda _: False)  # pyright: ignore
    assert not examine(home, places, 0.0).desktop
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert examine(home, places, 0.0).desktop


@unix
def test_a_program_counts_as_found_where_its_client_would_find_it(places: Places, tmp_path: Path) -> None:
    own = tmp_path / "nvm"
    own.mkdir()
    (own / "callgate-test-npx").write_text("#!/bin/sh\n")
    (own / "callgate-test-npx").chmod(0o755)
    at = replace(places, environ={"PATH": f"{own}:/usr/bin:/bin"})

    def state(client: str, command: str, *env: str) -> str:
        found = Found(client, client, "f", True, [], "")
        return program(found, Entry("s", command, [], list(env), True, ""), at).state

    assert state("cursor", "callgate-test-npx") == TERMINAL_ONLY
    assert state("codex", "callgate-test-npx") == state("claude-code", "callgate-test-npx") == FOUND
    assert state("cursor", "sh") == FOUND
    assert state("cursor", "callgate-test-nothing") == state("cursor", "/nowhere/callgate") == NOWHERE
    assert state("cursor", str(own / "callgate-test-npx")) == FOUND
    assert state("cursor", "${HOME}/x") == state("cursor", "./x") == state("cursor", "nothing", "PATH") == UNKNOWN
