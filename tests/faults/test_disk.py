"""The disk fails the log: what cannot be recorded is not executed, and what was executed stays recorded."""

from __future__ import annotations

import compileall
import os
import resource
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import callgate_proxy
import pytest
from callgate_proxy.home import Home
from callgate_proxy.log import Log
from callgate_proxy.sealing import prove
from guarding import said
from noted import Noted

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="only on Windows: no RLIMIT_FSIZE")

ROW = '{"k":"reset","counter":"c"}'
FULL = 4_000  # bytes that a file may have: a dozen calls


@pytest.fixture(autouse=True, scope="module")
def compiled() -> None:
    """Compiled modules are there first: CPython 3.11 leaves a broken one where the disk is full."""
    compileall.compile_dir(str(Path(callgate_proxy.__file__).parent), quiet=2)


def full_disk() -> None:
    """Runs in the proxy's process: writes beyond so many bytes of a file are cut short, as on a full disk."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (FULL, FULL))


def stumps_only(home: Home) -> bool:
    return {problem.kind for problem in prove(home)[0].problems()} <= {"unreadable"}


def test_a_disk_that_fills_up_refuses_and_says_so_and_executes_nothing_unrecorded(noted: Noted) -> None:
    with noted.wire(before=full_disk) as wire:
        results = [wire.call("go", n=number) for number in range(40)]
    refused = [result for result in results if result["isError"]]
    assert refused
    assert len(refused) < len(results)
    assert "log cannot be written" in said(refused[0])
    assert len(noted.executed()) == len(results) - len(refused)
    rows = Path(next(iter(Path(noted.home.log).iterdir()))).read_text()
    assert all(f'"n":{line.split()[1]}}}' in rows for line in noted.executed())


def test_a_disk_with_room_again_is_used_again_and_the_chain_holds(noted: Noted) -> None:
    def for_now() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (FULL, resource.RLIM_INFINITY))

    with noted.wire(before=for_now) as wire:
        while not wire.call("go", n=1)["isError"]:
            pass
        resource.prlimit(wire.process.pid, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
        assert not wire.call("go", n=2)["isError"]
        wire.leave()
    assert "go 2" in noted.executed()
    assert stumps_only(noted.home)


def test_another_writers_row_behind_a_stump_is_not_lost(noted: Noted) -> None:
    with noted.wire(before=full_disk) as full:
        while not full.call("go", n=1)["isError"]:
            pass
        with noted.wire() as other:
            assert not other.call("go", n=7)["isError"]
            other.leave()
    proof, _ = prove(noted.home)
    assert not [problem for problem in proof.problems() if problem.kind != "unreadable"]
    assert proof.writers == 2


def folder(home: Home) -> None:
    shutil.rmtree(home.log)
    Path(home.log).write_text("a file stands where the folder should")


def home_itself(home: Home) -> None:
    Path(home.log).rename(home.log + ".old")
    Path(home.log).symlink_to("/proc/nowhere")


@pytest.mark.parametrize("done", [folder, home_itself])
def test_a_log_that_cannot_be_opened_refuses_every_call(noted: Noted, done: Callable[[Home], None]) -> None:
    Log(noted.home, "earlier").append([ROW], 0.0)
    done(noted.home)
    with noted.wire() as wire:
        assert [wire.call("go", n=number)["isError"] for number in range(3)] == [True, True, True]
    assert noted.executed() == []


@pytest.mark.parametrize("how", ["truncated", "garbled"])
def test_a_log_changed_under_way_stops_nobody_and_the_change_is_found(noted: Noted, how: str) -> None:
    with noted.wire() as wire:
        for number in range(5):
            wire.call("go", n=number)
        path = next(iter(Path(noted.home.log).iterdir()))
        data = path.read_bytes()
        if how == "truncated":
            os.truncate(path, len(data) // 2)
        else:
            path.write_bytes(data[:300] + b"\xff\x00\n" * 30 + data[390:])
        for number in range(5, 8):
            assert not wire.call("go", n=number)["isError"]
        wire.leave()
    assert len(noted.executed()) == 8
    assert prove(noted.home)[0].problems()


@pytest.mark.parametrize("how", ["rotated", "deleted"])
def test_a_file_taken_away_under_way_is_begun_anew_and_is_missed(home: Home, how: str) -> None:
    log, now = Log(home, "w"), 1_795_262_400.0
    log.append([ROW], now)
    path = Path(home.log, "20261121.jsonl")
    if how == "rotated":
        path.rename(path.with_suffix(".1"))
    else:
        path.unlink()
    log.append([ROW], now + 1)
    assert path.read_bytes().count(b'"n":1,') == 1
    assert {problem.kind for problem in prove(home)[0].problems()} == {"missing"}
