"""The inspector's command line sees the same through the proxy as without it: each server, each era of the client's.

1. What is compared is the whole answer, a list of tools in every era and one call.
2. Both servers stand in the inspector's catalog, as a client's configuration has them: the one wrapped, one not.
3. A run costs seconds of node's start: both sides of a comparison run at once.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from guarding import ALLOW_ALL, PATIENCE, Guard, Json

INSPECTOR = Path(__file__).parents[2] / ".node/node_modules/@modelcontextprotocol/inspector"
LAUNCHER = INSPECTOR / "clients" / "launcher" / "build" / "index.js"

# One call of each server; {folder}: what it serves, {page}: a page of ours.
CALLS: dict[str, tuple[str, Json]] = {
    "everything": ("get-sum", {"a": 2, "b": 40}),
    "filesystem": ("read_text_file", {"path": "{folder}/note.txt"}),
    "memory": ("read_graph", {}),
    "sequential-thinking": (
        "sequentialthinking",
        {"thought": "One.", "nextThoughtNeeded": False, "thoughtNumber": 1, "totalThoughts": 1},
    ),
    "git": ("git_log", {"repo_path": "{folder}"}),
    "time": ("convert_time", {"source_timezone": "UTC", "time": "12:00", "target_timezone": "Asia/Tokyo"}),
    "fetch": ("fetch", {"url": "{page}", "raw": True}),
}
ERAS = ("legacy", "auto", "modern")
ALL = pytest.mark.parametrize(("server", "name"), [(name, name) for name in CALLS], indirect=["server"], ids=CALLS)


class Page(BaseHTTPRequestHandler):
    """A page to fetch; it has no robots.txt."""

    def do_GET(self) -> None:
        """The page, whoever asks."""
        known = self.path == "/page"
        self.send_response(200 if known else 404)
        self.send_header("Content-Type", "text/plain")
        self.end_headers()
        self.wfile.write(b"A page to fetch." if known else b"")

    def log_message(self, format: str, *args: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def page() -> Iterator[str]:
    """The address of a page on this machine."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Page) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/page"
        server.shutdown()
        thread.join()


@pytest.fixture
def inspected(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, node: Path) -> list[str]:
    """The inspector's command line, as far as it is the same for all; its files stay in the test's folder."""
    if not LAUNCHER.exists():
        pytest.skip("the inspector is not installed: `python3 dev.py test` does it where npm can be had")
    monkeypatch.setenv("MCP_CATALOG_PATH", str(tmp_path / "catalog.json"))
    monkeypatch.setenv("MEMORY_FILE_PATH", str(tmp_path / "memory.jsonl"))
    return [str(node), str(LAUNCHER), "--cli", "-q", "--format", "json"]


def both(inspected: list[str], guard: Guard, server: list[str], *runs: list[str]) -> list[tuple[Json, Json]]:
    """What the inspector says of each run (its options), before the server itself and before the guarded one."""
    commands = {"direct": server, "guarded": guard.command(*server)}
    entries = {name: {"command": command[0], "args": command[1:]} for name, command in commands.items()}
    Path(os.environ["MCP_CATALOG_PATH"]).write_text(json.dumps({"mcpServers": entries}), encoding="utf-8")

    def said(name: str, words: list[str]) -> Json:
        line = [*inspected, "--server", name, *words]
        done = subprocess.run(line, capture_output=True, text=True, timeout=PATIENCE, check=False)
        return {"code": done.returncode, "said": json.loads(done.stdout) if done.stdout else {}}

    with ThreadPoolExecutor(2) as pool:
        pairs = [[pool.submit(said, name, words) for name in commands] for words in runs]
    return [(direct.result(), guarded.result()) for direct, guarded in pairs]


@ALL
def test_the_inspector_sees_no_difference(
    inspected: list[str], guard: Guard, server: list[str], name: str, page: str
) -> None:
    tool, arguments = CALLS[name]
    guard.policy({**ALLOW_ALL, "checks": {"ssrf": "off"}})  # the page to fetch is on this machine
    text = json.dumps(arguments).replace("{folder}", server[-1]).replace("{page}", page)
    given = [f"--tool-arg={key}={json.dumps(value)}" for key, value in json.loads(text).items()]
    lists = [["--protocol-era", era, "--method", "tools/list"] for era in ERAS]
    call = ["--protocol-era", "auto", "--method", "tools/call", "--tool-name", tool, *given]
    *listed, called = both(inspected, guard, server, *lists, call)
    for direct, guarded in listed:
        assert guarded == direct
    assert called[1] == called[0]
    assert called[0]["code"] == 0
    assert [direct["code"] for direct, _ in listed[:2]] == [0, 0]
    assert listed[0][0]["said"]["result"]["tools"]
    assert {row["tool"] for row in guard.rows() if "method" not in row} == {tool}


def test_a_refused_call_is_a_failed_tool_to_the_inspector(inspected: list[str], guard: Guard) -> None:
    guard.server(tools={"get_current_time": {}})
    server = [str(Path(sys.executable).with_name("mcp-server-time")), "--local-timezone", "UTC"]
    given = [f"--tool-arg={key}={value}" for key, value in CALLS["time"][1].items()]
    call = ["--protocol-era", "auto", "--method", "tools/call", "--tool-name", "convert_time", *given]
    ((direct, guarded),) = both(inspected, guard, server, call)
    assert direct["code"] == 0
    assert guarded["code"] == 5
