"""Attempts to get a refused call past the proxy, all of them, before real servers: none is executed.

The controls send the same bytes to the server itself: where an attempt is known to work, it does work there.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from bypasses import attempts
from guarding import PATIENCE, Guard

RECORDING = [sys.executable, str(Path(__file__).with_name("recording_server.py"))]
CLIENT = b'{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}'
HELLO = (
    b'{"jsonrpc":"2.0","id":"hello","method":"initialize","params":%s}\n' % CLIENT
    + b'{"jsonrpc":"2.0","method":"notifications/initialized"}\n'
)
LAST = b'{"jsonrpc":"2.0","id":"last","method":"tools/call","params":{"name":"list_allowed_directories"}}\n'
ONLY_LISTING = {
    "version": "1",
    "default": "allow",
    "servers": {"real": {"tools": {"write_file": {"action": "deny"}}}},
}


@pytest.fixture
def executed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file where the recording server notes what it executed."""
    monkeypatch.setenv("EXECUTED", str(tmp_path / "executed"))
    return tmp_path / "executed"


def tools(executed: Path) -> list[str]:
    """What was executed: the path of a `write_file`, else the tool's name."""
    lines = executed.read_text("utf-8").split("\n") if executed.exists() else []
    calls = [json.loads(line) for line in lines if line]
    return [arguments.get("path", name) for name, arguments in calls]


def talk(command: list[str], *lines: bytes) -> bytes:
    """All that `command` says to a client that shakes hands, sends `lines`, makes one more call and waits for it."""
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(b"".join([HELLO, *lines, LAST]))
        process.stdin.flush()
        said = b""
        while line := process.stdout.readline():
            said += line
            if json.loads(line).get("id") == "last":
                break
        process.stdin.close()
        process.wait(PATIENCE)
    return said


def test_no_attempt_is_executed_by_a_server_on_the_python_sdk(guard: Guard, executed: Path) -> None:
    guard.policy(ONLY_LISTING)
    talk(guard.command(*RECORDING), *attempts().values())
    assert set(tools(executed)) == {"list_allowed_directories"}


@pytest.mark.parametrize("server", ["filesystem"], indirect=True)
def test_no_attempt_is_executed_by_a_server_on_the_typescript_sdk(guard: Guard, server: list[str]) -> None:
    guard.policy(ONLY_LISTING)
    folder = Path(server[-1])
    lines = [line.replace(b'"path":"', b'"path":"%s/' % bytes(folder)) for line in attempts().values()]
    assert b'"last"' in talk(guard.command(*server), *lines)
    assert [path.name for path in folder.iterdir()] == ["note.txt"]


def test_without_the_proxy_the_same_bytes_are_executed(executed: Path) -> None:
    known = ["plain", "escaped-method", "escaped-name", "escaped-keys", "cr-inside", "cr-between", "duplicate-name"]
    talk(RECORDING, *(attempts()[name] for name in known))
    assert set(tools(executed)) == {*known, "list_allowed_directories"}


def test_every_attempt_is_on_the_record(guard: Guard, executed: Path) -> None:
    guard.policy(ONLY_LISTING)
    talk(guard.command(*RECORDING), *attempts().values())
    verdicts = [row["verdict"] for row in guard.rows()]
    assert verdicts.count("allow") == len(tools(executed))
    assert set(verdicts) == {"allow", "deny", "invalid"}
