"""docs/threat-model.md leaves nothing out, and every test that it names is there."""

from __future__ import annotations

import ast
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


def variables(path: Path) -> set[str]:
    """The environment variables that a module names: in `environ[…]`, `environ.get(…)` or `in environ`."""
    found = set[str]()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Subscript) and "environ" in ast.unparse(node.value):
            found |= {node.slice.value} if isinstance(node.slice, ast.Constant) else set()
        elif isinstance(node, ast.Call) and "environ" in ast.unparse(node.func) and node.args:
            found |= {node.args[0].value} if isinstance(node.args[0], ast.Constant) else set()
        elif isinstance(node, ast.Compare) and "environ" in ast.unparse(node.comparators[0]):
            found |= {node.left.value} if isinstance(node.left, ast.Constant) else set()
    return {str(name) for name in found}


def test_every_environment_variable_that_the_code_names_is_in_it() -> None:
    shipped = [path for room in ("proxy", "desktop") for path in (ROOT / room).rglob("*.py")]
    named = set[str]().union(*map(variables, shipped))
    assert {"CALLGATE_HOME", "APPDATA", "DBUS_SESSION_BUS_ADDRESS"} <= named
    assert {name for name in named if f"`{name}`" not in TEXT} == set()
