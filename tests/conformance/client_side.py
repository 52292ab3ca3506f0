"""The suite's client scenarios, with the SDK's client alone and with Callgate's bridge behind it: `run.py --client`.

1. The suite's server is the remote one. The same client speaks to it over HTTP, and to `callgate-proxy --url` over
   standard input and output (`client_under_test.py`): what the suite sees is the SDK's transport, or the bridge.
2. A check is its scenario, id and name; how often it was made is not compared, since the bridge keeps a stream of its
   own and the client asks again over a pipe what it would not over HTTP.
3. Scenarios run one by one, each in a keychain of its own. Needs gnome-keyring and dbus-run-session (Linux).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from callgate_proxy import launcher
from callgate_proxy.home import Home

HERE = Path(__file__).parent
CLIENT = [sys.executable, str(HERE / "client_under_test.py")]
PATIENCE = 120  # seconds for one scenario
_LISTED = re.compile(r"  - (\S+) \[([^\]]*)\]")

Check = tuple[str, str, str]  # scenario, id, name


class Seen:
    """What the suite saw of one client: the checks that passed each time, and those that failed once."""

    def __init__(self) -> None:
        self.passed: set[Check] = set()
        self.failed: set[Check] = set()

    def read(self, scenario: str, folder: Path) -> None:
        """Adds what one run found in `folder`."""
        for file in folder.rglob("checks.json"):
            for check in json.loads(file.read_text("utf-8")):
                at = {"SUCCESS": self.passed, "FAILURE": self.failed}.get(check["status"])
                if at is not None:
                    at.add((scenario, check["id"], check["name"]))
        self.passed -= self.failed


def scenarios(suite: list[str], spec: str) -> list[str]:
    """The client scenarios of `spec`; the extensions, which the bridge does not speak, are left out."""
    done = subprocess.run([*suite, "list", "--client", "--spec-version", spec], capture_output=True, text=True)
    return [found[1] for found in map(_LISTED.match, done.stdout.splitlines()) if found and spec in found[2]]


def seen(suite: list[str], spec: str, wanted: Iterable[str], client: list[str], folder: Path) -> Seen:
    """What the suite sees of the command line `client`."""
    found = Seen()
    for number, scenario in enumerate(wanted):
        at = folder / str(number)
        words = ["client", "--command", " ".join(client), "--scenario", scenario, "--spec-version", spec]
        subprocess.run(
            [*suite, *words, "--timeout", str(PATIENCE * 1000), "-o", str(at)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=PATIENCE * 2,
            check=False,  # what passed is read from the files
        )
        found.read(scenario, at)
    return found


def compare(suite: list[str], spec: str, wanted: list[str], folder: Path) -> tuple[Seen, Seen]:
    """Without and with the bridge, side by side. `wanted`: scenarios; all of `spec` where none is named."""
    home = Home(str(folder / "home"))
    os.makedirs(home.root)
    launcher.install(home)
    Path(home.policy).write_text(
        '{"version": "1", "default": "allow", "checks": {"pins": "flag", "starts": "off"}}', encoding="utf-8"
    )
    (program,) = launcher.command(home)
    names = wanted or scenarios(suite, spec)
    with ThreadPoolExecutor(2) as pool:
        one = pool.submit(seen, suite, spec, names, CLIENT, folder / "0")
        other = pool.submit(seen, suite, spec, names, [*CLIENT, program], folder / "1")
    return one.result(), other.result()
