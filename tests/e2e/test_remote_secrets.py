"""A secret in a real keychain (gnome-keyring, in a session of its own) reaches the server, and nothing else."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from callgate_proxy import launcher
from guarding import PATIENCE, Guard

VALUE = "hunter2-" + "v" * 2_000
TELLS = "import os, sys; open(sys.argv[1], 'w').write(os.environ['API_KEY'])"
SESSION = 'printf %s pass | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec "$@"'

if sys.platform != "linux":
    raise pytest.skip.Exception("only on Windows and macOS there is another keychain", allow_module_level=True)


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """Of a person whose keychain is empty."""
    run = tmp_path / "run"
    run.mkdir(mode=0o700)
    kept = {key: value for key, value in os.environ.items() if key != "DBUS_SESSION_BUS_ADDRESS"}
    return {**kept, "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(run), "XDG_DATA_HOME": str(tmp_path / "data")}


def test_a_reference_in_the_environment_becomes_its_value_for_the_server_alone(
    guard: Guard, environ: dict[str, str], tmp_path: Path
) -> None:
    if shutil.which("gnome-keyring-daemon") is None or shutil.which("dbus-run-session") is None:
        pytest.skip("gnome-keyring is not installed")
    told = tmp_path / "told"
    proxy = [*launcher.command(guard.home), "--server", "real", "--", sys.executable, "-c", TELLS, str(told)]
    script = f'"{sys.executable}" -m callgate_proxy.cli secrets set key && API_KEY=callgate-secret:key exec "$@"'
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", SESSION, "sh", "sh", "-c", script, "sh", *proxy],
        input=VALUE + "\n",
        env=environ,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert told.read_text("utf-8") == VALUE
    assert VALUE not in done.stdout + done.stderr
    files = [file for file in Path(guard.home.root).rglob("*") if file.is_file()]
    assert not any(VALUE.encode() in file.read_bytes() for file in files)


def test_without_a_keychain_the_server_is_not_started_and_the_reason_is_told(
    guard: Guard, environ: dict[str, str], tmp_path: Path
) -> None:
    told = tmp_path / "told"
    proxy = [*launcher.command(guard.home), "--server", "real", "--", sys.executable, "-c", TELLS, str(told)]
    done = subprocess.run(
        proxy, env={**environ, "API_KEY": "callgate-secret:key"}, capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == 127
    assert "no keychain" in done.stderr
    assert not told.exists()
