"""The invariant of `invariant.py` under a fuzzer that is led by coverage; run by hand.

    pip install atheris && python tests/attempts/fuzz_lines.py -max_total_time=600

Any option of libFuzzer may follow. The proxy's reader is instrumented, so new paths through it are what is looked for.
"""

# pyright: basic, reportMissingImports=false, reportAttributeAccessIssue=false
from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["callgate_proxy"]):
    from invariant import holds
from torn import SEEDS


def one(data: bytes) -> None:
    """One input: its first byte says where it is cut."""
    holds(data[1:], [data[0] * 4] if data else [])


def main() -> None:
    """Runs until it is stopped, or finds bytes for which the invariant does not hold."""
    with tempfile.TemporaryDirectory(prefix="callgate-fuzz-") as folder:
        for number, seed in enumerate(SEEDS):
            Path(folder, str(number)).write_bytes(b"\0" + seed)
        atheris.Setup([sys.argv[0], *sys.argv[1:], folder], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
