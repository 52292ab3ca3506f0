"""What proxies share is deleted, garbled or locked, or the clock jumps: no limit is freed, no call unrecorded."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from callgate_proxy.counters import DAY, Counters
from callgate_proxy.home import Home
from callgate_proxy.log import Log
from callgate_proxy.policy.decide import Charge
from callgate_proxy.sealing import prove
from guarding import said
from noted import Noted

ROW = '{"k":"reset","counter":"c"}'
NOON = 1_795_262_400.0
USES = {"counter": "uses", "window": "day", "max": 3, "scope": "server"}


def limited(noted: Noted) -> None:
    noted.guard.server(tools={"go": {"limits": [USES]}, "free": {}})


def folder(home: Home) -> None:
    shutil.rmtree(home.counters)


def garbled(home: Home) -> None:
    for file in Path(home.counters).glob("*.count"):
        file.write_bytes(b"not a counter")


@pytest.mark.parametrize("done", [folder, garbled])
def test_counters_that_vanish_under_way_free_nothing_and_stop_nothing_else(
    noted: Noted, done: Callable[[Home], None]
) -> None:
    limited(noted)
    with noted.wire() as running:
        assert not running.call("go", n=1)["isError"]
        done(noted.home)
        refused = running.call("go", n=2)
        assert refused["isError"]
        assert "counters" in said(refused)
        assert not running.call("free", n=3)["isError"]
        with noted.wire() as later:
            assert later.call("go", n=4)["isError"]
            assert not later.call("free", n=5)["isError"]
    assert sorted(noted.executed()) == ["free 3", "free 5", "go 1"]


def corrupt(home: Home) -> None:
    Path(home.state).write_bytes(b"SQLite format 3\0" + b"\xff" * 4_000)


def deleted(home: Home) -> None:
    Path(home.state).unlink(missing_ok=True)


@pytest.mark.parametrize("done", [corrupt, deleted])
def test_a_lost_state_frees_no_limit_and_stops_no_call(noted: Noted, done: Callable[[Home], None]) -> None:
    limited(noted)
    with noted.wire() as wire:
        assert not wire.call("go", n=1)["isError"]
        done(noted.home)
        assert not wire.call("go", n=2)["isError"]
        with noted.wire() as later:
            assert not later.call("go", n=3)["isError"]
            assert later.call("go", n=4)["isError"]
            assert wire.call("go", n=5)["isError"]
    assert len(noted.executed()) == 3


def test_a_locked_state_holds_no_call_up(noted: Noted) -> None:
    limited(noted)
    base = sqlite3.connect(noted.home.state, isolation_level=None)
    base.execute("CREATE TABLE held (a)")
    base.execute("BEGIN EXCLUSIVE")
    with noted.wire() as wire:
        assert not wire.call("go", n=1)["isError"]
    base.close()
    assert noted.executed() == ["go 1"]


@pytest.mark.parametrize("jump", [-400 * DAY, -DAY, -3600.0, -1.0])
def test_a_clock_set_back_frees_nothing_and_breaks_no_chain(home: Home, jump: float) -> None:
    counters, log = Counters(home), Log(home, "w")
    charge = Charge("c", 3600.0, 2_000_000, 1_000_000, "/limits/0", "")
    admitted: list[bool] = []
    for at in (NOON, NOON + 1, NOON + jump, NOON + jump + 3599, NOON + 2):
        admitted.append(counters.reserve((charge,), at) is None)
        log.append([ROW], at)
    counters.close()
    assert admitted == [True, True, False, False, False]
    assert prove(home)[0].problems() == []


def test_a_clock_set_far_ahead_and_back_never_counts_less(home: Home) -> None:
    counters, log = Counters(home), Log(home, "w")
    charge = Charge("c", 3600.0, 2_000_000, 1_000_000, "/limits/0", "")
    admitted: list[bool] = []
    for at in (NOON, NOON + 30 * DAY, NOON + 30 * DAY, NOON + 1, NOON + 3601, NOON + 31 * DAY):
        admitted.append(counters.reserve((charge,), at) is None)
        log.append([ROW], at)
    counters.close()
    # Two at the far moment; until the real clock has come there, nothing is free.
    assert admitted == [True, True, True, False, False, True]
    assert prove(home)[0].problems() == []


@pytest.mark.skipif(sys.platform == "win32", reason="only on Windows: no SIGSTOP")
def test_a_call_that_slept_with_the_machine_is_judged_by_the_policy_it_wakes_to(noted: Noted) -> None:
    noted.guard.server(tools={"go": {}})
    with noted.wire() as wire:
        assert not wire.call("go", n=1)["isError"]
        os.kill(wire.process.pid, signal.SIGSTOP)  # a suspended machine stops every process alike
        asked = wire.send("tools/call", name="go", arguments={"n": 2})
        noted.guard.server(tools={"go": {"action": "deny"}})
        os.kill(wire.process.pid, signal.SIGCONT)
        answer = wire.receive()
    assert answer["id"] == asked
    assert answer["result"]["isError"]
    assert noted.executed() == ["go 1"]
