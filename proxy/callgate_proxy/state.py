"""What the proxies of one home share and keep beside their counters: the tools of servers, what sessions saw. SQLite.

Whatever goes wrong is a StateError. On the proxy's path: the C module alone, opened at the first list of tools.
"""

from __future__ import annotations

import os
from _thread import allocate_lock

from callgate_proxy.errors import StateError
from callgate_proxy.jsonlean import as_object, dumps, loads

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from callgate_proxy.home import Home

    T = TypeVar("T")

DAY = 86_400.0  # seconds
PAGE = 1024  # bytes of a new file's pages: what is written is small
BUSY = 5.0  # seconds to wait for another proxy's transaction, which takes tens of microseconds

_SCHEMA = """
CREATE TABLE IF NOT EXISTS tools (
    server TEXT, name TEXT, title TEXT, description TEXT, annotations TEXT, seen REAL, PRIMARY KEY (server, name)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS traces (
    session TEXT, kind TEXT, what TEXT, at REAL, PRIMARY KEY (session, kind, what)
) WITHOUT ROWID;
"""
_TOOLS = "SELECT server, name, title, description, annotations, seen FROM tools ORDER BY server, name"
_NOTE = "INSERT OR REPLACE INTO traces VALUES (?, ?, ?, ?)"
_NOTED = "SELECT what FROM traces WHERE session = ? AND kind = ? AND at >= ? ORDER BY at"
_STALE = "DELETE FROM traces WHERE at < ?"
_SALT = "SELECT what FROM traces WHERE session = ? AND kind = 'salt'"
_SAW = "INSERT OR REPLACE INTO tools VALUES (?, ?, ?, ?, ?, ?)"


class Tool:
    """A tool as its server named it: untrusted words. `seen`: seconds since the epoch, last time it was listed."""

    __slots__ = ("annotations", "description", "name", "seen", "title")

    def __init__(self, name: str, title: str, description: str, annotations: dict[str, object], seen: float) -> None:
        self.name = name
        self.title = title
        self.description = description
        self.annotations = annotations
        self.seen = seen


class State:
    """The shared state of `home`; nothing is opened before it is needed. Safe to use from several threads."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._lock = allocate_lock()
        self._open_base: Any = None
        self._failures: tuple[type[Exception], ...] = (OSError, ValueError)

    def saw_tools(self, server: str, tools: list[dict[str, object]], now: float) -> None:
        """Remembers what `server` listed (tools as on the wire). Raises StateError."""
        found = [
            (server, tool["name"], _text(tool, "title"), _text(tool, "description"), _annotations(tool), now)
            for tool in tools
        ]
        self._transaction(lambda base: base.executemany(_SAW, found))

    def tools(self) -> dict[str, list[Tool]]:
        """The tools seen so far, by server, each server's by name. Raises StateError."""

        def read(base: Any) -> dict[str, list[Tool]]:
            found: dict[str, list[Tool]] = {}
            for server, name, title, description, told, seen in base.execute(_TOOLS):
                annotations = as_object(loads(told)) or {}
                found.setdefault(server, []).append(Tool(name, title, description, annotations, seen))
            return found

        return self._transaction(read)

    def note(self, session: str, kind: str, what: str, now: float) -> None:
        """Notes what a client's session saw; what is a day old is forgotten. Raises StateError."""

        def write(base: Any) -> None:
            base.execute(_STALE, (now - DAY,))
            base.execute(_NOTE, (session, kind, what, now))

        self._transaction(write)

    def noted(self, session: str, kind: str, since: float) -> list[str]:
        """What was noted since then (seconds since the epoch), in order. Raises StateError."""
        return self._transaction(lambda base: [row[0] for row in base.execute(_NOTED, (session, kind, since))])

    def salt(self, session: str, fresh: str) -> str:
        """The session's one salt: `fresh` where it has none yet. Raises StateError."""

        def read(base: Any) -> str:
            found = base.execute(_SALT, (session,)).fetchone()
            if found is None:
                base.execute(_NOTE, (session, "salt", fresh, 1e15))
            return found[0] if found else fresh

        return self._transaction(read)

    def close(self) -> None:
        """Closes the file; the next use opens it again."""
        with self._lock:
            if self._open_base is not None:
                self._open_base.close()
                self._open_base = None

    def _transaction(self, work: Callable[[Any], T]) -> T:
        with self._lock:
            try:
                base = self._open_base or self._open()
                base.execute("BEGIN IMMEDIATE")
                try:
                    done = work(base)
                    base.execute("COMMIT")
                    return done
                except BaseException:
                    base.execute("ROLLBACK")
                    raise
            except self._failures as error:
                raise StateError(
                    f"{self._home.state} cannot be used ({error})", "make room or rights for it, or move it away"
                ) from None

    def _open(self) -> Any:
        import _sqlite3

        self._failures = (_sqlite3.Error, OSError, ValueError)
        self._home.ensure(self._home.root)
        os.close(os.open(self._home.state, os.O_RDWR | os.O_CREAT, 0o600))
        base = _sqlite3.connect(self._home.state, timeout=BUSY, isolation_level=None, check_same_thread=False)
        try:
            base.execute(f"PRAGMA page_size={PAGE}")
            base.execute("PRAGMA journal_mode=WAL")
            base.execute("PRAGMA synchronous=NORMAL")
            base.executescript(_SCHEMA)
        except self._failures:
            base.close()  # no database: it is looked at anew by the next call
            raise
        self._open_base = base
        return base


def _text(tool: dict[str, object], key: str) -> str:
    held = tool.get(key)
    return held if isinstance(held, str) else ""


def _annotations(tool: dict[str, object]) -> str:
    return dumps(as_object(tool.get("annotations")) or {})
