"""Pause and lock down: a switch over the whole policy, kept beside it and not in it, so that nobody commits a pause.

* paused: every call passes and is recorded.   * lockdown: nothing that is judged passes, whatever the policy says.
* A mode file that cannot be read is a lockdown: a switch nobody can read must not stand open.
On the proxy's path: a look a call, and no exception where there is no such file.
"""

from __future__ import annotations

import os

from callgate_proxy.jsonlean import as_object, dumps, loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from callgate_proxy.home import Home

_SEES_LINKS = os.access in os.supports_follow_symlinks

ON = "on"
PAUSED = "paused"
LOCKDOWN = "lockdown"


class Mode:
    """`kind`: ON, PAUSED or LOCKDOWN. `until`: seconds since the epoch at which it ends by itself, or None."""

    __slots__ = ("kind", "until")

    def __init__(self, kind: str, until: float | None = None) -> None:
        self.kind = kind
        self.until = until

    def at(self, now: float) -> str:
        """The kind in force at `now` (seconds since the epoch)."""
        return ON if self.until is not None and now >= self.until else self.kind


def parse(text: str) -> Mode:
    """The mode that `text` describes; LOCKDOWN for whatever it does not."""
    try:
        value = as_object(loads(text)) or {}
    except ValueError:
        return Mode(LOCKDOWN)
    kind, until = value.get("kind"), value.get("until")
    if not isinstance(kind, str) or kind not in (ON, PAUSED, LOCKDOWN):
        return Mode(LOCKDOWN)
    if until is None:
        return Mode(kind)
    if isinstance(until, bool) or not isinstance(until, (int, float)):
        return Mode(LOCKDOWN)
    return Mode(kind, float(until))


def read(home: Home) -> Mode:
    """The mode that `home` is in; a missing file is ON."""
    try:
        with open(home.mode, encoding="utf-8") as file:
            return parse(file.read(4096))
    except (FileNotFoundError, NotADirectoryError):
        return Mode(ON)
    except (OSError, ValueError):
        return Mode(LOCKDOWN)


def write(home: Home, kind: str, until: float | None = None) -> None:
    """Puts `home` into `kind` (until `until`, seconds since the epoch), atomically. Raises OSError."""
    home.ensure(home.root)
    if kind == ON:
        if os.path.exists(home.mode):
            os.remove(home.mode)
        return
    from callgate_proxy import atomicfile  # the proxy only reads

    atomicfile.write(home.mode, dumps({"kind": kind, "until": until}).encode(), 0o600)


class Switch:
    """The mode as a running proxy sees it: one stat a look, read again only when the file changed."""

    __slots__ = ("_home", "_mode", "_path", "_seen")

    def __init__(self, home: Home) -> None:
        self._home = home
        self._path = home.mode
        self._seen: tuple[int, ...] | None = ()
        self._mode = Mode(LOCKDOWN)

    def at(self, now: float) -> str:
        """The kind in force at `now` (seconds since the epoch)."""
        try:
            found = os.stat(self._path)
            seen = (found.st_mtime_ns, found.st_ino, found.st_size)
        except (FileNotFoundError, NotADirectoryError):  # a home that cannot be has no policy either
            seen = None
        except OSError:
            return LOCKDOWN
        if seen != self._seen:
            self._mode = read(self._home)
            self._seen = seen
        return self._mode.at(now)

    def on(self) -> bool:
        """Whether there was no mode file and still is none, for a caller who just found another file in the folder.

        A stat that fails costs an exception; this costs a quarter. A link that leads nowhere is there.
        """
        return self._seen is None and _SEES_LINKS and not os.access(self._path, os.F_OK, follow_symlinks=False)
