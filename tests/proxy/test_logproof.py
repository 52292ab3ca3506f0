"""The log proves itself: whatever was done to it afterwards is found, and what happens by itself is no fault."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Generator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from callgate_proxy import cli
from callgate_proxy.errors import LogError
from callgate_proxy.home import Home
from callgate_proxy.log import DAY, FIRST, Log, day_file, row_hash
from callgate_proxy.logread import Reader
from callgate_proxy.sealing import Sealer, prove, removable, remove, sealed
from hypothesis import given, settings
from hypothesis import strategies as st

NOON = 1_795_262_400.0  # 2026-11-21 12:00 UTC


def row(number: int) -> str:
    told = {"k": "call", "id": f"x.{number}", "tool": "t", "args": {"n": number}, "verdict": "allow"}
    return json.dumps(told, separators=(",", ":"))


def filled(home: Home, seal: bool = True) -> Home:
    """Two days of three writers, one of them over midnight, the rows mixed."""
    logs = [Log(home, name) for name in ("a", "b", "c")]
    for number in range(6):
        logs[number % 3].append([row(number)], NOON + number)
    if seal:
        Sealer(home).seal(NOON + 60)
    for number in range(6, 10):
        logs[number % 2].append([row(number)], NOON + DAY)
    if seal:
        Sealer(home).seal(NOON + DAY + 60)
    return home


def kinds(home: Home) -> set[str]:
    return {problem.kind for problem in prove(home)[0].problems()}


def first(home: Home) -> Path:
    return Path(day_file(home, NOON))


def cut(path: Path, keep: Callable[[list[bytes]], list[bytes]]) -> None:
    path.write_bytes(b"".join(keep(path.read_bytes().splitlines(keepends=True))))


def swapped(lines: list[bytes], one: int, other: int) -> list[bytes]:
    lines[one], lines[other] = lines[other], lines[one]
    return lines


@pytest.fixture(scope="module")
def sealed_home() -> Generator[Home]:
    """A sealed log that each example copies."""
    with TemporaryDirectory() as folder:
        yield filled(Home(folder))


def copied(home: Home, to: str) -> Home:
    shutil.copytree(home.root, to, dirs_exist_ok=True)
    return Home(to)


def test_a_log_that_was_left_alone_is_whole_sealed_or_not(home: Home, tmp_path: Path) -> None:
    proof, said = prove(filled(home))
    assert (proof.problems(), proof.rows, proof.unsealed, len(said.hashes)) == ([], 10, 0, 2)
    proof, said = prove(filled(Home(str(tmp_path / "other")), seal=False))
    assert (proof.problems(), proof.rows, proof.unsealed, len(said.hashes)) == ([], 10, 10, 0)


@settings(max_examples=60)
@given(st.data())
def test_any_changed_byte_is_found(sealed_home: Home, data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        home = copied(sealed_home, folder)
        name = data.draw(st.sampled_from(sorted([*Path(home.log).iterdir(), Path(home.seals, "seals.jsonl")])))
        found = bytearray(name.read_bytes())
        at = data.draw(st.integers(0, len(found) - 1))
        found[at] ^= data.draw(st.integers(1, 255))
        name.write_bytes(found)
        proof, said = prove(home)
        # The last seal's own text is held by nothing but its note elsewhere.
        assert proof.problems() or said.last != sealed(sealed_home)[0].last


@settings(max_examples=60)
@given(st.data())
def test_any_row_removed_doubled_or_swapped_is_found(sealed_home: Home, data: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        home = copied(sealed_home, folder)
        path = data.draw(st.sampled_from(sorted(Path(home.log).iterdir())))
        lines = path.read_bytes().splitlines(keepends=True)
        one, other = data.draw(st.lists(st.integers(0, len(lines) - 1), min_size=2, max_size=2, unique=True))
        fresh = data.draw(
            st.sampled_from([lines[:one] + lines[one + 1 :], [*lines, lines[one]], swapped([*lines], one, other)])
        )
        path.write_bytes(b"".join(fresh))
        assert kinds(home)


def forged(lines: list[bytes]) -> list[bytes]:
    return [lines[0].replace(b"allow", b"deny!"), *lines[1:]]


Edit = Callable[[list[bytes]], list[bytes]]
EDITS: list[tuple[str, Edit]] = [
    ("missing", lambda lines: lines[:1] + lines[2:]),
    ("missing", lambda lines: lines[:2] + lines[3:]),
    ("changed", forged),
    ("reordered", lambda lines: swapped(lines, 0, 3)),
    ("inserted", lambda lines: [*lines, lines[1]]),
    ("unreadable", lambda lines: [*lines, b"GET / HTTP/1.1\n"]),
]


@pytest.mark.parametrize(("kind", "done"), EDITS)
def test_chains_alone_find_what_was_done_within_them(home: Home, kind: str, done: Edit) -> None:
    filled(home, seal=False)
    assert not kinds(home)
    cut(first(home), done)
    assert kind in kinds(home)


def test_a_chain_cut_at_its_end_is_found_by_the_seals(home: Home) -> None:
    filled(home)
    cut(Path(day_file(home, NOON + DAY)), lambda lines: lines[:-1])
    told = [problem.text for problem in prove(home)[0].problems()]
    assert any("at the end of its chain" in text for text in told)
    assert any("it is cut" in text for text in told)


def test_a_seal_made_after_the_change_does_not_cover_it(home: Home) -> None:
    filled(home)
    cut(first(home), lambda lines: [line.replace(b'"n":5}', b'"n":6}') for line in lines])
    Log(home, "later").append([row(1)], NOON + 9)
    Sealer(home).seal(NOON + 2 * DAY)
    assert "changed" in kinds(home)


def test_a_missing_day_is_found_whatever_the_chains_say(home: Home) -> None:
    Log(home, "alone").append([row(1)], NOON)
    Sealer(home).seal(NOON + 60)
    first(home).unlink()
    assert kinds(home) == {"missing"}


@pytest.mark.parametrize("keep", [slice(1, None), slice(0, 0), slice(0, 1)])
def test_seals_taken_away_are_found_by_their_own_chain_or_by_a_noted_one(
    home: Home, keep: slice, capsys: pytest.CaptureFixture[str]
) -> None:
    filled(home)
    noted = sealed(home)[0].last
    cut(Path(home.seals, "seals.jsonl"), lambda lines: lines[keep])
    assert cli.main(["log", "verify", "--seal", noted]) == 1
    assert "Not as it was written" in capsys.readouterr().out


def test_old_days_are_removed_and_the_rest_stays_proven(home: Home) -> None:
    filled(home)
    names = removable(home, 2, NOON + 3 * DAY)
    assert names == [first(home).name]
    remove(home, names, NOON + 3 * DAY)
    assert not first(home).exists()
    assert not kinds(home)
    cut(Path(day_file(home, NOON + DAY)), lambda lines: lines[1:])
    assert "missing" in kinds(home)


def test_nothing_is_removed_from_a_log_that_was_changed(home: Home) -> None:
    filled(home)
    cut(first(home), lambda lines: lines[1:])
    with pytest.raises(LogError, match="no file was removed"):
        remove(home, [first(home).name], NOON + 9 * DAY)
    assert first(home).exists()


def test_a_clock_set_back_over_midnight_is_no_fault(home: Home) -> None:
    log = Log(home, "w")
    for now in (NOON + DAY, NOON, NOON + DAY + 1):
        log.append([row(1)], now)
    assert not kinds(home)


def test_a_row_behind_another_writers_stump_is_read_and_proven(home: Home) -> None:
    one, other = Log(home, "one"), Log(home, "other")
    one.append([row(1)], NOON)
    with first(home).open("ab") as file:
        file.write(b'{"k":"call","args":{"k":"call","x":[{"k":"')  # of a process killed in its write
    other.append([row(2)], NOON)
    one.append([row(3)], NOON)
    proof, _ = prove(home)
    assert (proof.problems(), len(proof.stumps), proof.rows) == ([], 1, 3)
    assert [found["id"] for found in Reader(home).poll()] == ["x.1", "x.2", "x.3"]


def test_rows_that_were_whole_in_a_write_cut_short_stay_in_the_chain(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = Log(home, "w")
    write = os.write

    def short(fd: int, data: bytes) -> int:
        return write(fd, data[:-20])

    with monkeypatch.context() as full_disk:
        full_disk.setattr(os, "write", short)
        with pytest.raises(LogError):
            log.append([row(1), row(2)], NOON)
    log.append([row(3)], NOON)
    assert kinds(home) == {"unreadable"}  # the stump, until it was told and sealed
    assert cli.main(["log", "verify"]) == 1
    assert cli.main(["log", "verify"]) == 0


def test_verify_seals_what_it_found_whole_and_tells_programs_everything(
    home: Home, capsys: pytest.CaptureFixture[str]
) -> None:
    filled(home, seal=False)
    assert cli.main(["log", "verify", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["rows"], told["unsealed"], told["seals"]) == (True, 10, 10, 0)
    assert told["last_seal"] == sealed(home)[0].last != FIRST
    assert cli.main(["log", "verify"]) == 0
    assert "Rows since the last seal: 0" in capsys.readouterr().out


def test_an_empty_home_has_a_whole_log(home: Home) -> None:
    assert cli.main(["log", "verify"]) == 0
    assert not os.path.exists(home.log)


def test_prune_asks_first_and_keeps_what_may_be_written(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    filled(home)
    assert cli.main(["log", "prune", "--days", "1"]) == 2
    assert "may still be written" in capsys.readouterr().err
    first(home).rename(first(home).with_name("20200101.jsonl"))
    assert cli.main(["log", "prune", "--days", "30", "--yes"]) == 2  # renamed: not whole
    assert Path(home.log, "20200101.jsonl").exists()


def test_a_seal_cut_short_is_none_and_the_next_takes_its_place(home: Home) -> None:
    filled(home)
    path = Path(home.seals, "seals.jsonl")
    before = path.read_bytes()
    path.write_bytes(before + b'{"k":"seal","t":')
    Log(home, "later").append([row(1)], NOON + 9)
    assert Sealer(home).seal(NOON + 2 * DAY)
    assert not kinds(home)
    assert row_hash(path.read_bytes().splitlines()[1]) == json.loads(path.read_bytes().splitlines()[2])["prev"]


def test_a_sealer_reads_on_and_seals_only_what_is_new(home: Home) -> None:
    sealer, log = Sealer(home), Log(home, "w")
    for number in range(3):
        log.append([row(number)], NOON)
        assert sealer.seal(NOON + number)
        assert not sealer.seal(NOON + number)
    assert [mark.t for mark in sealed(home)[0].marks[first(home).name]] == [NOON, NOON + 1, NOON + 2]
    assert sealed(home)[0].heads == {"w": (2, row_hash(first(home).read_bytes().splitlines()[2]))}
    assert not kinds(home)


def test_only_its_owner_may_read_the_seals(home: Home) -> None:
    filled(home)
    for path in [Path(home.seals), *Path(home.seals).iterdir()]:
        assert path.stat().st_mode & 0o077 == 0
