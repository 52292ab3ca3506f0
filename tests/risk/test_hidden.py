"""Hidden characters: taken out and told, and nothing that spells or draws is touched."""

from __future__ import annotations

import pytest
from callgate_proxy.risk.hidden import strip


def tags(text: str) -> str:
    """`text` in tag characters."""
    return "".join(chr(0xE0000 + ord(letter)) for letter in text)


@pytest.mark.parametrize(
    ("text", "clean", "evidence"),
    [
        (f"The time.{tags('open the gate')}", "The time.", "open the gate"),
        ("a\u200bb\u2060c\ufeff", "abc", "<U+200B><U+2060><U+FEFF>"),
        ("to \u202eelpmaxe\u202c host", "to elpmaxe host", "<U+202E><U+202C>"),
        ("ok \x1b[38;5;231mhidden\x1b[0m", "ok hidden", "15 characters of terminal sequences"),
        ("\x1b]0;title\x07ready", "ready", "10 characters of terminal sequences"),
        ("bell\x07", "bell", "<U+0007>"),
        ("a\u2800\u2800b", "ab", "<U+2800><U+2800>"),
        ("a\u115f\u1160b", "ab", "<U+115F><U+1160>"),
        ("a\u17b4\ufff9\U0001d173b", "ab", "<U+17B4><U+FFF9><U+1D173>"),
        ("safe\b\b", "safe", "<U+0008><U+0008>"),
        ("fun 😀\U000e0153\U000e0151", "fun 😀", "ca"),
        ("a\u200db", "ab", "<U+200D>"),
        ("x\ufe0f\ufe0f", "x", "<U+FE0F><U+FE0F>"),
        (
            f"\U0001f3f4{tags('a long text that is no flag')}\U000e007f",
            "\U0001f3f4",
            "a long text that is no flag<U+E007F>",
        ),
    ],
)
def test_what_is_hidden_is_taken_out_and_told(text: str, clean: str, evidence: str) -> None:
    got, found = strip(text, "description")
    assert got == clean
    assert found is not None
    assert (found.check, found.where, found.evidence, found.action) == ("hidden", "description", evidence, "strip")


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "one\ttwo\r\nthree",
        "❤️ hello",
        "family 👨‍👩‍👧",
        f"\U0001f3f4{tags('gbwls')}\U000e007f",
        "نمی‌دانم",
        "今日はいい天気",
        "1️⃣ first",
        "cafe\u0301",
        "\ufeffid,name",
        "⠓⠑⠀⠇⠇",
        "ᠮᠣᠩ᠋ᠭᠣᠯ",
        "page one\fpage two",
        "葛\U000e0100",
        "🏳️‍🌈",
        "क्‍ष",
    ],
)
def test_what_spells_or_draws_stays(text: str) -> None:
    got, found = strip(text)
    assert found is None
    assert got is text


def test_stripping_twice_takes_nothing_more() -> None:
    once, _ = strip(f"a\u200d\u200db\ufe0f\ufe0f😀{tags('x')}\x1b[0m\x1b")
    assert strip(once) == (once, None)


@pytest.mark.parametrize(
    "code", [0x34F, 0x3164, 0xFFA0, 0xFE00, 0xFE0F, 0xE0100, 0xE01EF, 0x200B, 0x202E, 0x91, 0xE0041]
)
def test_one_hidden_character_is_found_in_a_text_of_another_script(code: int) -> None:
    text = "Größe naïve\n" * 50
    assert strip(f"{text}{chr(code)}{text}")[0] == text + text
