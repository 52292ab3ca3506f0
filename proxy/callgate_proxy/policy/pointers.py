"""From a JSON pointer back into the policy's text: where what it names stands, and what that is.

Verdicts name their rule by pointer (RFC 6901); a person wants the line, and the exporter the words as they were
written. A pointer to something that is not there, such as "/mode/paused", has no place and no value.
"""

from __future__ import annotations

from typing import Any

from callgate_proxy.jsonlean import as_list, as_object
from callgate_proxy.jsonspans import Node, line_column, parse


def steps(pointer: str) -> list[str]:
    """The parts of a pointer, unescaped."""
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


class Finder:
    """A policy's text, read once."""

    def __init__(self, text: str) -> None:
        """Raises NotJson for text that is not strict JSON."""
        self._text = text
        self._root = parse(text)

    def place(self, pointer: str) -> tuple[int, int]:
        """Line and column (1-based) where what `pointer` names begins, of a member its key; (0, 0): nowhere."""
        node: Node = self._root
        start = node.start
        for step in steps(pointer):
            child = node.last(int(step) if node.kind == "array" and step.isdigit() else step)
            if child is None:
                return 0, 0
            node, start = child.node, child.start
        return line_column(self._text, start)


def value(data: object, pointer: str) -> Any:
    """What stands at `pointer` in `data`, a policy as plain data; None where nothing does."""
    for step in steps(pointer):
        items = as_list(data)
        if items is not None:
            data = items[int(step)] if step.isdigit() and int(step) < len(items) else None
        else:
            data = (as_object(data) or {}).get(step)
    return data
