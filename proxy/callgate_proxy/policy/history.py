"""The earlier versions of policy.json, as `store.save` keeps them in history/: the newest first.

A version's number is its place in this list, so 1 is what the last save replaced, and bringing it back twice is where
one began. Its name never changes.
"""

from __future__ import annotations

import os
from calendar import timegm
from dataclasses import dataclass
from time import strptime
from typing import TYPE_CHECKING

from callgate_proxy.errors import PolicyError

if TYPE_CHECKING:
    from callgate_proxy.home import Home

_BEGIN, _END = "policy-", "Z.json"


@dataclass(frozen=True)
class Version:
    """`number`: 1 is the newest. `name`: when it was replaced, as its file is named. `replaced`: epoch seconds."""

    number: int
    name: str
    replaced: float
    path: str

    def read(self) -> bytes:
        """Its bytes. Raises PolicyError."""
        try:
            with open(self.path, "rb") as file:
                return file.read()
        except OSError as error:
            raise PolicyError(f"{self.path} cannot be read: {error.strerror}.") from error


def versions(home: Home) -> list[Version]:
    """What is kept, the newest first."""
    try:
        files = os.listdir(home.history)
    except FileNotFoundError:
        return []
    names = sorted((file[len(_BEGIN) : -len(_END)] for file in files if _is_version(file)), reverse=True)
    return [
        Version(number, name, _replaced(name), os.path.join(home.history, f"{_BEGIN}{name}{_END}"))
        for number, name in enumerate(names, 1)
    ]


def version(home: Home, wanted: str) -> Version:
    """The version with this number or name. Raises PolicyError where there is none."""
    kept = versions(home)
    found = next((one for one in kept if wanted in (str(one.number), one.name)), None)
    if found is None:
        have = f"{len(kept)} are kept" if kept else "none is kept yet"
        raise PolicyError(f"There is no earlier version {wanted}: {have}.", 'See "callgate policy history".')
    return found


def _is_version(file: str) -> bool:
    if not (file.startswith(_BEGIN) and file.endswith(_END)):
        return False
    try:
        _replaced(file[len(_BEGIN) : -len(_END)])
    except ValueError:
        return False
    return True


def _replaced(name: str) -> float:
    moment, _, fraction = name.partition(".")
    return timegm(strptime(moment, "%Y%m%dT%H%M%S")) + float(f"0.{fraction or 0}")
