"""TOML as a client's file: where each value stands.

The standard library says what a text means and whether it is TOML; this says where. The two are compared for the whole
text, and where they differ nothing is edited: a mistake here costs a refusal, not a file.
"""

from __future__ import annotations

import re
import tomllib
from typing import cast

from callgate_proxy.clients.blocks import Blocks
from callgate_proxy.clients.dialect import Marked
from callgate_proxy.errors import ConfigError
from callgate_proxy.jsonspans import Child

_BLANK = re.compile(r"[ \t]*+")
_GAP = re.compile(r"(?:[ \t\r\n]++|#[^\n]*+)*+")
_KEY = re.compile(r'[A-Za-z0-9_-]++|"(?:[^"\\\n]|\\.)*+"|\'[^\'\n]*+\'')
_STRING = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}(?!")|\'\'\'.*?\'{3,5}(?!\')|"(?:[^"\\\n]|\\.)*+"|\'[^\'\n]*+\'', re.DOTALL
)
_BARE = re.compile(r"[^\s,\]}#]++(?: \d\d:\d\d[^\s,\]}#]*+)?")  # a number, a word, a date with its time
_LAST_KEY = re.compile(r'^(.*?)(?:[A-Za-z0-9_-]+|"[^"]*"|\'[^\']*\')\s*=', re.DOTALL)


class Toml(Blocks):
    """TOML 1.0."""

    equals = " = "

    def parse(self, text: str) -> Marked:
        begin = 1 if text.startswith("\ufeff") else 0
        try:
            says = tomllib.loads(text[begin:])
            root = _Scanner(text).document(begin)
        except tomllib.TOMLDecodeError as error:
            raise ConfigError(str(error)) from None
        except (IndexError, RecursionError):
            raise ConfigError("it is written in a way Callgate cannot follow") from None
        if _data(root) != says:
            raise ConfigError("it is written in a way Callgate cannot follow")
        return root

    def lead(self, text: str, child: Child) -> str:
        line = text[text.rfind("\n", 0, child.start) + 1 : child.start]
        dotted = _LAST_KEY.match(text[child.start : child.node.start])
        return line + (dotted[1] if dotted else "")


class _Scanner:
    """Takes a text apart that is known to be TOML; each method gives the place where it stopped."""

    def __init__(self, text: str) -> None:
        self._text = text

    def document(self, at: int) -> Marked:
        root = table = Marked("object", at, at)
        while (at := _end(_GAP, self._text, at)) < len(self._text):
            if self._text[at] == "[":
                table, at = self._header(root, at)
            else:
                at = self._pair(table, at)
        return root

    def _header(self, root: Marked, start: int) -> tuple[Marked, int]:
        several = self._text.startswith("[[", start)
        keys, at = self._keys(start + 1 + several)
        at += 1 + several
        parent = root
        for key in keys[:-1]:
            parent = _below(parent, key, start)
        if several:
            _list_of(parent, keys[-1], start)
        table = _below(parent, keys[-1], start)
        table.end = at
        return table, at

    def _pair(self, table: Marked, start: int) -> int:
        keys, at = self._keys(start)
        value = self._value(_end(_BLANK, self._text, at + 1))
        for key in keys[:-1]:
            table = _below(table, key, start)
        table.children.append(Child(keys[-1], start, value))
        table.end = max(table.end, value.end)
        return value.end

    def _keys(self, at: int) -> tuple[list[str], int]:
        """The parts of a dotted key; stops at the `=` or `]` after it."""
        keys: list[str] = []
        while True:
            at = _end(_BLANK, self._text, at)
            end = _end(_KEY, self._text, at)
            raw = self._text[at:end]
            keys.append(str(_decoded(raw)) if raw[:1] in ('"', "'") else raw)
            at = _end(_BLANK, self._text, end)
            if self._text[at : at + 1] != ".":
                return keys, at
            at += 1

    def _value(self, at: int) -> Marked:
        first = self._text[at]
        if first in "[{":
            return self._container(at, first == "{")
        end = _end(_STRING if first in "\"'" else _BARE, self._text, at)
        return Marked("string" if first in "\"'" else "scalar", at, end, value=_decoded(self._text[at:end]))

    def _container(self, start: int, keyed: bool) -> Marked:
        node = Marked("object" if keyed else "array", start, start, inline=True)
        at = _end(_GAP, self._text, start + 1)
        while self._text[at] not in "]}":
            if keyed:
                at = self._pair(node, at)
            else:
                item = self._value(at)
                node.children.append(Child(len(node.children), at, item))
                at = item.end
            at = _end(_GAP, self._text, at)
            if self._text[at] == ",":
                at = _end(_GAP, self._text, at + 1)
        node.end = at + 1
        return node


def _end(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    if found is None:
        raise ConfigError("it is written in a way Callgate cannot follow")
    return found.end()


def _below(table: Marked, key: str, start: int) -> Marked:
    """The table at `key`, made where there is none; of a list of tables the last one."""
    child = table.last(key)
    if child is None:
        child = Child(key, start, Marked("object", start, start))
        table.children.append(child)
    node = child.node.children[-1].node if child.node.kind == "array" and child.node.children else child.node
    return cast(Marked, node)


def _list_of(parent: Marked, key: str, start: int) -> None:
    """One more table in the list of tables at `key`."""
    child = parent.last(key)
    if child is None:
        child = Child(key, start, Marked("array", start, start))
        parent.children.append(child)
    child.node.children.append(Child(len(child.node.children), start, Marked("object", start, start)))


def _decoded(raw: str) -> object:
    return tomllib.loads(f"v = {raw}")["v"]


def _data(node: Marked) -> object:
    if node.kind == "object":
        return {child.key: _data(cast(Marked, child.node)) for child in node.children}
    if node.kind == "array":
        return [_data(cast(Marked, child.node)) for child in node.children]
    return node.value
