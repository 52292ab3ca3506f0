"""Writing a plan: the old file or the new one, whatever fails; and what is kept of the file's looks."""

from __future__ import annotations

import errno
import json
import os
import stat
from typing import TYPE_CHECKING

import pytest
from callgate_proxy import clients
from callgate_proxy.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable

    from callgate_proxy.clients import Applied, Plan
    from conftest import Machine

CONTENT = json.dumps({"mcpServers": {"time": {"command": "uvx", "args": ["mcp-server-time"]}}}, indent=2).encode()
STEPS = ("open", "write", "fsync", "close", "replace", "chmod", "chown", "stat", "makedirs", "fstat")


class Faults:
    """Counts the steps `apply` takes through `os`, and lets one of them fail (`at`: which; -1: none)."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, at: int) -> None:
        self.taken: list[str] = []
        self._at = at
        for name in STEPS:
            monkeypatch.setattr(os, name, self._step(name, getattr(os, name)))

    def _step(self, name: str, real: Callable[..., object]) -> Callable[..., object]:
        def step(*words: object, **named: object) -> object:
            self.taken.append(name)
            if len(self.taken) - 1 != self._at:
                return real(*words, **named)
            if name == "close":
                real(*words)
            if name == "write":
                real(words[0], bytes(words[1])[:7])  # type: ignore[arg-type]
            raise OSError(errno.ENOSPC, "No space left on device")

        return step


def _plan(machine: Machine) -> Plan:
    machine.write(CONTENT)
    return clients.plan_protect(machine.found(), machine.home)


def _apply(machine: Machine, plan: Plan) -> Applied:
    return clients.apply(plan, machine.home, machine.places)


def _complaint(machine: Machine, plan: Plan) -> str:
    try:
        _apply(machine, plan)
    except ConfigError as error:
        return str(error)
    return ""


def test_a_failure_at_any_step_leaves_the_old_file_or_the_new_one(
    linux: Machine, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    plan = _plan(linux)
    failed: list[str] = []
    for at in range(200):
        linux.home = type(linux.home)(str(tmp_path_factory.mktemp("home") / "h"))
        linux.write(CONTENT)
        with monkeypatch.context() as patched:
            faults = Faults(patched, at)
            complaint = _complaint(linux, plan)
        if len(faults.taken) <= at:
            break
        failed.append(faults.taken[at])
        assert "Nothing in it was changed" in complaint or not complaint
        assert linux.config.read_bytes() == (plan.before if complaint else plan.after), faults.taken
        assert os.listdir(linux.config.parent) == [linux.config.name], faults.taken
        linux.protect()
        linux.unprotect()
        assert linux.config.read_bytes() == CONTENT
    assert {"open", "write", "fsync", "replace", "makedirs", "stat", "chmod"} <= set(failed)


def test_a_process_killed_between_two_steps_leaves_the_old_file(
    linux: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    plan = _plan(linux)
    with monkeypatch.context() as patched:
        patched.setattr(os, "replace", killed)
        with pytest.raises(KeyboardInterrupt):
            _apply(linux, plan)
    assert linux.config.read_bytes() == CONTENT
    assert os.listdir(linux.config.parent) == [linux.config.name]


def test_a_file_that_changed_since_the_plan_is_left_alone(linux: Machine) -> None:
    plan = _plan(linux)
    linux.write(CONTENT + b"\n")
    with pytest.raises(ConfigError, match="changed since the plan"):
        _apply(linux, plan)
    assert linux.config.read_bytes() == CONTENT + b"\n"


def test_a_change_in_the_last_moment_is_seen(linux: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = _plan(linux)
    real = os.chmod

    def meanwhile(path: str, mode: int) -> None:
        real(path, mode)
        if ".callgate-" in path and path.startswith(str(linux.config)):
            linux.write(b"{}")

    monkeypatch.setattr(os, "chmod", meanwhile)
    with pytest.raises(ConfigError, match="changed since the plan"):
        _apply(linux, plan)
    assert linux.config.read_bytes() == b"{}"
    assert os.listdir(linux.config.parent) == [linux.config.name]


def test_what_reads_back_otherwise_is_reported_with_the_backup(linux: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = _plan(linux)
    real = os.replace

    def fought_over(fresh: str, path: str) -> None:
        real(fresh, path)
        if path == str(linux.config):
            linux.write(b"{}")

    monkeypatch.setattr(os, "replace", fought_over)
    with pytest.raises(ConfigError, match="reads back as something else") as caught:
        _apply(linux, plan)
    kept = caught.value.fix.removeprefix("What it was before is kept in ").removesuffix(".")
    with open(kept, "rb") as file:
        assert file.read() == CONTENT


def test_a_file_that_is_gone_is_reported(linux: Machine) -> None:
    plan = _plan(linux)
    linux.config.unlink()
    with pytest.raises(ConfigError, match="No such file"):
        _apply(linux, plan)


def test_a_read_only_file_is_left_alone_even_where_its_directory_would_allow_it(linux: Machine) -> None:
    plan = _plan(linux)
    linux.config.chmod(0o444)
    with pytest.raises(ConfigError, match="read-only"):
        _apply(linux, plan)
    assert linux.config.read_bytes() == CONTENT
    assert os.listdir(linux.config.parent) == [linux.config.name]


def test_a_link_stays_a_link_and_what_it_leads_to_is_changed_and_given_back(machine: Machine) -> None:
    target = machine.config.parent.parent / "dotfiles" / "claude.json"
    target.parent.mkdir(parents=True)
    target.write_bytes(CONTENT)
    machine.config.parent.mkdir(parents=True)
    machine.config.symlink_to(target)
    machine.protect()
    assert machine.config.is_symlink()
    assert b"callgate-proxy" in target.read_bytes()
    machine.unprotect()
    assert machine.config.is_symlink()
    assert target.read_bytes() == CONTENT


@pytest.mark.parametrize("mode", [0o600, 0o644, 0o664])
def test_the_mode_stays(linux: Machine, mode: int) -> None:
    linux.write(CONTENT)
    linux.config.chmod(mode)
    linux.protect()
    assert stat.S_IMODE(linux.config.stat().st_mode) == mode


@pytest.mark.skipif(os.name == "nt", reason="only on macOS and Linux: there a file has an owner one may give away")
@pytest.mark.parametrize("refused", [False, True])
def test_the_new_file_is_given_the_owner_of_the_old_one_where_the_system_lets_us(
    linux: Machine, monkeypatch: pytest.MonkeyPatch, refused: bool
) -> None:
    given: list[tuple[int, int]] = []

    def chown(path: str, user: int, group: int) -> None:
        assert os.path.dirname(path) == str(linux.config.parent)
        given.append((user, group))
        if refused:
            raise PermissionError(errno.EPERM, "Operation not permitted")

    linux.write(CONTENT)
    found = linux.config.stat()
    monkeypatch.setattr(os, "chown", chown)
    linux.protect()
    assert given == [(found.st_uid, found.st_gid)]
    assert b"callgate-proxy" in linux.config.read_bytes()


def test_the_backup_and_the_journal_are_for_the_owner_alone(linux: Machine) -> None:
    linux.write(CONTENT)
    applied = linux.protect()
    assert stat.S_IMODE(os.stat(applied.backup).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(linux.home.journal).st_mode) == 0o700
    with open(applied.backup, "rb") as file:
        assert file.read() == CONTENT
    assert "again" in applied.advice


def test_an_empty_plan_writes_nothing_and_needs_nobody_to_quit(linux: Machine) -> None:
    linux.write(b"{}")
    linux.alive.append(clients.Process(1, "claude-desktop", "/usr/lib/claude-desktop/app"))
    assert linux.protect().changes == []
    assert not os.path.exists(linux.home.root)
