"""A remote server that wants a login: the bridge opens the browser once, and keeps the tokens in a real keychain."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from callgate_proxy import launcher
from guarding import PATIENCE, Guard
from remoting import keychain, running

VISIT = "import sys, urllib.request as u; open(sys.argv[1], 'a').write('x'); u.urlopen(sys.argv[2]).read()"
INITIALIZE: dict[str, Any] = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}},
}
CALL: dict[str, Any] = {
    "jsonrpc": "2.0",
    "id": 2,
    "method": "tools/call",
    "params": {"name": "whoami", "arguments": {}},
}
# Speaks to the proxy twice, as a client that was started again would.
CLIENT = """
import json, subprocess, sys
for _ in range(2):
    with subprocess.Popen(sys.argv[2:], stdin=-1, stdout=-1) as proxy:
        for message in json.loads(sys.argv[1]):
            proxy.stdin.write(json.dumps(message).encode() + b"\\n")
            proxy.stdin.flush()
            if "id" in message:
                print(proxy.stdout.readline().decode(), end="")
        proxy.stdin.close()
"""

if sys.platform != "linux":
    raise pytest.skip.Exception("only on Windows and macOS there is another keychain", allow_module_level=True)


def test_a_login_is_asked_for_once_and_its_tokens_outlive_the_proxy(guard: Guard, tmp_path: Path) -> None:
    if shutil.which("gnome-keyring-daemon") is None or shutil.which("dbus-run-session") is None:
        pytest.skip("gnome-keyring is not installed")
    visited = tmp_path / "visited"
    visit = tmp_path / "visit.py"
    visit.write_text(VISIT, encoding="utf-8")
    told = json.dumps([INITIALIZE, {"jsonrpc": "2.0", "method": "notifications/initialized"}, CALL])
    session, environ = keychain(tmp_path)
    with running(sys.executable, str(Path(__file__).with_name("login_server.py"))) as server:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        proxy = [*launcher.command(guard.home), "--server", "real", "--url", url, "--"]
        done = subprocess.run(
            [*session, sys.executable, "-c", CLIENT, told, *proxy],
            env={**environ, "BROWSER": f"{sys.executable} {visit} {visited} %s"},
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["id"] for one in answers] == [1, 2, 1, 2], done.stderr
    assert [one["result"]["content"][0]["text"] for one in answers[1::2]] == ["ada", "ada"]
    assert visited.read_text("utf-8") == "x"
