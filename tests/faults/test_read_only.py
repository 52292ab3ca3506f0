"""A home that cannot be written: nothing is executed without its row, nothing is lost, and everybody is told why."""

from __future__ import annotations

import ctypes
import os
import subprocess
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from callgate_proxy.home import Home
from guarding import said
from noted import Noted

if sys.platform != "linux":
    pytest.skip("only on Windows and macOS: no capabilities to lay down", allow_module_level=True)
PR_CAPBSET_DROP, CAP_DAC_OVERRIDE = 24, 1  # prctl(2), capabilities(7)


def as_anybody() -> None:
    """Runs before a program starts: root, too, is bound by the modes of files from then on."""
    ctypes.CDLL(None).prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE, 0, 0, 0)


@pytest.fixture
def frozen(noted: Noted) -> Generator[Noted]:
    """A home with a policy and an earlier call, in which nothing may be written any more."""
    noted.guard.server(tools={"go": {}, "few": {"limits": [{"counter": "n", "window": "day", "max": 5}]}})
    with noted.wire() as wire:
        assert not wire.call("go", n=0)["isError"]
    paths = [Path(noted.home.root), *Path(noted.home.root).rglob("*")]
    for path in paths:
        path.chmod(path.stat().st_mode & 0o500)
    yield noted
    for path in [Path(noted.home.root), *Path(noted.home.root).rglob("*")]:
        path.chmod(0o700)


def test_no_call_is_executed_without_its_row_and_the_agent_is_told_why(frozen: Noted) -> None:
    with frozen.wire(before=as_anybody) as wire:
        wire.send("initialize", protocolVersion="2025-11-25", capabilities={}, clientInfo={"name": "t", "version": "1"})
        assert "result" in wire.receive()
        results = [wire.call("go", n=1), wire.call("few", n=2)]
    assert [result["isError"] for result in results] == [True, True]
    assert "log cannot be written" in said(results[0])
    assert frozen.home.counters in said(results[1])  # a limit that cannot be counted comes before the row
    assert frozen.executed() == ["go 0"]


def command(home: Home, *words: str) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "CALLGATE_HOME": home.root}
    return subprocess.run(
        [sys.executable, "-m", "callgate_proxy.cli", *words],
        env=environ, capture_output=True, text=True, preexec_fn=as_anybody, stdin=subprocess.DEVNULL,
    )  # fmt: skip


def test_what_is_there_can_still_be_read(frozen: Noted) -> None:
    for words, told in ((["log"], "go"), (["policy", "check"], ""), (["status"], "policy")):
        done = command(frozen.home, *words)
        assert done.returncode in (0, 1)
        assert told in done.stdout.lower()
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("words", [["lockdown"], ["policy", "strict", "on"]])
def test_a_command_that_must_write_says_what_stands_in_its_way_and_loses_nothing(
    frozen: Noted, words: list[str]
) -> None:
    before = Path(frozen.home.policy).read_bytes()
    done = command(frozen.home, *words)
    assert done.returncode != 0
    assert "Permission denied" in done.stderr
    assert "callgate doctor" in done.stderr
    assert Path(frozen.home.policy).read_bytes() == before
