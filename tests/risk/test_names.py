"""Names that pass for others; and names that are only foreign, odd or common, which nobody must be bothered with."""

from __future__ import annotations

import pytest
from callgate_proxy.risk import names
from callgate_proxy.risk.names import Neighbours

THEIRS = {"read_file": [("fs", 1.0)], "send_email": [("mail", 1.0)], "search": [("exa", 1.0)]}


@pytest.mark.parametrize(
    ("name", "rule"),
    [
        ("reаd_file", "look-alike"),  # Cyrillic а
        ("ｒｅａｄ", "look-alike"),
        ("delete‐file", "look-alike"),  # a hyphen that is none
        ("read_file\u200b", "invisible"),
        ("read\u00a0file", "invisible"),
        ("read\u202efile", "invisible"),
        ("read\nfile", "invisible"),
        ("read_file ", "invisible"),
        ("read_fi\u0307le", "look-alike"),
        ("t\U000e0061", "invisible"),
    ],
)
def test_a_name_with_hidden_or_foreign_letters_in_it_is_withheld(name: str, rule: str) -> None:
    (found,) = names.spelled(name)
    assert (found.check, found.rule, found.action) == ("names", rule, "block")


@pytest.mark.parametrize("name", ["read_file", "Summarize Detection", "größe", "检索", "поиск", "a.b/c-d", "検索する"])
def test_a_name_that_is_what_it_looks_like_is_left_alone(name: str) -> None:
    assert names.spelled(name) == []


@pytest.mark.parametrize("name", ["de1ete_fi1e", "Iist", "0pen"])
def test_a_digit_for_a_letter_of_an_older_tool_is_asked_about(name: str) -> None:
    older = {"delete_file": [("fs", 1.0)], "list": [("fs", 1.0)], "open": [("fs", 1.0)]}
    (found,) = Neighbours(older, prefixed=True).of(name, 2.0)
    assert (found.rule, found.action) == ("look-alike", "ask")


def test_words_that_only_share_their_shape_are_two_words() -> None:
    assert Neighbours({"mail": [("a", 1.0)], "Lssue": [("a", 1.0)]}, prefixed=False).of("mall", 2.0) == []
    assert names.among(["mail", "mall"], set()) == {}


def test_the_same_name_on_two_servers_matters_only_where_the_client_mixes_them_up() -> None:
    assert Neighbours(THEIRS, prefixed=True).of("send_email", 2.0) == []
    (found,) = Neighbours(THEIRS, prefixed=False).of("send_email", 2.0)
    assert (found.rule, found.action) == ("collision", "ask")
    assert "“mail”" in found.text


def test_a_common_name_for_reading_is_only_noted() -> None:
    assert [one.action for one in Neighbours(THEIRS, prefixed=False).of("search", 2.0)] == ["flag"]


def test_the_older_of_two_is_not_the_one_that_is_asked_about() -> None:
    assert Neighbours(THEIRS, prefixed=False).of("send_email", 0.5) == []


def test_a_case_variant_of_another_servers_tool_is_a_collision() -> None:
    (found,) = Neighbours(THEIRS, prefixed=False).of("Send_Email", 2.0)
    assert (found.rule, found.action) == ("collision", "ask")


def test_in_one_list_case_is_noted_and_a_digit_for_a_letter_asked_about() -> None:
    found = names.among(["getUser", "getuser", "list", "1ist", "other"], set())
    assert {name: one[0].action for name, one in found.items()} == {"getuser": "flag", "1ist": "ask"}


@pytest.mark.parametrize(
    ("name", "found"), [("Bash", 1), ("run_in_terminal", 1), ("bash_history", 0), ("delete_file", 0)]
)
def test_the_names_of_the_clients_own_tools_are_asked_about(name: str, found: int) -> None:
    assert [one.action for one in names.mimics(name)] == ["ask"] * found
