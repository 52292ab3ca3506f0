"""`python3 dev.py bench`: what Callgate costs, beside no proxy and a proxy in C that only moves bytes, in one run.

1. Every target is alive throughout; in each round each is measured once, in random order. Medians of the rounds.
2. The calls are 200 bytes long. Callgate reads each strictly, judges it and writes its row before it goes on.
3. `--peer COMMAND`, as often as wanted, puts another stdio proxy in the same run: the server's command line is
   appended to COMMAND.
"""

from __future__ import annotations

import argparse
import random
import shlex
import sys
import tempfile
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from budget import EIGHT, MANY, MEGABYTE, ONE, SHARED, TEN, UNDER_LIMIT, Floats, Samples, rows
from table import text
from targets import (
    DIRECT,
    LIMITED,
    PLAIN,
    BenchError,
    Sample,
    Target,
    commands,
    compile_tools,
    pinned,
)

AT_ONCE = 8  # proxies that share a limit, and are alive when their memory is read: a usual number of servers


@dataclass(frozen=True)
class Load:
    """One kind of load: `count` calls of `tool`, `in_flight` at a time, each answered with `size` bytes."""

    tool: str
    count: int
    in_flight: int = 1
    size: int = 200


LOADS = {
    ONE: Load(PLAIN, 2000),
    UNDER_LIMIT: Load(LIMITED, 2000),
    SHARED: Load(LIMITED, 500),
    EIGHT: Load(PLAIN, 4000, in_flight=8),
    MANY: Load(PLAIN, 8000, in_flight=64),
    MEGABYTE: Load(PLAIN, 20, size=1_000_000),
    TEN: Load(PLAIN, 4, size=10_000_000),
}


@contextmanager
def alive(folder: Path, lines: Mapping[str, list[str]]) -> Generator[dict[str, Target]]:
    """All targets started, and ended whatever happens."""
    targets: dict[str, Target] = {}
    try:
        for name, line in lines.items():
            targets[name] = Target(folder, name, line)
        yield targets
    finally:
        for target in targets.values():
            target.close()


def shuffled(lines: Mapping[str, list[str]]) -> list[str]:
    """The names in random order: no target is always the one after the same neighbour."""
    return random.sample(list(lines), len(lines))


def measure_calls(targets: Mapping[str, Target], lines: Mapping[str, list[str]], rounds: int, share: float) -> Samples:
    """Every load on every target, `rounds` times; `share` of the usual number of calls. The first round warms up."""
    alone = {load: asked for load, asked in LOADS.items() if load != SHARED}
    samples = {load: {name: list[Sample]() for name in lines} for load in alone}
    for turn in range(rounds + 1):
        for load, asked in alone.items():
            count = max(1, round(asked.count * share))
            for name in shuffled(lines):
                sample = targets[name].measure(asked.tool, count, asked.in_flight, asked.size)
                if turn > 0:
                    samples[load][name].append(sample)
    return samples


def measure_starts(folder: Path, lines: Mapping[str, list[str]], rounds: int) -> Floats:
    """Milliseconds from before the start to the answer to initialize."""
    starts = {name: list[float]() for name in lines}
    for _ in range(rounds):
        for name in shuffled(lines):
            target = Target(folder, name, lines[name])
            starts[name].append(target.start_ms)
            target.close()
    return starts


def measure_eight(
    folder: Path, lines: Mapping[str, list[str]], rounds: int, share: float
) -> tuple[Mapping[str, list[Sample]], Floats]:
    """Eight of each target at once: (calls under the one limit that all share, a sample a target and round; MiB each).

    The memory is read when each has passed one call, before the load.
    """
    samples = {name: list[Sample]() for name in lines}
    memory: dict[str, list[float]] = {}
    load = LOADS[SHARED]
    count = max(1, round(load.count * share))
    for name in shuffled(lines):
        with alive(folder, {f"{name} {number}": lines[name] for number in range(AT_ONCE)}) as eight:
            for target in eight.values():
                target.measure(PLAIN, 1, 1, 200)
            if name != DIRECT:
                memory[name] = [target.pss() for target in eight.values()]
            for _ in range(rounds):
                for target in eight.values():
                    target.begin(load.tool, count, load.in_flight, load.size)
                samples[name] += [target.measured(count) for target in eight.values()]
    return samples, memory


def arguments(words: list[str]) -> argparse.Namespace:
    """The command line: what --help says."""
    parser = argparse.ArgumentParser(prog="python3 dev.py bench", description=__doc__)
    parser.add_argument("--rounds", type=int, default=15, help="rounds after the one that warms up (default: 15)")
    parser.add_argument("--share", type=float, default=1.0, help="share of the usual number of calls (default: 1.0)")
    parser.add_argument("--cpu", type=int, help="keep everything on this processor")
    parser.add_argument(
        "--peer", action="append", default=[], metavar="COMMAND", help="another stdio proxy, for the same run"
    )
    return parser.parse_args(words)


def main(words: list[str]) -> int:
    """Measures and prints the table. A budget missed is no failure of the run: it is what the run found out."""
    options = arguments(words)
    if options.cpu is not None:
        pinned(options.cpu)
    with tempfile.TemporaryDirectory(prefix="callgate-bench-") as name:
        folder = Path(name)
        try:
            compile_tools(folder)
            lines = commands(folder, [shlex.split(peer) for peer in options.peer])
            with alive(folder, lines) as targets:
                calls = measure_calls(targets, lines, options.rounds, options.share)
                grown = {name: [target.pss()] for name, target in targets.items() if name != DIRECT}
            starts = measure_starts(folder, lines, max(1, 2 * options.rounds))
            shared, memory = measure_eight(folder, lines, options.rounds, options.share)
        except BenchError as error:
            print(f"Not measured: {error}", file=sys.stderr)
            return 1
    placement = "free" if options.cpu is None else f"all on processor {options.cpu}"
    print(f"Medians of {options.rounds} rounds; placement: {placement}.\n")
    print(text(rows({**calls, SHARED: shared}, starts, memory, grown), list(lines)))
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
