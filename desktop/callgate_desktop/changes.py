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
from callgate_proxy.risk.names import bared
from callgate_proxy.risk.pins import CHANGED, INSTRUCTIONS, NEW, PINNED, PROMPT, TOOL
from callgate_proxy.risk.pins_shown import Pin, command_line, difference, title
from callgate_proxy.starts import Start

from callgate_desktop import words
from callgate_desktop.said import said


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
            said(
                "{what} of {server} has changed again and was not accepted.",
                what=_what(change),
                server=words.short(change.server),
            ),
            said("Look at it once more."),
        )


def menu_lines(changes: Iterable[Change]) -> list[tuple[str, str]]:
    """(server, the menu's line) for each server of which something waits."""
    return [
        (server, said("{server} is not started: how it starts has changed · Review…", server=words.short(server)))
        if _is_start(found)
        else (server, said("{changes} of {server} · Review…", changes=_counted(found), server=words.short(server)))
        for server, found in _by_server(changes).items()
    ]


def notice_lines(changes: Iterable[Change]) -> list[tuple[str, str]]:
    """(server, what a notice says of it) for each server of which something waits."""
    return [
        (server, said("{server} is not started: how it starts has changed.", server=words.short(server)))
        if _is_start(found)
        else (
            server,
            said(
                "{changes} of {server}: look at it before it is used again.",
                changes=_counted(found),
                server=words.short(server),
            ),
        )
        for server, found in _by_server(changes).items()
    ]


def _by_server(changes: Iterable[Change]) -> dict[str, list[Change]]:
    servers: dict[str, list[Change]] = {}
    for change in changes:
        servers.setdefault(change.server, []).append(change)
    return servers


def _is_start(found: list[Change]) -> bool:
    return all(change.kind == START for change in found)


def _counted(found: list[Change]) -> str:
    tools, number = all(change.kind == TOOL for change in found), len(found)
    if all(change.standing == CHANGED for change in found):
        return said("%n changed tool(s)", "", number) if tools else said("%n changed part(s)", "", number)
    if all(change.standing == NEW for change in found):
        return said("%n new tool(s)", "", number) if tools else said("%n new part(s)", "", number)
    return said("%n changed or new tool(s)", "", number) if tools else said("%n changed or new part(s)", "", number)


def heading(change: Change) -> str:
    """What happened, in a sentence."""
    what = _what(change)
    if change.kind == INSTRUCTIONS and change.standing == CHANGED:
        return said("The instructions have changed")
    if change.standing == CHANGED:
        return said("{what} has changed", what=what)
    return said("{what} is new", what=what) if change.standing == NEW else said("{what} needs a look", what=what)


def meaning(change: Change, now: float) -> str:
    """What that means for calls, until somebody accepts it."""
    seen = words.ago(now - change.since)
    if change.kind == START:
        return said(
            "Seen {time}. It is not started until you accept it; the client then has to start it again.", time=seen
        )
    if change.standing == CHANGED and change.kind == TOOL:
        return said(
            "Seen {time}. It is out of the list and its calls are refused, whatever the policy allows.", time=seen
        )
    if change.standing == PINNED:
        return said("Seen {time}. A check holds it back until you accept it.", time=seen)
    if change.kind == INSTRUCTIONS:
        return said("Seen {time}. The model does not get them.", time=seen)
    return said("Seen {time}. You are asked about each use, whatever the policy allows.", time=seen)


def keep_label(change: Change) -> str:
    """The button that leaves everything as it is."""
    if change.kind == START:
        return said("Keep it stopped")
    asked = change.standing == NEW or (change.standing == CHANGED and change.kind == PROMPT)
    return said("Keep asking") if asked else said("Keep withheld")


def _what(change: Change) -> str:
    name = words.short(bared(change.name))
    if change.kind == INSTRUCTIONS:
        return said("The instructions")
    if change.kind == START:
        return change.title
    return said("The prompt “{name}”", name=name) if change.kind == PROMPT else said("The tool “{name}”", name=name)
