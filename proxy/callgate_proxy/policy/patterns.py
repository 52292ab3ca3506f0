"""Regular expressions, from their text to a small machine that runs in linear time (`automaton.py`).

A policy is read by a proxy that an agent can send any text to, so a pattern must not be able to hang it: Python's own
engine goes back and tries again, without bounds. What needs going back (back-references, look-around, atomic groups) is
refused here. The syntax is Python's, read by Python's parser; a pattern is searched for, not anchored, unless it says ^
and $.

A machine is plain JSON, a list of nodes; node 0 is the start:
["set", negate, [[low, high], …], categories, fold, next]   ["split", [next, …]]   ["at", kind, next]   ["match"]
"""

from __future__ import annotations

import re
import warnings
from importlib import import_module
from typing import Any

MOST_NODES = 500
_REFUSED = "look-around, back-references and atomic groups are not supported: a pattern must run in linear time"

_CATEGORIES = {
    "CATEGORY_DIGIT": "d", "CATEGORY_NOT_DIGIT": "D", "CATEGORY_SPACE": "s",
    "CATEGORY_NOT_SPACE": "S", "CATEGORY_WORD": "w", "CATEGORY_NOT_WORD": "W",
}  # fmt: skip
_PLACES = {
    "AT_BEGINNING": "start", "AT_BEGINNING_STRING": "start", "AT_END": "end", "AT_END_STRING": "very-end",
    "AT_BOUNDARY": "boundary", "AT_NON_BOUNDARY": "inside",
}  # fmt: skip
_LINED = {"AT_BEGINNING": "line-start", "AT_END": "line-end"}


def program(pattern: str) -> list[list[Any]]:
    """The machine for `pattern`. Raises ValueError with a sentence for a person."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            re.compile(pattern)
            # Private, but the same for decades, and the only reader that agrees with `re` for certain.
            tree = import_module("re._parser").parse(pattern)
    except (re.error, OverflowError, RecursionError, Warning) as error:
        raise ValueError(f"this is no regular expression: {error}") from None
    if tree.state.flags & (re.ASCII | re.LOCALE):
        raise ValueError("the flags a and L are not supported")
    maker = _Maker()
    start = maker.add(["start"])
    maker.nodes[start] = ["split", [maker.sequence(tree, tree.state.flags, maker.add(["match"]))]]
    return maker.nodes


class _Maker:
    """Builds the machine from its end: each part is told which node follows it."""

    def __init__(self) -> None:
        self.nodes: list[list[Any]] = []

    def add(self, node: list[Any]) -> int:
        if len(self.nodes) >= MOST_NODES:
            raise ValueError(f"this pattern needs more than {MOST_NODES} steps: shorten it, or use smaller repeats")
        self.nodes.append(node)
        return len(self.nodes) - 1

    def sequence(self, items: Any, flags: int, after: int) -> int:
        for operator, argument in reversed(list(items)):
            after = self._one(str(operator), argument, flags, after)
        return after

    def _one(self, operator: str, argument: Any, flags: int, after: int) -> int:
        if operator == "BRANCH":
            return self.add(["split", [self.sequence(branch, flags, after) for branch in argument[1]]])
        if operator == "SUBPATTERN":
            _, added, taken, inner = argument
            return self.sequence(inner, (flags | added) & ~taken, after)
        if operator in ("MAX_REPEAT", "MIN_REPEAT"):
            return self._repeat(argument, flags, after)
        if operator == "AT":
            name = str(argument)
            kind = _LINED.get(name) if flags & re.MULTILINE else None
            return self.add(["at", kind or _PLACES[name], after])
        return self.add(["set", *_characters(operator, argument, flags), bool(flags & re.IGNORECASE), after])

    def _repeat(self, argument: Any, flags: int, after: int) -> int:
        least, most, inner = argument
        bounded = str(most) != "MAXREPEAT"
        if max(least, int(most) if bounded else 0) > MOST_NODES:
            raise ValueError(f"a repeat can be {MOST_NODES} times at most")
        if not bounded:
            loop = self.add(["split", []])
            self.nodes[loop][1] = [self.sequence(inner, flags, loop), after]
            after = loop
        else:
            for _ in range(int(most) - least):
                after = self.add(["split", [self.sequence(inner, flags, after), after]])
        for _ in range(least):
            after = self.sequence(inner, flags, after)
        return after


def _characters(operator: str, argument: Any, flags: int) -> tuple[bool, list[list[int]], str]:
    """A set of characters: whether it is negated, its ranges of code points, its categories."""
    if operator in ("LITERAL", "NOT_LITERAL"):
        return operator == "NOT_LITERAL", [[argument, argument]], ""
    if operator == "ANY":
        return True, [] if flags & re.DOTALL else [[10, 10]], ""
    if operator != "IN":
        raise ValueError(_REFUSED)
    negate, ranges, categories = False, list[list[int]](), ""
    for kind, detail in argument:
        name = str(kind)
        if name == "NEGATE":
            negate = True
        elif name == "CATEGORY":
            categories += _CATEGORIES[str(detail)]
        else:
            ranges.append(list(detail) if name == "RANGE" else [detail, detail])
    return negate, ranges, categories
