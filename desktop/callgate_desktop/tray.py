"""The tray as a whole: its mind, its windows, and the files it follows, put together and kept going."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from callgate_proxy import clients, mode
from callgate_proxy.clients import Places
from callgate_proxy.errors import CallgateError
from callgate_proxy.home import Home
from callgate_proxy.http import remotes
from PySide6.QtWidgets import QApplication

from callgate_desktop import acts, words
from callgate_desktop.authoring import Authoring
from callgate_desktop.deciding import Deciding
from callgate_desktop.desk import Desk
from callgate_desktop.facts import Gatherer
from callgate_desktop.first_steps import FirstSteps
from callgate_desktop.follow import Follower
from callgate_desktop.guarding import Guarding
from callgate_desktop.lending import Lending
from callgate_desktop.preferences import Preferences
from callgate_desktop.preferring import Preferring
from callgate_desktop.retaining import Retaining
from callgate_desktop.sealing import Sealing
from callgate_desktop.searching import Searching
from callgate_desktop.serving import Serving
from callgate_desktop.surveying import Surveying
from callgate_desktop.ui import theme
from callgate_desktop.ui.shell import Shell
from callgate_desktop.watch import Watch

if TYPE_CHECKING:
    from callgate_desktop.freedesktop import Freedesktop
    from callgate_desktop.hub import Question

TICK = 1.0  # seconds
LIVE = 0.25  # seconds between two looks at the log while somebody watches


class App:
    """The running tray."""

    def __init__(self, where: Home, places: Places, stop: Callable[[], None]) -> None:
        self.shell = Shell(where)
        self.desk = Desk(where, self.shell, Gatherer(where, places), time.time)
        self.desk.hub.lend = Lending(places)
        self.desk.hub.overruled = self._overruled
        self.guarding = Guarding(where, places, self.shell.protect, self.desk.start)
        self.shell.first.steps = FirstSteps(where, self.guarding, self.shell.first, self.desk.start)
        self.searching = Searching(where, self.shell.activity, self.desk.start)
        self.shell.activity.steps = self.searching
        archive = self.searching.archive
        surveying = Surveying(where, places, archive, self.shell.servers, self.desk.start, time.time)
        self.shell.servers.look = surveying.look
        self.shell.ruling.steps = Deciding(where, self.shell.ruling, self.desk.start, time.time)
        self.shell.policy.steps = Authoring(where, archive, self.shell.policy, self.desk.start, time.time)
        preferences = self.shell.preferences
        self.preferring = Preferring(where, preferences, self.desk.act, self.desk.start, time.time)
        preferences.steps = self.preferring
        self.preferring.follow, self.preferring.tell = self._follow, self.shell.tell
        self.shell.attach(self.desk, self.guarding, stop)
        self._home = where
        self._own = {where.policy, where.mode, where.profile, where.confirmed, where.strict, where.state, where.pins}
        self._own |= {where.log, where.starts, where.preferences, remotes.path(where)}
        self._places = places
        self._watch: Watch | None = None
        self._sealing = Sealing(where, time.time())
        self._retaining = Retaining(where, time.time())
        self.serving = Serving(where, self.shell.tell, lambda: self.desk.start(self.desk.refresh()))
        self._bus: Freedesktop | None = None
        self._served: asyncio.Task[None] | None = None
        self._follower = Follower(where, time.time(), self.shell.add_rows)

    async def begin(self) -> None:
        """Reads everything once and shows it. Raises OSError where the home cannot be written."""
        for directory in (self._home.root, self._home.log):
            self._home.ensure(directory)
        self._notify_over_the_bus()
        await self.preferring.read()
        current = mode.read(self._home)
        if current.kind == mode.PAUSED and current.until is None:
            mode.write(self._home, mode.ON)  # "until Callgate restarts"
        with suppress(CallgateError):  # no policy, or a broken one: the windows say so
            await asyncio.to_thread(acts.sweep, self._home, time.time())
        await self._follower.poll()
        await self.desk.refresh()
        self._watch = Watch(self._watched(), self._changed)
        self._watch.start()
        self._served = asyncio.get_running_loop().create_task(self.serving.run())

    async def end(self) -> None:
        """Lets go of everything."""
        if self._watch is not None:
            self._watch.stop()
        if self._served is not None:
            self._served.cancel()
            await asyncio.gather(self._served, return_exceptions=True)
        self.shell.close()
        await self.searching.close()
        await self.desk.close()
        await self._sealing.seal(time.time())
        if self._bus is not None:
            await self._bus.close()

    def _overruled(self, asked: Question, why: str) -> None:
        self.shell.tell(words.overruled(asked.client, asked.server, asked.tool, why))

    def _notify_over_the_bus(self) -> None:
        if not sys.platform.startswith("linux"):
            return  # the icon's own messages are the system's there
        from callgate_desktop.freedesktop import Freedesktop

        notifying = self.shell.notifying
        notifying.backend = self._bus = Freedesktop(self.shell.balloons, notifying.acted)
        self._bus.begin()

    async def pulse(self) -> None:
        """Time passes."""
        count = 0
        while True:
            await asyncio.sleep(LIVE)
            count += 1
            if self.shell.activity.isVisible():
                await self._follower.poll()
            if count * LIVE >= TICK:
                count = 0
                self.desk.tick()
                self.searching.refresh()
                if self._sealing.due(time.time()):
                    self.desk.start(self._sealing.seal(time.time()))
                if self._retaining.due(time.time()):
                    self.desk.start(self._prune())

    async def _prune(self) -> None:
        if told := await self._retaining.prune(time.time()):
            self.shell.tell(told)

    def _follow(self, found: Preferences) -> None:
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        theme.want(application, found.theme)
        self.shell.notifying.preferences = found
        self._retaining.follow(found, time.time())

    def _watched(self) -> list[str]:
        with suppress(CallgateError, OSError):
            return [*self._own, *clients.watched(self._places)]
        return list(self._own)

    def _changed(self, which: set[str]) -> None:
        if self._home.log in which:
            self.desk.start(self._follower.poll())
        if self._home.policy in which and self.shell.policy.isVisible():
            self.shell.policy.look()
        if remotes.path(self._home) in which:
            self.serving.look()
        if self._home.preferences in which:
            self.preferring.look()
        if which - self._own:
            self.shell.protect.follow()
            self.shell.first.follow()
        if which - {self._home.log, self._home.preferences}:
            self.desk.start(self.desk.refresh())
