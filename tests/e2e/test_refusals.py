"""What a client is told when a call does not go on, in both eras, before a real server; the rest of it works on."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

import anyio
import pytest
from guarding import ERAS, Guard, call, session
from mcp import Client

NOON = {"source_timezone": "UTC", "time": "12:00", "target_timezone": "Asia/Tokyo"}
Answer = TypeVar("Answer")

pytestmark = [
    pytest.mark.parametrize("era", ERAS),
    pytest.mark.parametrize("server", ["time"], indirect=True),
]


def ask(guard: Guard, server: list[str], era: str, talk: Callable[[Client], Awaitable[Answer]]) -> Answer:
    """What `talk` learns in one session through the proxy."""

    async def run() -> Answer:
        async with session(guard.command(*server), era) as client:
            return await talk(client)

    return anyio.run(run)


async def convert_then_now(client: Client) -> tuple[tuple[bool, str], bool]:
    """The answer of `convert_time`, and whether another tool still works after it."""
    first = await call(client, "convert_time", **NOON)
    went_well, _ = await call(client, "get_current_time", timezone="UTC")
    return first, went_well


def test_a_denied_call_names_rule_and_reason_and_the_session_goes_on(guard: Guard, server: list[str], era: str) -> None:
    guard.server(tools={"convert_time": {"action": "deny", "reason": "Ask a human."}, "get_current_time": {}})
    (went_well, text), after = ask(guard, server, era, convert_then_now)
    assert not went_well
    assert "Ask a human." in text
    assert "/servers/real/tools/convert_time" in text
    assert after
    assert [(row["tool"], row["verdict"]) for row in guard.rows()] == [
        ("convert_time", "deny"),
        ("get_current_time", "allow"),
    ]


def test_a_tool_nobody_allowed_is_refused_by_the_default(guard: Guard, server: list[str], era: str) -> None:
    guard.server(tools={"get_current_time": {}})
    (went_well, text), after = ask(guard, server, era, convert_then_now)
    assert not went_well
    assert "/default" in text
    assert after


def test_a_hidden_tool_is_not_listed_and_unknown_when_called(guard: Guard, server: list[str], era: str) -> None:
    async def listed(client: Client) -> tuple[list[str], bool, str]:
        tools = await client.list_tools()
        return [tool.name for tool in tools.tools], *await call(client, "convert_time", **NOON)

    guard.server(tools={"convert_time": {"action": "hide"}, "get_current_time": {}})
    assert ask(guard, server, era, listed) == (["get_current_time"], False, "Unknown tool: convert_time")


def test_the_call_over_the_limit_is_refused_and_told_when_to_come_back(
    guard: Guard, server: list[str], era: str
) -> None:
    async def three(client: Client) -> list[tuple[bool, str]]:
        return [await call(client, "convert_time", **NOON) for _ in range(3)]

    limit = {"counter": "conversions", "window": "day", "max": 2, "scope": "server", "on_deny": "Two a day."}
    guard.server(tools={"convert_time": {"limits": [limit]}})
    (first, _), (second, _), (third, text) = ask(guard, server, era, three)
    assert (first, second, third) == (True, True, False)
    assert "limit of 2" in text
    assert "Two a day." in text


def test_without_a_tray_an_asked_call_is_refused_and_says_so(guard: Guard, server: list[str], era: str) -> None:
    guard.server(tools={"convert_time": {"action": "ask"}, "get_current_time": {}})
    (went_well, text), after = ask(guard, server, era, convert_then_now)
    assert not went_well
    assert "tray app is not running" in text
    assert after
    assert [row["how"] for row in guard.rows("answer")] == ["no-tray"]
