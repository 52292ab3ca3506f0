"""Text from others, as the terminal and the windows show it."""

from __future__ import annotations

import pytest
from callgate_proxy.plain import plain
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    "text", ["read_file", "Datei öffnen (neu)", "ファイル", "日本語　全角", "مرحبا", "a ‹U+202E› b", "❤️", ""]
)
def test_visible_text_stays_as_it_is(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[2Jgone", "‹U+001B›[2Jgone"),
        ("safe\u202egnp.exe", "safe‹U+202E›gnp.exe"),
        ("one\ntwo\r", "one‹U+000A›two‹U+000D›"),
        ("a\u200bb\u2028c\x85d", "a‹U+200B›b‹U+2028›c‹U+0085›d"),
        ("hidden\U000e0041", "hidden‹U+E0041›"),
        ("blank\u3164\u2800", "blank‹U+3164›‹U+2800›"),
        ("lone\ud800", "lone‹U+D800›"),
    ],
)
def test_what_the_eye_cannot_see_is_spelled_out(text: str, shown: str) -> None:
    assert plain(text) == shown


def test_characters_the_caller_keeps_pass() -> None:
    assert plain("a\n\tb\x00", keep="\n\t") == "a\n\tb‹U+0000›"


@given(st.text(st.characters()))
def test_shown_text_is_one_printable_line_that_can_be_encoded(text: str) -> None:
    shown = plain(text)
    assert len(shown.splitlines()) <= 1
    assert shown.encode().decode() == shown
    assert plain(shown) == shown
