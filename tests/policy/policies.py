"""Policies small enough to tell apart at a glance, and a home with a clock of its own."""

from __future__ import annotations

import json
import os
from pathlib import Path

from callgate_proxy.home import Home
from callgate_proxy.policy import store
from callgate_proxy.policy.store import SETTLED, Snapshot, Source


def policy(default: str) -> str:
    return json.dumps({"version": "1", "default": default})


ALLOW, ASK, DENY = policy("allow"), policy("ask"), policy("deny")
BROKEN = '{"version": "1", "defalt": "ask"}'


class Clock:
    """Far enough from the file's times that they have settled, until it is moved."""

    def __init__(self) -> None:
        self.after = 10 * SETTLED
        self.path = ""

    def __call__(self) -> int:
        found = os.stat(self.path) if os.path.exists(self.path) else None
        return (max(found.st_mtime_ns, found.st_ctime_ns) if found else 0) + self.after


class Bench:
    """A home, a source on it, and how often it had to compile."""

    def __init__(self, home: Home) -> None:
        self.home, self.clock, self.compiled = home, Clock(), 0
        self.clock.path = home.policy
        self.source = self.fresh()

    def fresh(self) -> Source:
        return Source(self.home, self.clock, self.compile)

    def compile(self, home: Home) -> None:
        self.compiled += 1
        store.publish(home)

    def write(self, text: str) -> None:
        """As an editor does: a new file in place of the old."""
        os.makedirs(self.home.root, exist_ok=True)
        Path(self.home.policy + "~").write_text(text, "utf-8")
        os.replace(self.home.policy + "~", self.home.policy)


def default(snapshot: Snapshot) -> str:
    assert snapshot.table is not None
    return snapshot.table["top"]["default"]
