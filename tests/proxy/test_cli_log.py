"""`callgate log`: tables for people, JSON lines for programs, and calls as they come."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest
from callgate_proxy import cli
from callgate_proxy.cli_log import log
from callgate_proxy.home import Home

Row = dict[str, object]


def _call(number: int, verdict: str = "allow", server: str = "fs", tool: str = "read") -> Row:
    return {
        "k": "call",
        "v": 1,
        "id": f"c{number}",
        "t": 1.7e9 + number,
        "w": "w",
        "n": number,
        "client": "desk",
        "server": server,
        "tool": tool,
        "args": {"n": number},
        "verdict": verdict,
        "rule": "/default",
        "reason": "",
    }


def _end(number: int) -> Row:
    return {"k": "end", "call": f"c{number}", "t": 1.7e9, "outcome": "ok", "ms": 12.34, "bytes": 5}


def _write(home: Home, *rows: Row | str) -> None:
    home.ensure(home.log)
    with open(os.path.join(home.log, "20231114.jsonl"), "a", encoding="utf-8") as file:
        for row in rows:
            file.write((row if isinstance(row, str) else json.dumps(row)) + "\n")


def _runs(capsys: pytest.CaptureFixture[str], *words: str) -> list[str]:
    assert cli.main(["log", *words]) == 0
    return capsys.readouterr().out.splitlines()


def test_people_see_a_table_with_the_newest_call_last(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    _write(home, _call(1), _end(1), _call(2, "deny", tool="write"))
    head, first, second = _runs(capsys)
    assert head.split() == ["time", "verdict", "what", "became", "of", "it", "ms", "call"]
    assert first.split()[2:] == ["allow", "ok", "12.3", "fs", "read", "for", "desk", '{"n":', "1}"]
    assert second.split()[2:] == ["deny", "fs", "write", "for", "desk", "/default", '{"n":', "2}"]


def test_programs_get_each_call_as_one_line_of_json(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    _write(home, _call(1), _end(1))
    (line,) = _runs(capsys, "--json")
    call = cast("Row", json.loads(line))
    assert (call["id"], call["outcome"], call["args"]) == ("c1", "ok", {"n": 1})


def test_the_last_calls_are_counted_after_the_filters(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    _write(home, *(_call(n, "deny" if n % 2 else "allow", "fs" if n < 8 else "git") for n in range(10)))
    lines = _runs(capsys, "--json", "--last", "2", "--server", "fs", "--verdict", "deny")
    assert [json.loads(line)["id"] for line in lines] == ["c5", "c7"]
    assert _runs(capsys, "--json", "--last", "0") == []
    assert len(_runs(capsys, "--json", "--last", "3")) == 3


def test_a_home_without_a_log_shows_no_call(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert _runs(capsys, "--json") == []
    assert not os.path.exists(home.root)


def test_names_from_servers_cannot_drive_the_terminal(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    _write(home, _call(1, tool="\x1b[2J\nnot a row"))
    _, line = _runs(capsys)
    assert "‹U+001B›[2J‹U+000A›not a row" in line


def _follow(home: Home, steps: list[Callable[[], None]], **named: object) -> None:
    """Follows the log; before each poll one of `steps` happens, and after the last the person presses Ctrl-C."""

    def pause(seconds: float) -> None:
        assert seconds > 0.05, "polling must not be a busy loop"
        if not steps:
            raise KeyboardInterrupt
        steps.pop(0)()

    options = {"json": True, "follow": True, "last": 50, "server": None, "verdict": None, **named}
    assert log(argparse.Namespace(**options), home, pause) == 0


def test_calls_are_followed_as_they_come_and_change(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    _write(home, _call(1))
    answer: Row = {"k": "answer", "call": "c2", "t": 1.7e9, "decision": "allow", "how": "once"}
    _follow(
        home,
        [
            lambda: _write(home, _end(1)),
            lambda: None,
            lambda: _write(home, _call(2, "ask")),
            lambda: _write(home, answer),
            lambda: _write(home, _end(2), _call(3), _end(3)),
        ],
    )
    told = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(call["id"], call["how"], call["outcome"]) for call in told] == [
        ("c1", None, None),
        ("c1", None, "ok"),
        ("c2", None, None),
        ("c2", "once", None),
        ("c2", "once", "ok"),
        ("c3", None, "ok"),
    ]


def test_filters_hold_while_following(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    _follow(
        home, [lambda: _write(home, _call(1), _call(2, "deny"), _call(3, server="git"))], verdict="allow", server="fs"
    )
    assert [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()] == ["c1"]


def test_a_line_that_is_no_row_is_told_and_hides_no_other(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    _follow(home, [lambda: _write(home, "gar\x1bbage", _call(1))])
    out, err = capsys.readouterr()
    assert len(out.splitlines()) == 1
    assert "not a row" in err
    assert "\x1b" not in err


def test_a_reader_that_has_enough_ends_it_without_a_word(home: Home, tmp_path: Path) -> None:
    _write(home, *(_call(n) for n in range(3000)))
    words = [sys.executable, "-m", "callgate_proxy.cli", "log", "--json", "--last", "3000", "--follow"]
    with (tmp_path / "err").open("wb") as err:
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=err)
        assert process.stdout is not None
        process.stdout.read(100)
        process.stdout.close()
        assert process.wait(timeout=60) == 0
    assert (tmp_path / "err").read_text() == ""
