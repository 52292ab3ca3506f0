"""Edits of texts in which a member stands on a line of its own or between brackets: YAML and TOML.

A value is replaced where it stands; a new member gets a line of its own below the one it follows, so a comment behind
that one stays with it; a member that goes takes its line along.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import cast

from callgate_proxy.clients.dialect import Marked, Members, Splice, flow
from callgate_proxy.errors import ConfigError
from callgate_proxy.jsonspans import Child, Node


class Blocks:
    """`Dialect.edit` for such a text; a subclass reads it."""

    equals = ""  # between a key and its value

    def parse(self, text: str) -> Node:
        raise NotImplementedError

    def string(self, text: str, node: Node) -> str | None:
        """What a string node says, with its quotes and escapes undone."""
        del text
        value = cast(Marked, node).value
        return value if node.kind == "string" and isinstance(value, str) else None

    def edit(self, text: str, entry: Node, members: Members, spelled: Mapping[str, str]) -> list[Splice]:
        """As `Dialect.edit`."""
        splices: list[Splice] = []
        first = entry.last(next(iter(members)))
        assert first is not None, "an entry without a command is never edited"
        for key, value in members.items():
            child = entry.last(key)
            if child is not None and value is None:
                splices.append(_without(text, cast(Marked, entry), child))
            elif child is not None and value is not None:
                new = spelled.get(key) or self.rendered(text, cast(Marked, child.node), value)
                splices.append((child.node.start, child.node.end, new))
            elif value is not None:
                splices.append(self._after(text, cast(Marked, entry), first, key, value))
        return splices

    def rendered(self, text: str, node: Marked, value: str | list[str]) -> str:
        """`value` in the layout of `node`, which it replaces."""
        del text, node
        return flow(value)

    def lead(self, text: str, child: Child) -> str:
        """What begins the line of a new member below `child`."""
        raise NotImplementedError

    def _after(self, text: str, entry: Marked, child: Child, key: str, value: str | list[str]) -> Splice:
        if entry.inline:
            return child.node.end, child.node.end, f", {key}{self.equals}{flow(value)}"
        at = line_end(text, child.node.end)
        return at, at, f"{eol(text)}{self.lead(text, child)}{key}{self.equals}{flow(value)}"


def eol(text: str) -> str:
    """The line end that `text` uses."""
    return "\r\n" if "\r\n" in text else "\n"


def line_end(text: str, at: int) -> int:
    """Where the line of `at` ends, before its line end."""
    found = text.find("\n", at)
    if found < 0:
        return len(text)
    return found - 1 if text[found - 1 : found] == "\r" else found


def _without(text: str, entry: Marked, child: Child) -> Splice:
    index = entry.children.index(child)
    following = entry.children[index + 1] if index + 1 < len(entry.children) else None
    if entry.inline and index:
        return entry.children[index - 1].node.end, child.node.end, ""
    line = text.rfind("\n", 0, child.start) + 1
    if not entry.inline and not text[line : child.start].strip():
        end = text.find("\n", child.node.end)
        # The last line of a text without a line end at its end: the one before it loses its own.
        return (line, end + 1, "") if end >= 0 else (max(0, line - len(eol(text))), len(text), "")
    if following is None:
        raise ConfigError("An entry cannot be rewritten safely: it would have no member left.", "Change it by hand.")
    return child.start, following.start, ""
