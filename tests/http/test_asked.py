"""Calls that wait for a person, what servers ask clients, and lists that change."""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from callgate_proxy import contract
from callgate_proxy.home import Home
from talking import Talk, events, ok, result, run

if sys.platform == "win32":
    raise pytest.skip.Exception("only on Linux and macOS: a Unix socket", allow_module_level=True)

if TYPE_CHECKING:
    from collections.abc import AsyncGenerator

SAMPLING: dict[str, Any] = {"jsonrpc": "2.0", "id": 50, "method": "sampling/createMessage", "params": {"messages": []}}


@pytest.fixture
def home() -> Iterator[Home]:
    with tempfile.TemporaryDirectory() as root:  # a Unix socket's path has room for 103 bytes
        yield Home(root)


class Tray:
    """A tray that a test answers for."""

    def __init__(self) -> None:
        self.told: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self._writer: asyncio.StreamWriter | None = None

    async def meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writer = writer
        while line := await reader.readline():
            await self.told.put(json.loads(line))
        writer.close()

    async def hear(self, op: str) -> dict[str, Any]:
        while (told := await asyncio.wait_for(self.told.get(), 30))["op"] != op:
            continue
        return told

    def answer(self, question: dict[str, Any], decision: str) -> None:
        assert self._writer is not None
        told = {"op": "answer", "call": question["call"], "decision": decision, "how": "once", "note": ""}
        self._writer.write(json.dumps(told).encode() + b"\n")


@asynccontextmanager
async def tray(home: Home) -> AsyncGenerator[Tray]:
    one = Tray()
    server = await asyncio.start_unix_server(one.meet, home.ensure(home.run) and home.socket)
    yield one
    server.close()


@pytest.mark.parametrize("headers", [{}, {"mcp_session_id": "s"}])
@pytest.mark.parametrize("decision", [contract.ALLOWED, contract.REFUSED])
def test_a_held_call_goes_on_once_and_only_when_a_person_allows_it(
    home: Home, headers: dict[str, Any], decision: str
) -> None:
    talk = Talk(home, ok, default="ask")

    async def story() -> None:
        async with tray(home) as person:
            asked = talk.call("pay", 3, {"amount": 5}, **headers)
            question = await person.hear("ask")
            assert (question["tool"], question["args"]) == ("pay", {"amount": 5})
            assert talk.reached == []
            person.answer(question, decision)
            assert (await asked.answer()).json["id"] == 3
            assert asked.json["result"].get("isError", False) is (decision == contract.REFUSED)
            await talk.endpoint.close()

    run(story)
    assert len(talk.reached) == (decision == contract.ALLOWED)
    assert [row["how"] for row in talk.rows("answer")] == ["once"]


def test_a_client_that_leaves_takes_its_held_call_back(home: Home) -> None:
    talk = Talk(home, ok, default="ask")

    async def story() -> None:
        async with tray(home) as person:
            asked = talk.call("pay")
            question = await person.hear("ask")
            await asked.leave()
            assert (await person.hear("withdraw"))["call"] == question["call"]
            await talk.endpoint.close()

    run(story)
    assert talk.reached == []
    assert [row["how"] for row in talk.rows("answer")] == ["cancelled"]


def test_a_held_call_that_is_cancelled_by_a_notification_ends_without_an_answer(home: Home) -> None:
    talk = Talk(home, ok, default="ask")

    async def story() -> None:
        async with tray(home) as person:
            asked = talk.call("pay", 3)
            await person.hear("ask")
            taken = await talk.post({"method": "notifications/cancelled", "params": {"requestId": 3}}).answer()
            assert taken.status == 202
            assert (await asked.answer()).body == b""
            await talk.endpoint.close()

    run(story)
    assert talk.reached == []


def test_without_a_tray_what_would_be_asked_is_refused(home: Home) -> None:
    talk = Talk(home, ok, default="ask")

    async def story() -> None:
        assert (await talk.call("pay").answer()).json["result"]["isError"]
        await talk.endpoint.close()

    run(story)
    assert talk.reached == []


def test_what_a_server_asks_is_refused_to_its_face_where_the_policy_says_so(home: Home) -> None:
    def server(request: httpx2.Request) -> httpx2.Response:
        if json.loads(request.content).get("id") == 1:
            return events(SAMPLING, {"jsonrpc": "2.0", "id": 1, "result": {}})
        return httpx2.Response(202)

    talk = Talk(home, server, methods={"sampling/createMessage": {"action": "deny"}})

    async def story() -> None:
        asked = await talk.call("read", authorization="Bearer mine", mcp_session_id="s").answer()
        assert b"createMessage" not in asked.body
        assert b'"id": 1' in asked.body
        while len(talk.reached) < 2:
            await asyncio.sleep(0)
        await talk.endpoint.close()

    run(story)
    told = json.loads(talk.reached[1].content)
    assert (told["id"], "error" in told) == (50, True)
    assert talk.reached[1].headers["authorization"] == "Bearer mine"
    assert talk.reached[1].headers["mcp-session-id"] == "s"


def test_what_a_server_asks_waits_for_a_person_and_comes_by_the_stream_it_came_by(home: Home) -> None:
    over = asyncio.Event()
    talk = Talk(home, lambda _: events(SAMPLING, over=over), methods={"sampling/createMessage": {"action": "ask"}})

    async def story() -> None:
        async with tray(home) as person:
            asked = talk.call("read", mcp_session_id="s")
            person.answer(await person.hear("ask"), contract.ALLOWED)
            await asked.until(b"createMessage")
            over.set()
            await asked.answer()
            await talk.endpoint.close()

    run(story)


@pytest.mark.parametrize("headers", [{"mcp_session_id": "s"}, {"mcp_session_id": "s", "last_event_id": "4"}])
def test_a_list_that_comes_by_another_stream_is_cut_all_the_same(home: Home, headers: dict[str, Any]) -> None:
    tools = {"jsonrpc": "2.0", "id": 1, "result": {"tools": [{"name": "read"}, {"name": "drop"}]}}
    talk = Talk(home, lambda _: events(tools), hide=["drop"])

    async def story() -> None:
        first = await talk.post({"id": 1, "method": "tools/list"}, **headers).answer()
        again = await talk.ask("GET", talk.path, **headers).answer()
        for asked in (first, again):
            assert b"read" in asked.body
            assert b"drop" not in asked.body

    run(story)
    assert talk.reached[1].headers.get("last-event-id") == headers.get("last_event_id")


def test_a_client_hears_by_its_open_stream_that_the_policy_changed_its_list(home: Home) -> None:
    over = asyncio.Event()

    def server(request: httpx2.Request) -> httpx2.Response:
        if request.method == "GET":
            return events(b": open\n\n", over=over)
        return result(request, tools=[{"name": "read"}])

    talk = Talk(home, server)

    async def story() -> None:
        stream = talk.ask("GET", talk.path, mcp_session_id="s")
        await stream.until(b"open")
        await talk.post({"method": "notifications/initialized"}, mcp_session_id="s").answer()
        await talk.post({"id": 1, "method": "tools/list"}, mcp_session_id="s").answer()
        talk.policy(default="allow", hide=["read"])
        watching = asyncio.create_task(talk.endpoint.watch())
        await stream.until(b"tools/list_changed")
        watching.cancel()
        over.set()
        await stream.answer()
        await talk.endpoint.close()

    run(story)
