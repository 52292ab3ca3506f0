"""`--wait`: a change is asked about, waits until the client has quit, and is of the bytes that stand there then."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from callgate_proxy import cli, cli_protect, clients
from callgate_proxy.clients import Places, Process
from callgate_proxy.home import Home

CLAUDE = Process(4242, "claude-desktop", "/usr/lib/claude-desktop/claude-desktop")
SERVERS = {"time": {"command": "uvx", "args": ["mcp-server-time"]}}


class Terminal(io.StringIO):
    """A person at a keyboard."""

    def isatty(self) -> bool:
        return True


class Person:
    """Somebody whose Claude Desktop runs. `pauses`: what happens while it is waited for, look by look."""

    def __init__(self, root: Path, home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home = home
        self.alive = [CLAUDE]
        self.pauses: list[Callable[[], object]] = []
        self.places = Places(str(root), "", "", str(root / ".config"), "linux", lambda: self.alive)
        self.config = root / ".config" / "Claude" / "claude_desktop_config.json"
        self.config.parent.mkdir(parents=True)
        self.write(SERVERS)
        monkeypatch.setattr(cli_protect, "time", self)

    def write(self, servers: object, **more: object) -> bytes:
        self.config.write_text(json.dumps({**more, "mcpServers": servers}, indent=2))
        return self.config.read_bytes()

    def sleep(self, _: float) -> None:
        """The clock."""
        self.pauses.pop(0)()

    def quits(self) -> None:
        self.alive = []

    def guarded(self) -> list[str]:
        return [one.name for one in clients.found(self.places)[0].entries if one.guarded]

    def runs(self, *words: str) -> int:
        return cli.main([*words, "--client", "claude-desktop", "--wait"], self.places)


@pytest.fixture
def person(tmp_path: Path, home: Home, monkeypatch: pytest.MonkeyPatch) -> Person:
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    return Person(tmp_path, home, monkeypatch)


def test_what_the_client_writes_on_its_way_out_is_kept(person: Person, capsys: pytest.CaptureFixture[str]) -> None:
    before = b""

    def leaves() -> None:
        nonlocal before
        before = person.write(SERVERS, preferences={"dark": True})
        person.quits()

    person.pauses = [lambda: None, leaves]
    assert person.runs("protect", "--yes") == 0
    assert person.pauses == []
    assert capsys.readouterr().out.count("Waiting until Claude Desktop quits") == 1
    assert person.guarded() == ["time"]
    person.alive = [CLAUDE]
    person.pauses = [person.quits]
    assert person.runs("unprotect", "--yes") == 0
    assert person.config.read_bytes() == before


def test_nothing_is_waited_for_before_the_yes(person: Person) -> None:
    before = person.config.read_bytes()
    assert person.runs("protect") == cli_protect.NOT_ASKED
    assert person.config.read_bytes() == before


def test_another_change_than_the_confirmed_one_is_asked_about_again(
    person: Person, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "stdin", Terminal("y\nn\n"))
    more = b""

    def leaves() -> None:
        nonlocal more
        more = person.write({**SERVERS, "new": {"command": "new"}})
        person.quits()

    person.pauses = [leaves]
    assert person.runs("protect") == cli_protect.NOT_ASKED
    assert "another one now" in capsys.readouterr().out
    assert person.config.read_bytes() == more


def test_a_file_that_broke_meanwhile_is_told_and_left(person: Person, capsys: pytest.CaptureFixture[str]) -> None:
    def leaves() -> None:
        person.config.write_text("{")
        person.quits()

    person.pauses = [leaves]
    assert person.runs("protect", "--yes") == cli.FAILED
    assert "line 1" in capsys.readouterr().err
    assert person.config.read_text() == "{"


def test_ctrl_c_leaves_everything_as_it_was(person: Person) -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    before = person.config.read_bytes()
    person.pauses = [interrupt]
    assert person.runs("protect", "--yes") == 130
    assert person.config.read_bytes() == before
    assert not Path(person.home.root).exists() or not any(Path(person.home.root).rglob("writes.jsonl"))


def test_who_holds_no_file_is_not_waited_for(person: Person, capsys: pytest.CaptureFixture[str]) -> None:
    person.quits()
    assert person.runs("protect", "--yes") == 0
    assert "Waiting" not in capsys.readouterr().out
