"""What keeps a stray click from saying yes."""

from __future__ import annotations

from callgate_desktop.guard import QUIET, Guard


class Clock:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def test_a_yes_counts_only_after_the_window_was_quiet() -> None:
    clock = Clock()
    guard = Guard(clock)
    guard.press()
    assert not guard.release()
    clock.now += QUIET
    guard.press()
    assert guard.release()


def test_a_press_from_before_does_not_count_however_late_its_release() -> None:
    clock = Clock()
    guard = Guard(clock)
    guard.press()
    clock.now += 10
    assert not guard.release()


def test_a_change_between_press_and_release_takes_the_yes_away() -> None:
    clock = Clock()
    guard = Guard(clock)
    clock.now += 1
    guard.press()
    guard.disturb()
    clock.now += 1
    assert not guard.release()


def test_one_press_is_one_yes() -> None:
    clock = Clock()
    guard = Guard(clock)
    clock.now += 1
    guard.press()
    assert guard.release()
    assert not guard.release()


def test_another_question_starts_untouched() -> None:
    guard = Guard(Clock())
    guard.touched = True
    guard.renew()
    assert not guard.touched
