"""A home whose servers note what they execute."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from callgate_proxy.home import Home
from guarding import ALLOW_ALL, Guard, Wire

SERVER = Path(__file__).with_name("noting_server.py")


class Noted:
    """A home, and what its servers executed."""

    def __init__(self, home: Home, notes: Path) -> None:
        self.guard = Guard(home)
        self.guard.policy(ALLOW_ALL)
        self.home = home
        self._notes = notes

    def executed(self) -> list[str]:
        """The calls that a server executed, as `tool n`."""
        return self._notes.read_text().splitlines() if self._notes.exists() else []

    def told(self) -> list[str]:
        """The calls that have a row with a verdict that let them go, as `tool n`."""
        return [f"{row['tool']} {row['args']['n']}" for row in self.guard.rows() if row["verdict"] == "allow"]

    def wire(self, *words: str, before: Callable[[], None] | None = None) -> Wire:
        """A client with its proxy. `before`: runs in the proxy's process, ahead of it; `words`: for the server."""
        command = self.guard.command(sys.executable, "-IS", str(SERVER), *words)
        return Wire(command, env={**os.environ, "NOTED": str(self._notes)}, preexec_fn=before)
