"""100 MB either way, and a client that does not read: memory stays flat, nothing is lost, the end still comes."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from guarding import PATIENCE, Guard

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only on Windows and macOS is memory told otherwise")

STUBBORN = [sys.executable, "-IS", str(Path(__file__).with_name("stubborn_server.py"))]
GIANT = 100_000_000  # bytes: what the server's `giant` says in one line
GROWTH = 32 << 20  # bytes a proxy may grow by, whatever passes
CALL = b'{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo"}}\n'


def start(guard: Guard, *manners: str) -> subprocess.Popen[bytes]:
    """A proxy whose server is up."""
    command = guard.command(*STUBBORN, *manners)
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdout is not None
    assert b"pid" in process.stdout.readline()
    return process


def peak(pid: int) -> int:
    """The most memory that a process ever had, in bytes."""
    (line,) = [line for line in Path(f"/proc/{pid}/status").read_text().splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) * 1024


def test_a_result_of_100_mb_in_one_line_takes_no_memory(guard: Guard) -> None:
    with start(guard, "giant") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        before, size = peak(process.pid), 0
        process.stdin.write(CALL)
        process.stdin.flush()
        while not (data := os.read(process.stdout.fileno(), 1 << 20)).endswith(b"\n"):
            size += len(data)
        assert size + len(data) > GIANT
        assert peak(process.pid) - before < GROWTH
        process.stdin.close()
    assert [row["outcome"] for row in guard.rows("end")] == ["ok"]


def test_100_mb_of_lines_from_the_client_take_no_memory_and_arrive_as_they_were(guard: Guard) -> None:
    line = json.dumps({"jsonrpc": "2.0", "method": "test/data", "params": {"text": "z" * 99_000}}).encode() + b"\n"
    digest, count = hashlib.sha256(), 1_000
    with start(guard, "counts") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        before = peak(process.pid)
        for _ in range(count):
            process.stdin.write(line)
            digest.update(line)
        process.stdin.flush()
        grown = peak(process.pid) - before
        process.stdin.close()
        said = json.loads(process.stdout.readline())["params"]
    assert said == {"size": count * len(line), "sha256": digest.hexdigest()}
    assert grown < GROWTH


@pytest.mark.parametrize("how", ["it leaves", "it sends a signal"])
def test_a_client_that_does_not_read_cannot_keep_the_proxy_from_its_end(guard: Guard, how: str) -> None:
    guard.policy({"version": "1", "default": "deny", "servers": {"real": {"tools": {"echo": {}}}}})
    denied = CALL.replace(b"echo", b"other").replace(b'"id":1', b'"id":"%d"')
    with start(guard, "giant", "deaf") as process:
        assert process.stdin is not None
        process.stdin.write(CALL)  # 100 MB come, nobody reads them
        process.stdin.write(b"".join(denied % number for number in range(100)))
        process.stdin.close()
        if how == "it sends a signal":
            process.terminate()
        assert process.wait(PATIENCE) == 128 + signal.SIGKILL
