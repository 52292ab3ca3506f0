"""The log: whole rows or an error, a chain for each writer, and readers that lose nothing."""

from __future__ import annotations

import datetime
import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from callgate_proxy.errors import LogError
from callgate_proxy.home import Home
from callgate_proxy.log import DAY, FIRST, Log, day_file, row_hash
from callgate_proxy.logread import Reader, last_calls, merge

NOON = 1_795_262_400.0  # 2026-11-21 12:00 UTC


def call(number: int, **members: object) -> str:
    return json.dumps({"k": "call", "id": f"w.{number}", "tool": "t", "args": {}, "verdict": "allow", **members})


def lines(home: Home, now: float = NOON) -> list[bytes]:
    return Path(day_file(home, now)).read_bytes().splitlines()


@pytest.mark.parametrize("day", [0, 1, 58, 59, 365, 11_016, 11_017, 20_778, 47_540, 2_932_896])
def test_a_row_goes_to_the_file_of_its_utc_day(home: Home, day: int) -> None:
    date = datetime.date(1970, 1, 1) + datetime.timedelta(day)
    assert os.path.basename(day_file(home, day * DAY + 5)) == date.strftime("%Y%m%d") + ".jsonl"


def test_nothing_is_made_before_the_first_row(home: Home) -> None:
    Log(home, "w")
    assert not os.path.exists(home.root)


def test_each_row_names_its_writer_number_time_and_the_row_before(home: Home) -> None:
    log = Log(home, "w")
    log.append([call(1)], NOON)
    log.append([call(2), call(3)], NOON + 1)
    rows = [json.loads(line) for line in lines(home)]
    assert [(row["w"], row["n"], row["t"]) for row in rows] == [("w", 0, NOON), ("w", 1, NOON + 1), ("w", 2, NOON + 1)]
    assert [row["prev"] for row in rows] == [FIRST, *(row_hash(line) for line in lines(home)[:2])]


def test_only_its_owner_may_read_the_log(home: Home) -> None:
    Log(home, "w").append([call(1)], NOON)
    assert os.stat(day_file(home, NOON)).st_mode & 0o077 == 0
    assert os.stat(home.log).st_mode & 0o077 == 0


def test_a_new_day_begins_a_new_file_and_goes_on_with_the_chain(home: Home) -> None:
    log = Log(home, "w")
    log.append([call(1)], NOON)
    log.append([call(2)], NOON + DAY)
    (second,) = lines(home, NOON + DAY)
    assert json.loads(second)["prev"] == row_hash(lines(home)[0])


def test_a_log_that_cannot_be_opened_is_an_error_that_says_so(home: Home) -> None:
    os.makedirs(home.root)
    Path(home.log).write_text("a file stands where the directory should")
    with pytest.raises(LogError, match="cannot be written") as caught:
        Log(home, "w").append([call(1)], NOON)
    assert home.log in caught.value.fix


def short_writes(limit: int) -> Callable[[int, bytes], int]:
    write = os.write
    return lambda fd, data: write(fd, data[:limit])


def test_a_row_that_was_cut_short_is_an_error_and_costs_no_other_row(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = Log(home, "w")
    log.append([call(1)], NOON)
    with monkeypatch.context() as full_disk:
        full_disk.setattr(os, "write", short_writes(20))
        with pytest.raises(LogError):
            log.append([call(2)], NOON)
    log.append([call(3)], NOON)
    reader = Reader(home)
    assert [row["id"] for row in reader.poll()] == ["w.1", "w.3"]
    assert len(reader.problems) == 1
    whole = [line for line in lines(home) if line.endswith(b"}")]
    assert json.loads(whole[1])["prev"] == row_hash(whole[0])


def test_a_reader_gets_each_row_once_and_waits_for_the_end_of_a_line(home: Home) -> None:
    log = Log(home, "w")
    log.append([call(1)], NOON)
    reader = Reader(home)
    assert [row["id"] for row in reader.poll()] == ["w.1"]
    assert reader.poll() == []
    with Path(day_file(home, NOON)).open("ab") as file:
        file.write(b'{"k":"call","id":"w')
        file.flush()
        assert reader.poll() == []
        file.write(b'.2"}\n')
    assert [row["id"] for row in reader.poll()] == ["w.2"]


def test_a_reader_can_begin_at_the_end(home: Home) -> None:
    log = Log(home, "w")
    log.append([call(1)], NOON)
    reader = Reader(home)
    reader.skip_to_end()
    log.append([call(2)], NOON)
    assert [row["id"] for row in reader.poll()] == ["w.2"]


def test_a_log_that_was_cut_is_read_again_from_its_start_and_told(home: Home) -> None:
    Log(home, "w").append([call(1), call(2)], NOON)
    reader = Reader(home)
    reader.poll()
    Path(day_file(home, NOON)).write_bytes(b'{"k":"call","id":"x.1"}\n')
    assert [row["id"] for row in reader.poll()] == ["x.1"]
    assert "shorter" in reader.problems[0]


def test_the_rows_of_a_call_add_up(home: Home) -> None:
    log = Log(home, "w")
    log.append([call(1, verdict="ask")], NOON)
    log.append(['{"k": "answer", "call": "w.1", "decision": "allow", "how": "15m"}'], NOON + 3)
    log.append(['{"k": "end", "call": "w.1", "outcome": "ok", "ms": 12.5, "bytes": 99}'], NOON + 4)
    (told,) = last_calls(home, 10)
    assert (told.verdict, told.decision, told.how, told.answered) == ("ask", "allow", "15m", NOON + 3)
    assert (told.outcome, told.ms, told.bytes) == ("ok", 12.5, 99)
    assert told.to_json()["outcome"] == "ok"


def test_rows_of_a_call_nobody_told_of_are_left_alone() -> None:
    assert merge({}, {"k": "end", "call": "w.9"}) is None


def test_the_last_calls_are_the_newest_over_all_days_and_writers(home: Home) -> None:
    Log(home, "a").append([call(1), call(2)], NOON)
    Log(home, "b").append([call(3)], NOON + DAY)
    Log(home, "a").append([call(4)], NOON + DAY + 1)
    assert [told.id for told in last_calls(home, 3)] == ["w.2", "w.3", "w.4"]
    assert last_calls(Home(home.root + "/none"), 3) == []
