"""Stretches of time, by the person's own days."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from callgate_desktop.periods import PERIODS, bounds, midnight


@pytest.fixture(autouse=True)
def berlin(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def at(*moment: int) -> float:
    return time.mktime((*moment, 0, 0, 0, -1)[:9])  # pyright: ignore[reportArgumentType]


def test_yesterday_ends_where_today_begins() -> None:
    now = at(2026, 11, 21, 15, 30)
    assert bounds("yesterday", now) == (at(2026, 11, 20, 0, 0), at(2026, 11, 21, 0, 0))
    assert bounds("today", now) == (at(2026, 11, 21, 0, 0), 0.0)


def test_a_day_of_25_hours_is_one_day() -> None:
    now = at(2026, 10, 26, 12, 0)
    since, until = bounds("yesterday", now)
    assert until - since == 25 * 3600


def test_lengths_count_back_from_now_and_all_time_is_open() -> None:
    assert bounds("hour", 10_000.0) == (6_400.0, 0.0)
    assert bounds("all", 10_000.0) == bounds("", 10_000.0) == (0.0, 0.0)
    assert all(bounds(kind, 1e9)[0] <= 1e9 for _, kind in PERIODS)
    assert midnight(1e9) <= 1e9
