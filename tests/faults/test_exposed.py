"""What others on this machine could read: the whole product runs once, with secrets planted, and is looked at.

Looked at are the modes of all that it left in its home, the command lines of its processes while they run, and every
byte of its files and of what it printed.
"""

from __future__ import annotations

import json
import os
import resource
import stat
import sys
from pathlib import Path

import pytest
from callgate_proxy import cli, clients
from callgate_proxy.home import Home
from callgate_proxy.policy import store
from noted import Noted
from rounds import Tray

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only on Windows and macOS: no /proc")

IN_ENVIRONMENT = "sk-live-51H8planted0environment0000"
IN_ARGUMENTS = "ghp_planted0arguments00000000000000000000"
UNDER_A_NAME = "correct-horse-planted-battery"
PLANTED = (IN_ENVIRONMENT, IN_ARGUMENTS, UNDER_A_NAME)
USES = {"counter": "uses", "window": "day", "max": 3, "scope": "server"}
POLICY = {
    "version": "1",
    "default": "deny",
    "tools": {"go": {"limits": [USES]}, "ask": {"action": "ask"}, "no": {"action": "deny"}},
}


def command_lines(pid: int) -> bytes:
    """Those of a process and its children, as `ps` shows them to everybody."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return b"".join(Path(f"/proc/{one}/cmdline").read_bytes() for one in (str(pid), *children))


def run_once(noted: Noted, monkeypatch: pytest.MonkeyPatch) -> bytes:
    """Policy, tray, calls of every verdict, pins, seals, commands; gives the command lines that were to be seen."""
    monkeypatch.setenv("API_KEY", IN_ENVIRONMENT)
    os.umask(0)  # what the files' own modes are worth
    store.save(noted.home, json.dumps(POLICY))
    store.save(noted.home, json.dumps({**POLICY, "hide": ["debug_*"]}))
    tray = Tray(noted.home)
    with noted.wire() as wire:
        for number, tool in enumerate(("go", "ask", "no")):
            arguments = {"password": UNDER_A_NAME, "text": f"use {IN_ARGUMENTS}", "n": number}
            wire.call(tool, **arguments)
        seen = command_lines(wire.process.pid) + command_lines(tray.process.pid)
        wire.leave()
    tray.kill()
    for words in (["log"], ["log", "verify"], ["status"], ["policy", "limits"], ["lockdown"]):
        assert cli.main(words, clients.Places.here()) in (0, 1)
    return seen


@pytest.fixture
def kept_umask() -> object:
    """The umask comes back, whatever the test does to it."""
    before = os.umask(0o022)
    yield before
    os.umask(before)


@pytest.mark.usefixtures("kept_umask")
def test_nobody_else_can_read_or_enter_anything_in_the_home(
    home: Home, noted: Noted, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "person"))
    run_once(noted, monkeypatch)
    found = {path: stat.S_IMODE(path.lstat().st_mode) for path in [Path(home.root), *Path(home.root).rglob("*")]}
    made = {path.name for path in found}
    assert {"log", "seals", "counters", "counted", "compiled", "history", "run", "mode.json", "policy.json"} <= made
    assert {str(path): oct(mode) for path, mode in found.items() if mode & 0o077} == {}


@pytest.mark.usefixtures("kept_umask")
def test_no_planted_secret_is_in_a_command_line_a_file_or_what_is_printed(
    home: Home,
    noted: Noted,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "person"))
    seen = run_once(noted, monkeypatch)
    assert b"noting_server.py" in seen
    printed = "".join(capfd.readouterr()).encode()
    assert b"go" in printed
    kept = [path.read_bytes() for path in Path(home.root).rglob("*") if path.is_file()]
    assert any(b'"tool":"go"' in data for data in kept)
    for secret in PLANTED:
        assert not [data for data in (seen, printed, *kept) if secret.encode() in data]


def core_limit(pid: int) -> list[str]:
    """Soft and hard limit of a core dump's size, as the kernel holds them of a process."""
    rows = Path(f"/proc/{pid}/limits").read_text().splitlines()
    return next(row for row in rows if row.startswith("Max core file size")).split()[4:6]


def test_a_crash_writes_no_arguments_to_a_disk_and_the_servers_own_limit_stays(noted: Noted) -> None:
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]

    def wide() -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))

    assert hard != 0  # else what follows would say nothing
    with noted.wire(before=wide) as wire:
        assert not wire.call("go", n=1)["isError"]
        child = int(Path(f"/proc/{wire.process.pid}/task/{wire.process.pid}/children").read_text().split()[0])
        assert core_limit(wire.process.pid)[0] == "0"
        assert core_limit(child)[0] != "0"
