"""`python tests/corpus/attacks.py FILE.jsonl`: every attack and every look-alike of FILE, through the real session.

One JSON line a vector (id, expected, got, evidence); the last line counts: exact outcomes, and of the look-alikes
those blocked and asked about. An outcome the vector tolerates counts as exact. The exit code is 0 where all are.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from playing import play
from world import PERSON


def judged(vector: dict[str, Any]) -> dict[str, Any]:
    """What became of `vector`."""
    with tempfile.TemporaryDirectory() as root:
        got, evidence = play(vector, root)
    exact = got == vector["expected"] or got in vector.get("tolerate", [])
    return {"id": vector["id"], "expected": vector["expected"], "got": got, "exact": exact, "evidence": evidence[:300]}


def main(path: str) -> int:
    """Prints the outcomes of the file at `path`; 0 where all are exact."""
    os.environ["HOME"] = PERSON
    with open(path, encoding="utf-8") as file:
        vectors: list[dict[str, Any]] = [json.loads(line) for line in file if line.strip()]
    told = [judged(vector) for vector in vectors]
    for one in told:
        print(json.dumps(one, ensure_ascii=True))
    alike = [one for one, vector in zip(told, vectors, strict=True) if vector["kind"] != "attack"]
    exact = sum(one["exact"] for one in told)
    blocked = sum(one["got"] == "block" for one in alike)
    asked = sum(one["got"] == "ask" and not one["exact"] for one in alike)
    print(f"exact {exact} of {len(told)}; look-alikes blocked {blocked}, asked {asked} of {len(alike)}")
    return 0 if exact == len(told) else 1


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: attacks.py FILE.jsonl")
    sys.exit(main(sys.argv[1]))
