"""Edits to JSON text that leave every character outside the edit as it was.

People keep policy.json and their clients' configs under version control and in their own layout, so a change is a
splice into the text, never a dump of the whole document. Rules: what is written copies the layout of what it replaces,
of its siblings, or of the document, in this order; where a key stands twice the last one counts, as in `json.loads`,
and deleting takes every copy. Every function raises `NotJson` (a ValueError with line and column) for text that is not
strict JSON, or, where it is asked to be `lenient`, not even JSON with comments and trailing commas.
"""

from __future__ import annotations

import json

from callgate_proxy.jsonspans import Child, Node, NotJson, Path, find, get_raw, parse

__all__ = ["NotJson", "Path", "delete", "get_raw", "set_raw", "set_value"]


def set_value(text: str, path: Path, value: object, lenient: bool = False) -> str:
    """`text` with `value` at `path`; missing objects on the way are made.

    An int in `path` names an item of an array, the array's length appends one. Raises ValueError where the path leads
    through something that is no object or array.
    """
    doc = _Document(text, lenient)
    node, rest = doc.reach(path)
    if not rest:
        lined = _lined(text, node) if node.children else doc.expands(doc.parent(path))
        return doc.splice(node.start, node.end, doc.render(value, lined, doc.indent_at(node.start)))
    for key in reversed(rest[1:]):
        value = {key: value} if isinstance(key, str) else doc.only_item(key, value, node)
    return doc.insert(node, rest[0], doc.render(value, doc.expands(node), doc.member_indent(node)))


def set_raw(text: str, path: Path, raw: str, lenient: bool = False) -> str:
    """As `set_value`, with the value given as JSON text that goes in character for character. Raises ValueError."""
    parse(raw, lenient)
    doc = _Document(text, lenient)
    node, rest = doc.reach(path)
    if len(rest) > 1:
        hole = set_value(text, path, None, lenient)
        filled = find(parse(hole, lenient), path)
        assert filled is not None, "a value just set is there"
        return hole[: filled.start] + raw + hole[filled.end :]
    return doc.insert(node, rest[0], raw) if rest else doc.splice(node.start, node.end, raw)


def delete(text: str, path: Path, lenient: bool = False) -> str:
    """`text` without what `path` names and its comma; the same text where there is nothing. Raises ValueError."""
    if not path:
        raise ValueError("the whole document cannot be deleted")
    while True:
        parent = find(parse(text, lenient), path[:-1])
        child = None if parent is None else parent.last(path[-1])
        if parent is None or child is None:
            return text
        text = _without(text, parent, child)
        if isinstance(path[-1], int):
            return text


def _without(text: str, parent: Node, child: Child) -> str:
    index = parent.children.index(child)
    if index:
        start, end = parent.children[index - 1].node.end, child.node.end
    elif len(parent.children) > 1:
        start, end = child.start, parent.children[1].start
    else:
        start, end = parent.start + 1, parent.end - 1
    return text[:start] + text[end:]


def _lined(text: str, node: Node) -> bool:
    """Whether a container with children keeps them on lines of their own."""
    return "\n" in text[node.start : node.children[0].start]


class _Document:
    """The text, its spans and its habits: line ends, indentation unit, separators."""

    def __init__(self, text: str, lenient: bool) -> None:
        self.text = text
        self.root = parse(text, lenient)
        self.eol = "\r\n" if "\r\n" in text else "\n"
        self.multiline = "\n" in text[self.root.start : self.root.end] or not self.root.children
        self.unit = self._unit(self.root) or "  "
        self.colon, self.comma = self._separators()

    def reach(self, path: Path) -> tuple[Node, Path]:
        """The deepest node on `path` that is there, and the keys still missing below it. Raises ValueError."""
        node = self.root
        for depth, key in enumerate(path):
            child = node.last(key)
            if child is None:
                fits = node.kind == "object" if isinstance(key, str) else node.kind == "array"
                if not fits or (isinstance(key, int) and key != len(node.children)):
                    raise NotJson(self.text, node.start, f"there is no place for {key!r} in this {node.kind}")
                return node, path[depth:]
            node = child.node
        return node, ()

    def parent(self, path: Path) -> Node:
        return find(self.root, path[:-1]) or self.root

    def only_item(self, index: int, value: object, node: Node) -> list[object]:
        if index:
            raise NotJson(self.text, node.start, f"a new array cannot begin with item {index}")
        return [value]

    def splice(self, start: int, end: int, new: str) -> str:
        return self.text[:start] + new + self.text[end:]

    def insert(self, node: Node, key: str | int, raw: str) -> str:
        """A member or item after the last one of `node`."""
        written = raw if isinstance(key, int) else json.dumps(key, ensure_ascii=not _encodable(key)) + self.colon + raw
        if node.children:
            last = node.children[-1].node.end
            lined = _lined(self.text, node)
            return self.splice(
                last, last, ("," + self.eol + self.member_indent(node) if lined else self.comma) + written
            )
        if self.multiline:
            inner = self.eol + self.member_indent(node) + written + self.eol + self.indent_at(node.start)
            return self.splice(node.start + 1, node.end - 1, inner)
        return self.splice(node.start + 1, node.end - 1, written)

    def render(self, value: object, lined: bool, indent: str) -> str:
        """`value` as text; its further lines begin with `indent`."""
        ascii_only = not _encodable(json.dumps(value, ensure_ascii=False))
        if not lined:
            return json.dumps(value, ensure_ascii=ascii_only, separators=(self.comma, self.colon))
        shown = json.dumps(value, ensure_ascii=ascii_only, indent=self.unit, separators=(",", self.colon))
        return shown.replace("\n", self.eol + indent)

    def expands(self, node: Node) -> bool:
        """Whether a new container below `node` gets lines of its own: as its siblings do, else as the document does."""
        kin = [child.node for child in node.children if child.node.children]
        return any(_lined(self.text, one) for one in kin) if kin else self.multiline

    def member_indent(self, node: Node) -> str:
        if node.children and _lined(self.text, node):
            return self.indent_at(node.children[0].start)
        return self.indent_at(node.start) + ("" if node.children else self.unit)

    def indent_at(self, offset: int) -> str:
        """The white space that begins the line of `offset`."""
        line = self.text[self.text.rfind("\n", 0, offset) + 1 : offset]
        return line[: len(line) - len(line.lstrip(" \t"))]

    def _unit(self, node: Node) -> str:
        for child in node.children:
            if _lined(self.text, node):
                outer, inner = self.indent_at(node.start), self.indent_at(child.start)
                if inner.startswith(outer) and len(inner) > len(outer):
                    return inner[len(outer) :]
            found = self._unit(child.node)
            if found:
                return found
        return ""

    def _separators(self) -> tuple[str, str]:
        """What stands between a key and its value, and between two values on one line."""
        if not self.root.children or self.root.kind != "object":
            return ": ", ", "
        first = self.root.children[0]
        between = self.text[first.start : first.node.start]
        tight = between.endswith(":") and "\n" not in self.text[self.root.start : self.root.end]
        return (":", ",") if tight else (": ", ", ")


def _encodable(text: str) -> bool:
    """Whether UTF-8 can hold it; lone surrogates must stay escaped."""
    return not any("\ud800" <= mark <= "\udfff" for mark in text)
