"""The tray's seals: each minute, at its end, and never in the way of anything."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from callgate_desktop.sealing import EVERY, Sealing
from callgate_proxy.home import Home
from callgate_proxy.log import Log
from callgate_proxy.sealing import prove, sealed

NOON = 1_795_262_400.0  # 2026-11-21 12:00 UTC
ROW = '{"k":"reset","counter":"c"}'


def test_a_seal_is_due_each_minute_and_when_the_clock_went_back(home: Home) -> None:
    sealing = Sealing(home, NOON)
    assert [sealing.due(NOON + after) for after in (1, EVERY, EVERY + 1, 2 * EVERY, 5)] == [
        *(False, True, False, True, True)
    ]


def test_what_was_written_is_sealed(home: Home) -> None:
    Log(home, "w").append([ROW], NOON)
    asyncio.run(Sealing(home, NOON).seal(NOON))
    assert len(sealed(home)[0].hashes) == 1
    assert prove(home)[0].unsealed == 0


def test_a_log_that_cannot_be_sealed_is_said_once_and_sealed_later(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    Log(home, "w").append([ROW], NOON)
    Path(home.seals).write_text("a file stands where the folder should")

    async def twice_and_again() -> None:
        sealing = Sealing(home, NOON)
        await sealing.seal(NOON)
        await sealing.seal(NOON)
        Path(home.seals).unlink()
        await sealing.seal(NOON)

    asyncio.run(twice_and_again())
    assert len(caplog.records) == 1
    assert len(sealed(home)[0].hashes) == 1
