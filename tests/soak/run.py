"""`python3 dev.py soak`: the product under load for long, or killed a thousand times; exit code 1 if anything broke."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / room) for room in ("e2e", "faults", "soak")]


def main(argv: list[str] | None = None) -> int:
    """Runs one of the two."""
    from callgate_proxy.home import Home
    from load import soak
    from rounds import Broken, play

    parser = argparse.ArgumentParser(prog="dev.py soak", description="Load for long, or kills by the thousand.")
    parser.add_argument("--proxies", type=int, default=24, metavar="N", help="at once (default: 24)")
    parser.add_argument("--calls", type=int, default=1_000_000, metavar="M", help="in all (default: 1,000,000)")
    parser.add_argument("--faults", action="store_true", help="kill proxy, server, client and tray in turn instead")
    parser.add_argument("--rounds", type=int, default=1000, metavar="N", help="of killing (default: 1,000)")
    options = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="callgate-soak-") as folder:
        home = Home(str(Path(folder, "home")))
        if options.faults:
            seed = time.time_ns()
            try:
                executed, rows = play(home, options.rounds, seed)
            except Broken as broken:
                print(f"seed {seed}: {broken}")
                return 1
            print(f"{options.rounds} kills: {executed} calls executed, {rows} rows; nothing opened, nothing lost")
            return 0
        found = soak(home, options.proxies, options.calls)
    print("\n".join([*found.lines, *(f"FAULT: {fault}" for fault in found.faults)]))
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
