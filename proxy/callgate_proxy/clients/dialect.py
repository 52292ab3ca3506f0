"""How a client's file is written, so that one entry can be changed and every other character stays as it was.

1. A dialect reads a text into spans and gives an edit as splices into that text; it never dumps a document. So
   comments, order, indentation, line ends and a byte order mark stay.
2. What reads as one thing here and could read as another in the client is an error, never a guess.
3. Only JSON is loaded with this module; the others are loaded by the first file that is written so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Protocol

from callgate_proxy import jsontext
from callgate_proxy.errors import ConfigError
from callgate_proxy.jsonspans import Node, NotJson, parse

Splice = tuple[int, int, str]  # `text[start:end]` becomes the third
Members = Mapping[str, "str | list[str] | None"]  # None: the member goes

_UNPRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


class Marked(Node):
    """A node of a text that is not JSON. `value`: a scalar's; `inline`: its members stand between brackets."""

    __slots__ = ("inline", "value")

    def __init__(self, kind: str, start: int, end: int, inline: bool = False, value: object = None) -> None:
        super().__init__(kind, start)
        self.end = end
        self.inline = inline
        self.value = value


class Dialect(Protocol):
    """One way of writing."""

    def parse(self, text: str) -> Node:
        """The spans of `text`. Raises ConfigError with the place of what is wrong."""
        ...

    def string(self, text: str, node: Node) -> str | None:
        """What a node of the kind "string" says; None of any other kind."""
        ...

    def edit(self, text: str, entry: Node, members: Members, spelled: Mapping[str, str]) -> list[Splice]:
        """The splices that give `entry` these members; a new one stands after the first of `members`.

        `spelled`: source text for some of them, from another text of the same dialect. Raises ConfigError.
        """
        ...


class Json:
    """JSON; `lenient`: with comments and trailing commas, as editors' settings have them."""

    def __init__(self, lenient: bool) -> None:
        self._lenient = lenient

    def parse(self, text: str) -> Node:
        try:
            return parse(text, self._lenient)
        except NotJson as error:
            raise ConfigError(str(error)) from None

    def string(self, text: str, node: Node) -> str | None:
        return str(json.loads(text[node.start : node.end])) if node.kind == "string" else None

    def edit(self, text: str, entry: Node, members: Members, spelled: Mapping[str, str]) -> list[Splice]:
        # The entry alone, on the indentation of its line: it takes on its own layout, whatever stands around it.
        line = text[text.rfind("\n", 0, entry.start) + 1 : entry.start]
        new = line[: len(line) - len(line.lstrip(" \t"))] + text[entry.start : entry.end]
        for key, value in members.items():
            if value is None:
                new = jsontext.delete(new, (key,), self._lenient)
            elif key in spelled:
                new = jsontext.set_raw(new, (key,), spelled[key], self._lenient)
            else:
                new = jsontext.set_value(new, (key,), value, self._lenient)
        return [(entry.start, entry.end, new.lstrip(" \t"))]


def of(name: str) -> Dialect:
    """The dialect called "json", "jsonc", "toml" or "yaml"."""
    if name == "toml":
        from callgate_proxy.clients.tomlspans import Toml

        return Toml()
    if name == "yaml":
        from callgate_proxy.clients.yamlspans import Yaml

        return Yaml()
    return Json(lenient=name == "jsonc")


def quoted(text: str) -> str:
    """A string in double quotes as JSON, TOML and YAML alike read it."""
    return _UNPRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(text, ensure_ascii=False))


def flow(value: str | list[str]) -> str:
    """A string or a list of strings on one line, as TOML and YAML alike read it."""
    return quoted(value) if isinstance(value, str) else f"[{', '.join(map(quoted, value))}]"
