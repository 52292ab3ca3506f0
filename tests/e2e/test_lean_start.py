"""What a proxy loads: every server of every client pays for it at each start."""

from __future__ import annotations

import subprocess
import sys

import pytest
from guarding import FAKE, PATIENCE, Guard, Wire

# Each costs 3 to 900 ms; none is needed to pass a call on. (`import sqlite3` is; its C module is not.)
SLOW = {
    *("argparse", "asyncio", "collections", "contextlib", "dataclasses", "datetime", "enum", "functools", "hashlib"),
    *("inspect", "json", "logging", "pathlib", "re", "selectors", "shutil", "signal", "socket", "sqlite3"),
    *("subprocess", "tempfile", "threading", "typing", "urllib", "uuid"),
    *("PySide6", "keyring", "mcp", "psutil", "pydantic", "pydantic_core", "qasync", "watchdog"),
}
LIMIT = {"counter": "echoes", "window": "day", "max": 5, "scope": "server"}


def loaded(report: str) -> set[str]:
    """The top-level modules in a report of `-X importtime`."""
    lines = [line for line in report.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


@pytest.mark.skipif(sys.platform == "win32", reason="the launcher is a script of its own there")
def test_a_proxy_that_passes_and_refuses_calls_has_loaded_nothing_slow(guard: Guard) -> None:
    guard.server(tools={"echo": {}, "write": {"limits": [LIMIT]}, "secret": {"action": "hide"}})
    with Wire(guard.command(*FAKE)) as first:  # the first after a save may have to compile the policy
        first.call("echo")
        first.leave()
    python = [sys.executable, "-I", "-S", "-X", "importtime"]
    with Wire([*python, *guard.command(*FAKE)], stderr=subprocess.PIPE) as wire:
        wire.send("initialize", protocolVersion="2025-06-18", capabilities={}, clientInfo={})
        assert "result" in wire.receive()
        wire.send("tools/list")
        assert [tool["name"] for tool in wire.receive()["result"]["tools"]] == ["echo", "write"]
        assert [wire.call(tool, text="x")["isError"] for tool in ("echo", "write", "secret")] == [False, False, True]
        _, report = wire.process.communicate(timeout=PATIENCE)
    names = loaded(report)
    assert "callgate_proxy" in names
    assert names & SLOW == set()
