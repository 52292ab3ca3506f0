"""A secret in a real keychain (gnome-keyring, in a session of its own) reaches the server, and nothing else."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from callgate_proxy import launcher
from callgate_proxy.http import remotes
from guarding import PATIENCE, Guard
from remoting import free_port, keychain, keyed

VALUE = "hunter2-" + "v" * 2_000
CALLER = Path(__file__).with_name("keyed_caller.py")
TRAY = Path(__file__).with_name("lending_tray.py")
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


KEY = "Bearer s3cret-of-the-far/server-" + "k" * 40
STORY = """\
set -e
"$PY" -m callgate_proxy.cli protect --client cursor --yes
"$PY" -m callgate_proxy.cli secrets move --client cursor --yes
"$PY" -m callgate_proxy.cli secrets list
cp "$FILE" "$FILE.moved"
mkfifo "$FILE.told"
"$PY" -m callgate_proxy.cli serve --port "$PORT" > "$FILE.told" & serving=$!
trap 'kill $serving' EXIT
exec 3< "$FILE.told"
read -r _ <&3
"$PY" "$CALLER" "$FILE"
ps -eww -o args > "$FILE.ps"
"$PY" -m callgate_proxy.cli unprotect --client cursor --yes
"""


def test_a_header_goes_from_the_keychain_to_the_real_server_and_comes_back_to_the_byte(
    guard: Guard, tmp_path: Path
) -> None:
    session, environ = keychain(tmp_path)
    guard.policy({"version": "1", "default": "allow"})
    config = tmp_path / ".cursor" / "mcp.json"
    config.parent.mkdir()
    port = free_port()
    remotes.save(guard.home, remotes.Remotes(port))
    with keyed(KEY) as url:
        entry = {"url": url, "headers": {"Authorization": KEY, "X-Plain": "as it is"}}
        content = json.dumps({"mcpServers": {"far": entry}}, indent=3).replace("far/", "far\\/").encode()
        config.write_bytes(content)
        told = {"PY": sys.executable, "FILE": str(config), "PORT": str(port), "CALLER": str(CALLER)}
        done = subprocess.run(
            [*session, "sh", "-c", STORY],
            env={**environ, **told, "CALLGATE_HOME": guard.home.root},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert "refused as a stranger: 401" in done.stdout
    assert "listed: True answered: True" in done.stdout
    moved = json.loads((config.parent / "mcp.json.moved").read_text("utf-8"))["mcpServers"]["far"]["headers"]
    assert moved["Authorization"].startswith("callgate-secret:cursor/far/Authorization@")
    assert moved["X-Plain"] == "as it is"
    assert config.read_bytes() == content
    seen = [done.stdout, done.stderr, (config.parent / "mcp.json.ps").read_text("utf-8")]
    logs = [one.read_text("utf-8") for one in Path(guard.home.log).rglob("*") if one.is_file()]
    assert logs
    assert not any("s3cret" in one for one in (*seen, *logs))


BRIDGED = """\
"$PY" -m callgate_proxy.cli secrets set key
exec "$PY" "$CALLER" --start "$@" --header "Authorization: callgate-secret:key" --
"""


def test_the_bridge_puts_the_value_into_its_header(guard: Guard, tmp_path: Path) -> None:
    session, environ = keychain(tmp_path)
    guard.policy({"version": "1", "default": "allow"})
    with keyed(KEY) as url:
        proxy = [*launcher.command(guard.home), "--server", "far", "--url", url]
        done = subprocess.run(
            [*session, "sh", "-c", BRIDGED, "sh", *proxy],
            input=KEY + "\n",
            env={**environ, "PY": sys.executable, "CALLER": str(CALLER)},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    assert "listed: True answered: True" in done.stdout
    assert "s3cret" not in done.stdout + done.stderr


def test_a_server_gets_its_secret_of_the_tray_where_its_own_session_has_no_keychain(
    guard: Guard, tmp_path: Path
) -> None:
    session, environ = keychain(tmp_path)
    told, person = tmp_path / "told", tmp_path / "person"
    config = person / ".config" / "Claude" / "claude_desktop_config.json"
    config.parent.mkdir(parents=True)
    entry = {"command": sys.executable, "args": ["-c", TELLS, str(told)], "env": {"API_KEY": VALUE}}
    config.write_text(json.dumps({"mcpServers": {"real": entry}}), "utf-8")
    done = subprocess.run(
        [*session, sys.executable, str(TRAY), guard.home.root, str(person)],
        env=environ,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert done.stdout.splitlines() == ["with the tray: 0", "without: 127"], done.stderr
    assert told.read_text("utf-8") == VALUE
    assert VALUE not in config.read_text("utf-8") + done.stdout + done.stderr
