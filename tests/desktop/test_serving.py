"""The endpoint that the tray runs: started when it is needed, started again with pauses, ended with the tray."""

from __future__ import annotations

import asyncio
import queue
from collections.abc import Awaitable, Callable

from callgate_desktop.serving import FIRST, LONGEST, Serving
from callgate_proxy.home import Home
from callgate_proxy.http import remotes


class Played:
    """An endpoint that does what the test says."""

    def __init__(self, line: str) -> None:
        self._line = line
        self._end: queue.SimpleQueue[str] = queue.SimpleQueue()
        self.stopped = False

    def first_line(self) -> str:
        return self._line

    def ended(self) -> str:
        return self._end.get()

    def die(self, said: str) -> None:
        self._end.put(said)

    def stop(self) -> None:
        self.stopped = True
        self._end.put("")


class Stage:
    """`lines`: what the endpoints say first, one after the other; "" dies at once with `said`."""

    def __init__(self, home: Home, *lines: str, said: str = "callgate: Port 1 is taken.") -> None:
        self._lines = list(lines)
        self._said = said
        self.children: list[Played] = []
        self.told: list[str] = []
        self.pauses: list[float] = []
        self.over = asyncio.Event()  # the lines are used up and the pause has begun, or the last one runs
        self.running = asyncio.Event()
        self.serving = Serving(home, self.told.append, self._changed, self._start, self._pause)

    def _changed(self) -> None:
        if self.children and not self.children[-1].stopped:
            self.running.set()

    def _start(self, _: Home) -> Played:
        line = self._lines.pop(0)
        child = Played(line)
        if not line:
            child.die(self._said)
        self.children.append(child)
        return child

    def _pause(self, seconds: float) -> asyncio.Future[None]:
        self.pauses.append(seconds)
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if self._lines:
            future.set_result(None)
        else:
            self.over.set()
        return future


def use(home: Home, port: int = 7384) -> None:
    """A client uses a remote server."""
    remotes.save(home, remotes.Remotes(port).with_("far", "https://example.org/mcp", "cursor"))


def play(stage: Callable[[], Stage], test: Callable[[Stage], Awaitable[object]]) -> Stage:
    """Runs `test` beside the serving of `stage`, then ends it."""

    async def both() -> Stage:
        made = stage()
        task = asyncio.ensure_future(made.serving.run())
        await asyncio.wait_for(test(made), 60)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        return made

    return asyncio.run(both())


def test_nothing_runs_until_a_client_uses_a_remote_server(home: Home) -> None:
    async def test(stage: Stage) -> None:
        assert stage.children == []
        use(home)
        stage.serving.look()
        await stage.running.wait()

    stage = play(lambda: Stage(home, "Serving 1 remote server"), test)
    assert [one.stopped for one in stage.children] == [True]
    assert stage.told == []


def test_one_that_dies_is_started_again_after_pauses_that_double_up_to_a_minute(home: Home) -> None:
    use(home)
    stage = play(lambda: Stage(home, *[""] * 9), lambda stage: stage.over.wait())
    assert stage.pauses == [FIRST, 2, 4, 8, 16, 32, LONGEST, LONGEST, LONGEST]
    assert all(one.stopped for one in stage.children)


def test_the_same_reason_is_told_once_and_again_after_it_had_run(home: Home) -> None:
    use(home)

    async def test(stage: Stage) -> None:
        await stage.running.wait()
        stage.children[-1].die("Traceback…\nKeyError: 1")
        await stage.over.wait()

    lines = ["", "", "Serving 1 remote server", "", ""]
    stage = play(lambda: Stage(home, *lines), test)
    taken, crashed = (f"Remote servers cannot be reached: {why}" for why in ("Port 1 is taken.", "KeyError: 1"))
    assert stage.told == [taken, crashed, taken]


def test_another_port_is_a_new_start_and_the_same_one_is_not(home: Home) -> None:
    use(home)

    async def test(stage: Stage) -> None:
        await stage.running.wait()
        stage.running.clear()
        use(home)
        stage.serving.look()
        use(home, 7999)
        stage.serving.look()
        await stage.running.wait()

    stage = play(lambda: Stage(home, "Serving 1 remote server", "Serving 1 remote server"), test)
    assert [one.stopped for one in stage.children] == [True, True]
    assert stage.pauses == []


def test_it_ends_when_no_client_uses_one_any_more(home: Home) -> None:
    use(home)

    async def test(stage: Stage) -> None:
        await stage.running.wait()
        remotes.save(home, remotes.Remotes())
        stage.serving.look()
        while not stage.children[0].stopped:
            await asyncio.sleep(0)

    stage = play(lambda: Stage(home, "Serving 1 remote server"), test)
    assert len(stage.children) == 1
