"""Where each value of a JSON text stands: the spans that edits and error messages need.

Rules: no comments, no trailing commas, no NaN, unless the caller asks for `lenient` reading, which takes comments and
one comma after the last value, as editors' settings files have them. A BOM is allowed and has no width; depth is
bounded, so hostile text gives an error and not a deep recursion. Text is as read with `newline=""`: offsets are those
of the file's characters.
"""

from __future__ import annotations

import json
import re
from typing import NoReturn

Path = tuple[str | int, ...]

MAX_DEPTH = 200  # far above any real config, far below Python's recursion limit

_SPACE = re.compile(r"[ \t\r\n]*+")
_SPACE_OR_COMMENT = re.compile(r"(?:[ \t\r\n]++|//[^\r\n]*+|/\*(?:[^*]|\*(?!/))*+\*/)*+")
_STRING = re.compile(r'"[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+"')
_SCALAR = re.compile(r"(?:-?(?:0|[1-9][0-9]*+)(?:\.[0-9]++)?(?:[eE][+-]?[0-9]++)?|true|false|null)(?![\w.+-])")


class NotJson(ValueError):
    """The text is not strict JSON. `line`, `column`: 1-based, in characters; `what`: what is wrong there."""

    def __init__(self, text: str, offset: int, what: str) -> None:
        self.line, self.column = line_column(text, offset)
        self.what = what
        super().__init__(f"line {self.line}, column {self.column}: {what}")


class Node:
    """One value: `text[start:end]`; `kind` is "object", "array", "string" or "scalar"."""

    __slots__ = ("children", "end", "kind", "start")

    def __init__(self, kind: str, start: int) -> None:
        self.kind = kind
        self.start = start
        self.end = start
        self.children: list[Child] = []

    def last(self, key: str | int) -> Child | None:
        """The child `key` names; of several members with one name the last, as `json.loads` has it."""
        if isinstance(key, str) != (self.kind == "object"):
            return None
        return next((child for child in reversed(self.children) if child.key == key), None)


class Child:
    """A member of an object or an item of an array. `start`: where its key begins (an item: where it begins)."""

    __slots__ = ("key", "node", "start")

    def __init__(self, key: str | int, start: int, node: Node) -> None:
        self.key = key
        self.start = start
        self.node = node


def line_column(text: str, offset: int) -> tuple[int, int]:
    """1-based line and column (in characters; a BOM has no width) of `offset`."""
    begin = text.rfind("\n", 0, offset) + 1
    bom = 1 if begin == 0 and offset and text.startswith("\ufeff") else 0
    return text.count("\n", 0, offset) + 1, offset - begin + 1 - bom


def parse(text: str, lenient: bool = False) -> Node:
    """The spans of a JSON text; `lenient`: with comments and trailing commas. Raises NotJson."""
    parser = _Parser(text, lenient)
    root = parser.value(parser.skip(1 if text.startswith("\ufeff") else 0), 0)
    end = parser.skip(root.end)
    if end != len(text):
        parser.fail(end, "something follows the end of the document")
    return root


def find(node: Node, path: Path) -> Node | None:
    """The node at `path` below `node`, None where there is none."""
    for key in path:
        child = node.last(key)
        if child is None:
            return None
        node = child.node
    return node


def get_raw(text: str, path: Path) -> str | None:
    """The exact source text of the value at `path`, None where there is none. Raises NotJson."""
    node = find(parse(text), path)
    return None if node is None else text[node.start : node.end]


class _Parser:
    def __init__(self, text: str, lenient: bool) -> None:
        self.text = text
        self._lenient = lenient
        self._space = _SPACE_OR_COMMENT if lenient else _SPACE

    def fail(self, offset: int, what: str) -> NoReturn:
        raise NotJson(self.text, offset, what)

    def skip(self, offset: int) -> int:
        found = self._space.match(self.text, offset)
        return found.end() if found else offset

    def value(self, at: int, depth: int) -> Node:
        first = self.text[at : at + 1]
        if first in ("{", "["):
            if depth >= MAX_DEPTH:
                self.fail(at, f"nested more than {MAX_DEPTH} levels deep")
            return self._container(at, depth, first == "{")
        if first == '"':
            node = Node("string", at)
            node.end = self._string(at)
            return node
        found = _SCALAR.match(self.text, at)
        if found is None:
            self.fail(at, "a value was expected here" if first else "the text ends where a value was expected")
        node = Node("scalar", at)
        node.end = found.end()
        return node

    def _string(self, at: int) -> int:
        found = _STRING.match(self.text, at)
        if found is None:
            self.fail(at, "this string is not closed, or holds a bad escape or a raw control character")
        return found.end()

    def _container(self, start: int, depth: int, keyed: bool) -> Node:
        node = Node("object" if keyed else "array", start)
        close = "}" if keyed else "]"
        at = self.skip(start + 1)
        while self.text[at : at + 1] != close or node.children:
            child = self._child(at, depth, len(node.children), keyed)
            node.children.append(child)
            at = self.skip(child.node.end)
            mark = self.text[at : at + 1]
            if mark == close:
                break
            if mark != ",":
                self.fail(at, f'"," or "{close}" was expected here' if mark else f'the text ends before the "{close}"')
            at = self.skip(at + 1)
            if self._lenient and self.text[at : at + 1] == close:
                break
        node.end = at + 1
        return node

    def _child(self, at: int, depth: int, index: int, keyed: bool) -> Child:
        if not keyed:
            return Child(index, at, self.value(at, depth + 1))
        if self.text[at : at + 1] != '"':
            self.fail(at, "a key in double quotes was expected here")
        end = self._string(at)
        colon = self.skip(end)
        if self.text[colon : colon + 1] != ":":
            self.fail(colon, '":" was expected after the key')
        return Child(str(json.loads(self.text[at:end])), at, self.value(self.skip(colon + 1), depth + 1))
