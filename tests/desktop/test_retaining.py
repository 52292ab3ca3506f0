"""How long the log is kept: nothing goes by itself, and what stays is proven."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path

import pytest
from callgate_desktop.preferences import LOG_DAYS, LOG_MEGABYTES, Preferences
from callgate_desktop.retaining import EVERY, GRACE, Retaining, outlook, surplus
from callgate_proxy.home import Home
from callgate_proxy.log import Log, day_name
from callgate_proxy.sealing import DAY, Sealer, day_files, prove

NOON = 1_795_262_400.0  # 2026-11-21 12:00 UTC
DAYS = 6


def bounds(**changed: object) -> Preferences:
    return Preferences({**Preferences().values, **changed})


@pytest.fixture
def filled(home: Home) -> Home:
    """Six days of 300 kB each, sealed; the last is today's."""
    log = Log(home, "w")
    for back in reversed(range(DAYS)):
        log.append(['{"k":"reset","counter":"' + "c" * 300_000 + '"}'], NOON - back * DAY)
    Sealer(home).seal(NOON)
    return home


@pytest.mark.parametrize(
    ("chosen", "gone"),
    [
        ({}, 0),
        ({LOG_DAYS: 3}, 2),
        ({LOG_DAYS: 2}, 3),
        ({LOG_DAYS: 30}, 0),
        ({LOG_MEGABYTES: 1}, 3),
        ({LOG_MEGABYTES: 2}, 0),
        ({LOG_MEGABYTES: 1, LOG_DAYS: 4}, 3),
    ],
)
def test_the_oldest_days_beyond_the_bounds_go(filled: Home, chosen: dict[str, object], gone: int) -> None:
    names = day_files(filled)
    assert surplus(filled, bounds(**chosen), NOON) == names[:gone]
    assert bool(outlook(filled, bounds(**chosen), NOON)) is bool(gone)


def test_today_and_yesterday_stay_however_large_they_are(home: Home) -> None:
    log = Log(home, "w")
    for back in (3, 1, 0):
        log.append(['{"k":"reset","counter":"' + "c" * 2_000_000 + '"}'], NOON - back * DAY)
    assert surplus(home, bounds(**{LOG_MEGABYTES: 1}), NOON) == [day_name(NOON - 3 * DAY)]


def test_what_stays_is_proven(filled: Home) -> None:
    retaining = Retaining(filled, NOON)
    retaining.follow(bounds(**{LOG_DAYS: 3}), NOON)
    assert asyncio.run(retaining.prune(NOON)) == ""
    assert len(day_files(filled)) == 4
    assert prove(filled)[0].problems() == []


def test_without_a_bound_nothing_goes(filled: Home) -> None:
    assert asyncio.run(Retaining(filled, NOON).prune(NOON)) == ""
    assert len(day_files(filled)) == DAYS


def test_a_log_that_was_changed_keeps_every_day_and_that_is_told_once(filled: Home) -> None:
    first = Path(filled.log, day_files(filled)[0])
    first.write_bytes(first.read_bytes().replace(b"c", b"d", 1))
    retaining = Retaining(filled, NOON)
    retaining.follow(bounds(**{LOG_DAYS: 3}), NOON)
    assert "not as it was written" in asyncio.run(retaining.prune(NOON))
    assert asyncio.run(retaining.prune(NOON)) == ""
    assert len(os.listdir(filled.log)) == DAYS


def test_a_look_is_due_some_time_after_the_start_or_a_change_and_then_hourly(home: Home) -> None:
    retaining = Retaining(home, NOON)
    assert not retaining.due(NOON + GRACE - 1)
    assert retaining.due(NOON + GRACE)
    assert not retaining.due(NOON + GRACE + 1)
    retaining.follow(bounds(**{LOG_DAYS: 3}), NOON + GRACE + 2)
    assert not retaining.due(NOON + 2 * GRACE + 1)
    assert retaining.due(NOON + 2 * GRACE + 2)
    assert retaining.due(NOON + 2 * GRACE + 2 + EVERY)


def test_a_change_of_something_else_puts_no_look_off(home: Home) -> None:
    retaining = Retaining(home, NOON)
    retaining.follow(bounds(theme="dark"), NOON + GRACE - 1)
    assert retaining.due(NOON + GRACE)
