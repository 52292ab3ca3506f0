"""What a notification says, and which answers it offers."""

from __future__ import annotations

import pytest
from callgate_desktop import notices
from callgate_desktop.changes import Change
from callgate_desktop.notices import ALLOW, DENY, OPEN
from callgate_desktop.view import Facts, Loss, Server, Tool
from questions import case

LOW = Tool("read_file", "ask", risk="Low", because="Low, gets")
FACTS = Facts(servers=(Server("filesystem", (LOW, Tool("rm", "ask", risk="Critical", because="Critical, deletes"))),))
CHANGED = Change("filesystem", "npx", "tool", "read_file", "m", "changed", "The tool “read_file”")


def said(facts: Facts = FACTS, waiting: int = 1, **changed: object) -> notices.Notice:
    return notices.question("q", case(**{"tool": "read_file", **changed}), waiting, facts)


def test_it_says_who_wants_what_with_which_risk() -> None:
    notice = said(waiting=3)
    assert notice.title == "read_file on filesystem: Low risk"
    assert notice.body == (
        'Claude Desktop wants to run it.\n{"path": "/home/ada/todo.md"}\nRisk: Low, gets\n2 other calls waiting.'
    )
    assert said(tool="unheard_of").title == "unheard_of on filesystem: risk not known"


def test_allow_is_offered_for_a_harmless_call_that_is_shown_whole() -> None:
    assert said().actions == (DENY, OPEN, ALLOW)
    assert said(args={}).actions == (DENY, OPEN, ALLOW)


@pytest.mark.parametrize(
    "changed",
    [
        {"tool": "rm"},
        {"tool": "unheard_of"},
        {"server": "another"},
        {"method": "resources/read"},
        {"rule": "/checks/instruction"},
        {"rule": "/servers/filesystem/checks/x"},
        {"rule": ""},
        {"rule": "/mode/paused"},
        {"args": {"path": "/" + "x" * 300}},
        {"args": {"path": "/a\u202egnp.exe"}},
        {"args": {"path": "a\nb\u200b"}},
        {"args": {"password": "hunter2"}},
        {"facts": Facts()},
        {"facts": Facts(servers=FACTS.servers, changes=(CHANGED,))},
        {"facts": Facts(servers=(Server("filesystem", (Tool("read_file", "ask"),)),))},
    ],
)
def test_allow_is_offered_for_nothing_else(changed: dict[str, object]) -> None:
    notice = said(**changed)  # pyright: ignore[reportArgumentType]
    assert notice.actions == (DENY, OPEN)


def test_a_start_that_differs_is_named_and_looked_at_never_allowed_from_the_notice() -> None:
    told = said(method="start", tool="", args={"was": {}, "now": {}}, rule="/tools/x")
    assert (told.title, told.actions) == ("filesystem would start otherwise", (notices.DENY, notices.OPEN))
    assert "Look at what changed" in told.body
    assert "{" not in told.body


def test_secrets_are_masked() -> None:
    assert "hunter2" not in said(args={"password": "hunter2"}).body


@pytest.mark.parametrize(
    "name",
    ["<b>safe</b>", "a&lt;b", '<img src="file:///x">', "<a href='x'>", "a\nAllowed by Callgate", "\u202eevil\x1b[1m"],
)
def test_hostile_names_are_text_and_stay_on_their_line(name: str) -> None:
    notice = said(tool=name, server=name, client=name, args={name: name})
    for text in (notice.heading, notice.marked(markup=False)):
        assert not set("<>&") & set(text)
    marked = notice.marked(markup=True)
    assert not set('<>"') & set(marked)
    assert "\n" not in notice.title
    assert len(notice.body.split("\n")) == 2
    assert not {"\u202e", "\x1b"} & set(notice.title + notice.body)


def test_long_names_and_arguments_are_cut() -> None:
    notice = said(tool="t" * 10_000, server="s" * 10_000, client="c" * 10_000, args={"a" * 10_000: "b" * 1_000_000})
    assert len(notice.title) < 200
    assert len(notice.body) < 400


def test_news_is_what_the_facts_before_did_not_say() -> None:
    loss = Loss("Kiro", "/k.json", ("fs",), (), ())
    now = Facts(changes=(CHANGED,), losses=(loss,), starts=("New: x.",), widened="It allows more.", widened_name="n")
    found = notices.news(Facts(), now)
    assert [one.opens for one in found] == [
        *(("policy", ""), ("protect", "/k.json"), ("protect", ""), ("pins", "filesystem"))
    ]
    assert all(one.actions == (OPEN,) for one in found)
    assert notices.news(now, now) == []
    assert found[3].body.startswith("1 changed tool of filesystem")
