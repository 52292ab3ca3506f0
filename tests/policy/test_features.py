"""The table of features names tests, and they exist."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs" / "policy-features.md").read_text("utf-8")
ROWS = [line for line in TEXT.splitlines() if line.startswith("| ") and not line.startswith(("| feature", "| input"))]


def known() -> set[str]:
    """Every test there is."""
    sources = (path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    return {name for source in sources for name in re.findall(r"^def (test_\w+)", source, re.MULTILINE)}


def test_every_test_the_table_names_is_there() -> None:
    named = set(re.findall(r"`(test_\w+)`", TEXT))
    assert named
    assert named - known() == set()


@pytest.mark.parametrize("row", ROWS)
def test_every_feature_has_its_test_or_says_that_it_is_missing(row: str) -> None:
    says_no = re.search(r"\| (no|no:[^|]*|starter policy only) \| – \|$", row) is not None
    assert says_no != ("`test_" in row)
