"""The house rules that a reader would otherwise have to watch: sizes, names, heads of files, clean locks."""

from __future__ import annotations

import ast
import re
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("proxy", "desktop", "resources", "installer", "docs", "tests")
LONGEST_FILE, LONGEST_FUNCTION = 300, 45  # lines
EMPTY_NAMES = {"util", "utils", "helper", "helpers", "common", "manager", "misc"}  # they say nothing


def sources() -> list[Path]:
    """Every Python file of ours."""
    return [*sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py")), ROOT / "dev.py"]


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function and method below `tree`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def lines(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """How many lines a function takes."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def named(paths: list[Path]) -> list[str]:
    """Paths as a person reads them."""
    return [str(path.relative_to(ROOT)) for path in paths]


def test_no_file_is_too_long_to_read_at_one_sitting() -> None:
    assert named([path for path in sources() if len(path.read_text("utf-8").splitlines()) > LONGEST_FILE]) == []


def test_no_function_is_too_long_to_hold_in_a_head() -> None:
    trees = [(path, ast.parse(path.read_text("utf-8"))) for path in sources()]
    found = ((path.name, node) for path, tree in trees for node in functions(tree))
    long = [f"{name}:{node.name}" for name, node in found if lines(node) > LONGEST_FUNCTION]
    assert long == []


def test_every_file_that_holds_code_begins_with_what_it_is_about() -> None:
    written = [path for path in sources() if path.read_text("utf-8").strip()]
    assert named([path for path in written if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]) == []


def test_every_file_that_holds_code_takes_annotations_as_text() -> None:
    # dev.py says itself why it does not.
    written = [path for path in sources() if path.read_text("utf-8").strip() and path.name != "dev.py"]
    line = "from __future__ import annotations\n"
    assert named([path for path in written if line not in path.read_text("utf-8")]) == []


def test_no_file_is_named_after_nothing() -> None:
    assert named([path for path in sources() if EMPTY_NAMES & set(path.stem.split("_"))]) == []


@pytest.mark.parametrize("lock", ["requirements.lock", "tests/e2e/node/package-lock.json"])
def test_a_lock_has_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text("utf-8")
    assert "://" not in text
    assert '"resolved"' not in text
    assert "sha256:" in text or "sha512-" in text


def test_every_dependency_is_locked() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    for group in (project["project"]["optional-dependencies"], project["dependency-groups"]):
        wanted += [line for lines in group.values() for line in lines]
    locked = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE))
    names = {re.split(r"[^\w-]", line)[0].lower() for line in wanted}
    assert names - locked == set()


def test_nothing_that_is_made_is_committed() -> None:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    made = {".venv", ".node", "node_modules", "__pycache__", ".pytest_cache", ".ruff_cache", "dist", "build"}
    assert [path for path in listed if made & set(Path(path).parts)] == []
