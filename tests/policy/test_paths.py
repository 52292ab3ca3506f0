"""Paths in arguments: every way a server could read one leads below the folder, or the answer is no."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from callgate_proxy.policy import paths
from hypothesis import given
from hypothesis import strategies as st

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the examples are Unix paths")


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path.resolve()
    (root / "home" / "proj" / "sub").mkdir(parents=True)
    (root / "secret").mkdir()
    (root / "home" / "proj" / "out").symlink_to(root / "secret")
    (root / "home" / "proj" / "loop").symlink_to(root / "home" / "proj" / "loop")
    (root / "home" / "link").symlink_to(root / "home" / "proj")
    monkeypatch.setenv("HOME", str(root / "home"))
    return root


@pytest.mark.parametrize(
    "text",
    [
        "{r}/home/proj",
        "{r}/home/proj/",
        "{r}/home/proj/new/deep/file.txt",
        "~/proj/a",
        "{r}/home/link/a",
        "{r}/home/proj/sub/../a",
        "{r}/home/proj//a/./b",
        "file://{r}/home/proj/a%20b",
        "file://localhost{r}/home/proj/a",
        "FILE:{r}/home/proj/a",
        "{r}/home/proj/100%",
        "{r}/home/proj/a%20b",
    ],
)
def test_these_are_under_the_folder(tree: Path, text: str) -> None:
    assert paths.under(text.format(r=tree), ["~/proj"]) is True
    assert paths.under(text.format(r=tree), [f"{tree}/secret", f"{tree}/home/link"]) is True


@pytest.mark.parametrize(
    "text",
    [
        "{r}/home/project",
        "{r}/home",
        "{r}/home/proj/../x",
        "{r}/home/proj/sub/../../x",
        "{r}/home/proj/out/file",
        "{r}/home/proj/out/new/file",
        "~/x",
        "~",
        "file://{r}/home/proj/%2e%2e/x",
        "/",
    ],
)
def test_these_are_not(tree: Path, text: str) -> None:
    assert paths.under(text.format(r=tree), ["~/proj"]) is False


@pytest.mark.parametrize(
    "text",
    [
        "",
        "proj/a",
        "./a",
        "../a",
        "~nobody-of-that-name/a",
        "{r}/home/proj/a\0b",
        "{r}/home/proj/a%00b",
        "//server/share",
        "\\\\server\\share",
        "file://server/share",
        "file:{r}/home/proj/a?/../../x",
        "file:proj",
        "{r}/home/proj/%2e%2e/%2e%2e/x",
        "{r}/home/proj/%252e%252e/%252e%252e/x",
        "{r}/home/proj/%25252525252e",
        "{r}/home/proj/a%ff",
        "{r}/home/proj/out/../a",
    ],
)
def test_of_these_there_is_no_telling(tree: Path, text: str) -> None:
    assert paths.under(text.format(r=tree), ["~/proj"]) is None


def test_a_percent_sign_in_the_policys_own_folder_is_a_percent_sign(tree: Path) -> None:
    assert paths.under(f"{tree}/100%25/a", [f"{tree}/100%25"]) is None
    assert paths.under(f"{tree}/100%/a", [f"{tree}/100%"]) is True


def test_composed_and_decomposed_letters_name_one_file(tree: Path) -> None:
    assert paths.under(f"{tree}/caf\u0065\u0301/a", [f"{tree}/caf\u00e9"]) is True


def test_case_is_folded_where_the_system_folds_it(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert paths.under(f"{tree}/HOME/a", [f"{tree}/home"]) is False
    monkeypatch.setattr(paths, "FOLDS_CASE", True)
    assert paths.under(f"{tree}/HOME/a", [f"{tree}/home"]) is True


def test_a_link_that_leads_to_itself_opens_nothing(tree: Path) -> None:
    assert paths.under(f"{tree}/home/proj/loop/../../../secret", ["~/proj"]) is not True


@given(st.lists(st.sampled_from(["..", ".", "a", "%2e%2e", "%2f", "b", "", "~"]), max_size=8))
def test_no_path_of_dots_and_escapes_leaves_the_folder_unseen(steps: list[str]) -> None:
    text = "/srv/proj/" + "/".join(steps)
    plain = text.replace("%2e", ".").replace("%2f", "/")
    depth: list[str] = []
    for step in plain.split("/"):
        if step == "..":
            depth = depth[:-1]
        elif step not in ("", "."):
            depth.append(step)
    if depth[:2] != ["srv", "proj"]:
        assert paths.under(text, ["/srv/proj"]) is not True
