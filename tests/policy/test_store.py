"""How policy.json comes into a process: at once, whole, and never worse than the last good one."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest
from callgate_proxy.home import Home
from callgate_proxy.policy import store
from callgate_proxy.policy.store import SETTLED, Snapshot, Source
from policies import ALLOW, ASK, BROKEN, DENY, Bench, default, policy


def test_without_a_policy_there_is_no_table_and_the_reason_says_how_to_make_one(bench: Bench) -> None:
    found = bench.source.current()
    assert found.table is None
    assert "callgate policy init" in found.problem
    assert bench.source.current() is found


def test_a_save_is_in_force_at_the_next_look(bench: Bench) -> None:
    for text, wanted in ((ASK, "ask"), (DENY, "deny"), (ALLOW, "allow")):
        bench.write(text)
        assert default(bench.source.current()) == wanted
    assert bench.compiled == 3


def test_while_nothing_changes_a_look_gives_the_same_object_and_reads_nothing(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.write(ASK)
    found = bench.source.current()
    monkeypatch.delattr(store, "_read")
    assert bench.source.current() is found


def test_a_version_that_was_compiled_before_is_found_and_not_compiled_again(bench: Bench) -> None:
    for text in (ASK, DENY, ASK, DENY):
        bench.write(text)
        bench.source.current()
    assert bench.compiled == 2
    assert default(bench.fresh().current()) == "deny"
    assert bench.compiled == 2


def test_a_broken_file_leaves_the_last_good_policy_in_force_and_says_where_it_is_broken(bench: Bench) -> None:
    bench.write(DENY)
    bench.source.current()
    bench.write(BROKEN)
    for source in (bench.source, bench.fresh()):
        found = source.current()
        assert default(found) == "deny"
        assert "policy.json:1:1 /: 'default' is missing" in found.problem
        assert "(and 1 more)" in found.problem
        assert "Correct the file. The last good policy stays in force." in found.problem
        assert source.current() is found
    bench.write(ASK)
    assert (default(bench.source.current()), bench.source.current().problem) == ("ask", "")


def test_a_broken_file_is_compiled_once_for_all_processes(bench: Bench) -> None:
    bench.write(BROKEN)
    for source in (bench.source, bench.source, bench.fresh()):
        assert "Until then every call is refused" in source.current().problem
    assert bench.compiled == 1


@pytest.mark.parametrize("text", ["", "{", '{"version": "1", "default"', "\x00\x00", "[" * 5000, "\ud800"])
def test_a_file_that_is_cut_short_or_garbled_changes_nothing(bench: Bench, text: str) -> None:
    bench.write(DENY)
    bench.source.current()
    Path(bench.home.policy).write_bytes(text.encode("utf-8", "surrogatepass"))
    assert default(bench.source.current()) == "deny"
    assert bench.source.current().problem


def test_a_missing_file_leaves_the_last_good_policy_in_force(bench: Bench) -> None:
    bench.write(DENY)
    bench.source.current()
    os.remove(bench.home.policy)
    for source in (bench.source, bench.fresh()):
        assert default(source.current()) == "deny"
        assert "no policy file" in source.current().problem


def test_the_last_good_policy_is_the_homes_and_not_only_this_process(bench: Bench) -> None:
    bench.write(ALLOW)
    bench.source.current()
    bench.write(DENY)
    assert store.publish(bench.home) == []
    bench.write(BROKEN)
    assert default(bench.source.current()) == "deny"


def test_a_file_touched_a_moment_ago_is_read_at_every_look(bench: Bench) -> None:
    bench.write(ASK)
    bench.clock.after = SETTLED - 1
    found = bench.source.current()
    assert bench.source.current() is found
    before = os.stat(bench.home.policy)
    with open(bench.home.policy, "r+", encoding="utf-8") as file:  # same size, same inode, and the times put back
        file.write(policy("ask").replace("ask", "asK"))
    os.utime(bench.home.policy, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert "asK" in bench.source.current().problem


@pytest.mark.parametrize("spoilt", [b"", b"{}", b"0" * 32 + b"\n{}", b"\xff\xfe"])
def test_a_compiled_table_that_is_not_whole_is_made_anew(bench: Bench, spoilt: bytes) -> None:
    bench.write(DENY)
    table = Path(bench.home.compiled) / f"{bench.source.current().hash}.table"
    table.write_bytes(spoilt or table.read_bytes()[:-1])
    assert default(bench.fresh().current()) == "deny"
    assert bench.compiled == 2


def test_a_table_that_was_changed_is_made_anew(bench: Bench) -> None:
    bench.write(DENY)
    table = Path(bench.home.compiled) / f"{bench.source.current().hash}.table"
    table.write_bytes(table.read_bytes().replace(b'"deny"', b'"allow"'))
    assert default(bench.fresh().current()) == "deny"


def test_a_file_replaced_while_it_is_compiled_is_compiled_again(bench: Bench) -> None:
    def slow(home: Home) -> None:
        bench.compile(home)
        if bench.compiled == 1:
            bench.write(DENY)

    bench.write(ALLOW)
    assert default(Source(bench.home, bench.clock, slow).current()) == "deny"


def test_a_file_touched_while_it_is_compiled_is_not_judged_by_an_older_one(bench: Bench) -> None:
    def touching(home: Home) -> None:
        bench.compile(home)
        os.utime(home.policy, ns=(1, bench.compiled))

    bench.write(ALLOW)
    source = Source(bench.home, bench.clock, touching)
    source.current()
    bench.write(DENY)
    assert default(source.current()) == "deny"


def test_a_helper_that_does_nothing_leaves_the_last_good_policy_and_is_tried_again_later(bench: Bench) -> None:
    bench.write(DENY)
    bench.source.current()
    runs: list[int] = []
    source = Source(bench.home, bench.clock, lambda _: runs.append(1))
    source.current()
    bench.write(ALLOW)
    assert default(source.current()) == "deny"
    assert "could not be compiled" in source.current().problem
    assert len(runs) == 1
    bench.clock.after += store.RETRY
    source.current()
    assert len(runs) == 2


def test_a_folder_in_the_files_place_says_so(bench: Bench) -> None:
    os.makedirs(bench.home.policy)
    assert "cannot be read" in bench.source.current().problem


def test_threads_share_a_source(bench: Bench) -> None:
    bench.write(ASK)
    found: list[Snapshot] = []
    threads = [threading.Thread(target=lambda: found.append(bench.source.current())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {default(one) for one in found} == {"ask"}
    assert bench.compiled == 1
