"""The Protect window: secrets into the keychain and back, and a change that waits until its client has quit."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from callgate_proxy.home import Home
from keychains import pretend
from protecting import CLAUDE, SERVERS, Run, Scene, player
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot


@pytest.fixture
def run(qtbot: QtBot, qapp: QApplication, home: Home, tmp_path: Path) -> Run:  # noqa: ARG001
    return player(qtbot, home, tmp_path / "person")


def test_secrets_of_guarded_servers_are_offered_for_the_keychain_and_come_back(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = pretend(monkeypatch)

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
