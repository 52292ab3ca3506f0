"""`callgate leave`: everything is given back, or what is not is told and the exit code says so."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import pytest
from callgate_proxy import cli_leave, clients
from callgate_proxy.autostart import DesktopEntry
from callgate_proxy.clients import Places, Process
from callgate_proxy.home import Home

CONTENT = json.dumps({"mcpServers": {"time": {"command": "uvx", "args": ["mcp-server-time"]}}}, indent=2).encode()
YES = argparse.Namespace(yes=True)


class Person:
    """Somebody with two guarded files of Claude Desktop, and Callgate started at login."""

    def __init__(self, root: Path, home: Home) -> None:
        self.home = home
        self.alive: list[Process] = []
        self.places = Places(str(root), "", "", str(root / ".config"), "linux", lambda: self.alive)
        self.login = DesktopEntry(str(root / ".config"))
        self.login.turn_on(["callgate-tray"])
        self.files = [Path(found.path) for found in clients.found(self.places) if found.client == "claude-desktop"]
        for file in self.files:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(CONTENT)
        for found in clients.found(self.places):
            if found.exists:
                clients.apply(clients.plan_protect(found, home, None), home, self.places)

    def leaves(self, options: argparse.Namespace = YES) -> int:
        """The exit code."""
        return cli_leave.leave(options, self.home, self.places, self.login)


@pytest.fixture
def person(tmp_path: Path, home: Home) -> Person:
    """The person."""
    made = Person(tmp_path, home)
    assert all(file.read_bytes() != CONTENT for file in made.files)
    return made


def test_every_file_comes_back_and_nothing_starts_at_login_any_more(
    person: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    assert person.leaves() == 0
    assert [file.read_bytes() for file in person.files] == [CONTENT] * len(person.files)
    assert not person.login.is_on()
    assert "Your policy and the log stay" in capsys.readouterr().out
    assert person.leaves() == 0


def test_a_running_client_is_told_and_the_exit_code_says_so(person: Person, capsys: pytest.CaptureFixture[str]) -> None:
    person.alive.append(Process(7, "claude-desktop", "/usr/lib/claude-desktop/claude-desktop"))
    assert person.leaves() == 1
    assert "process 7" in capsys.readouterr().err
    assert all(file.read_bytes() != CONTENT for file in person.files)


def test_a_file_that_cannot_be_read_keeps_no_other_from_coming_back(
    person: Person, capsys: pytest.CaptureFixture[str]
) -> None:
    person.files.append(person.files[0].parent.parent / "Claude-3p" / person.files[0].name)
    person.files[1].parent.mkdir(exist_ok=True)
    person.files[1].write_text('{"mcpServers": ')
    assert person.leaves() == 1
    assert person.files[0].read_bytes() == CONTENT
    assert str(person.files[1]) in capsys.readouterr().err


def test_without_a_yes_nothing_is_changed(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def no(*_: str) -> bool:
        return False

    monkeypatch.setattr(cli_leave, "said_yes", no)
    assert person.leaves(argparse.Namespace(yes=False)) == cli_leave.NOT_ASKED
    assert all(file.read_bytes() != CONTENT for file in person.files)
    assert person.login.is_on()
