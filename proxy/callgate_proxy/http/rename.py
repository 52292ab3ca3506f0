"""Messages under ids of our own: clients of one server that share no session may use the same ids. Pure.

Only the id is exchanged; every other byte of a message stays as it came.
"""

from __future__ import annotations

from callgate_proxy.jsonlean import as_object, dumps, loads, members

Id = str | int

SUBSCRIPTION = ("params", "_meta", "io.modelcontextprotocol/subscriptionId")


def one_line(text: bytes) -> bytes:
    """`text` (one JSON value) as one line with its end: a raw line end in JSON is only space."""
    if b"\n" in text or b"\r" in text:
        text = text.replace(b"\r", b" ").replace(b"\n", b" ")
    return text + b"\n"


def at(line: bytes, keys: tuple[str, ...], fresh: Id) -> bytes:
    """`line` with `fresh` where `keys` lead to; the same line where they lead nowhere, or it is no JSON object."""
    try:
        text = line.decode("utf-8")
        if as_object(loads(text)) is None:
            return line
    except ValueError:
        return line
    place = (0, len(text))
    for key in keys:
        inside = members(text, place[0])
        if key not in inside:
            return line
        place = inside[key]
    return (text[: place[0]] + dumps(fresh) + text[place[1] :]).encode()
