"""The studio: the real tray in a scratch home, and every window of it brought into view.

1. The real tray in a scratch home: its log, its client's file and its questions are made up, what shows them is not.
2. One process for each scale, since Qt takes it at its start; both palettes in each, so that changing it is seen too.
3. Looking at them is the test: nothing here judges what they show.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from callgate_desktop.hub import Question
from callgate_desktop.tray import App
from callgate_desktop.ui import theme
from callgate_desktop.ui.limit import LimitDialog
from callgate_desktop.ui.menu import TrayMenu
from callgate_desktop.ui.problem import ProblemWindow
from callgate_desktop.view import STATES
from callgate_proxy import clients, pinstore
from callgate_proxy.clients import Places
from callgate_proxy.home import Home
from callgate_proxy.log import day_file
from callgate_proxy.policy import store
from callgate_proxy.risk.pins import TOOL, Listing, Sighting, form
from callgate_proxy.state import State
from editor import editor
from guardian import guardian
from newcomer import first_run
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QWidget
from scenery import CONFIG, POLICY, TOOLS, rows

ROOT = Path(__file__).parents[2]
README = ROOT / "resources" / "pictures"
IN_README = ("activity", "approval", "changes")
PATIENCE = 30.0  # seconds
GUARDED = ["filesystem", "github", "postgres"]


def question(look: str) -> Question:
    """Someone wants to write a file."""
    return Question(
        link=1,
        call=f"q-{look}",
        server="filesystem",
        client="claude-desktop",
        command=("npx", "-y", "@modelcontextprotocol/server-filesystem", "/home/ada/proj"),
        pid=4711,
        tool="write_file",
        args={
            "path": "/home/ada/proj/notes/friday.md",
            "content": "# Friday\n\n* send the invoice\n* water the fig\n",
        },
        rule="/servers/filesystem/tools/write_file",
        reason="",
        asked=time.time(),
        deadline=time.time() + 45,
    )


class Studio:
    """The tray in a scratch home."""

    def __init__(self, root: str, scale: int, into: Path, code: str = "en") -> None:
        """`into`: the folder for the pictures; `code`: their language, part of their names unless it is English."""
        self.scale = scale
        self.into = into
        self.code = code
        self.home = Home(os.path.join(root, "home"))
        person = os.path.join(root, "person")
        config = os.path.join(person, ".config")
        self.places = replace(
            Places.here(), home=person, appdata=person, localappdata=person, xdg_config=config, processes=list
        )
        self.now = time.time()
        self._furnish()
        self.app = App(self.home, self.places, lambda: None)

    def _furnish(self) -> None:
        found = next(one for one in clients.found(self.places) if one.client == "claude-desktop")
        os.makedirs(os.path.dirname(found.path))
        Path(found.path).write_text(CONFIG, "utf-8")
        store.save(self.home, POLICY)
        found = clients.read(found.client, found.path)
        clients.apply(clients.plan_protect(found, self.home, GUARDED), self.home, self.places)
        state = State(self.home)
        for server, names in TOOLS.items():
            tools: list[dict[str, object]] = [{"name": name} for name in names]
            state.saw_tools(server, tools, self.now)
            pins = [Sighting(TOOL, name, form(TOOL, {"name": name}), []) for name in names]
            pinstore.record(self.home, server, [server], [Listing(TOOL, pins, True, [])], self.now)
        state.close()
        self.home.ensure(self.home.log)
        for row in rows(random.Random(7), self.now):
            with open(day_file(self.home, float(str(row["t"]))), "a", encoding="utf-8") as file:
                file.write(json.dumps(row) + "\n")

    async def pictures(self) -> None:
        """All of them."""
        await self.app.begin()
        for dark in (False, True):
            application = QApplication.instance()
            assert isinstance(application, QApplication)
            theme.apply(application, dark)
            self.app.desk.tick()
            await self.all(f"{'dark' if dark else 'light'}-{self.scale}x")
        await self.app.end()

    async def all(self, look: str) -> None:
        """One of each, in the palette in use."""
        await self.activity(look)
        await self.servers(look)
        await editor(self, look)
        await self.approval(look)
        shell = self.app.shell
        shell.show_protect()
        await asyncio.sleep(0.3)  # the files are read
        await self.take(shell.protect, "protect", look)
        shell.protect.hide()
        await first_run(self, look, CONFIG)
        for name, window in (
            ("limit", LimitDialog("filesystem", "write_file")),
            ("problem", ProblemWindow("The disk is full.", "Make room, then start Callgate again.")),
            ("about", shell.about),
            ("preferences", shell.preferences),
        ):
            window.show()
            await self.take(window, name, look)
            window.hide()
        await guardian(self, look, question(look))
        made = TrayMenu()  # the shell's own doubles each "_" for a panel that is not here
        made.show_facts(self.app.desk.facts, [], time.time(), notifier=False)
        made.show_calls(shell.recent())
        menu = made.menu
        await self.take(menu, "menu", look)
        first = next(action for action in menu.actions() if action.menu())
        await self.take(first.menu(), "menu-server", look)  # pyright: ignore[reportArgumentType]
        self.icons(look)

    async def activity(self, look: str) -> None:
        window = self.app.shell.activity
        window.show()
        await self.until(lambda: window.model.rowCount() > 0 and window.chart.accessibleName().count(";"))
        wanted = (at for at in range(window.model.rowCount()) if window.model.ring.entry(at).call.verdict == "deny")
        window.table.selectRow(next(wanted))
        await self.take(window, "activity", look)
        window.filters.period.setCurrentIndex(window.filters.period.findData("week"))
        window.filters.verdict.setCurrentIndex(window.filters.verdict.findData("deny"))
        await self.until(lambda: window.found.rowCount() > 0 and "…" not in window.shown.text())
        window.grab()  # what comes into view is asked for
        await self.until(lambda: window.found.entry(window.found.index(0, 0)) is not None)
        window.older.selectRow(0)
        await self.take(window, "activity-searched", look)
        ruling = self.app.shell.ruling
        window.details.rule.click()
        await self.until(lambda: ruling.policy.toPlainText())
        await self.take(ruling, "ruling-why", look)
        ruling.choices.button(0).click()
        await self.until(ruling.write.isEnabled)
        await self.take(ruling, "ruling-change", look)
        ruling.hide()
        window.filters.text.setText("nothing like this")
        await self.until(lambda: window.lists.currentWidget() is window.empty)
        await self.take(window, "activity-no-match", look)
        window.filters.clear()
        window.filters.period.setCurrentIndex(0)
        window.hide()

    async def servers(self, look: str) -> None:
        window = self.app.shell.servers
        window.show()
        await self.until(lambda: window.tree.topLevelItemCount() > 0)
        window.tree.setCurrentIndex(window.tree.model().index(1, 0, window.tree.model().index(0, 0)))
        await self.take(window, "servers", look)
        window.hide()

    async def approval(self, look: str) -> None:
        asked = question(look)
        self.app.desk.opened(asked)
        window = self.app.shell.approval
        await self.until(window.isVisible)
        await asyncio.sleep(0.7)  # the buttons wake up
        await self.take(window, "approval", look)
        window.page.allow_for.click()
        await self.until(lambda: window.grant.isVisible() and window.grant.confirm.isEnabled())
        await self.take(window, "approval-lasting", look)
        self.app.desk.closed(asked, "cancelled")
        self.app.desk.dismissed()
        window.hide()

    def icons(self, look: str) -> None:
        """The tray's states at 16 pixels, eight times enlarged, on both panels."""
        from callgate_desktop.ui import icons

        shown = [(kind, 0) for kind in STATES] + [("asking", 3), ("asking", 12)]
        sheet = QPixmap(140 * len(shown), 300)
        sheet.fill(QColor("#f0f0f0"))
        painter = QPainter(sheet)
        painter.fillRect(0, 150, sheet.width(), 150, QColor("#202124"))
        for at, (kind, count) in enumerate(shown):
            picture = icons.state(kind, count).pixmap(16, 16).scaled(128, 128, Qt.AspectRatioMode.KeepAspectRatio)
            for top in (11, 161):
                painter.drawPixmap(at * 140 + 6, top, picture)
        painter.end()
        sheet.save(str(self.into / f"icons-{look}.png"))

    async def take(self, window: QWidget, name: str, look: str) -> None:
        """One picture."""
        await asyncio.sleep(0.05)  # laid out and painted
        picture = window.grab()
        path = self.into / f"{name}-{look}{'' if self.code == 'en' else '-' + self.code}.png"
        if not picture.save(str(path)):
            raise SystemExit(f"{path} could not be written")
        if look == "light-1x" and name in IN_README and self.code == "en":
            picture.save(str(README / f"{name}.png"))

    async def until(self, holds: Callable[[], object]) -> None:
        """Waits for what the tray does in its threads."""
        end = time.monotonic() + PATIENCE
        while not holds():
            if time.monotonic() > end:
                raise SystemExit("A window did not show what it should.")
            await asyncio.sleep(0.02)
