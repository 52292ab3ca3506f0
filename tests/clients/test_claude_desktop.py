"""Claude Desktop's files on each system, and which processes are the app."""

from __future__ import annotations

import dataclasses
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import psutil
import pytest
from callgate_proxy import clients
from callgate_proxy.clients import Process
from callgate_proxy.clients.model import own_processes
from callgate_proxy.errors import ClientRunning

if TYPE_CHECKING:
    from conftest import Machine

CONTENT = json.dumps({"mcpServers": {"time": {"command": "uvx", "args": ["mcp-server-time"]}}}).encode()

RUNS = {
    "linux": [
        Process(1, "claude-desktop", "/usr/lib/claude-desktop/claude-desktop"),
        Process(2, "electron", "/usr/lib/claude-desktop/node_modules/electron/dist/electron", ("electron",)),
        Process(3, "electron", "/usr/lib/electron37/electron", ("electron", "/usr/lib/claude-desktop/app.asar")),
        Process(4, "claude-desktop", "/tmp/.mount_ClaudeX1/usr/bin/app"),
        Process(5, "claude-desktop", "/nix/store/abc-claude-desktop-1.2/lib/app"),
        Process(6, "claude-desktop", ""),
    ],
    "darwin": [
        Process(1, "Claude", "/Applications/Claude.app/Contents/MacOS/Claude"),
        Process(2, "Claude Helper", "/Users/me/Applications/Claude.app/Contents/Frameworks/H.app/Contents/MacOS/H"),
        Process(3, "Claude", ""),
    ],
    "win32": [
        Process(1, "Claude.exe", "C:\\Program Files\\WindowsApps\\Claude_1.1_x64__pzs8sxrjxfjjc\\app\\Claude.exe"),
        Process(2, "claude.exe", "C:\\Users\\me\\AppData\\Local\\AnthropicClaude\\app-0.14.1\\claude.exe"),
        Process(3, "Claude.exe", ""),
    ],
}
RESTS = {
    "linux": [
        Process(1, "claude", "/home/me/.local/bin/claude", ("claude", "mcp", "list")),
        Process(2, "node", "/usr/bin/node", ("node", "/usr/lib/claude-desktop/x.js")),
        Process(3, "claude", "/home/me/.config/Claude/claude-code/2.1/claude"),
        Process(4, "callgate-proxy", "/usr/bin/python3", ("python3", "--client", "claude-desktop")),
        Process(5, "claude", ""),
    ],
    "darwin": [
        Process(1, "claude", "/Users/me/.local/share/claude/versions/2.1.0"),
        Process(
            2,
            "claude",
            "/Users/me/Library/Application Support/Claude/claude-code/2.1/claude.app/Contents/MacOS/claude",
        ),
        Process(3, "claude", ""),
    ],
    "win32": [
        Process(1, "claude.exe", "C:\\Users\\me\\.local\\bin\\claude.exe"),
        Process(2, "claude.exe", "C:\\Users\\me\\AppData\\Roaming\\Claude\\claude-code\\2.1\\claude.exe"),
        Process(3, "svc.exe", "C:\\Program Files\\WindowsApps\\Claude_1.1_x64__pzs8sxrjxfjjc\\app\\cowork-svc.exe"),
        Process(4, "Update.exe", "C:\\Users\\me\\AppData\\Local\\AnthropicClaude\\Update.exe"),
    ],
}


def test_the_running_app_keeps_its_file_from_being_changed(machine: Machine) -> None:
    machine.write(CONTENT)
    for process in RUNS[machine.places.platform]:
        machine.alive[:] = [process]
        with pytest.raises(ClientRunning, match=rf"process {process.pid}\b") as caught:
            machine.protect()
        assert "tray" in caught.value.fix
    assert machine.config.read_bytes() == CONTENT
    assert not os.path.exists(machine.home.root)


def test_claude_code_and_other_programs_are_not_the_app(machine: Machine) -> None:
    machine.write(CONTENT)
    machine.alive[:] = RESTS[machine.places.platform]
    assert clients.running(machine.found(), machine.places) == []
    machine.protect()


def test_many_helpers_are_counted_and_not_all_named(linux: Machine) -> None:
    linux.write(CONTENT)
    linux.alive[:] = [Process(pid, "c", "/usr/lib/claude-desktop/c") for pid in range(12)]
    with pytest.raises(ClientRunning, match="and 9 more"):
        linux.protect()


def test_the_real_process_table_holds_this_very_process() -> None:
    mine = next(one for one in own_processes() if one.pid == os.getpid())
    assert mine.exe == psutil.Process().exe()
    assert mine.args


def test_without_any_file_the_place_and_the_way_to_make_it_are_told(machine: Machine) -> None:
    found = machine.found()
    assert not found.exists
    assert found.path == str(machine.config)
    assert "Settings" in found.advice
    assert "Edit Config" in found.advice


def test_the_third_party_file_is_listed_beside_the_usual_one(linux: Machine) -> None:
    linux.write(CONTENT)
    third = Path(linux.places.xdg_config, "Claude-3p", "claude_desktop_config.json")
    third.parent.mkdir(parents=True)
    third.write_bytes(CONTENT)
    assert [one.path for one in clients.found(linux.places)] == [str(linux.config), str(third)]


@pytest.mark.parametrize("machine", ["store"], indirect=True)
def test_on_windows_the_store_file_and_the_older_one_both_count(machine: Machine) -> None:
    older = Path(machine.places.appdata, "Claude", "claude_desktop_config.json")
    older.parent.mkdir(parents=True)
    older.write_bytes(CONTENT)
    machine.write(CONTENT)
    store, old = clients.found(machine.places)
    assert (store.path, old.path) == (str(machine.config), str(older))
    assert (store.title, old.title) == ("Claude Desktop", "Claude Desktop (older installation)")


def test_a_package_folder_without_its_own_roaming_data_is_no_installation(linux: Machine) -> None:
    windows = dataclasses.replace(linux.places, platform="win32")
    os.makedirs(os.path.join(windows.localappdata, "Packages", "Claude_pzs8sxrjxfjjc", "LocalState"))
    (found,) = clients.found(windows)
    assert found.path == os.path.join(windows.appdata, "Claude", "claude_desktop_config.json")


def test_two_ways_to_one_file_are_one_file(linux: Machine) -> None:
    linux.write(CONTENT)
    os.symlink(linux.config.parent, linux.config.parent.parent / "Claude-3p")
    assert len(clients.found(linux.places)) == 1
