"""What stands beside policy.json and takes part in a decision.

That is the profile chosen by hand, and in strict mode the policy as it was last confirmed.

Each is looked up only while it matters, and then its file is among `seen`, whose marks tell whether to look again.
What cannot be read is a `problem`, and no call passes then. On the proxy's path: lean.
"""

from __future__ import annotations

import os

from callgate_proxy.jsonlean import as_object, loads
from callgate_proxy.policy import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from callgate_proxy.home import Home
    from callgate_proxy.policy.profiles import Choice

Mark = tuple[int, ...]
ACCEPT = 'Look at policy.json, then type "callgate policy accept".'


class Beside:
    """`confirmed`: a table that must allow a call as well, or None. `choice`: of a profile, None without profiles.

    `problem`: why no call may pass, or "". `key`: equal for what is equal. `seen`: files that matter, with their marks.
    """

    __slots__ = ("choice", "confirmed", "key", "problem", "seen")

    def __init__(self) -> None:
        self.confirmed: dict[str, Any] | None = None
        self.choice: Choice | None = None
        self.problem = ""
        self.key: tuple[object, ...] = ()
        self.seen: list[tuple[str, Mark]] = []

    def stands(self) -> bool:
        """Whether the files that matter are as they were."""
        return all(mark(path) == found for path, found in self.seen)


def look(home: Home, table: dict[str, Any] | None, name: str, compiler: Callable[[Home], None]) -> Beside:
    """What stands beside `table`, whose name in the cache is `name`."""
    found = Beside()
    if table is None:
        return found
    confirmed = ""
    if os.path.lexists(home.strict):
        found.seen = [(path, mark(path)) for path in (home.strict, home.confirmed)]
        confirmed = _confirmed(home, name, compiler, found)
    if table["profiles"] or (found.confirmed and found.confirmed["profiles"]):
        found.seen.append((home.profile, mark(home.profile)))
        found.choice = chosen(home, _folder())
    choice = found.choice
    found.key = found.problem, confirmed, choice and (choice.name, choice.folder, choice.problem)
    return found


def _confirmed(home: Home, name: str, compiler: Callable[[Home], None], found: Beside) -> str:
    """Fills in the confirmed table where it is another; gives its name, "" where it is the same."""
    try:
        with open(home.confirmed, "rb") as file:
            other = cache.key(file.read())
    except OSError as error:
        found.problem = f"Strict mode is on, and {home.confirmed} cannot be read: {error.strerror}. {ACCEPT}"
        return ""
    if other == name:
        found.seen.clear()  # nothing waits, and nothing can before policy.json changes
        return ""
    found.confirmed = cache.load(home, other)
    if found.confirmed is None:
        compiler(home)
        found.confirmed = cache.load(home, other)
    if found.confirmed is None:
        found.problem = f"Strict mode is on, and {home.confirmed} is no policy that can be compiled. {ACCEPT}"
    return other


def chosen(home: Home, folder: str) -> Choice:
    """What `profile.json` says: {"profile": "work"}, "" for none; no file: `folder` (this process's) decides."""
    from callgate_proxy.policy.profiles import Choice

    try:
        with open(home.profile, encoding="utf-8") as file:
            told = as_object(loads(file.read(8192)))
    except (FileNotFoundError, NotADirectoryError):
        return Choice(None, folder)
    except OSError as error:
        return Choice("", folder, f"{home.profile} cannot be read: {error.strerror}.")
    except ValueError:
        told = None
    name = None if told is None else told.get("profile")
    if not isinstance(name, str):
        return Choice("", folder, f"{home.profile} names no profile.")
    return Choice(name, folder)


def _folder() -> str:
    try:
        return os.getcwd()
    except OSError:
        return ""  # it is gone: no profile is around it


def mark(path: str) -> Mark:
    """What tells one state of a file from another; () where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return ()
    return found.st_mtime_ns, found.st_ctime_ns, found.st_ino, found.st_size, found.st_dev
