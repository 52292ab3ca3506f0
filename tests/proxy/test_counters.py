"""Counters that hold across proxies and restarts."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from callgate_proxy.counters import SWEEP, Counters
from callgate_proxy.errors import StateError
from callgate_proxy.home import Home
from callgate_proxy.policy.decide import Charge
from counting import NOW, ONE, charge, opened
from hypothesis import given
from hypothesis import strategies as st


def admitted(counters: Counters, now: float, *charges: Charge) -> bool:
    return counters.reserve(charges, now) is None


def test_the_window_slides_and_frees_call_by_call(home: Home) -> None:
    counters = opened(home)
    assert [admitted(counters, NOW + at, charge()) for at in (0, 10, 20, 30)] == [True, True, True, False]
    assert not admitted(counters, NOW + 59.9, charge())
    assert [admitted(counters, NOW + 60, charge()), admitted(counters, NOW + 60, charge())] == [True, False]
    assert admitted(counters, NOW + 70, charge())


def test_a_refusal_says_when_there_is_room_again(home: Home) -> None:
    counters = opened(home)
    for at in (0, 10, 20):
        counters.reserve((charge(),), NOW + at)
    refused = counters.reserve((charge(),), NOW + 30)
    assert refused is not None
    assert refused[1] == pytest.approx(30.0)


def test_a_second_proxy_and_a_restart_count_on(home: Home) -> None:
    first, second = opened(home), opened(home)
    assert admitted(first, NOW, charge(2))
    assert admitted(second, NOW, charge(2))
    assert not admitted(first, NOW, charge(2))
    assert not admitted(opened(home), NOW, charge(2))


def test_all_limits_of_a_call_are_charged_or_none(home: Home) -> None:
    counters = opened(home)
    minute, hour = charge(1, 60.0, counter="m"), charge(5, 3600.0, counter="h")
    assert admitted(counters, NOW, minute, hour)
    assert not admitted(counters, NOW, hour, minute)
    assert counters.usage("h", 3600.0, NOW) == ONE


def test_two_windows_of_one_counter_count_a_call_once(home: Home) -> None:
    counters = opened(home)
    minute, day = charge(2, 60.0), charge(3, 86_400.0)
    assert [admitted(counters, NOW + at, minute, day) for at in (0, 1, 2, 61, 200)] == [True, True, False, True, False]


def test_a_long_window_keeps_what_a_short_one_of_the_same_counter_is_done_with(home: Home) -> None:
    counters = opened(home)
    for at in range(3 * SWEEP):
        assert admitted(counters, NOW + 2 * at, charge(40, 60.0))
    assert counters.usage("c", 86_400.0, NOW + 6 * SWEEP) == 3 * SWEEP * ONE


def test_a_clock_set_back_opens_nothing(home: Home) -> None:
    counters = opened(home)
    for _ in range(3):
        assert admitted(counters, NOW, charge())
    assert not admitted(counters, NOW - 3600, charge())
    assert not admitted(counters, NOW + 59, charge())
    assert admitted(counters, NOW + 60, charge())


def test_amounts_are_counted_to_the_millionth(home: Home) -> None:
    counters = opened(home)
    assert [admitted(counters, NOW, charge(2, amount=990_000)) for _ in range(3)] == [True, True, False]
    assert admitted(counters, NOW, charge(2, amount=20_000))
    assert not admitted(counters, NOW, charge(2, amount=1))


def test_an_amount_over_the_maximum_never_fits(home: Home) -> None:
    refused = opened(home).reserve((charge(1, amount=2 * ONE),), NOW)
    assert refused is not None
    assert refused[1] == 60.0


def test_proxies_at_once_never_let_one_too_many_through(home: Home) -> None:
    proxies = [opened(home) for _ in range(4)]

    def one(at: int) -> bool:
        return admitted(proxies[at % 4], NOW + at / 1000, charge(50))

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(one, range(200))) == 50


@given(st.lists(st.tuples(st.floats(0, 30), st.integers(1, 3)), max_size=60))
def test_no_window_ever_holds_more_than_its_maximum(steps: list[tuple[float, int]]) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as root:
        counters, now, taken = opened(Home(root)), NOW, list[tuple[float, int]]()
        for step, amount in steps:
            now += step
            fits = sum(held for at, held in taken if at > now - 60) + amount <= 5
            assert admitted(counters, now, charge(5, amount=amount * ONE)) == fits
            if fits:
                taken.append((now, amount))
        counters.close()  # Windows removes no directory with an open file


@pytest.mark.parametrize("content", [b"not a counter" * 100, b"\0" * 4096])
def test_a_file_that_is_no_counter_is_an_error_not_a_free_pass(home: Home, content: bytes) -> None:
    assert admitted(opened(home), NOW, charge())
    next(Path(home.counters).glob("*.count")).write_bytes(content)
    with pytest.raises(StateError, match="counters"):
        opened(home).reserve((charge(),), NOW)


def test_a_look_says_what_a_charge_would_and_changes_nothing(home: Home) -> None:
    counters = opened(home)
    both = charge(2), charge(5, 3_600.0, counter="d", amount=2 * ONE)
    for _ in range(2):
        assert counters.room(both, NOW) is None
        assert counters.room(both, NOW) is None
        assert counters.reserve(both, NOW) is None
    full = counters.room(both, NOW + 30)
    assert full is not None
    assert (full[0], full[1]) == (both[0], 30.0)
    assert counters.room(both, NOW + 60) == (both[1], 3_540.0)
    assert counters.usage("d", 3_600.0, NOW + 60) == 4 * ONE


def test_a_look_begins_no_counter_and_misses_one_that_was_removed(home: Home) -> None:
    counters = opened(home)
    assert counters.room((charge(),), NOW) is None
    assert counters.room((charge(0),), NOW) is not None
    assert counters.keys() == []
    assert counters.reserve((charge(),), NOW) is None
    counters.close()
    for path in Path(home.counters).glob("*.count"):
        path.unlink()
    with pytest.raises(StateError, match="removed"):
        counters.room((charge(),), NOW)
