"""What servers changed about themselves, as the tray shows it: facts in, words out, and the person's word to the pins.

* A change is accepted in the form that was in view; if the server says something else by then, the person is told and
  nothing was accepted.
* Names and texts come from servers: whatever enters a sentence passes `plain` or `short`.

No Qt.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from callgate_proxy import pinstore
from callgate_proxy.contract import START
from callgate_proxy.errors import CallgateError
from callgate_proxy.home import Home
from callgate_proxy.plain import plain
from callgate_proxy.risk.pins import CHANGED, INSTRUCTIONS, NEW, PINNED, PROMPT, TOOL
from callgate_proxy.risk.pins_shown import Pin, command_line, difference, title
from callgate_proxy.starts import Start

from callgate_desktop import words


@dataclass(frozen=True, slots=True)
class Change:
    """Something of a server that waits for a person. `difference`: unified, invisible characters spelled out."""

    server: str
    command: str
    kind: str
    name: str
    mark: str  # of the form that is in view
    standing: str  # "changed", "new", or "pinned" where only a check has doubts
    title: str = ""
    shown: str = ""  # the server's command line
    difference: str = ""
    doubts: tuple[str, ...] = ()
    since: float = 0.0
    pin: Pin | None = field(default=None, compare=False, repr=False)
    start: Start | None = field(default=None, compare=False, repr=False)


def waiting(home: Home) -> tuple[Change, ...]:
    """All that waits for a person. Raises StateError."""
    found = [_change(pin) for pin in pinstore.everything(home) if pin.waits]
    return tuple(sorted(found, key=lambda one: (one.server, one.standing != CHANGED, one.kind != TOOL, one.name)))


def _change(pin: Pin) -> Change:
    return Change(
        pin.server,
        pin.command,
        pin.kind,
        pin.name,
        pin.mark,
        pin.standing,
        title(pin),
        command_line(pin),
        difference(pin),
        tuple(plain(doubt) for doubt in pin.doubts),
        pin.fresh_since or pin.since,
        pin,
    )


def accept(home: Home, change: Change, now: float) -> None:
    """Takes in the form that was in view. `now`: seconds since the epoch. Raises CallgateError."""
    if change.pin is None or pinstore.accept(home, [change.pin], now) == 0:
        raise CallgateError(
            f"{_start(change.title)} of {words.short(change.server)} has changed again and was not accepted.",
            "Look at it once more.",
        )


def menu_lines(changes: Iterable[Change]) -> list[tuple[str, str]]:
    """(server, the menu's line) for each server of which something waits."""
    servers: dict[str, list[Change]] = {}
    for change in changes:
        servers.setdefault(change.server, []).append(change)
    return [(server, f"{_named(server, found)} · Review…") for server, found in servers.items()]


def _named(server: str, found: list[Change]) -> str:
    if all(change.kind == START for change in found):
        return f"{words.short(server)} is not started: how it starts has changed"
    return f"{_counted(found)} of {words.short(server)}"


def _counted(found: list[Change]) -> str:
    noun = "tool" if all(change.kind == TOOL for change in found) else "part"
    for standing, word in ((CHANGED, "changed"), (NEW, "new")):
        if all(change.standing == standing for change in found):
            return words.count(len(found), f"{word} {noun}")
    return words.count(len(found), f"changed or new {noun}")


def heading(change: Change) -> str:
    """What happened, in a sentence."""
    what = _start(change.title)
    verb = "have" if change.kind == INSTRUCTIONS else "has"
    if change.standing == CHANGED:
        return f"{what} {verb} changed"
    return f"{what} is new" if change.standing == NEW else f"{what} needs a look"


def meaning(change: Change, now: float) -> str:
    """What that means for calls, until somebody accepts it."""
    seen = words.ago(now - change.since)
    if change.kind == START:
        return f"Seen {seen}. It is not started until you accept it; the client then has to start it again."
    if change.standing == CHANGED and change.kind == TOOL:
        return f"Seen {seen}. It is out of the list and its calls are refused, whatever the policy allows."
    if change.standing == PINNED:
        return f"Seen {seen}. A check holds it back until you accept it."
    if change.kind == INSTRUCTIONS:
        return f"Seen {seen}. The model does not get them."
    return f"Seen {seen}. You are asked about each use, whatever the policy allows."


def keep_label(change: Change) -> str:
    """The button that leaves everything as it is."""
    if change.kind == START:
        return "Keep it stopped"
    asked = change.standing == NEW or (change.standing == CHANGED and change.kind == PROMPT)
    return "Keep asking" if asked else "Keep withheld"


def _start(text: str) -> str:
    return text[:1].upper() + text[1:]
