"""Rounds of killing: a proxy, its server, its client or the tray dies at a random point, and nothing is lost.

Held after each round, over everything since the first:
1. what a server executed has its row, with a verdict that let it go (and, where it was asked about, the yes);
2. no denied call was executed, and none twice;
3. the counter holds at least as much as was executed.
And after the last one the log proves itself: what is not whole in it is at most a line that a kill cut short.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from callgate_proxy.counters import Counters
from callgate_proxy.home import Home
from callgate_proxy.logread import Call, Reader, merge
from callgate_proxy.sealing import Sealer, prove
from guarding import Guard

HERE = Path(__file__).parent
VICTIMS = ("proxy", "server", "client", "tray")
CALLS = 12  # of one round
TOOLS = ("go", "go", "no", "ask")
DAY = 86_400.0
MILLION = 1_000_000
POLICY = {
    "version": "1",
    "default": "deny",
    "tools": {
        "go": {"limits": [{"counter": "uses", "window": "day", "max": 10**9, "scope": "grant"}]},
        "ask": {"action": "ask"},
        "no": {"action": "deny"},
    },
}


class Broken(AssertionError):
    """Something was opened or lost."""


class Tray:
    """The tray's process; says yes."""

    def __init__(self, home: Home, *options: str) -> None:
        environ = {**os.environ, "CALLGATE_HOME": home.root}
        words = [sys.executable, str(HERE / "yes_tray.py"), *options]
        self.process = subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environ, text=True, bufsize=1
        )
        self.heard()

    def heard(self) -> str:
        """The next word it says."""
        assert self.process.stdout is not None
        return self.process.stdout.readline().strip()

    def kill(self) -> None:
        """Ends it at once."""
        self.process.kill()
        self.process.communicate()


class Rounds:
    """One home and all that is known of what happened in it."""

    def __init__(self, home: Home, seed: int) -> None:
        self._home = home
        self._notes = Path(home.root).with_name("noted")
        self._notes.touch()
        self._random = random.Random(seed)
        self._guard = Guard(home)
        self._guard.policy(POLICY)
        self._reader = Reader(home)
        self._calls: dict[str, Call] = {}
        self._tool: dict[int, str] = {}  # the number of a call to its tool
        self._count = 0
        self._tray = Tray(home)
        self.executed = 0

    def close(self) -> None:
        """Ends the tray."""
        self._tray.kill()

    def run(self, victim: str) -> None:
        """One round. Raises Broken."""
        command = self._guard.command(sys.executable, "-IS", str(HERE / "noting_server.py"))
        proxy = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "NOTED": str(self._notes)},
        )
        assert proxy.stdin is not None
        assert proxy.stdout is not None
        kill_after = self._random.randrange(CALLS)
        proxy.stdin.write(b"".join(self._line() for _ in range(CALLS)))
        proxy.stdin.flush()
        for _ in range(kill_after):
            proxy.stdout.readline()
        self._kill(victim, proxy)
        if victim == "tray":  # the proxy lives: every call is answered
            for _ in range(CALLS - kill_after):
                if not proxy.stdout.readline():
                    raise Broken("a call was not answered when the tray died")
        proxy.stdout.close()
        proxy.stdin.close()
        proxy.wait()
        self._hold()

    def _kill(self, victim: str, proxy: subprocess.Popen[bytes]) -> None:
        if victim == "proxy":
            proxy.kill()
        elif victim == "tray":
            self._tray.kill()
            self._tray = Tray(self._home)
        elif victim == "client":  # the kernel closes its ends
            assert proxy.stdin is not None
            assert proxy.stdout is not None
            proxy.stdin.close()
            proxy.stdout.close()
        else:
            children = Path(f"/proc/{proxy.pid}/task/{proxy.pid}/children").read_text().split()
            for child in children:
                os.kill(int(child), 9)

    def _line(self) -> bytes:
        self._count += 1
        tool = self._tool[self._count] = self._random.choice(TOOLS)
        params: dict[str, Any] = {"name": tool, "arguments": {"n": self._count}}
        request = {"jsonrpc": "2.0", "id": self._count, "method": "tools/call", "params": params}
        return json.dumps(request).encode() + b"\n"

    def _hold(self) -> None:
        noted = Counter(self._notes.read_text().splitlines())  # first: its row is there before a call is executed
        for row in self._reader.poll():
            merge(self._calls, row)
        rows = {int(str(call.args["n"])): call for call in self._calls.values() if "n" in call.args}
        for note, times in noted.items():
            tool, number = note.split()
            call = rows.get(int(number))
            if call is None or call.tool != tool or times != 1:
                raise Broken(f"{note} was executed {times} times; its row: {call and call.to_json()}")
            if tool == "no" or (call.verdict, call.decision) not in (("allow", None), ("ask", "allow")):
                raise Broken(f"{note} was executed under {call.verdict}, {call.decision}")
        counters = Counters(self._home)
        used = counters.usage(counters.keys()[0], DAY, 0.0) if counters.keys() else 0
        counters.close()
        gone = sum(note.startswith("go ") for note in noted)
        if used < gone * MILLION:
            raise Broken(f"{gone} calls were executed and {used / MILLION} counted")
        self.executed = len(noted)

    def proven(self) -> int:
        """How many rows the log has. Raises Broken where it does not prove itself."""
        Sealer(self._home).seal(0.0)
        proof, _ = prove(self._home)
        if proof.problems():
            raise Broken(str(proof.problems()[:3]))
        return proof.rows


def play(home: Home, rounds: int, seed: int) -> tuple[int, int]:
    """So many rounds, each victim in turn; (calls executed, rows). Raises Broken."""
    played = Rounds(home, seed)
    try:
        for number in range(rounds):
            played.run(VICTIMS[number % len(VICTIMS)])
        return played.executed, played.proven()
    finally:
        played.close()
