"""The first run: what was found, how it is protected, what remains; over a person's real files."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from callgate_desktop import first_run, said
from callgate_desktop.first_run import BY_RISK, DONE, FOUND, PROTECT, FirstRun
from callgate_desktop.first_steps import FirstSteps, due
from callgate_desktop.guarding import Guarding, Seen
from callgate_desktop.ui.first_run import FirstRunWindow
from callgate_desktop.ui.loop import QtLoop
from callgate_proxy.clients import Applied, Entry, Found, Places, Plan, Process
from callgate_proxy.clients.applying import KEEP_SERVING
from callgate_proxy.home import Home
from callgate_proxy.listing import ListingError
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel
from pytestqt.qtbot import QtBot
from stepping import Stepping

SERVERS = {
    "filesystem": {"command": "npx", "args": ["-y", "server-filesystem", "/home/ada"]},
    "time": {"command": "uvx", "args": ["mcp-server-time"]},
    "remote": {"url": "https://mcp.example.com"},
}
TOOLS: list[dict[str, object]] = [
    {"name": "read_file", "description": "Reads a file."},
    {"name": "delete_file", "description": "Deletes a file."},
]
CLAUDE = Process(4242, "claude-desktop", "/usr/lib/claude-desktop/claude-desktop")
MOST = 5  # clicks


class Scene(Stepping):
    """A window, its steps, and a person's files."""

    def __init__(self, qtbot: QtBot, home: Home, person: Path) -> None:
        super().__init__()
        self.home = home
        self.clicks = 0
        self.alive: list[Process] = []
        self.config = person / ".config" / "Claude" / "claude_desktop_config.json"
        self.window = FirstRunWindow()
        qtbot.addWidget(self.window)
        places = Places(str(person), "", "", str(person / ".config"), "linux", processes=lambda: self.alive)
        guarding = Guarding(home, places, self.window, self.start)  # pyright: ignore[reportArgumentType]
        self.window.steps = FirstSteps(home, guarding, self.window, self.start, self._list)
        self.started: list[list[str]] = []

    def _list(self, command: list[str], _env: dict[str, str]) -> list[dict[str, object]]:
        self.started.append(command)
        if command[0] == "uvx":
            raise ListingError("uvx could not be started.")
        return TOOLS

    async def begin(self) -> None:
        self.window.begin()
        self.window.show()
        await self.done()

    async def press(self, name: str) -> None:
        found = next(one for one in self.window.findChildren(QAbstractButton, name) if one.isVisible())
        assert found.isEnabled()
        mark = QPoint(8, found.height() // 2)  # ticks and rounds are hit where they are drawn
        QTest.mouseClick(found, Qt.MouseButton.LeftButton, pos=mark)
        self.clicks += 1
        await self.done()

    def write(self, text: str) -> str:
        self.config.parent.mkdir(parents=True, exist_ok=True)
        self.config.write_text(text)
        return text

    def says(self) -> str:
        return "\n".join(label.text() for label in self.window.findChildren(QLabel) if label.isVisible())

    def guarded(self) -> list[str]:
        servers = json.loads(self.config.read_text())["mcpServers"]
        return [name for name, entry in servers.items() if "--server" in entry.get("args", [])]

    def policy(self) -> Any:
        return json.loads(Path(self.home.policy).read_text())


Story = Callable[[Scene], Coroutine[Any, Any, None]]
Run = Callable[[Story], None]


@pytest.fixture
def run(qtbot: QtBot, qapp: QApplication, home: Home, tmp_path: Path) -> Run:  # noqa: ARG001
    def go(story: Story) -> None:
        async def play() -> None:
            scene = Scene(qtbot, home, tmp_path / "person")
            try:
                await story(scene)
            finally:
                scene.window.hide()

        with asyncio.Runner(loop_factory=QtLoop) as runner:
            runner.run(play())

    return go


def test_three_clicks_lead_to_guarded_servers_and_to_what_remains(run: Run) -> None:
    async def story(scene: Scene) -> None:
        before = scene.write(json.dumps({"mcpServers": SERVERS}, indent=2))
        await scene.begin()
        assert "1 client with 3 servers: 2 can be protected." in scene.says()
        assert "Cannot be protected" in scene.says()
        await scene.press("first_next")
        assert scene.config.read_text() == before
        await scene.press("first_confirm")
        assert scene.guarded() == ["filesystem", "time"]
        assert scene.policy() == {"version": "1", "default": "ask"}
        said = scene.says()
        assert "2 servers protected" in said
        assert "Start Claude Desktop again" in said
        assert "“Always allow”" in said
        assert "Give all back…" in said
        await scene.press("first_done")
        assert not scene.window.isVisible()
        assert scene.clicks <= MOST

    run(story)


def test_only_what_is_ticked_is_guarded_and_the_change_is_one_click_away(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.write(json.dumps({"mcpServers": SERVERS}))
        await scene.begin()
        await scene.press("tick_time")
        await scene.press("first_next")
        assert not scene.window.protect.change.isVisible()
        await scene.press("first_diff")
        assert scene.window.protect.change.isVisible()
        assert "server-filesystem" in scene.window.protect.change.toPlainText()
        await scene.press("first_confirm")
        assert scene.guarded() == ["filesystem"]

    run(story)


def test_by_risk_what_reads_is_allowed_and_what_cannot_be_listed_asks(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.write(json.dumps({"mcpServers": SERVERS}))
        await scene.begin()
        await scene.press("first_next")
        await scene.press("policy_risk")
        assert scene.started == []
        await scene.press("first_confirm")
        assert sorted(command[0] for command in scene.started) == ["npx", "uvx"]
        assert scene.policy()["servers"] == {"filesystem": {"tools": {"read_file": {}}}}
        assert "“time” asks about everything: its tools are not known." in scene.says()
        assert scene.guarded() == ["filesystem", "time"]

    run(story)


def test_a_policy_that_is_there_stays_as_it_is(run: Run) -> None:
    async def story(scene: Scene) -> None:
        text = '{"version": "1", "default": "deny"}'
        scene.home.ensure(scene.home.root)
        Path(scene.home.policy).write_text(text)
        scene.write(json.dumps({"mcpServers": SERVERS}))
        await scene.begin()
        await scene.press("first_next")
        assert "Your policy.json stays as it is." in scene.says()
        assert not scene.window.protect.policies[BY_RISK].isVisible()
        await scene.press("first_confirm")
        assert Path(scene.home.policy).read_text() == text

    run(story)


def test_a_running_client_is_named_and_can_be_quit_meanwhile(run: Run) -> None:
    async def story(scene: Scene) -> None:
        before = scene.write(json.dumps({"mcpServers": SERVERS}))
        scene.alive = [CLAUDE]
        await scene.begin()
        await scene.press("first_next")
        assert "Claude Desktop: running, and would write over the change." in scene.says()
        assert not scene.window.protect.confirm.isEnabled()
        scene.alive = []
        await scene.press("notice_action")
        assert "running" not in scene.says()
        scene.alive = [CLAUDE]  # started again behind our back
        await scene.press("first_confirm")
        assert "Nothing was protected" in scene.says()
        assert "is running" in scene.says()
        assert scene.config.read_text() == before

    run(story)


def test_a_file_that_changes_in_between_is_worked_out_anew(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.write(json.dumps({"mcpServers": SERVERS}))
        await scene.begin()
        await scene.press("first_next")
        scene.write(json.dumps({"mcpServers": {**SERVERS, "more": {"command": "more"}}}))
        scene.window.follow()
        await scene.done()
        assert "Protect 3 servers" in scene.says()
        await scene.press("first_confirm")
        assert scene.guarded() == ["filesystem", "time", "more"]

    run(story)


def test_without_a_client_it_says_what_to_do(run: Run) -> None:
    async def story(scene: Scene) -> None:
        await scene.begin()
        assert "No MCP client was found on this computer yet." in scene.says()
        assert "Install Claude Desktop and add a server" in scene.says()
        assert not scene.window.found.forward.isEnabled()

    run(story)


def test_it_opens_by_itself_only_until_it_was_finished_or_skipped(run: Run) -> None:
    async def story(scene: Scene) -> None:
        assert due(scene.home, 0)
        assert not due(scene.home, 1)
        await scene.begin()
        await scene.press("first_skip")
        assert not scene.window.isVisible()
        assert not due(scene.home, 0)

    run(story)


def test_who_has_guarded_and_given_back_in_a_terminal_is_no_newcomer(home: Home) -> None:
    assert due(home, 0)
    home.ensure(home.journal)
    assert not due(home, 0)


def entry(name: str, **changes: Any) -> Entry:
    return Entry(name, "npx", [], [], changes.pop("guarded", False), changes.pop("problem", ""), **changes)


def test_a_projects_file_and_what_is_switched_off_are_chosen_by_hand_alone() -> None:
    own = Found("c", "C", "/c", True, [entry("a"), entry("off", disabled=True), entry("b", guarded=True)], "")
    shared = Found("c", "C", "/p/c", True, [entry("a")], "", project="/p")
    state = first_run.saw(FirstRun(), [Seen(own, ()), Seen(shared, ())])
    assert state.chosen == {"/c": ["a"]}
    state = first_run.flip(first_run.flip(state, "/p/c", "a"), "/c", "a")
    assert state.chosen == {"/p/c": ["a"]}
    assert first_run.flip(state, "/c", "b").chosen == state.chosen


def plan(path: str, before: bytes, guarded: list[str]) -> Plan:
    return Plan("claude-code", "Claude Code", path, before, b"{1}", "", ["x"], [], guards=True, guarded=tuple(guarded))


def test_a_plan_for_what_was_unticked_or_has_changed_is_not_taken() -> None:
    state = first_run.saw(
        FirstRun(step=PROTECT), [Seen(Found("c", "C", "/c", True, [entry("a")], "", content=b"1"), ())]
    )
    assert first_run.wants_plans(state)
    assert first_run.planned(state, [plan("/other", b"1", ["a"])]).plans == ()
    assert first_run.planned(state, [plan("/c", b"2", ["a"])]).plans == ()
    planned = first_run.planned(state, [plan("/c", b"1", ["a"])])
    assert len(planned.ready) == 1
    assert not first_run.wants_plans(planned)
    assert first_run.flip(planned, "/c", "a").plans == ()
    assert first_run.stopped(first_run.begun(planned)).step == FOUND
    assert first_run.finished(planned, first_run.Outcome()).step == DONE


def test_each_client_is_told_where_its_own_yes_is() -> None:
    done = Applied("/c", ["x"], "", "The next session uses it.")
    outcome = first_run.Outcome(((plan("/c", b"", ["fs"]), done),))
    assert first_run.allowing(outcome) == ["Claude Code: with /permissions, allow mcp__fs."]
    assert first_run.restarts(outcome) == ["Claude Code: The next session uses it."]


def test_what_to_do_next_is_told_sentence_by_sentence() -> None:
    done = Applied("/c", ["x"], "", f"The next session uses it. {KEEP_SERVING}")
    said.begin(lambda text, _note, _number: f"<{text}>")
    try:
        told = first_run.restarts(first_run.Outcome(((plan("/c", b"", ["fs"]), done),)))
    finally:
        said.begin(said.english)
    assert told == [f"Claude Code: <The next session uses it.> <{KEEP_SERVING}>"]
