"""`callgate status`: what is guarded, which policy is in force, and what needs attention.

Looking changes nothing: the policy is checked without being published, and no directory is made. The exit code is 1
when a sentence stands under `attention`, so that a script can watch over it.
"""

from __future__ import annotations

import json
import os
import sys
import time
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from callgate_proxy import clients, mode, serving, starts
from callgate_proxy.cli_policy import problems_of
from callgate_proxy.clients import Places
from callgate_proxy.contract import START
from callgate_proxy.logread import last_calls
from callgate_proxy.plain import plain

if TYPE_CHECKING:
    from callgate_proxy.clients import Entry, Found
    from callgate_proxy.home import Home

RECENT = 10_000  # calls looked through for each server's last one

THIS, EARLIER, NONE = "this", "earlier", "none"
IN_FORCE = {
    THIS: "in force",
    EARLIER: "not in force; the last good one is",
    NONE: "none in force; every call is refused",
}


@dataclass
class Server:
    """One entry of a client's file. `last_call`: seconds since the epoch, None if none is known.

    `guarded_in`: of an unguarded entry, the client that has the same server guarded.
    """

    name: str
    guarded: bool
    problem: str
    last_call: float | None
    disabled: bool
    guarded_in: str


@dataclass
class Client:
    """One file of a client."""

    client: str
    title: str
    path: str
    exists: bool
    problem: str
    running: bool
    servers: list[Server]


@dataclass
class Policy:
    """The policy file. `in_force`: THIS file, an EARLIER one, or NONE. `problems`: each with line and column.

    `profile`: chosen by hand, or "". `waiting`: what was changed outside Callgate and allows more, or "".
    """

    path: str
    exists: bool
    in_force: str
    problems: list[str]
    profile: str = ""
    strict: bool = False
    waiting: str = ""


@dataclass
class Status:
    """Everything `status` tells. `mode_until`: seconds since the epoch. `attention`: what a person should look at."""

    home: str
    policy: Policy
    mode: str
    mode_until: float | None
    tray: bool
    clients: list[Client]
    attention: list[str] = field(default_factory=list[str])


def status(home: Home, places: Places | None, as_json: bool) -> int:
    """Prints the status; 1 when something needs attention."""
    found = gather(home, places or Places.here(), time.time())
    print(json.dumps(asdict(found), indent=2) if as_json else "\n".join(map(plain, _lines(found))))
    return 1 if found.attention else 0


def gather(home: Home, places: Places, now: float) -> Status:
    """The status at `now` (seconds since the epoch)."""
    last = {(call.client, call.server): call.t for call in last_calls(home, RECENT) if call.method != START}
    current = mode.read(home)
    result = Status(
        home=home.root,
        policy=_policy(home),
        mode=current.at(now),
        mode_until=current.until if current.at(now) != mode.ON else None,
        tray=tray_runs(home),
        clients=[],
    )
    founds = clients.found(places)
    elsewhere = clients.elsewhere(founds)
    for found in founds:
        client = _client(found, places)
        for entry in found.entries:
            other = elsewhere.get((found.path, entry.name), "")
            client.servers.append(_server(found, entry, last, other, result.attention))
        result.attention += _gone(found, home)
        result.clients.append(client)
    result.attention += _held(home)
    result.attention += [*_concerns(result), *filter(None, [serving.problem(home)])]
    return result


def tray_runs(home: Home) -> bool:
    """Whether a tray listens for this home's proxies."""
    if sys.platform == "win32":
        return os.path.exists(os.path.join(home.run, "tray.pipe"))
    import socket

    with socket.socket(socket.AF_UNIX) as probe:
        try:
            probe.connect(home.socket)
        except OSError:
            return False
    return True


def _policy(home: Home) -> Policy:
    from callgate_proxy.policy.store import Source

    try:
        problems = [str(problem) for problem in problems_of(home.policy)]
    except FileNotFoundError:
        return Policy(home.policy, False, NONE, [])
    except OSError as error:
        problems = [f"policy.json cannot be read: {error.strerror}"]
    if not problems:
        return _good(home)
    last_good = Source(home, compiler=lambda _: None).current().table
    return Policy(home.policy, True, NONE if last_good is None else EARLIER, problems)


def _good(home: Home) -> Policy:
    from callgate_proxy.policy import beside, confirming

    choice = beside.chosen(home, "")
    waiting = confirming.waiting(home)
    words = waiting.words if waiting else ""
    return Policy(home.policy, True, THIS, [], choice.name or "", confirming.is_strict(home), words)


def _client(found: Found, places: Places) -> Client:
    alive = bool(clients.running(found, places))
    return Client(found.client, found.title, found.path, found.exists, found.problem, alive, [])


def _server(
    found: Found, entry: Entry, last: dict[tuple[str, str], float], elsewhere: str, attention: list[str]
) -> Server:
    problem = entry.problem
    if entry.guarded and os.path.isabs(entry.launcher) and not os.path.exists(entry.launcher):
        problem = f"its launcher {entry.launcher} is missing"
        attention.append(f'“{entry.name}” cannot start: {problem}. Run "callgate protect" again.')
    elif not entry.guarded and not entry.disabled:
        todo = f": {problem}." if problem else f'. Run "callgate protect{" --all" if found.project else ""}".'
        also = f", though the same server is guarded in {elsewhere}" if elsewhere else ""
        attention.append(f"“{entry.name}” of {found.title} is not guarded{also}{todo}")
    return Server(entry.name, entry.guarded, problem, last.get((found.client, entry.server)), entry.disabled, elsewhere)


def _gone(found: Found, home: Home) -> list[str]:
    """What a client or a person took away from a file since Callgate wrote it."""
    lost = clients.lost(found, home)
    named = ", ".join(f"“{name}”" for name in lost.wiped)
    return [f"{found.title} no longer holds {named}, which Callgate guarded there."] if named else []


def _held(home: Home) -> list[str]:
    """The servers whose start is held, or cannot be told."""
    return [
        f"“{one.server}” of {one.client} is not started: how it starts has changed. See: callgate starts"
        for one in starts.everything(home)
        if one.held or one.problem
    ]


def _concerns(status: Status) -> list[str]:
    """What is wrong besides single servers."""
    concerns = [f"{client.title}: {client.problem}." for client in status.clients if client.problem]
    if status.policy.problems:
        concerns.append(f"The policy file is {IN_FORCE[status.policy.in_force]}: {status.policy.problems[0]}")
    elif not status.policy.exists and any(server.guarded for client in status.clients for server in client.servers):
        concerns.append('There is no policy file, so every call is refused. Make one: "callgate policy init".')
    if status.policy.waiting:
        concerns.append(
            f'{status.policy.waiting} Confirm it with "callgate policy accept", or take it back in the tray.'
        )
    if status.mode == mode.PAUSED:
        concerns.append("Paused: every call passes. End it in the tray.")
    elif status.mode == mode.LOCKDOWN:
        concerns.append("Locked down: every tool call is refused. End it in the tray.")
    return concerns


def _lines(status: Status) -> list[str]:
    exists = IN_FORCE[status.policy.in_force] if status.policy.exists else "there is none yet"
    until = f" until {_time(status.mode_until)}" if status.mode_until else ""
    lines = [
        f"Home    {status.home}",
        f"Policy  {status.policy.path} ({exists})",
        *(f"        {problem}" for problem in status.policy.problems),
        *([f"Profile {status.policy.profile}"] if status.policy.profile else []),
        *(["Strict  on: what is changed outside Callgate and allows more waits"] if status.policy.strict else []),
        f"Mode    {status.mode}{until}",
        f"Tray    {'running' if status.tray else 'not running: what the policy asks about is refused'}",
    ]
    for client in status.clients:
        lines += ["", *_client_lines(client)]
    return [*lines, "", *([f"! {concern}" for concern in status.attention] or ["Nothing needs attention."])]


def _client_lines(client: Client) -> list[str]:
    alive = " (running)" if client.running else ""
    state = client.path if client.exists else f"no file at {client.path}"
    lines = [f"{client.title} [{client.client}]{alive}: {state}"]
    for server in client.servers:
        mark = "guarded" if server.guarded else "disabled" if server.disabled else "NOT guarded"
        seen = f"last call {_time(server.last_call)}" if server.last_call is not None else "no call yet"
        lines.append(f"  {server.name}: {mark}, {server.problem or seen}")
    return lines


def _time(seconds: float) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(seconds))
