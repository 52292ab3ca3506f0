"""Earlier versions: numbered from the newest, and told apart in one line."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from callgate_proxy.errors import PolicyError
from callgate_proxy.home import Home
from callgate_proxy.policy import differences, history, store
from policies import ALLOW, ASK, DENY


def test_the_newest_version_is_number_one(home: Home) -> None:
    assert history.versions(home) == []
    for text in (ALLOW, ASK, DENY):
        store.save(home, text)
    newest, oldest = history.versions(home)
    assert (newest.number, newest.read().decode()) == (1, ASK)
    assert (oldest.number, oldest.read().decode()) == (2, ALLOW)
    assert history.version(home, oldest.name) == oldest
    assert newest.replaced >= oldest.replaced > 1.6e9


def test_what_is_no_version_is_passed_over(home: Home) -> None:
    store.save(home, ALLOW)
    store.save(home, ASK)
    for name in ("policy-.json", "policy-nonsenseZ.json", "notes.txt"):
        Path(os.path.join(home.history, name)).write_text("x")
    assert len(history.versions(home)) == 1


def test_a_version_that_is_not_there_is_an_error_that_says_how_many_are(home: Home) -> None:
    store.save(home, ALLOW)
    with pytest.raises(PolicyError, match="none is kept yet"):
        history.version(home, "1")


@pytest.mark.parametrize(
    ("new", "summary"),
    [
        ({"default": "deny", "a": [1]}, "/default: ask → deny"),
        ({"default": "ask"}, "/a taken away"),
        ({"default": "ask", "a": [1], "b": {}}, "/b added"),
        ({"default": "ask", "a": [2]}, "/a changed"),
        ({"default": "deny", "b": 1}, "/default: ask → deny, /a taken away, and 1 more"),
        ({"a": [1], "default": "ask"}, "layout only"),
    ],
)
def test_one_line_tells_what_changed(new: dict[str, object], summary: str) -> None:
    assert differences.summary(json.dumps({"default": "ask", "a": [1]}), json.dumps(new)) == summary


def test_a_diff_shows_lines_and_owns_up_to_line_ends() -> None:
    assert differences.lines("a\nb\n", "a\nc\n", "old", "new").splitlines()[-2:] == ["-b", "+c"]
    assert differences.lines("a\n", "a\r\n", "old", "new") == "(only line ends differ)"
    assert differences.lines("a\n", "a\n", "old", "new") == ""
