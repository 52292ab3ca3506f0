"""Sliding windows: the arithmetic against counting one by one."""

from __future__ import annotations

from callgate_proxy.policy import limits
from hypothesis import given
from hypothesis import strategies as st

Uses = list[tuple[float, int]]  # moment and amount, as they were admitted


class Counter:
    """Rows with running totals, as the state keeps them, and the uses themselves, to count by hand."""

    def __init__(self, window: float, maximum: int) -> None:
        self.window, self.maximum = window, maximum
        self.rows: list[tuple[float, int]] = []

    def use(self, now: float, amount: int) -> bool:
        last_at, last_total = self.rows[-1] if self.rows else (now, 0)
        edge = limits.moment(now, last_at) - self.window
        edge_total = max((total for at, total in self.rows if at <= edge), default=0)
        if not limits.admits(last_total, edge_total, amount, self.maximum):
            return False
        self.rows.append((limits.moment(now, last_at), last_total + amount))
        return True

    def wait(self, now: float, amount: int) -> float | None:
        last_at, last_total = self.rows[-1] if self.rows else (now, 0)
        needed = limits.frees_at_total(last_total, amount, self.maximum)
        if needed is None:
            return None
        left_at = next(at for at, total in self.rows if total >= needed)
        return limits.retry_after(left_at, self.window, now, last_at)


steps = st.lists(st.tuples(st.integers(-5, 40), st.integers(0, 6)), max_size=40)


@given(steps, st.integers(1, 60), st.integers(0, 12))
def test_no_window_ever_holds_more_than_the_maximum(steps: list[tuple[int, int]], window: int, maximum: int) -> None:
    counter, now, seen = Counter(window, maximum), 1000.0, Uses()
    for step, amount in steps:
        now += step
        if counter.use(now, amount):
            seen.append((counter.rows[-1][0], amount))
    for end, _ in seen:
        assert sum(amount for at, amount in seen if end - window < at <= end) <= maximum


@given(steps, st.integers(1, 60), st.integers(1, 12))
def test_what_is_refused_fits_after_the_stated_wait_and_not_before(
    steps: list[tuple[int, int]], window: int, maximum: int
) -> None:
    counter, now = Counter(window, maximum), 1000.0
    for step, amount in steps:
        now = now + abs(step)
        if counter.use(now, amount):
            continue
        wait = counter.wait(now, amount)
        assert (wait is None) == (amount > maximum)
        if wait is not None:
            assert wait > 0
            early = Counter(window, maximum)
            early.rows = list(counter.rows)
            assert not early.use(now + wait - 0.5, amount)
            assert early.use(now + wait, amount)


def test_a_clock_set_back_opens_nothing() -> None:
    counter = Counter(60, 1)
    assert counter.use(1000, 1)
    assert not counter.use(10, 1)
    assert not counter.use(1059, 1)
    assert counter.use(1060, 1)


def test_two_bursts_around_a_full_minute_do_not_both_pass() -> None:
    counter = Counter(60, 30)
    assert [counter.use(59.0, 1) for _ in range(30)] == [True] * 30
    assert counter.use(61.0, 1) is False
