"""`callgate demo`: the whole job on real parts in a scratch home, without a screen; each step is checked as it happens.

A Claude Desktop configuration with a real server is guarded through the Protect window; the MCP SDK's client starts
what the file says and calls; the approval window is answered through its own buttons; the policy is edited while all
of it runs; and everything is given back. Exit code 0 only if every step did what it says.
"""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.util import find_spec
from typing import TYPE_CHECKING

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from callgate_proxy.logread import last_calls
from callgate_proxy.policy import store
from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from callgate_desktop.demo_stage import CONVERT, MEETING, NOW, POLICY, SERVER, UTC, Failed, Stage, expect
from callgate_desktop.door import Door
from callgate_desktop.tray import App
from callgate_desktop.ui import theme
from callgate_desktop.ui.loop import QtLoop

if TYPE_CHECKING:
    from mcp import Client
    from mcp.types import CallToolResult

PATIENCE = 60.0  # seconds that a step may take on a slow machine
LOOK_AGAIN = 0.02  # seconds
OFFSCREEN = ("This plugin does not support", "QObject::connect: No such signal QPlatformNativeInterface")


class Demo:
    """One run. `say` gets each line as it happens; pictures go to the directory `pictures`."""

    def __init__(self, stage: Stage, app: App, pictures: str, say: Callable[[str], None]) -> None:
        self._stage = stage
        self._app = app
        self._pictures = pictures
        self._say = say
        self._count = 0

    async def run(self) -> None:
        """All steps in order. Raises Failed at the first that does not do what it says."""
        await self.protect()
        async with self._stage.client("auto") as client:
            await self.allowed(client)
            await self.limited(client)
            await self.asked(client)
            await self.denied(client)
            await self.hidden(client)
        await self.legacy()
        await self.activity()
        await self.undo()

    def done(self, text: str) -> None:
        """Tells of a step that did what it says."""
        self._count += 1
        self._say(f"{self._count:>2}. {text}")

    async def protect(self) -> None:
        window = self._app.shell.protect
        self._app.shell.show_protect()
        guard = await self.button(window, "guard_all")
        self.picture(window, "1-protect")
        guard.click()
        confirm = await self.button(window, "confirm")
        expect(self._stage.bytes_now() == self._stage.original, "the file changed before it was confirmed")
        self.picture(window, "2-plan")
        confirm.click()
        await self.until(
            lambda: all(entry.guarded for entry in self._stage.found().entries), "the server is not guarded"
        )
        window.hide()
        self.done(f"Protect: {self._stage.found().entries[0].name} in {self._stage.config} now starts through Callgate")
        store.save(self._stage.home, POLICY)
        self.done(f"Policy: {NOW} twice a minute, {CONVERT} asks, everything else is denied")

    async def allowed(self, client: Client) -> None:
        names = {tool.name for tool in (await client.list_tools()).tools}
        expect(names == {NOW, CONVERT}, f"the server's tools are {names}")
        result = await client.call_tool(NOW, UTC)
        expect(not result.is_error and "datetime" in said(result), said(result))
        self.done(f"Allowed: {NOW} answered {' '.join(said(result).split())[:72]}…")

    async def limited(self, client: Client) -> None:
        expect(not (await client.call_tool(NOW, UTC)).is_error, "the second call was refused")
        result = await client.call_tool(NOW, UTC)
        expect(result.is_error and "Remember the time you have." in said(result), said(result))
        self.done(f"Limited: the third {NOW} in a minute was refused: {said(result)}")

    async def asked(self, client: Client) -> None:
        window = self._app.shell.approval
        call = asyncio.ensure_future(client.call_tool(CONVERT, MEETING))
        await self.until(window.isVisible, "the approval window did not open")
        window.page.allow_once.click()
        await asyncio.sleep(LOOK_AGAIN)
        expect(not call.done(), "a click in the first half second allowed the call")
        self.picture(window, "3-approval")
        await self.until(lambda: self.press(window, window.page.allow_once), "the approval window did not close")
        result = await asyncio.wait_for(call, PATIENCE)
        expect(not result.is_error and "time_difference" in said(result), said(result))
        self.done(f"Asked: the approval window showed {CONVERT} and its arguments; Allow once let it through")

    async def denied(self, client: Client) -> None:
        text = POLICY.replace('"action": "ask", "reason": "Look', '"action": "deny", "reason": "Not today. Look')
        with open(self._stage.home.policy, "w", encoding="utf-8") as file:  # as an editor would
            file.write(text)
        result = await client.call_tool(CONVERT, MEETING)
        expect(result.is_error and "Not today." in said(result), said(result))
        self.done("Edited: policy.json was changed in an editor while the server ran")
        self.done(f"Denied: {said(result)}")

    async def hidden(self, client: Client) -> None:
        self._app.desk.set_tool(SERVER, CONVERT, "hide")
        await self.until(lambda: '"hide"' in self.policy_text(), "the tray did not write the policy file")
        names = {tool.name for tool in (await client.list_tools()).tools}
        result = await client.call_tool(CONVERT, MEETING)
        expect(names == {NOW}, f"the list still names {names}")
        expect(result.is_error and said(result) == f"Unknown tool: {CONVERT}", said(result))
        self.done(f"Hidden: chosen in the tray menu; the list is without {CONVERT}, and a call got: {said(result)}")

    async def legacy(self) -> None:
        async with self._stage.client("legacy") as client:
            names = {tool.name for tool in (await client.list_tools()).tools}
            expect(names == {NOW}, f"the list of a client of the older protocol names {names}")
        self.done("Both eras: a client of the older protocol saw the same")

    async def activity(self) -> None:
        calls = last_calls(self._stage.home, 100)
        verdicts = [call.verdict for call in calls]
        expect(verdicts == ["allow", "allow", "limit", "ask", "deny", "hide"], f"the log has {verdicts}")
        expect(
            (calls[3].decision, calls[3].outcome) == ("allow", "ok"), "the asked call's row does not say how it ended"
        )
        window = self._app.shell.activity
        window.show()
        await self.until(lambda: window.model.rowCount() == len(calls), "the activity window does not show every call")
        self.done(f"Logged: {len(calls)} calls, {len(calls)} rows, each before its call went on")
        window.table.selectRow(2)
        self.picture(window, "4-activity")
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.apply(application, dark=not theme.prefers_dark(application))
        self.picture(window, "5-activity-dark")
        window.hide()

    async def undo(self) -> None:
        window = self._app.shell.protect
        self._app.shell.show_protect()
        (await self.button(window, "undo_all")).click()
        (await self.button(window, "confirm")).click()
        await self.until(lambda: self._stage.bytes_now() == self._stage.original, "the file is not what it was")
        window.hide()
        self.done("Undone: Claude Desktop's file is byte for byte what it was")

    # ---- what the steps are made of

    def policy_text(self) -> str:
        with open(self._stage.home.policy, encoding="utf-8") as file:
            return file.read()

    def press(self, window: QWidget, button: QPushButton) -> bool:
        """Presses `button` while `window` is there; whether it has gone."""
        if window.isVisible():
            button.click()
        return not window.isVisible()

    async def button(self, window: QWidget, name: str) -> QPushButton:
        """The visible, enabled button of that name, once there is one."""

        def ready() -> QPushButton | None:
            found = window.findChildren(QPushButton, name)
            return next((one for one in found if one.isVisible() and one.isEnabled()), None)

        await self.until(ready, f"there is no button {name} to press")
        found = ready()
        assert found is not None
        return found

    async def until(self, condition: Callable[[], object], otherwise: str) -> None:
        """Waits until `condition` holds. Raises Failed with `otherwise` when it does not in time."""
        end = time.monotonic() + PATIENCE
        while not condition():
            expect(time.monotonic() < end, otherwise)
            await asyncio.sleep(LOOK_AGAIN)

    def picture(self, window: QWidget, name: str) -> None:
        """Saves what `window` shows."""
        path = os.path.join(self._pictures, f"{name}.png")
        expect(window.grab().save(path), f"{path} could not be written")
        self._say(f"      picture: {path}")


def said(result: CallToolResult) -> str:
    """The text of a tool's result."""
    return "".join(block.text for block in result.content if block.type == "text")


async def play(stage: Stage, pictures: str) -> None:
    """Runs the tray's parts and the demo together."""
    app = App(stage.home, stage.places, lambda: None)
    door = await Door.open(stage.home, app.desk.hub.serve)
    pulse = None
    try:
        await app.begin()
        pulse = asyncio.ensure_future(app.pulse())
        await Demo(stage, app, pictures, lambda line: print(line, flush=True)).run()
    finally:
        if pulse is not None:
            pulse.cancel()
            await asyncio.gather(pulse, return_exceptions=True)
        await door.close()
        await app.end()


def _without_noise(_kind: QtMsgType, _context: QMessageLogContext, message: str) -> None:
    """Qt's messages, less what only says that there is no screen."""
    if not message.startswith(OFFSCREEN):
        print(message, file=sys.stderr)


def main() -> int:
    """Entry of `callgate demo`; the exit code."""
    if not (find_spec("mcp") and find_spec("mcp_server_time")):
        print(
            'The demo\'s server and client are not installed. Install them: pip install "callgate[demo]".',
            file=sys.stderr,
        )
        return 2
    qInstallMessageHandler(_without_noise)
    application = QApplication(["callgate-demo"])
    application.setQuitOnLastWindowClosed(False)
    theme.apply(application, dark=False)
    pictures = tempfile.mkdtemp(prefix="callgate-pictures-")
    print("Callgate demo: the whole job on real parts, in a scratch home that is removed at the end.", flush=True)
    with tempfile.TemporaryDirectory(prefix="callgate-demo-") as root:
        stage = Stage.build(os.path.realpath(root))
        try:
            with asyncio.Runner(loop_factory=QtLoop) as runner:
                runner.run(play(stage, pictures))
        except Failed as failed:
            print(f"FAILED: {failed}", file=sys.stderr)
            return 1
    print(f"Every step did what it says. The pictures are in {pictures}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
