"""Writes calls to a file: CSV where its name says so, else a JSON list with one call a line.

* Arguments and names come from others. A CSV cell that a spreadsheet would take for a formula gets an apostrophe in
  front.
* The file is whole or not there: it is written beside its place and then moved.
"""

from __future__ import annotations

import csv
import json
import os
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from typing import TextIO

from callgate_proxy.errors import CallgateError
from callgate_proxy.logread import Call

from callgate_desktop.said import said

COLUMNS = (
    "time", "client", "server", "tool", "verdict", "decision", "how", "rule", "reason", "outcome", "ms", "bytes",
    "args", "id",
)  # fmt: skip
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def write(path: str, calls: Iterable[Call]) -> int:
    """Writes `calls`, gives their number. Raises CallgateError; `path` is then as it was."""
    beside = f"{path}.part"
    try:
        with open(beside, "w", encoding="utf-8", newline="") as file:
            count = (_csv if path.lower().endswith(".csv") else _json)(file, calls)
        os.replace(beside, path)
    except OSError as error:
        with suppress(OSError):
            os.unlink(beside)
        raise CallgateError(
            said("{path} could not be written: {why}.", path=path, why=error.strerror or error),
            said("Choose another place, then export again."),
        ) from error
    return count


def _json(file: TextIO, calls: Iterable[Call]) -> int:
    count = 0
    file.write("[")
    for call in calls:
        file.write(("," if count else "") + "\n" + json.dumps(call.to_json(), ensure_ascii=False))
        count += 1
    file.write("\n]\n")
    return count


def _csv(file: TextIO, calls: Iterable[Call]) -> int:
    out = csv.writer(file)
    out.writerow(COLUMNS)
    count = 0
    for call in calls:
        told = {**call.to_json(), "time": datetime.fromtimestamp(call.t, UTC).isoformat(timespec="milliseconds")}
        told["args"] = json.dumps(call.args, ensure_ascii=False)
        out.writerow([_cell(told[name]) for name in COLUMNS])
        count += 1
    return count


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
