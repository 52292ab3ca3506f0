"""`callgate log`: the calls as a table for people or as JSON lines, once or as they come.

A call that changed is shown again (`--follow`): asked, then answered, then ended. As JSON it is the whole call each
time, so the last line of an id is its state. What a poll finds together is shown once, so most calls take one line.
"""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING

from callgate_proxy.logread import Call, Reader, last_calls, merge
from callgate_proxy.plain import plain

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from callgate_proxy.home import Home

POLL = 0.25  # seconds
ARGUMENTS = 100  # characters of a call's arguments in the table
EVERYTHING = 1 << 62


def log(options: argparse.Namespace, home: Home, pause: Callable[[float], None] = time.sleep) -> int:
    """Shows the last calls and, with `--follow`, those that come until Ctrl-C. `pause`: waits so many seconds."""
    reader = Reader(home)
    reader.skip_to_end()  # first: what is written meanwhile is read twice, and not missed
    filtered = options.server is not None or options.verdict is not None
    calls = last_calls(home, EVERYTHING if filtered else options.last)
    wanted = [call for call in calls if _wanted(call, options)]
    if not options.json:
        print(_HEAD)
    _show(wanted[-options.last :] if options.last else [], options)
    _complain(reader)
    try:
        while options.follow:
            pause(POLL)
            _show(_changed(reader, known := {call.id: call for call in calls}, options), options)
            calls = _open(known)
            _complain(reader)
    except KeyboardInterrupt:
        return 0
    return 0


def _changed(reader: Reader, known: dict[str, Call], options: argparse.Namespace) -> list[Call]:
    """The calls that new rows touched, each once, in the order of the first row. `known` takes them in."""
    touched = [call.id for row in reader.poll() if (call := merge(known, row)) is not None]
    return [known[call] for call in dict.fromkeys(touched) if _wanted(known[call], options)]


def _open(known: dict[str, Call]) -> list[Call]:
    """Calls that rows may still be about: following for a month must not keep a month's calls."""
    return [call for call in known.values() if call.outcome is None][-10_000:]


def _wanted(call: Call, options: argparse.Namespace) -> bool:
    return options.server in (None, call.server) and options.verdict in (None, call.verdict)


def _show(calls: list[Call], options: argparse.Namespace) -> None:
    for call in calls:
        print(json.dumps(call.to_json()) if options.json else _line(call))
    sys.stdout.flush()


def _complain(reader: Reader) -> None:
    for problem in reader.problems:
        print(f"callgate: {plain(problem)}", file=sys.stderr)
    reader.problems.clear()


_HEAD = f"{'time':<19}  {'verdict':<7}  {'what became of it':<18}  {'ms':>7}  call"


def _line(call: Call) -> str:
    when = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(call.t))
    answer = f"{call.decision} ({call.how})" if call.decision else ""
    became = " ".join(filter(None, (answer, call.outcome)))
    taken = f"{call.ms:.1f}" if call.ms is not None else ""
    by = f" for {plain(call.client)}" if call.client else ""
    why = f"  {plain(call.rule)}" if call.verdict != "allow" else ""
    given = f"  {_short(plain(json.dumps(call.args, ensure_ascii=False)))}" if call.args else ""
    name = f"{plain(call.server)} {plain(call.tool) or '(unreadable line)'}{by}"
    return f"{when}  {plain(call.verdict):<7}  {plain(became):<18}  {taken:>7}  {name}{why}{given}"


def _short(text: str) -> str:
    """A line's worth of `text`: the whole is in `--json` and in the Activity window."""
    return text if len(text) <= ARGUMENTS else f"{text[: ARGUMENTS - 1]}…"
