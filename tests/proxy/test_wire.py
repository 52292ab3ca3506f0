"""Reading one line of the client's: what is understood, what is refused, and whom the refusal answers."""

from __future__ import annotations

import json

import pytest
from callgate_proxy import wire
from hypothesis import given
from hypothesis import strategies as st

CALL = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": {"name": "echo", "arguments": {"a": 1}}}


def line(**changes: object) -> bytes:
    return json.dumps({**CALL, **changes}).encode() + b"\n"


def refused(untrusted_line: bytes) -> wire.Refused:
    with pytest.raises(wire.Refused) as caught:
        wire.read(untrusted_line)
    return caught.value


def test_a_call_is_read_with_its_tool_and_arguments() -> None:
    message = wire.read(line())
    assert (message.method, message.id, message.tool, message.arguments) == ("tools/call", 1, "echo", {"a": 1})
    assert not message.modern


def test_an_escaped_method_is_the_method_it_spells() -> None:
    assert wire.read(b'{"jsonrpc":"2.0","id":1,"method":"tools\\u002fcall","params":{"name":"e"}}\n').tool == "e"


def test_a_request_with_the_protocol_version_in_its_meta_is_modern() -> None:
    params = {"name": "echo", "_meta": {"io.modelcontextprotocol/protocolVersion": "2026-07-28"}}
    assert wire.read(line(params=params)).modern


@pytest.mark.parametrize("found", [0, 1, -5, 2**53, -(2**53), "", "1", "☃"])
def test_every_usable_id_comes_back_as_it_came(found: int | str) -> None:
    read = wire.read(line(id=found)).id
    assert read == found
    assert type(read) is type(found)


@pytest.mark.parametrize("found", [None, True, 1.0, 2**53 + 1, [], {}])
def test_an_id_that_readers_disagree_about_is_refused(found: object) -> None:
    assert refused(line(id=found)).id is None


def test_one_carriage_return_before_the_line_feed_is_tolerated() -> None:
    assert wire.read(line()[:-1] + b"\r\n").id == 1


SMUGGLED = b'{"jsonrpc":"2.0","method":"ping","params":{"_meta":{"x":\r{"jsonrpc":"2.0","id":9}\r}}}\n'


@pytest.mark.parametrize(
    ("untrusted_line", "why"),
    [
        (SMUGGLED, "carriage return"),
        (b'{"jsonrpc":"2.0","id":1,"method":"ping","params":{},"result":{}}\n', "at once"),
        (b'{"jsonrpc":"2.0","id":1,"method":"tools/call\\u0000","params":{}}\n', "control character"),
        (b"\xef\xbb\xbf" + line(), "JSON"),
        (b'{"jsonrpc":"2.0","id":1,"method":"\xff"}\n', "UTF-8"),
        (b'{"jsonrpc":"2.0","id":1,"method":"a\x00"}\n', "JSON"),
        (line()[:-1], "line feed"),
        (b"[" + line()[:-1] + b"]\n", "batches"),
        (b'"tools/call"\n', "object"),
        (line()[:-1] + line(), "follows"),
        (b'{"jsonrpc":"2.0","id":1,"method":"a","params":{"x":NaN}}\n', "NaN"),
        (b'{"jsonrpc":"2.0","id":1,"method":"a","params":{"x":1e999}}\n', "too large"),
        (b'{"jsonrpc":"2.0","id":1,"method":"a","params":{"x":"\\ud800"}}\n', "surrogate"),
        (b'{"jsonrpc":"2.0","id":1,"id":2,"method":"a"}\n', "twice"),
        (b'{"jsonrpc":"2.0","id":1,"method":"a","params":{"x":{"y":1,"y":2}}}\n', "twice"),
        (b'{"jsonrpc":"2.0","id":1,"method":"a","params":{"x":' + b"9" * 5000 + b"}}\n", "limit"),
        (b'{"jsonrpc":"2.0","id":1,"method":"a","params":' + b"[" * 9000 + b"]" * 9000 + b"}\n", "deep"),
    ],
)
def test_a_line_that_two_readers_could_read_differently_is_refused(untrusted_line: bytes, why: str) -> None:
    assert why in str(refused(untrusted_line))


@pytest.mark.parametrize("key", ["Name", "ARGUMENTS", "_Meta", "tas\u212a", "argument\u017f"])
def test_a_key_that_differs_from_one_that_matters_only_in_case_is_refused(key: str) -> None:
    assert refused(line(params={"name": "echo", key: {}})).id == 1


@pytest.mark.parametrize("key", ["Method", "ID", "param\u017f"])
def test_the_envelope_has_no_lookalikes_either(key: str) -> None:
    assert "looks like" in str(refused(line(**{key: "x"})))


def test_a_key_inside_the_arguments_may_be_called_anything() -> None:
    assert wire.read(line(params={"name": "e", "arguments": {"Name": 1, "ID": 2}})).arguments == {"Name": 1, "ID": 2}


@pytest.mark.parametrize(
    "params",
    [
        {"name": 1},
        {},
        {"name": "e", "arguments": []},
        {"name": "e", "arguments": None},
        {"name": "e", "arguments": "x"},
    ],
)
def test_a_call_without_a_name_or_with_arguments_that_are_no_object_is_answered_with_a_refusal(params: object) -> None:
    assert refused(line(params=params)).id == 1


def test_a_call_without_an_id_is_refused() -> None:
    assert "without an id" in str(refused(b'{"jsonrpc":"2.0","method":"tools/call","params":{"name":"e"}}\n'))


def test_nesting_is_allowed_up_to_the_limit_and_not_beyond() -> None:
    def nested(levels: int) -> bytes:
        inside = "[" * levels + "]" * levels
        return b'{"jsonrpc":"2.0","id":1,"method":"a","params":{"x":' + inside.encode() + b"}}\n"

    assert wire.read(nested(wire.DEEPEST - 2)).id == 1  # two levels are the message's own
    assert refused(nested(wire.DEEPEST - 1)).id == 1


def test_a_line_over_the_size_limit_is_refused_unread() -> None:
    assert "larger" in str(refused(b"x" * (wire.LARGEST + 1)))


def test_a_response_passes_and_one_that_is_both_or_neither_does_not() -> None:
    assert wire.read(b'{"jsonrpc":"2.0","id":"r","result":{}}\n').method is None
    refused(b'{"jsonrpc":"2.0","id":1}\n')
    refused(b'{"jsonrpc":"2.0","id":1,"result":{},"error":{}}\n')


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_and_nothing_else(noise: bytes) -> None:
    try:
        message = wire.read(noise + b"\n")
    except wire.Refused:
        return
    assert json.loads(noise) is not None
    assert message.method is None or isinstance(message.method, str)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**60), 2**60)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.text(), JSON, max_size=4), st.booleans())
def test_whatever_the_standard_library_writes_is_read_as_it_was_meant(
    arguments: dict[str, object], ascii_: bool
) -> None:
    text = json.dumps({**CALL, "params": {"name": "e", "arguments": arguments}}, ensure_ascii=ascii_)
    assert wire.read(text.encode() + b"\n").arguments == arguments


def test_a_refusal_says_complete_only_to_a_modern_client() -> None:
    modern = json.loads(wire.refusal(0, "no", True, {"rule": "/x"}))
    legacy = json.loads(wire.refusal("0", "no", False, {}))
    assert modern["id"] == 0
    assert modern["result"]["resultType"] == "complete"
    assert modern["result"]["_meta"] == {"dev.callgate/rule": "/x"}
    assert legacy["id"] == "0"
    assert set(legacy["result"]) == {"content", "isError"}
