"""`callgate doctor`: what is wrong on this machine, and what to do about each; exit code 1 where anything is."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from callgate_proxy.clients import Places
from callgate_proxy.doctor import CHECKS, Complaint, Machine, complaints
from callgate_proxy.examining import examine
from callgate_proxy.plain import plain

if TYPE_CHECKING:
    from callgate_proxy.home import Home

ABOUT = {
    "clients": "the clients' files",
    "servers": "every server goes through Callgate",
    "programs": "the servers' programs are found",
    "launcher": "the launcher is this version's",
    "policy": "the policy is in force",
    "pins": "nothing the servers changed waits",
    "starts": "every server starts as it did",
    "tray": "the tray answers, or nothing needs it",
    "remotes": "remote servers are reached, where a client uses one",
    "keychain": "the secrets that files refer to can be read",
    "home": "the home is yours alone",
    "leftovers": "nothing was left half done",
}


def doctor(home: Home, places: Places | None, as_json: bool) -> int:
    """Prints what was found; 1 when something is wrong. Raises ConfigError, OSError."""
    machine = examine(home, places or Places.here(), time.time())
    found = complaints(machine)
    print(_json(machine, found) if as_json else "\n".join(map(plain, _lines(machine, found))))
    return 1 if found else 0


def _json(machine: Machine, found: list[Complaint]) -> str:
    seen = [
        {
            "client": one.client,
            "title": one.title,
            "path": one.path,
            "servers": len(one.entries),
            "guarded": sum(entry.guarded for entry in one.entries),
        }
        for one in machine.founds
        if one.exists
    ]
    wrong = [{"check": one.check, "what": one.what, "fix": one.fix} for one in found]
    return json.dumps({"home": machine.home, "clients": seen, "checks": list(CHECKS), "problems": wrong}, indent=2)


def _lines(machine: Machine, found: list[Complaint]) -> list[str]:
    lines = [f"Home       {machine.home}"]
    for one in machine.founds:
        if one.exists:
            guarded = sum(entry.guarded for entry in one.entries)
            lines.append(f"Client     {one.title}: {guarded} of {len(one.entries)} guarded, {one.path}")
    lines.append("")
    for name in CHECKS:
        wrong = [one for one in found if one.check == name]
        lines.append(f"{'!' if wrong else 'ok':<3}{name:<10} {ABOUT[name] if not wrong else wrong[0].what}")
        for at, one in enumerate(wrong):
            lines += [f"{'':14}{one.what}"] if at else []
            lines.append(f"{'':14}→ {one.fix}")
    end = "Nothing is wrong." if not found else f"{len(found)} thing{'' if len(found) == 1 else 's'} to look at."
    return [*lines, "", end]
