"""Pins as people are shown them: what waits for them, and what changed, word by word. Pure.

1. A change is shown whole, old against new, member by member; nothing is cut.
2. What the eye cannot see is spelled out on both sides, so that a change of it is a change to be seen.
"""

from __future__ import annotations

from difflib import unified_diff
from shlex import join
from typing import TYPE_CHECKING

from callgate_proxy.jsonlean import as_list, as_object, dumps, loads
from callgate_proxy.plain import plain
from callgate_proxy.risk.names import bared
from callgate_proxy.risk.pins import CHANGED, INSTRUCTIONS, NEW, PINNED

if TYPE_CHECKING:
    from typing import Any


class Pin:
    """One pin as people are shown it; times in seconds since the epoch, None where it is not so.

    `fresh_form`: the form that was seen last, "" where it is the pinned one. `shown`: the server's command line.
    """

    __slots__ = (
        *("command", "doubts", "form", "fresh_form", "fresh_since", "gone", "kind", "mark", "name", "server", "shown"),
        *("since", "state"),
    )

    def __init__(self, row: tuple[Any, ...]) -> None:
        """From a row of `_ALL`."""
        self.server, self.command, self.shown, self.kind, self.name, self.state, mark, self.form, self.since = row[:9]
        fresh, self.fresh_form, self.fresh_since, self.gone, doubts = row[9:]
        self.mark: str = fresh or mark  # of what is to be accepted
        self.doubts = [str(one) for one in as_list(loads(doubts)) or []]

    @property
    def standing(self) -> str:
        """CHANGED, NEW, PINNED or ACCEPTED; PINNED with `doubts` waits for a person as well."""
        return CHANGED if self.fresh_form else self.state

    @property
    def waits(self) -> bool:
        """Whether it waits for a person."""
        return self.standing in (CHANGED, NEW) or (self.state == PINNED and bool(self.doubts))


def title(pin: Pin) -> str:
    """What it is, in words: the tool “x”, the instructions."""
    return "the instructions" if pin.kind == INSTRUCTIONS else f"the {pin.kind} “{bared(pin.name)}”"


def command_line(pin: Pin) -> str:
    """The server's command line, its secrets masked."""
    return plain(join(str(word) for word in as_list(loads(pin.shown)) or []))


def difference(pin: Pin) -> str:
    """A unified diff from the pinned form to the one seen last; the whole form where nobody trusted one yet."""
    before = lines(pin.form) if pin.fresh_form and pin.state != NEW else []
    after = lines(pin.fresh_form or pin.form)
    return "\n".join(unified_diff(before, after, "pinned", "now", n=2, lineterm=""))


def lines(form: str) -> list[str]:
    """A form, line by line: first its words, then its schemas."""
    value = loads(form)
    members = as_object(value)
    if members is None:
        return _text("instructions", str(value))
    found: list[str] = []
    for name in sorted(members, key=lambda name: (not isinstance(members[name], str), name)):
        told = members[name]
        found += _text(name, told) if isinstance(told, str) else _value(name, told)
    return found


def _value(place: str, value: object) -> list[str]:
    members, items = as_object(value), as_list(value)
    if members:
        return [line for name, inner in members.items() for line in _value(f"{place}.{plain(name)}", inner)]
    if items:
        return [line for at, inner in enumerate(items) for line in _value(f"{place}[{at}]", inner)]
    return [f"{place}: {plain(dumps(value))}"]  # as JSON: "1" and 1 are two things


def _text(place: str, text: str) -> list[str]:
    return [f"{place}: {plain(line)}" for line in text.split("\n")]
