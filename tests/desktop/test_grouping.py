"""Many tools in groups that a menu can show."""

from __future__ import annotations

from callgate_desktop.grouping import FEW, OTHER, grouped
from callgate_desktop.view import Tool
from hypothesis import given
from hypothesis import strategies as st


def names(*names: str, risk: str = "") -> list[Tool]:
    return [Tool(name, "ask", risk=risk) for name in names]


def test_few_tools_stand_together_by_name() -> None:
    assert grouped(names("b", "A", "c")) == [("", names("A", "b", "c"))]


def test_many_tools_stand_by_the_first_word_of_their_names() -> None:
    tools = names(*(f"git_{n}" for n in range(10)), *(f"fileRead{n}" for n in range(10)), "solo", "mail_a", "mail_b")
    groups = grouped(tools)
    assert [heading for heading, _ in groups] == ["file…", "git…", OTHER]
    assert [tool.name for tool in groups[2][1]] == ["mail_a", "mail_b", "solo"]


def test_known_risks_come_first_the_worst_at_the_top() -> None:
    tools = [*names(*"abcdefghij", risk="low"), *names(*"klmnopqrst", risk="Critical"), *names("u")]
    assert [heading for heading, _ in grouped(tools)] == ["Critical", "Low", OTHER]


@given(st.lists(st.text(max_size=12), max_size=400, unique=True), st.booleans())
def test_every_tool_is_in_one_group_and_no_group_is_large(held: list[str], risky: bool) -> None:
    groups = grouped(names(*held, risk="high" if risky else ""))
    assert sorted(tool.name for _, tools in groups for tool in tools) == sorted(held)
    assert all(len(tools) <= FEW for _, tools in groups)
