"""Lines for the fuzzers: the known bypass attempts and honest calls, torn apart and put together wrongly.

1. A line is made of pieces that mean something: what breaks readers is structure, not noise.
2. `write_file` is refused by the policy of the fuzzers, everything else is allowed.
"""

from __future__ import annotations

from bypasses import attempts
from hypothesis import strategies as st

REFUSED_TOOL = "write_file"
POLICY: dict[str, object] = {
    "version": "1",
    "default": "allow",
    "tools": {REFUSED_TOOL: {"action": "deny"}},
}

SEEDS = sorted(attempts().values())
HONEST = b'{"jsonrpc":"2.0","id":%d,"method":"tools/call","params":{"name":"%s","arguments":{"n":%d}}}\n'
HARMLESS = b'{"jsonrpc":"2.0","id":"h","method":"ping","params":{"_meta":{"x":%s}}}\n'
PIECES = [
    *(b"\r", b"\n", b"\r\n", b"\x85", "\u2028".encode(), b"\f", b"\0", b"\xff", b"\xef\xbb\xbf", b" ", b"\\"),
    *(b'"', b"{", b"}", b"[", b"]", b",", b":", b"\\u006e", b"\\ud800", b"1e999", b"NaN", b"null", b"0", b"-1.0"),
    *(
        b'"method":"tools/call",',
        b'"Method":"tools/call",',
        b'"method":"ping",',
        b'"id":1,',
        b'"id":"1",',
        b'"id":null,',
    ),
    *(b'"name":"write_file",', b'"Name":"write_file",', b'"name":"echo",', b'"arguments":{},', b'"arguments":[],'),
    *(
        '"paramſ":{"name":"write_file"},'.encode(),
        b'"params":{"name":"write_file"},',
        b'"jsonrpc":"2.0",',
        b'"result":{},',
    ),
]


def _cut(line: bytes, start: int, size: int, piece: bytes) -> bytes:
    start %= len(line) + 1
    return line[:start] + piece + line[start + size :]


def _smuggled(gap: bytes, inner: bytes) -> bytes:
    return HARMLESS % (gap + inner.rstrip(b"\n") + gap)


def _nested(outer: bytes, start: int, inner: bytes) -> bytes:
    return _cut(outer, start, 0, inner.rstrip(b"\n"))


def _honest(request: int, name: bytes, number: int) -> bytes:
    return HONEST % (request, name, number)


names = st.sampled_from([b"echo", REFUSED_TOOL.encode()])
places, sizes, pieces = st.integers(0, 400), st.sampled_from([0, 0, 0, 1, 2, 20]), st.sampled_from(PIECES)
gaps = st.sampled_from([b"", b"\r", b"\x85", b"\f", b"\v", b"\x1c", "\u2028".encode()])

honest = st.builds(_honest, st.integers(0, 3), names, st.integers())
whole = st.one_of(st.sampled_from(SEEDS), honest)
smuggled = st.builds(_smuggled, gaps, whole)
torn = st.builds(_cut, whole, places, sizes, pieces)
twice = st.builds(_cut, st.one_of(torn, smuggled), places, sizes, pieces)
nested = st.builds(_nested, torn, places, whole)
lines = st.lists(st.one_of(whole, smuggled, torn, twice, nested), min_size=1, max_size=6).map(b"".join)
