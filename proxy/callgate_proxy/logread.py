"""The log's reading end: rows as they arrive, and the calls that they add up to.

* Rows of one call come apart (call, answer, end) and from several writers mixed; `merge` folds them into one `Call`.
* A line that is not a row is reported in `problems` and skipped; a line without an end is not there yet.
* A file that shrank or was replaced is read from its start again.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, cast

from callgate_proxy.log import day_file

if TYPE_CHECKING:
    from callgate_proxy.home import Home

BLOCK = 1 << 20
Row = dict[str, object]


class Call:
    """One call as its rows tell it. Fields that no row told yet are None.

    `tool`: what was called; of a request that is no tool call its `method` ("" for tool calls): each has a name.
    `of`: the id of the call that this one continues or repeats, or "". `t`: seconds since the epoch.
    `ms`: milliseconds from forwarding to the reply. `bytes`: size of the reply's line.
    """

    __slots__ = (
        "answered",
        "args",
        "bytes",
        "client",
        "decision",
        "how",
        "id",
        "method",
        "ms",
        "of",
        "outcome",
        "reason",
        "rule",
        "server",
        "t",
        "tool",
        "verdict",
    )

    def __init__(self, row: Row) -> None:
        """From a row of kind "call"."""
        self.id = str(row.get("id", ""))
        self.t = _number(row.get("t")) or 0.0
        self.client = str(row.get("client", ""))
        self.server = str(row.get("server", ""))
        self.method = str(row.get("method", ""))
        self.tool = str(row.get("tool", "")) or self.method
        self.of = str(row.get("of", ""))
        args = row.get("args")
        self.args: dict[str, object] = cast("dict[str, object]", args) if isinstance(args, dict) else {}
        self.verdict = str(row.get("verdict", ""))
        self.rule = str(row.get("rule", ""))
        self.reason = str(row.get("reason", ""))
        self.decision: str | None = None
        self.how: str | None = None
        self.answered: float | None = None
        self.outcome: str | None = None
        self.ms: float | None = None
        self.bytes: int | None = None

    def to_json(self) -> Row:
        """The call as one JSON object, in the order of `__slots__` with the call's own fields first."""
        first = (
            "id",
            "t",
            "client",
            "server",
            "tool",
            "method",
            "of",
            "args",
            "verdict",
            "rule",
            "reason",
            "decision",
            "how",
            "outcome",
            "ms",
            "bytes",
        )
        return {name: getattr(self, name) for name in first}


def merge(calls: dict[str, Call], row: Row) -> Call | None:
    """Folds `row` into `calls` (by call id) and gives back the call that changed; None for a row of an unknown call."""
    if row.get("k") == "call":
        call = Call(row)
        calls[call.id] = call
        return call
    found = calls.get(str(row.get("call", "")))
    if found is None:
        return None
    if row.get("k") == "answer":
        found.decision = str(row.get("decision", ""))
        found.how = str(row.get("how", ""))
        found.answered = _number(row.get("t"))
    elif row.get("k") == "end":
        found.outcome = str(row.get("outcome", ""))
        found.ms = _number(row.get("ms"))
        size = _number(row.get("bytes"))
        found.bytes = None if size is None else int(size)
    return found


class Reader:
    """Follows all files of the log."""

    def __init__(self, home: Home, since: float | None = None) -> None:
        """`since` (seconds since the epoch): leave out the files of days before; None reads them all."""
        self._home = home
        self._first = "" if since is None else os.path.basename(day_file(home, since))
        self._at: dict[str, tuple[int, int]] = {}  # file name -> (inode, offset of the first byte not read)
        self.problems: list[str] = []

    def skip_to_end(self) -> None:
        """Leaves out whatever stands in the log now."""
        for name in self._files():
            found = os.stat(os.path.join(self._home.log, name))
            self._at[name] = (found.st_ino, found.st_size)

    def poll(self) -> list[Row]:
        """The rows that came since the last poll, file by file, each in its order."""
        rows: list[Row] = []
        for name in self._files():
            rows.extend(self.poll_file(name))
        return rows

    def _files(self) -> list[str]:
        try:
            names = os.listdir(self._home.log)
        except OSError:
            return []
        return sorted(name for name in names if name.endswith(".jsonl") and name >= self._first)

    def poll_file(self, name: str) -> list[Row]:
        """The rows that came to the file `name` (in the log's directory) since it was last polled."""
        path = os.path.join(self._home.log, name)
        try:
            found = os.stat(path)
            inode, offset = self._at.get(name, (found.st_ino, 0))
            if inode != found.st_ino or found.st_size < offset:
                self.problems.append(f"{name}: shorter than before or replaced; read again from its start")
                offset = 0
            if found.st_size == offset:
                return []
            with open(path, "rb") as file:
                file.seek(offset)
                data = file.read(found.st_size - offset)
        except OSError as error:
            self.problems.append(f"{name}: {error.strerror or error}")
            return []
        whole = data.rfind(b"\n") + 1
        self._at[name] = (found.st_ino, offset + whole)
        return [row for line in data[:whole].split(b"\n") if line and (row := self._row(name, line)) is not None]

    def _row(self, name: str, line: bytes) -> Row | None:
        try:
            row: object = json.loads(line)
        except ValueError:
            from callgate_proxy.logproof import whole_row

            # One writer was killed, another's row came to stand behind what it had written.
            row = json.loads(whole_row(line) or b"null")
        if not isinstance(row, dict):
            self.problems.append(f"{name}: a line is not a row: {line[:80]!r}")
            return None
        return cast("Row", row)


def last_calls(home: Home, count: int) -> list[Call]:
    """The last `count` calls, oldest first; reads the newest files first and no more of them than it takes."""
    try:
        names = sorted((name for name in os.listdir(home.log) if name.endswith(".jsonl")), reverse=True)
    except OSError:
        return []
    rows: list[Row] = []
    reader = Reader(home)
    for name in names:
        rows[:0] = reader.poll_file(name)
        if sum(row.get("k") == "call" for row in rows) >= count:
            break
    calls: dict[str, Call] = {}
    for row in rows:
        merge(calls, row)
    return sorted(calls.values(), key=lambda call: call.t)[-count:]


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
