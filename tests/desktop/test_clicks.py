"""What people do most takes at most five clicks, counted on the real windows of a whole tray over real files."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from callgate_desktop.periods import midnight
from callgate_desktop.tray import App
from callgate_desktop.ui.loop import QtLoop
from callgate_proxy.clients import Places
from callgate_proxy.home import Home
from callgate_proxy.log import day_file
from callgate_proxy.policy import edit, store
from callgate_proxy.state import State
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMenu, QWidget
from pytestqt.qtbot import QtBot
from questions import call_row, question

LEFT = Qt.MouseButton.LeftButton
POLICY = '{\n  "version": "1",\n  "default": "ask"\n}\n'
CONFIG = json.dumps({"mcpServers": {"files": {"command": "npx", "args": ["files", "/home/ada"]}}}, indent=2)
MOST = 5


class Hand:
    """Counts what it clicks; waits, as a person does, until there is something to click."""

    def __init__(self, app: App, home: Home, config: Path) -> None:
        self.app, self.home, self.config = app, home, config
        self.clicks = 0

    async def until(self, holds: Callable[[], object]) -> None:
        async def wait() -> None:
            while not holds():
                await asyncio.sleep(0)

        await asyncio.wait_for(wait(), 30)

    async def press(self, window: QWidget, name: str) -> None:
        """A button by its object name."""

        def found() -> list[QAbstractButton]:
            made = window.findChildren(QAbstractButton, name)
            return [one for one in made if one.isVisible() and one.isEnabled()]

        await self.until(found)
        QTest.mouseClick(found()[0], LEFT)
        self.clicks += 1

    def menu(self, *path: str) -> None:
        """The tray's icon, and from its menu down to an entry: a click for each."""
        menu = self.app.shell.menu.menu
        self.clicks += 1
        for text in path:
            menu.popup(QPoint(0, 0))
            action = next(one for one in menu.actions() if one.text().startswith(text))
            QTest.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())
            self.clicks += 1
            below = action.menu()
            if isinstance(below, QMenu):
                menu = below
        for shown in (self.app.shell.menu.menu, menu):
            shown.hide()

    def policy(self) -> Any:
        return json.loads(Path(self.home.policy).read_text("utf-8"))


Story = Callable[[Hand], Coroutine[Any, Any, None]]


@pytest.fixture
def run(qtbot: QtBot, qapp: QApplication, home: Home, tmp_path: Path) -> Callable[[Story], None]:  # noqa: ARG001
    person = tmp_path / "person"
    config = person / ".config" / "Claude" / "claude_desktop_config.json"
    config.parent.mkdir(parents=True)
    config.write_text(CONFIG)
    places = Places(str(person), "", "", str(person / ".config"), "linux", processes=list)

    async def play(story: Story) -> None:
        app = App(home, places, lambda: None)
        hand = Hand(app, home, config)
        await app.begin()
        try:
            await story(hand)
        finally:
            await app.end()
        assert 0 < hand.clicks <= MOST

    def go(story: Story) -> None:
        with asyncio.Runner(loop_factory=QtLoop) as runner:
            runner.run(play(story))

    return go


Run = Callable[[Story], None]


async def guard(hand: Hand) -> None:
    hand.app.shell.bring_up()  # as a first start does by itself
    await hand.press(hand.app.shell.first, "first_next")
    await hand.press(hand.app.shell.first, "first_confirm")
    await hand.until(lambda: hand.app.desk.facts.guarded)


def test_the_first_server_is_guarded(run: Run) -> None:
    async def story(hand: Hand) -> None:
        await guard(hand)
        assert "--server" in hand.config.read_text()
        assert hand.policy()["default"] == "ask"
        done = hand.app.shell.first.done
        await hand.until(done.isVisible)
        assert any("“Always allow”" in one.text() for one in done.findChildren(QLabel))

    run(story)


def test_everything_is_taken_back(run: Run) -> None:
    async def story(hand: Hand) -> None:
        await guard(hand)
        await hand.press(hand.app.shell.first, "first_done")
        hand.clicks = 0
        hand.menu("Protect…")
        await hand.press(hand.app.shell.protect, "undo_all")
        await hand.press(hand.app.shell.protect, "confirm")
        await hand.until(lambda: hand.config.read_text() == CONFIG)

    run(story)


def test_a_folder_is_allowed_for_fifteen_minutes_from_a_prompt(run: Run, home: Home) -> None:
    store.save(home, POLICY)

    async def story(hand: Hand) -> None:
        now = time.time()
        hand.app.desk.opened(question(args={"path": "/srv/proj/todo.md"}, asked=now, deadline=now + 60))
        window = hand.app.shell.approval
        await hand.until(window.guard.is_open)  # a yes counts only once the window was quiet for half a second
        await hand.press(window, "allow_for")
        await hand.until(lambda: len(window.grant.scopes) > 1)
        at = next(at for at, scope in enumerate(window.grant.scopes) if scope.kind == "folder")
        await hand.press(window, f"scope_{at}")
        assert window.grant.durations["15m"].isChecked()
        await hand.until(window.guard.is_open)
        await hand.press(window, "confirm_grant")
        await hand.until(lambda: "clients" in hand.policy())
        (entry,) = hand.policy()["clients"]["claude-desktop"]["servers"]["filesystem"]["tools"].values()
        assert "under" in [one["op"] for one in entry["when"]]
        assert "15 min" in entry["note"]

    run(story)


def test_a_tool_is_limited_to_ten_a_minute(run: Run, home: Home) -> None:
    store.save(home, POLICY)
    state = State(home)
    state.saw_tools("files", [{"name": "write"}], time.time())
    state.close()

    async def story(hand: Hand) -> None:
        hand.menu("files", "write", "Limit", "10 a minute")
        await hand.until(lambda: "servers" in hand.policy())
        assert hand.policy()["servers"]["files"]["tools"]["write"]["limits"][0]["max"] == 10

    run(story)


def test_a_grant_is_revoked(run: Run, home: Home) -> None:
    store.save(home, edit.grant(POLICY, "", "files", "write", None, "Always allowed in the window"))

    async def story(hand: Hand) -> None:
        hand.menu("Policy…")
        await hand.press(hand.app.shell.policy, "page_grants")
        await hand.press(hand.app.shell.policy, "revoke")
        await hand.until(lambda: hand.policy() == json.loads(POLICY))

    run(story)


def test_yesterdays_refused_call_is_found_and_becomes_a_rule(run: Run, home: Home) -> None:
    store.save(home, POLICY)
    home.ensure(home.log)
    now = time.time()
    then = [midnight(now) - 3_600 + at for at in range(20)] + [now - 60 + at / 10 for at in range(200)]
    for at, t in enumerate(then):
        row = call_row(at, t, verdict="deny" if at == 7 else "allow", tool="drop" if at == 7 else "read")
        with open(day_file(home, t), "a", encoding="utf-8") as file:
            file.write(json.dumps(row) + "\n")

    async def story(hand: Hand) -> None:
        activity, ruling = hand.app.shell.activity, hand.app.shell.ruling
        await guard(hand)
        hand.app.shell.protect.hide()
        hand.app.shell.bring_up()  # the tray's icon, clicked
        hand.clicks = 1
        await hand.until(lambda: activity.model.rowCount() == len(then))
        at = next(at for at in range(len(then)) if activity.model.ring.entry(at).call.tool == "drop")
        table, found = activity.table, activity.model.index(at, 1)
        table.scrollTo(found)  # a wheel's turn; it stands out by its colour and its icon
        QTest.mouseClick(table.viewport(), LEFT, pos=table.visualRect(found).center())
        QTest.keyClick(activity, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
        hand.clicks += 2
        await hand.press(ruling, "choose_allow")
        await hand.press(ruling, "write_rule")
        await hand.until(lambda: "servers" in hand.policy())
        assert hand.policy()["servers"]["fs"]["tools"]["drop"]["action"] == "allow"

    run(story)
