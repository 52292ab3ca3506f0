"""Runs the machines of `patterns.py` over a text: all ways at once, one step a character, never back.

The set of nodes the machine is in after a character is worked out once for each (set, character, surroundings) and
kept, so common texts run at a dictionary look-up a character. A text too long for its machine is not searched:
`search` says None, and the policy refuses. On the proxy's path: no imports.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Nodes = list[list[Any]]
    State = frozenset[int]

MOST_WORK = 2_000_000  # characters times nodes: under half a second at worst
MOST_STEPS = 20_000  # kept per machine
MOST_MACHINES = 256

_START, _END, _LAST, _WORD_BEFORE, _WORD_AFTER, _LINE_BEFORE, _LINE_AFTER = (1 << bit for bit in range(7))
_ORIGIN: State = frozenset()

_machines: dict[str, Machine] = {}


def search(pattern: str, nodes: Nodes, text: str) -> bool | None:
    """Whether `pattern`, whose machine is `nodes`, is found in `text`; None where the text is too long to say."""
    machine = _machines.get(pattern)
    if machine is None:
        if len(_machines) >= MOST_MACHINES:
            _machines.clear()
        machine = _machines[pattern] = Machine(nodes)
    return machine.search(text)


class Machine:
    """One pattern's machine and the steps it has taken so far."""

    __slots__ = ("_nodes", "_places", "_steps")

    def __init__(self, nodes: Nodes) -> None:
        self._nodes = nodes
        self._places = any(node[0] == "at" for node in nodes)
        self._steps: dict[tuple[State, str, int], State | None] = {}

    def search(self, text: str) -> bool | None:
        """As `search` above."""
        if len(text) * len(self._nodes) > MOST_WORK:
            return None
        steps, state, around = self._steps, _ORIGIN, 0
        length = len(text)
        for at in range(length + 1):
            mark = text[at : at + 1]
            if self._places:
                around = _surroundings(text, at, length)
            key = (state, mark, around)
            if key not in steps:
                if len(steps) >= MOST_STEPS:
                    steps.clear()
                steps[key] = self._step(state, mark, around)
            after = steps[key]
            if after is None:
                return True
            state = after
        return False

    def _step(self, state: State, mark: str, around: int) -> State | None:
        """Where the machine is after `mark` ("" at the end), None once it has found the pattern."""
        pending, seen, after = [0, *state], set[int](), set[int]()  # 0: a match may begin anywhere
        while pending:
            index = pending.pop()
            if index in seen:
                continue
            seen.add(index)
            node = self._nodes[index]
            if node[0] == "match":
                return None
            if node[0] == "split":
                pending += node[1]
            elif node[0] == "at":
                if _stands(node[1], around):
                    pending.append(node[2])
            elif mark and _contains(node, mark):
                after.add(node[5])
        return frozenset(after)


def _surroundings(text: str, at: int, length: int) -> int:
    before, after = text[at - 1 : at] if at else "", text[at : at + 1]
    return (
        (0 if at else _START)
        | (0 if at < length else _END)
        | (_LAST if at == length or (at == length - 1 and after == "\n") else 0)
        | (_WORD_BEFORE if _is_word(before) else 0)
        | (_WORD_AFTER if _is_word(after) else 0)
        | (_LINE_BEFORE if before == "\n" else 0)
        | (_LINE_AFTER if after == "\n" else 0)
    )


def _stands(kind: str, around: int) -> bool:
    if kind in ("boundary", "inside"):
        return (bool(around & _WORD_BEFORE) != bool(around & _WORD_AFTER)) == (kind == "boundary")
    wanted = {
        "start": _START,
        "end": _LAST,
        "very-end": _END,
        "line-start": _START | _LINE_BEFORE,
        "line-end": _END | _LINE_AFTER,
    }[kind]
    return bool(around & wanted)


def _contains(node: list[Any], mark: str) -> bool:
    _, negate, ranges, categories, fold, _ = node
    forms = {form for form in (mark, mark.lower(), mark.upper()) if len(form) == 1} if fold else (mark,)
    for form in forms:
        point = ord(form)
        if any(low <= point <= high for low, high in ranges) or any(_is(form, one) for one in categories):
            return not negate
    return bool(negate)


def _is(mark: str, category: str) -> bool:
    kind = category.lower()
    found = mark.isdecimal() if kind == "d" else mark.isspace() if kind == "s" else _is_word(mark)
    return found == (kind == category)


def _is_word(mark: str) -> bool:
    return mark.isalnum() or mark == "_"
