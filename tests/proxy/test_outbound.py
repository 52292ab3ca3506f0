"""What the server says reaches the client as it was said, in whatever pieces it comes."""

from __future__ import annotations

import json
import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from callgate_proxy.effects import Call
from callgate_proxy.home import Home
from callgate_proxy.logread import last_calls
from callgate_proxy.outbound import IN_PARTS, Outbound
from callgate_proxy.pump import CHUNK
from callgate_proxy.shell import Shell
from conversation import call, line
from piped import Piped, Swallowed


@pytest.fixture
def make(home: Home) -> Iterator[Piped]:
    piped = Piped(home)
    yield piped
    piped.close()


def came(shell: Shell, *lines: bytes) -> None:
    shell.turn(lambda session, now: [effect for one in lines for effect in session.from_client(one, now)])


@pytest.mark.parametrize("size", [13, 4096, 1 << 20])
def test_bytes_pass_unchanged_whatever_the_pieces(make: Piped, size: int) -> None:
    shell, _, client, outbound = make(checks={"requests": "off"})  # most of what is said here answers nothing
    said = b"".join(line(id=number, result={"text": "é" * (200 if number % 9 else 8_000)}) for number in range(40))
    came(shell, *(call(request=number) for number in range(0, 40, 3)))
    for at in range(0, len(said), size):
        outbound.feed(said[at : at + size])
    outbound.end()
    assert client.data == said
    assert not shell.session.waits


def test_a_long_result_is_passed_on_while_it_still_arrives_and_ends_its_row(make: Piped, home: Home) -> None:
    shell, _, client, outbound = make()
    came(shell, call(request=5))
    said = (
        json.dumps({"jsonrpc": "2.0", "id": 5, "result": {"text": "x" * 500_000}}, separators=(",", ":")).encode()
        + b"\n"
    )
    outbound.feed(said[: IN_PARTS + 10])
    assert client.data == said[: IN_PARTS + 10]
    outbound.feed(said[IN_PARTS + 10 :] + b'{"jsonrpc":"2.0","method":"notifications/message"}\n')
    assert client.data == said + b'{"jsonrpc":"2.0","method":"notifications/message"}\n'
    (told,) = last_calls(home, 5)
    assert (told.outcome, told.bytes) == ("ok", len(said))


def test_a_line_that_comes_in_one_read_is_passed_on_without_a_copy(
    make: Piped, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell, _, client, outbound = make()
    came(shell, call(request=5))
    passed: list[bytes] = []
    monkeypatch.setattr(client, "write", passed.append)
    said = b'{"jsonrpc":"2.0","id":5,"result":{"text":"' + b"x" * 1_000_000 + b'"}}\n'
    outbound.feed(said)
    assert passed[0] is said
    assert not shell.session.waits


@pytest.mark.parametrize("size", [1_000_000, 100_000_000])
def test_a_result_of_any_size_passes_in_the_same_memory(make: Piped, size: int) -> None:
    shell, _, _, _ = make()
    outbound = Outbound(shell, Swallowed())
    came(shell, call(request=5))
    chunk = b"x" * CHUNK
    tracemalloc.start()
    try:
        outbound.feed(b'{"jsonrpc":"2.0","id":5,"result":{"text":"')
        for _ in range(size // CHUNK):
            outbound.feed(chunk)
        outbound.feed(b'"}}\n')
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4 * CHUNK
    assert not shell.session.waits


def test_nobody_writes_into_the_middle_of_a_line_in_parts(make: Piped) -> None:
    _, _, client, outbound = make()
    outbound.feed(b'{"jsonrpc":"2.0","id":5,"result":"' + b"x" * IN_PARTS)
    assert not client._lock.acquire(blocking=False)  # pyright: ignore[reportPrivateUsage]
    outbound.feed(b'"}\n')
    assert client.write(b"next\n")


def test_a_long_list_is_waited_for_because_it_may_have_to_be_cut(make: Piped) -> None:
    shell, _, client, outbound = make(hide=["b"])
    came(shell, line(id=1, method="tools/list"))
    listed = line(id=1, result={"tools": [{"name": "a", "_meta": {"x": "x" * 2 * IN_PARTS}}, {"name": "b"}]})
    outbound.feed(listed[:-20])
    assert client.data == b""
    outbound.feed(listed[-20:])
    assert [tool["name"] for tool in json.loads(client.data)["result"]["tools"]] == ["a"]


def test_what_a_server_prints_between_its_messages_goes_to_stderr(
    make: Piped, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    _, _, client, outbound = make()
    outbound.feed(b"Server ready\n" + line(id=1, result={}) + b"\n")
    assert client.data == line(id=1, result={})
    assert b"Server ready\n" in capfdbinary.readouterr().err


def test_the_last_words_of_a_server_that_ends_within_a_line_are_passed_on(make: Piped) -> None:
    _, _, client, outbound = make()
    outbound.feed(b'{"jsonrpc":"2.0","id"')
    outbound.end()
    assert client.data == b'{"jsonrpc":"2.0","id"'


def test_a_turn_writes_its_rows_before_it_forwards_in_one_write(make: Piped, home: Home) -> None:
    shell, server, client, _ = make(tools={"rm": {"action": "deny"}})
    lines = [call("a", 1), line(method="x"), call("rm", 2), call("b", 3)]
    came(shell, *lines)
    assert server.data == lines[0] + lines[1] + lines[3]
    assert json.loads(client.data)["id"] == 2
    assert [told.verdict for told in last_calls(home, 5)] == ["allow", "deny", "allow"]


def test_without_a_row_there_is_no_call_and_everything_else_passes(make: Piped, home: Home) -> None:
    asks: list[Call] = []
    shell, server, client, _ = make(asks, tools={"w": {"action": "ask"}})
    os.makedirs(home.root, exist_ok=True)
    with open(home.log, "w", encoding="utf-8"):
        pass  # a file stands where the log's directory should
    came(shell, call("a", 1), line(method="notifications/x"), call("w", 2))
    assert server.data == line(method="notifications/x")
    assert asks == []
    refusals = [json.loads(one) for one in client.data.splitlines()]
    assert [one["id"] for one in refusals] == [1, 2]
    assert all("log" in one["result"]["content"][0]["text"] for one in refusals)


def test_a_limit_that_cannot_be_counted_refuses(make: Piped, home: Home) -> None:
    shell, server, client, _ = make(all_tools={"limits": [{"counter": "c", "window": "minute", "max": 5}]})
    home.ensure(home.root)
    Path(home.counters).write_bytes(b"")
    came(shell, call("a", 1))
    assert server.data == b""
    assert "cannot be counted" in client.data.decode()


def test_a_limit_refuses_the_call_after_the_last(make: Piped, home: Home) -> None:
    shell, server, client, _ = make(all_tools={"limits": [{"counter": "c", "window": "minute", "max": 2}]})
    came(shell, *(call("a", number) for number in range(3)))
    assert server.data.count(b"\n") == 2
    assert json.loads(client.data)["id"] == 2
    assert [told.verdict for told in last_calls(home, 5)] == ["allow", "allow", "limit"]


def test_a_save_is_in_force_on_the_next_line(make: Piped, home: Home) -> None:
    shell, server, _, _ = make()
    came(shell, call("a", 1))
    with open(home.policy, "w", encoding="utf-8") as file:
        file.write('{"version": "1", "default": "deny"}')
    came(shell, call("a", 2))
    assert server.data == call("a", 1)
