"""Servers that misbehave and a home that cannot be written: a clear word for each, nothing lost, nothing opened."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from callgate_proxy.home import Home
from guarding import FAKE, PATIENCE, Guard, Wire, said

SPACE = pytest.mark.skipif(sys.platform != "linux", reason="a running process's limits can be set on Linux alone")


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """A proxy whose client has nothing to say."""
    return subprocess.run(command, input="", capture_output=True, text=True, timeout=PATIENCE)


def allow_files_of(pid: int, size: int | None) -> None:
    """From now on no file that process `pid` writes may grow beyond `size` bytes; None: as large as they like."""
    import resource

    most = resource.RLIM_INFINITY if size is None else size
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))


@pytest.fixture
def notes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file where the fake server notes each call that reached it."""
    monkeypatch.setenv("FAKE_NOTES", str(tmp_path / "notes"))
    return tmp_path / "notes"


def test_a_server_command_that_does_not_exist_is_named(guard: Guard) -> None:
    done = run(guard.command("no-such-server-anywhere", "--flag"))
    assert done.returncode != 0
    assert "no-such-server-anywhere" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_a_server_that_dies_at_once_is_heard_and_its_exit_code_passed_on(guard: Guard) -> None:
    done = run(guard.command(*FAKE, "dies"))
    assert done.returncode == 1
    assert "no configuration found, giving up" in done.stderr
    assert "Traceback" not in done.stderr


def test_log_lines_on_standard_output_do_not_reach_the_client(guard: Guard, tmp_path: Path) -> None:
    with (tmp_path / "stderr").open("w") as stderr, Wire(guard.command(*FAKE, "logs"), stderr=stderr) as wire:
        assert said(wire.call("echo", text="hello")) == '{"text": "hello"}'
        assert said(wire.call("echo", text="again")) == '{"text": "again"}'
        assert wire.leave() == 0
    assert "INFO: got tools/call" in (tmp_path / "stderr").read_text()


def test_a_flood_on_standard_error_passes_and_holds_up_nothing(guard: Guard, tmp_path: Path) -> None:
    with (tmp_path / "stderr").open("w") as stderr, Wire(guard.command(*FAKE, "floods"), stderr=stderr) as wire:
        assert said(wire.call("echo", text="hello")) == '{"text": "hello"}'
    assert (tmp_path / "stderr").stat().st_size > 4_000_000


@SPACE
@pytest.mark.parametrize("room", [0, 10], ids=["no room", "room for the beginning of a row"])
def test_on_a_full_disk_the_call_is_refused_and_goes_on_once_there_is_room(
    guard: Guard, notes: Path, room: int
) -> None:
    with Wire(guard.command(*FAKE)) as wire:
        assert not wire.call("echo")["isError"]
        size = max(file.stat().st_size for file in Path(guard.home.log).glob("*.jsonl"))
        allow_files_of(wire.process.pid, size + room)
        result = wire.call("write")
        assert result["isError"]
        assert "row" in said(result)
        allow_files_of(wire.process.pid, None)
        assert not wire.call("secret")["isError"]
        assert wire.leave() == 0
    assert notes.read_text().split() == ["echo", "secret"]


def test_where_the_log_cannot_be_made_no_call_goes_on(guard: Guard, notes: Path) -> None:
    Path(guard.home.log).write_text("a file where the folder belongs")
    with Wire(guard.command(*FAKE)) as wire:
        result = wire.call("echo")
        assert result["isError"]
        assert guard.home.log in said(result)
    assert not notes.exists()


def test_a_home_that_cannot_exist_opens_nothing_and_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, notes: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    root = str(tmp_path / "file" / "home")
    monkeypatch.setenv("CALLGATE_HOME", root)
    proxy = shutil.which("callgate-proxy", path=str(Path(sys.executable).parent))
    assert proxy is not None
    with Wire([proxy, "--server", "real", "--", *FAKE]) as wire:
        result = wire.call("echo")
        assert result["isError"]
        assert Home(root).policy in said(result) or root in said(result)
    assert not notes.exists()
