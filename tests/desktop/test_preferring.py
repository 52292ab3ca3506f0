"""The Preferences window over real files: each change is in force at once, and what could not be is not shown."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from callgate_desktop.preferences import LOG_DAYS, THEME, Preferences
from callgate_desktop.preferring import Preferring
from callgate_desktop.ui import theme
from callgate_desktop.ui.loop import QtLoop
from callgate_desktop.ui.preferences_window import PreferencesWindow
from callgate_proxy.autostart import DesktopEntry
from callgate_proxy.home import Home
from callgate_proxy.policy import confirming, store
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot
from stepping import NoPreferences, Stepping

NARROW = '{"version": "1", "default": "ask"}'
WIDE = '{"version": "1", "default": "allow"}'


def test_nothing_of_the_window_is_cut_off(qtbot: QtBot, qapp: QApplication) -> None:
    theme.apply(qapp, dark=False)
    window = PreferencesWindow()
    qtbot.addWidget(window)
    window.steps = NoPreferences()
    window.show()
    window.ask_strict_off("policy.json would allow more. " * 12)
    layout = window.layout()
    assert layout is not None
    qtbot.waitUntil(lambda: window.height() >= layout.totalMinimumHeightForWidth(window.width()))
    assert [
        one.text() for one in window.findChildren(QCheckBox) if one.visibleRegion().boundingRect() != one.rect()
    ] == []


class Scene(Stepping):
    """A window, its steps, and a person's files."""

    def __init__(self, qtbot: QtBot, home: Home, person: Path) -> None:
        super().__init__()
        self.home = home
        self.login = DesktopEntry(str(person))
        self.window = PreferencesWindow()
        qtbot.addWidget(self.window)
        self.followed: list[Preferences] = []
        self.told: list[str] = []
        self.steps = Preferring(home, self.window, asyncio.to_thread, self.start, lambda: 1e9, self.login)
        self.steps.follow, self.steps.tell = self.followed.append, self.told.append
        self.window.steps = self.steps

    async def show(self) -> None:
        self.window.show()
        await self.done()

    async def pick(self, key: str, text: str) -> None:
        box = self.window.boxes[key]
        box.setCurrentText(text)
        box.activated.emit(box.currentIndex())
        await self.done()

    async def press(self, name: str) -> None:
        button = self.window.findChild(QPushButton, name)
        assert isinstance(button, QPushButton)
        assert button.isVisible()
        button.click()
        await self.done()

    def file(self) -> object:
        return json.loads(Path(self.home.preferences).read_text())

    def says(self) -> str:
        """Every word in view."""
        return "\n".join(label.text() for label in self.window.findChildren(QLabel) if label.isVisible())


Story = Callable[[Scene], Coroutine[Any, Any, None]]
Run = Callable[[Story], None]


@pytest.fixture
def run(qtbot: QtBot, qapp: QApplication, home: Home, tmp_path: Path) -> Run:  # noqa: ARG001
    def go(story: Story) -> None:
        async def play() -> None:
            await story(Scene(qtbot, home, tmp_path / "person"))

        with asyncio.Runner(loop_factory=QtLoop) as runner:
            runner.run(play())

    return go


def test_a_choice_is_written_and_followed_at_once(run: Run) -> None:
    async def story(scene: Scene) -> None:
        await scene.show()
        await scene.pick(LOG_DAYS, "30 days")
        await scene.pick(THEME, "Dark")
        assert scene.file() == {"log_days": 30, "theme": "dark"}
        assert scene.followed[-1].theme == "dark"
        scene.window.switches["notify_questions"].click()
        await scene.done()
        assert scene.file() == {"log_days": 30, "theme": "dark", "notify_questions": False}

    run(story)


def test_another_value_of_the_file_is_shown_as_it_is_until_it_is_replaced(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.home.ensure(scene.home.root)
        Path(scene.home.preferences).write_text('{"log_days": 41, "question_seconds": 20}')
        await scene.show()
        assert scene.window.boxes[LOG_DAYS].currentText() == "41 days"
        assert scene.window.boxes["question_seconds"].currentText() == "20 seconds"
        await scene.pick(LOG_DAYS, "30 days")
        assert scene.window.boxes[LOG_DAYS].findText("41 days") == -1

    run(story)


def test_a_change_that_cannot_be_written_is_told_and_not_shown(run: Run) -> None:
    async def story(scene: Scene) -> None:
        await scene.show()
        Path(scene.home.root).write_text("a file stands where the folder should")
        await scene.pick(THEME, "Dark")
        assert scene.window.boxes[THEME].currentText() == "As the system"
        assert scene.window.problem.isVisible()

    run(story)


def test_a_broken_file_is_told_once_and_reset_keeps_it_beside(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.home.ensure(scene.home.root)
        Path(scene.home.preferences).write_text("{")
        await scene.show()
        scene.steps.look()
        await scene.done()
        (told,) = scene.told
        assert "cannot be read" in told
        assert told in scene.says()
        await scene.press("reset_preferences")
        assert Path(f"{scene.home.preferences}.unreadable").read_text() == "{"
        assert "is kept as" in scene.says()
        await scene.pick(THEME, "Light")
        assert scene.file() == {"theme": "light"}
        assert "cannot be read" not in scene.says()

    run(story)


def test_starting_at_login_is_the_systems_entry_and_nothing_else(run: Run) -> None:
    async def story(scene: Scene) -> None:
        await scene.show()
        scene.window.login.click()
        await scene.done()
        assert scene.login.is_on()
        assert scene.window.login.isChecked()
        await scene.press("reset_preferences")
        assert scene.login.is_on()
        scene.window.login.click()
        await scene.done()
        assert not os.path.exists(scene.login.place)
        assert not scene.window.login.isChecked()

    run(story)


def test_strict_mode_goes_on_at_a_click_and_off_at_one_while_nothing_waits(run: Run) -> None:
    async def story(scene: Scene) -> None:
        store.save(scene.home, NARROW)
        await scene.show()
        for on in (True, False):
            scene.window.strict.click()
            await scene.done()
            assert confirming.is_strict(scene.home) is on is scene.window.strict.isChecked()

    run(story)


def test_strict_mode_is_turned_off_after_a_second_yes_while_a_change_waits(run: Run) -> None:
    async def story(scene: Scene) -> None:
        store.save(scene.home, NARROW)
        confirming.set_strict(scene.home, True)
        Path(scene.home.policy).write_text(WIDE)
        await scene.show()
        scene.window.strict.click()
        await scene.done()
        assert confirming.is_strict(scene.home)
        assert scene.window.strict.isChecked()
        assert "would allow more" in scene.says()
        await scene.press("notice_action")
        assert not confirming.is_strict(scene.home)
        assert not scene.window.strict.isChecked()

    run(story)


def test_strict_mode_without_a_policy_is_told(run: Run) -> None:
    async def story(scene: Scene) -> None:
        await scene.show()
        scene.window.strict.click()
        await scene.done()
        assert not scene.window.strict.isChecked()
        assert scene.window.problem.isVisible()

    run(story)


def test_the_palette_follows_the_choice_and_then_the_system_again(qapp: QApplication) -> None:
    before = theme.is_dark()
    try:
        theme.want(qapp, "dark")
        assert theme.is_dark()
        assert theme.prefers_dark(qapp)
        theme.want(qapp, "light")
        assert not theme.is_dark()
    finally:
        theme.want(qapp, "system")
    assert theme.is_dark() is (qapp.styleHints().colorScheme() == Qt.ColorScheme.Dark) is before


def test_the_keyboard_reaches_everything_and_escape_closes(run: Run) -> None:
    async def story(scene: Scene) -> None:
        await scene.show()
        controls = [*scene.window.boxes.values(), *scene.window.switches.values(), scene.window.strict]
        controls += [scene.window.login, scene.window.reset]
        assert [one for one in controls if not one.focusPolicy() & Qt.FocusPolicy.TabFocus] == []
        QTest.keyClick(scene.window, Qt.Key.Key_Escape)
        assert not scene.window.isVisible()

    run(story)
