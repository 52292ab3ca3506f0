"""The tray's life: one a home, from the open door to a clean end.

* A second start hands over ("show") and leaves.
* A first start opens the first steps, until they were taken or skipped; an error opens a window that says what to do.
* SIGINT, SIGTERM, SIGHUP, the session's end and Quit all lead to the same clean exit; the proxies then refuse what
  they would ask.
"""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import sys
from collections.abc import Callable, Coroutine
from typing import Any

from callgate_proxy import contract
from callgate_proxy.clients import Places
from callgate_proxy.errors import CallgateError
from callgate_proxy.home import Home
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QSessionManager
from PySide6.QtWidgets import QApplication

from callgate_desktop.door import Door, TrayRunning, knock
from callgate_desktop.hub import Hub
from callgate_desktop.said import said
from callgate_desktop.tray import App
from callgate_desktop.ui import theme
from callgate_desktop.ui.loop import QtLoop, QuitFilter
from callgate_desktop.ui.problem import ProblemWindow

log = logging.getLogger("callgate.tray")
STOPS = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]


def live(application: QApplication, where: Home, show: bool) -> int:
    """Runs until it is told to stop; the exit code."""
    application.commitDataRequest.connect(not_again)
    theme.apply(application, theme.prefers_dark(application))
    application.styleHints().colorSchemeChanged.connect(
        lambda: theme.apply(application, theme.prefers_dark(application))
    )
    with asyncio.Runner(loop_factory=QtLoop) as runner:
        try:
            return runner.run(run(where, show))
        except (CallgateError, OSError) as error:
            told = said("Make the directory writable, then start again.")
            runner.run(tell(str(error), error.fix if isinstance(error, CallgateError) else told))
            return 1


async def run(where: Home, show: bool) -> int:
    """The tray's life; the exit code. Raises CallgateError, OSError where it cannot run at all."""
    stop = asyncio.Event()
    hub: asyncio.Future[Hub] = asyncio.get_running_loop().create_future()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, pid: int) -> None:
        await (await hub).serve(reader, writer, pid)

    try:
        door = await Door.open(where, serve)  # first: a second tray must not even flash its icon
    except TrayRunning as error:
        handed = await knock(where, json.dumps(contract.show()).encode() + b"\n")
        print(f"{error} Its window comes up." if handed else f"{error} {error.fix}", file=sys.stderr)
        return 0
    try:
        _stop_on(stop.set)
        app = App(where, Places.here(), stop.set)
        hub.set_result(app.desk.hub)
        await _live(app, stop, show)
    finally:
        await door.close()
    return 0


async def _live(app: App, stop: asyncio.Event, show: bool) -> None:
    application = QCoreApplication.instance()
    assert application is not None
    quit_filter = QuitFilter(stop.set)
    application.installEventFilter(quit_filter)
    try:
        await app.begin()
        if show or not app.desk.facts.guarded:
            app.shell.bring_up()
        log.info("ready")
        await _until(stop, app.pulse())
    finally:
        await app.end()
        application.removeEventFilter(quit_filter)


async def _until(stop: asyncio.Event, pulse: Coroutine[Any, Any, None]) -> None:
    """Runs `pulse` until `stop` is set; what it raises is raised here."""
    beating = asyncio.ensure_future(pulse)
    stopping = asyncio.ensure_future(_wait(stop))
    done, open_ones = await asyncio.wait({beating, stopping}, return_when=asyncio.FIRST_COMPLETED)
    for task in open_ones:
        task.cancel()
    await asyncio.gather(*open_ones, return_exceptions=True)
    for task in done:
        task.result()


async def _wait(stop: asyncio.Event) -> None:
    await stop.wait()


def _stop_on(stop: Callable[[], None]) -> None:
    loop = asyncio.get_running_loop()
    for name in STOPS:
        try:
            loop.add_signal_handler(name, stop)
        except NotImplementedError:  # Windows: Python's own handler runs at the next tick of the pulse
            signal.signal(name, lambda _number, _frame: stop())


def not_again(session: QSessionManager) -> None:
    """The session ends. Whether it starts us anew is for `autostart` to say, not for what happened to run."""
    session.setRestartHint(QSessionManager.RestartHint.RestartNever)


async def tell(problem: str, fix: str) -> None:
    """An error that keeps the tray from running: on stderr, and in a window until it was read."""
    closed = asyncio.Event()
    window = ProblemWindow(problem, fix)
    window.closed.connect(closed.set)
    window.show()
    _stop_on(closed.set)
    print(f"{problem} {fix}", file=sys.stderr, flush=True)
    await closed.wait()
