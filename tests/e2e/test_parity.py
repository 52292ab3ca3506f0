"""A client sees the same through the proxy as without it: what a server announces, and what its tools answer."""

from __future__ import annotations

from typing import Any

import anyio
import pytest
from guarding import ERAS, Guard, session
from mcp import Client, MCPError

Seen = dict[str, Any]

# What is called on each server: answers that do not change between two runs, and one that is an error. A call of a tool
# that no list held has a test of its own: once a server's list is pinned, it is asked about.
CALLS: dict[str, list[tuple[str, Seen]]] = {
    "everything": [
        ("echo", {"message": 'héllo \u2028 "quoted"'}),
        ("get-sum", {"a": 2, "b": 40}),
        ("get-tiny-image", {}),
        ("get-structured-content", {"location": "New York"}),
        ("get-annotated-message", {"messageType": "error", "includeImage": True}),
        ("get-sum", {"a": "not a number"}),
    ],
    "filesystem": [
        ("list_allowed_directories", {}),
        ("list_directory", {"path": "{folder}"}),
        ("read_text_file", {"path": "{folder}/note.txt"}),
        ("write_file", {"path": "{folder}/note.txt", "content": "one\ntwo\n"}),
        ("read_text_file", {"path": "{folder}/missing.txt"}),
        ("read_text_file", {"path": "/etc/hostname"}),
    ],
    "git": [
        ("git_status", {"repo_path": "{folder}"}),
        ("git_log", {"repo_path": "{folder}"}),
        ("git_diff_unstaged", {"repo_path": "{folder}"}),
        ("git_show", {"repo_path": "{folder}", "revision": "no-such-revision"}),
    ],
    "time": [
        ("convert_time", {"source_timezone": "UTC", "time": "12:00", "target_timezone": "Asia/Tokyo"}),
        ("convert_time", {"source_timezone": "Nowhere/City", "time": "12:00", "target_timezone": "UTC"}),
    ],
}


async def answered(request: Any) -> Seen:
    """The result of a request, or the error that came instead, as plain data."""
    try:
        result = await request
    except MCPError as error:
        return {"error": error.error.model_dump(mode="json")}
    return result.model_dump(mode="json", by_alias=True)


async def seen(client: Client, calls: list[tuple[str, Seen]], folder: str) -> Seen:
    """All that a client can see of a server: era, capabilities, lists, answers."""
    listed = {
        "tools": await answered(client.list_tools()),
        "resources": await answered(client.list_resources()),
        "templates": await answered(client.list_resource_templates()),
        "prompts": await answered(client.list_prompts()),
    }
    results = [
        await answered(client.call_tool(tool, {key: filled(value, folder) for key, value in arguments.items()}))
        for tool, arguments in calls
    ]
    return {
        "version": client.protocol_version,
        "server": client.server_info and client.server_info.model_dump(mode="json"),
        "capabilities": client.server_capabilities.model_dump(mode="json"),
        "instructions": client.instructions,
        **listed,
        "results": results,
    }


def filled(value: object, folder: str) -> object:
    """An argument with the served folder in its place."""
    return value.replace("{folder}", folder) if isinstance(value, str) else value


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize(("server", "name"), [(name, name) for name in CALLS], indirect=["server"], ids=list(CALLS))
def test_lists_and_results_are_the_same_through_the_proxy(server: list[str], name: str, era: str, guard: Guard) -> None:
    async def both() -> tuple[Seen, Seen]:
        async with session(server, era) as client:
            direct = await seen(client, CALLS[name], server[-1])
        async with session(guard.command(*server, name=name), era) as client:
            return direct, await seen(client, CALLS[name], server[-1])

    direct, guarded = anyio.run(both)
    if direct["version"] < "2026" and direct["capabilities"].get("tools"):
        direct["capabilities"]["tools"]["list_changed"] = True  # the proxy tells it when the policy changes
    assert guarded == direct
    assert direct["tools"].get("tools")
    assert [row["tool"] for row in guard.rows()] == [tool for tool, _ in CALLS[name]]


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("server", ["time"], indirect=True)
def test_a_tool_that_no_list_held_is_asked_about_and_the_servers_own_error_comes_where_that_is_off(
    server: list[str], era: str, guard: Guard
) -> None:
    async def unlisted(command: list[str]) -> Seen:
        async with session(command, era) as client:
            await client.list_tools()
            return await answered(client.call_tool("no-such-tool", {}))

    anyio.run(unlisted, guard.command(*server))  # the first session: from now on it is known what the server lists
    refused = anyio.run(unlisted, guard.command(*server))
    assert "asks the user first" in str(refused)
    assert guard.rows()[-1]["rule"] == "/checks/pins"
    guard.policy({"version": "1", "default": "allow", "checks": {"pins": "off"}})
    assert anyio.run(unlisted, guard.command(*server)) == anyio.run(unlisted, server)


@pytest.mark.parametrize("server", ["git", "time"], indirect=True)
def test_a_server_of_the_modern_era_is_spoken_to_in_it_through_the_proxy(server: list[str], guard: Guard) -> None:
    async def version() -> str:
        async with session(guard.command(*server), "auto") as client:
            return client.protocol_version

    assert anyio.run(version) == "2026-07-28"
