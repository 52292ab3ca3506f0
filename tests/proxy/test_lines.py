"""Framing, writing, and passing the server's bytes on."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
from callgate_proxy.lines import Lines, Sink
from callgate_proxy.wire import LARGEST
from hypothesis import given
from hypothesis import strategies as st


@given(st.lists(st.binary(max_size=30)))
def test_lines_come_whole_however_the_bytes_are_cut(chunks: list[bytes]) -> None:
    lines = Lines()
    came = [line for chunk in chunks for line in lines.feed(chunk)]
    assert all(line.count(b"\n") == 1 and line.endswith(b"\n") for line in came)
    assert b"".join(came + lines.end()) == b"".join(chunks)


def test_a_line_over_the_limit_costs_no_more_memory_than_the_limit() -> None:
    lines = Lines()
    for _ in range(40):
        assert lines.feed(b"x" * 1_000_000) == []
    (line,) = lines.feed(b"end\n")
    assert LARGEST < len(line) < LARGEST + 1_000_100
    assert lines.feed(b"next\n") == [b"next\n"]


@pytest.fixture
def pipe() -> Iterator[tuple[int, int]]:
    read, write = os.pipe()
    yield read, write
    for end in (read, write):
        try:
            os.close(end)
        except OSError:
            continue


def test_a_sink_writes_until_nobody_reads(pipe: tuple[int, int]) -> None:
    sink = Sink(pipe[1])
    assert sink.write(b"a\n")
    assert os.read(pipe[0], 10) == b"a\n"
    os.close(pipe[0])
    assert not sink.write(b"b\n")
    assert not sink.open


def test_a_closed_sink_writes_nothing_and_closes_once(pipe: tuple[int, int]) -> None:
    sink = Sink(pipe[1])
    sink.close()
    sink.close()
    assert not sink.write(b"a\n")
    assert os.read(pipe[0], 10) == b""
