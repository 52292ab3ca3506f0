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
from callgate_proxy import secrets
from callgate_proxy.clients import Places, Plan, Process
from callgate_proxy.home import Home
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
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
        places = Places(str(person), "", "", str(person / ".config"), "linux", processes=lambda: self.alive)
        self.pauses: list[Callable[[], object]] = []  # what happens while the client is waited for, look by look
        self.window.steps = Guarding(home, places, self.window, self._start, self._pause)

    async def _pause(self) -> None:
        self.pauses.pop(0)()

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


def test_a_plan_that_changes_nothing_is_still_named_for_what_was_asked(qtbot: QtBot) -> None:
    window = ProtectWindow()
    qtbot.addWidget(window)
    nothing = Plan("claude-desktop", "Claude Desktop", "/c.json", b"{}", b"{}", "", [], [], guards=False)
    window.show_plan(nothing, True, ())
    assert window.plan_page.title.accessibleName().startswith("Protect the servers of")
    window.show_plan(nothing, False, ())
    assert window.plan_page.title.accessibleName().startswith("Give back the servers of")


def test_secrets_of_guarded_servers_are_offered_for_the_keychain_and_come_back(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept: dict[str, str] = {}

    def get(name: str) -> str:
        if name not in kept:
            raise secrets.Missing(f"The keychain has no secret “{name}”.", "Store it again.")
        return kept[name]

    def remove(name: str) -> None:
        kept.pop(name, None)

    for name, does in (("get", get), ("put", kept.__setitem__), ("remove", remove)):
        monkeypatch.setattr(secrets, name, does)

    async def story(scene: Scene) -> None:
        env = {"GITHUB_TOKEN": "ghp_" + "a" * 36, "LEVEL": "info"}
        scene.write(json.dumps({"mcpServers": {"filesystem": {**SERVERS["filesystem"], "env": env}}}, indent=2))
        await scene.look()
        assert "Anyone who reads this file" not in scene.says()  # it is not guarded yet: nobody could give it back
        for name in ("guard_all", "confirm", "done"):
            await scene.press(name)
        assert "can read GITHUB_TOKEN of filesystem." in scene.says()
        guarded = scene.config.read_bytes()
        scene.alive = [CLAUDE]
        await scene.press("move_secrets")
        assert "is running" in scene.says()
        assert scene.config.read_bytes() == guarded
        scene.alive = []
        await scene.press("move_secrets")
        assert "In the keychain: GITHUB_TOKEN of filesystem." in scene.says()
        assert scene.entry()["env"]["LEVEL"] == "info"
        assert scene.entry()["env"]["GITHUB_TOKEN"].startswith("callgate-secret:")
        assert env["GITHUB_TOKEN"] not in scene.says()
        await scene.press("restore_secrets")
        assert (scene.config.read_bytes(), kept) == (guarded, {})

    run(story)


def test_a_confirmed_change_waits_until_the_client_has_quit_and_is_of_the_bytes_then_on_disk(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.write(json.dumps({"mcpServers": SERVERS}))
        scene.alive = [CLAUDE]
        await scene.look()
        await scene.press("guard_all")
        last = json.dumps({"preferences": {"dark": True}, "mcpServers": SERVERS}, indent=1)
        scene.pauses = [lambda: None, lambda: scene.write(last), scene.alive.clear]
        await scene.press("wait_until_quit")
        assert scene.pauses == []
        assert scene.window.done_page.title.text() == "Protected"
        assert json.loads(scene.config.read_text())["preferences"] == {"dark": True}
        await scene.press("done")
        await scene.press("undo_all")
        await scene.press("confirm")
        assert scene.config.read_text() == last

    run(story)


def test_a_file_that_asks_for_another_change_by_then_is_shown_again(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.write(json.dumps({"mcpServers": SERVERS}))
        scene.alive = [CLAUDE]
        await scene.look()
        await scene.press("guard_all")
        more = json.dumps({"mcpServers": {**SERVERS, "new": {"command": "new"}}})
        scene.pauses = [lambda: scene.write(more), scene.alive.clear]
        await scene.press("wait_until_quit")
        assert scene.config.read_text() == more
        assert "“new”" in scene.says()
        await scene.press("confirm")
        assert scene.window.done_page.title.text() == "Protected"

    run(story)


@pytest.mark.parametrize("leave", ["wait_until_quit", "back", "notice_action"])
def test_who_stops_waiting_leaves_everything_as_it_was(run: Run, leave: str) -> None:
    async def story(scene: Scene) -> None:
        before = scene.write(json.dumps({"mcpServers": SERVERS}))
        scene.alive = [CLAUDE]
        await scene.look()
        await scene.press("guard_all")
        button = scene.window.findChild(QPushButton, leave)
        assert button is not None
        scene.pauses = [button.click]
        await scene.press("wait_until_quit")
        scene.alive.clear()
        await scene.done()
        assert scene.config.read_text() == before
        assert scene.window.plan_page.wait.text() == "Write it when the client quits"

    run(story)
