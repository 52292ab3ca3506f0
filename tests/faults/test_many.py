"""Many at once: proxies that start together, a policy that never rests, questions that wait when the tray goes."""

from __future__ import annotations

import json
import sys
import threading
from pathlib import Path

import pytest
from callgate_proxy.home import Home
from callgate_proxy.policy import store
from callgate_proxy.sealing import prove
from guarding import Wire
from noted import Noted
from rounds import Tray

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="only on Windows: no Unix sockets in asyncio")

USES = {"counter": "uses", "window": "day", "max": 20, "scope": "server"}


def test_thirty_two_proxies_that_start_at_once_share_one_limit_exactly(noted: Noted) -> None:
    noted.guard.server(tools={"go": {"limits": [USES]}})
    wires = [noted.wire() for _ in range(32)]
    try:
        for number, wire in enumerate(wires):
            wire.send("tools/call", name="go", arguments={"n": number})
        went = sum(not wire.receive()["result"]["isError"] for wire in wires)
    finally:
        for wire in wires:
            wire.__exit__()
    assert went == len(noted.executed()) == 20
    assert len(noted.guard.rows()) == 32
    assert prove(noted.home)[0].problems() == []


def test_a_policy_replaced_all_the_time_never_opens_what_every_version_denies(noted: Noted) -> None:
    versions = [
        json.dumps({"version": "1", "default": "deny", "tools": {"go": {}, f"t{number}": {}}}) for number in range(10)
    ]
    store.save(noted.home, versions[0])
    over = threading.Event()
    saved = 0

    def replace() -> None:
        nonlocal saved
        while not over.is_set():
            store.save(noted.home, versions[saved % 10])
            saved += 1

    editor = threading.Thread(target=replace)
    with noted.wire() as wire:
        editor.start()
        number, denied = 0, 0
        while saved < 100:
            number += 1
            assert not wire.call("go", n=number)["isError"]
            denied += wire.call("no", n=number)["isError"]
        over.set()
        editor.join()
    assert denied == number
    assert noted.executed() == [f"go {count}" for count in range(1, number + 1)]


def asked(wire: Wire, count: int) -> None:
    for number in range(count):
        wire.send("tools/call", name="go", arguments={"n": number})


def test_fifty_questions_are_refused_when_the_tray_goes_and_asked_of_the_next_one(noted: Noted, home: Home) -> None:
    noted.guard.server(tools={"go": {"action": "ask"}})
    tray = Tray(home, "hold")
    with noted.wire() as wire:
        asked(wire, 50)
        assert [tray.heard() for _ in range(50)] == ["asked"] * 50
        tray.kill()
        answers = [wire.receive() for _ in range(50)]
        assert {answer["id"] for answer in answers} == set(range(1, 51))
        assert all(answer["result"]["isError"] for answer in answers)
        assert noted.executed() == []
        tray = Tray(home)
        assert not wire.call("go", n=50)["isError"]
        tray.kill()
    assert noted.executed() == ["go 50"]
    ends = [row["how"] for row in noted.guard.rows("answer")]
    assert ends.count("tray-lost") == 50
    assert Path(home.log).exists()
