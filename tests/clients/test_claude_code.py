"""Claude Code: which processes are a session, and the projects in the person's file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from authoring import RECORDED
from callgate_proxy import clients
from callgate_proxy.clients import Process, claude_code
from conftest import Machine, machine_of

SESSIONS = [
    Process(1, "claude", "/home/me/.local/share/claude/versions/2.1.3"),
    Process(2, "claude", "/Users/me/.local/bin/claude"),
    Process(3, "node", "/usr/bin/node", ("node", "/usr/lib/node_modules/@anthropic-ai/claude-code/cli.js")),
    Process(4, "claude.exe", "C:\\Users\\me\\.local\\bin\\claude.exe"),
    Process(5, "claude", ""),
    Process(6, "claude", "/home/me/.config/Claude/claude-code/2.1/claude"),
]
OTHERS = [
    Process(1, "claude-desktop", "/usr/lib/claude-desktop/claude-desktop"),
    Process(2, "Claude", "/Applications/Claude.app/Contents/MacOS/Claude"),
    Process(3, "node", "/usr/bin/node", ("node", "/srv/server.js", "--about", "@anthropic-ai/claude-code")),
    Process(4, "vim", "/usr/bin/vim", ("vim", "@anthropic-ai/claude-code/cli.js")),
    Process(5, "claude.exe", "C:\\Users\\me\\AppData\\Local\\AnthropicClaude\\app-0.14.1\\claude.exe"),
]


@pytest.mark.parametrize("process", SESSIONS, ids=lambda one: one.exe)
def test_a_session_is_known_by_its_program(process: Process, linux: Machine) -> None:
    assert claude_code.is_client(process, linux.places)


@pytest.mark.parametrize("process", OTHERS, ids=lambda one: one.exe)
def test_the_desktop_app_and_what_merely_names_it_is_no_session(process: Process, linux: Machine) -> None:
    assert not claude_code.is_client(process, linux.places)


def test_the_servers_of_a_project_are_told_apart_from_the_persons_own(tmp_path: Path) -> None:
    machine = machine_of("claude-code", tmp_path)
    machine.write(RECORDED["claude-code"])
    shop = "/home/me/src/shop"
    assert [one.name for one in machine.found().entries] == ["github", "time", f"time ({shop})", f"db ({shop})"]
    assert [one.server for one in machine.found().entries] == ["github", "time", "time", "db"]
    machine.protect(f"time ({shop})")
    data = json.loads(machine.config.read_bytes())
    assert data["mcpServers"]["time"]["command"] == "uvx"
    assert data["projects"][shop]["mcpServers"]["time"]["args"][:4] == ["--server", "time", "--client", "claude-code"]


def test_a_wiped_server_of_a_project_comes_back_in_its_project(tmp_path: Path) -> None:
    machine = machine_of("claude-code", tmp_path)
    machine.write(RECORDED["claude-code"])
    machine.protect()
    data = json.loads(machine.config.read_bytes())
    data["projects"]["/home/me/src/shop"]["mcpServers"] = {}
    machine.write(json.dumps(data, indent=2).encode())
    clients.apply(clients.plan_put_back(machine.found(), machine.home), machine.home, machine.places)
    machine.unprotect()
    after, before = json.loads(machine.config.read_bytes()), json.loads(RECORDED["claude-code"])
    assert after["projects"]["/home/me/src/shop"]["mcpServers"] == before["projects"]["/home/me/src/shop"]["mcpServers"]
