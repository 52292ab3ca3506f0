"""A made-up machine: a person's files as one of the systems has them, a home of Callgate, and a process table."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pytest
from callgate_proxy import clients
from callgate_proxy.clients import Applied, Found, Places, Process
from callgate_proxy.home import Home


@dataclasses.dataclass
class Machine:
    """`config`: where the client's file stands. `alive`: the process table."""

    places: Places
    home: Home
    config: Path
    alive: list[Process]

    def write(self, content: bytes) -> None:
        self.config.parent.mkdir(parents=True, exist_ok=True)
        self.config.write_bytes(content)

    def found(self) -> Found:
        """The one file of a client on this machine."""
        (only,) = clients.found(self.places)
        return only

    def protect(self, *servers: str) -> Applied:
        plan = clients.plan_protect(self.found(), self.home, list(servers) or None, self.places.platform)
        return clients.apply(plan, self.home, self.places)

    def unprotect(self, *servers: str) -> Applied:
        plan = clients.plan_unprotect(self.found(), self.home, list(servers) or None)
        return clients.apply(plan, self.home, self.places)


def build(system: str, root: Path) -> Machine:
    """`system`: a platform, or "store" for Windows with the Store build of the app."""
    user = root / "user"
    alive: list[Process] = []
    places = Places(
        home=str(user),
        appdata=str(user / "AppData" / "Roaming"),
        localappdata=str(user / "AppData" / "Local"),
        xdg_config=str(user / ".config"),
        platform="win32" if system == "store" else system,
        processes=lambda: alive,
    )
    folder = {
        "linux": user / ".config" / "Claude",
        "darwin": user / "Library" / "Application Support" / "Claude",
        "win32": user / "AppData" / "Roaming" / "Claude",
        "store": user / "AppData" / "Local" / "Packages" / "Claude_pzs8sxrjxfjjc" / "LocalCache" / "Roaming" / "Claude",
    }[system]
    os.makedirs(folder.parent)
    return Machine(places, Home(str(root / "home")), folder / "claude_desktop_config.json", alive)


def machine_of(client: str, root: Path, system: str = "linux") -> Machine:
    """A machine where `client` keeps its servers in the file that a new installation has."""
    made = build(system, root)
    return dataclasses.replace(made, config=Path(clients.ADAPTERS[client].locations(made.places)[0].path))


@pytest.fixture(params=["linux", "darwin", "win32", "store"])
def machine(request: pytest.FixtureRequest, tmp_path: Path) -> Machine:
    """One machine of each kind."""
    return build(str(request.param), tmp_path)


@pytest.fixture
def linux(tmp_path: Path) -> Machine:
    """A Linux machine."""
    return build("linux", tmp_path)
