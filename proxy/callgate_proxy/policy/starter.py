"""The first policy: ask about everything, so that nothing is allowed that nobody has seen."""

from __future__ import annotations

import os
from importlib.resources import files
from typing import TYPE_CHECKING

from callgate_proxy.policy.store import save

if TYPE_CHECKING:
    from callgate_proxy.home import Home


def starter() -> str:
    """The text of the policy that a new home begins with."""
    return files("callgate_resources").joinpath("starter", "default.json").read_text(encoding="utf-8")


def make(home: Home) -> bool:
    """Gives `home` the first policy; False, and nothing done, where it has one. Raises PolicyError."""
    if os.path.lexists(home.policy):
        return False
    save(home, starter())
    return True
