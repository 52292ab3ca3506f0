"""A server that would start otherwise than before is not started until a person lets it: real proxies, a file of the
client's, and a server that leaves a trace of each start.
"""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path

import pytest
from callgate_proxy import cli, mode
from callgate_proxy.home import Home
from guarding import FAKE, HELLO, Guard, Wire, starts, use

if sys.platform == "win32":
    raise pytest.skip.Exception("only on Linux and macOS: a Unix socket", allow_module_level=True)

from asking import Tray


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Generator[Home]:
    """As everywhere, with a path that is short enough for a socket."""
    with tempfile.TemporaryDirectory(prefix="cg-") as folder:
        monkeypatch.setenv("CALLGATE_HOME", folder)
        yield Home(folder)


@pytest.fixture
def tray(guard: Guard) -> Generator[Tray]:
    made = Tray(guard.home)
    yield made
    made.close()


@pytest.fixture
def seen(guard: Guard, trace: Path) -> Guard:
    """A home that saw the server start once."""
    heard, _ = use(guard.command(*FAKE))
    assert "result" in heard
    assert starts(trace) == [""]
    return guard


def test_the_first_start_is_noted_and_the_same_one_passes_without_a_row(seen: Guard, trace: Path) -> None:
    assert "result" in use(seen.command(*FAKE))[0]
    assert len(starts(trace)) == 2
    assert seen.rows() == []


def test_a_server_whose_argument_changed_is_not_started_without_a_tray(seen: Guard, trace: Path) -> None:
    heard, code = use(seen.command(*FAKE, "logs"))
    assert code == 126
    assert starts(trace) == [""]
    assert heard["id"] == 1
    assert "did not start this server" in heard["error"]["message"]
    assert "callgate starts accept --server real" in heard["error"]["message"]
    (row,) = seen.rows()
    assert (row["method"], row["verdict"], row["rule"]) == ("start", "ask", "/checks/starts")
    assert row["args"]["now"].splitlines()[-1] == "logs"
    (answer,) = seen.rows("answer")
    assert (answer["call"], answer["decision"], answer["how"]) == (row["id"], "deny", "no-tray")


def test_what_was_held_starts_once_it_was_accepted_at_the_terminal(
    seen: Guard, trace: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    use(seen.command(*FAKE, "logs"))
    assert cli.main(["starts"]) == 1
    assert "HELD" in capsys.readouterr().out
    terminal = io.StringIO("y\n")
    terminal.isatty = lambda: True  # type: ignore[method-assign]
    monkeypatch.setattr(sys, "stdin", terminal)
    assert cli.main(["starts", "accept", "--server", "real"]) == 0
    assert "+logs" in capsys.readouterr().out
    assert "result" in use(seen.command(*FAKE, "logs"))[0]
    assert starts(trace) == ["", "logs"]
    assert cli.main(["starts"]) == 0


@pytest.mark.parametrize(("how", "asked_again"), [("always", False), ("once", True)])
def test_a_yes_starts_it_and_what_the_client_said_meanwhile_arrives_in_order(
    seen: Guard, tray: Tray, trace: Path, how: str, asked_again: bool
) -> None:
    with Wire(seen.command(*FAKE, "loud")) as wire:
        asked = [wire.send("initialize", **HELLO), wire.send("tools/list"), wire.send("ping")]
        assert tray.read()["command"] == [*FAKE, "loud"]
        question = tray.read()
        assert (question["method"], question["tool"]) == ("start", "")
        assert question["args"]["was"].splitlines() == FAKE
        assert question["args"]["now"].splitlines() == [*FAKE, "loud"]
        assert starts(trace) == [""]
        answer = {"op": "answer", "call": question["call"], "decision": "allow", "how": how, "note": ""}
        tray.write(json.dumps(answer).encode() + b"\n")
        assert [wire.receive()["id"] for _ in asked] == asked
        assert wire.leave() == 0
    assert starts(trace) == ["", "loud"]
    assert [(row["decision"], row["how"]) for row in seen.rows("answer")] == [("allow", how)]
    tray.close()
    os.remove(seen.home.socket)
    assert ("error" in use(seen.command(*FAKE, "loud"))[0]) is asked_again


def test_a_no_is_told_to_the_agent_with_what_the_person_said(seen: Guard, tray: Tray, trace: Path) -> None:
    with Wire(seen.command(*FAKE, "loud")) as wire:
        tray.read()
        question = tray.read()
        answer = {"op": "answer", "call": question["call"], "decision": "deny", "how": "once", "note": "not this one"}
        tray.write(json.dumps(answer).encode() + b"\n")
        wire.send("initialize", **HELLO)
        assert "The user said no. The user says: not this one" in wire.receive()["error"]["message"]
        assert wire.leave() == 126
    assert starts(trace) == [""]


def test_a_client_that_gives_up_ends_its_proxy_and_the_row_says_so(seen: Guard, tray: Tray, trace: Path) -> None:
    with Wire(seen.command(*FAKE, "loud")) as wire:
        wire.send("initialize", **HELLO)
        tray.read_two()
        assert wire.leave() == 126
    assert starts(trace) == [""]
    assert [row["how"] for row in seen.rows("answer")] == ["cancelled"]


def test_a_tray_that_goes_away_and_a_countdown_that_ends_refuse(seen: Guard, tray: Tray, trace: Path) -> None:
    command = seen.command(*FAKE, "loud")
    with Wire([*command[:1], "--ask-seconds", "0.05", *command[1:]]) as wire:
        wire.send("initialize", **HELLO)
        tray.read_two()
        assert tray.read() == {"op": "withdraw", "call": seen.rows()[0]["id"], "why": "no-answer"}
        assert "did not answer in time" in wire.receive()["error"]["message"]
    tray.close()
    os.remove(seen.home.socket)
    again = Tray(seen.home)
    with Wire(seen.command(*FAKE, "loud")) as wire:
        wire.send("initialize", **HELLO)
        again.read_two()
        again.close()
        assert "The tray app went away" in wire.receive()["error"]["message"]
    assert starts(trace) == [""]


@pytest.mark.parametrize(
    ("action", "runs", "verdicts"), [("block", 0, ["deny"]), ("flag", 1, ["allow"]), ("off", 1, [])]
)
def test_the_policy_says_what_a_changed_start_does(
    seen: Guard, trace: Path, action: str, runs: int, verdicts: list[str]
) -> None:
    seen.policy({"version": "1", "default": "allow", "servers": {"real": {"checks": {"starts": action}}}})
    heard, _ = use(seen.command(*FAKE, "loud"))
    assert ("result" in heard) is bool(runs)
    assert len(starts(trace)) == 1 + runs
    assert [row["verdict"] for row in seen.rows()] == verdicts
    assert all(row["rule"] == "/servers/real/checks/starts" for row in seen.rows())


def test_locked_down_nothing_changed_starts_and_a_note_that_cannot_be_read_vouches_for_nothing(
    seen: Guard, trace: Path
) -> None:
    (note,) = Path(seen.home.starts).iterdir()
    note.write_text("{", encoding="utf-8")
    assert "error" in use(seen.command(*FAKE))[0]
    mode.write(seen.home, mode.LOCKDOWN)
    assert "Check: /mode/lockdown" in use(seen.command(*FAKE, "loud"))[0]["error"]["message"]
    assert starts(trace) == [""]


def test_a_log_that_cannot_be_written_starts_nothing(seen: Guard, trace: Path) -> None:
    Path(seen.home.log).write_text("no folder", encoding="utf-8")
    assert "the log cannot be written" in use(seen.command(*FAKE, "loud"))[0]["error"]["message"]
    assert starts(trace) == [""]
