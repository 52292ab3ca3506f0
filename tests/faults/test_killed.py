"""Whatever is killed, whenever: nothing is opened, nothing is lost. The long form: `python3 dev.py soak --faults`."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from callgate_proxy.home import Home
from rounds import VICTIMS, Broken, Rounds, play

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only on Windows and macOS: no /proc to find children")

ROUNDS = 16


def test_a_kill_at_any_point_opens_nothing_and_loses_nothing(home: Home) -> None:
    executed, rows = play(home, ROUNDS, seed=8)
    assert executed > ROUNDS
    assert rows > executed


@pytest.mark.parametrize("lie", ["no 1", "go 999", "go 1"])
def test_the_rounds_notice_what_they_look_for(home: Home, lie: str) -> None:
    played = Rounds(home, seed=1)
    try:
        played.run(VICTIMS[3])
        with Path(home.root).with_name("noted").open("a") as notes:
            notes.write(f"{lie}\n" * 2)
        with pytest.raises(Broken):
            played.run(VICTIMS[0])
    finally:
        played.close()
