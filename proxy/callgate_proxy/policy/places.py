"""From a pointer into policy.json to the line and column a person can go to, and the faults that only the text shows.

Reading data loses what an error message needs: where a value stands, and that a key stood twice. Both are looked up
here, in the text, and only once something is wrong: a good file never pays for it.
"""

from __future__ import annotations

import json

from callgate_proxy.errors import PolicyError
from callgate_proxy.jsonspans import Child, Node, NotJson, line_column, parse

Location = tuple[str | int, ...]

LONGEST_NUMBER = 400  # digits: more is no number anybody meant, and Python refuses to read them from 4,300 on


class Problem:
    """One thing wrong with the policy file.

    `line`, `column`: 1-based, 0 where there is no place. `pointer`: JSON pointer. `hint`: what to do, or "".
    """

    __slots__ = ("column", "hint", "line", "message", "pointer")

    def __init__(self, line: int, column: int, pointer: str, message: str, hint: str = "") -> None:
        self.line = line
        self.column = column
        self.pointer = pointer
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        place = f"policy.json:{self.line}:{self.column}" if self.line else "policy.json"
        return f"{place} {self.pointer or '/'}: {self.message}" + (f" ({self.hint})" if self.hint else "")


class PolicyInvalid(PolicyError):
    """The text is no policy. `problems`: everything that is wrong with it, in the file's order, at least one."""

    def __init__(self, problems: list[Problem]) -> None:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(f"{problems[0]}{more}", "Correct the file; the last good policy stays in force until then.")
        self.problems = problems


def decoded(data: bytes) -> str:
    """The text of a policy file. Raises PolicyInvalid for bytes that are not UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        line, column = line_column(data[: error.start].decode("utf-8", "replace") + " ", len(data[: error.start]))
        hint = "save the file as UTF-8"
        raise PolicyInvalid([Problem(line, column, "", "these bytes are not UTF-8", hint)]) from None


def pointer(path: Location) -> str:
    """The JSON pointer (RFC 6901) of `path`."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)


class Places:
    """The text of a policy file and where everything in it stands."""

    def __init__(self, text: str) -> None:
        """Raises PolicyInvalid for text that is not strict JSON."""
        self._text = text
        try:
            self._root = parse(text)
        except NotJson as error:
            hint = "policy.json is plain JSON: no comments, no trailing commas"
            raise PolicyInvalid([Problem(error.line, error.column, "", error.what, hint)]) from None

    def problem(self, location: Location, message: str, hint: str = "", *, at_key: bool = False) -> Problem:
        """A problem at `location`; steps that the text does not have (a missing key, a union's tag) are passed over.

        `at_key`: the place is the key, not the value.
        """
        node, begin, path = self._root, self._root.start, list[str | int]()
        for step in location:
            child = node.last(step)
            if child is not None:
                node, begin = child.node, child.start
                path.append(step)
        line, column = line_column(self._text, begin if at_key else node.start)
        return Problem(line, column, pointer(tuple(path)), message, hint)

    def faults(self) -> list[Problem]:
        """What only the text shows: keys that stand twice, numbers and strings that no reader agrees on."""
        found: list[Problem] = []
        self._walk(self._root, (), found)
        return found

    def _walk(self, node: Node, path: Location, found: list[Problem]) -> None:
        seen: dict[str | int, Child] = {}
        for child in node.children:
            here = (*path, child.key)
            first = seen.setdefault(child.key, child)
            if first is not child:
                line = line_column(self._text, first.start)[0]
                self._add(
                    found,
                    child.start,
                    here,
                    f"the key {child.key!r} stands here a second time",
                    f"first on line {line}",
                )
            self._check_text(child, here, found)
            self._walk(child.node, here, found)

    def _check_text(self, child: Child, path: Location, found: list[Problem]) -> None:
        raw = self._text[child.node.start : child.node.end]
        number = child.node.kind == "scalar" and raw[0] in "-0123456789"
        if number and (len(raw) > LONGEST_NUMBER or float(raw) in (float("inf"), float("-inf"))):
            self._add(found, child.node.start, path, "this number is too large", "")
        for text, start in (
            (raw if child.node.kind == "string" else "", child.node.start),
            (str(child.key), child.start),
        ):
            if "\\ud" in text.lower() or any("\ud800" <= mark <= "\udfff" for mark in text):
                self._surrogate(text, start, path, found)

    def _surrogate(self, text: str, start: int, path: Location, found: list[Problem]) -> None:
        value = json.loads(text) if text.startswith('"') else text
        if any("\ud800" <= mark <= "\udfff" for mark in value):
            self._add(found, start, path, "half of a surrogate pair is no text", "write the character itself")

    def _add(self, found: list[Problem], offset: int, path: Location, message: str, hint: str) -> None:
        line, column = line_column(self._text, offset)
        found.append(Problem(line, column, pointer(path), message, hint))
