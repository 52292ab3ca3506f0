"""A change that is killed, at whatever step: the file is the old one or the new one, and it can still be given back."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from callgate_proxy import atomicfile

CARRYING = Path(__file__).with_name("killing_secrets.py")
PROGRAM = Path(__file__).with_name("killing.py")


@pytest.mark.skipif(os.name == "nt", reason="only on macOS and Linux: there a process can be forked and killed")
@pytest.mark.parametrize("client", [[], ["cursor"]], ids=["commands", "addresses"])
@pytest.mark.parametrize("what", ["protect", "unprotect"])
def test_killed_at_any_step_the_file_is_whole_and_is_given_back_to_the_byte(
    what: str, client: list[str], tmp_path: Path
) -> None:
    command = [sys.executable, str(PROGRAM), str(tmp_path), what, *client]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    results = json.loads(ran.stdout)
    assert {"open", "write", "fsync", "replace", "chmod", "stat"} <= {one["step"] for one in results}
    assert {one["file"] for one in results} == {"old", "new"}
    assert [one for one in results if not one["restored"]] == []


@pytest.mark.skipif(os.name == "nt", reason="only on macOS and Linux: there a process can be forked and killed")
@pytest.mark.parametrize("what", ["out", "back"])
def test_killed_while_a_secret_is_carried_its_value_is_somewhere_and_comes_back(what: str, tmp_path: Path) -> None:
    command = [sys.executable, str(CARRYING), str(tmp_path), what]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)
    results = json.loads(ran.stdout)
    assert {"open", "write", "fsync", "replace", "remove"} <= {one["step"] for one in results}
    assert {one["file"] for one in results} == {"old", "new"}
    assert [one for one in results if not (one["held"] and one["restored"] and one["swept"])] == []


def test_what_a_killed_process_left_beside_the_file_is_removed_by_the_next_change(tmp_path: Path) -> None:
    target, other = tmp_path / "a.json", tmp_path / "b.json"
    left = Path(atomicfile.prepare(str(target), b"{}", 0o600))
    kept = Path(atomicfile.prepare(str(other), b"{}", 0o600))
    atomicfile.sweep(str(target))
    assert (left.exists(), kept.exists()) == (False, True)
