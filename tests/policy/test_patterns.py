"""Regular expressions and globs: Python's meaning, in linear time."""

from __future__ import annotations

import re

import pytest
from callgate_proxy.policy import automaton, globs, patterns
from hypothesis import example, given, settings
from hypothesis import strategies as st

PATTERNS = [
    "",
    "abc",
    "^a.*c$",
    r"\bfoo\b",
    r"\Boo",
    "(a|b)*c",
    "a+?b",
    "x{0}y",
    "[^a-c]{2,4}x",
    "(a*)*$",
    "^$",
    r"\d+\.\d+",
    r"[\w.-]+@\w+",
    r"\Aab?\Z",
    "a$",
    r"a\Z",
    r"\s\S\W\D",
    "(?i)Hello",
    "(?i)[^k]z",
    "(?i:ab)C",
    "(?m)^x$",
    "(?s)a.b",
    "(?x) a  b # c",
    "(?P<name>a)(?:b|)c?",
    "[é-ü]|ſ",
]
texts = st.text(st.sampled_from("abcxyzKkſ1. _\nfoHELOhelo@-éü"), max_size=10)


def found(pattern: str, text: str) -> bool | None:
    return automaton.search(pattern, patterns.program(pattern), text)


@settings(deadline=None, max_examples=500)
@given(st.sampled_from(PATTERNS), texts)
@example("a$", "a\n")
@example("a$", "a\n\n")
@example("(?m)^x$", "a\nx\nb")
@example(r"\bfoo\b", "afoo foo")
def test_a_pattern_finds_what_pythons_own_engine_finds(pattern: str, text: str) -> None:
    assert found(pattern, text) == bool(re.search(pattern, text))


atoms = st.sampled_from(["a", "b", ".", "[ab]", "[^a]", r"\w", "^", "$", r"\b", ""])
expressions = st.recursive(
    atoms,
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda pair: f"{pair[0]}{pair[1]}"),
        st.tuples(inner, inner).map(lambda pair: f"(?:{pair[0]}|{pair[1]})"),
        st.tuples(inner, st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "*?"])).map(
            lambda pair: f"(?:{pair[0]}){pair[1]}"
        ),
    ),
    max_leaves=6,
)


@settings(deadline=None, max_examples=500)
@given(expressions, st.text(st.sampled_from("ab \n"), max_size=7))
def test_so_does_any_other_pattern(pattern: str, text: str) -> None:
    assert found(pattern, text) == bool(re.search(pattern, text))


@pytest.mark.parametrize(
    ("pattern", "why"),
    [
        ("(?=a)b", "linear time"),
        ("(?<!a)b", "linear time"),
        (r"(a)\1", "linear time"),
        ("(?>a+)b", "linear time"),
        ("a++b", "linear time"),
        ("(a)?(?(1)b|c)", "linear time"),
        ("(", "unterminated subpattern"),
        ("[[a]", "nested set"),
        (r"(?a)\w", "flags a and L"),
        ("a{501}", "500 times at most"),
        ("(?:ab){300}", "more than 500 steps"),
        ("(" * 2000, "no regular expression"),
    ],
)
def test_what_needs_going_back_or_is_none_is_refused(pattern: str, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        patterns.program(pattern)


def test_a_pattern_made_to_hang_an_engine_that_goes_back_is_answered() -> None:
    assert found("(a+)+$", "a" * 50_000 + "b") is False
    assert found("(.*a){12}", "a" * 11 + "b" * 5_000) is False


def test_a_text_too_long_for_its_machine_is_not_searched() -> None:
    assert found("a{100}b", "a" * 30_000) is None


@given(st.text(st.sampled_from("ab*?."), max_size=8), st.text(st.sampled_from("ab."), max_size=8))
def test_a_glob_is_a_pattern_of_stars_and_question_marks(pattern: str, text: str) -> None:
    plain = "".join({"*": ".*", "?": "."}.get(mark, re.escape(mark)) for mark in pattern)
    assert globs.matches(pattern, text) == bool(re.fullmatch(plain, text))


def test_a_glob_made_to_be_slow_is_answered() -> None:
    assert not globs.matches("a*" * 40 + "b", "a" * 5_000)
