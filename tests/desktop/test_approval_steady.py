"""While a question is in view nothing moves under the mouse."""

from __future__ import annotations

import pytest
from callgate_desktop.asking import Case
from callgate_desktop.grants import Grant, Preview
from callgate_desktop.view import RISK, SAYS, Note, Told
from pressing import Stage
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot
from questions import case

EDIT: dict[str, object] = {"path": "/srv/x/a.py", "text": "one"}
LONG = "\n".join(f'+    "line {number}": true,' for number in range(60))
LATE = (
    Note(RISK, "Destructive: it removes what is there (delete), and it takes a path; " * 3, "deny", "Critical"),
    Note(SAYS, "“Delete a file for good”, it may destroy things, it reaches beyond this computer. " * 3, "muted"),
)


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)


def places(stage: Stage) -> dict[str, QRect]:
    """Where on the screen each button in view stands."""
    QApplication.processEvents()
    return {
        button.objectName(): QRect(button.mapToGlobal(QPoint(0, 0)), button.size())
        for button in stage.window.findChildren(QPushButton)
        if button.isVisible()
    }


def test_no_scope_and_no_duration_moves_a_button(stage: Stage) -> None:
    stage.diff = LONG
    stage.open_grant(case(args=EDIT))
    grant = stage.window.grant
    first = places(stage)
    assert {"confirm_grant", "back", "for_15m"} <= first.keys()
    for at, duration in enumerate(grant.durations.values()):
        for radio in grant.radios[: len(grant.scopes)]:
            stage.diff = "\n".join(LONG.splitlines()[: 1 + 9 * at])
            radio.click()
            duration.click()
            assert places(stage) == first


def test_a_preview_that_brings_a_problem_or_an_effect_moves_no_button(stage: Stage) -> None:
    stage.open_grant(case(args=EDIT))
    grant = stage.window.grant
    first = places(stage)
    stage.problem = "policy.json is broken at line 3, and this is a long story of why. " * 4
    grant.durations["always"].click()
    assert places(stage) == first
    shown = stage.window.case
    assert shown is not None
    made = Preview(grant_of(stage, shown), LONG, judged=900, spared=12, unknown=3, waiting=4)
    stage.window.show_preview(shown, made)
    assert "900" in grant.effect.text()
    assert places(stage) == first


def grant_of(stage: Stage, shown: Case) -> Grant:
    return Grant(shown.first, stage.window.grant.scope, stage.window.grant.duration, 1.0)


@pytest.mark.parametrize("args", [{}, EDIT, {f"key{number}": number for number in range(30)}])
def test_what_is_known_of_the_tool_comes_later_without_moving_the_answers(
    stage: Stage, args: dict[str, object]
) -> None:
    one = stage.show(case(args=args))
    first = places(stage)
    stage.window.show_case(one, 1, 1, Told("First call of this tool.", LATE))
    page = stage.window.page
    assert [value.text() for _, value in page.notes if value.isVisible()] == [note.text for note in LATE]
    assert places(stage) == first
    stage.window.show_case(one, 1, 3, Told("Allowed 2 times, last 3 min ago.", LATE))
    assert page.place.text() == "1 of 3"
    assert places(stage) == first


def test_a_yes_is_guarded_anew_when_more_becomes_known(stage: Stage) -> None:
    one = stage.show()
    stage.quiet()
    stage.window.show_case(one, 1, 1, Told("First call of this tool.", LATE))
    assert stage.click("allow_once") == []
    stage.quiet()
    assert stage.click("allow_once") == ["once"]


def test_the_way_back_and_the_way_to_a_reason_keep_the_question_s_buttons_in_place(stage: Stage) -> None:
    stage.show(case(args=EDIT))
    first = places(stage)
    stage.click("deny_why")
    refusing = places(stage)
    assert refusing["confirm_refuse"].bottom() >= first["deny"].top()
    assert stage.window.height() >= first["deny"].bottom() - stage.window.y()
    stage.click("refuse_back")
    assert places(stage) == first
    stage.quiet()
    stage.click("allow_for")
    stage.click("back")
    assert places(stage) == first


def test_a_question_that_is_over_leaves_its_one_button_where_it_was(stage: Stage) -> None:
    stage.show(case(args=EDIT))
    before = places(stage)["deny"]
    stage.window.show_over("The time is over: the call was refused. The client may call again.")
    assert places(stage)["deny"].topLeft() == before.topLeft()


def test_the_next_question_has_a_height_of_its_own(stage: Stage) -> None:
    stage.show(case(args={f"key{number}": number for number in range(30)}))
    tall = stage.window.height()
    stage.show(case(call="c2", args={}))
    assert stage.window.height() < tall
