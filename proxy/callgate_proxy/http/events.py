"""Server-sent events as bytes: cut where they end, read, and made. Pure.

1. An event is what ends in an empty line; line ends are LF, CRLF or CR. What nobody changes is passed on byte for byte,
   ids, retry times and comments included, so that a stream can be resumed.
2. An event that grows long is handed out in parts while it still arrives, unless its reader wants it whole.
Source: WHATWG HTML, server-sent events, 9.2.5.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

IN_PARTS = 32_768  # bytes of an event without an end from which on it is passed on in parts
_END = re.compile(rb"\r\n\r\n|\n\n|\r\r|\n\r\n|\r\n\n")
LONGEST_WAIT = 60.0  # seconds before a stream is taken up again, whatever a server says
_LONGEST_END = 4
_LINE = re.compile(rb"\r\n|\n|\r")

WHOLE, BEGIN, PART, LAST = "whole", "begin", "part", "last"


class Events:
    """Cuts a stream into events. `wants_whole`: asked once about the data with which a long event begins."""

    def __init__(self, wants_whole: Callable[[bytes], bool]) -> None:
        self._wants_whole = wants_whole
        self._held = bytearray()
        self._looked = 0  # up to here there is no end in _held
        self._waited_for = False
        self._in_parts = False

    def feed(self, chunk: bytes) -> Iterator[tuple[str, bytes]]:
        """(WHOLE, an event) or, of a long one, (BEGIN, …), (PART, …)*, (LAST, …); each with its bytes as they came."""
        self._held += chunk
        while (end := _END.search(self._held, max(0, self._looked - _LONGEST_END))) is not None:
            if end.end() == len(self._held) and end.group().endswith(b"\r") and not self._in_parts:
                break  # a line feed that belongs to it may follow
            piece = bytes(self._held[: end.end()])
            del self._held[: end.end()]
            self._looked = 0
            yield (LAST if self._in_parts else WHOLE), piece
            self._in_parts = self._waited_for = False
        yield from self._long()

    def _long(self) -> Iterator[tuple[str, bytes]]:
        self._looked = len(self._held)
        if len(self._held) < IN_PARTS or self._waited_for:
            return
        if not self._in_parts and self._wants_whole(data(bytes(self._held[:IN_PARTS]))):
            self._waited_for = True
            return
        kind = PART if self._in_parts else BEGIN
        self._in_parts = True
        piece = bytes(self._held[:-_LONGEST_END])  # the rest may be the beginning of its end
        del self._held[:-_LONGEST_END]
        self._looked = 0
        yield kind, piece

    def end(self) -> bytes:
        """What is left when the stream ends: an event without its end, which counts for nothing."""
        return bytes(self._held)


def data(event: bytes) -> bytes:
    """The data of an event: its `data` fields, joined with line feeds."""
    found: list[bytes] = []
    for line in _LINE.split(event):
        name, _, value = line.partition(b":")
        if name == b"data":
            found.append(value.removeprefix(b" "))
    return b"\n".join(found)


def name(event: bytes) -> str:
    """The type of an event; "message" where it names none."""
    for line in reversed(_LINE.split(event)):
        field, _, value = line.partition(b":")
        if field == b"event":
            return value.removeprefix(b" ").decode("utf-8", "replace")
    return "message"


def mark(event: bytes, last: str, wait: float) -> tuple[str, float]:
    """Where to take a stream up again behind `event`: (the last id, seconds to wait before), else as they were."""
    for line in _LINE.split(event):
        field, _, raw = line.partition(b":")
        told = raw.removeprefix(b" ").decode("utf-8", "replace")
        if field == b"id" and "\0" not in told:
            last = told
        elif field == b"retry" and told.isdecimal() and told.isascii():
            wait = min(int(told) / 1000, LONGEST_WAIT)
    return last, wait


def changed(event: bytes, fresh: bytes) -> bytes:
    """`event` with `fresh` (bytes without a line end) as its data; its other fields stay."""
    kept = [line for line in _LINE.split(event) if line and line.partition(b":")[0] != b"data"]
    return b"\n".join([*kept, b"data: " + fresh, b"", b""])


def message(text: bytes) -> bytes:
    """An event that carries one message (bytes without a line end)."""
    return b"event: message\ndata: " + text + b"\n\n"
