"""What an adapter for an MCP client knows, finds and plans; plain values, no I/O but the look at the process table.

Everything that differs between systems comes in through `Places`, so each system's behaviour is tested on every other.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from callgate_proxy.clients.entries import Shape

if TYPE_CHECKING:
    from callgate_proxy.clients.routing import Route


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
    `environ`: the variables by which a client's files may have been moved.
    """

    home: str
    appdata: str
    localappdata: str
    xdg_config: str
    platform: str
    processes: Callable[[], list[Process]] = own_processes
    environ: Mapping[str, str] = field(default_factory=dict[str, str])

    @property
    def config(self) -> str:
        """Where programs with a window keep their settings."""
        if self.platform == "darwin":
            return os.path.join(self.home, "Library", "Application Support")
        return self.appdata if self.platform == "win32" else self.xdg_config

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
            environ=dict(os.environ),
        )


@dataclass(frozen=True, slots=True)
class Location:
    """A file a client may keep its servers in.

    `stops`: the running client holds it in memory and writes over changes. `project`: the folder of the project whose
    file it is, "" for a person's own; a project's file is often under version control.
    """

    title: str
    path: str
    stops: bool = False
    project: str = ""


def _nobody(_: Process, __: Places) -> bool:
    return False


def _nothing(_: Places) -> list[Uncovered]:
    return []


@dataclass(frozen=True, slots=True)
class Adapter:
    """What is particular to one client.

    `dialect`: "json", "jsonc", "toml" or "yaml". `holders`: the paths of the members that hold the servers. `project`:
    the files, below a project's folder, that the client reads there. `is_client`: whether a process keeps the client's
    file in its memory. `uncovered`: what the client starts that stands in no such file. `how_…`, `when_done`: sentences
    for a person.
    """

    client: str
    title: str
    locations: Callable[[Places], list[Location]]
    how_to_begin: str
    when_done: str
    dialect: str = "json"
    holders: tuple[tuple[str, ...], ...] = (("mcpServers",),)
    shape: Shape = field(default_factory=Shape)
    project: tuple[str, ...] = ()
    is_client: Callable[[Process, Places], bool] = _nobody
    uncovered: Callable[[Places], list[Uncovered]] = _nothing
    how_to_quit: str = ""
    how_to_mend: str = "The client cannot read such a file either, or reads it differently. Correct it, then try again."


@dataclass(frozen=True, slots=True)
class Uncovered:
    """A server that stands in no file Callgate changes. `folder`: beside which of the client's files it is told."""

    folder: str
    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One server of a client's file, with the command the server itself has (of a guarded entry: the one behind `--`).

    `name` is unique in the file, `server` is the name the policy and the log know it by; they differ where one file
    holds several projects. `problem`: why it cannot be guarded, "" if it can. `launcher`: the program of ours that a
    guarded entry names. `remote`: it is reached by an
    address; `address`: that, for the eye. `listed`: False for what stands in no file.
    """

    name: str
    command: str
    args: list[str]
    env_names: list[str]
    guarded: bool
    problem: str
    launcher: str = ""
    server: str = ""
    disabled: bool = False
    remote: bool = False
    address: str = ""
    listed: bool = True


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
    stops: bool = False
    project: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A change to one file that nobody has made yet. `diff` is for the eye: values that may be secret are masked.

    `changes`, `skipped`: a sentence for each entry changed or left alone. `guards`: it needs the launcher. `stops`: as
    its Location has it. `guarded`, `left`: the servers that are guarded afterwards, and
    those that are not. `routes`: what `remotes.json` has to say first; `freed`: the (server, client) pairs whose local
    address the file names no more.
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
    stops: bool = False
    guarded: tuple[str, ...] = ()
    left: tuple[str, ...] = ()
    routes: tuple[Route, ...] = field(default=(), repr=False)
    freed: tuple[tuple[str, str], ...] = ()

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
