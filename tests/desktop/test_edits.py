"""Edits among the arguments, as diffs."""

from __future__ import annotations

import pytest
from callgate_desktop.arguments import EDIT_FOLD_AT, lay_out, leaves, summary
from callgate_desktop.edits import MOST_LINES, Edit, found
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize("keys", [("oldText", "newText"), ("old_string", "new_string"), ("old_str", "new_str")])
def test_the_usual_pairs_are_known(keys: tuple[str, str]) -> None:
    edit = found({keys[0]: "a", keys[1]: "b", "replace_all": True})
    assert edit == Edit(keys, "a", "b")


@pytest.mark.parametrize(
    "members", [{}, {"oldText": "a"}, {"oldText": "a", "newText": 1}, {"oldText": "a", "new": "b"}]
)
def test_what_is_no_pair_of_texts_is_no_edit(members: dict[str, object]) -> None:
    assert found(members) is None


def test_what_else_is_in_an_edit_stays_an_argument() -> None:
    args: dict[str, object] = {"edits": [{"oldText": "a", "newText": "b", "count": 2}]}
    assert [(path, str(value)) for path, value in leaves(args)] == [
        ("edits[0].oldText/newText", "a → b"),
        ("edits[0].count", "2"),
    ]
    assert "a → b" in summary(args)


@given(st.text("ab\n\r"), st.text("ab\n\r"))
def test_a_diff_tells_both_texts_whole(old: str, new: str) -> None:
    lines = list(Edit(("o", "n"), old, new).lines())
    assert "\n".join(text for kind, text in lines if kind != "new") == old
    assert "\n".join(text for kind, text in lines if kind != "old") == new


def test_large_texts_are_not_compared() -> None:
    old = [f"{n}" for n in range(MOST_LINES)]
    lines = list(Edit(("o", "n"), "\n".join(["a", *old, "z"]), "\n".join(["b", *old, "y"])).lines())
    assert [kind for kind, _ in lines] == ["old"] * (MOST_LINES + 2) + ["new"] * (MOST_LINES + 2)


def test_a_long_edit_folds_with_the_number_of_hidden_characters_and_unfolds_whole() -> None:
    old = "\n".join(f"line {n}" for n in range(1_000))
    args: dict[str, object] = {"old_string": old, "new_string": old + "!"}
    folded = lay_out(args, 80)
    assert folded[-1].kind == "fold"
    hidden = int(folded[-1].text.split()[0].replace(",", ""))
    assert [line.text for line in folded[1:-1]] == [
        "  line 996",
        "  line 997",
        "  line 998",
        "− line 999",
        "+ line 999!",
    ]
    assert folded[0].text == "⋯"
    assert hidden == sum(len(f"line {n}") for n in range(996))
    path = folded[-1].path
    whole = lay_out(args, 80, frozenset((path,)))
    assert whole[-1].text == "fold again"
    assert sum(line.kind == "same" for line in whole) == 999


def test_a_change_that_is_itself_long_folds_too() -> None:
    args: dict[str, object] = {"old_string": "a" * 5_000, "new_string": "b" * 5_000}
    folded = lay_out(args, 80)
    assert sum(len(line.text) - 2 for line in folded if line.kind in ("old", "new")) == EDIT_FOLD_AT
    assert folded[-1].text == "7,600 more characters · show all"


def test_what_cannot_be_seen_is_spelled_out_on_both_sides() -> None:
    lines = lay_out({"old_string": "a\u202e", "new_string": "a\r\u200b"}, 80)
    assert [line.text for line in lines] == ["− a‹U+202E›", "+ a‹U+000D›‹U+200B›"]
