"""What a limit has counted never becomes nothing in silence: removed files refuse until a person resets them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from callgate_proxy import cli_policy_limits, resetting
from callgate_proxy.counters import Counters
from callgate_proxy.errors import StateError
from callgate_proxy.home import Home
from callgate_proxy.policy.decide import Charge

NOW = 1_000_000.0
USE = Charge("c", 3600.0, 3_000_000, 1_000_000, "/limits/0", "")
OTHER = Charge("d", 3600.0, 3_000_000, 1_000_000, "/limits/0", "")


@pytest.fixture
def fresh(home: Home) -> Iterator[Callable[[], Counters]]:
    """Makes counters of the home, as another proxy has them."""
    made: list[Counters] = []

    def make() -> Counters:
        made.append(Counters(home))
        return made[-1]

    yield make
    for counters in made:
        counters.close()


def files(home: Home) -> list[Path]:
    return sorted(Path(home.counters).glob("*.count"))


def admitted(counters: Counters) -> bool:
    try:
        return counters.reserve((USE,), NOW + 2) is None
    except StateError:
        return False


def whole_folder(home: Home) -> None:
    shutil.rmtree(home.counters)


def one_file(home: Home) -> None:
    files(home)[0].unlink()


def garbled(home: Home) -> None:
    files(home)[0].write_bytes(b"\xff" * 200)


def garbled_at_the_end(home: Home) -> None:
    data = files(home)[0].read_bytes()
    files(home)[0].write_bytes(data[:-24] + b"\xff" * 24)


def emptied(home: Home) -> None:
    files(home)[0].write_bytes(b"")


@pytest.mark.parametrize("done", [whole_folder, one_file, garbled, garbled_at_the_end, emptied])
def test_a_running_proxy_and_a_new_one_refuse_until_a_person_resets(
    home: Home, fresh: Callable[[], Counters], done: Callable[[Home], None]
) -> None:
    running = fresh()
    assert running.reserve((USE,), NOW) is None
    done(home)
    for counters in (running, fresh(), running):
        with pytest.raises(StateError):
            counters.reserve((USE,), NOW + 1)
        with pytest.raises(StateError):
            counters.usage("c", 3600.0, NOW + 1)


@pytest.mark.parametrize("done", [whole_folder, one_file, garbled, garbled_at_the_end, emptied])
def test_a_reset_is_a_row_and_counts_anew_in_every_proxy(
    home: Home, fresh: Callable[[], Counters], done: Callable[[Home], None]
) -> None:
    running = fresh()
    running.reserve((USE,), NOW)
    done(home)
    assert fresh().keys() == ["c"]
    resetting.reset(home, fresh(), ["c"], NOW)
    (row,) = [json.loads(line) for file in Path(home.log).iterdir() for line in file.read_bytes().splitlines()]
    assert (row["k"], row["counter"]) == ("reset", "c")
    # The running one may be refused once more, while it still has the removed file open.
    assert sum(admitted(counters) for counters in (running, running, fresh(), running, fresh())) == 3


def test_the_command_line_finds_a_removed_folder_to_reset(home: Home, fresh: Callable[[], Counters]) -> None:
    fresh().reserve((USE,), NOW)
    whole_folder(home)
    with cli_policy_limits.counted(home) as counters:
        assert counters is not None
        assert counters.keys() == ["c"]


def test_a_counter_nobody_used_begins_though_another_was_removed(home: Home, fresh: Callable[[], Counters]) -> None:
    fresh().reserve((USE,), NOW)
    whole_folder(home)
    assert fresh().reserve((OTHER,), NOW) is None


def test_counters_of_an_older_version_are_taken_in(home: Home, fresh: Callable[[], Counters]) -> None:
    fresh().reserve((USE,), NOW)
    Path(home.counted).unlink()
    assert fresh().reserve((USE,), NOW) is None
    one_file(home)
    with pytest.raises(StateError, match="reset"):
        fresh().reserve((USE,), NOW)


def test_a_list_that_cannot_be_read_refuses(home: Home, fresh: Callable[[], Counters]) -> None:
    fresh().reserve((USE,), NOW)
    Path(home.counted).write_bytes(b"garbage\n")
    with pytest.raises(StateError):
        fresh().reserve((OTHER,), NOW)
