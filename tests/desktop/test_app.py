"""callgate-tray as a process, offscreen: one a home, clean ends, clear words when it cannot run."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import pytest
from callgate_desktop import living
from callgate_proxy import mode, serving
from callgate_proxy.home import Home
from callgate_proxy.http import remotes
from PySide6.QtGui import QSessionManager

TRAY = [sys.executable, "-m", "callgate_desktop.app", "--verbose"]
PATIENCE = 60  # seconds


@contextmanager
def started(home: str, person: Path, **changes: str) -> Generator[subprocess.Popen[str]]:
    environ = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "CALLGATE_HOME": home, "HOME": str(person)}
    environ |= {"XDG_CONFIG_HOME": str(person / ".config"), **changes}
    with subprocess.Popen(TRAY, env=environ, stderr=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def heard(process: subprocess.Popen[str], words: str) -> str:
    """The first line on stderr that holds `words`."""
    assert process.stderr is not None
    lines: list[str] = []
    for line in process.stderr:
        lines.append(line)
        if words in line:
            return line
    raise AssertionError(f"never said {words!r}: {lines}")


@pytest.mark.parametrize("name", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it_cleanly(home: Home, tmp_path: Path, name: signal.Signals) -> None:
    with started(home.root, tmp_path) as tray:
        heard(tray, "ready")
        assert os.path.exists(home.socket)
        tray.send_signal(name)
        assert tray.wait(PATIENCE) == 0
        assert not os.path.exists(home.socket)


def test_a_session_that_ends_does_not_start_it_anew_by_itself() -> None:
    class Session:
        hint: object = None

        def setRestartHint(self, hint: object) -> None:
            self.hint = hint

    session = Session()
    living.not_again(cast(QSessionManager, session))
    assert session.hint == QSessionManager.RestartHint.RestartNever


def test_a_second_tray_hands_over_and_leaves(home: Home, tmp_path: Path) -> None:
    with started(home.root, tmp_path) as first:
        heard(first, "ready")
        with started(home.root, tmp_path) as second:
            heard(second, "Its window comes up.")
            assert second.wait(PATIENCE) == 0
        assert first.poll() is None


def test_two_homes_have_two_trays(home: Home, tmp_path: Path) -> None:
    with started(home.root, tmp_path) as first, started(f"{home.root}-2", tmp_path) as second:
        heard(first, "ready")
        heard(second, "ready")


def test_a_tray_that_was_killed_does_not_keep_the_next_one_out(home: Home, tmp_path: Path) -> None:
    with started(home.root, tmp_path) as first:
        heard(first, "ready")
        first.kill()
        first.wait(PATIENCE)
    with started(home.root, tmp_path) as second:
        heard(second, "ready")


def test_a_home_that_cannot_be_written_is_said_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with started(str(tmp_path / "file"), tmp_path) as tray:
        line = heard(tray, "cannot open its socket")
        assert "set CALLGATE_HOME to one that is" in line
        tray.send_signal(signal.SIGTERM)  # its window waits to be read
        assert tray.wait(PATIENCE) == 1


def test_without_a_screen_it_says_so_and_leaves(home: Home, tmp_path: Path) -> None:
    nothing = {"QT_QPA_PLATFORM": "", "DISPLAY": "", "WAYLAND_DISPLAY": ""}
    with started(home.root, tmp_path, **nothing) as tray:
        assert "callgate demo" in heard(tray, "no screen")
        assert tray.wait(PATIENCE) == 1


@pytest.mark.parametrize(("kind", "after"), [(mode.PAUSED, mode.ON), (mode.LOCKDOWN, mode.LOCKDOWN)])
def test_a_pause_until_restart_ends_with_the_next_start_and_a_lock_down_stays(
    home: Home, tmp_path: Path, kind: str, after: str
) -> None:
    mode.write(home, kind)
    with started(home.root, tmp_path) as tray:
        heard(tray, "ready")
        assert mode.read(home).kind == after


def use(home: Home, port: int) -> None:
    """A client uses a remote server."""
    remotes.save(home, remotes.Remotes(port).with_("far", "https://example.org/mcp", "cursor"))


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as one:
        return one.getsockname()[1]


@pytest.mark.parametrize("end", [signal.SIGTERM, signal.SIGKILL])
def test_it_runs_the_endpoint_for_remote_servers_and_takes_it_along(
    home: Home, tmp_path: Path, end: signal.Signals
) -> None:
    use(home, free_port())
    with started(home.root, tmp_path) as tray:
        heard(tray, "remote servers are served")
        assert serving.state(home) == serving.RUNNING
        with socket.create_connection(("127.0.0.1", remotes.load(home).port), PATIENCE) as held:
            tray.send_signal(end)
            assert held.recv(1) == b""  # its side is closed: the endpoint has ended
        tray.wait(PATIENCE)
        assert serving.state(home) == serving.SILENT


def test_the_endpoint_begins_when_a_client_gets_a_remote_server(home: Home, tmp_path: Path) -> None:
    with started(home.root, tmp_path) as tray:
        heard(tray, "ready")
        use(home, free_port())
        heard(tray, "remote servers are served")
