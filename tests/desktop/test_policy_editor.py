"""The policy editor over real files: form and text follow each other, try, save, versions, grants."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Generator
from pathlib import Path

import pytest
from callgate_desktop import splicing
from callgate_desktop.ui.loop import QtLoop
from callgate_proxy.home import Home
from callgate_proxy.log import day_file
from callgate_proxy.policy import edit, store
from callgate_proxy.state import State
from editor_stage import NOW, POLICY, Run, Scene, Story, first
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from questions import call_row


@pytest.fixture
def run(qtbot: QtBot, qapp: QApplication, home: Home) -> Generator[Run]:  # noqa: ARG001
    store.save(home, POLICY)
    state = State(home)
    state.saw_tools("fs", [{"name": name} for name in ("drop", "read")], NOW)
    state.close()
    home.ensure(home.log)
    with open(day_file(home, NOW), "a", encoding="utf-8") as file:
        for at in range(3):
            file.write(json.dumps(call_row(at, NOW - 9 + at, server="fs", tool="read", verdict="ask")) + "\n")
    scenes: list[Scene] = []

    def go(story: Story) -> None:
        async def play() -> None:
            scenes.append(Scene(qtbot, home))
            try:
                await story(scenes[0])
            finally:
                scenes[0].window.steps = None  # the pause after a key may end when nothing runs any more

        with asyncio.Runner(loop_factory=QtLoop) as runner:
            runner.run(play())

    yield go
    for scene in scenes:
        scene.archive.close()
        scene.index.close()


def test_a_choice_in_the_form_is_in_the_text_and_on_saving_in_force(run: Run) -> None:
    async def story(scene: Scene) -> None:
        await scene.open()
        scene.window.form.choose("servers", "fs", "tools", "drop")
        box = scene.window.form.rule.action
        box.setCurrentIndex(box.findData("hide"))
        box.activated.emit(box.currentIndex())
        await scene.done()
        assert scene.window.text.text() == POLICY.replace('"deny"', '"hide"')
        assert scene.file() == POLICY
        await scene.press("save_policy")
        assert scene.file() == POLICY.replace('"deny"', '"hide"')
        assert not scene.window.save.isEnabled()
        assert scene.window.past.list.count() == 1

    run(story)


def test_what_is_typed_is_in_the_form(run: Run) -> None:
    async def story(scene: Scene) -> None:
        await scene.open()
        await scene.type(POLICY.replace('"ask"', '"allow"'))
        assert scene.window.form.scope.default.currentData() == "allow"
        assert scene.window.save.isEnabled()
        await scene.press("undo_changes")
        assert scene.window.form.scope.default.currentData() == "ask"
        assert scene.window.text.text() == POLICY

    run(story)


def test_a_text_that_is_no_policy_leaves_the_form_and_shows_its_problems_at_their_line(run: Run) -> None:
    async def story(scene: Scene) -> None:
        await scene.open()
        await scene.type(POLICY.replace('"deny"', '"dney"'))
        window = scene.window
        assert window.form.form is not None
        assert window.form.form.tool("fs", "drop") is not None
        assert not window.form.card.isEnabled()
        assert not window.save.isEnabled()
        said = window.problems.item(0).text()
        assert said.startswith("Line 4, column ")
        assert 'did you mean "deny"?' in said
        window.problems.setCurrentRow(0)
        window.problems.itemActivated.emit(window.problems.item(0))
        assert window.text.textCursor().blockNumber() == 3
        assert scene.file() == POLICY

    run(story)


def test_a_change_is_tried_on_the_calls_of_the_log_before_it_is_saved(run: Run) -> None:
    async def story(scene: Scene) -> None:
        await scene.open()
        await scene.type(POLICY.replace('"ask"', '"allow"'))
        await scene.press("try_policy")
        assert scene.window.tried.text() == "Of the last 3 calls, 3 would be treated otherwise."
        assert "read on fs: ask → allow" in scene.window.changes.item(0).text()
        assert scene.file() == POLICY

    run(story)


@pytest.mark.parametrize(
    ("chosen", "told"),
    [
        ("", "Played without a profile: the log does not tell which one was in force."),
        ("work", "Played under the profile “work”: the log does not tell which one was in force."),
        ("gone", "Every call is refused: The profile “gone” is chosen"),
    ],
)
def test_which_profile_the_calls_were_tried_under_is_told(run: Run, home: Home, chosen: str, told: str) -> None:
    async def story(scene: Scene) -> None:
        Path(home.profile).write_text(json.dumps({"profile": chosen}))
        await scene.open()
        await scene.type(splicing.add(POLICY, ("profiles", "work")))
        await scene.press("try_policy")
        assert told in scene.window.tried.text()

    run(story)


def test_a_file_that_changed_meanwhile_is_not_written_over(run: Run) -> None:
    async def story(scene: Scene) -> None:
        await scene.open()
        await scene.type(POLICY.replace('"ask"', '"allow"'))
        theirs = POLICY.replace('"ask"', '"deny"')
        store.save(scene.home, theirs)
        await scene.press("save_policy")
        assert scene.file() == theirs
        assert scene.window.notice.isVisible()
        await scene.press("notice_action")
        assert scene.window.text.text() == theirs
        assert not scene.window.notice.isVisible()

    run(story)


def test_a_file_that_changed_is_taken_in_where_nothing_was_changed_here(run: Run) -> None:
    async def story(scene: Scene) -> None:
        await scene.open()
        store.save(scene.home, POLICY.replace('"ask"', '"deny"'))
        scene.window.look()
        await scene.done()
        assert scene.window.form.scope.default.currentData() == "deny"

    run(story)


def test_an_earlier_version_is_shown_as_a_diff_and_brought_back(run: Run) -> None:
    async def story(scene: Scene) -> None:
        store.save(scene.home, POLICY.replace('"ask"', '"allow"'))
        await scene.open()
        await scene.press("page_history")
        assert '+  "default": "ask",' in scene.window.past.diff.toPlainText()
        await scene.press("bring_back")
        assert scene.file() == POLICY
        assert scene.window.text.text() == POLICY
        assert scene.window.past.list.count() == 2

    run(story)


def test_a_grant_is_listed_and_revoked(run: Run) -> None:
    async def story(scene: Scene) -> None:
        store.save(scene.home, edit.grant(POLICY, "cursor", "fs", "read", NOW + 600, "Allowed for 15 min"))
        await scene.open()
        await scene.press("page_grants")
        item = first(scene)
        assert [item.text(at) for at in (0, 1, 2, 3, 5, 7)] == [
            "cursor",
            "fs",
            "read",
            "any arguments",
            "–",
            "in 10 min",
        ]
        await scene.press("revoke")
        assert json.loads(scene.file()) == json.loads(POLICY)
        assert scene.window.grants.table.topLevelItemCount() == 0
        assert scene.window.text.text() == scene.file()

    run(story)


def test_the_uses_of_a_grant_are_counted_in_the_log(run: Run) -> None:
    async def story(scene: Scene) -> None:
        store.save(scene.home, edit.grant(POLICY, "", "fs", "read", None, "By hand"))
        with open(day_file(scene.home, NOW), "a", encoding="utf-8") as file:
            for at in (4, 5):
                row = call_row(at, NOW - 60 + at, server="fs", tool="read", rule="/servers/fs/tools/read")
                file.write(json.dumps(row) + "\n")
        scene.index.catch_up()
        await scene.open()
        item = first(scene)
        assert [item.text(5), item.text(6)] == ["2", "55 s ago"]

    run(story)


@pytest.mark.parametrize("text", [POLICY.replace("\n", "\r\n"), POLICY.replace("deny", 'deny", "note": "a\u00a0b🙂')])
def test_line_ends_and_odd_spaces_go_through_the_window_unchanged(run: Run, text: str) -> None:
    async def story(scene: Scene) -> None:
        store.save(scene.home, text)
        await scene.open()
        assert not scene.window.is_changed()
        scene.window.form.edited.emit(splicing.set_default, ((), "deny"))
        await scene.done()
        await scene.press("save_policy")
        assert Path(scene.home.policy).read_bytes() == text.replace('"ask"', '"deny"').encode()

    run(story)


def test_a_file_that_the_window_cannot_hold_is_not_edited_in_it(run: Run) -> None:
    async def story(scene: Scene) -> None:
        store.save(scene.home, POLICY.replace("\n", "\r\n", 1))
        await scene.open()
        assert scene.window.text.isReadOnly()
        assert "Open the file" in scene.window.state.text() + scene.window.notice.accessibleDescription()
        assert not scene.window.save.isEnabled()

    run(story)


def test_without_a_policy_the_window_says_what_to_do(run: Run) -> None:
    async def story(scene: Scene) -> None:
        Path(scene.home.policy).unlink()
        await scene.open()
        assert "Guard a server" in scene.window.notice.accessibleDescription()

    run(story)


def test_a_quote_offers_what_may_stand_there_and_enter_takes_it(run: Run) -> None:
    async def story(scene: Scene) -> None:
        await scene.open()
        text = scene.window.text
        await scene.type('{"servers": {"fs": {"tools": {')
        text.setFocus()
        QTest.keyClicks(text, '"re')
        assert text.popup.isVisible()
        QTest.keyClick(text.popup, Qt.Key.Key_Return)
        assert text.text().endswith('{"read": ')

    run(story)
