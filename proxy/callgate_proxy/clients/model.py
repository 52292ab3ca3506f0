"""What an adapter for an MCP client knows, finds and plans; plain values, no I/O but the look at the process table.

Everything that differs between systems comes in through `Places`, so each system's behaviour is tested on every other.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Process:
    """One running process of this user. `exe`: the program's path, "" where the system does not tell it."""

    pid: int
    name: str
    exe: str
    args: tuple[str, ...] = ()


def own_processes() -> list[Process]:
    """The processes of this user, and those whose owner the system does not tell."""
    import psutil

    try:
        me = psutil.Process().username()
    except psutil.Error:
        me = None
    attributes = ["pid", "name", "exe", "cmdline", "username"]
    return [
        Process(one.pid, one.info["name"] or "", one.info["exe"] or "", tuple(one.info["cmdline"] or ()))
        for one in psutil.process_iter(attributes)
        if me is None or one.info["username"] in (None, me)
    ]


@dataclass(frozen=True, slots=True)
class Places:
    """Where a person's files stand on one system, and what runs there. Paths are absolute.

    `platform`: "linux", "darwin" or "win32", as in `sys.platform`. `appdata`, `localappdata`: Windows only.
    """

    home: str
    appdata: str
    localappdata: str
    xdg_config: str
    platform: str
    processes: Callable[[], list[Process]] = own_processes

    @classmethod
    def here(cls) -> Places:
        """The places of this machine and user."""
        home = os.path.expanduser("~")
        xdg = os.environ.get("XDG_CONFIG_HOME", "")
        return cls(
            home=home,
            appdata=os.environ.get("APPDATA") or os.path.join(home, "AppData", "Roaming"),
            localappdata=os.environ.get("LOCALAPPDATA") or os.path.join(home, "AppData", "Local"),
            xdg_config=xdg if os.path.isabs(xdg) else os.path.join(home, ".config"),
            platform=sys.platform,
        )


@dataclass(frozen=True, slots=True)
class Location:
    """A file a client may keep its servers in."""

    title: str
    path: str


@dataclass(frozen=True, slots=True)
class Adapter:
    """What is particular to one client whose file is strict JSON with an object of servers under `key`.

    `is_client`: whether a process keeps the client's file in its memory. The last four are sentences for a person.
    """

    client: str
    title: str
    key: str
    locations: Callable[[Places], list[Location]]
    is_client: Callable[[Process, Places], bool]
    how_to_begin: str
    how_to_quit: str
    how_to_mend: str
    when_done: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One server of a client's file, with the command the server itself has (of a guarded entry: the one behind `--`).

    `problem`: why it cannot be guarded, "" if it can. `launcher`: the program of ours that a guarded entry names.
    """

    name: str
    command: str
    args: list[str]
    env_names: list[str]
    guarded: bool
    problem: str
    launcher: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One file of a client as it was read. `problem`: why its servers are not known; `advice`: what to do about it."""

    client: str
    title: str
    path: str
    exists: bool
    entries: list[Entry]
    problem: str
    advice: str = ""
    content: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Plan:
    """A change to one file that nobody has made yet. `diff` is for the eye: values that may be secret are masked.

    `changes`, `skipped`: a sentence for each entry changed or left alone. `guards`: it needs the launcher.
    """

    client: str
    title: str
    path: str
    before: bytes = field(repr=False)
    after: bytes = field(repr=False)
    diff: str
    changes: list[str]
    skipped: list[str]
    guards: bool

    @property
    def empty(self) -> bool:
        return self.before == self.after


@dataclass(frozen=True, slots=True)
class Applied:
    """A change made. `backup`: where the bytes from before are kept. `advice`: what the person does next."""

    path: str
    changes: list[str]
    backup: str
    advice: str
