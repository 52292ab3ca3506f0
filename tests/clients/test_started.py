"""A guarded server as its client starts it: out of the written file, with its command, arguments and environment."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from authoring import data_of, entry, file_of, started_by
from callgate_proxy import clients
from conftest import machine_of

SERVER = Path(__file__).parents[1] / "e2e" / "fake_server.py"
ALLOW_ALL = {"version": "1", "default": "allow"}
PATIENCE = 120.0  # seconds; a slow machine is no failure


@pytest.mark.parametrize("client", list(clients.ADAPTERS))
def test_the_server_answers_through_the_written_entry_and_the_file_comes_back(client: str, tmp_path: Path) -> None:
    machine = machine_of(client, tmp_path, sys.platform)
    env = {clients.ADAPTERS[client].shape.env: {"FROM_THE_ENTRY": "kept"}}
    content = file_of(client, {"real": entry(client, [sys.executable, "-IS", str(SERVER)], **env)})
    machine.write(content)
    machine.protect()
    Path(machine.home.policy).write_text(json.dumps(ALLOW_ALL), "utf-8")
    written = machine.config.read_bytes()
    assert data_of(client, written) != data_of(client, content)
    listed, called = _talk(started_by(client, written, "real"), {**os.environ, "FROM_THE_ENTRY": "kept"})
    assert listed["tools"]
    assert not called.get("isError")
    (row,) = _calls(machine.home.log)
    assert (row["client"], row["server"], row["verdict"]) == (client, "real", "allow")
    machine.unprotect()
    assert machine.config.read_bytes() == content


def _talk(command: list[str], env: dict[str, str]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What the server lists, and what its first tool says."""
    with subprocess.Popen(
        command, env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        hello = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
        answers: list[dict[str, Any]] = []
        wanted: list[tuple[str, dict[str, Any]]] = [("initialize", hello), ("tools/list", {})]
        while wanted:
            method, params = wanted.pop(0)
            request = {"jsonrpc": "2.0", "id": len(answers) + 1, "method": method, "params": params}
            process.stdin.write(json.dumps(request) + "\n")
            process.stdin.flush()
            answers.append(json.loads(process.stdout.readline())["result"])
            if method == "tools/list":
                wanted.append(("tools/call", {"name": answers[-1]["tools"][0]["name"], "arguments": {}}))
        process.communicate(timeout=PATIENCE)
    return answers[1], answers[2]


def _calls(log: str) -> list[dict[str, Any]]:
    texts = [file.read_text("utf-8") for file in Path(log).glob("*.jsonl")]
    rows = [json.loads(line) for text in texts for line in text.split("\n") if line]
    return [row for row in rows if row["k"] == "call"]
