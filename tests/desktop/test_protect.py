"""The Protect window over real files: found, planned, shown, confirmed, given back."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from callgate_desktop.ui.protect import ProtectWindow
from callgate_proxy import clients
from callgate_proxy.clients import Plan
from callgate_proxy.home import Home
from protecting import CLAUDE, SERVERS, Run, Scene, player
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton, QScrollBar
from pytestqt.qtbot import QtBot


@pytest.fixture
def run(qtbot: QtBot, qapp: QApplication, home: Home, tmp_path: Path) -> Run:  # noqa: ARG001
    return player(qtbot, home, tmp_path / "person")


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
