"""What a proxy loads: every server of every client pays for it at each start."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping

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
BY_SQLITE = {"collections", "functools"}  # what SQLite's C module asks for; only counters and tool lists need it


Step = tuple[str, Mapping[str, object]]  # method and params of a request
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="the launcher is a script of its own there")


def loaded(report: str) -> set[str]:
    """The top-level modules in a report of `-X importtime`."""
    lines = [line for line in report.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


def started(guard: Guard, steps: list[Step]) -> set[str]:
    """The modules of a proxy that saw a handshake and then `steps` (method, params), each answered."""
    guard.server(tools={"echo": {}, "write": {"limits": [LIMIT]}, "secret": {"action": "hide"}})
    with Wire(guard.command(*FAKE)) as first:  # the first after a save may have to compile the policy
        first.call("echo")
        first.leave()
    python = [sys.executable, "-I", "-S", "-X", "importtime"]
    with Wire([*python, *guard.command(*FAKE)], stderr=subprocess.PIPE) as wire:
        hello: Step = ("initialize", {"capabilities": {}})
        for method, params in (hello, *steps):
            wire.send(method, **params)
            assert "result" in wire.receive()
        _, report = wire.process.communicate(timeout=PATIENCE)
    names = loaded(report)
    assert "callgate_proxy" in names
    return names


@POSIX
def test_a_proxy_that_passes_and_refuses_calls_has_loaded_nothing_slow(guard: Guard) -> None:
    calls: list[Step] = [("tools/call", {"name": name, "arguments": {"text": "x"}}) for name in ("echo", "secret")]
    assert started(guard, calls) & SLOW == set()


@POSIX
def test_lists_and_limits_load_sqlite_and_nothing_slow_besides(guard: Guard) -> None:
    # Not one after the other: the first answer after a list has the tools' classes worked out.
    steps: list[Step] = [("tools/list", {}), ("tools/call", {"name": "write", "arguments": {}})]
    for step in steps:
        assert started(guard, [step]) & SLOW <= BY_SQLITE
