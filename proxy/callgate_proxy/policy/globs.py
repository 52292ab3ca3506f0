"""Names with wildcards: `*` stands for any characters (none, or a "/", too), `?` for one; everything else is itself.

Case matters. A pattern is matched in time proportional to pattern times text, whatever either of them is: the last `*`
is the only place ever gone back to. On the proxy's path: no imports.
"""

from __future__ import annotations


def is_glob(name: str) -> bool:
    """Whether `name` is a pattern and not an exact name."""
    return "*" in name or "?" in name


def literal_prefix(pattern: str) -> int:
    """How many characters stand before the first wildcard: the longer, the more specific the pattern."""
    for index, mark in enumerate(pattern):
        if mark in "*?":
            return index
    return len(pattern)


def matches(pattern: str, text: str) -> bool:
    """Whether the whole of `text` fits `pattern`."""
    at = here = 0
    star, resume = -1, 0
    while here < len(text):
        mark = pattern[at : at + 1]
        if mark == "*":
            star, resume = at, here
            at += 1
        elif mark and mark in ("?", text[here]):
            at += 1
            here += 1
        elif star >= 0:
            resume += 1
            at, here = star + 1, resume
        else:
            return False
    return not pattern[at:].strip("*")
