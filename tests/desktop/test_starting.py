"""A server that would start otherwise than before: the question, its answers, and what is kept without one."""

from __future__ import annotations

from pathlib import Path

import pytest
from callgate_desktop import acts, changes, lines, ruling, starting
from callgate_desktop.asking import Case
from callgate_desktop.guard import QUIET
from callgate_desktop.ui.details import Details
from callgate_desktop.ui.menu import TrayMenu
from callgate_desktop.view import Facts, history
from callgate_proxy import starts
from callgate_proxy.contract import ALLOWED
from callgate_proxy.errors import CallgateError, PolicyError
from callgate_proxy.fingerprint import bare, standing
from callgate_proxy.home import Home
from callgate_proxy.logread import Call
from callgate_proxy.policy import store
from pressing import Stage
from pytestqt.qtbot import QtBot
from questions import call_row, case
from stage import NOW, Run, Scene, player

OLD, NEW = ["npx", "fs", "/home"], ["npx", "fs", "/home", "--allow\u200b-all"]
ARGS = {"was": "npx\nfs\n/home", "now": "npx\nfs\n/home\n--allow-all"}


def asked(**more: object) -> Case:
    return case(
        **{"tool": "start", "method": "start", "args": ARGS, "rule": "/checks/starts", "reason": "It differs.", **more}
    )


@pytest.fixture
def held(home: Home) -> Home:
    starts.take(home, "claude-desktop", "filesystem", bare(OLD, "seen", NOW - 900))
    starts.hold(home, "claude-desktop", "filesystem", bare(NEW, "", NOW - 300))
    return home


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)


@pytest.fixture
def run(home: Home, tmp_path: Path) -> Run:
    return player(home, tmp_path)


def test_the_window_asks_in_plain_words_with_both_starts_side_by_side(stage: Stage) -> None:
    stage.show(asked())
    page = stage.window.page
    assert "wants to start “filesystem” otherwise than before" in page.title.accessibleName()
    assert [line.text for line in page.arguments.lines if line.kind == "new"] == ["+ --allow-all"]
    assert [page.allow_once.text(), page.accept.text()] == ["Allow this once", "Accept from now on"]
    assert page.accept.isVisible()
    assert not page.allow_for.isVisible()
    assert "is told in" in page.time.text()
    stage.show(case(call="c9"))
    assert (page.allow_once.text(), page.accept.isVisible()) == ("Allow once", False)


def test_the_lasting_yes_is_guarded_like_every_other(stage: Stage) -> None:
    stage.show(asked())
    stage.clock.now += QUIET - 0.01
    assert stage.click("accept_start") == []
    stage.clock.now += 0.01
    assert stage.click("accept_start") == ["always"]
    assert stage.click("allow_once") == ["always", "once"]


def test_the_answer_reaches_the_proxy_as_it_was_given(run: Run, home: Home) -> None:
    store.save(home, '{"version": "1", "default": "ask"}')

    async def story(scene: Scene) -> None:
        for name in ("once", "always"):
            one = asked(call=name)
            heard: list[tuple[str, str]] = []
            scene.desk.hub.answer = lambda _, decision, how, note="": heard.append((decision, how)) or True  # type: ignore[method-assign]  # noqa: ARG005, B023
            scene.desk.opened(one.first)
            assert scene.screen.case is not None
            scene.desk.decide(scene.screen.case, name)
            assert heard == [(ALLOWED, name)]

    run(story)


def test_a_call_cannot_be_answered_with_what_only_a_start_can_be(run: Run, home: Home) -> None:
    store.save(home, '{"version": "1", "default": "ask"}')

    async def story(scene: Scene) -> None:
        heard: list[str] = []
        scene.desk.hub.answer = lambda _, decision, *__: heard.append(decision) or True  # type: ignore[method-assign]
        scene.desk.opened(case().first)
        assert scene.screen.case is not None
        scene.desk.decide(scene.screen.case, "always")
        assert heard == ["deny"]

    run(story)


def test_what_nobody_answered_waits_in_the_menu(held: Home, qtbot: QtBot) -> None:  # noqa: ARG001
    menu = TrayMenu()
    menu.show_facts(Facts(changes=starting.held(held)), [], NOW, notifier=False)
    texts = [action.text() for action in menu.menu.actions()]
    assert "filesystem is not started: how it starts has changed · Review…" in texts


def test_what_was_held_is_shown_with_its_difference_and_taken_in_as_shown(held: Home) -> None:
    (change,) = starting.held(held)
    assert changes.heading(change) == "The start by Claude Desktop has changed"
    assert changes.meaning(change, NOW).startswith("Seen 5 min ago. It is not started until you accept it")
    assert changes.keep_label(change) == "Keep it stopped"
    assert "+--allow‹U+200B›-all" in change.difference
    acts.accept_change(held, change, NOW)
    assert starting.held(held) == ()
    assert standing(held, "claude-desktop", "filesystem", NEW) == "same"


def test_what_changed_again_meanwhile_is_not_taken_in(held: Home) -> None:
    (change,) = starting.held(held)
    starts.hold(held, "claude-desktop", "filesystem", bare(["sh", "-c", "evil"], "", NOW))
    with pytest.raises(CallgateError, match="otherwise again"):
        acts.accept_change(held, change, NOW)
    assert standing(held, "claude-desktop", "filesystem", NEW) == "changed"


def test_the_words_beside_the_question_speak_of_a_start() -> None:
    assert lines.waiting(asked()) == "the start of filesystem"
    assert history([], asked(), NOW) == "Not asked before."
    assert starting.over("policy") == starting.over("cancelled")
    assert "not started" in starting.over("no-answer")


@pytest.mark.parametrize(("decision", "result"), [("allow", "Started."), ("deny", "Not started.")])
def test_the_activity_window_tells_what_became_of_it_and_offers_no_rule(
    qtbot: QtBot, home: Home, decision: str, result: str
) -> None:
    row = call_row(1, tool="", method="start", verdict="ask", rule="/checks/starts", args=ARGS)
    call = Call(row)
    call.decision, call.how = decision, "once"
    pane = Details()
    qtbot.addWidget(pane)
    pane.show_call(call)
    assert pane.field("Result") == result
    assert not pane.rule.isEnabled()
    store.save(home, '{"version": "1", "default": "ask"}')
    with pytest.raises(PolicyError, match="No rule names a server's start"):
        ruling.draft(home, call, "allow", False, NOW)
