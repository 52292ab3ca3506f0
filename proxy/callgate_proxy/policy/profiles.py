"""Which profile of a policy is in force: the one chosen by hand, else the one whose folder the work is in. Pure.

* By hand it is chosen in `profile.json`, which `beside.py` reads.
* By folder: each of the client's roots, or without roots the folder the client started the server in, takes the
  profile with the deepest folder around it. Where that gives several, the call must pass each of them.
* A choice that cannot be read, or names no profile of the policy, refuses every call: whatever else could be in force
  might allow more than the person meant.
"""

from __future__ import annotations

from callgate_proxy.policy import paths
from callgate_proxy.policy.decide import View
from callgate_proxy.policy.strictest import Strictest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

RULE = "/profile"  # what refuses where no profile may be in force
FIX = 'Choose another in the tray, or with "callgate policy profile".'


class Choice:
    """`name`: chosen by hand, "" for none of them, None where the folder decides. `folder`: this process works in it.

    `problem`: why the choice cannot be read, or "".
    """

    __slots__ = ("folder", "name", "problem")

    def __init__(self, name: str | None, folder: str = "", problem: str = "") -> None:
        self.name = name
        self.folder = folder
        self.problem = problem


class Refused(ValueError):
    """No profile may be in force. Its text: why, and what to do."""


def in_force(table: dict[str, Any], choice: Choice, roots: tuple[str, ...] = ()) -> list[str]:
    """The names of the profiles that are in force, "" for the policy without any; at least one. Raises Refused.

    `roots`: the client's, as paths or file URLs.
    """
    if choice.problem:
        raise Refused(f"{choice.problem} {FIX}")
    if choice.name is not None:
        if choice.name and choice.name not in table["profiles"]:
            raise Refused(f"The profile “{choice.name}” is chosen, and the policy has none of this name. {FIX}")
        return [choice.name]
    return sorted({_around(table, place) for place in roots or (choice.folder,)})


def _around(table: dict[str, Any], place: str) -> str:
    """The profile with the deepest folder around `place`; of two that name the same one, the first by name."""
    found = ("", "")
    for name, profile in sorted(table["profiles"].items()):
        for folder in profile["under"]:
            whole = paths.resolve(folder, literal=True)
            if paths.under(place, [folder]) and len(whole[0]) > len(found[0]):
                found = whole[0], name
    return found[1]


def views(
    tables: list[dict[str, Any]],
    choice: Choice,
    use: tuple[str, str, str],
    roots: tuple[str, ...] = (),
) -> View | Strictest:
    """How `use` (client, server, session) is judged under every one of `tables` at once. Raises Refused."""
    found = [View(table, *use, profile=name) for table in tables for name in in_force(table, choice, roots)]
    return found[0] if len(found) == 1 else Strictest(found)
