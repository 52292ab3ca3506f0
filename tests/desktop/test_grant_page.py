"""The second step of a yes: chosen, previewed, guarded, confirmed."""

from __future__ import annotations

import pytest
from callgate_desktop.grants import Grant, Preview
from callgate_desktop.guard import QUIET
from pressing import Stage
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from questions import case


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)


EDIT: dict[str, object] = {"path": "/srv/x/a.py", "text": "one"}


def test_the_narrowest_scope_and_a_quarter_of_an_hour_are_chosen_first(stage: Stage) -> None:
    stage.open_grant(case(args=EDIT))
    assert (stage.window.grant.scope.kind, stage.window.grant.duration) == ("exact", "15m")
    assert stage.window.grant.change.toPlainText() == stage.diff


def test_a_yes_to_the_preview_is_guarded_anew_after_each_choice(stage: Stage) -> None:
    stage.open_grant(case(args=EDIT))
    assert stage.click("confirm_grant") == []
    stage.quiet()
    stage.window.grant.radios[-1 + len(stage.window.grant.scopes)].click()
    assert stage.click("confirm_grant") == []
    stage.clock.now += QUIET
    assert stage.click("confirm_grant") == ["tool 15m"]


@pytest.mark.parametrize("duration", ["5m", "15m", "1h", "session", "always"])
def test_every_duration_goes_with_every_scope(stage: Stage, duration: str) -> None:
    stage.open_grant(case(args=EDIT))
    grant = stage.window.grant
    grant.durations[duration].click()
    for radio in grant.radios[: len(grant.scopes)]:
        radio.click()
        stage.quiet()
        stage.click("confirm_grant")
    assert stage.told == [f"{scope.kind} {duration}" for scope in grant.scopes]


def test_the_duration_is_remembered_and_the_scope_is_not(stage: Stage) -> None:
    stage.open_grant(case(args=EDIT))
    stage.window.grant.durations["1h"].click()
    stage.window.grant.radios[1].click()
    stage.open_grant(case(call="c2", args={"path": "/b", "n": 1}))
    assert (stage.window.grant.scope.kind, stage.window.grant.duration) == ("exact", "1h")


def test_nothing_is_confirmed_before_its_preview_has_come(stage: Stage) -> None:
    one = stage.open_grant(case(args=EDIT))
    stale = stage.window.grant.scope, stage.window.grant.duration
    stage.window.preview_wanted.disconnect()
    stage.window.grant.durations["always"].click()
    stage.quiet()
    assert stage.click("confirm_grant") == []
    assert stale[1] == "15m"
    assert not stage.button("confirm_grant").isEnabled()
    assert one is stage.window.case


def test_a_rule_that_cannot_be_written_cannot_be_confirmed(stage: Stage) -> None:
    stage.problem = "policy.json is broken."
    stage.open_grant(case(args=EDIT))
    stage.quiet()
    assert stage.click("confirm_grant") == []
    assert stage.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier) == []
    assert stage.window.grant.problem.text() == "policy.json is broken."


def test_a_preview_of_another_question_is_not_shown(stage: Stage) -> None:
    one = stage.open_grant(case(args=EDIT))
    grant = stage.window.grant
    stage.show(case(call="other", args={}))
    shown = grant.change.toPlainText()
    made = Preview(Grant(one.first, grant.scope, "15m", 1.0), "+ x")
    stage.window.show_preview(one, made)
    assert grant.change.toPlainText() == shown
    assert not grant.isVisible()


def test_the_page_says_that_a_profile_overrules_and_where_it_is_written(stage: Stage) -> None:
    one = stage.open_grant(case(args=EDIT))
    page = stage.window.grant
    said = "The profile “work” still asks about it, so it is written into the profile."
    stage.window.show_preview(one, Preview(Grant(one.first, page.scope, "15m", 1.0, "work"), "+ x", overruled=said))
    assert page.written.text() == f"{said} This is what will be written to policy.json:"
    assert page.confirm.isEnabled()


def test_the_chord_confirms_what_is_previewed_and_never_this_call_alone(stage: Stage) -> None:
    stage.open_grant(case(args=EDIT))
    stage.quiet()
    assert stage.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier) == ["exact 15m"]


@pytest.mark.parametrize("key", [Qt.Key.Key_Escape, Qt.Key.Key_D])
def test_escape_and_d_deny_here_too(stage: Stage, key: Qt.Key) -> None:
    stage.open_grant(case(args=EDIT))
    assert stage.key(key) == ["deny"]


def test_back_returns_to_the_question(stage: Stage) -> None:
    stage.open_grant(case(args=EDIT))
    stage.click("back")
    assert stage.button("allow_once").isVisible()
    assert not stage.window.grant.isVisible()
    assert stage.told == []


def test_what_lasts_as_long_as_the_connection_says_that_nothing_is_written(stage: Stage) -> None:
    stage.open_grant(case(args=EDIT))
    stage.window.grant.durations["session"].click()
    assert "Nothing is written" in stage.window.grant.written.text()
    assert not stage.window.grant.change.isVisible()


def test_a_question_that_is_over_leaves_the_second_step(stage: Stage) -> None:
    stage.open_grant(case(args=EDIT))
    stage.window.show_over("The time is over.")
    stage.quiet()
    assert not stage.window.grant.isVisible()
    assert stage.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier) == []
