"""How well tools are classed, measured on tools that people classed: `python tests/corpus/risk.py FILE.tsv`.

FILE has the columns server, tool, description, params, readOnlyHint, destructiveHint, category (others are ignored).
Level Critical is held to be true of Destructive and Financial tools, as PolicyLayer derives it from what can be undone.
Exit code 1 where a goal is missed.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
if __name__ == "__main__":
    sys.path[:0] = [str(ROOT / "proxy"), str(ROOT / "resources")]

from callgate_proxy.risk import rulebook  # noqa: E402
from callgate_proxy.risk.classify import Class, classify  # noqa: E402
from callgate_proxy.risk.rulebook import CATEGORIES  # noqa: E402
from callgate_proxy.risk.toolfile import rows_in, tool_of  # noqa: E402

CRITICAL = ("Destructive", "Financial")
HARMFUL = ("Execute", "Destructive", "Financial")
Judged = list[tuple[dict[str, str], Class]]


def judged(text: str) -> Judged:
    """Each row of a table with the class that its tool gets."""
    rules = rulebook.ours()
    return [(row, classify(tool_of(row), rules)) for row in rows_in(text)]


def measured(found: Judged) -> dict[str, float]:
    """The numbers the goals are about; shares between 0 and 1."""
    pairs = Counter((row["category"], got.category) for row, got in found)
    critical = Counter((row["category"] in CRITICAL, got.level == "Critical") for row, got in found)
    return {
        "tools": len(found),
        "accuracy": share(sum(pairs[one, one] for one in CATEGORIES), len(found)),
        "macro-F1": sum(f1(pairs, one) for one in CATEGORIES) / len(CATEGORIES),
        "harmful called Read": sum(pairs[one, "Read"] for one in HARMFUL),
        "Critical recall": share(critical[True, True], critical[True, True] + critical[True, False]),
        "Critical precision": share(critical[True, True], critical[True, True] + critical[False, True]),
    }


def share(part: int, whole: int) -> float:
    """Part of a whole; 1 of nothing."""
    return part / whole if whole else 1.0


def f1(pairs: Counter[tuple[str, str]], category: str) -> float:
    """Twice the hits, over what was there and what was said."""
    there = sum(count for (true, _), count in pairs.items() if true == category)
    said = sum(count for (_, got), count in pairs.items() if got == category)
    return share(2 * pairs[category, category], there + said)


def reached(numbers: dict[str, float]) -> bool:
    """Whether every goal is met."""
    return (
        numbers["macro-F1"] >= 0.90
        and numbers["harmful called Read"] == 0
        and numbers["Critical recall"] >= 0.92
        and numbers["Critical precision"] >= 0.90
    )


def show(found: Judged) -> None:
    """Prints the confusion, and each miss with its evidence."""
    pairs = Counter((row["category"], got.category) for row, got in found)
    print(f"{'true, then called':18}" + "".join(f"{one:>13}" for one in CATEGORIES))
    for true in CATEGORIES:
        print(f"{true:18}" + "".join(f"{pairs[true, got]:13}" for got in CATEGORIES))
    for row, got in found:
        critical = (row["category"] in CRITICAL) != (got.level == "Critical")
        if row["category"] != got.category or critical:
            what = f"{row['category']} called {got.category} ({got.level})"
            print(f"miss: {what}: {row.get('server', '')} {row['tool']}: {row['description'][:80]!r}; {got.evidence}")


def main(path: str) -> int:
    """Measures one file."""
    text = Path(path).read_text(encoding="utf-8")
    begun = time.perf_counter()
    found = judged(text)
    took = time.perf_counter() - begun
    show(found)
    numbers = measured(found)
    for name, number in numbers.items():
        print(f"{name}: {number:g}" if number == int(number) else f"{name}: {number:.4f}")
    print(f"milliseconds for 335 tools: {took / max(1, len(found)) * 335_000:.0f}")
    return 0 if reached(numbers) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
