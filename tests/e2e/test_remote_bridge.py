"""A stdio-only client and a remote server: `callgate-proxy --url`, under the judgement of every other server."""

from __future__ import annotations

import asyncio

import pytest
from callgate_proxy import launcher
from guarding import Guard, Wire, call, said, session
from mcp import Client
from mcp.client.stdio import StdioServerParameters
from mcp_types import CreateMessageResult, TextContent
from remoting import remote

KINDS = [("stream", "legacy"), ("stream", "auto"), ("json", "legacy"), ("stateless", "legacy"), ("sse", "legacy")]


def bridged(guard: Guard, url: str, *more: str) -> list[str]:
    """The command line of a guarded remote server."""
    return [*launcher.command(guard.home), "--server", "real", "--client", "test", "--url", url, *more, "--"]


@pytest.mark.parametrize(("kind", "era"), KINDS)
def test_a_stdio_client_lists_and_calls_a_remote_servers_tools_under_the_policy(
    guard: Guard, kind: str, era: str
) -> None:
    guard.server(tools={"echo": {}, "big": {}, "forbidden": {"action": "hide"}})

    async def talk(url: str) -> None:
        async with session(bridged(guard, url), era) as one:
            names = {tool.name for tool in (await one.list_tools()).tools}
            assert "echo" in names
            assert "forbidden" not in names
            assert await call(one, "echo", text="héllo") == (True, "héllo")
            assert not (await call(one, "format_batch", files=[]))[0]
            assert await call(one, "big", size=3_000_000) == (True, "x" * 3_000_000)

    with remote(kind) as url:
        asyncio.run(talk(url))
    assert [(row["tool"], row["verdict"]) for row in guard.rows()] == [
        ("echo", "allow"),
        ("format_batch", "deny"),
        ("big", "allow"),
    ]
    assert [row["outcome"] for row in guard.rows("end")] == ["ok", "ok"]


@pytest.mark.parametrize("kind", ["stream", "sse"])
def test_a_remote_servers_question_to_the_model_reaches_a_stdio_client(guard: Guard, kind: str) -> None:
    async def answer(context: object, params: object) -> CreateMessageResult:
        assert context is not None
        assert params is not None
        return CreateMessageResult(role="assistant", content=TextContent(type="text", text="thought"), model="none")

    async def talk(url: str) -> None:
        command = bridged(guard, url)
        server = StdioServerParameters(command=command[0], args=command[1:])
        async with Client(server, mode="legacy", sampling_callback=answer, cache=None) as one:
            assert await call(one, "think") == (True, "thought")

    with remote(kind) as url:
        asyncio.run(talk(url))


def test_a_server_that_is_not_there_answers_each_request_with_the_reason(guard: Guard) -> None:
    with Wire(bridged(guard, "http://127.0.0.1:9/mcp")) as wire:
        assert "cannot be reached" in wire.call("echo")["error"]["message"]
        wire.leave()
    assert [row["outcome"] for row in guard.rows("end")] == ["error"]


def test_a_paid_tool_is_bought_only_within_the_spend_limit(guard: Guard) -> None:
    limit = {"counter": "spent", "window": "day", "max": 1, "cost": "args.amount", "scope": "server"}
    guard.server(tools={"format_batch": {"limits": [limit]}})
    payment = {"transaction": "0x1", "network": "test", "priceToken": "t"}
    with remote("stream") as url, Wire(bridged(guard, url)) as wire:
        wire.send("initialize", protocolVersion="2025-11-25", capabilities={}, clientInfo={"name": "t", "version": "1"})
        wire.receive()
        priced = said(wire.call("format_batch", files=["a"], amount=0))
        assert "402" in priced
        assert "0x1" in said(wire.call("format_batch", files=["a"], payment=payment, amount=0.75))
        refused = wire.call("format_batch", files=["a"], payment=payment, amount=0.5)
        assert refused["isError"]
        assert "limit" in said(refused)
    assert [row["verdict"] for row in guard.rows()] == ["allow", "allow", "limit"]


@pytest.mark.parametrize("words", [("--url", "ftp://x", "--"), ("--url", "http://127.0.0.1:9/", "--", "true")])
def test_a_command_line_that_makes_no_sense_ends_with_a_reason(guard: Guard, words: tuple[str, ...]) -> None:
    with Wire([*launcher.command(guard.home), "--server", "real", *words]) as wire:
        assert wire.leave() != 0
