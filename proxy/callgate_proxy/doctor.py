"""What is wrong with a machine, from what was gathered about it (`examining.py`): each check says what and what to do.

1. Pure: one function for each check, from `Machine` to its complaints. No complaint: nothing is wrong.
2. A check is named by the part of Callgate that it is about; a complaint's `fix` is a command or a click.
3. What nobody can change (an extension, an address with variables) is a complaint too: it is not covered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from callgate_proxy.clients.entries import LED

if TYPE_CHECKING:
    from callgate_proxy.clients import Entry, Found, Lost

PROTECT = "callgate protect"
FOUND, TERMINAL_ONLY, NOWHERE, UNKNOWN = "found", "terminal", "nowhere", "unknown"


@dataclass(frozen=True, slots=True)
class Complaint:
    """One thing that is wrong. `what`, `fix`: a sentence each."""

    check: str
    what: str
    fix: str


@dataclass(frozen=True, slots=True)
class Program:
    """The command of a guarded entry. `state`: FOUND, TERMINAL_ONLY (not on the PATH of programs with a window),

    NOWHERE, or UNKNOWN (the client fills it in). `path`: where it was found.
    """

    state: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class Permission:
    """Something of the home that others may use. `mode`: permission bits; `wanted`: those it should have."""

    path: str
    mode: int
    wanted: int
    own: bool = True  # it belongs to this user


@dataclass(frozen=True, slots=True)
class Machine:
    """Everything the checks look at; the defaults are a machine where nothing is wrong.

    Keys of two texts: a client's file and an entry's name. `keychain`, `tray_missing`, `serving`: (what, fix) or what,
    "" where all is well. `launcher`: of the files the launcher consists of, those that are not this version's.
    `left`: files that killed processes left. `dead`: entries with a local address that nobody gave out.
    """

    founds: tuple[Found, ...] = ()
    lost: dict[str, Lost] = field(default_factory=dict[str, "Lost"])
    elsewhere: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    programs: dict[tuple[str, str], Program] = field(default_factory=dict[tuple[str, str], Program])
    dead: frozenset[tuple[str, str]] = frozenset()
    permissions: tuple[Permission, ...] = ()
    writable: bool = True
    home: str = ""
    keychain: tuple[str, str] = ("", "")
    tray: bool = True
    desktop: bool = True  # the tray is installed
    launcher: tuple[str, ...] = ()
    launcher_path: str = ""
    socket_left: str = ""
    serving: str = ""
    policy_exists: bool = True
    policy_problems: tuple[str, ...] = ()
    waiting: str = ""
    mode: str = "on"
    pins: dict[str, int] = field(default_factory=dict[str, int])  # server to what waits for a person
    pins_problem: str = ""
    held: tuple[tuple[str, str], ...] = ()  # (server, client) whose start is held, or cannot be told
    left: tuple[str, ...] = ()

    @property
    def entries(self) -> Iterator[tuple[Found, Entry]]:
        """Every entry that a client may start, with its file."""
        return ((one, entry) for one in self.founds for entry in one.entries if not entry.disabled)

    @property
    def guards(self) -> bool:
        """Whether anything is guarded."""
        return any(entry.guarded for _, entry in self.entries)


def complaints(machine: Machine) -> list[Complaint]:
    """Everything that is wrong, the most important checks first."""
    return [Complaint(name, what, fix) for name, check in CHECKS.items() for what, fix in check(machine)]


Said = Iterator[tuple[str, str]]


def _clients(machine: Machine) -> Said:
    if not any(one.exists for one in machine.founds):
        yield "No client's file was found.", "Install a client and add a server to it, or name its file with --config."
    for one in machine.founds:
        if one.problem:
            yield f"{one.title}: {one.problem}.", one.advice
        lost = machine.lost.get(one.path)
        if lost is not None and lost.wiped:
            names = ", ".join(f"“{name}”" for name in lost.wiped)
            yield f"{one.title} no longer holds {names}, guarded there before.", "The tray's menu puts them back."


def _servers(machine: Machine) -> Said:
    for one, entry in machine.entries:
        if entry.guarded or entry.problem == LED:
            continue
        also = machine.elsewhere.get((one.path, entry.name), "")
        also = f", though the same server is guarded in {also}" if also else ""
        if entry.problem:
            yield f"“{entry.name}” of {one.title} is not covered{also}: {entry.problem}.", "Use it knowing that."
        else:
            every = " --all" if one.project else ""
            yield f"“{entry.name}” of {one.title} is not guarded{also}.", f"Run: {PROTECT}{every}"


def _programs(machine: Machine) -> Said:
    for one, entry in machine.entries:
        program = machine.programs.get((one.path, entry.name), Program(UNKNOWN))
        if program.state == NOWHERE:
            yield (
                f"“{entry.name}” of {one.title} cannot start: there is no {entry.command}.",
                "Install it, or correct the command in the client's file.",
            )
        elif program.state == TERMINAL_ONLY:
            yield (
                f"“{entry.name}” of {one.title} may not start: programs with a window do not find {entry.command}.",
                f"Write the whole path as its command: {program.path}",
            )


def _launcher(machine: Machine) -> Said:
    if machine.launcher:
        yield (
            f"The launcher is not this version's: {', '.join(machine.launcher)} in {machine.launcher_path}.",
            f"Run {PROTECT} with the version that is to be used.",
        )
    for one, entry in machine.entries:
        if entry.launcher and not entry.launcher.startswith(machine.launcher_path):
            yield f"“{entry.name}” of {one.title} names another launcher: {entry.launcher}.", f"Run: {PROTECT}"


def _remotes(machine: Machine) -> Said:
    for one, entry in machine.entries:
        if (one.path, entry.name) in machine.dead:
            yield (
                f"“{entry.name}” of {one.title} has a local address that nobody gave out; it is refused.",
                "Put the server's own address into the client's file, then protect it.",
            )
    if machine.serving:
        what, _, fix = machine.serving.partition(". ")
        yield f"{what}.", fix


def _home(machine: Machine) -> Said:
    if not machine.writable:
        yield f"{machine.home} cannot be written: no call can be recorded, so each is refused.", "Make it writable."
    for one in machine.permissions:
        if not one.own:
            yield f"{one.path} belongs to another user.", f"Give it to yourself: chown $USER {one.path}"
        elif one.mode & ~one.wanted:
            yield f"Others may use {one.path} ({one.mode:03o}).", f"Run: chmod {one.wanted:03o} {one.path}"


def _policy(machine: Machine) -> Said:
    if not machine.policy_exists and machine.guards:
        yield "There is no policy file, so every call is refused.", "Run: callgate policy init"
    for problem in machine.policy_problems:
        yield f"The policy file is not in force: {problem}", "Correct it, then run: callgate policy check"
    if machine.waiting:
        yield machine.waiting, "Run: callgate policy accept, or callgate policy undo"
    if machine.mode != "on":
        state = {"paused": "Paused: every call passes.", "lockdown": "Locked down: every tool call is refused."}
        yield state[machine.mode], "End it in the tray."


def _pins(machine: Machine) -> Said:
    for server, count in machine.pins.items():
        things = "1 thing" if count == 1 else f"{count} things"
        yield f"“{server}” changed or added {things} that nobody accepted.", f"Run: callgate pins --server {server}"
    if machine.pins_problem:
        yield f"The pins cannot be read, so every call is asked about: {machine.pins_problem}", "See callgate pins."


def _starts(machine: Machine) -> Said:
    for server, client in machine.held:
        yield f"“{server}” of {client} is not started: how it starts has changed.", "Run: callgate starts"


def _tray(machine: Machine) -> Said:
    if not machine.tray and machine.guards:
        fix = "Run: callgate tray" if machine.desktop else 'Install it: pip install "callgate[desktop]"'
        yield "The tray is not running: what the policy asks about is refused.", fix
    if machine.socket_left:
        yield (
            f"{machine.socket_left} is left over by a tray that was killed.",
            "Start the tray, which makes it anew, or delete it.",
        )


def _keychain(machine: Machine) -> Said:
    what, fix = machine.keychain
    if what:
        yield f"Secrets that files refer to cannot be read: {what}", fix


def _leftovers(machine: Machine) -> Said:
    for path in machine.left:
        yield f"{path} was left by a process that was killed.", "Delete it; the next change beside it does, too."


CHECKS: dict[str, Callable[[Machine], Said]] = {
    "clients": _clients,
    "servers": _servers,
    "programs": _programs,
    "launcher": _launcher,
    "policy": _policy,
    "pins": _pins,
    "starts": _starts,
    "tray": _tray,
    "remotes": _remotes,
    "keychain": _keychain,
    "home": _home,
    "leftovers": _leftovers,
}
