"""Where files are looked for: moved folders, profiles, workspaces, and the projects that clients remember."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

from authoring import entry, file_of
from callgate_proxy import clients
from callgate_proxy.clients.places import expand, projects
from conftest import Machine


def titles(machine: Machine) -> dict[str, str]:
    """Path, from the person's home on, to title."""
    home = Path(machine.places.home)
    return {str(Path(one.path).relative_to(home)): one.title for one in clients.found(machine.places)}


def put(machine: Machine, path: str, content: bytes) -> Path:
    file = Path(machine.places.home, path)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content)
    return file


def test_only_clients_that_are_there_are_found(linux: Machine) -> None:
    put(linux, ".cursor/mcp.json", file_of("cursor", {}))
    put(linux, ".codex/config.toml", b"")
    assert titles(linux) == {".cursor/mcp.json": "Cursor", ".codex/config.toml": "Codex"}


def test_where_there_is_no_client_the_first_place_to_look_is_told(linux: Machine) -> None:
    (only,) = clients.found(linux.places)
    assert (only.client, only.exists) == ("claude-desktop", False)


def test_profiles_and_insiders_have_files_of_their_own(linux: Machine) -> None:
    for path in ("Code/User/mcp.json", "Code/User/profiles/1a2b/mcp.json", "Code - Insiders/User/mcp.json"):
        put(linux, f".config/{path}", file_of("vscode", {}))
    assert titles(linux) == {
        ".config/Code/User/mcp.json": "VS Code",
        ".config/Code/User/profiles/1a2b/mcp.json": "VS Code (a profile)",
        ".config/Code - Insiders/User/mcp.json": "VS Code Insiders",
    }


def test_a_folder_that_a_variable_names_takes_the_place_of_the_usual_one(linux: Machine) -> None:
    moved = Path(linux.places.home, "elsewhere")
    places = dataclasses.replace(linux.places, environ={"CODEX_HOME": str(moved), "COPILOT_HOME": "not/absolute"})
    assert expand(places, "{CODEX_HOME|~/.codex}/config.toml") == [str(moved / "config.toml")]
    assert expand(places, "{COPILOT_HOME|~/.copilot}/x") == [str(Path(linux.places.home, ".copilot", "x"))]


def test_projects_are_those_that_clients_remember(linux: Machine) -> None:
    home = Path(linux.places.home)
    shop, site = str(home / "src" / "shop"), str(home / "my site")
    put(linux, ".claude.json", json.dumps({"projects": {shop: {}, "relative": {}}}).encode())
    uri = f"file://{site}".replace(" ", "%20")
    put(linux, ".config/Cursor/User/workspaceStorage/1/workspace.json", json.dumps({"folder": uri}).encode())
    put(linux, ".config/Code/User/workspaceStorage/2/workspace.json", b'{"folder": "vscode-remote://ssh/x"}')
    put(linux, ".config/Code/User/workspaceStorage/3/workspace.json", b"{")
    assert set(projects(linux.places)) == {shop, site}


def test_a_projects_own_files_are_found_and_named_after_it(linux: Machine) -> None:
    shop = Path(linux.places.home, "src", "shop")
    put(linux, ".claude.json", json.dumps({"projects": {str(shop): {}}}).encode())
    for path, client in ((".mcp.json", "claude-code"), (".vscode/mcp.json", "vscode")):
        put(linux, f"src/shop/{path}", file_of(client, {"a": entry(client, ["npx"])}))
    found = {one.title: one for one in clients.found(linux.places)}
    assert found["Claude Code, project shop"].project == str(shop)
    assert found["VS Code, project shop"].entries[0].name == "a"
    assert found["Claude Code"].stops
    assert not found["Claude Code, project shop"].stops


def test_a_file_that_two_patterns_name_is_one_file(linux: Machine) -> None:
    real = put(linux, ".gemini/config/mcp_config.json", file_of("antigravity", {}))
    link = Path(linux.places.home, ".gemini", "antigravity", "mcp_config.json")
    link.parent.mkdir()
    link.symlink_to(real)
    assert len(clients.found(linux.places)) == 1


def test_a_file_that_a_client_has_yet_to_make_is_watched_too(linux: Machine) -> None:
    shop = Path(linux.places.home, "shop")
    put(linux, ".claude.json", json.dumps({"projects": {str(shop): {}}}).encode())
    project = put(linux, "shop/.mcp.json", b"{}")
    watched = clients.watched(linux.places)
    assert str(project) in watched
    assert all(str(clients.expected(client, linux.places).path) in watched for client in clients.ADAPTERS)
