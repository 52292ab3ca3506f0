"""The Protect window over real files: found, planned, shown, confirmed, given back."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from callgate_desktop.guarding import Guarding
from callgate_desktop.ui.loop import QtLoop
from callgate_desktop.ui.protect import ProtectWindow
from callgate_proxy import clients
from callgate_proxy.clients import Places, Plan, Process
from callgate_proxy.home import Home
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QScrollBar
from pytestqt.qtbot import QtBot

SERVERS = {
    "filesystem": {"command": "npx", "args": ["-y", "server-filesystem", "/home/ada"]},
    "remote": {"url": "https://mcp.example.com"},
}
CLAUDE = Process(4242, "claude-desktop", "/usr/lib/claude-desktop/claude-desktop")


class Scene:
    """A window, its steps, and a person's files."""

    def __init__(self, qtbot: QtBot, home: Home, person: Path) -> None:
        self.home = home
        self.alive: list[Process] = []
        self.config = person / ".config" / "Claude" / "claude_desktop_config.json"
        self.window = ProtectWindow()
        qtbot.addWidget(self.window)
        self.window.show()
        self._tasks: list[asyncio.Task[None]] = []
        self.places = places = Places(
            str(person), "", "", str(person / ".config"), "linux", processes=lambda: self.alive
        )
        self.window.steps = Guarding(home, places, self.window, self._start)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._tasks.append(asyncio.get_running_loop().create_task(work))

    async def done(self) -> None:
        """Waits for the steps that were started."""
        while self._tasks:
            await self._tasks.pop()

    async def look(self) -> None:
        self.window.look()
        await self.done()

    async def press(self, name: str) -> None:
        for button in self.window.findChildren(QPushButton, name):
            if button.isVisible():
                button.click()
                return await self.done()
        raise AssertionError(f"no visible button {name}")

    def button(self, name: str) -> QPushButton:
        """The one in view."""
        return next(one for one in self.window.findChildren(QPushButton, name) if one.isVisible())

    def write(self, text: str) -> str:
        self.config.parent.mkdir(parents=True, exist_ok=True)
        self.config.write_text(text)
        return text

    def says(self) -> str:
        """Every word in view."""
        return "\n".join(label.text() for label in self.window.findChildren(QLabel) if label.isVisible())

    def entry(self) -> dict[str, Any]:
        return json.loads(self.config.read_text())["mcpServers"]["filesystem"]


Story = Callable[[Scene], Coroutine[Any, Any, None]]


@pytest.fixture
def run(qtbot: QtBot, qapp: QApplication, home: Home, tmp_path: Path) -> Callable[[Story], None]:  # noqa: ARG001
    def go(story: Story) -> None:
        async def play() -> None:
            await story(Scene(qtbot, home, tmp_path / "person"))

        with asyncio.Runner(loop_factory=QtLoop) as runner:
            runner.run(play())

    return go


Run = Callable[[Story], None]


def test_a_server_is_protected_only_after_the_diff_was_shown_and_confirmed(run: Run) -> None:
    async def story(scene: Scene) -> None:
        before = scene.write(json.dumps({"mcpServers": SERVERS}, indent=2))
        await scene.look()
        assert "Cannot be protected" in scene.says()
        await scene.press("guard_all")
        assert '"--server"' in scene.window.plan_page.change.toPlainText()
        assert scene.config.read_text() == before
        await scene.press("confirm")
        assert scene.window.done_page.title.text() == "Protected"
        assert scene.entry()["args"][:2] == ["--server", "filesystem"]
        assert json.loads(Path(scene.home.policy).read_text())["default"] == "ask"

    run(story)


def test_giving_back_restores_the_file_byte_for_byte(run: Run) -> None:
    async def story(scene: Scene) -> None:
        before = scene.write(json.dumps({"other": 1, "mcpServers": SERVERS}, indent=3) + "\n\n")
        await scene.look()
        for name in ("guard_filesystem", "confirm", "done", "undo_all", "confirm"):
            await scene.press(name)
        assert scene.window.done_page.title.text() == "Given back"
        assert scene.config.read_text() == before

    run(story)


def test_a_running_client_forbids_the_change_until_it_was_quit(run: Run) -> None:
    async def story(scene: Scene) -> None:
        before = scene.write(json.dumps({"mcpServers": SERVERS}))
        scene.alive = [CLAUDE]
        await scene.look()
        assert "is running" in scene.says()
        await scene.press("guard_all")
        assert "4242" in scene.says()
        assert not scene.window.plan_page.confirm.isEnabled()
        scene.alive = []
        await scene.press("notice_action")
        assert scene.window.plan_page.confirm.isEnabled()
        scene.alive = [CLAUDE]  # started again behind our back
        await scene.press("confirm")
        assert "is running" in scene.says()
        assert scene.config.read_text() == before

    run(story)


def test_a_file_that_changed_since_the_plan_is_left_alone(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.write(json.dumps({"mcpServers": SERVERS}))
        await scene.look()
        await scene.press("guard_all")
        changed = scene.write(json.dumps({"mcpServers": SERVERS, "new": True}))
        await scene.press("confirm")
        assert scene.window.notice.isVisible()
        assert scene.config.read_text() == changed

    run(story)


def test_a_guard_that_was_taken_off_comes_back_by_two_presses(run: Run) -> None:
    async def story(scene: Scene) -> None:
        before = scene.write(json.dumps({"mcpServers": SERVERS}, indent=2))
        await scene.look()
        await scene.press("guard_all")
        await scene.press("confirm")
        scene.write(before)  # as a client does that writes its file from memory
        await scene.look()
        assert "The guard was taken off “filesystem”" in scene.says()
        await scene.press("put_back")
        assert scene.config.read_text() == before
        await scene.press("confirm")
        assert scene.entry()["args"][:2] == ["--server", "filesystem"]
        await scene.look()
        assert "taken off" not in scene.says()

    run(story)


def test_every_client_has_a_card_and_what_is_open_elsewhere_is_said(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.write(json.dumps({"mcpServers": SERVERS}))
        person = scene.config.parents[2]
        (person / ".codex").mkdir()
        (person / ".codex" / "config.toml").write_text('[mcp_servers.files]\ncommand = "off"\nenabled = false\n')
        (person / ".cursor").mkdir()
        (person / ".cursor" / "mcp.json").write_text(json.dumps({"mcpServers": SERVERS}))
        await scene.look()
        await scene.press("guard_all")
        await scene.press("confirm")
        await scene.look()
        said = scene.says()
        assert all(title in said for title in ("Claude Desktop", "Cursor", "Codex", "Switched off"))
        assert said.count("The same server is protected in Claude Desktop.") == 1

    run(story)


def test_without_a_configuration_the_window_says_what_to_do(run: Run) -> None:
    async def story(scene: Scene) -> None:
        await scene.look()
        assert "There is no configuration file here yet." in scene.says()
        assert "claude_desktop_config.json" in scene.says()

    run(story)


def test_broken_json_is_named_with_its_place_and_nothing_is_offered(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.write('{\n  "mcpServers": {,}\n}')
        await scene.look()
        assert "line 2" in scene.says()
        assert not any(button.objectName() == "guard_all" for button in scene.window.findChildren(QPushButton))

    run(story)


def test_an_open_window_follows_the_files_and_keeps_place_and_focus(run: Run) -> None:
    async def story(scene: Scene) -> None:
        many = {f"server{number}": {"command": "npx", "args": [str(number)]} for number in range(30)}
        scene.write(json.dumps({"mcpServers": {**many, **SERVERS}}))
        await scene.look()
        page = scene.window.found_page
        (bar,) = (one for one in page.findChildren(QScrollBar) if one.orientation() == Qt.Orientation.Vertical)
        QApplication.processEvents()
        bar.setValue(40)
        button = scene.button("guard_server3")
        button.setFocus()
        places = scene.places
        (found,) = (one for one in clients.found(places) if one.client == "claude-desktop")
        clients.apply(clients.plan_protect(found, scene.home, ["server3"]), scene.home, places)  # in a terminal
        scene.window.follow()
        await scene.done()
        assert "Protected" in scene.says()
        focused = page.focusWidget()
        assert focused is not None
        assert focused.objectName() == "undo_server3"
        QApplication.processEvents()
        assert bar.value() == 40
        kept = scene.button("undo_server3")
        scene.window.follow()
        await scene.done()
        assert scene.button("undo_server3") is kept  # nothing changed, nothing is built anew

    run(story)


def test_a_change_in_view_whose_file_changes_can_only_be_worked_out_anew(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.write(json.dumps({"mcpServers": SERVERS}))
        await scene.look()
        await scene.press("guard_all")
        more = {**SERVERS, "time": {"command": "uvx", "args": ["mcp-server-time"]}}
        scene.write(json.dumps({"mcpServers": more}))
        scene.window.follow()
        await scene.done()
        assert not scene.window.plan_page.confirm.isEnabled()
        assert "has changed since this was shown" in scene.says()
        await scene.press("notice_action")
        assert "mcp-server-time" in scene.window.plan_page.change.toPlainText()
        await scene.press("confirm")
        assert scene.entry()["args"][:2] == ["--server", "filesystem"]

    run(story)


def test_a_plan_that_changes_nothing_is_still_named_for_what_was_asked(qtbot: QtBot) -> None:
    window = ProtectWindow()
    qtbot.addWidget(window)
    nothing = Plan("claude-desktop", "Claude Desktop", "/c.json", b"{}", b"{}", "", [], [], guards=False)
    window.show_plan(nothing, True, ())
    assert window.plan_page.title.accessibleName().startswith("Protect the servers of")
    window.show_plan(nothing, False, ())
    assert window.plan_page.title.accessibleName().startswith("Give back the servers of")
