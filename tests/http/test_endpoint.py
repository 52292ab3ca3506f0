"""What crosses the local endpoint: judged as over stdio, and otherwise byte for byte what it was."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import httpx2
import pytest
from callgate_proxy.home import Home
from talking import URL, Talk, events, ok, result, run

CALL = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "read", "arguments": {"n": 1.0}}}


def test_an_allowed_call_reaches_the_server_byte_for_byte_and_its_answer_the_client(home: Home) -> None:
    body = json.dumps(CALL, indent=2).replace("\n", "\r\n").encode()
    talk = Talk(home, ok)

    async def story() -> None:
        asked = await talk.post(body, authorization="Bearer mine", mcp_session_id="s1", x_more="kept").answer()
        assert asked.status == 200
        assert asked.said == "done"

    run(story)
    (reached,) = talk.reached
    assert reached.content == body
    assert str(reached.url) == URL
    told = {name: reached.headers.get(name) for name in ("authorization", "mcp-session-id", "x-more", "host", "origin")}
    assert told == {
        "authorization": "Bearer mine",
        "mcp-session-id": "s1",
        "x-more": "kept",
        "host": "tools.example",
        "origin": None,
    }
    assert [row["tool"] for row in talk.rows()] == ["read"]
    assert [row["outcome"] for row in talk.rows("end")] == ["ok"]


def test_a_denied_call_never_reaches_the_server_and_its_refusal_is_a_tool_result(home: Home) -> None:
    talk = Talk(home, ok, default="deny")

    async def story() -> None:
        asked = await talk.call("read", 7).answer()
        assert asked.status == 200
        assert asked.json["id"] == 7
        assert asked.json["result"]["isError"] is True

    run(story)
    assert talk.reached == []
    assert [row["verdict"] for row in talk.rows()] == ["deny"]


@pytest.mark.parametrize(
    "body",
    [
        b"[]",
        b'[{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read"}}]',
        b'{"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}',
        b'{"jsonrpc":"2.0","method":"tools/call","params":{"name":"read"}}',
        b'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"read","Name":"x"}}',
        b"\xff",
        b"",
    ],
)
def test_what_two_readers_could_read_differently_is_refused_on_the_record(home: Home, body: bytes) -> None:
    talk = Talk(home, ok)

    async def story() -> None:
        asked = await talk.post(body).answer()
        assert "error" in asked.json
        assert "Callgate refused" in asked.json["error"]["message"]

    run(story)
    assert talk.reached == []
    assert [row["verdict"] for row in talk.rows()] == ["invalid"]


@pytest.mark.parametrize(
    "headers",
    [
        {"mcp_method": "tools/list"},
        {"mcp_name": "delete"},
        {"mcp_method": "tools/call", "mcp_name": "=?base64?ZGVsZXRl?="},
        {"mcp_name": "=?base64?!?="},
    ],
)
def test_headers_that_say_another_thing_than_the_body_are_refused_on_the_record(
    home: Home, headers: dict[str, Any]
) -> None:
    talk = Talk(home, ok)

    async def story() -> None:
        asked = await talk.call("read", **headers).answer()
        assert (asked.status, asked.json["error"]["code"], asked.json["id"]) == (400, -32020, 1)

    run(story)
    assert talk.reached == []
    assert [row["verdict"] for row in talk.rows()] == ["invalid"]


@pytest.mark.parametrize("headers", [{}, {"mcp_session_id": "s"}, {"mcp_protocol_version": "2026-07-28"}])
@pytest.mark.parametrize("as_events", [True, False])
def test_hidden_tools_are_taken_out_of_a_list_and_its_other_fields_stay(
    home: Home, headers: dict[str, Any], as_events: bool
) -> None:
    tools: list[dict[str, object]] = [{"name": "read", "x": 1.50}, {"name": "drop"}]
    listed: dict[str, object] = {"tools": tools, "nextCursor": "n", "ttlMs": 10}

    def server(request: httpx2.Request) -> httpx2.Response:
        if as_events:
            return events({"jsonrpc": "2.0", "id": json.loads(request.content)["id"], "result": listed})
        return result(request, **listed)

    talk = Talk(home, server, hide=["drop"])

    async def story() -> None:
        asked = await talk.post({"id": 0, "method": "tools/list"}, **headers).answer()
        text = asked.body
        if as_events:
            assert text.startswith(b"event: message\nid: 0\ndata: ")
            text = text.partition(b"data: ")[2]
        assert json.loads(text) == {"jsonrpc": "2.0", "id": 0, "result": {**listed, "tools": tools[:1]}}

    run(story)


def test_two_windows_of_one_client_may_use_the_same_ids_at_once(home: Home) -> None:
    waiting = asyncio.Event()

    def server(request: httpx2.Request) -> httpx2.Response:
        asked = json.loads(request.content)
        told: dict[str, Any] = {"jsonrpc": "2.0", "id": asked["id"], "result": {"n": asked["params"]["arguments"]["n"]}}
        return events(b": hello\n\n", told, over=waiting)

    talk = Talk(home, server)

    async def story() -> None:
        both = [talk.call("read", 1, {"n": number}) for number in (1, 2)]
        for number, asked in enumerate(both, 1):
            await asked.until(b'"n": %d' % number)
        waiting.set()
        for asked in both:
            assert b'"id": 1' in (await asked.answer()).body

    run(story)
    assert [row["outcome"] for row in talk.rows("end")] == ["ok", "ok"]


def test_an_id_that_is_still_open_in_a_session_is_refused(home: Home) -> None:
    waiting = asyncio.Event()
    talk = Talk(home, lambda _: events(b": hello\n\n", over=waiting))

    async def story() -> None:
        first = talk.call("read", 1, mcp_session_id="s")
        await first.until(b"hello")
        assert (await talk.call("read", 1, mcp_session_id="s").answer()).status == 400
        waiting.set()
        await first.answer()

    run(story)
    assert len(talk.reached) == 1


@pytest.mark.parametrize("size", [10, 40_000, 5_000_000])
@pytest.mark.parametrize("as_events", [True, False])
def test_answers_of_any_size_pass_unchanged_and_are_recorded_with_their_outcome(
    home: Home, size: int, as_events: bool
) -> None:
    told = {"jsonrpc": "2.0", "id": 1, "result": {"content": [{"type": "text", "text": "é" * size}], "isError": True}}
    raw = json.dumps(told, ensure_ascii=False).encode()
    if as_events:
        raw = b"id: 9\ndata: " + raw + b"\n\n"

    def server(_: httpx2.Request) -> httpx2.Response:
        if as_events:
            return events(*[raw[at : at + 7_001] for at in range(0, len(raw), 7_001)])
        return httpx2.Response(200, headers={"content-type": "application/json"}, content=raw)

    talk = Talk(home, server)

    async def story() -> None:
        assert (await talk.call("read").answer()).body == raw

    run(story)
    assert [row["outcome"] for row in talk.rows("end")] == ["error"]


def test_what_cannot_be_reached_is_told_and_the_call_ends_on_the_record(home: Home) -> None:
    def server(request: httpx2.Request) -> httpx2.Response:
        raise httpx2.ConnectError("refused", request=request)

    talk = Talk(home, server)

    async def story() -> None:
        asked = await talk.call("read").answer()
        assert asked.status == 502
        assert b"real cannot be reached: refused" in asked.body

    run(story)
    assert [row["outcome"] for row in talk.rows("end")] == ["error"]


def test_an_error_of_the_servers_passes_as_it_is(home: Home) -> None:
    talk = Talk(home, lambda _: httpx2.Response(404, text="no such session"))

    async def story() -> None:
        asked = await talk.call("read", mcp_session_id="s").answer()
        assert (asked.status, asked.body) == (404, b"no such session")

    run(story)
    assert [row["outcome"] for row in talk.rows("end")] == ["error"]


def test_a_session_is_ended_by_the_client_with_delete(home: Home) -> None:
    waiting = asyncio.Event()
    talk = Talk(home, lambda request: events(over=waiting) if request.method == "POST" else httpx2.Response(204))

    async def story() -> None:
        asked = talk.call("read", mcp_session_id="s")
        while not talk.reached:
            await asyncio.sleep(0)
        assert (await talk.ask("DELETE", talk.path, mcp_session_id="s").answer()).status == 204
        await talk.endpoint.close()
        waiting.set()
        await asked.answer()

    run(story)
    assert [row["outcome"] for row in talk.rows("end")] == ["lost"]


def test_a_redirect_within_the_origin_is_followed_with_the_body(home: Home) -> None:
    def server(request: httpx2.Request) -> httpx2.Response:
        return ok(request) if request.url.path == "/mcp/" else httpx2.Response(307, headers={"location": "/mcp/"})

    talk = Talk(home, server)

    async def story() -> None:
        assert (await talk.call("read").answer()).said == "done"

    run(story)
    assert [str(request.url) for request in talk.reached] == [URL, URL + "/"]


def test_a_redirect_to_another_origin_is_followed_by_nobody(home: Home) -> None:
    talk = Talk(home, lambda _: httpx2.Response(307, headers={"location": "https://evil.example/mcp"}))

    async def story() -> None:
        asked = await talk.call("read", authorization="Bearer mine").answer()
        assert asked.status == 502
        assert b"another origin" in asked.body
        assert "location" not in asked.headers

    run(story)
    assert [request.url.host for request in talk.reached] == ["tools.example"]


def test_a_body_of_five_megabytes_passes_and_one_above_the_limit_is_told_so(home: Home) -> None:
    talk = Talk(home, ok)

    async def story() -> None:
        assert (await talk.call("read", args={"text": "x" * 5_000_000}).answer()).said == "done"
        asked = await talk.call("read", args={"text": "x" * 17_000_000}).answer()
        assert (asked.status, b"larger than" in asked.body) == (413, True)

    run(story)
    (reached,) = talk.reached
    assert len(reached.content) > 5_000_000


def test_a_stream_is_taken_up_again_where_the_client_says_with_every_byte_as_it_came(home: Home) -> None:
    raw = b'retry: 9\r\nid: e7\r\ndata: {"jsonrpc":"2.0","method":"notifications/progress"}\r\n\r\n: still here\n\n'
    talk = Talk(home, lambda _: events(raw))

    async def story() -> None:
        asked = await talk.ask("GET", talk.path, mcp_session_id="s", last_event_id="e6").answer()
        assert asked.body == raw

    run(story)
    assert talk.reached[0].headers["last-event-id"] == "e6"


def test_what_was_answered_is_not_missed_when_its_response_ends(home: Home, capfd: pytest.CaptureFixture[str]) -> None:
    talk = Talk(home, ok)

    async def story() -> None:
        for request, method in enumerate(("server/discover", "tools/call", "ping")):
            message = {"jsonrpc": "2.0", "id": request, "method": method, "params": {"name": "read"}}
            assert (await talk.post(json.dumps(message).encode()).answer()).status == 200

    run(story)
    assert [row["outcome"] for row in talk.rows("end")] == ["ok"]
    assert capfd.readouterr().err == ""
