"""What a settings file switches on that it did not before: commands, permissions, another address. Pure.

1. Which keys those are, and in which files clients read them, is data (`switches.json`), from the clients' own pages.
2. A key is a path; dots in a member's name part it as nesting does, lists do not, and case tells nothing apart.
3. Only what came is told: what went, moved or was switched off is not. A value is compared as it is spelled.
4. A permission for one command is what a person gives a client each day; only sweeping ones are told.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, cast

from callgate_proxy.clients.configtext import Config
from callgate_proxy.plain import plain
from callgate_proxy.redact import redact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from callgate_proxy.clients.model import Adapter

Path = tuple[str, ...]
_OFF = frozenset(
    (
        *("", "~", "0", "false", "null", "off", "no", "none", "disabled"),
        *("deny", "reject", "ask", "confirm", "prompt", "manual", "default"),
    )
)
_LONGEST = 120  # characters of a value that are shown
_MOST = 8  # sentences about one file


@dataclass(frozen=True, slots=True)
class Rule:
    """Keys that switch the same thing on.

    `keys`: paths, a part of which may hold `*`; `**` at the end is everything below. `of`: the keys below a path that
    say it, () where the path's own value does. `values`, `but`: what the value has to be, and what it may be.
    """

    say: str
    keys: tuple[Path, ...]
    of: frozenset[str]
    values: re.Pattern[str] | None
    but: re.Pattern[str] | None

    def place(self, path: Path, value: str) -> int:
        """How many parts of `path` name what is switched on by `value`; 0 for nothing."""
        if self.values.fullmatch(value) is None if self.values else value in _OFF:
            return 0
        if self.but and self.but.fullmatch(value):
            return 0
        return next((len(key) - (key[-1] == "**") for key in self.keys if self._fits(key, path)), 0)

    def _fits(self, key: Path, path: Path) -> bool:
        below = key[-1] == "**"
        key = key[:-1] if below else key
        if len(path) < len(key) or not all(map(fnmatchcase, path, key)):
            return False
        return below or len(path) == len(key) or path[-1] in self.of


@dataclass(frozen=True, slots=True)
class Switches:
    """The data. `files`: by client, the patterns of the person's files, and the files below a project's folder."""

    person: dict[str, tuple[str, ...]]
    project: dict[str, tuple[str, ...]]
    rules: tuple[Rule, ...]


@lru_cache(maxsize=1)
def shipped() -> Switches:
    """What `switches.json` says. Raises OSError, ValueError, KeyError where it is not what was shipped."""
    told = json.loads(files("callgate_resources").joinpath("switches.json").read_text("utf-8"))
    named = {client: [str(one) for one in paths] for client, paths in told["files"].items()}

    def of(client: str, own: bool) -> tuple[str, ...]:
        return tuple(one for one in named[client] if one.startswith(("~", "{")) == own)

    rules = tuple(_rule(one) for one in told["rules"])
    return Switches({one: of(one, True) for one in named}, {one: of(one, False) for one in named}, rules)


def dialect_of(path: str) -> str:
    """How a settings file called `path` is written."""
    ending = path.rpartition(".")[2].lower()
    return {"toml": "toml", "yaml": "yaml", "yml": "yaml"}.get(ending, "jsonc")


def changes(adapter: Adapter, path: str, before: bytes, after: bytes) -> list[str]:
    """A sentence for each thing the file at `path`, read as a client's, switches on in `after` and not in `before`.

    Raises ConfigError for a file that cannot be read.
    """
    reader = replace(adapter, holders=(), dialect=dialect_of(path))
    had = {(_lower(keys), value) for keys, value in _leaves(Config(before, reader).data(), ())}
    told: dict[tuple[str, str], list[str]] = {}
    for keys, value in _leaves(Config(after, reader).data(), ()):
        low = _lower(keys)
        if (low, value) in had:
            continue
        for rule in shipped().rules:
            parts = rule.place(low, value.lower())
            if parts:
                told.setdefault((".".join(keys[:parts]), rule.say), []).append(value)
                break
    lines = [_sentence(key, say, values) for (key, say), values in told.items()]
    return [*lines[:_MOST], *([f"{len(lines) - _MOST} more settings of this kind."] if len(lines) > _MOST else [])]


def _sentence(key: str, say: str, values: list[str]) -> str:
    shown = plain(str(redact(values[0])))
    shown = f"{shown[:_LONGEST]}…" if len(shown) > _LONGEST else shown
    more = f" (and {len(values) - 1} more)" if len(values) > 1 else ""
    return f"{plain(key[:_LONGEST])} {say}: {shown}{more}."


def _lower(keys: Path) -> Path:
    return tuple(one.lower() for one in keys)


def _leaves(data: object, path: Path) -> Iterator[tuple[Path, str]]:
    """Every value with the keys that lead to it."""
    if isinstance(data, str):
        yield path, data
        return
    kind, held = cast("tuple[str, object]", data)
    if not isinstance(held, list):
        yield path, str(held)
        return
    for key, inside in cast("list[tuple[object, object]]", held):
        below = path if kind == "array" else (*path, *str(key).split("."))
        yield from _leaves(inside, below)


def _rule(told: dict[str, object]) -> Rule:
    def pattern(name: str) -> re.Pattern[str] | None:
        return re.compile(str(told[name])) if name in told else None

    keys = tuple(tuple(one.split(".")) for one in cast("list[str]", told["keys"]))
    of = frozenset(cast("list[str]", told.get("of", [])))
    return Rule(str(told["say"]), keys, of, pattern("values"), pattern("but"))
