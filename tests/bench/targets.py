"""What is put under load: the server alone, the server behind the C relay, behind Callgate, behind any other proxy.

1. The C parts are compiled on the spot; the client is C too, so that it is never what is measured.
2. Callgate runs as a client's configuration starts it: the launcher of a home, with a policy that judges every call.
3. A target stays alive between measurements, so all of them can take turns within one round.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from callgate_proxy import launcher
from callgate_proxy.home import Home

HERE = Path(__file__).parent
DIRECT, RELAY, CALLGATE = "direct", "C relay", "callgate"
PLAIN, LIMITED = "echo", "limited"  # the two tools of the server: allowed as it is, allowed under a limit

POLICY = {
    "version": "1",
    "default": "deny",
    "checks": {"loops": "off"},  # the load is nothing but one call again and again
    "servers": {
        "echo": {
            "tools": {
                PLAIN: {},
                LIMITED: {"limits": [{"counter": "bench", "window": "minute", "max": 100_000_000, "scope": "global"}]},
            }
        }
    },
}


class BenchError(Exception):
    """A measurement that could not be made, and why."""


@dataclass(frozen=True)
class Sample:
    """One measurement. Latencies in µs, of one call; `rate` in calls a second."""

    p50: float
    p99: float
    rate: float


def compile_tools(folder: Path) -> None:
    """Puts `echo`, `relay` and `load` into `folder`. Raises BenchError where that cannot be."""
    if sys.platform != "linux":
        raise BenchError("memory is read from /proc, which only Linux has")
    compiler = next((found for name in ("cc", "gcc", "clang") if (found := shutil.which(name))), None)
    if compiler is None:
        raise BenchError("no C compiler (cc, gcc or clang) on this machine")
    for name in ("echo", "relay", "load"):
        made = [compiler, "-O2", "-pthread", "-o", str(folder / name), str(HERE / f"{name}.c")]
        done = subprocess.run(made, capture_output=True, text=True)
        if done.returncode != 0:
            raise BenchError(f"{name}.c does not compile:\n{done.stderr}")


def commands(folder: Path, peers: list[list[str]]) -> dict[str, list[str]]:
    """Target to its command line; makes Callgate's home in `folder`. `peers`: other stdio proxies' commands."""
    home = Home(str(folder / "home"))
    launcher.install(home)
    Path(home.policy).write_text(json.dumps(POLICY), encoding="utf-8")
    server = [str(folder / "echo")]
    targets = {
        DIRECT: server,
        RELAY: [str(folder / "relay"), *server],
        CALLGATE: [*launcher.command(home), "--server", "echo", "--client", "bench", "--", *server],
    }
    return targets | {Path(peer[0]).name: [*peer, *server] for peer in peers}


class Target:
    """One command with a load client before it, alive until `close`."""

    def __init__(self, folder: Path, name: str, command: list[str]) -> None:
        self.name = name
        pipe = subprocess.PIPE
        self._load = subprocess.Popen([str(folder / "load"), *command], stdin=pipe, stdout=pipe, text=True, bufsize=1)
        pid, started = self._answer("ready")
        self.pid = pid
        self.start_ms = started / 1e6  # from before the start to the answer to initialize

    def measure(self, tool: str, count: int, in_flight: int, size: int) -> Sample:
        """`count` calls of 200 B, `in_flight` at a time, each answered with `size` bytes of text. Raises BenchError."""
        self.begin(tool, count, in_flight, size)
        return self.measured(count)

    def begin(self, tool: str, count: int, in_flight: int, size: int) -> None:
        """Begins what `measure` measures, for several targets at once; `measured` waits for it."""
        assert self._load.stdin is not None
        self._load.stdin.write(f"{tool} {count} {in_flight} {size}\n")

    def measured(self, count: int) -> Sample:
        """What `begin` with the same `count` began. Raises BenchError."""
        p50, p99, elapsed = self._answer("done")
        return Sample(p50 / 1e3, p99 / 1e3, count / (elapsed / 1e9))

    def pss(self) -> float:
        """The proportional share of memory of the process itself (not of the server behind it), in MiB."""
        rollup = Path(f"/proc/{self.pid}/smaps_rollup").read_text(encoding="ascii")
        return int(rollup.split("\nPss:")[1].split()[0]) / 1024

    def close(self) -> None:
        """Ends it as a client does, by closing its input, and waits."""
        self._load.communicate()

    def _answer(self, word: str) -> list[int]:
        assert self._load.stdout is not None
        first, *numbers = self._load.stdout.readline().split() or [""]
        if first != word:
            raise BenchError(f"{self.name}: the load client ended (exit code {self._load.wait()}); see above")
        return [int(number) for number in numbers]


def pinned(cpu: int) -> None:
    """Keeps this process, and so everything it starts, on one processor: steadier numbers, no help from the others."""
    if sys.platform != "linux":
        raise BenchError("--cpu is for Linux")
    os.sched_setaffinity(0, {cpu})
