"""asyncio on Qt's event loop: qasync, with what it gets wrong mended.

* Its timers fire up to 5 % early (coarse Qt timers, truncated delays): ours are precise and round up.
* A cancelled timer of its stays until it is due, and `call_later` gives a handle without `when()`: ours is killed at
  once.
* `call_soon_threadsafe` forgets its context.
* From Python 3.15 on asyncio hands `context=` to the readers, which qasync does not take.

qasync has no annotations; what this file takes from it is declared here.
"""

# pyright: reportMissingTypeStubs=false, reportUnknownMemberType=false, reportUnknownVariableType=false
# pyright: reportUntypedBaseClass=false, reportUnknownArgumentType=false

from __future__ import annotations

import asyncio
import contextvars
import functools
import math
import os
from collections.abc import Callable
from typing import Any, cast

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimerEvent, Signal

os.environ["QT_API"] = "pyside6"  # a PyQt lying about would be taken otherwise
import qasync

_QEventLoop: Any = qasync.QEventLoop


class _Timers(QObject):
    """One Qt timer for each handle, gone as soon as the handle ran or was cancelled."""

    def __init__(self) -> None:
        super().__init__()
        self._handles: dict[int, asyncio.Handle] = {}
        self._timers: dict[int, int] = {}  # id(handle) -> Qt's timer

    def start(self, handle: asyncio.Handle, delay: float) -> None:
        timer = self.startTimer(max(0, math.ceil(delay * 1000)), Qt.TimerType.PreciseTimer)
        self._handles[timer] = handle
        self._timers[id(handle)] = timer

    def cancel(self, handle: asyncio.Handle) -> None:
        timer = self._timers.pop(id(handle), None)
        if timer is not None:
            del self._handles[timer]
            self.killTimer(timer)

    def clear(self) -> None:
        for handle in tuple(self._handles.values()):
            self.cancel(handle)

    def timerEvent(self, event: QTimerEvent) -> None:
        handle = self._handles.get(event.timerId())
        if handle is None:
            self.killTimer(event.timerId())
            return
        self.cancel(handle)
        if not handle.cancelled():
            cast(Any, handle)._run()


class _Crossing(QObject):
    """Carries a handle from any thread to the loop's."""

    handed = Signal(object)


class QtLoop(_QEventLoop):
    """The event loop of the tray: `asyncio.Runner(loop_factory=QtLoop)` after the QApplication was made."""

    def __init__(self) -> None:
        self._own_timers = _Timers()
        self._crossing = _Crossing()
        self._crossing.handed.connect(self._arrived, Qt.ConnectionType.QueuedConnection)
        super().__init__(QCoreApplication.instance())

    def call_later(
        self, delay: float, callback: Callable[..., object], *args: object, context: contextvars.Context | None = None
    ) -> asyncio.TimerHandle:
        """As asyncio's."""
        return self.call_at(self.time() + delay, callback, *args, context=context)

    def call_at(
        self, when: float, callback: Callable[..., object], *args: object, context: contextvars.Context | None = None
    ) -> asyncio.TimerHandle:
        """As asyncio's."""
        handle = asyncio.TimerHandle(when, callback, args, cast(Any, self), context)
        self._own_timers.start(handle, when - self.time())
        return handle

    def call_soon(
        self, callback: Callable[..., object], *args: object, context: contextvars.Context | None = None
    ) -> asyncio.Handle:
        """As asyncio's."""
        handle = asyncio.Handle(callback, args, cast(Any, self), context)
        self._own_timers.start(handle, 0)
        return handle

    def call_soon_threadsafe(
        self, callback: Callable[..., object], *args: object, context: contextvars.Context | None = None
    ) -> asyncio.Handle:
        """As asyncio's."""
        handle = asyncio.Handle(callback, args, cast(Any, self), context or contextvars.copy_context())
        self._crossing.handed.emit(handle)
        return handle

    def close(self) -> None:
        """As asyncio's."""
        if not self.is_running():
            self._own_timers.clear()
        super().close()

    def _arrived(self, handle: asyncio.Handle) -> None:
        if not handle.cancelled():
            cast(Any, handle)._run()

    def _timer_handle_cancelled(self, handle: asyncio.TimerHandle) -> None:
        self._own_timers.cancel(handle)

    def _add_reader(
        self, fd: object, callback: Callable[..., object], *args: object, context: contextvars.Context | None = None
    ) -> object:
        return super()._add_reader(fd, _within(context, callback), *args)

    def _add_writer(
        self, fd: object, callback: Callable[..., object], *args: object, context: contextvars.Context | None = None
    ) -> object:
        return super()._add_writer(fd, _within(context, callback), *args)


def _within(context: contextvars.Context | None, callback: Callable[..., object]) -> Callable[..., object]:
    return callback if context is None else functools.partial(context.run, callback)


class QuitFilter(QObject):
    """Turns Qt's own wish to quit (session end, the Dock) into `stop`: quitting Qt tears the loop from its task."""

    def __init__(self, stop: Callable[[], None]) -> None:
        super().__init__()
        self._stop = stop

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Quit:
            self._stop()
            return True
        return super().eventFilter(watched, event)
