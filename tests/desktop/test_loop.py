"""What the mended loop must do that qasync does not."""

from __future__ import annotations

import asyncio
import contextvars
import threading
import time
from collections.abc import Coroutine
from typing import Any

import pytest
from callgate_desktop.ui.loop import QtLoop, QuitFilter
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

NAME: contextvars.ContextVar[str] = contextvars.ContextVar("name", default="")


@pytest.fixture
def run(qapp: QApplication) -> Any:  # noqa: ARG001
    def go(story: Coroutine[Any, Any, Any]) -> Any:
        with asyncio.Runner(loop_factory=QtLoop) as runner:
            return runner.run(story)

    return go


def test_a_timer_is_never_early(run: Any) -> None:
    async def story() -> list[float]:
        early: list[float] = []
        for delay in (0.001, 0.0301, 0.2):
            began = time.monotonic()
            await asyncio.sleep(delay)
            early.append(delay - (time.monotonic() - began))
        return early

    assert max(run(story())) <= 0


def test_a_cancelled_timer_is_gone_at_once(run: Any) -> None:
    async def story() -> int:
        loop: Any = asyncio.get_running_loop()
        for _ in range(100):
            loop.call_later(300, print).cancel()
        return len(loop._own_timers._handles)

    assert run(story()) <= 2


def test_a_timer_handle_says_when(run: Any) -> None:
    async def story() -> bool:
        loop = asyncio.get_running_loop()
        handle = loop.call_later(300, print)
        handle.cancel()
        return handle.when() > loop.time() + 299

    assert run(story())


def test_a_call_from_another_thread_keeps_its_context(run: Any) -> None:
    async def story() -> str:
        loop = asyncio.get_running_loop()
        told: asyncio.Future[str] = loop.create_future()
        context = contextvars.copy_context()
        context.run(NAME.set, "kept")

        def call() -> None:
            loop.call_soon_threadsafe(lambda: told.set_result(NAME.get()), context=context)

        threading.Thread(target=call).start()
        return await asyncio.wait_for(told, 5)

    assert run(story()) == "kept"


def test_calls_run_in_the_order_they_were_made(run: Any) -> None:
    async def story() -> list[int]:
        loop = asyncio.get_running_loop()
        seen: list[int] = []
        for number in range(50):
            loop.call_soon(seen.append, number)
        await asyncio.sleep(0.01)
        return seen

    assert run(story()) == list(range(50))


def test_streams_work_over_it(run: Any) -> None:
    async def story() -> bytes:
        async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(await reader.readline())
            writer.close()

        server = await asyncio.start_server(echo, "127.0.0.1", 0)
        async with server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.write(b"hello\n")
            heard = await reader.readline()
            writer.close()
            await writer.wait_closed()
            return heard

    assert run(story()) == b"hello\n"


def test_work_in_a_thread_comes_back(run: Any) -> None:
    async def story() -> bool:
        return await asyncio.to_thread(threading.current_thread) is not threading.current_thread()

    assert run(story())


def test_qt_asked_to_quit_stops_us_and_not_the_loop(run: Any, qapp: QApplication) -> None:
    async def story() -> bool:
        stop = asyncio.Event()
        watcher = QuitFilter(stop.set)
        qapp.installEventFilter(watcher)
        QCoreApplication.postEvent(qapp, QEvent(QEvent.Type.Quit))
        await asyncio.wait_for(stop.wait(), 5)
        qapp.removeEventFilter(watcher)
        await asyncio.sleep(0.01)
        return stop.is_set()

    assert run(story())
