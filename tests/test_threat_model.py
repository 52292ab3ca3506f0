"""docs/threat-model.md leaves nothing out, and every test that it names is there."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from callgate_proxy import relay
from callgate_proxy.home import Home

ROOT = Path(__file__).parents[1]
TEXT = (ROOT / "docs" / "threat-model.md").read_text(encoding="utf-8")
WHERE = TEXT[TEXT.index("## Where something from outside comes in") : TEXT.index("## What is kept")]
ROWS = [line for line in WHERE.splitlines() if line.startswith("| ") and not line.startswith("| what |")]
TESTS = sorted(set(re.findall(r"`(test_[a-z0-9_]+)`", TEXT)))


def test_every_row_names_a_test() -> None:
    heads = {"variable", "argument", "what"}
    bare = [row for row in ROWS if "`test_" not in row and row.split("|")[1].strip() not in heads]
    assert bare == []


def test_every_test_it_names_is_there() -> None:
    written = "\n".join(path.read_text("utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert [name for name in TESTS if f"def {name}(" not in written] == []


@pytest.mark.parametrize("name", sorted(set(Home.__slots__) - {"root", "socket"}))
def test_every_file_of_the_home_is_in_it(name: str) -> None:
    found = os.path.basename(getattr(Home("/home"), name))
    assert f"| `{found}` |" in TEXT or f"| `{found}/` |" in TEXT


def test_every_argument_of_the_proxy_is_in_it() -> None:
    for option in re.findall(r"--[a-z-]+", relay.USAGE):
        assert f"`{option}`" in TEXT
