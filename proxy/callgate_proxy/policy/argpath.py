"""Paths into a call's arguments, as the policy writes them: `args.a.b`, `args.files[0]`, `args.files[*].path`.

* A key that has dots, brackets or quotes in it is written `args["a.b"]`, with JSON's escapes.
* `[*]` is every item of a list; `.**`, only at the end, is every text, number, boolean or null at any depth.
A parsed path is plain JSON, for the compiled table: str a key, int an index, None `[*]`, True `.**`.
"""

from __future__ import annotations

import json
from collections.abc import Sequence

Segment = str | int | bool | None

EXAMPLES = 'write args.a.b, args.files[0], args.files[*].path, args.** or args["a.b"]'


def parse(path: str) -> list[Segment]:
    """The steps of `path` below the arguments. Raises ValueError with a sentence for a person."""
    if not path.startswith("args"):
        raise ValueError(f"an argument path begins with args: {EXAMPLES}")
    segments: list[Segment] = []
    rest = path[len("args") :]
    while rest:
        if segments and segments[-1] is True:
            raise ValueError(f"** must be the end of the path: {EXAMPLES}")
        if rest.startswith("["):
            segment, rest = _bracket(rest)
        elif rest.startswith("."):
            segment, rest = _key(rest[1:])
        else:
            raise ValueError(f"{path!r} is no argument path: {EXAMPLES}")
        segments.append(segment)
    return segments


def spell(segments: Sequence[Segment]) -> str:
    """The path that `parse` reads as `segments`."""
    path = "args"
    for segment in segments:
        if segment is True:
            path += ".**"
        elif segment is None:
            path += "[*]"
        elif isinstance(segment, str):
            plain = segment and not set(segment) & set(".[]\"'*")
            path += f".{segment}" if plain else f"[{json.dumps(segment)}]"
        else:
            path += f"[{segment}]"
    return path


def _key(rest: str) -> tuple[Segment, str]:
    end = next((index for index, mark in enumerate(rest) if mark in ".["), len(rest))
    key = rest[:end]
    if key == "**":
        return True, rest[end:]
    if not key or set(key) & set("]\"'*"):
        raise ValueError(f"{key!r} is no plain key: {EXAMPLES}")
    return key, rest[end:]


def _bracket(rest: str) -> tuple[Segment, str]:
    if rest.startswith('["'):
        try:
            key, end = json.JSONDecoder().raw_decode(rest, 1)
        except ValueError:
            raise ValueError(f"the quoted key is not closed: {EXAMPLES}") from None
        if rest[end : end + 1] != "]":
            raise ValueError(f'"]" is missing behind the quoted key: {EXAMPLES}')
        return str(key), rest[end + 1 :]
    inside, bracket, after = rest[1:].partition("]")
    if not bracket:
        raise ValueError(f'"]" is missing: {EXAMPLES}')
    if inside == "*":
        return None, after
    if not (inside.isascii() and inside.isdigit() and len(inside) <= 9):
        raise ValueError(f"[{inside}] is neither an index nor [*]: {EXAMPLES}")
    return int(inside), after
