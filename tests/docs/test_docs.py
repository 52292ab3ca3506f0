"""What the documentation says is so: its policies are policies, its commands are there, the reference is current."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path

import each_client
import policy_reference
import pytest
import site_pages
from callgate_proxy.cli import main
from callgate_proxy.policy.compile import compile_text

ROOT = Path(__file__).parents[2]
PAGES = [*sorted((ROOT / "docs").glob("*.md")), *(ROOT / name for name in site_pages.OUTSIDE)]
TEXTS = {page.name: page.read_text("utf-8") for page in PAGES}


def policies() -> list[tuple[str, str]]:
    """Every JSON example that is a whole policy, with its page."""
    found = [(name, text) for name, page in TEXTS.items() for text in re.findall(r"```json\n(.*?)```", page, re.DOTALL)]
    return [(name, text) for name, text in found if "default" in json.loads(text)]


def commands() -> list[tuple[str, ...]]:
    """Every command of `callgate` that a page names, without its options."""
    found = {line for page in TEXTS.values() for line in re.findall(r"`(callgate [a-z][^`]*)`", page)}
    words = [[word for word in shlex.split(line) if re.fullmatch(r"[a-z]+", word)][1:] for line in found]
    return sorted({tuple(named[: 2 if named[0] == "policy" else 1]) for named in words})


def test_there_are_examples_to_test() -> None:
    assert policies()
    assert len(commands()) > 5


@pytest.mark.parametrize(("page", "example"), policies())
def test_every_policy_a_page_shows_is_one(page: str, example: str) -> None:
    assert compile_text(example), page


@pytest.mark.parametrize("command", commands(), ids=" ".join)
def test_every_command_a_page_names_is_there(command: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command, "--help"])
    assert ended.value.code == 0
    assert f"callgate {' '.join(command)}" in capsys.readouterr().out


def test_the_policy_reference_is_the_models() -> None:
    assert TEXTS["policy-reference.md"] == policy_reference.page(), "run python docs/tools/policy_reference.py"


def test_the_page_of_each_client_is_the_adapters() -> None:
    assert TEXTS["each-client.md"] == each_client.page(), "run python docs/tools/each_client.py"


def test_every_page_is_in_the_navigation_once() -> None:
    pages = site_pages.pages()
    assert len(pages) == len(set(pages))
    assert {page.name for page in PAGES if page.parent.name == "docs"} <= set(pages)


def test_the_order_names_only_pages_of_ours() -> None:
    assert site_pages.pages()[:2] == ["index.md", "install.md"]
