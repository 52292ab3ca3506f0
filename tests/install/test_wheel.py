"""`pip install callgate`: the wheel in a fresh environment without the extra has a proxy and a command line, no Qt.

What the wheel requires is linked from this environment in place of a download, so that the test needs no network; what
it does not require is not there.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import zipfile
from importlib import metadata
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FAKE = ROOT / "tests" / "e2e" / "fake_server.py"
BIN = "Scripts" if os.name == "nt" else "bin"


def required(name: str) -> set[str]:
    """What `name` needs without extras, and what that needs."""
    found: set[str] = set()
    for line in metadata.requires(name) or ():
        needed = line.partition(";")[0].split("[")[0]
        needed = "".join(mark for mark in needed.split(">")[0].split("=")[0].split("<")[0] if mark not in " ()!~")
        if "extra ==" not in line:
            found |= {needed, *required(needed)}
    return found


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("wheel")
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(words, cwd=ROOT, check=True, capture_output=True)
    (made,) = folder.glob("*.whl")
    return made


@pytest.fixture(scope="module")
def fresh(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs' folder of an environment into which only the wheel was installed."""
    folder = tmp_path_factory.mktemp("fresh")
    subprocess.run([sys.executable, "-m", "venv", folder], check=True)
    programs = folder / BIN
    pip = [programs / "python", "-m", "pip", "install", "-q", "--no-index", "--no-deps", wheel]
    subprocess.run(pip, check=True, capture_output=True)
    site = next(folder.rglob("site-packages"))
    for name in required("callgate"):
        for path in {file.parts[0] for file in metadata.files(name) or ()} - {"..", "__pycache__"}:
            target = site / path
            if not target.exists():
                target.symlink_to(str(metadata.distribution(name).locate_file(path)))
    return programs


def test_the_wheel_carries_the_schema_the_icons_and_the_licence(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "callgate_resources/schema/policy.schema.json" in names
    assert "callgate_resources/icons/shield.svg" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not any(name.startswith(("tests/", "installer/")) for name in names)


def test_without_the_extra_there_is_no_qt_and_the_tray_says_how_to_get_it(fresh: Path, tmp_path: Path) -> None:
    assert subprocess.run([fresh / "python", "-c", "import PySide6"], capture_output=True, check=False).returncode == 1
    environ = {**os.environ, "CALLGATE_HOME": str(tmp_path)}
    done = subprocess.run([fresh / "callgate", "tray"], capture_output=True, text=True, env=environ, check=False)
    assert done.returncode == 2
    assert 'pip install "callgate[desktop]"' in done.stderr


def test_the_command_line_and_the_proxy_work(fresh: Path, tmp_path: Path) -> None:
    environ = {**os.environ, "CALLGATE_HOME": str(tmp_path)}
    policy: dict[str, object] = {"version": "1", "default": "deny", "servers": {"fake": {"tools": {"echo": {}}}}}
    (tmp_path / "policy.json").write_text(json.dumps(policy))
    for words in (["policy", "check"], ["status"], ["version", "--all"], ["autostart", "status"]):
        subprocess.run([fresh / "callgate", *words], capture_output=True, env=environ, check=True)
    calls: list[dict[str, object]] = [
        {"method": "initialize", "params": {"protocolVersion": "2025-06-18", "capabilities": {}}},
        {"method": "tools/call", "params": {"name": "echo", "arguments": {"text": "hello"}}},
        {"method": "tools/call", "params": {"name": "write", "arguments": {}}},
    ]
    lines = [json.dumps({"jsonrpc": "2.0", "id": number, **call}) for number, call in enumerate(calls)]
    server = [sys.executable, "-IS", FAKE]
    proxy = [fresh / "callgate-proxy", "--server", "fake", "--client", "test", "--", *server]
    started = subprocess.Popen(proxy, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environ)
    assert started.stdin is not None
    assert started.stdout is not None
    answers: list[str] = []
    for line in lines:
        started.stdin.write(line + "\n")
        started.stdin.flush()
        answers.append(started.stdout.readline())
    started.communicate(timeout=60)
    assert "hello" in answers[1]
    assert "Callgate refused" in answers[2]
