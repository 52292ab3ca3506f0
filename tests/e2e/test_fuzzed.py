"""Torn lines before a real server on the Python SDK: what it executes, the proxy judged and allowed, and no more."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from callgate_proxy.home import Home
from guarding import PATIENCE, Guard
from hypothesis import HealthCheck, Phase, given, settings
from test_bypass import HELLO
from torn import POLICY, REFUSED_TOOL, lines

RECORDING = [sys.executable, str(Path(__file__).with_name("recording_server.py"))]
MARK = b'\n{"jsonrpc":"2.0","id":"mark-%d","method":"tools/call","params":{"name":"mark","arguments":{"n":%d}}}\n'


class Conversation:
    """One proxy before one server, both kept for all that the fuzzer thinks of."""

    def __init__(self, folder: Path) -> None:
        self.executed = folder / "executed"
        self.guard = Guard(Home(str(folder / "home")))
        self.guard.policy(POLICY)
        self._marks = 0
        self.process = subprocess.Popen(
            self.guard.command(*RECORDING), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.send(HELLO)

    def send(self, data: bytes) -> None:
        """Sends `data` and waits until the server has answered a call that came after it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._marks += 1
        self.process.stdin.write(data + MARK % (self._marks, self._marks))
        self.process.stdin.flush()
        while line := self.process.stdout.readline():
            if json.loads(line).get("id") == f"mark-{self._marks}":
                return
        raise AssertionError("the server has gone")

    def calls(self) -> tuple[Counter[str], Counter[str]]:
        """Which calls were executed, and which the log says were allowed, so far."""
        executed = Counter(self.executed.read_text("utf-8").split("\n")[:-1])
        rows = [row for row in self.guard.rows() if row["verdict"] == "allow"]
        return executed, Counter(json.dumps([row["tool"], row["args"]]) for row in rows)


@pytest.fixture(scope="module")
def conversation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Conversation]:
    """The one conversation of this file."""
    folder = tmp_path_factory.mktemp("fuzzed")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("EXECUTED", str(folder / "executed"))
        patch.setenv("CALLGATE_HOME", str(folder / "home"))
        talk = Conversation(folder)
        yield talk
        talk.process.communicate(timeout=PATIENCE)


@settings(
    max_examples=150,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # the conversation goes on: what failed once cannot be tried again
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=lines)
def test_what_the_sdk_s_server_executes_was_judged_and_allowed(conversation: Conversation, data: bytes) -> None:
    conversation.send(data)
    executed, allowed = conversation.calls()
    assert executed - allowed == Counter()
    assert not any(json.loads(line)[0] == REFUSED_TOOL for line in executed)


def test_the_server_did_execute_what_the_proxy_allowed(conversation: Conversation) -> None:
    conversation.send(b"")
    executed, allowed = conversation.calls()
    assert allowed == executed
