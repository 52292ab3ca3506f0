"""Secrets in a keychain of the tests' own, out of a client's file and back to the byte."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from callgate_proxy import cli, resolving, secrets
from callgate_proxy.clients import Places
from callgate_proxy.home import Home
from callgate_proxy.spawn import SpawnError
from hypothesis import given
from hypothesis import strategies as st
from keyring import errors
from keyring.backend import KeyringBackend

TOKEN = "ghp_" + "a" * 36


class Ring(KeyringBackend):
    """A keychain in memory that takes no long entries; `broken`: what it raises instead."""

    priority = 1  # pyright: ignore[reportAssignmentType, reportIncompatibleMethodOverride]

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.broken: Exception | None = None

    def get_password(self, service: str, username: str) -> str | None:
        if self.broken is not None:
            raise self.broken
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        assert len(password) <= 1_280
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture
def ring() -> Iterator[Ring]:
    before, one = keyring.get_keyring(), Ring()
    keyring.set_keyring(one)
    yield one
    keyring.set_keyring(before)


@given(st.sampled_from([0, 1, 1_279, 1_280, 1_281, 5_000]), st.sampled_from(["x", "é", "callgate-pieces:3"]))
def test_a_value_of_any_length_comes_back_and_leaves_nothing_behind(size: int, text: str) -> None:
    before, one = keyring.get_keyring(), Ring()
    keyring.set_keyring(one)
    try:
        value = (text * size)[:size] or text
        secrets.put("n", value)
        assert secrets.get("n") == value
        secrets.remove("n")
        assert one.kept == {}
    finally:
        keyring.set_keyring(before)


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (errors.NoKeyringError(), "no keychain"),
        (errors.InitError("no bus"), "does not start: no bus"),
        (errors.KeyringLocked(), "locked"),
        (errors.KeyringError("odd"), "odd"),
    ],
)
def test_each_way_a_keychain_fails_has_its_own_message(ring: Ring, broken: Exception, said: str) -> None:
    ring.broken = broken
    with pytest.raises(secrets.SecretError, match=said) as error:
        secrets.get("n")
    assert error.value.fix


def test_what_is_not_there_is_told(ring: Ring) -> None:
    with pytest.raises(secrets.Missing, match="no secret"):
        secrets.get("n")
    secrets.put("n", "x" * 2_000)
    del ring.kept["callgate", "n#1"]
    with pytest.raises(secrets.SecretError, match="piece"):
        secrets.get("n")


@pytest.mark.parametrize(
    ("key", "value", "secret"),
    [
        ("API_KEY", "hunter2", True),
        ("WHATEVER", TOKEN, True),
        ("Authorization", "Bearer abcdefghijklmnop", True),
        ("API_KEY", "${API_KEY}", False),
        ("API_KEY", "callgate-secret:x", False),
        ("API_KEY", "", False),
        ("HOME", "/home/ada", False),
    ],
)
def test_what_looks_like_a_secret(key: str, value: str, secret: bool) -> None:
    assert secrets.looks_secret(key, value) is secret


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A client's file with two servers."""
    file = tmp_path / "claude_desktop_config.json"
    env = {"GITHUB_TOKEN": TOKEN, "LEVEL": "info"}
    no_args: list[str] = []
    servers = {
        "github": {"command": "true", "args": no_args, "env": env},
        "fs": {"command": "true", "env": {"PIN": "1"}},
    }
    file.write_text(json.dumps({"mcpServers": servers}, indent=4) + "\r\n", encoding="utf-8", newline="")
    return file


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(str(tmp_path), "", "", str(tmp_path / "config"), "linux", list)


def run(places: Places, config: Path, *words: str) -> int:
    return cli.main([*words, "--config", str(config), "--yes"], places)


def test_secrets_of_guarded_servers_move_and_unprotecting_gives_the_file_back_to_the_byte(
    home: Home, ring: Ring, config: Path, places: Places
) -> None:
    before = config.read_bytes()
    assert run(places, config, "protect", "--server", "github") == 0
    guarded = config.read_bytes()
    assert run(places, config, "secrets", "move") == 0
    env = json.loads(config.read_bytes())["mcpServers"]["github"]["env"]
    assert env["LEVEL"] == "info"
    assert env["GITHUB_TOKEN"].startswith("callgate-secret:claude-desktop/github/GITHUB_TOKEN@")
    assert list(ring.kept.values()) == [TOKEN]
    assert json.loads(config.read_bytes())["mcpServers"]["fs"]["env"] == {"PIN": "1"}
    assert run(places, config, "secrets", "restore") == 0
    assert (config.read_bytes(), ring.kept) == (guarded, {})
    assert run(places, config, "secrets", "move") == 0
    assert run(places, config, "unprotect") == 0
    assert (config.read_bytes(), ring.kept) == (before, {})
    assert home.root


def test_a_keychain_that_fails_leaves_the_file_as_it_is(
    home: Home, ring: Ring, config: Path, places: Places, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(places, config, "protect") == 0
    guarded = config.read_bytes()
    ring.broken = errors.KeyringLocked()
    assert run(places, config, "secrets", "move") == 2
    assert config.read_bytes() == guarded
    told = capsys.readouterr()
    assert "locked" in told.err
    assert TOKEN not in told.out + told.err
    assert home.root


def helper(text: str) -> list[str]:
    """A stand-in for the helper that asks the keychain."""
    return [sys.executable, "-I", "-c", text]


def test_references_in_the_environment_get_their_values_from_the_helper() -> None:
    echo = "import json, sys; print(json.dumps({'values': {k: v[-1] for k, v in json.load(sys.stdin).items()}}))"
    assert resolving.resolve({"A": "callgate-secret:x", "B": "plain"}, helper(echo)) == {"A": "x"}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("""print('{"problem": "The keychain is locked.", "fix": "Unlock it."}')""", "locked"),
        ("raise SystemExit(1)", "the helper failed"),
        ("input()\ninput()", "the helper failed"),
    ],
)
def test_a_secret_that_cannot_be_had_keeps_the_server_from_starting(text: str, said: str) -> None:
    with pytest.raises(SpawnError, match=said):
        resolving.resolve({"A": "callgate-secret:x"}, helper(text))


def test_a_keychain_that_waits_for_ever_is_given_up() -> None:
    with pytest.raises(SpawnError, match="did not answer"):
        resolving.resolve(
            {"A": "callgate-secret:x"}, helper("import threading; threading.Event().wait()"), patience=0.1
        )
