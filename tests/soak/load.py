"""The soak: many proxies, many calls, a policy edit a second, the tray attached; and what must hold at the end.

* Every call gets one answer and one row; what was executed is what was allowed, each once.
* A limit lets through exactly as many calls as it says, whoever makes them.
* The log proves itself, sealed as it grew. The proxies' memory does not grow once they are warm.
One thread a proxy, one call at a time in each, so that a call's time is its own.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

from callgate_proxy.home import Home
from callgate_proxy.policy import store
from callgate_proxy.sealing import Sealer, prove
from guarding import Guard
from rounds import Tray

SERVER = Path(__file__).parents[1] / "faults" / "noting_server.py"
PAGE = os.sysconf("SC_PAGE_SIZE")
ROOM = 8 << 20  # bytes that a proxy may grow by between a fifth of its calls and the end


def policy(limit: int, edit: int) -> str:
    """The policy as the edit of this number leaves it: the limit stays, a rule comes and goes."""
    uses = {"counter": "uses", "window": "day", "max": limit, "scope": "server"}
    tools = {"go": {}, "count": {"limits": [uses]}, "ask": {"action": "ask"}, f"other_{edit % 7}": {}}
    return json.dumps({"version": "1", "default": "deny", "tools": tools})


def tool(number: int) -> str:
    """What the call of this number (within its proxy) is: one in a hundred is asked, one denied, ten are counted."""
    return {0: "ask", 1: "no"}.get(number % 100, "count" if number % 10 == 2 else "go")


class Driver(threading.Thread):
    """One client with its proxy and server. `times`: of its calls, seconds; `wrong`: answers that do not fit."""

    def __init__(self, guard: Guard, notes: Path, calls: int, name: str) -> None:
        super().__init__()
        self._name = name
        self._calls = calls
        self.times: list[float] = []
        self.answers: Counter[tuple[str, bool]] = Counter()
        self.wrong = 0
        self.memory: list[int] = []
        command = guard.command(sys.executable, "-IS", str(SERVER))
        environ = {**os.environ, "NOTED": str(notes)}
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environ)

    def run(self) -> None:
        """Makes all calls."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        for number in range(self._calls):
            named = tool(number)
            params = {"name": named, "arguments": {"n": f"{self._name}.{number}"}}
            request = {"jsonrpc": "2.0", "id": number, "method": "tools/call", "params": params}
            began = time.perf_counter()
            self.process.stdin.write(json.dumps(request).encode() + b"\n")
            self.process.stdin.flush()
            answer = json.loads(self.process.stdout.readline() or b"{}")
            if named != "ask":  # those wait for somebody
                self.times.append(time.perf_counter() - began)
            self.wrong += answer.get("id") != number
            self.answers[named, bool(answer.get("result", {}).get("isError", True))] += 1
            if number in (self._calls // 5, self._calls - 1):
                self.memory.append(self._resident())
        self.process.communicate()

    def _resident(self) -> int:
        return int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1]) * PAGE


class Found:
    """What a soak came to; `faults` is empty where all holds."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.lines: list[str] = []

    def must(self, holds: bool, text: str) -> None:
        """Notes `text`, as a fault where it does not hold."""
        (self.lines if holds else self.faults).append(text)


def soak(home: Home, proxies: int, calls: int) -> Found:
    """`calls` in all, by so many proxies at once."""
    each = calls // proxies
    limit = max(1, sum(tool(number) == "count" for number in range(each)) * proxies // 2)
    guard = Guard(home)
    store.save(home, policy(limit, 0))
    tray = Tray(home)
    notes = [Path(home.root).with_name(f"noted-{number}") for number in range(proxies)]
    began = time.perf_counter()
    drivers = [Driver(guard, path, each, str(number)) for number, path in enumerate(notes)]
    over = threading.Event()
    editor = threading.Thread(target=_edit, args=(home, limit, over))
    for thread in (editor, *drivers):
        thread.start()
    for driver in drivers:
        driver.join()
    took = time.perf_counter() - began
    over.set()
    editor.join()
    tray.kill()
    found = Found()
    _times(found, drivers, took)
    _answers(found, drivers, limit)
    _rows(found, home, drivers, each, notes)
    return found


def _edit(home: Home, limit: int, over: threading.Event) -> None:
    sealer, edit = Sealer(home), 0
    while not over.wait(1.0):
        edit += 1
        store.save(home, policy(limit, edit))
        sealer.seal(time.time())


def _times(found: Found, drivers: list[Driver], took: float) -> None:
    times = sorted(one for driver in drivers for one in driver.times)
    p50, p99 = (times[int(len(times) * part)] * 1e3 for part in (0.5, 0.99))
    found.lines.append(
        f"{len(drivers)} proxies, {len(times)} timed calls in {took:.0f} s: {len(times) / took:.0f} a second"
    )
    found.lines.append(f"a call, there and back: p50 {p50:.2f} ms, p99 {p99:.2f} ms, most {times[-1] * 1e3:.0f} ms")
    grown = max(driver.memory[-1] - driver.memory[0] for driver in drivers)
    most = max(driver.memory[-1] for driver in drivers)
    found.must(
        grown < ROOM, f"memory of a proxy: at most {most / 2**20:.1f} MiB, grown by {grown / 2**20:.2f} MiB at most"
    )


def _answers(found: Found, drivers: list[Driver], limit: int) -> None:
    answers = sum((driver.answers for driver in drivers), Counter[tuple[str, bool]]())
    found.must(not sum(driver.wrong for driver in drivers), "every id was answered once, in its turn")
    found.must(answers["count", False] == limit, f"a limit of {limit} let {answers['count', False]} calls through")
    found.must(not answers["no", False], f"{answers['no', True]} denied calls were refused")
    found.must(not answers["go", True], f"{answers['go', False]} allowed calls were answered")
    found.lines.append(f"{answers['ask', False]} asked calls were allowed by the tray, {answers['ask', True]} refused")


def _rows(found: Found, home: Home, drivers: list[Driver], each: int, notes: list[Path]) -> None:
    rows: Counter[str] = Counter()
    for file in sorted(Path(home.log).glob("*.jsonl")):
        with file.open("rb") as lines:
            rows.update(json.loads(line)["args"]["n"] for line in lines if line.startswith(b'{"k":"call"'))
    calls = {f"{number}.{call}" for number in range(len(drivers)) for call in range(each)}
    found.must(rows == Counter(calls), f"{rows.total()} rows of {len(calls)} calls, one each")
    noted = Counter(line for path in notes for line in path.read_text().splitlines())
    allowed = sum(count for driver in drivers for (_, is_error), count in driver.answers.items() if not is_error)
    found.must(noted.total() == len(noted) == allowed, f"{noted.total()} calls were executed, {allowed} were allowed")
    proof, said = prove(home)
    found.must(
        not proof.problems(),
        f"the log proves itself: {proof.rows} rows of {proof.writers} writers, {len(said.hashes)} seals",
    )
