"""The pins of a home, in state.db beside the counters; and the mark by which running proxies see that they changed.

1. A listing only ever adds: names not seen before, the newest form of what differs, what is gone. Nothing but a person
   makes another form the pinned one (`accept`) or drops pins (`forget`).
2. What a person accepts is the form that was shown: if the server says something else by then, nothing is accepted.
3. A tool that is gone keeps its pin, so that one which returns is compared with what it was.
4. Every change is followed by one byte more in the file `pins`: a proxy notices it by a stat. Where that file is
   missing nothing was ever pinned, and nobody opens the database to find that out.
5. Whatever goes wrong is a StateError. The connection is closed after each use: uses are rare, memory is not.
"""

from __future__ import annotations

import os

from callgate_proxy.errors import StateError
from callgate_proxy.jsonlean import dumps
from callgate_proxy.risk import pins
from callgate_proxy.risk.pins import NEW, PINNED, TOOL, Book, Known
from callgate_proxy.state import PAGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    from callgate_proxy.home import Home
    from callgate_proxy.risk.pins import Listing, Sighting
    from callgate_proxy.risk.pins_shown import Pin

    T = TypeVar("T")

PATIENCE = 2.0  # seconds to wait for another's transaction
MOST = 4_096  # names kept of one server and kind: a server can make up names without end
_SCHEMA = """
CREATE TABLE IF NOT EXISTS pinned_kinds (
    server TEXT, command TEXT, kind TEXT, shown TEXT, since REAL, PRIMARY KEY (server, command, kind)
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS pins (
    server TEXT, command TEXT, kind TEXT, name TEXT, state TEXT, mark TEXT, form TEXT, since REAL,
    fresh TEXT, fresh_form TEXT, fresh_since REAL, gone REAL, doubts TEXT, PRIMARY KEY (server, command, kind, name)
) WITHOUT ROWID;
"""
_KINDS = "SELECT DISTINCT kind FROM pinned_kinds WHERE server = ? AND command = ?"
_PINS = "SELECT kind, name, state, mark, since, fresh, gone, doubts FROM pins WHERE server = ? AND command = ?"
_ELSEWHERE = "SELECT kind, name, mark FROM pins WHERE server = ? AND command != ? AND state != 'new'"
_OTHERS = "SELECT name, server, min(since) FROM pins WHERE kind = 'tool' AND server != ? GROUP BY name, server"
_COUNT = "SELECT count(*) FROM pins WHERE server = ? AND command = ? AND kind = ?"
_SEEN = "INSERT OR IGNORE INTO pinned_kinds VALUES (?, ?, ?, ?, ?)"
_ADD = "INSERT INTO pins VALUES (?, ?, ?, ?, ?, ?, ?, ?, '', '', NULL, NULL, ?)"
_AT = " WHERE server = ? AND command = ? AND kind = ? AND name = ?"
_FRESH = "UPDATE pins SET fresh = ?, fresh_form = ?, fresh_since = ?, gone = NULL, doubts = ?" + _AT
_SAME = "UPDATE pins SET fresh = '', fresh_form = '', fresh_since = NULL, gone = NULL, doubts = ?" + _AT
_GONE = "UPDATE pins SET gone = ?" + _AT
_TRUST = (
    "UPDATE pins SET state = 'accepted', since = ?, fresh = '', fresh_form = '', fresh_since = NULL, "
    "mark = CASE fresh WHEN '' THEN mark ELSE fresh END, form = CASE fresh WHEN '' THEN form ELSE fresh_form END"
)
_SHOWN = "CASE fresh WHEN '' THEN mark ELSE fresh END"
_ALL = (
    "SELECT pins.server, command, shown, kind, name, state, mark, form, pins.since, fresh, fresh_form, fresh_since, "
    "gone, doubts FROM pins JOIN pinned_kinds USING (server, command, kind) ORDER BY pins.server, command, kind, name"
)


def mark(home: Home) -> tuple[int, int] | None:
    """Tells one state of the pins from another; None where nothing was ever pinned. A stat."""
    try:
        found = os.stat(home.pins)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def load(home: Home, server: str, command: str) -> Book:
    """What is pinned for `server` under the command with this fingerprint. Raises StateError."""

    def read(base: Any) -> Book:
        book = Book()
        book.seen = {row[0] for row in base.execute(_KINDS, (server, command))}
        for kind, name, state, mark, since, fresh, gone, doubts in base.execute(_PINS, (server, command)):
            book.pins[(kind, name)] = Known(state, mark, since, fresh, gone is not None, doubts)
        for kind, name, mark in base.execute(_ELSEWHERE, (server, command)):
            book.elsewhere.setdefault((kind, name), set()).add(mark)
        for name, other, since in base.execute(_OTHERS, (server,)):
            book.others.setdefault(name, []).append((other, since))
        return book

    return _used(home, read)


def record(home: Home, server: str, command: list[str], listings: list[Listing], now: float) -> None:
    """Notes `listings` of the server that `command` starts. Raises StateError."""
    which = pins.fingerprint(command)
    shown = _shown(command)

    def write(base: Any) -> None:
        for listing in listings:
            base.execute(_SEEN, (server, which, listing.kind, shown, now))
            left = MOST - base.execute(_COUNT, (server, which, listing.kind)).fetchone()[0]
            for sighting in listing.sightings:
                left -= _note(base, (server, which, sighting.kind, sighting.name), sighting, listing.first, left, now)
            for name in listing.gone:
                base.execute(_GONE, (now, server, which, listing.kind, name))

    _used(home, write, changes=True)


def everything(home: Home) -> list[Pin]:
    """Every pin, by server, command, kind and name. Raises StateError."""
    if mark(home) is None:
        return []
    from callgate_proxy.risk.pins_shown import Pin  # for people; not on the proxy's path

    return _used(home, lambda base: [Pin(row) for row in base.execute(_ALL)])


def accept(home: Home, shown: list[Pin], now: float) -> int:
    """Takes the forms that were `shown` for the pinned ones, for good; gives how many still were what was shown.
    Raises StateError.
    """

    def write(base: Any) -> int:
        done = 0
        for pin in shown:
            place = pin.server, pin.command, pin.kind, pin.name
            done += base.execute(f"{_TRUST}{_AT} AND {_SHOWN} = ?", (now, *place, pin.mark)).rowcount
        return done

    return _used(home, write, changes=True)


def accept_tool(home: Home, server: str, tool: str, now: float) -> None:
    """Takes a new tool in, after a person has allowed its calls for good; changed ones are left. Raises StateError."""
    found = [one for one in everything(home) if (one.server, one.kind, one.name) == (server, TOOL, tool)]
    accept(home, [one for one in found if one.waits and one.standing != pins.CHANGED], now)


def forget(home: Home, server: str) -> int:
    """Drops all pins of `server`: its next list is a first sight. Gives how many there were. Raises StateError."""

    def write(base: Any) -> int:
        base.execute("DELETE FROM pinned_kinds WHERE server = ?", (server,))
        return base.execute("DELETE FROM pins WHERE server = ?", (server,)).rowcount

    return _used(home, write, changes=True)


def _note(base: Any, place: tuple[str, ...], seen: Sighting, first: bool, left: int, now: float) -> int:
    """Notes one sighting; 1 where it is a new pin."""
    row = base.execute(f"SELECT mark FROM pins{_AT}", place).fetchone()
    if row is None:
        if left <= 0:
            return 0  # not kept: it stays new
        base.execute(
            _ADD, (*place, PINNED if first else _state(base, place, seen), seen.mark, seen.form, now, seen.doubts)
        )
        return 1
    if row[0] != seen.mark:
        base.execute(_FRESH, (seen.mark, seen.form, now, seen.doubts, *place))
    else:
        base.execute(_SAME, (seen.doubts, *place))
    return 0


def _state(base: Any, place: tuple[str, ...], seen: Sighting) -> str:
    server, command, kind, name = place
    found = "SELECT 1 FROM pins WHERE server = ? AND command != ? AND kind = ? AND name = ? AND mark = ? AND state != ?"
    same = base.execute(found, (server, command, kind, name, seen.mark, NEW)).fetchone()
    return NEW if same is None else PINNED


def _shown(command: list[str]) -> str:
    from callgate_proxy.redact import redact

    return dumps(redact(list(command)))


def _used(home: Home, work: Callable[[Any], T], changes: bool = False) -> T:
    """`work` on the database, in one transaction."""
    import _sqlite3

    try:
        base = _open(home)
        try:
            base.execute("BEGIN IMMEDIATE" if changes else "BEGIN")
            done = work(base)
            base.execute("COMMIT")
        finally:
            base.close()  # what was not committed is gone
        if changes:
            _bump(home)
        return done
    except (_sqlite3.Error, OSError, ValueError) as error:
        raise StateError(
            f"{home.state} cannot be used for the pins ({error})", "make room or rights for it, or move it away"
        ) from None


def _open(home: Home) -> Any:
    import _sqlite3

    home.ensure(home.root)
    os.close(os.open(home.state, os.O_RDWR | os.O_CREAT, 0o600))
    base = _sqlite3.connect(home.state, timeout=PATIENCE, isolation_level=None)
    try:
        base.execute(f"PRAGMA page_size={PAGE}")
        base.execute("PRAGMA journal_mode=WAL")
        base.execute("PRAGMA synchronous=NORMAL")
        base.executescript(_SCHEMA)
    except _sqlite3.Error:
        base.close()
        raise
    return base


def _bump(home: Home) -> None:
    number = os.open(home.pins, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(number, b".")
    finally:
        os.close(number)
