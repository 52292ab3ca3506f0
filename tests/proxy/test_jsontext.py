"""Edits to JSON text: the document means what a plain edit of the data would mean, and nothing else in it moves."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
from callgate_proxy.jsonlean import as_object
from callgate_proxy.jsontext import NotJson, delete, get_raw, set_raw, set_value
from hypothesis import given
from hypothesis import strategies as st

CONFIG = """\ufeff{\r
\t"globalShortcut": "",\r
\t"mcpServers": {\r
\t\t"fs": {"command": "npx", "args": ["-y", "server"]}\r
\t},\r
\t"numbers": [1.50, 1e3]\r
}\r
"""

keys = st.sampled_from(["a", "b", "c", "tools", 'quo"te', "ü", ""])
scalars = st.none() | st.booleans() | st.integers(-9, 9) | st.floats(-2, 2, allow_nan=False) | st.text(max_size=4)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3), max_leaves=8
)
objects = st.dictionaries(keys, values, max_size=4)
paths = st.lists(keys, min_size=1, max_size=4).map(tuple)
layouts = st.sampled_from(
    [
        {"indent": 2},
        {"indent": "\t"},
        {"indent": 4, "ensure_ascii": False},
        {},
        {"separators": (",", ":")},
    ]
)


def walk(data: dict[str, Any], path: tuple[str, ...], make: bool) -> dict[str, Any] | None:
    """The object that holds the last key of `path`; None where there is none."""
    found: dict[str, Any] | None = data
    for key in path[:-1]:
        if found is not None:
            found = as_object(found.setdefault(key, {}) if make else found.get(key))
    return found


@given(objects, layouts, st.sampled_from(["\n", "\r\n"]), paths, values)
def test_setting_a_value_means_the_same_as_setting_it_in_the_data(
    data: dict[str, Any], layout: dict[str, Any], eol: str, path: tuple[str, ...], value: object
) -> None:
    text = json.dumps(data, **layout).replace("\n", eol) + eol
    wanted = copy.deepcopy(data)
    parent = walk(wanted, path, make=True)
    if parent is None:
        with pytest.raises(NotJson):
            set_value(text, path, value)
        return
    parent[path[-1]] = value
    edited = set_value(text, path, value)
    assert json.loads(edited) == wanted
    assert edited.endswith(eol)
    assert ("\n" in edited.replace("\r\n", "")) <= (eol == "\n")
    assert json.loads(set_raw(text, path, json.dumps(value))) == wanted


@given(objects, layouts, paths)
def test_deleting_means_the_same_as_deleting_from_the_data(
    data: dict[str, Any], layout: dict[str, Any], path: tuple[str, ...]
) -> None:
    text = json.dumps(data, **layout)
    wanted = copy.deepcopy(data)
    parent = walk(wanted, path, make=False)
    if parent is None or path[-1] not in parent:
        assert delete(text, path) == text
        return
    del parent[path[-1]]
    assert json.loads(delete(text, path)) == wanted


@given(objects, layouts, paths, values)
def test_a_member_put_in_and_taken_out_again_leaves_the_text_as_it_was(
    data: dict[str, Any], layout: dict[str, Any], path: tuple[str, ...], value: object
) -> None:
    data = {**data, "fresh": {"kept": 1}}
    text = json.dumps(data, **layout)
    assert delete(set_value(text, ("fresh", *path[-1:]), value), ("fresh", *path[-1:])) == text


@given(objects, layouts, values)
def test_replacing_a_value_moves_no_character_outside_it(
    data: dict[str, Any], layout: dict[str, Any], value: object
) -> None:
    text = json.dumps({"before": data, "here": 0, "after": data}, **layout)
    start, end = text.index('"here"'), text.rindex('"after"')
    edited = set_value(text, ("here",), value)
    assert edited.startswith(text[:start])
    assert edited.endswith(text[end:])


@given(values, layouts)
def test_the_raw_text_of_a_value_goes_in_and_comes_out_unchanged(value: object, layout: dict[str, Any]) -> None:
    raw = json.dumps(value, **layout)
    assert get_raw(set_raw(CONFIG, ("mcpServers", "new", "deep"), raw), ("mcpServers", "new", "deep")) == raw
    assert get_raw(CONFIG, ("mcpServers", "gone")) is None


def test_a_new_member_copies_the_layout_of_its_siblings() -> None:
    edited = set_value(CONFIG, ("mcpServers", "git"), {"command": "uvx"})
    assert edited == CONFIG.replace('"server"]}\r\n', '"server"]},\r\n\t\t"git": {"command": "uvx"}\r\n')


def test_a_new_member_of_an_empty_object_gets_lines_of_its_own_where_the_document_has_lines() -> None:
    assert set_value('{\n    "tools": {}\n}', ("tools", "a"), 1) == '{\n    "tools": {\n        "a": 1\n    }\n}'
    assert set_value('{"tools":{}}', ("tools", "a"), {"b": [1, 2]}) == '{"tools":{"a":{"b":[1,2]}}}'
    assert set_value("{}", ("a",), 1) == '{\n  "a": 1\n}'


def test_items_of_arrays_can_be_set_appended_and_deleted() -> None:
    assert set_value(CONFIG, ("numbers", 1), 2) == CONFIG.replace("1e3", "2")
    assert set_value(CONFIG, ("numbers", 2), 3) == CONFIG.replace("1e3]", "1e3, 3]")
    assert delete(CONFIG, ("numbers", 0)) == CONFIG.replace("1.50, ", "")
    with pytest.raises(NotJson, match="no place for 9"):
        set_value(CONFIG, ("numbers", 9), 3)


def test_of_two_members_with_one_name_the_last_is_edited_and_both_are_deleted() -> None:
    text = '{"a": 1, "b": 2, "a": 3}'
    assert set_value(text, ("a",), 4) == '{"a": 1, "b": 2, "a": 4}'
    assert delete(text, ("a",)) == '{"b": 2}'


def test_text_that_utf8_cannot_hold_stays_escaped() -> None:
    assert set_value("{}", ("a",), "\ud800ü").encode() == b'{\n  "a": "\\ud800\\u00fc"\n}'


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("", "line 1, column 1"),
        ('{\n  "a": 1,\n}', "line 3, column 1"),
        ('{\n  // no\n  "a": 1}', "line 2, column 3"),
        ('{"a": NaN}', "line 1, column 7"),
        ('{"a": 01}', "line 1, column 7"),
        ('{"a": 1} x', "line 1, column 10"),
        ('\ufeff{"a" 1}', "line 1, column 6"),
        ('{"a": "b\n"}', "line 1, column 7"),
        ("[" * 100_000, "nested more than 200 levels"),
        ("[1 2]", '"," or "]" was expected'),
        ('{"a": 1', 'the text ends before the "}"'),
    ],
)
def test_what_is_no_strict_json_is_refused_with_its_place(text: str, place: str) -> None:
    with pytest.raises(NotJson, match=place):
        set_value(text, ("a",), 1)


def test_the_whole_document_can_be_set_but_not_deleted() -> None:
    assert set_value("[1]", (), {"a": 1}) == '{"a": 1}'
    with pytest.raises(ValueError, match="whole document"):
        delete("[1]", ())
