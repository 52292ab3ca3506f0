"""Calls written to a file."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from callgate_desktop import export
from callgate_proxy.errors import CallgateError
from callgate_proxy.logread import Call
from questions import call_row

CALLS = [Call(call_row(1, 0.0, args={"q": "ä"})), Call(call_row(2, 1.5, tool='=HYPERLINK("x")', reason="-1+1"))]


def test_json_is_a_list_of_calls(tmp_path: Path) -> None:
    path = tmp_path / "calls.json"
    assert export.write(str(path), CALLS) == 2
    told = json.loads(path.read_text("utf-8"))
    assert [one["id"] for one in told] == ["c1", "c2"]
    assert told[0]["args"] == {"q": "ä"}


def test_no_calls_are_an_empty_list(tmp_path: Path) -> None:
    path = tmp_path / "none.json"
    assert export.write(str(path), []) == 0
    assert json.loads(path.read_text()) == []


def test_csv_has_a_head_and_nothing_a_spreadsheet_would_run(tmp_path: Path) -> None:
    path = tmp_path / "calls.CSV"
    export.write(str(path), CALLS)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["time"] == "1970-01-01T00:00:00.000+00:00"
    assert json.loads(rows[0]["args"]) == {"q": "ä"}
    assert rows[1]["tool"] == '\'=HYPERLINK("x")'
    assert rows[1]["reason"] == "'-1+1"


def test_a_file_that_cannot_be_written_is_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "calls.json"
    path.write_text("mine")

    def broken() -> Iterator[Call]:
        yield CALLS[0]
        raise OSError(28, "No space left on device")

    with pytest.raises(CallgateError, match="No space left"):
        export.write(str(path), broken())
    assert path.read_text() == "mine"
    assert list(tmp_path.iterdir()) == [path]
