"""`callgate starts`: how each guarded server is started, what was held because that changed, and taking it in.

1. Looking changes nothing; the exit code is 1 while a start is held.
2. `accept` shows what it is about to take in, asks, and takes in exactly what it showed.
3. Commands and names come from files that others write: they go through `plain`, with secrets masked.
"""

from __future__ import annotations

import json
import shlex
import time
from typing import TYPE_CHECKING

from callgate_proxy import starts
from callgate_proxy.cli_ask import said_yes
from callgate_proxy.errors import CallgateError
from callgate_proxy.fingerprint import ACCEPTED, PROTECTED, SEEN
from callgate_proxy.plain import plain

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from callgate_proxy.fingerprint import Launch
    from callgate_proxy.home import Home
    from callgate_proxy.starts import Start

HELD, NOT_DONE = 1, 2
_HOW = {PROTECTED: "guarded", SEEN: "first seen", ACCEPTED: "accepted"}


def add(parser: argparse.ArgumentParser) -> None:
    """Gives `callgate starts` its options and steps."""
    parser.add_argument("--json", action="store_true", help="one JSON object a line")
    parser.set_defaults(step=_show)
    steps = parser.add_subparsers(metavar="STEP")

    def step(name: str, about: str, does: Callable[[argparse.Namespace, Home], int]) -> None:
        made = steps.add_parser(name, help=about, description=about)
        made.add_argument("--server", metavar="NAME", required=True, help="whose start")
        made.add_argument("--client", metavar="NAME", help="only as this client starts it")
        made.set_defaults(step=does)

    step("accept", "Take in how a server would start now, after showing it.", _accept)
    step("forget", "Drop what is known of a server's start: the next one counts as its first.", _forget)


def run(options: argparse.Namespace, home: Home) -> int:
    """Does the step that was asked for; HELD where a start is held. Raises CallgateError."""
    step: Callable[[argparse.Namespace, Home], int] = options.step
    return step(options, home)


def _show(options: argparse.Namespace, home: Home) -> int:
    found = starts.everything(home)
    if options.json:
        for one in found:
            print(json.dumps(_as_json(one), ensure_ascii=False))
    elif not found:
        print("No start is known yet: guard a server, or use a guarded one once.")
    else:
        for one in found:
            _tell(one)
    return HELD if any(one.held or one.problem for one in found) else 0


def _tell(one: Start) -> None:
    print(f"{plain(one.server)}   {plain(one.client)}")
    if one.problem:
        print(f"  {plain(one.problem)}: it is asked about before it starts.")
    for launch in one.accepted:
        print(f"  {_HOW.get(str(launch['how']), 'known')} {_day(launch)}: {_command(launch)}")
    if one.held:
        print(f"  HELD {_day(one.held)}: {_command(one.held)}")
        _show_difference(one)


def _show_difference(one: Start) -> None:
    for line in starts.difference(one).split("\n"):
        print(f"    {line}")


def _command(launch: Launch) -> str:
    shown = launch.get("shown")
    words = [str(word) for word in shown] if isinstance(shown, list) else []  # pyright: ignore[reportUnknownVariableType, reportUnknownArgumentType]
    return plain(shlex.join(words))


def _day(launch: Launch) -> str:
    at = launch.get("at")
    return time.strftime("%Y-%m-%d", time.localtime(at if isinstance(at, (int, float)) else 0))


def _as_json(one: Start) -> dict[str, object]:
    told: dict[str, object] = {"client": one.client, "server": one.server}
    told |= {"accepted": [starts.lines(launch) for launch in one.accepted]}
    told |= {"held": starts.lines(one.held) if one.held else None, "problem": one.problem}
    return {**told, "difference": starts.difference(one) if one.held else ""}


def _of(options: argparse.Namespace, home: Home) -> list[Start]:
    return [
        one
        for one in starts.everything(home)
        if one.server == options.server and options.client in (None, one.client) and not one.problem
    ]


def _accept(options: argparse.Namespace, home: Home) -> int:
    held = [one for one in _of(options, home) if one.held]
    if not held:
        raise CallgateError("No start of that server is held.", 'See "callgate starts".')
    for one in held:
        print(f"{plain(one.server)} as {plain(one.client)} would start it now")
        _show_difference(one)
    if not said_yes("Accept this as shown?"):
        return NOT_DONE
    done = [starts.accept(home, one, time.time()) for one in held]
    if not all(done):
        raise CallgateError("Something else is held meanwhile; that was not accepted.", "Look again.")
    print("Accepted. It holds from the client's next start of the server on.")
    return 0


def _forget(options: argparse.Namespace, home: Home) -> int:
    found = _of(options, home)
    if not found:
        raise CallgateError("Nothing is known of that server's start.", 'See "callgate starts".')
    print(f"{plain(options.server)}: whatever it starts as next is trusted as on its first day.")
    if not said_yes("Forget it?"):
        return NOT_DONE
    for one in found:
        starts.forget(home, one.client, one.server)
    print("Forgotten.")
    return 0
