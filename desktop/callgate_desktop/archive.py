"""Searches the index: calls that pass a filter, newest first, page by page; and counts of them.

* A search lists what it found once, in a temporary table, and pages are looked up there: the thousandth page costs
  what the first does.
* Text is looked for with LIKE: over a million calls that is half a second in a thread, while a trigram index would
  half again the index's size and double the time it takes to build.
* Blocking: runs in a thread, one at a time. Whatever goes wrong is a StateError, and the live calls stay in view.

No Qt, no clock.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from callgate_proxy.errors import StateError
from callgate_proxy.logread import Call

from callgate_desktop.calls import Filter
from callgate_desktop.index import BUSY, CACHE, Index
from callgate_desktop.rates import REFUSED

_COLUMNS = (
    "id, t, client, server, tool, method, of, verdict, rule, reason, risk, args, "
    "decision, how, answered, outcome, ms, bytes"
)
_LATER = ("decision", "how", "answered", "outcome", "ms", "bytes")
_PAGE = f"SELECT {_COLUMNS} FROM hits JOIN calls USING (n) WHERE pos > ? ORDER BY pos LIMIT ?"
_REFUSED = ", ".join(f"'{meaning}'" for meaning in REFUSED)
_LANES = f"""
SELECT server, CAST((t - ?) / ? AS INTEGER) AS bucket, sum(meaning NOT IN ({_REFUSED})), sum(meaning IN ({_REFUSED}))
FROM hits JOIN calls USING (n) GROUP BY server, bucket
"""
_COUNTS = f"""
SELECT client, server, count(*), sum(meaning IN ({_REFUSED})) FROM calls WHERE t >= ? GROUP BY client, server
"""
EXPORT = 500  # calls handed on at a time

T = TypeVar("T")
Lanes = dict[str, list[tuple[int, int]]]


class Archive:
    """The reading end of `index`."""

    def __init__(self, index: Index) -> None:
        self._index = index
        self._base: sqlite3.Connection | None = None
        self._generation = -1
        self._lock = threading.Lock()

    def search(self, wanted: Filter) -> int:
        """How many calls pass; `page` and `lanes` speak of them from now on. Raises StateError."""
        where, values = condition(wanted)

        def look(base: sqlite3.Connection) -> int:
            base.execute("DROP TABLE IF EXISTS temp.hits")
            base.execute("CREATE TEMP TABLE hits (pos INTEGER PRIMARY KEY, n INTEGER)")
            base.execute(f"INSERT INTO hits (n) SELECT n FROM calls WHERE {where} ORDER BY t DESC, n DESC", values)
            return base.execute("SELECT count(*) FROM hits").fetchone()[0]

        return self._do(look)

    def page(self, first: int, count: int) -> list[Call]:
        """The calls found from the one numbered `first` (0 is the newest). Raises StateError."""
        return self._do(lambda base: [call(row) for row in base.execute(_PAGE, (first, count))])

    def span(self) -> tuple[float, float]:
        """When the first and the last of the calls found were made; zeros where there are none. Raises StateError."""
        asked = "SELECT coalesce(min(t), 0), coalesce(max(t), 0) FROM hits JOIN calls USING (n)"
        return self._do(lambda base: base.execute(asked).fetchone())

    def lanes(self, since: float, until: float, buckets: int) -> Lanes:
        """(passed, refused) of the calls found, by server and equal stretch of time. Raises StateError."""
        step = max(1.0, (until - since) / buckets)

        def count(base: sqlite3.Connection) -> Lanes:
            found: Lanes = {}
            for server, bucket, passed, refused in base.execute(_LANES, (since, step)):
                if 0 <= bucket < buckets:
                    found.setdefault(server, [(0, 0)] * buckets)[bucket] = (passed, refused)
            return found

        return self._do(count)

    def counts(self, since: float) -> dict[tuple[str, str], tuple[int, int]]:
        """(calls, refused) since then, by (client, server). Raises StateError."""
        rows = self._do(lambda base: base.execute(_COUNTS, (since,)).fetchall())
        return {(client, server): (calls, refused) for client, server, calls, refused in rows}

    def used(self, rule: str, since: float) -> tuple[int, float]:
        """How many calls the rule (JSON pointer) decided since then, and when the last was made. Raises StateError."""
        asked = "SELECT count(*), coalesce(max(t), 0) FROM calls WHERE rule = ? AND t >= ?"
        return self._do(lambda base: base.execute(asked, (rule, since)).fetchone())

    def names(self) -> dict[str, list[str]]:
        """What there is to filter by: "server", "client", "tool", "risk". Raises StateError."""

        def look(base: sqlite3.Connection) -> dict[str, list[str]]:
            asked = "SELECT DISTINCT {0} FROM calls WHERE {0} IS NOT NULL ORDER BY {0} LIMIT 500"
            return {
                name: [row[0] for row in base.execute(asked.format(name))]
                for name in ("server", "client", "tool", "risk")
            }

        return self._do(look)

    def export(self) -> Iterator[Call]:
        """Every call found, newest first. Raises StateError."""
        first = 0
        while found := self.page(first, EXPORT):
            yield from found
            first += len(found)

    def close(self) -> None:
        """Lets go of the file."""
        with self._lock:
            self._let_go()

    def _let_go(self) -> None:
        if self._base is not None:
            self._base.close()
            self._base = None

    def _do(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with self._lock:
            try:
                return work(self._open())
            except (sqlite3.Error, OSError) as error:
                self._let_go()
                fix = "It is made anew from the log; try again in a moment."
                raise StateError(f"The search index cannot be read: {error}.", fix) from error

    def _open(self) -> sqlite3.Connection:
        if self._generation != self._index.generation:
            self._let_go()
            self._generation = self._index.generation
        if self._base is None:
            if not os.path.exists(self._index.path):
                raise FileNotFoundError("it is not there yet")
            base = sqlite3.connect(self._index.path, timeout=BUSY, isolation_level=None, check_same_thread=False)
            base.execute(f"PRAGMA cache_size = -{CACHE}")
            self._base = base
        return self._base


def condition(wanted: Filter) -> tuple[str, list[object]]:
    """`wanted` as SQL, and its values."""
    parts, values = ["1"], list[object]()
    for name in ("server", "client", "tool", "meaning", "risk"):
        if held := getattr(wanted, name):
            parts.append(f"{name} = ?")
            values.append(held)
    if wanted.since:
        parts.append("t >= ?")
        values.append(wanted.since)
    if wanted.until:
        parts.append("t < ?")
        values.append(wanted.until)
    if wanted.text:
        names = ("tool", "server", "client", "rule")
        parts.append("(args LIKE ? ESCAPE '!' OR " + " OR ".join(f"{name} LIKE ? ESCAPE '!'" for name in names) + ")")
        values.append(_like(json.dumps(wanted.text, ensure_ascii=False)[1:-1]))
        values += [_like(wanted.text)] * len(names)
    return " AND ".join(parts), values


def _like(text: str) -> str:
    for mark in "!%_":
        text = text.replace(mark, "!" + mark)
    return f"%{text}%"


def call(row: tuple[Any, ...]) -> Call:
    """A row of the index as the call it came from."""
    told: dict[str, Any] = dict(zip(_COLUMNS.split(", "), row, strict=True))
    told["args"] = json.loads(told["args"])
    made = Call(told)
    for name in _LATER:
        setattr(made, name, told[name])
    return made
