"""Calls as the log tells them, made up, and the log of a home that holds them."""

from __future__ import annotations

import json
import os
from itertools import count
from typing import Any

from callgate_proxy.home import Home
from callgate_proxy.log import day_file
from callgate_proxy.logread import Call

_numbers = count(1)


def call(tool: str = "read", t: float = 1_000.0, *, server: str = "fs", verdict: str = "allow", **args: Any) -> Call:
    """A call of claude-desktop's that the policy gave `verdict`."""
    row: dict[str, object] = {"k": "call", "v": 1, "id": f"run.{next(_numbers)}", "t": t, "client": "claude-desktop"}
    return Call({**row, "server": server, "tool": tool, "args": args, "verdict": verdict, "rule": "/default"})


def asked(decision: str | None, tool: str = "read", t: float = 1_000.0, **args: Any) -> Call:
    """A call that was asked about, and how that ended."""
    made = call(tool, t, verdict="ask", **args)
    made.decision = decision
    return made


def write_log(home: Home, calls: list[Call]) -> None:
    """Puts the rows of `calls` into the home's log."""
    home.ensure(home.log)
    for one in calls:
        row = {"k": "call", "id": one.id, "t": one.t, "client": one.client, "server": one.server, "tool": one.tool}
        rows: list[dict[str, object]] = [
            {**row, "args": one.args, "verdict": one.verdict, "rule": one.rule, "reason": ""}
        ]
        if one.decision is not None:
            rows.append({"k": "answer", "call": one.id, "t": one.t, "decision": one.decision, "how": "once"})
        with open(day_file(home, one.t), "a", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
    assert os.path.isdir(home.log)
