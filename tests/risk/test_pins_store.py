"""The pins of a home: what a listing may change, and what only a person may."""

from __future__ import annotations

from pathlib import Path

import pytest
from callgate_proxy import pinstore
from callgate_proxy.errors import StateError
from callgate_proxy.home import Home
from callgate_proxy.pinstore import accept, everything, forget, load, record
from callgate_proxy.risk import pins
from callgate_proxy.risk.pins import ACCEPTED, CHANGED, NEW, PINNED, TOOL, Listing, Sighting
from callgate_proxy.risk.pins_shown import Pin, difference
from callgate_proxy.screens import LOOK_EVERY, Screens
from callgate_proxy.state import State

COMMAND = ["npx", "fs", "/home"]


def seen(name: str = "a", description: str = "A.", doubts: list[str] | None = None) -> Sighting:
    return Sighting(TOOL, name, pins.form(TOOL, {"name": name, "description": description}), doubts)


def lists(home: Home, *sightings: Sighting, command: list[str] = COMMAND, gone: list[str] | None = None) -> None:
    """What a session that saw such a list notes."""
    first = load(home, "fs", pins.fingerprint(command)).first_sight(TOOL)
    record(home, "fs", command, [Listing(TOOL, list(sightings), first, gone or [])], 10.0)


def standings(home: Home) -> dict[str, str]:
    return {pin.name: pin.standing for pin in everything(home)}


def only(home: Home) -> Pin:
    (pin,) = everything(home)
    return pin


def test_first_sight_pins_and_what_comes_later_is_new(home: Home) -> None:
    lists(home, seen("a"))
    lists(home, seen("a"), seen("b"))
    assert standings(home) == {"a": PINNED, "b": NEW}
    assert only_shown(home) == '["npx","fs","/home"]'


def only_shown(home: Home) -> str:
    (shown,) = {pin.shown for pin in everything(home)}
    return shown


def test_a_change_is_kept_beside_the_pin_until_a_person_takes_it_in(home: Home) -> None:
    lists(home, seen())
    lists(home, seen(description="Evil."))
    pin = only(home)
    assert (pin.standing, pin.waits) == (CHANGED, True)
    assert "-description: A." in difference(pin)
    assert "+description: Evil." in difference(pin)
    assert accept(home, [pin], 20.0) == 1
    assert (only(home).standing, only(home).fresh_form, only(home).waits) == (ACCEPTED, "", False)
    lists(home, seen())
    assert only(home).standing == CHANGED


def test_a_server_that_changes_back_is_as_before(home: Home) -> None:
    lists(home, seen())
    lists(home, seen(description="Evil."))
    lists(home, seen())
    assert (only(home).standing, only(home).waits) == (PINNED, False)


def test_what_changed_again_since_it_was_shown_is_not_accepted(home: Home) -> None:
    lists(home, seen())
    lists(home, seen(description="Worse."))
    shown = only(home)
    lists(home, seen(description="Evil."))
    assert accept(home, [shown], 20.0) == 0
    assert only(home).standing == CHANGED


def test_a_tool_that_is_gone_keeps_its_pin_and_is_compared_when_it_returns(home: Home) -> None:
    lists(home, seen("a"))
    lists(home, gone=["a"])
    assert only(home).gone == 10.0
    lists(home, seen("a", "Evil."))
    assert (only(home).gone, only(home).standing) == (None, CHANGED)


def test_a_new_tool_that_changes_is_changed_and_shown_whole(home: Home) -> None:
    lists(home, seen("a"))
    lists(home, seen("b"))
    lists(home, seen("b", "Evil."))
    assert standings(home)["b"] == CHANGED
    assert "-description" not in difference(everything(home)[1])


def test_a_tool_allowed_for_good_is_taken_in_and_a_changed_one_is_not(home: Home) -> None:
    lists(home, seen("a"))
    lists(home, seen("a", "Evil."), seen("b"))
    for name in "ab":
        pinstore.accept_tool(home, "fs", name, 20.0)
    assert standings(home) == {"a": CHANGED, "b": ACCEPTED}


def test_another_program_of_the_same_name_is_known_by_what_it_says(home: Home) -> None:
    lists(home, seen("a"), seen("b"))
    other = ["/usr/bin/npx", "fs", "/srv"]
    lists(home, seen("a"), seen("b", "Evil."), command=other)
    mine = pins.fingerprint(other)
    assert {pin.name: pin.standing for pin in everything(home) if pin.command == mine} == {"a": PINNED, "b": NEW}
    assert {pin.name: pin.standing for pin in everything(home) if pin.command != mine} == {"a": PINNED, "b": PINNED}


def test_what_is_doubted_waits_although_it_is_as_pinned(home: Home) -> None:
    lists(home, seen(doubts=["Its name passes for another."]))
    assert (only(home).standing, only(home).waits) == (PINNED, True)
    accept(home, [only(home)], 20.0)
    assert not only(home).waits


def test_forgetting_makes_the_next_list_a_first_sight(home: Home) -> None:
    lists(home, seen())
    assert forget(home, "fs") == 1
    lists(home, seen(description="Evil."))
    assert standings(home) == {"a": PINNED}


def test_a_server_cannot_make_up_names_without_end(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pinstore, "MOST", 2)
    lists(home, seen("a"), seen("b"), seen("c"))
    assert standings(home) == {"a": PINNED, "b": PINNED}
    assert load(home, "fs", pins.fingerprint(COMMAND)).standing(TOOL, "c", "m") == NEW


def test_a_command_line_is_kept_without_its_secrets(home: Home) -> None:
    lists(home, seen(), command=["npx", "fs", "--key", "ghp_" + "x" * 36])
    assert "x" * 36 not in only(home).shown


def test_counters_and_pins_share_the_file(home: Home) -> None:
    state = State(home)
    state.saw_tools("fs", [{"name": "a"}], 1.0)
    lists(home, seen())
    assert [tool.name for tool in state.tools()["fs"]] == ["a"]
    state.close()


class Clock:
    """Every look is a good while after the one before."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += LOOK_EVERY
        return self.now


def screens(home: Home) -> Screens:
    return Screens(home, "cursor", "fs", COMMAND, Clock())


def test_between_two_looks_no_file_is_touched(home: Home) -> None:
    running = Screens(home, "cursor", "fs", COMMAND, lambda: 1.0)
    assert running.current() is None
    lists(home, seen())
    assert running.current() is None


def test_a_home_without_pins_opens_nothing_for_a_call(home: Home) -> None:
    assert screens(home).current() is None
    assert not Path(home.root).exists()


def test_an_acceptance_reaches_a_running_session_at_its_next_look(home: Home) -> None:
    lists(home, seen())
    running = screens(home)
    lists(home, seen(description="Evil."))
    screen = running.current()
    assert screen is not None
    assert screen.withholds("a")
    accept(home, everything(home), 20.0)
    assert running.current() is screen
    assert not screen.withholds("a")


def test_pins_that_cannot_be_read_are_asked_about_until_they_can(home: Home) -> None:
    lists(home, seen())
    good = Path(home.state).read_bytes()
    Path(home.state).write_bytes(b"no database, but long enough to be looked at as one" * 100)
    running = screens(home)
    screen = running.current()
    assert screen is not None
    assert not screen.withholds("a")
    with pytest.raises(StateError, match="pins"):
        everything(home)
    assert "cannot be used for the pins" in str(running.record([], 10.0))
    Path(home.state).write_bytes(good)
    assert running.current() is screen
    assert "cannot" not in str(running.record([], 10.0))


def test_a_change_that_the_eye_cannot_see_shows_in_the_difference(home: Home) -> None:
    lists(home, seen())
    lists(home, seen(description="A.\u200b"))
    assert "+description: A.‹U+200B›" in difference(only(home))


def test_a_number_for_a_text_shows_in_the_difference(home: Home) -> None:
    def told(default: object) -> Sighting:
        return Sighting(TOOL, "a", pins.form(TOOL, {"name": "a", "inputSchema": {"default": default}}))

    lists(home, told("1"))
    lists(home, told(1))
    assert '-inputSchema.default: "1"' in difference(only(home))
    assert "+inputSchema.default: 1" in difference(only(home))
