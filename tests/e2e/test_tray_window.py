"""The desktop as a person meets it: a real screen, a real panel, the real tray and proxy, clicks and keys."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from callgate_desktop.asking import Queue
from callgate_desktop.grants import Grant, Preview
from callgate_desktop.guard import QUIET
from callgate_desktop.hub import Question
from callgate_desktop.scopes import offers
from callgate_desktop.ui import theme
from callgate_desktop.ui.approval import ApprovalWindow
from callgate_desktop.view import Told
from callgate_proxy import clients
from callgate_proxy.clients import Places
from callgate_proxy.home import Home
from guarding import Guard, Json, Wire, said
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot
from screen import Screen, missing, until

if missing():
    pytest.skip(f"a virtual screen needs {', '.join(missing())}", allow_module_level=True)

SERVER = [sys.executable, "-m", "mcp_server_time", "--local-timezone", "UTC"]
EDITOR = """
from PySide6.QtWidgets import QApplication, QPlainTextEdit
app = QApplication(["editor"])
editor = QPlainTextEdit()
editor.setWindowTitle("Editor")
editor.show()
app.exec()
"""
TOOL = "get_current_time"
TRAY = ("--class", "callgate")
ASKS = ("--name", "^Callgate asks$")


class Desktop:
    """A guarded client, its tray on the screen, and one connection of the client."""

    def __init__(self, screen: Screen, home: Home, person: Path) -> None:
        self.screen = screen
        self.guard = Guard(home)
        self.guard.policy({"version": "1", "default": "ask"})
        self._client(person)
        self.tray = screen.run(
            sys.executable, "-m", "callgate_desktop.app", HOME=str(person), XDG_CONFIG_HOME=str(person / ".config")
        )
        self.icon = until(lambda: screen.windows(*TRAY), "the icon in the panel")[0]

    def _client(self, person: Path) -> None:
        config = person / ".config" / "Claude" / "claude_desktop_config.json"
        config.parent.mkdir(parents=True)
        config.write_text(json.dumps({"mcpServers": {"time": {"command": SERVER[0], "args": SERVER[1:]}}}))
        places = Places(str(person), "", "", str(person / ".config"), "linux", processes=list)
        found = clients.found(places)[0]
        clients.apply(clients.plan_protect(found, self.guard.home), self.guard.home, places)
        self.command = json.loads(config.read_text())["mcpServers"]["time"]

    def connect(self) -> Wire:
        """The client starts the server as its configuration says."""
        wire = Wire([self.command["command"], *self.command["args"]])
        wire.send(
            "initialize",
            protocolVersion="2025-06-18",
            capabilities={},
            clientInfo={"name": "claude", "version": "1"},
        )
        wire.receive()
        assert wire.process.stdin is not None
        wire.process.stdin.write('{"jsonrpc": "2.0", "method": "notifications/initialized"}\n')
        wire.send("tools/list")
        wire.receive()
        return wire

    def approval(self) -> str:
        """The window that asks, once it is there."""
        return until(lambda: self.screen.windows(*ASKS), "the approval window")[0]

    def editor(self) -> str:
        """Another program's window, with the focus in it."""
        self.screen.run(sys.executable, "-c", EDITOR)
        window = until(lambda: self.screen.windows("--name", "^Editor$"), "the editor")[0]
        self.screen.hands("windowactivate", "--sync", window)
        return until(lambda: self.screen.hands("getwindowfocus").strip(), "the focus")

    def press(self, button: str) -> None:
        """Clicks a button of the approval window."""
        left, top, _, height = self.screen.box(self.approval())
        self.screen.click(left + PLACES[button].x(), top + height - PLACES[button].y())

    def answer(self, number: int) -> Json:
        """The log's row of the nth answer."""
        return until(lambda: self.guard.rows("answer")[number:], "the answer in the log")[0]

    def gone(self) -> None:
        """Waits until nothing is asked any more."""
        until(lambda: not self.screen.windows(*ASKS), "the approval window to go")


PLACES: dict[str, QPoint] = {}  # from the window's left and bottom: what is said above the buttons differs


@pytest.fixture
def layout(qtbot: QtBot, qapp: QApplication) -> None:
    """Where the buttons of a window like the one on the screen are."""
    theme.apply(qapp, dark=False)
    window = ApprovalWindow()
    qtbot.addWidget(window)
    arguments: dict[str, object] = {"timezone": "Europe/Berlin"}
    question = Question(1, "c", "time", "claude-desktop", tuple(SERVER), 1, TOOL, arguments, "/default", "", 0.0, 45.0)
    case = Queue().add(question, 0.0)
    assert case is not None
    window.show_case(case, 1, 1, Told("First call of this tool."))
    note(window)
    window.show_scopes(case, offers(question))
    grant = Grant(question, window.grant.scope, window.grant.duration, 0.0)
    window.show_preview(case, Preview(grant, "+ {}"))
    note(window)


def note(window: ApprovalWindow) -> None:
    """Notes where the buttons of the page in view are."""
    window.grab()
    for button in window.findChildren(QAbstractButton):
        if button.isVisible():
            middle = button.mapTo(window, button.rect().center())
            PLACES[button.objectName()] = QPoint(middle.x(), window.height() - middle.y())


@pytest.fixture
def desktop(tmp_path: Path, home: Home, layout: None) -> Generator[Desktop]:  # noqa: ARG001  (fills PLACES)
    with Screen(tmp_path) as screen:
        yield Desktop(screen, home, tmp_path / "person")


def test_a_question_is_answered_by_clicks_and_a_tool_denied_from_the_menu(desktop: Desktop) -> None:
    with desktop.connect() as client:
        editor = desktop.editor()
        client.send("tools/call", name=TOOL, arguments={"timezone": "Europe/Berlin"})
        desktop.approval()
        assert desktop.screen.hands("getwindowfocus").strip() == editor
        until(lambda: desktop.press("allow_once") or desktop.guard.rows("answer"), "the click to count")
        asked, answered = desktop.guard.rows()[0]["t"], desktop.answer(0)["t"]
        assert answered - asked >= QUIET  # clicks meant for something else did not count
        assert "Europe/Berlin" in said(client.receive()["result"])
        assert (desktop.answer(0)["decision"], desktop.answer(0)["how"]) == ("allow", "once")
        desktop.gone()

        client.send("tools/call", name=TOOL, arguments={"timezone": "Europe/Berlin"})
        desktop.press("deny")
        assert client.receive()["result"]["isError"]
        assert desktop.answer(1)["decision"] == "deny"
        desktop.gone()

        deny_from_the_menu(desktop)
        refused = client.call(TOOL, timezone="Europe/Berlin")
        assert refused["isError"]
        assert desktop.guard.rows()[-1]["verdict"] == "deny"


def deny_from_the_menu(desktop: Desktop) -> None:
    """Right click on the icon; server, tool, Deny by keys; waits for the policy file."""
    screen = desktop.screen
    left, top, width, height = screen.box(desktop.icon)
    before = len(screen.windows(*TRAY))
    screen.click(left + width / 2, top + height / 2, button=3)
    for step, keys in enumerate((("Down", "Right"), ("Down", "Right"), ("Down", "Down")), start=1):
        until(lambda step=step: len(screen.windows(*TRAY)) >= before + step, f"menu {step}")
        screen.hands("key", *keys)
    screen.hands("key", "Return")
    policy = Path(desktop.guard.home.policy)
    until(lambda: "deny" in policy.read_text(), "the policy file")
    assert json.loads(policy.read_text())["servers"]["time"]["tools"] == {TOOL: {"action": "deny"}}


def grant(desktop: Desktop, duration: str) -> None:
    """The second step by clicks: exactly these arguments, for `duration`; waits for the answer in the log."""
    window = desktop.approval()
    height = desktop.screen.box(window)[3]
    until(lambda: desktop.press("allow_for") or desktop.screen.box(window)[3] != height, "the second step")
    desktop.press(f"for_{duration}")

    def confirm() -> bool:
        left, top, width, height = desktop.screen.box(window)
        desktop.screen.click(left + width - 80, top + height - 32)
        return bool(desktop.guard.rows("answer"))

    until(confirm, "the confirmation to count")


def test_always_writes_the_rule_that_was_shown_and_asks_no_more_for_these_arguments(desktop: Desktop) -> None:
    with desktop.connect() as client:
        client.send("tools/call", name=TOOL, arguments={"timezone": "Europe/Berlin"})
        grant(desktop, "always")
        assert "Europe/Berlin" in said(client.receive()["result"])
        assert desktop.answer(0)["how"] == "always"
        assert "Europe/Berlin" in said(client.call(TOOL, timezone="Europe/Berlin"))
        policy = json.loads(Path(desktop.guard.home.policy).read_text())
        entry = policy["clients"]["claude-desktop"]["servers"]["time"]["tools"][TOOL]
        assert entry["when"] == [{"path": "args", "op": "same", "value": {"timezone": "Europe/Berlin"}}]
        client.send("tools/call", name=TOOL, arguments={"timezone": "Europe/Paris"})
        desktop.press("deny")
        assert client.receive()["result"]["isError"]


def test_until_the_client_quits_answers_the_next_call_and_not_the_next_connections(desktop: Desktop) -> None:
    with desktop.connect() as client:
        client.send("tools/call", name=TOOL, arguments={"timezone": "Europe/Berlin"})
        grant(desktop, "session")
        assert "Europe/Berlin" in said(client.receive()["result"])
        assert "Europe/Berlin" in said(client.call(TOOL, timezone="Europe/Berlin"))
        assert [row["how"] for row in desktop.guard.rows("answer")] == ["session", "session"]
        desktop.gone()
    with desktop.connect() as client:
        client.send("tools/call", name=TOOL, arguments={"timezone": "Europe/Berlin"})
        desktop.approval()
        desktop.press("deny")
        assert client.receive()["result"]["isError"]


def test_a_reason_typed_with_the_no_reaches_the_agent(desktop: Desktop) -> None:
    with desktop.connect() as client:
        client.send("tools/call", name=TOOL, arguments={"timezone": "Europe/Berlin"})
        window = desktop.approval()
        # Nothing is at the button's place on the page with the line: pressing again does no harm.
        focus = desktop.screen.hands
        until(lambda: desktop.press("deny_why") or focus("getwindowfocus").strip() == window, "the focus")
        desktop.screen.hands("type", "Ask me first")
        desktop.screen.hands("key", "Return")
        result = client.receive()["result"]
        assert result["isError"]
        assert "The user says: Ask me first." in said(result)


def test_a_tray_that_is_killed_with_a_question_open_opens_nothing(desktop: Desktop) -> None:
    with desktop.connect() as client:
        client.send("tools/call", name=TOOL, arguments={"timezone": "Europe/Berlin"})
        desktop.approval()
        os.kill(desktop.tray.pid, 9)
        assert client.receive()["result"]["isError"]
        assert (desktop.answer(0)["decision"], desktop.answer(0)["how"]) == ("deny", "tray-lost")
        assert client.call(TOOL, timezone="Europe/Berlin")["isError"]
