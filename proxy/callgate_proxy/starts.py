"""What is known of the starts of every server, for people and for whoever notes more of it: read, shown, taken in.

1. What a person accepts is the start that was shown: if something else is held by then, nothing is accepted.
2. A start that is taken for right stands in the place of the one of the same entry; of a server at most MOST are kept.
3. Arguments are shown with secrets masked, of variables the names alone.
"""

from __future__ import annotations

import difflib
import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from callgate_proxy.errors import StateError
from callgate_proxy.fingerprint import ACCEPTED, launches, path_of, write
from callgate_proxy.jsonlean import as_list, as_object, loads
from callgate_proxy.plain import plain

if TYPE_CHECKING:
    from callgate_proxy.fingerprint import Launch
    from callgate_proxy.home import Home

MOST = 16  # starts of one server by one client: as many projects may have it


@dataclass(frozen=True, slots=True)
class Start:
    """One server as one client starts it. `accepted`: what may start; `held`: what was not started, or None.

    `problem`: why the note cannot be read, or "".
    """

    client: str
    server: str
    accepted: tuple[Launch, ...]
    held: Launch | None
    problem: str = ""

    @property
    def last(self) -> Launch | None:
        """What the held start is compared with: the same entry's, else the newest."""
        place = [one for one in self.accepted if self.held and one.get("entry") and one["entry"] == self.held["entry"]]
        return (place or list(self.accepted) or [None])[-1]


def everything(home: Home) -> list[Start]:
    """Every server's, by client and name."""
    try:
        names = sorted(name for name in os.listdir(home.starts) if name.endswith(".json"))
    except OSError:
        return []
    found: list[Start] = []
    for name in names:
        path = os.path.join(home.starts, name)
        try:
            found.append(_start(_note(path)))
        except StateError as error:
            found.append(Start("a client", name, (), None, str(error)))
    return sorted(found, key=lambda one: (one.client, one.server))


def read(home: Home, client: str, server: str) -> dict[str, object] | None:
    """The note of one server, None where there is none. Raises StateError where it cannot be read."""
    return _note(path_of(home, client, server))


def take(home: Home, client: str, server: str, launch: Launch) -> None:
    """Takes `launch` for right, in the place of what the same entry started before. Raises StateError."""
    try:
        known = launches(read(home, client, server))
    except StateError:
        known = []  # what nobody can read is replaced by what a person has just seen
    _put(home, client, server, [*_others(known, launch), launch][-MOST:], None)


def hold(home: Home, client: str, server: str, launch: Launch) -> None:
    """Notes that `launch` is not started. Raises StateError."""
    try:
        known = launches(read(home, client, server))
    except StateError:
        known = []
    _put(home, client, server, known, launch)


def release(home: Home, client: str, server: str) -> None:
    """Nothing of this server is held any more. Raises StateError."""
    _put(home, client, server, launches(read(home, client, server)), None)


def accept(home: Home, shown: Start, now: float) -> bool:
    """Takes the held start that was `shown` for right; whether it was still that. Raises StateError."""
    held = as_object((read(home, shown.client, shown.server) or {}).get("held"))
    if held is None or shown.held is None or lines(held) != lines(shown.held) or held["mark"] != shown.held["mark"]:
        return False
    take(home, shown.client, shown.server, {**held, "how": ACCEPTED, "at": now})
    return True


def drop(home: Home, client: str, server: str, path: str, entry: str) -> None:
    """Forgets what one entry of a client's file started. Raises StateError."""
    note = read(home, client, server)
    place = os.path.abspath(path), entry
    rest = [one for one in launches(note) if (one.get("file"), one.get("entry")) != place]
    if note is not None and rest:
        _put(home, client, server, rest, None)
    elif note is not None:
        forget(home, client, server)


def forget(home: Home, client: str, server: str) -> None:
    """Drops all that is known: the next start is the first. Raises StateError."""
    try:
        os.remove(path_of(home, client, server))
    except FileNotFoundError:
        return
    except OSError as error:
        raise _unwritten(home, error) from None


def lines(launch: Launch | None) -> list[str]:
    """A start for the eye, a word a line."""
    if launch is None:
        return []
    told = [plain(str(word)) for word in as_list(launch.get("shown")) or []]
    told += [f"variable {plain(str(name))}" for name in as_list(launch.get("env")) or []]
    named = ("folder", "folder"), ("env_file", "variables from")
    return told + [f"{name} {plain(str(launch[key]))}" for key, name in named if launch.get(key)]


def difference(start: Start) -> str:
    """What the held start would do otherwise: a unified diff, or a sentence where what differs is masked."""
    old, new = lines(start.last), lines(start.held)
    if old == new:
        return "Only what is masked as a secret differs."
    return "\n".join(difflib.unified_diff(old, new, "before", "now", lineterm="", n=20))


def _others(known: list[Launch], launch: Launch) -> list[Launch]:
    def same(one: Launch) -> bool:
        if launch.get("entry"):
            is_bare = not one.get("entry") and one.get("mark") == launch["mark"]
            return is_bare or (one.get("file"), one.get("entry")) == (launch["file"], launch["entry"])
        return not one.get("entry")

    return [one for one in known if not same(one)]


def _put(home: Home, client: str, server: str, accepted: list[Launch], held: Launch | None) -> None:
    try:
        write(home, client, server, accepted, held)
    except OSError as error:
        raise _unwritten(home, error) from None


def _unwritten(home: Home, error: OSError) -> StateError:
    return StateError(f"{home.starts} cannot be written ({error.strerror or error})", "make room or rights for it")


def _note(path: str) -> dict[str, object] | None:
    try:
        with open(path, "rb") as file:
            note = as_object(loads(file.read().decode()))
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        raise StateError(f"{path} cannot be read ({error})", 'see "callgate starts"') from None
    if note is None:
        raise StateError(f"{path} cannot be read (it is no object)", 'see "callgate starts"')
    return note


def _start(note: dict[str, object] | None) -> Start:
    told = note or {}
    held = as_object(told.get("held"))
    return Start(str(told.get("client", "")), str(told.get("server", "")), tuple(launches(told)), held)
