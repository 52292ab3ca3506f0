"""Reading off a reply whose it is, from no more than its ends, and cutting lists of tools."""

from __future__ import annotations

import json

import pytest
from callgate_proxy import reply
from hypothesis import given
from hypothesis import strategies as st

RESULT = {"content": [{"type": "text", "text": 'says "id":7 and "isError":true'}]}


def peek(line: bytes) -> tuple[int, int | str | None, bool]:
    return reply.peek(line[: reply.LOOK], line[-reply.LOOK :])


@pytest.mark.parametrize("request_id", [0, 12, 2**53, "a-1", "12"])
@pytest.mark.parametrize("order", [("jsonrpc", "id", "body"), ("body", "jsonrpc", "id")])
@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")])
@pytest.mark.parametrize(
    ("body", "failed"),
    [({"result": RESULT}, False), ({"error": {"code": 1}}, True), ({"result": {**RESULT, "isError": True}}, True)],
)
def test_the_forms_that_servers_write_are_read_off_their_ends(
    request_id: int | str, order: tuple[str, ...], separators: tuple[str, str], body: dict[str, object], failed: bool
) -> None:
    members = {"jsonrpc": {"jsonrpc": "2.0"}, "id": {"id": request_id}, "body": body}
    line = (
        json.dumps({key: held for part in order for key, held in members[part].items()}, separators=separators).encode()
        + b"\n"
    )
    found = peek(line)
    if order[0] == "body" and separators[0] == ", ":
        found = reply.parse(line)  # nobody writes it so: it is read whole
    assert found == (reply.RESPONSE, request_id, failed)


@pytest.mark.parametrize("key", ["method", "jsonrpc"])
def test_a_request_of_the_servers_own_is_no_reply_to_the_same_id(key: str) -> None:
    members: dict[str, object] = {
        "jsonrpc": "2.0",
        "id": 1,
        "method": "sampling/createMessage",
        "params": {"result": 1},
    }
    ordered = {key: members[key], **members}
    line = json.dumps(ordered, separators=(",", ":")).encode()
    assert peek(line)[0] == reply.OTHER
    assert reply.parse(line)[0] == reply.OTHER


def test_an_id_inside_the_result_is_not_the_reply_s() -> None:
    line = b'{"result":{"structuredContent":{"jsonrpc":"2.0","id":3}},"jsonrpc":"2.0","id":9}\n'
    assert peek(line)[:2] == (reply.RESPONSE, 9)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(st.integers(0, 10**6) | st.text(), JSON)
def test_what_the_ends_say_is_never_other_than_what_the_whole_says(request_id: int | str, content: object) -> None:
    line = json.dumps({"jsonrpc": "2.0", "id": request_id, "result": {"x": content}}, separators=(",", ":")).encode()
    found = peek(line)
    if found[0] != reply.UNKNOWN:
        assert found[:2] == (reply.RESPONSE, request_id)


@pytest.mark.parametrize("line", [b'{"a":1}\n', b' {"a":1} \n', b'{ "a": 1 }\n', b"[{}]\n", b'{"jsonrpc":"2.0"}\r\n'])
def test_messages_are_told_from_what_servers_print(line: bytes) -> None:
    assert reply.is_object(line)


@pytest.mark.parametrize(
    "line", [b"Server running\n", b"\n", b"{debug} x\n", b"[info] x\n", b'{"cut":\n', b"42\n", b"\xff{}\n"]
)
def test_what_servers_print_is_no_message(line: bytes) -> None:
    assert not reply.is_object(line)


def listed(**members: object) -> bytes:
    tools = [{"name": "a", "description": "é"}, {"name": "b"}, {"name": "c", "x": {"y": [1.50]}}]
    return (
        json.dumps({"jsonrpc": "2.0", "id": 1, "result": {"tools": tools, **members}}, ensure_ascii=False).encode()
        + b"\n"
    )


@given(st.sets(st.sampled_from(["a", "b", "c"])))
def test_cutting_a_list_takes_out_the_hidden_and_nothing_else(hidden: set[str]) -> None:
    line = listed(nextCursor="n", _meta={"k": 1})
    before, after = json.loads(line), json.loads(reply.without(line, lambda name: name in hidden))
    before["result"]["tools"] = [tool for tool in before["result"]["tools"] if tool["name"] not in hidden]
    assert after == before
    if not hidden:
        assert reply.without(line, lambda name: name in hidden) is line


def test_a_modern_list_is_private_and_short_lived() -> None:
    cut = json.loads(reply.without(listed(ttlMs=60_000, cacheScope="public"), lambda _: False))["result"]
    assert (cut["ttlMs"], cut["cacheScope"]) == (reply.CACHE_FOR, "private")
    kept = listed(ttlMs=0, cacheScope="private")
    assert reply.without(kept, lambda _: False) is kept


@pytest.mark.parametrize(
    "line",
    [
        b'{"jsonrpc":"2.0","id":1,"error":{}}\n',
        b'{"jsonrpc":"2.0","id":1,"result":[]}\n',
        b'{"jsonrpc":"2.0","id":1,"result":{"tools":7}}\n',
    ],
)
def test_a_list_of_an_unknown_shape_passes_untouched(line: bytes) -> None:
    assert reply.without(line, lambda _: True) is line
    assert reply.named(reply.result(line), "tools") == []
