"""`callgate policy profile`, `accept` and `strict`: what may allow more needs a person at a terminal."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from callgate_proxy import cli
from callgate_proxy.clients import Places
from callgate_proxy.home import Home
from callgate_proxy.policy import beside, confirming, store

PROFILES: dict[str, object] = {"work": {"tools": {"read": {}}}, "quiet": {"default": "deny"}}
POLICY = json.dumps({"version": "1", "default": "ask", "profiles": PROFILES}, indent=2)
WIDER = POLICY.replace('"ask"', '"allow"')
Says = Callable[..., tuple[int, str]]


class Terminal(io.StringIO):
    """A person at a keyboard."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def says(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Says:
    """Runs a command: (exit code, all it says). `answer`: what a person types; None: there is no terminal."""
    store.save(home, POLICY)
    places = Places(str(tmp_path), "", "", str(tmp_path / ".config"), "linux", processes=list)

    def run(*words: str, answer: str | None = None) -> tuple[int, str]:
        monkeypatch.setattr(sys, "stdin", io.StringIO() if answer is None else Terminal(answer))
        code = cli.main([*words], places)
        told = capsys.readouterr()
        return code, told.out + told.err

    return run


def why(says: Says, tool: str, *more: str) -> str:
    code, told = says("policy", "why", "--server", "fs", "--tool", tool, *more)
    assert code == 0
    return told.splitlines()[0]


def test_a_profile_is_chosen_after_a_yes_and_named_by_why(home: Home, says: Says) -> None:
    assert says("policy", "profile", "work")[0] == 2
    assert says("policy", "profile", "work", answer="n\n")[0] == 2
    assert beside.chosen(home, "").name is None
    assert says("policy", "profile", "work", answer="y\n") == (
        0,
        "Put “work” in force? [y/N]   quiet\n* work\nChosen by hand.\n",
    )
    assert why(says, "read") == "allow  by /profiles/work/tools/read (policy.json:7:9), profile work"
    assert why(says, "read", "--profile", "") == "ask  by /default (policy.json:3:3)"
    assert why(says, "read", "--profile", "quiet").startswith("deny  by /profiles/quiet/default")
    assert says("policy", "profile", "--auto", answer="y\n")[1].endswith("None is in force, chosen by the folder.\n")
    assert beside.chosen(home, "").name is None
    says("policy", "profile", "--none", answer="y\n")
    assert beside.chosen(home, "").name == ""


def test_a_profile_that_is_not_there_is_an_error_that_names_those_that_are(says: Says) -> None:
    code, told = says("policy", "profile", "wrok", answer="y\n")
    assert code == 2
    assert "no profile “wrok”. It has: quiet, work." in told
    assert says("policy", "why", "--server", "s", "--tool", "t", "--profile", "wrok")[0] == 2


def test_the_status_names_the_profile_strict_mode_and_what_allows_more(home: Home, says: Says) -> None:
    says("policy", "profile", "quiet", answer="y\n")
    says("policy", "strict", "on")
    Path(home.policy).write_text(WIDER)
    code, told = says("status")
    assert code == 1
    assert "Profile quiet" in told
    assert "Strict  on" in told
    assert "! policy.json would allow more: other tools (ask before, allow now)" in told
    assert "callgate policy accept" in told


def test_accept_shows_what_waits_and_needs_a_terminal(home: Home, says: Says) -> None:
    assert says("policy", "accept") == (0, "Nothing waits: policy.json allows no more than was confirmed.\n")
    says("policy", "strict", "on")
    Path(home.policy).write_text(WIDER)
    code, told = says("policy", "accept")
    assert code == 2
    assert "allows more: other tools (ask before, allow now)" in told
    assert '+  "default": "allow"' in told
    assert "there is no terminal to ask on" in told
    assert confirming.confirmed_text(home) == POLICY
    assert says("policy", "accept", answer="y\n")[0] == 0
    assert confirming.confirmed_text(home) == WIDER


def test_strict_mode_is_turned_on_freely_and_off_after_a_yes(home: Home, says: Says) -> None:
    assert says("policy", "strict")[1].startswith("Strict mode is off")
    assert says("policy", "strict", "on")[1].startswith("Strict mode is on")
    assert says("policy", "strict", "off")[0] == 2
    assert confirming.is_strict(home)
    assert says("policy", "strict", "off", answer="y\n")[0] == 0
    assert not confirming.is_strict(home)


def test_strict_mode_needs_a_policy_to_begin_with(home: Home, says: Says) -> None:
    Path(home.policy).write_text("{broken")
    assert says("policy", "strict", "on")[0] == 2
    assert not confirming.is_strict(home)


def test_why_says_that_something_waits(home: Home, says: Says) -> None:
    says("policy", "strict", "on")
    Path(home.policy).write_text(WIDER)
    assert "the stricter of it and the confirmed policy holds" in why(says, "read")
