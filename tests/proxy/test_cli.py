"""The command line as a person and a script meet it: what it shows, what it asks, what it answers."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from callgate_proxy import cli, mode
from callgate_proxy.clients import Places, Process
from callgate_proxy.home import Home

ENTRY = {"command": "uvx", "args": ["mcp-server-time"], "env": {"KEY": "hunter2-secret"}}
CONTENT = json.dumps({"mcpServers": {"time": ENTRY, "far": {"url": "https://example.org"}}}, indent=2).encode()


class Terminal(io.StringIO):
    """A person at a keyboard."""

    def isatty(self) -> bool:
        return True


class Person:
    """Somebody's Linux machine with the command `callgate` on it."""

    def __init__(self, root: Path, home: Home, capture: pytest.CaptureFixture[str]) -> None:
        self.home = home
        self.alive: list[Process] = []
        self.places = Places(str(root), "", "", str(root / ".config"), "linux", lambda: self.alive)
        self.config = root / ".config" / "Claude" / "claude_desktop_config.json"
        self.out = self.err = ""
        self._capture = capture

    def write(self, content: bytes = CONTENT) -> None:
        self.config.parent.mkdir(parents=True, exist_ok=True)
        self.config.write_bytes(content)

    def runs(self, *words: str) -> int:
        """The exit code; what it printed is in `out` and `err`."""
        code = cli.main(list(words), self.places)
        self.out, self.err = self._capture.readouterr()
        return code


@pytest.fixture
def person(tmp_path: Path, home: Home, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Person:
    """A person without a terminal."""
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    return Person(tmp_path, home, capsys)


def test_protect_shows_the_plan_makes_a_first_policy_and_says_what_to_do_next(person: Person) -> None:
    person.write()
    assert person.runs("protect", "--client", "claude-desktop", "--yes") == 0
    assert '+      "command": "' in person.out
    assert "“far” is left as it is: it is a remote server" in person.out
    assert "hunter2" not in person.out
    assert "Start Claude Desktop again" in person.out
    assert os.path.exists(person.home.policy)
    assert "callgate-proxy" in person.config.read_text()


def test_unprotect_gives_the_file_back_and_leaves_the_policy(person: Person) -> None:
    person.write()
    person.runs("protect", "--yes")
    assert person.runs("unprotect", "--yes") == 0
    assert person.config.read_bytes() == CONTENT
    assert os.path.exists(person.home.policy)
    assert person.runs("unprotect", "--yes") == 0
    assert "nothing to change" in person.out


def test_a_policy_that_is_there_is_not_written_over(person: Person) -> None:
    person.write()
    os.makedirs(person.home.root)
    Path(person.home.policy).write_text("mine")
    assert person.runs("protect", "--yes") == 0
    assert Path(person.home.policy).read_text() == "mine"


@pytest.mark.parametrize("words", [("--dry-run",), ("--dry-run", "--yes"), ()])
def test_nothing_is_written_by_a_dry_run_or_where_nobody_can_be_asked(person: Person, words: tuple[str, ...]) -> None:
    person.write()
    assert person.runs("protect", *words) == (0 if words else 2)
    assert "will start through Callgate" in person.out
    assert "Pass --yes" in person.err or words
    assert person.config.read_bytes() == CONTENT
    assert not os.path.exists(person.home.root)


@pytest.mark.parametrize(
    ("answer", "code"), [("y\n", 0), ("yes\n", 0), ("n\n", 2), ("\n", 2), ("", 2), ("yellow\n", 2)]
)
def test_only_a_yes_is_a_yes(person: Person, monkeypatch: pytest.MonkeyPatch, answer: str, code: int) -> None:
    person.write()
    monkeypatch.setattr(sys, "stdin", Terminal(answer))
    assert person.runs("protect") == code
    assert (person.config.read_bytes() != CONTENT) == (code == 0)


def test_the_running_client_is_named_before_anything_is_asked(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    person.write()
    person.alive.append(Process(7, "claude-desktop", "/usr/lib/claude-desktop/claude-desktop"))
    monkeypatch.setattr(sys, "stdin", Terminal("y\n"))
    assert person.runs("protect") == 2
    assert "process 7" in person.err
    assert "tray" in person.err
    assert "[y/N]" not in person.out


def test_only_the_named_server_is_guarded_and_an_unknown_one_is_an_error(person: Person) -> None:
    two = json.dumps({"mcpServers": {"time": ENTRY, "other": ENTRY}}).encode()
    person.write(two)
    assert person.runs("protect", "--server", "time", "--server", "tiem", "--yes") == 2
    assert "no server “tiem”" in person.err
    assert person.config.read_bytes() == two
    assert person.runs("protect", "--server", "time", "--yes") == 0
    assert json.loads(person.config.read_bytes())["mcpServers"]["other"] == ENTRY


def test_servers_of_two_files_are_found_in_theirs(person: Person) -> None:
    person.write()
    third = person.config.parent.parent / "Claude-3p" / person.config.name
    third.parent.mkdir()
    third.write_text(json.dumps({"mcpServers": {"only-here": ENTRY}}))
    assert person.runs("protect", "--server", "only-here", "--yes") == 0
    assert person.config.read_bytes() == CONTENT
    assert "callgate-proxy" in third.read_text()


def put(person: Person, path: str, text: str) -> Path:
    """A file of another client on the person's machine."""
    file = Path(person.places.home, path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def test_every_client_is_guarded_at_once_and_given_back(person: Person) -> None:
    person.write()
    before = '[mcp_servers.time]\ncommand = "uvx" # mine\n'
    codex = put(person, ".codex/config.toml", before)
    assert person.runs("protect", "--yes") == 0
    assert "--client" in codex.read_text()
    assert b"callgate-proxy" in person.config.read_bytes()
    assert person.runs("unprotect", "--yes") == 0
    assert (person.config.read_bytes(), codex.read_text()) == (CONTENT, before)


def test_one_client_alone_is_guarded_when_it_is_named(person: Person) -> None:
    person.write()
    kiro = put(person, ".kiro/settings/mcp.json", CONTENT.decode())
    assert person.runs("protect", "--client", "kiro", "--yes") == 0
    assert (person.config.read_bytes(), "callgate-proxy" in kiro.read_text()) == (CONTENT, True)
    assert person.runs("protect", "--client", "zed", "--yes") == 2
    assert "There is no Zed file" in person.err


def test_a_running_client_and_a_broken_file_do_not_keep_the_others_from_being_guarded(person: Person) -> None:
    person.write()
    person.alive.append(Process(7, "claude-desktop", "/usr/lib/claude-desktop/claude-desktop"))
    broken = put(person, ".kiro/settings/mcp.json", "{")
    cursor = put(person, ".cursor/mcp.json", CONTENT.decode())
    assert person.runs("protect", "--yes") == 1
    assert "process 7" in person.err
    assert "Kiro" in person.err
    assert "callgate-proxy" in cursor.read_text()
    assert (person.config.read_bytes(), broken.read_text()) == (CONTENT, "{")


def test_a_projects_own_file_is_guarded_only_when_everything_is_asked_for(person: Person, tmp_path: Path) -> None:
    shop = tmp_path / "shop"
    put(person, ".claude.json", json.dumps({"projects": {str(shop): {}}, "mcpServers": {"own": ENTRY}}))
    project = put(person, "shop/.mcp.json", CONTENT.decode())
    assert person.runs("protect", "--yes") == 0
    assert "--all" in person.out
    assert project.read_bytes() == CONTENT
    assert person.runs("protect", "--all", "--yes") == 0
    assert b"callgate-proxy" in project.read_bytes()
    assert person.runs("unprotect", "--yes") == 0
    assert project.read_bytes() == CONTENT


def test_a_file_somewhere_else_can_be_named(person: Person, tmp_path: Path) -> None:
    elsewhere = tmp_path / "portable.json"
    elsewhere.write_bytes(CONTENT)
    assert person.runs("protect", "--config", str(elsewhere), "--yes") == 0
    assert b"callgate-proxy" in elsewhere.read_bytes()
    assert person.runs("unprotect", "--config", str(elsewhere), "--yes") == 0
    assert elsewhere.read_bytes() == CONTENT


def test_without_a_file_the_place_and_the_way_to_it_are_told(person: Person) -> None:
    assert person.runs("protect", "--yes") == 2
    assert str(person.config) in person.err
    assert "Edit Config" in person.err


def test_broken_json_is_told_with_its_place_and_changed_by_nobody(person: Person) -> None:
    person.write(b'{"mcpServers": {\n  "a": {"command": "x"},\n}}')
    assert person.runs("protect", "--yes") == 2
    assert "line 3, column 1" in person.err
    assert "silently" in person.err
    assert not os.path.exists(person.home.root)


def test_an_unknown_client_is_told_which_ones_are_known(person: Person) -> None:
    assert person.runs("protect", "--client", "emacs") == 2
    assert "claude-desktop" in person.err


def test_a_home_that_cannot_be_made_is_one_message_and_changes_nothing(person: Person) -> None:
    person.write()
    Path(person.home.root).write_text("a file where the directory should be")
    assert person.runs("protect", "--yes") == 2
    assert person.err.startswith("callgate: ")
    assert "Traceback" not in person.err
    assert person.config.read_bytes() == CONTENT


def test_names_from_the_config_cannot_drive_the_terminal(person: Person) -> None:
    person.write(json.dumps({"mcpServers": {"\x1b[2J\u202e": ENTRY}}).encode())
    person.runs("status")
    assert "\x1b" not in person.out
    assert "‹U+001B›[2J‹U+202E›" in person.out
    person.runs("protect", "--server", "\x1b[31m")
    assert "\x1b" not in person.err


def test_lockdown_refuses_every_call_from_now_on(person: Person) -> None:
    assert person.runs("lockdown") == 0
    assert mode.read(person.home).kind == mode.LOCKDOWN


def test_a_policy_is_made_once_and_checked(person: Person) -> None:
    assert person.runs("policy", "check") == 2
    assert "policy init" in person.err
    assert person.runs("policy", "init") == 0
    assert person.runs("policy", "check") == 0
    assert "no problems" in person.out
    before = Path(person.home.policy).read_bytes()
    assert person.runs("policy", "init") == 2
    assert Path(person.home.policy).read_bytes() == before


def test_every_problem_of_a_policy_is_told_with_its_place(person: Person, tmp_path: Path) -> None:
    file = tmp_path / "p.json"
    file.write_text('{"version": "1",\n "default": "maybe",\n "nonsense": 1}')
    assert person.runs("policy", "check", str(file)) == 1
    assert ":2:" in person.out
    assert ":3:" in person.out
    assert "2 problems" in person.out


def test_the_version_is_told(person: Person) -> None:
    assert person.runs("version") == 0
    assert person.out.startswith("callgate ")


def test_the_desktop_part_runs_as_a_process_of_its_own_and_its_exit_code_is_passed_on(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []

    def run(words: list[str], check: bool) -> subprocess.CompletedProcess[str]:
        assert not check
        started.append(words[1:])
        return subprocess.CompletedProcess(words, 5 if "app" in words[-1] else -2)

    monkeypatch.setattr(subprocess, "run", run)
    assert person.runs("tray") == 5
    assert person.runs("demo") == 130
    assert started == [["-m", "callgate_desktop.app"], ["-m", "callgate_desktop.demo"]]


def test_without_the_desktop_part_the_way_to_install_it_is_told(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nothing(_: str) -> None:
        return None

    monkeypatch.setattr("importlib.util.find_spec", nothing)
    assert person.runs("tray") == 2
    assert "pip install" in person.err


def test_a_wrong_command_line_shows_the_usage(person: Person) -> None:
    for words in ([], ["pause"], ["log", "--last", "-1"], ["log", "--last", "x"], ["policy"]):
        with pytest.raises(SystemExit, match="2"):
            person.runs(*words)
