"""What the tray shows, from plain facts."""

from __future__ import annotations

from math import inf

import pytest
from callgate_desktop import lines, view, words
from callgate_desktop.view import Facts, Guarded, Loss, Tool
from callgate_proxy.logread import Call
from questions import call_row, case, question

NOW = 10_000.0
GUARDED = (Guarded("claude-desktop", "fs", True),)
FINE = Facts(coverage=GUARDED)


def call(number: int = 1, ago: float = 0.0, **changes: object) -> Call:
    return Call(call_row(number, NOW - ago, **changes))


def answered(decision: str, how: str, ago: float = 0.0, **changes: object) -> Call:
    made = Call(call_row(1, NOW - ago, **{"verdict": "ask", **changes}))
    made.decision, made.how = decision, how
    return made


@pytest.mark.parametrize(
    ("facts", "waiting", "recent", "state"),
    [
        (FINE, 0, [], "fine"),
        (FINE, 1, [], "asking"),
        (Facts(mode="lockdown", coverage=GUARDED), 1, [], "asking"),
        (Facts(mode="lockdown", coverage=GUARDED), 0, [], "lockdown"),
        (Facts(mode="paused", coverage=GUARDED), 0, [call(verdict="deny")], "paused"),
        (FINE, 0, [call(verdict="deny")], "blocked"),
        (FINE, 0, [call(verdict="limit", ago=59)], "blocked"),
        (FINE, 0, [call(verdict="deny", ago=61)], "fine"),
        (FINE, 0, [call(verdict="allow"), call(verdict="hide", ago=5)], "blocked"),
        (FINE, 0, [answered("deny", "once")], "fine"),
        (Facts(coverage=GUARDED, problems=("policy.json: broken",)), 0, [], "blocked"),
        (Facts(), 0, [], "unprotected"),
        (Facts(coverage=(*GUARDED, Guarded("c", "git", False))), 0, [], "unprotected"),
        (Facts(coverage=(*GUARDED, Guarded("c", "web", False, "remote"))), 0, [], "fine"),
    ],
)
def test_the_icon_shows_the_first_state_that_holds(facts: Facts, waiting: int, recent: list[Call], state: str) -> None:
    assert view.state(facts, waiting, recent, NOW) == state


def test_the_tooltip_says_the_state_in_words() -> None:
    def tip(facts: Facts, waiting: int = 0, recent: tuple[Call, ...] = ()) -> str:
        return view.tooltip(facts, waiting, lambda: recent, NOW)

    assert tip(FINE) == "Callgate: 1 server guarded"
    assert tip(FINE, 2) == "Callgate: 2 calls waiting for you"
    assert tip(Facts()) == "Callgate: no server is guarded yet"
    assert tip(FINE, recent=(call(verdict="deny", tool="rm"),)) == "Callgate: denied rm on fs"
    paused = Facts(mode="paused", until=NOW + 90, coverage=GUARDED)
    assert tip(paused) == "Callgate: paused for 1 min 30 s more: calls pass unchecked"
    assert tip(paused, 1).endswith("paused for 1 min 30 s more: calls pass unchecked")
    assert "last good policy" in tip(Facts(coverage=GUARDED, problems=("x",)))
    assert "1 server not guarded" in tip(Facts(coverage=(*GUARDED, Guarded("c", "git", False))))


def test_the_menu_says_a_tools_setting_or_its_limit() -> None:
    assert lines.setting(Tool("read", "ask")) == "read   Ask"
    assert lines.setting(Tool("read", "limit", "10 a minute")) == "read   10 a minute"


def test_the_menu_says_how_many_identical_calls_wait() -> None:
    one = case()
    assert lines.waiting(one) == "write_file on filesystem"
    one.questions.append(question(call="c2"))
    assert lines.waiting(one) == "write_file on filesystem (×2)"
    late = case(late=True, deadline=inf)
    assert lines.waiting(late) == "write_file on filesystem, told to call again"


def test_the_history_counts_only_this_client_server_and_tool() -> None:
    mine = {"server": "filesystem", "tool": "write_file"}
    recent = [
        call(9, ago=1, **mine | {"tool": "other"}),
        call(8, ago=180, **mine),
        call(7, ago=200, **mine),
        answered("deny", "once", ago=300, **mine),
        call(6, ago=400, client="cursor", **mine),
    ]
    assert view.history(recent, case(call="waits"), NOW) == "Allowed 2 times, refused 1 time, last 3 min ago"
    assert view.history([], case(), NOW) == "First call of this tool."


def test_the_call_that_waits_is_not_its_own_history() -> None:
    waiting = call(1, verdict="ask", server="filesystem", tool="write_file")
    assert view.history([waiting], case(call="c1"), NOW) == "First call of this tool."


@pytest.mark.parametrize(
    ("made", "text", "meaning"),
    [
        (call(), "Allowed", "allow"),
        (call(verdict="limit"), "Limited", "limit"),
        (call(verdict="hide"), "Hidden", "hide"),
        (call(verdict="invalid"), "Invalid", "deny"),
        (call(verdict="ask"), "Asking", "ask"),
        (call(verdict="something new"), "Denied", "deny"),
        (answered("allow", "15m"), "Allowed for 15 min", "allow"),
        (answered("deny", "once"), "Denied by you", "deny"),
        (answered("deny", "no-tray"), "Refused: nobody to ask", "deny"),
        (answered("deny", "pending"), "Told to call again", "ask"),
        (answered("allow", "late"), "Allowed for the next try", "allow"),
        (answered("deny", "late"), "Denied by you", "deny"),
        (answered("deny", "flood"), "Refused: too many questions", "deny"),
    ],
)
def test_each_verdict_has_a_word_and_a_meaning(made: Call, text: str, meaning: str) -> None:
    assert (words.verdict(made), words.meaning(made)) == (text, meaning)


def test_a_long_or_hostile_name_is_cut_in_its_middle_and_spelled_out() -> None:
    assert words.short("a" * 10_000) == f"{'a' * 31}…{'a' * 31}"
    assert words.short("x\u202ey") == "x‹U+202E›y"


def test_times_and_sizes_are_short() -> None:
    assert [words.ago(s) for s in (0, 5, 65, 7200, 200_000)] == ["now", "5 s ago", "1 min ago", "2 h ago", "2 d ago"]
    assert [words.left(s) for s in (-1, 0.2, 59.5, 61)] == ["0 s", "1 s", "1 min 00 s", "1 min 01 s"]
    assert [words.size(n) for n in (None, 12, 2048, 3_500_000)] == ["", "12 B", "2.0 kB", "3.5 MB"]
    assert [words.millis(n) for n in (None, 1.234, 42.0, 12_000.0)] == ["", "1.2 ms", "42 ms", "12.0 s"]
    limits = [words.limit(10, 60.0), words.limit(5, 3600.0), words.limit(3, 30.0)]
    assert limits == ["10 a minute", "5 an hour", "3 in 30 s"]


def test_a_loss_is_told_kind_by_kind() -> None:
    loss = Loss("Cursor", "/c.json", ("a", "b"), ("c",), ("d",))
    assert view.loss_line(loss) == (
        "Cursor: The guard was taken off “a”, “b”. “c” went out of the file. New and not guarded: “d”."
    )
