"""Publishing and saving: compiled first, put in place last, nothing lost on the way."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from callgate_proxy.errors import PolicyError
from callgate_proxy.home import Home
from callgate_proxy.policy import cache, store
from callgate_proxy.policy.model import PolicyInvalid
from callgate_proxy.policy.store import Source
from policies import ALLOW, ASK, BROKEN, DENY, Bench, default


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


@pytest.mark.skipif(sys.platform == "win32", reason="only on Unix files have a mode")
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
