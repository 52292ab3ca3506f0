"""A SQLite index over the log, for the windows: what a million calls are searched in.

* Never the source of truth: it is made from the log alone, and made anew when it is missing, broken, of another
  version, or when a log file it has read was replaced, cut short or rewritten.
* It grows by what the log has gained: for each file it keeps how far it has read and the last bytes before that place.
  A file that is gone takes its calls along.
* A block of lines is one statement: SQLite itself reads the JSON, so the interpreter's lock is free meanwhile and no
  window waits. Lines that are no rows are left out and told of.
* Blocking: everything here runs in a thread. `stop` ends a long run after the block at hand; what is in stays in.

No Qt.
"""

from __future__ import annotations

import json
import os
import sqlite3
import threading
from contextlib import closing, suppress
from dataclasses import dataclass
from typing import BinaryIO

from callgate_proxy.errors import StateError
from callgate_proxy.home import Home

NAME = "index.db"
VERSION = 1  # of the tables below: another one is made anew
BLOCK = 1 << 20  # bytes of the log that are read at a time
TAIL = 4_096  # bytes before the place read up to, by which a rewritten file is known
BUSY = 5.0  # seconds
CACHE = 8_192  # KiB of pages a connection keeps

MEANING = """CASE
    WHEN verdict = 'ask' AND (decision IS NULL OR how = 'pending') THEN 'ask'
    WHEN verdict = 'ask' AND decision = 'allow' OR verdict = 'allow' THEN 'allow'
    WHEN verdict IN ('limit', 'hide') THEN verdict
    ELSE 'deny' END"""  # as words.meaning has it

_SCHEMA = f"""
CREATE TABLE files (name TEXT PRIMARY KEY, inode TEXT, read INTEGER, tail BLOB) WITHOUT ROWID;
CREATE TABLE calls (
    n INTEGER PRIMARY KEY, id TEXT, t REAL, client TEXT, server TEXT, tool TEXT, method TEXT, of TEXT, verdict TEXT,
    rule TEXT, reason TEXT, risk TEXT, decision TEXT, how TEXT, answered REAL, outcome TEXT, ms REAL, bytes INTEGER,
    file TEXT, args TEXT, meaning TEXT GENERATED ALWAYS AS ({MEANING}) VIRTUAL
);
CREATE UNIQUE INDEX by_id ON calls (id);
CREATE INDEX by_time ON calls (t);
CREATE INDEX by_server ON calls (server, t);
CREATE INDEX by_meaning ON calls (meaning, t);
"""


def _of(kind: str, *names: str) -> str:
    columns = ", ".join(f"json_extract(value, '$.{name}') AS {name}" for name in names)
    return f"SELECT {columns} FROM json_each(?1) WHERE type = 'object' AND json_extract(value, '$.k') = '{kind}'"


_TOLD = ("id", "t", "client", "server", "tool", "method", "of", "verdict", "rule", "reason", "risk")
_CALLS = f"""
INSERT OR IGNORE INTO calls ({", ".join(_TOLD)}, file, args)
SELECT id, coalesce(t, 0), coalesce(client, ''), coalesce(server, ''), coalesce(nullif(tool, ''), method, ''),
    coalesce(method, ''), coalesce(of, ''), verdict, coalesce(rule, ''), coalesce(reason, ''), risk, ?2,
    CASE WHEN json_type(args) = 'object' THEN args ELSE '{{}}' END
FROM ({_of("call", *_TOLD, "args")}) WHERE id IS NOT NULL
"""
_ANSWERS = f"""
UPDATE calls SET decision = new.decision, how = new.how, answered = new.t
FROM ({_of("answer", "call", "decision", "how", "t")}) AS new WHERE id = new.call
"""
_ENDS = f"""
UPDATE calls SET outcome = new.outcome, ms = new.ms, bytes = new.bytes
FROM ({_of("end", "call", "outcome", "ms", "bytes")}) AS new WHERE id = new.call
"""


@dataclass(frozen=True, slots=True)
class _Place:
    """How far a file was read. `inode`: as text, since Windows' do not fit SQLite's integers."""

    inode: str = ""
    read: int = 0
    tail: bytes = b""


class _Rewritten(Exception):
    """A file of the log is no longer what was read."""


class Index:
    """The writing end. One thread at a time."""

    def __init__(self, home: Home) -> None:
        self.path = os.path.join(home.root, NAME)
        self.problems: list[str] = []
        self.generation = 0  # grows when the file is made anew: whoever reads it opens it again
        self._home = home
        self._base: sqlite3.Connection | None = None
        self._stopped = threading.Event()

    def catch_up(self) -> bool:
        """Takes in what the log has gained; False where `stop` came first. Raises StateError; try again later."""
        for _ in range(2):
            try:
                return self._follow(self._base or self._open())
            except _Rewritten as why:
                self.problems.append(str(why))
            except (sqlite3.OperationalError, OSError) as error:
                fix = f"Make room and rights in {self._home.root}. The log is not touched by this."
                raise StateError(f"The search index cannot be written: {error}.", fix) from error
            except sqlite3.DatabaseError as error:
                self.problems.append(f"The search index was broken ({error}) and is made anew.")
            self._discard()
        return False

    def stop(self) -> None:
        """Ends a run under way, and every later one."""
        self._stopped.set()

    def close(self) -> None:
        """Lets go of the file."""
        if self._base is not None:
            self._base.close()
            self._base = None

    def _discard(self) -> None:
        self.close()
        self.generation += 1
        for end in ("", "-wal", "-shm"):
            with suppress(FileNotFoundError):
                os.unlink(self.path + end)

    def _open(self) -> sqlite3.Connection:
        self._home.ensure(self._home.root)
        os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        base = sqlite3.connect(self.path, timeout=BUSY, isolation_level=None, check_same_thread=False)
        try:
            version = base.execute("PRAGMA user_version").fetchone()[0]
            if version != VERSION and base.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                raise _Rewritten("The search index is of another version and is made anew.")
            base.execute("PRAGMA journal_mode = WAL")
            base.execute("PRAGMA synchronous = OFF")  # after a power cut it may be broken: then it is made anew
            base.execute(f"PRAGMA cache_size = -{CACHE}")
            if version != VERSION:
                base.executescript(f"BEGIN; {_SCHEMA} PRAGMA user_version = {VERSION}; COMMIT;")
        except BaseException:
            base.close()
            raise
        self._base = base
        return base

    def _follow(self, base: sqlite3.Connection) -> bool:
        with closing(base.execute("SELECT name, inode, read, tail FROM files")) as rows:
            known = {name: _Place(inode, read, tail) for name, inode, read, tail in rows}
        names = self._files()
        for gone in known.keys() - set(names):
            base.execute("BEGIN")
            base.execute("DELETE FROM calls WHERE file = ?", (gone,))
            base.execute("DELETE FROM files WHERE name = ?", (gone,))
            base.execute("COMMIT")
        return all(self._read(base, name, known.get(name, _Place())) for name in names)

    def _files(self) -> list[str]:
        try:
            return sorted(name for name in os.listdir(self._home.log) if name.endswith(".jsonl"))
        except FileNotFoundError:
            return []

    def _read(self, base: sqlite3.Connection, name: str, place: _Place) -> bool:
        with open(os.path.join(self._home.log, name), "rb") as file:
            found = os.fstat(file.fileno())
            if place.read and not _continues(file, found, place):
                raise _Rewritten(f"{name} is not what was read before: the search index is made anew.")
            at = place.read
            file.seek(at)
            while block := file.read(BLOCK):
                whole = block.rfind(b"\n") + 1
                while not whole and (more := file.read(BLOCK)):  # one line that is longer than a block
                    block += more
                    whole = block.rfind(b"\n") + 1
                if not whole:
                    return True
                at += whole
                file.seek(at)
                self._take(base, name, block[:whole], _Place(str(found.st_ino), at, block[:whole][-TAIL:]))
                if self._stopped.is_set():
                    return False
        return not self._stopped.is_set()

    def _take(self, base: sqlite3.Connection, name: str, block: bytes, place: _Place) -> None:
        lines = [line for line in block.split(b"\n") if line]
        base.execute("BEGIN IMMEDIATE")
        try:
            if not _added(base, name, b",".join(lines)):
                rows = [line for line in lines if self._is_row(name, line)]
                _added(base, name, b",".join(rows))
            kept = (name, place.inode, place.read, place.tail)
            base.execute("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?)", kept)
            base.execute("COMMIT")
        except BaseException:
            base.execute("ROLLBACK")
            raise

    def _is_row(self, name: str, line: bytes) -> bool:
        try:
            row: object = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict):
            self.problems.append(f"{name}: a line is not a row: {line[:80]!r}")
        return isinstance(row, dict)


def _continues(file: BinaryIO, found: os.stat_result, place: _Place) -> bool:
    """Whether `file` still begins with what was read of it."""
    if str(found.st_ino) != place.inode or found.st_size < place.read:
        return False
    file.seek(place.read - len(place.tail))
    return file.read(len(place.tail)) == place.tail


def _added(base: sqlite3.Connection, name: str, rows: bytes) -> bool:
    """Takes in `rows` (JSON objects, commas between); False, and nothing changed, where one of them is no JSON."""
    try:
        text = f"[{rows.decode()}]"
    except UnicodeDecodeError:
        return False
    if not base.execute("SELECT json_valid(?)", (text,)).fetchone()[0]:
        return False
    base.execute(_CALLS, (text, name))
    base.execute(_ANSWERS, (text,))
    base.execute(_ENDS, (text,))
    return True
