"""How long the installed proxy takes to its first answer, by hand: `python tests/install/measure_start.py APP`.

APP is the folder `python3 dev.py build` made (dist/callgate). Four ways take turns in one run: the server alone, the
proxy of this checkout, the installed proxy by the words `callgate protect` writes, and the packed `callgate-proxy`.
Told are the median and the tenth percentile: on a machine that has other work, that is nearer to what a start takes.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
SERVER = [sys.executable, "-IS", str(HERE.parent / "e2e" / "fake_server.py")]
HELLO = {"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "x", "version": "1"}}
LINE = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "initialize", "params": HELLO}).encode() + b"\n"
ROUNDS = 100


def once(command: list[str], environ: dict[str, str]) -> float:
    """Milliseconds from the start of `command` to its first answer."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environ)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(LINE)
    process.stdin.flush()
    answer = process.stdout.readline()
    took = (time.perf_counter() - began) * 1000
    process.communicate()
    assert b'"result"' in answer, answer
    return took


def guarded(callgate: list[str], folder: Path) -> list[str]:
    """The words that stand in a client's file after `callgate` has protected it, with a home of its own."""
    folder.mkdir()
    config = folder / "config.json"
    config.write_text(json.dumps({"mcpServers": {"fake": {"command": SERVER[0], "args": SERVER[1:]}}}))
    environ = {**os.environ, "CALLGATE_HOME": str(folder / "home")}
    words = [*callgate, "protect", "--config", str(config), "--yes"]
    subprocess.run(words, check=True, capture_output=True, env=environ)
    entry = json.loads(config.read_text())["mcpServers"]["fake"]
    return [entry["command"], *entry["args"]]


def tenth(times: list[float]) -> float:
    """The tenth percentile."""
    return statistics.quantiles(times, n=10)[0]


def main(app: Path) -> None:
    """Prints a line for each way."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        installed = guarded([str(app / "callgate")], folder / "installed")
        ways = {
            "the server alone": SERVER,
            "proxy of the checkout": guarded([sys.executable, "-m", "callgate_proxy.cli"], folder / "checkout"),
            "installed proxy": installed,
            "packed callgate-proxy": [str(app / "callgate-proxy"), *installed[1:]],
        }
        environ = {**os.environ, "CALLGATE_HOME": str(folder / "installed" / "home")}
        took: dict[str, list[float]] = {way: [] for way in ways}
        for _ in range(ROUNDS):
            for way, command in ways.items():
                took[way].append(once(command, environ))
    alone = [statistics.median(took["the server alone"]), tenth(took["the server alone"])]
    for way, times in took.items():
        middle, fast = statistics.median(times), tenth(times)
        over = f"over the server alone {middle - alone[0]:5.1f} and {fast - alone[1]:5.1f} ms"
        print(f"{way:22} median {middle:6.1f} ms   tenth percentile {fast:6.1f} ms   {over}")


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
