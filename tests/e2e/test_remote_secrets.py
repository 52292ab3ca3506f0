"""A secret in a real keychain (gnome-keyring, in a session of its own) reaches the server, and nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from callgate_proxy import launcher
from guarding import PATIENCE, Guard
from remoting import keychain

VALUE = "hunter2-" + "v" * 2_000
TELLS = "import os, sys; open(sys.argv[1], 'w').write(os.environ['API_KEY'])"

if sys.platform != "linux":
    raise pytest.skip.Exception("only on Windows and macOS there is another keychain", allow_module_level=True)


def test_a_reference_in_the_environment_becomes_its_value_for_the_server_alone(guard: Guard, tmp_path: Path) -> None:
    if shutil.which("gnome-keyring-daemon") is None or shutil.which("dbus-run-session") is None:
        pytest.skip("gnome-keyring is not installed")
    session, environ = keychain(tmp_path)
    told = tmp_path / "told"
    proxy = [*launcher.command(guard.home), "--server", "real", "--", sys.executable, "-c", TELLS, str(told)]
    script = f'"{sys.executable}" -m callgate_proxy.cli secrets set key && API_KEY=callgate-secret:key exec "$@"'
    done = subprocess.run(
        [*session, "sh", "-c", script, "sh", *proxy],
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


def test_without_a_keychain_the_server_is_not_started_and_the_reason_is_told(guard: Guard, tmp_path: Path) -> None:
    _, environ = keychain(tmp_path)
    told = tmp_path / "told"
    proxy = [*launcher.command(guard.home), "--server", "real", "--", sys.executable, "-c", TELLS, str(told)]
    done = subprocess.run(
        proxy, env={**environ, "API_KEY": "callgate-secret:key"}, capture_output=True, text=True, timeout=PATIENCE
    )
    assert done.returncode == 127
    assert "no keychain" in done.stderr
    assert not told.exists()
