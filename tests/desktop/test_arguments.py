"""Arguments as lines: whole, in order, and unable to deceive."""

from __future__ import annotations

from callgate_desktop import arguments
from callgate_desktop.arguments import FOLD_AT, Line, lay_out
from callgate_proxy.plain import plain
from hypothesis import given
from hypothesis import strategies as st

TEXTS = st.text(st.characters(codec="utf-8"), max_size=400)


def shown(lines: list[Line], path: str) -> str:
    return "".join(line.text for line in lines if line.path == path and line.kind == "value")


def test_the_most_telling_arguments_come_first_and_the_rest_keeps_its_order() -> None:
    found = arguments.leaves({"content": "x", "zeta": 1, "path": "/a", "alpha": 2, "command": "rm"})
    assert [path for path, _ in found] == ["command", "path", "content", "zeta", "alpha"]


def test_every_leaf_is_shown_under_its_path() -> None:
    found = arguments.leaves({"edits": [{"old": "a", "new": "b"}, {}], "deep": {"er": [None, True, 1.5]}})
    assert found == [
        ("edits[0].old", "a"),
        ("edits[0].new", "b"),
        ("edits[1]", "{}"),
        ("deep.er[0]", "null"),
        ("deep.er[1]", "true"),
        ("deep.er[2]", "1.5"),
    ]


def test_a_text_that_reads_like_another_type_is_quoted() -> None:
    assert [arguments.as_text(value) for value in ("true", "12", "null", "", "  ", "plain", 12)] == [
        '"true"',
        '"12"',
        '"null"',
        '""',
        '"  "',
        "plain",
        "12",
    ]


def test_names_and_values_stand_in_their_own_columns() -> None:
    lines = lay_out({"path": "a\nDeny  Allow once"}, 40)
    assert [(line.name, line.text) for line in lines] == [("path", "a⏎"), ("", "Deny  Allow once")]


def test_what_the_eye_cannot_see_is_spelled_out() -> None:
    lines = lay_out({"p\u202eath": "x\u202e\x1b[31m\u200b\r"}, 200)
    assert lines[0].name == "p‹U+202E›ath"
    assert lines[0].text == "x‹U+202E›‹U+001B›[31m‹U+200B›‹U+000D›"


def test_a_long_value_folds_with_the_number_of_hidden_characters_and_unfolds() -> None:
    args: dict[str, object] = {"content": "x" * (FOLD_AT + 1234)}
    folded = lay_out(args, 80)
    assert folded[-1] == Line("fold", "", "1,234 more characters · show all", "content")
    assert len(shown(folded, "content")) == FOLD_AT
    whole = lay_out(args, 80, frozenset({"content"}))
    assert len(shown(whole, "content")) == FOLD_AT + 1234
    assert whole[-1].kind == "fold"


def test_a_name_too_long_for_its_column_is_shown_whole_above_its_value() -> None:
    name = "n" * 500
    lines = lay_out({name: "value"}, 60)
    assert "".join(line.name for line in lines) == name
    assert lines[-1].text == "value"


def test_wide_characters_take_two_columns() -> None:
    lines = lay_out({"t": "日本語のテキスト"}, 13)
    assert max(len(line.text) for line in lines) <= 5


def test_too_many_values_fold_and_unfold() -> None:
    args: dict[str, object] = {"list": list(range(arguments.MOST_LEAVES + 5))}
    assert lay_out(args, 80)[-1] == Line("fold", "", "5 more values · show all", "")
    assert len(lay_out(args, 80, frozenset({""}))) == arguments.MOST_LEAVES + 5


def test_no_arguments_are_no_lines() -> None:
    assert lay_out({}, 80) == []


def test_a_megabyte_is_a_few_lines_until_it_is_wanted_whole() -> None:
    args: dict[str, object] = {"ascii": "x" * 1_000_000, "other": "é\u202e" * 500_000}
    folded, whole = lay_out(args, 80), lay_out(args, 80, frozenset({"ascii", "other"}))
    assert len(folded) < 200
    assert sum(line.text.count("x") for line in folded if line.kind == "value") == arguments.FOLD_AT
    assert sum(line.text.count("x") for line in whole if line.kind == "value") == 1_000_000
    assert sum(line.text.count("é") for line in whole) == 500_000


@given(TEXTS, st.integers(20, 120))
def test_nothing_of_a_value_is_lost_or_wider_than_the_view(text: str, columns: int) -> None:
    lines = lay_out({"a": text}, columns, frozenset({"a"}))
    values = [line for line in lines if line.kind == "value"]
    spelled = arguments.spell(arguments.as_text(text))
    assert "".join(line.text for line in values) == spelled.replace("\n", "⏎")
    assert all(len(line.text) <= max(8, columns - 3) for line in values)


@given(TEXTS)
def test_a_summary_is_one_plain_line(text: str) -> None:
    line = arguments.summary({"a": text, "path": text})
    assert len(line) <= 160
    assert plain(line) == line
