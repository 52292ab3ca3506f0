"""A least-privilege policy from what was used: deny by default, and each tool that was called within the bounds it was
called in.

* Learned from calls that reached their server, but not from those that only a pause let through: nobody judged them.
* A rule is written for the client that made the calls: what one of them needed opens nothing to another.
* A limit stands at a margin above the highest rate seen in any window of its length.
* Every call it was learned from is allowed by it. What could not be bounded is said.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from callgate_proxy.policy import globs
from callgate_proxy.policy.sightings import requirements
from callgate_proxy.policy.simulate import went_on

if TYPE_CHECKING:
    from callgate_proxy.logread import Call

MARGIN = 1.5  # times the highest rate seen
SPARE = 2  # calls above it at least
WINDOWS = (("minute", 60.0), ("hour", 3_600.0))
PAUSED = "/mode/paused"


@dataclass(frozen=True)
class Learned:
    """`clients`: for each client the rules of each server, as policy.json has them. `calls`: what taught them.

    `notes`: what was left open or left out, in sentences.
    """

    clients: dict[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    calls: list[Call] = field(default_factory=list["Call"])
    notes: list[str] = field(default_factory=list[str])

    def text(self) -> str:
        """As a whole policy file."""
        clients = {client: {"servers": servers} for client, servers in self.clients.items()}
        return json.dumps({"version": "1", "default": "deny", "clients": clients}, indent=2) + "\n"


def learn(calls: Iterable[Call]) -> Learned:
    """What `calls` needed."""
    used: dict[tuple[str, str, str], list[Call]] = {}
    for call in sorted(calls, key=lambda call: call.t):
        if call.tool and not call.method and call.server and went_on(call) and call.rule != PAUSED:
            used.setdefault((call.client, call.server, call.tool), []).append(call)
    learned = Learned()
    for (client, server, tool), made in sorted(used.items()):
        if globs.is_glob(tool) or not client:
            why = "* and ? are wildcards, so it cannot be named" if client else "a client without a name called it"
            learned.notes.append(f"{server} {tool}: {why}: left out")
            continue
        required, notes = requirements([call.args for call in made])
        servers = learned.clients.setdefault(client, {})
        scope = servers.setdefault(server, {"default": "deny", "tools": {}})
        scope["tools"][tool] = _entry(server, tool, required, [call.t for call in made])
        learned.calls.extend(made)
        learned.notes.extend(f"{server} {tool}: {note}" for note in notes)
    learned.calls.sort(key=lambda call: call.t)
    return learned


def peak(times: list[float], window: float) -> int:
    """The most of `times` (seconds, in order) that lie within any `window` seconds."""
    first = most = 0
    for last, time in enumerate(times):
        while times[first] <= time - window:
            first += 1
        most = max(most, last - first + 1)
    return most


def _entry(server: str, tool: str, required: list[dict[str, Any]], times: list[float]) -> dict[str, Any]:
    limits = [
        {"counter": f"{server}/{tool}", "window": name, "max": _above(peak(times, seconds)), "scope": "grant"}
        for name, seconds in WINDOWS
    ]
    entry: dict[str, Any] = {"action": "allow", "limits": limits}
    return {"action": "allow", "require": required, "limits": limits} if required else entry


def _above(most: int) -> int:
    return max(math.ceil(most * MARGIN), most + SPARE)
