"""Notifications over a real bus, to a desktop that is not there, is simple, is whole, or is not who it says."""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from callgate_desktop import notices
from callgate_desktop.notices import DENY, OPEN, Notice
from callgate_desktop.ui.loop import QtLoop
from callgate_desktop.view import Facts
from PySide6.QtWidgets import QApplication
from questions import case

if not sys.platform.startswith("linux"):
    raise pytest.skip.Exception("only on Windows and macOS: no session bus", allow_module_level=True)

from callgate_desktop.freedesktop import DESKTOP, STAYS, Freedesktop
from fake_desktop import PATIENCE, FakeDesktop, bus
from jeepney import new_signal
from jeepney.io.asyncio import open_dbus_connection

WHOLE = ["actions", "body", "body-markup"]
TOLD = Notice("message", "notify_others", "Callgate", "a <b>bold</b> & odd word")


class Scene:
    """A tray's half of the bus; what it was told and what it showed elsewhere."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.pressed: list[tuple[str, str]] = []
        self.instead: list[str] = []
        self._news = asyncio.Event()
        self.half = Freedesktop(self, self._acted)
        self.desktops: list[FakeDesktop] = []
        self.half.begin()

    def show(self, notice: Notice) -> None:
        self.instead.append(notice.key)
        self._news.set()

    def withdraw(self, key: str) -> None:
        raise AssertionError(key)

    def _acted(self, key: str, action: str) -> None:
        self.pressed.append((key, action))
        self._news.set()

    async def until(self, look: Callable[[], object]) -> None:
        while not look():
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), PATIENCE)

    async def desktop(self, *capabilities: str) -> FakeDesktop:
        made = FakeDesktop(list(capabilities))
        self.desktops.append(made)
        await made.open(self.address)
        return made

    async def end(self) -> None:
        await self.half.close()
        for desktop in self.desktops:
            await desktop.close()


Story = Callable[[Scene], Coroutine[Any, Any, None]]
Run = Callable[[Story], None]


@pytest.fixture
def run(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:  # noqa: ARG001
    def go(story: Story) -> None:
        async def play(address: str) -> None:
            scene = Scene(address)
            try:
                await story(scene)
            finally:
                await scene.end()

        with bus(tmp_path) as address:
            monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
            with asyncio.Runner(loop_factory=QtLoop) as runner:
                runner.run(play(address))

    return go


def test_a_question_stays_with_its_buttons_until_it_is_taken_back(run: Run) -> None:
    async def story(scene: Scene) -> None:
        desktop = await scene.desktop(*WHOLE)
        scene.half.show(notices.question("q", case(), 1, Facts()))
        await desktop.until(lambda: desktop.shown)
        _, _, _, title, body, buttons, hints, expires = desktop.shown[1]
        assert title == "write_file on filesystem: risk not known"
        assert "Claude Desktop wants to run it." in body
        assert buttons == ["default", "Open", "deny", "Deny", "open", "Open"]
        assert (hints["urgency"], hints["suppress-sound"], expires) == (("y", 2), ("b", True), STAYS)
        scene.half.withdraw("q")
        await desktop.until(lambda: not desktop.shown)

    run(story)


def test_a_press_and_a_click_reach_the_tray_once(run: Run) -> None:
    async def story(scene: Scene) -> None:
        desktop = await scene.desktop(*WHOLE)
        for key in ("one", "two"):
            scene.half.show(notices.question(key, case(), 1, Facts()))
        await desktop.until(lambda: len(desktop.shown) == 2)
        await desktop.press(1, "deny")
        await desktop.press(1, "deny")
        await desktop.press(2, "default")
        await scene.until(lambda: len(scene.pressed) == 2)
        assert scene.pressed == [("one", DENY), ("two", OPEN)]

    run(story)


def test_a_press_that_another_program_sends_is_nothing(run: Run) -> None:
    async def story(scene: Scene) -> None:
        desktop = await scene.desktop(*WHOLE)
        scene.half.show(notices.question("one", case(), 1, Facts()))
        await desktop.until(lambda: desktop.shown)
        stranger = await open_dbus_connection(scene.address)
        await stranger.send(new_signal(DESKTOP, "ActionInvoked", "us", (1, "deny")))
        await stranger.close()
        await desktop.press(1, "open")
        await scene.until(lambda: scene.pressed)
        assert scene.pressed == [("one", OPEN)]

    run(story)


@pytest.mark.parametrize(
    ("capabilities", "body", "buttons"),
    [
        (WHOLE, "a &lt;b&gt;bold&lt;/b&gt; &amp; odd word", ["default", "Open", "open", "Open"]),
        (["body"], "a ‹b›bold‹/b› ＆ odd word", []),
    ],
)
def test_a_desktop_gets_what_it_can_show_and_no_markup(
    run: Run, capabilities: list[str], body: str, buttons: list[str]
) -> None:
    async def story(scene: Scene) -> None:
        desktop = await scene.desktop(*capabilities)
        scene.half.show(TOLD)
        await desktop.until(lambda: desktop.shown)
        assert desktop.shown[1][4:6] == (body, buttons)

    run(story)


@pytest.mark.parametrize("name", ["<b>safe</b>", "a\x00b", "\ud800", "\u202e\x1b[2J", "x" * 10_000])
def test_hostile_names_are_shown_and_break_nothing(run: Run, name: str) -> None:
    async def story(scene: Scene) -> None:
        desktop = await scene.desktop(*WHOLE)
        hostile = case(tool=name, server=name, client=name, args={name: name})
        scene.half.show(notices.question("q", hostile, 1, Facts()))
        await desktop.until(lambda: desktop.shown)
        assert scene.instead == []
        assert "<" not in "".join(desktop.shown[1][3:5])

    run(story)


def test_another_notice_of_a_key_takes_the_place_of_the_first(run: Run) -> None:
    async def story(scene: Scene) -> None:
        desktop = await scene.desktop(*WHOLE)
        scene.half.show(TOLD)
        scene.half.show(notices.message("news"))
        await desktop.until(lambda: desktop.shown and desktop.shown[1][4] == "news")
        assert list(desktop.shown) == [1]

    run(story)


def test_without_a_desktop_the_icon_says_it_and_one_that_comes_is_found(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.half.show(TOLD)
        await scene.until(lambda: scene.instead == ["message"])
        desktop = await scene.desktop(*WHOLE)
        scene.half.show(TOLD)
        await desktop.until(lambda: desktop.shown)
        await desktop.close()
        scene.half.show(TOLD)
        await scene.until(lambda: scene.instead == ["message", "message"])

    run(story)


@pytest.mark.parametrize("address", ["", "nonsense", "tcp:host=localhost", "unix:path=/nowhere/bus"])
def test_without_a_bus_the_icon_says_it(run: Run, monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    async def story(scene: Scene) -> None:
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        scene.half.show(TOLD)
        await scene.until(lambda: scene.instead)
        monkeypatch.delenv("DBUS_SESSION_BUS_ADDRESS")
        scene.half.show(TOLD)
        await scene.until(lambda: len(scene.instead) == 2)

    run(story)


def test_at_the_end_nothing_is_left_on_the_screen(run: Run) -> None:
    async def story(scene: Scene) -> None:
        desktop = await scene.desktop(*WHOLE)
        scene.half.show(notices.question("q", case(), 1, Facts()))
        await desktop.until(lambda: desktop.shown)
        await scene.half.close()
        assert desktop.shown == {}

    run(story)
