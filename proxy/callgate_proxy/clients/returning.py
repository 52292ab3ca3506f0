"""An entry that went out of a client's file comes back, as an earlier text of the file has it. Pure.

1. The entry's own text is taken over, comments included: in JSON as a member of its place, in TOML as its tables at the
   end, in YAML behind the last entry, moved to that one's column.
2. Where the file has no place for it, or the entry is written in a way that cannot be moved, nothing is put back.
3. What comes out is read again: the entry must say what it said, and every other one what it says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from callgate_proxy import jsontext
from callgate_proxy.clients.blocks import eol, line_end
from callgate_proxy.clients.configtext import Config
from callgate_proxy.clients.dialect import Json, Marked
from callgate_proxy.errors import ConfigError
from callgate_proxy.jsonspans import Node, find

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callgate_proxy.clients.entries import Server
    from callgate_proxy.clients.model import Adapter

_CANNOT = "The entry cannot be put back as it was."
_EMPTY = ("", "~", "null", "{}", "[]")


def put_back(content: bytes, adapter: Adapter, earlier: Config, name: str) -> bytes:
    """`content` with the entry `name` of `earlier`. Raises ConfigError where that is not possible."""
    config, server = Config(content, adapter), earlier.servers[name]
    if isinstance(config.dialect, Json):
        raw = earlier.text[server.node.start : server.node.end]
        text = jsontext.set_raw(config.text, server.place, raw, lenient=True)
    elif adapter.dialect == "toml":
        text = _with_tables(config.text, earlier.text, server)
    else:
        text = _with_block(config, earlier, server, bool(adapter.shape.name))
    after = text.encode("utf-8")
    written = Config(after, adapter)
    same = all(one in written.servers and written.says(one) == config.says(one) for one in config.servers)
    if name not in written.servers or written.says(name) != earlier.says(name) or not same:
        raise ConfigError(_CANNOT, "Add it by hand.")
    return after


def _with_tables(text: str, earlier: str, server: Server) -> str:
    spans = sorted(_tables(cast(Marked, server.node), earlier))
    if not spans or not earlier.startswith("[", server.node.start):
        raise ConfigError(_CANNOT, "Add it by hand.")
    end = eol(text)
    pieces = [
        earlier[start : line_end(earlier, stop)].replace("\r\n", "\n").replace("\n", end) for start, stop in spans
    ]
    return end.join([text.rstrip("\r\n") + end if text.strip() else "", *pieces, ""]).lstrip("\r\n")


def _tables(node: Marked, text: str) -> Iterator[tuple[int, int]]:
    """The spans of the tables with a head of their own that an entry consists of."""
    if text.startswith("[", node.start) and not node.inline:
        yield node.start, node.end
    for child in node.children:
        if child.node.kind == "object":
            yield from _tables(cast(Marked, child.node), text)


def _with_block(config: Config, earlier: Config, server: Server, listed: bool) -> str:
    text, end = config.text, eol(config.text)
    start = _beginning(earlier, server, listed)
    holder = _at(config, server.place[:-1])
    if holder is None:
        if len(server.place) != 2:
            raise ConfigError(_CANNOT, "Add it by hand.")
        block = end.join(_moved(earlier.text, start, server.node.end, 2))
        begun = text.rstrip("\r\n") + end if text.strip() else ""
        return f"{begun}{server.place[0]}:{end}{block}{end}"
    if holder.children:
        last = cast(Marked, holder.children[-1].node)
        first = holder.children[0].node.start if listed else holder.children[0].start
        if cast(Marked, holder).inline:
            raise ConfigError(_CANNOT, "Add it by hand.")
        column = _column(text, text.rfind("-", 0, first) if listed else first)
        at = line_end(text, last.end)
        block = end.join(_moved(earlier.text, start, server.node.end, column))
        return f"{text[:at]}{end}{block}{text[at:] or end}"
    if text[holder.start : holder.end] not in _EMPTY:
        raise ConfigError(_CANNOT, "Add it by hand.")
    block = end.join(_moved(earlier.text, start, server.node.end, 2))
    return f"{text[: holder.start].rstrip(' ')}{end}{block}{text[holder.end :]}"


def _beginning(earlier: Config, server: Server, listed: bool) -> int:
    """Where the entry's text begins: at its key, or at the mark of its item."""
    holder = _at(earlier, server.place[:-1])
    if holder is None or cast(Marked, holder).inline or server.node.kind != "object":
        raise ConfigError(_CANNOT, "Add it by hand.")
    child = next(one for one in holder.children if one.node.start == server.node.start)
    return earlier.text.rfind("-", 0, child.start) if listed else child.start


def _moved(text: str, start: int, end: int, column: int) -> list[str]:
    """The lines of `text[start:end]` as a block at `column`, to the end of the last line."""
    before = _column(text, start)
    first, *rest = text[start : line_end(text, end)].replace("\r\n", "\n").split("\n")
    if any(line.strip() and line[:before].strip(" ") for line in rest):
        raise ConfigError(_CANNOT, "Add it by hand.")
    return [" " * column + first, *(" " * column + line[before:] if line.strip() else "" for line in rest)]


def _column(text: str, at: int) -> int:
    return at - text.rfind("\n", 0, at) - 1


def _at(config: Config, path: tuple[str, ...]) -> Node | None:
    """The node that the keys `path` lead to."""
    return find(config.dialect.parse(config.text), path)
