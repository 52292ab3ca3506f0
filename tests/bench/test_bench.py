"""The benchmark measures what it says: each figure, for each target, in one run. How fast is not asked here."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

RUN = Path(__file__).with_name("run.py")
TINY = ["--rounds", "1", "--share", "0.005"]

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="the benchmark reads memory from /proc"),
    pytest.mark.skipif(not any(map(shutil.which, ("cc", "gcc", "clang"))), reason="no C compiler"),
]


def bench(*arguments: str) -> list[list[str]]:
    """The cells of the table that one run prints, its head first."""
    run = subprocess.run([sys.executable, RUN, *TINY, *arguments], capture_output=True, text=True, timeout=300)
    assert run.returncode == 0, run.stderr
    lines = [line for line in run.stdout.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_one_run_has_every_figure_for_no_proxy_the_c_relay_callgate_and_a_peer() -> None:
    # `env COMMAND` is a proxy of sorts: it becomes the server.
    head, _, *rows = bench("--peer", "env")
    assert head[1:5] == ["direct", "C relay", "callgate", "env"]
    assert [row[0] for row in rows] == [
        "200 B call, p50 µs",
        "200 B call, p99 µs",
        "under a shared limit, p50 µs",
        "under a shared limit, p99 µs",
        "eight at once under it, p50 µs",
        "eight at once under it, p99 µs",
        "eight at once under it, calls/s each",
        "calls/s, 1 in flight",
        "calls/s, 8 in flight",
        "calls/s, 64 in flight",
        "1 MB result, p50 µs",
        "10 MB result, p50 µs",
        "start to initialize, ms",
        "memory, one of eight, MiB PSS",
        "memory after 10 MB results, MiB PSS",
    ]
    for row in rows:
        measured = row[2:5] if "memory" in row[0] else row[1:5]
        assert all(float(cell.split()[0].replace(",", "")) > 0 for cell in measured), row


def test_a_proxy_that_does_not_answer_is_named_and_nothing_is_printed() -> None:
    run = subprocess.run([sys.executable, RUN, *TINY, "--peer", "false"], capture_output=True, text=True, timeout=300)
    assert run.returncode == 1
    assert "Not measured: false: the load client ended" in run.stderr
