"""The shape of a guarded entry, from which the original can always be read back.

    command: LAUNCHER    args: [--server NAME --client CLIENT -- COMMAND ARGS…]       the entry had `args`
    command: LAUNCHER    args: [--client CLIENT --server NAME -- COMMAND ARGS…]       the entry had none

The order of the two options is the one bit that `args` alone cannot tell (absent, or an empty list); the proxy takes
them in any order. An entry is ours when it starts a program of the launcher's name, wherever that stands or stood, with
a command line that the proxy itself takes. Pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from callgate_proxy import launcher, relay

_SERVER, _CLIENT, _END = "--server", "--client", "--"


@dataclass(frozen=True, slots=True)
class Original:
    """An entry's own words. `args`: None where the entry has no such key."""

    command: str
    args: list[str] | None

    @property
    def words(self) -> list[str]:
        return [self.command, *(self.args or [])]


@dataclass(frozen=True, slots=True)
class Guard:
    """A guarded entry taken apart. `launcher`: the words that start the proxy; `options`: up to and with the `--`."""

    launcher: list[str]
    options: list[str]
    original: Original


def wrap(prefix: list[str], server: str, client: str, original: Original) -> Original:
    """`original` behind the launcher that `prefix` starts."""
    named = [_SERVER, server], [_CLIENT, client]
    first, second = named if original.args is not None else reversed(named)
    return rewrap(prefix, Guard([], [*first, *second, _END], original))


def rewrap(prefix: list[str], guard: Guard) -> Original:
    """The guarded entry `guard` with the launcher that `prefix` starts in place of its own."""
    return Original(prefix[0], [*prefix[1:], *guard.options, *guard.original.words])


def unwrap(entry: Original) -> Guard | None:
    """`entry` taken apart, None if it is not one of ours."""
    words = entry.words
    start = _after_launcher(words)
    options = _options(words, start)
    if options is None or options.url:  # a way to a remote server has no command to give back
        return None
    command, *args = options.command
    had_none = words[start] == _CLIENT and not args
    return Guard(
        words[:start], words[start : len(words) - len(args) - 1], Original(command, None if had_none else args)
    )


def leads_away(entry: Original) -> bool:
    """Whether `entry` is Callgate's own way to a remote server: there is nothing to guard."""
    options = _options(entry.words, _after_launcher(entry.words))
    return options is not None and bool(options.url)


def _options(words: list[str], start: int) -> relay.Options | None:
    """The proxy's options behind the first `start` words, which start it; None where nothing does."""
    try:
        return relay.parse(words[start:]) if start else None
    except ValueError:
        return None


def _after_launcher(words: list[str]) -> int:
    """How many words start the proxy; 0 where something else is started."""
    if _is(words[0], launcher.NAME):
        return 1
    flags = len(launcher.FLAGS)
    if tuple(words[1 : 1 + flags]) == launcher.FLAGS and words[1 + flags :] and _is(words[1 + flags], launcher.SCRIPT):
        return 2 + flags
    return 0


def _is(path: str, name: str) -> bool:
    last = re.split(r"[\\/]", path)[-1]  # a path of either system: configurations travel
    return last.lower().removesuffix(".exe") == name
