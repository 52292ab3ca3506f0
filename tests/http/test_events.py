"""Streams of events keep their bytes, however they are cut on the way."""

from __future__ import annotations

from callgate_proxy.http.events import BEGIN, IN_PARTS, LAST, PART, WHOLE, Events, changed, data, message, name
from hypothesis import given
from hypothesis import strategies as st

lines = st.sampled_from([b"data: {}", b"data:x", b"id: 7", b": note", b"event: endpoint", b"retry: 10", b"data"])
ends = st.sampled_from([b"\n", b"\r\n", b"\r"])
STREAMS = st.lists(st.tuples(st.lists(lines, min_size=1, max_size=3), ends), max_size=4)


def cut(stream: bytes, at: list[int], wants: bool = False) -> list[tuple[str, bytes]]:
    """The pieces of a stream that came in chunks which end at `at`."""
    events, before = Events(lambda _: wants), 0
    found: list[tuple[str, bytes]] = []
    for place in [*sorted(min(one, len(stream)) for one in at), len(stream)]:
        found += events.feed(stream[before:place])
        before = place
    assert b"".join(piece for _, piece in found) + events.end() == stream
    return found


@given(STREAMS, st.lists(st.integers(0, 200)))
def test_no_byte_is_lost_and_chunks_do_not_matter(told: list[tuple[list[bytes], bytes]], at: list[int]) -> None:
    stream = b"".join(end.join([*one, b"", b""]) for one, end in told)
    found = [data(piece) for _, piece in cut(stream, at)]
    assert [one for one in found if one] == [one for one in map(data, (p for _, p in cut(stream, []))) if one]


def test_a_long_event_comes_in_parts_unless_it_is_wanted_whole() -> None:
    stream = b"id: 1\ndata: " + b"x" * (3 * IN_PARTS) + b"\n\ndata: y\n\n"
    chunks = list(range(1000, len(stream), 1000))
    kinds = [kind for kind, _ in cut(stream, chunks)]
    assert (kinds[0], set(kinds[1:-2]), kinds[-2:]) == (BEGIN, {PART}, [LAST, WHOLE])
    assert [kind for kind, _ in cut(stream, chunks, wants=True)] == [WHOLE, WHOLE]


def test_an_event_is_read_and_changed_without_its_other_fields() -> None:
    event = b"event: message\r\nid: 3\r\ndata: {\r\ndata: }\r\n\r\n"
    assert (name(event), data(event)) == ("message", b"{\n}")
    assert changed(event, b"[]") == b"event: message\nid: 3\ndata: []\n\n"
    assert data(message(b"{}")) == b"{}"
    assert name(b"data: x\n\n") == "message"
