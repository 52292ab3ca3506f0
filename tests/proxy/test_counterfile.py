"""A counter's file under what can happen to it: killed writers, full disks, others that shorten or empty it."""

from __future__ import annotations

import multiprocessing
import os
import signal
from pathlib import Path

import pytest
from callgate_proxy import counterlock
from callgate_proxy import counters as counters_room
from callgate_proxy.counters import DAY, Counters
from callgate_proxy.errors import StateError
from callgate_proxy.home import Home
from counting import NOW, ONE, charge, opened
from hypothesis import given, settings
from hypothesis import strategies as st


def _too_little(_fd: int, data: bytes, _at: int) -> int:
    return len(data) // 2


def only_file(home: Home) -> Path:
    return next(Path(home.counters).glob("*.count"))


def test_a_record_cut_short_by_a_full_disk_counts_nothing_and_is_written_over(home: Home) -> None:
    assert opened(home).reserve((charge(),), NOW) is None
    with only_file(home).open("ab") as file:
        file.write(b"\x01" * 7)
    assert opened(home).reserve((charge(),), NOW) is None
    assert opened(home).usage("c", 60.0, NOW) == 2 * ONE


def test_a_file_whose_maker_was_killed_before_it_counted_is_begun_again(home: Home) -> None:
    assert opened(home).reserve((charge(),), NOW) is None
    os.truncate(only_file(home), 5)
    os.remove(home.counted)  # it is written last
    assert opened(home).reserve((charge(),), NOW) is None


def test_a_disk_that_is_full_refuses_and_leaves_what_was_counted(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    counters = opened(home)
    assert counters.reserve((charge(),), NOW) is None
    with monkeypatch.context() as patched:
        patched.setattr(os, "pwrite", _too_little)
        with pytest.raises(StateError, match="No space"):
            counters.reserve((charge(),), NOW)
    assert counters.usage("c", 60.0, NOW) == ONE


def test_uses_no_window_reaches_are_dropped_and_others_count_on(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(counters_room, "SWEEP", 64)
    first, second = opened(home), opened(home)
    for at in range(100):
        assert first.reserve((charge(10_000),), NOW - 2 * DAY + at) is None
    size = only_file(home).stat().st_size
    for at in range(66):
        assert (first, second)[at % 2].reserve((charge(10_000),), NOW + at) is None
    assert only_file(home).stat().st_size < size
    assert first.usage("c", DAY, NOW + 66) == second.usage("c", DAY, NOW + 66) == 66 * ONE


def test_a_counter_emptied_by_another_process_is_empty_here_too(home: Home) -> None:
    first, second = opened(home), opened(home)
    assert first.reserve((charge(1),), NOW) is None
    assert first.reserve((charge(1),), NOW) is not None
    second.reset(["c"])
    assert first.reserve((charge(1),), NOW) is None
    assert second.usage("c", 60.0, NOW) == ONE


def test_a_replacement_that_was_killed_midway_has_replaced_nothing(home: Home) -> None:
    first = opened(home)
    assert first.reserve((charge(1),), NOW) is None
    with only_file(home).open("r+b") as file:  # what says that the file is gone, and nothing after it
        record = file.read()[-24:]
        file.write(bytes.fromhex("000000000000f07f") + record[8:])
    assert opened(home).reserve((charge(1),), NOW) is not None
    assert first.reserve((charge(1),), NOW) is not None


def test_counters_of_sessions_long_over_are_cleared_away(home: Home) -> None:
    assert opened(home).reserve((charge(counter="old"),), NOW) is None
    old = only_file(home)
    os.utime(old, (NOW, NOW))
    assert opened(home).reserve((charge(counter="new"),), NOW) is None
    assert opened(home).keys() == ["new"]
    assert not old.exists()


def test_a_proxy_that_holds_the_lock_for_ever_is_an_error_after_a_while(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(counterlock, "BUSY", 0.0)
    counters = opened(home)
    assert counters.reserve((charge(),), NOW) is None
    fcntl = pytest.importorskip("fcntl", reason="only on Windows")
    with Path(home.counters, "lock").open("rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(StateError, match="does not let go"):
            counters.reserve((charge(),), NOW)
    assert counters.reserve((charge(),), NOW) is None


def test_what_a_failed_call_used_comes_back_once(home: Home) -> None:
    first, second = opened(home), opened(home)
    for at in (0, 10, 20):
        assert first.reserve((charge(),), NOW + at) is None
        assert second.usage("c", 60.0, NOW + at) > 0
    second.refund((charge(),), NOW + 10)
    second.refund((charge(),), NOW + 10)
    assert first.usage("c", 60.0, NOW + 20) == 2 * ONE
    assert first.usage("c", 60.0, NOW + 65) == ONE
    assert first.reserve((charge(),), NOW + 20) is None
    assert first.reserve((charge(),), NOW + 20) is not None


@settings(max_examples=60)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 3), st.booleans()), max_size=40))
def test_after_refunds_a_window_holds_what_was_used_and_not_given_back(steps: list[tuple[int, int, bool]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as root:
        one, other, now = opened(Home(root)), opened(Home(root)), NOW
        kept: list[tuple[float, int]] = []
        for step, amount, failed in steps:
            now += step
            charges = (charge(6, amount=amount * ONE),)
            if one.reserve(charges, now) is None:
                kept.append((now, amount))
                if failed:
                    other.refund(charges, now)
                    kept.pop()
            held = sum(amount for at, amount in kept if at > now - 60) * ONE
            assert one.usage("c", 60.0, now) == other.usage("c", 60.0, now) == held
        one.close()
        other.close()


def test_a_look_ahead_in_time_opens_nothing_now(home: Home) -> None:
    counters = opened(home)
    for at in (0, 10, 20):
        assert counters.reserve((charge(),), NOW + at) is None
    assert counters.usage("c", 60.0, NOW + 75) == ONE
    assert counters.reserve((charge(),), NOW + 21) is not None


def _count_on(root: str) -> None:
    counters = Counters(Home(root))
    while counters.reserve((charge(1_000_000),), NOW) is None:
        pass


def test_killed_writers_leave_a_counter_that_counts_on(home: Home) -> None:
    for _ in range(8):
        writer = multiprocessing.get_context("fork").Process(target=_count_on, args=(home.root,))
        writer.start()
        before = used = opened(home).usage("c", 60.0, NOW) if os.path.exists(home.counters) else 0
        while used < before + 20 * ONE:
            used = opened(home).usage("c", 60.0, NOW)
        assert writer.pid is not None
        os.kill(writer.pid, signal.SIGKILL)
        writer.join()
        left = opened(home).usage("c", 60.0, NOW)
        assert left >= used
        assert left % ONE == 0
