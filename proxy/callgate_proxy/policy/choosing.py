"""Choosing a profile by hand: `profile.json` in the home, which every running proxy takes up at its next call."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from callgate_proxy import atomicfile
from callgate_proxy.errors import PolicyError
from callgate_proxy.jsonlean import dumps
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.model import load
from callgate_proxy.policy.profiles import Choice, Refused, in_force

if TYPE_CHECKING:
    from callgate_proxy.home import Home


def names(text: str) -> list[str]:
    """The profiles that a policy's text has. Raises PolicyInvalid."""
    return sorted(load(text).profiles)


def choose(home: Home, text: str, name: str | None) -> None:
    """Puts the profile `name` of the policy `text` in force: "" none of them, None whichever the folder gives.

    Raises PolicyError where the policy has no such profile, OSError.
    """
    if name and name not in names(text):
        has = ", ".join(names(text)) or "none"
        raise PolicyError(f"The policy has no profile “{name}”. It has: {has}.", "Write it under profiles first.")
    home.ensure(home.root)
    if name is not None:
        atomicfile.write(home.profile, dumps({"profile": name}).encode(), 0o600)
    elif os.path.lexists(home.profile):
        os.remove(home.profile)


def for_folder(text: str, choice: Choice) -> list[str]:
    """The profiles that `choice` puts in force, "" for none. Raises PolicyInvalid, PolicyError."""
    try:
        return in_force(compile_text(text), choice)
    except Refused as refused:
        raise PolicyError(str(refused)) from None
