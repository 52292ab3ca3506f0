"""How policy.json comes into a process: at once, whole, and never worse than the last good one."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from callgate_proxy.errors import PolicyError
from callgate_proxy.home import Home
from callgate_proxy.policy import cache, store
from callgate_proxy.policy.model import PolicyInvalid
from callgate_proxy.policy.store import SETTLED, Snapshot, Source


def policy(default: str) -> str:
    return json.dumps({"version": "1", "default": default})


ALLOW, ASK, DENY = policy("allow"), policy("ask"), policy("deny")
BROKEN = '{"version": "1", "defalt": "ask"}'


class Clock:
    """Far enough from the file's times that they have settled, until it is moved."""

    def __init__(self) -> None:
        self.after = 10 * SETTLED
        self.path = ""

    def __call__(self) -> int:
        found = os.stat(self.path) if os.path.exists(self.path) else None
        return (max(found.st_mtime_ns, found.st_ctime_ns) if found else 0) + self.after


class Bench:
    """A home, a source on it, and how often it had to compile."""

    def __init__(self, home: Home) -> None:
        self.home, self.clock, self.compiled = home, Clock(), 0
        self.clock.path = home.policy
        self.source = self.fresh()

    def fresh(self) -> Source:
        return Source(self.home, self.clock, self.compile)

    def compile(self, home: Home) -> None:
        self.compiled += 1
        store.publish(home)

    def write(self, text: str) -> None:
        """As an editor does: a new file in place of the old."""
        os.makedirs(self.home.root, exist_ok=True)
        Path(self.home.policy + "~").write_text(text, "utf-8")
        os.replace(self.home.policy + "~", self.home.policy)


@pytest.fixture
def bench(home: Home) -> Bench:
    return Bench(home)


def default(snapshot: Snapshot) -> str:
    assert snapshot.table is not None
    return snapshot.table["top"]["default"]


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


def test_the_helper_compiles_in_a_process_of_its_own(home: Home) -> None:
    os.makedirs(home.root)
    Path(home.policy).write_text(DENY, "utf-8")
    assert default(Source(home).current()) == "deny"


def test_the_helper_compiles_for_a_proxy_without_site_packages(home: Home) -> None:
    os.makedirs(home.root)
    Path(home.policy).write_text(DENY, "utf-8")
    folder = Path(store.__file__).parents[2]
    code = (
        f"import sys; sys.path.append({str(folder)!r})\n"
        "from callgate_proxy.home import Home\n"
        "from callgate_proxy.policy.store import Source\n"
        f"found = Source(Home({home.root!r})).current()\n"
        "sys.exit(found.problem or 0)"
    )
    subprocess.run([sys.executable, "-I", "-S", "-c", code], check=True)


def test_compiling_from_the_command_line_prints_every_problem(home: Home) -> None:
    os.makedirs(home.root)
    Path(home.policy).write_text(BROKEN, "utf-8")
    command = [sys.executable, "-I", "-m", "callgate_proxy.policy.compile", home.root]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, len(done.stderr.splitlines()), done.stdout) == (1, 2, "")
    Path(home.policy).write_text(ASK, "utf-8")
    assert subprocess.run(command, check=False).returncode == 0


def test_publishing_nothing_says_so(home: Home) -> None:
    assert "no policy file" in str(store.publish(home)[0])


def test_what_is_saved_is_private_compiled_and_in_force(bench: Bench) -> None:
    store.save(bench.home, ASK)
    assert default(bench.source.current()) == "ask"
    assert bench.compiled == 0
    for path in (bench.home.policy, os.path.join(bench.home.compiled, "last-good")):
        assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(bench.home.root).st_mode) == 0o700


def test_saving_keeps_the_version_before(home: Home) -> None:
    for text in (ASK, DENY, DENY, ALLOW):
        store.save(home, text)
    kept = [Path(home.history, name).read_text("utf-8") for name in sorted(os.listdir(home.history))]
    assert kept == [ASK, DENY]
    assert Path(home.policy).read_text("utf-8") == ALLOW


def test_what_is_no_policy_is_not_saved(home: Home) -> None:
    store.save(home, ASK)
    with pytest.raises(PolicyInvalid):
        store.save(home, BROKEN)
    assert Path(home.policy).read_text("utf-8") == ASK


def test_saving_where_nothing_can_be_written_says_so_and_loses_nothing(home: Home) -> None:
    store.save(home, ASK)
    Path(home.history).write_text("in the way", "utf-8")
    with pytest.raises(PolicyError, match="cannot be written"):
        store.save(home, DENY)
    assert Path(home.policy).read_text("utf-8") == ASK


@pytest.mark.skipif(sys.platform == "win32", reason="only on Unix a link needs no rights")
def test_a_policy_that_is_a_link_stays_one(home: Home, tmp_path: Path) -> None:
    os.makedirs(home.root)
    (tmp_path / "dotfiles.json").write_text(ASK, "utf-8")
    os.symlink(tmp_path / "dotfiles.json", home.policy)
    store.save(home, DENY)
    assert os.path.islink(home.policy)
    assert (tmp_path / "dotfiles.json").read_text("utf-8") == DENY


def test_old_tables_are_dropped_but_not_the_one_last_in_force(home: Home) -> None:
    store.save(home, ASK)
    os.utime(os.path.join(home.compiled, f"{cache.last_good(home)}.table"), ns=(0, 0))
    for number in range(cache.FILES_KEPT + 5):
        cache.keep(home, f"{number:032x}", {"format": cache.FORMAT})
    assert len(os.listdir(home.compiled)) <= cache.FILES_KEPT + 2
    assert default(Source(home).current()) == "ask"
