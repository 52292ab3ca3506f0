"""A client's file as text: its servers, and new words for some of them without a change to anything else.

1. UTF-8 (a byte order mark stays). What a client would read differently than we do, such as a key that stands twice, is
   reported, never guessed at.
2. An edit is a list of splices into the text, all made in one pass.
3. A holder is the path of the member that holds the servers. `*` in it stands for every key: Claude Code keeps the
   servers of each project below the project's path, and a server there is called "name (path)".
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from callgate_proxy.clients import dialect as dialects
from callgate_proxy.clients.addresses import Address
from callgate_proxy.clients.dialect import Dialect, Splice
from callgate_proxy.clients.entries import Reader, article
from callgate_proxy.errors import ConfigError
from callgate_proxy.jsonspans import Node
from callgate_proxy.plain import plain
from callgate_proxy.redact import redact

if TYPE_CHECKING:
    from callgate_proxy.clients.entries import Words
    from callgate_proxy.clients.model import Adapter

MASK = "•••"


class Config:
    """One file taken apart. Never changes."""

    def __init__(self, content: bytes, adapter: Adapter) -> None:
        """Raises ConfigError with the place of what is wrong."""
        self.text = _decoded(content)
        self._shape = adapter.shape
        self.dialect: Dialect = dialects.of(adapter.dialect)
        self._root = self.dialect.parse(self.text)
        if self._root.kind != "object":
            raise ConfigError(f"the file holds no JSON object but {article(self._root)}")
        reader = Reader(self.text, self.dialect, adapter.shape)
        listed = [one for path in adapter.holders for one in self._holders(self._root, path, (), "")]
        self.servers = {server.name: server for holder in listed for server in reader.servers(*holder)}

    def _holders(
        self, node: Node, path: tuple[str, ...], place: tuple[str, ...], scope: str
    ) -> Iterator[tuple[Node, tuple[str, ...], str]]:
        if not path:
            wanted = "array" if self._shape.name else "object"
            if node.kind != wanted:
                raise ConfigError(f"what holds the servers is no {_KINDS[wanted]} but {article(node)}")
            yield node, place, scope
        elif path[0] == "*":
            for child in node.children:
                yield from self._holders(child.node, path[1:], (*place, str(child.key)), str(child.key))
        elif node.kind == "object":
            children = [child.node for child in node.children if child.key == path[0]]
            if len(children) > 1:
                raise ConfigError(f'"{path[0]}" stands {len(children)} times in it')
            for child in children:
                empty = child.kind == "scalar" and self.text[child.start : child.end] in ("", "~", "null")
                if not empty:
                    yield from self._holders(child, path[1:], (*place, path[0]), scope)

    def reworded(self, words: dict[str, Words], earlier: dict[str, Config]) -> bytes:
        """The file with other words for some servers, spelled as in an earlier text of theirs where there is one."""
        splices: list[Splice] = []
        for name, own in words.items():
            members = self._shape.members(own)
            spelled = self._spelled(name, earlier[name]) if name in earlier else {}
            splices += self.dialect.edit(self.text, self.servers[name].node, members, spelled)
        parts: list[str] = []
        at = 0
        for start, end, new in sorted(splices, key=lambda splice: splice[:2]):
            parts += (self.text[at:start], new)
            at = end
        return "".join((*parts, self.text[at:])).encode("utf-8")

    def _spelled(self, name: str, earlier: Config) -> dict[str, str]:
        """The source texts of an entry's words in an earlier text of the file, where they would read the same here."""
        result: dict[str, str] = {}
        here, there = self.servers[name].node, earlier.servers[name].node
        for key in self._keys(name):
            old, new = there.last(key), here.last(key)
            if old is None:
                continue
            raw = earlier.text[old.node.start : old.node.end]
            ends = ("\r\n" in raw) == ("\r\n" in self.text)
            # A block of YAML means something else in another column.
            place = new is not None and _column(self.text, new.node) == _column(earlier.text, old.node)
            if "\n" not in raw or (ends and (place or isinstance(self.dialect, dialects.Json))):
                result[key] = raw
        return result

    def _keys(self, name: str) -> list[str]:
        own = self.servers[name].own
        return [] if own is None else list(self._shape.members(own))

    def shown(self, name: str) -> dict[str, object]:
        """One entry for the eye: all its keys, and no value but its command and args, or its address."""
        server = self.servers[name]
        shown = {str(child.key): self._masked(child.node) for child in server.node.children}
        if isinstance(server.own, Address):
            shown[server.own.key] = server.own.shown
        elif server.own is not None:
            members = self._shape.members(server.own)
            shown.update((key, redact(value)) for key, value in members.items() if value is not None)
        return shown

    def _masked(self, node: Node) -> object:
        if node.kind == "object":
            return {str(child.key): self._masked(child.node) for child in node.children}
        if node.kind == "array":
            return [self._masked(child.node) for child in node.children]
        words = {"true": True, "false": False, "null": None}
        return words.get(self.text[node.start : node.end], MASK)

    def says(self, name: str) -> dict[str, object]:
        """What each key of an entry says, as `data` tells it."""
        return {str(child.key): self._data(child.node) for child in self.servers[name].node.children}

    def data(self) -> object:
        """What the file says: keys in their order, strings decoded, numbers and words as they are spelled."""
        return self._data(self._root)

    def _data(self, node: Node) -> object:
        if node.kind in ("object", "array"):
            return node.kind, [(child.key, self._data(child.node)) for child in node.children]
        text = self.dialect.string(self.text, node)
        return (node.kind, self.text[node.start : node.end]) if text is None else text


_KINDS = {"object": "object", "array": "list"}


def _column(text: str, node: Node) -> int:
    return node.start - text.rfind("\n", 0, node.start)


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"line {line}: this is not UTF-8 text") from None


def where(path: str, error: ConfigError) -> str:
    """`error` with the file it is about, for a person."""
    return f"{plain(path)}: {error}"
