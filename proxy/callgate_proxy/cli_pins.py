"""`callgate pins`: what was pinned of each server, what changed since, and taking a change in.

1. Looking shows everything that waits for a person with its difference, the rest in one line each, and changes nothing.
2. `accept` shows what it is about to take in, asks, and takes in exactly what it showed.
3. Everything a server said goes through `plain` before it reaches the terminal.
"""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from callgate_proxy import pinstore
from callgate_proxy.cli_ask import said_yes
from callgate_proxy.errors import CallgateError
from callgate_proxy.plain import plain
from callgate_proxy.risk.pins import ACCEPTED, CHANGED, NEW, TOOL
from callgate_proxy.risk.pins_shown import Pin, command_line, difference, title

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from callgate_proxy.home import Home

WAITING, NOT_DONE = 1, 2
_HOW = {NEW: "new since", CHANGED: "CHANGED since", ACCEPTED: "accepted"}


def add(parser: argparse.ArgumentParser) -> None:
    """Gives `callgate pins` its options and steps."""
    parser.add_argument("--server", metavar="NAME", help="only this server")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(step=_show)
    steps = parser.add_subparsers(metavar="STEP")

    def step(name: str, about: str, does: Callable[[argparse.Namespace, Home], int]) -> argparse.ArgumentParser:
        made = steps.add_parser(name, help=about, description=about)
        made.add_argument("--server", metavar="NAME", required=True, help="whose pins")
        made.set_defaults(step=does)
        return made

    accept = step("accept", "Take in what changed or is new, after showing it.", _accept)
    which = accept.add_mutually_exclusive_group(required=True)
    which.add_argument("--tool", metavar="NAME", help="only this tool")
    which.add_argument("--all", action="store_true", help="everything of this server that waits")
    step("forget", "Drop all pins of a server: its next list counts as its first.", _forget)


def run(options: argparse.Namespace, home: Home) -> int:
    """Does the step that was asked for; WAITING where something waits for a person. Raises StateError."""
    step: Callable[[argparse.Namespace, Home], int] = options.step
    return step(options, home)


def _show(options: argparse.Namespace, home: Home) -> int:
    found = _of(home, options.server)
    if options.json:
        for pin in found:
            print(json.dumps(_as_json(pin), ensure_ascii=False))
    else:
        _tell(found)
    return WAITING if any(pin.waits for pin in found) else 0


def _tell(found: list[Pin]) -> None:
    if not found:
        print("Nothing is pinned yet: use a guarded server once in your client.")
    server = ""
    for pin in found:
        heading = f"{plain(pin.server)}   {command_line(pin)}"
        if heading != server:
            print(heading)
            server = heading
        gone = ", removed from the list" if pin.gone is not None else ""
        print(f"  {title(pin)}: {_HOW.get(pin.standing, 'pinned')} {_day(pin)}{gone}")
        if pin.waits:
            _show_change(pin)


def _show_change(pin: Pin) -> None:
    for doubt in pin.doubts:
        print(f"    {plain(doubt)}")
    for line in difference(pin).split("\n"):
        if line:
            print(f"    {line}")


def _day(pin: Pin) -> str:
    return time.strftime("%Y-%m-%d", time.localtime(pin.fresh_since or pin.since))


def _as_json(pin: Pin) -> dict[str, object]:
    named = ("server", "shown", "kind", "name", "standing", "waits", "since", "fresh_since", "gone", "doubts")
    return {**{name: getattr(pin, name) for name in named}, "difference": difference(pin) if pin.waits else ""}


def _of(home: Home, server: str | None) -> list[Pin]:
    return [pin for pin in pinstore.everything(home) if server in (None, pin.server)]


def _accept(options: argparse.Namespace, home: Home) -> int:
    waiting = [pin for pin in _of(home, options.server) if pin.waits]
    if options.tool is not None:
        waiting = [pin for pin in waiting if (pin.kind, pin.name) == (TOOL, options.tool)]
    if not waiting:
        raise CallgateError("Nothing of that name waits to be accepted.", 'See "callgate pins".')
    for pin in waiting:
        print(f"{title(pin)} of {plain(pin.server)}")
        _show_change(pin)
    if not said_yes(f"Accept {'this' if len(waiting) == 1 else f'these {len(waiting)}'} as shown?"):
        return NOT_DONE
    done = pinstore.accept(home, waiting, time.time())
    if done < len(waiting):
        raise CallgateError("The server has said something else meanwhile; that was not accepted.", "Look again.")
    print("Accepted. Running proxies follow from the next call on.")
    return 0


def _forget(options: argparse.Namespace, home: Home) -> int:
    found = _of(home, options.server)
    if not found:
        raise CallgateError("Nothing is pinned for that server.", 'See "callgate pins".')
    print(f"{len(found)} pins of {plain(options.server)}; whatever it lists next is trusted as on its first day.")
    if not said_yes("Forget them?"):
        return NOT_DONE
    pinstore.forget(home, options.server)
    print("Forgotten.")
    return 0
