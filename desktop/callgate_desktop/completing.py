"""What may stand at a place of policy.json: keys and values from the JSON schema, names from what was seen.

* The text before the cursor is read by a scanner that needs no valid JSON: people complete what is not finished.
* Offers are by place: a key of the object the cursor is in, or a value for the key before it.

Pure: the schema and the names are handed in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

Schema = dict[str, Any]
Names = Mapping[str, Sequence[str]]

_TOKEN = re.compile(r'"(?:[^"\\\n]|\\.)*"?|[{}\[\],:]|[^\s{}\[\],:"]+')


@dataclass(frozen=True, slots=True)
class Place:
    """Where the cursor is. `path`: to the object (for a key) or to the value. `prefix`: what is typed of the word.

    `start`: where the word begins, with its quote. `key`: a key is being written, not a value.
    """

    path: tuple[str | int, ...]
    key: bool
    prefix: str
    start: int


def place(text: str, offset: int) -> Place | None:
    """The place at `offset`; None behind a finished word or outside the document."""
    stack: list[_Level] = []
    word, start, last = "", offset, ""
    for token in _TOKEN.finditer(text, 0, offset):
        last = token[0]
        if token.end() == offset and last not in "{}[],:":
            if len(last) > 1 and last.startswith('"') and last.endswith('"') and not last.endswith('\\"'):
                return None
            word, start = last, token.start()
            break
        _step(stack, last)
    if not stack:
        return None
    level = stack[-1]
    path = tuple(one.at for one in stack[:-1])
    if level.listed or level.colon:
        return Place((*path, level.at), False, word.lstrip('"'), start)
    return Place(path, True, word.lstrip('"'), start) if level.fresh or word else None


class _Level:
    """An object or a list that is open at the cursor."""

    __slots__ = ("at", "colon", "fresh", "listed")

    def __init__(self, listed: bool) -> None:
        self.listed = listed
        self.at: str | int = 0 if listed else ""
        self.colon = False
        self.fresh = True


def _step(stack: list[_Level], token: str) -> None:
    level = stack[-1] if stack else None
    if token in "{[":
        stack.append(_Level(token == "["))
    elif level is None:
        return
    elif token in "}]":
        stack.pop()
    elif token == ",":
        level.colon, level.fresh = False, True
        level.at = level.at + 1 if isinstance(level.at, int) else ""
    elif token == ":":
        level.colon = True
    elif not level.listed and not level.colon:
        level.at, level.fresh = _text(token), False


def _text(token: str) -> str:
    try:
        return str(json.loads(token))
    except ValueError:
        return token.strip('"')


def offers(schema: Schema, at: Place, seen: Names, clients: Sequence[str]) -> list[str]:
    """What may be written there, as JSON text (keys and texts in quotes), that begins with what is typed."""
    parts = [schema]
    for step in at.path:
        parts = [below for part in parts for below in _below(schema, part, step)]
    if at.key:
        words = [*_names(at.path, seen, clients), *(key for part in parts for key in _keys(schema, part))]
        found = [json.dumps(word, ensure_ascii=False) for word in words]
    elif at.path and at.path[-2:-1] == ("hide",):
        found = [json.dumps(name, ensure_ascii=False) for name in _names((*at.path[:-2], "tools"), seen, clients)]
    else:
        found = [json.dumps(value) for part in parts for value in _values(schema, part)]
    return [one for one in dict.fromkeys(found) if one.lstrip('"').lower().startswith(at.prefix.lower())]


def _names(path: tuple[str | int, ...], seen: Names, clients: Sequence[str]) -> list[str]:
    """Names that were seen, for the objects whose keys are names."""
    if path[-1:] == ("servers",):
        return sorted(seen)
    if path[-1:] == ("clients",):
        return list(clients)
    if path[-1:] in (("tools",), ("risk",)):
        server = path[-2] if path[-3:-2] == ("servers",) else None
        names = seen.get(str(server), ()) if server is not None else [one for tools in seen.values() for one in tools]
        return sorted(set(names))
    return []


def _ways(schema: Schema, part: Schema) -> list[Schema]:
    """A part of the schema without references and choices: each thing that it may be."""
    if "$ref" in part:
        return _ways(schema, schema["$defs"][str(part["$ref"]).rsplit("/", 1)[-1]])
    choices = cast("list[Schema]", part.get("anyOf") or part.get("oneOf") or [])
    return [way for choice in choices for way in _ways(schema, choice)] if choices else [part]


def _below(schema: Schema, part: Schema, step: str | int) -> list[Schema]:
    found: list[Schema] = []
    for way in _ways(schema, part):
        below = way.get("items") if isinstance(step, int) else way.get("properties", {}).get(step)
        below = below or (way.get("additionalProperties") if isinstance(step, str) else None)
        if isinstance(below, dict):
            found.append(cast("Schema", below))
    return found


def _keys(schema: Schema, part: Schema) -> list[str]:
    return [key for way in _ways(schema, part) for key in way.get("properties", {})]


def _values(schema: Schema, part: Schema) -> list[object]:
    found: list[object] = []
    for way in _ways(schema, part):
        found += way.get("enum", []) + ([way["const"]] if "const" in way else []) + way.get("examples", [])
        found += [True, False] if way.get("type") == "boolean" else []
    return found
