"""Pause and lock down: what a switch file says, and what one says that cannot be read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from callgate_proxy import mode
from callgate_proxy.home import Home


def test_without_a_file_the_policy_is_on(home: Home) -> None:
    assert mode.Switch(home).at(0) == mode.ON


def test_a_pause_ends_by_itself(home: Home) -> None:
    mode.write(home, mode.PAUSED, until=100.0)
    assert mode.Switch(home).at(99.9) == mode.PAUSED
    assert mode.Switch(home).at(100.0) == mode.ON


def test_a_running_proxy_sees_every_change(home: Home) -> None:
    switch = mode.Switch(home)
    assert switch.at(0) == mode.ON
    mode.write(home, mode.LOCKDOWN)
    assert switch.at(0) == mode.LOCKDOWN
    mode.write(home, mode.PAUSED)
    assert switch.at(0) == mode.PAUSED
    mode.write(home, mode.ON)
    assert switch.at(0) == mode.ON
    assert not os.path.exists(home.mode)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "paused",
        "[]",
        '{"kind":"off"}',
        '{"kind":"paused","until":"soon"}',
        '{"kind":"paused","until":true}',
        '{"kind":["paused"]}',
    ],
)
def test_a_switch_nobody_can_read_is_a_lockdown(home: Home, text: str) -> None:
    os.makedirs(home.root)
    Path(home.mode).write_text(text)
    assert mode.Switch(home).at(0) == mode.LOCKDOWN


def test_a_switch_that_is_no_file_is_a_lockdown(home: Home) -> None:
    os.makedirs(home.mode)
    assert mode.Switch(home).at(0) == mode.LOCKDOWN


def test_a_home_that_cannot_be_is_not_locked_down_but_has_no_policy(home: Home) -> None:
    Path(home.root).write_text("a file stands where the home should")
    assert mode.Switch(home).at(0) == mode.ON
    assert mode.read(home).kind == mode.ON


def test_a_switch_that_comes_to_lead_nowhere_is_a_lockdown(home: Home) -> None:
    os.makedirs(home.root)
    switch = mode.Switch(home)
    assert switch.at(0) == mode.ON
    os.symlink(home.mode, home.mode)  # a link to itself
    assert switch.at(0) == mode.LOCKDOWN
