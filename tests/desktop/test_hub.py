"""The tray's end of the socket, over real sockets, under plain asyncio."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import sys
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from callgate_desktop import pipe
from callgate_desktop.door import Door, TrayRunning, knock
from callgate_desktop.hub import Hub, Question
from callgate_proxy import contract
from callgate_proxy.errors import LinkError
from callgate_proxy.home import Home

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Unix sockets; the named pipe has its own tests")


class Seen:
    """Collects the hub's events; `next()` waits for the next one."""

    def __init__(self) -> None:
        self._events: asyncio.Queue[tuple[str, Question | None, str]] = asyncio.Queue()

    def opened(self, question: Question) -> None:
        self._events.put_nowait(("opened", question, ""))

    def closed(self, question: Question, why: str) -> None:
        self._events.put_nowait(("closed", question, why))

    def shown(self) -> None:
        self._events.put_nowait(("shown", None, ""))

    async def next(self) -> tuple[str, Question | None, str]:
        return await asyncio.wait_for(self._events.get(), 5)

    async def question(self) -> Question:
        kind, question, _ = await self.next()
        assert kind == "opened"
        assert question is not None
        return question


class FakeProxy:
    """A proxy's end: says lines, hears lines."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer

    def say(self, message: dict[str, object]) -> None:
        self.writer.write(json.dumps(message).encode() + b"\n")

    def ask(self, call: str = "c1", args: dict[str, object] | None = None, deadline: float = 145.0) -> None:
        self.say(contract.ask(call, "write_file", args or {"path": "/tmp/a"}, "/default", "", 100.0, deadline))

    async def hear(self) -> dict[str, object]:
        return json.loads(await asyncio.wait_for(self.reader.readline(), 5))

    async def dropped(self) -> bool:
        return await asyncio.wait_for(self.reader.read(), 5) == b""

    async def leave(self) -> None:
        self.writer.close()
        with suppress(OSError):
            await self.writer.wait_closed()


class Scene:
    """A hub behind an open door, what it told, and the proxies that called on it."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.seen = Seen()
        self.hub = Hub(self.seen)
        self._proxies: list[FakeProxy] = []

    async def __aenter__(self) -> Scene:
        self._door = await Door.open(self.home, self.hub.serve)
        return self

    async def __aexit__(self, *_: object) -> None:
        for proxy in self._proxies:
            await proxy.leave()
        await self._door.close()

    async def proxy(self, greet: bool = True) -> FakeProxy:
        proxy = FakeProxy(*await asyncio.open_unix_connection(self.home.socket))
        self._proxies.append(proxy)
        if greet:
            proxy.say(contract.hello("filesystem", "claude-desktop", os.getpid(), ["npx", "server-filesystem"]))
        return proxy


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(str(tmp_path))


def run(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(story)


def test_a_question_arrives_whole_and_its_answer_goes_back(home: Home) -> None:
    async def story() -> None:
        async with Scene(home) as scene:
            hub, seen = scene.hub, scene.seen
            proxy = await scene.proxy()
            proxy.ask(args={"path": "/tmp/a", "content": "x" * 1_000_000})
            question = await seen.question()
            assert (question.server, question.client, question.tool) == ("filesystem", "claude-desktop", "write_file")
            assert question.command == ("npx", "server-filesystem")
            assert question.pid == os.getpid()
            assert len(str(question.args["content"])) == 1_000_000
            assert hub.answer(question, contract.ALLOWED, "once", "ok")
            assert await proxy.hear() == contract.answer("c1", "allow", "once", "ok")
            assert hub.questions == []

    run(story())


def test_a_withdrawn_question_goes_and_cannot_be_answered(home: Home) -> None:
    async def story() -> None:
        async with Scene(home) as scene:
            hub, seen = scene.hub, scene.seen
            proxy = await scene.proxy()
            proxy.ask()
            question = await seen.question()
            proxy.say(contract.withdraw("c1", "no-answer"))
            assert await seen.next() == ("closed", question, "no-answer")
            assert not hub.answer(question, contract.ALLOWED, "once")

    run(story())


def test_a_proxy_that_leaves_takes_all_its_questions_along(home: Home) -> None:
    async def story() -> None:
        async with Scene(home) as scene:
            hub, seen = scene.hub, scene.seen
            proxy = await scene.proxy()
            proxy.ask("c1")
            proxy.ask("c2")
            first, second = await seen.question(), await seen.question()
            await proxy.leave()
            assert [await seen.next(), await seen.next()] == [
                ("closed", first, "cancelled"),
                ("closed", second, "cancelled"),
            ]
            assert hub.questions == []

    run(story())


def test_an_answer_reaches_only_the_connection_that_asked(home: Home) -> None:
    async def story() -> None:
        async with Scene(home) as scene:
            hub, seen = scene.hub, scene.seen
            one, other = await scene.proxy(), await scene.proxy()
            one.ask("same")
            first = await seen.question()
            other.ask("same")
            second = await seen.question()
            hub.answer(second, contract.REFUSED, "once")
            assert (await other.hear())["decision"] == "deny"
            assert hub.questions == [first]

    run(story())


def test_overdue_questions_expire_and_the_others_stay(home: Home) -> None:
    async def story() -> None:
        async with Scene(home) as scene:
            hub, seen = scene.hub, scene.seen
            proxy = await scene.proxy()
            proxy.ask("soon", deadline=110.0)
            proxy.ask("later", deadline=145.0)
            soon, later = await seen.question(), await seen.question()
            hub.expire(110.0)
            assert await seen.next() == ("closed", soon, "no-answer")
            assert hub.questions == [later]

    run(story())


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b"not json\n", "not JSON"),
        (b"[" * 100_000 + b"\n", "not JSON"),
        (b"[1]\n", "not an object"),
        (b'{"op": "dance"}\n', "does not know"),
        (b'{"op": "ask", "call": "c"}\n', "without arguments"),
        (b'{"op": "ask", "args": {}}\n', "'call'"),
        (b'{"op": "hello", "v": 99}\n', "another version"),
        (b'{"op": "withdraw"}\n', "'why'"),
    ],
)
def test_a_garbled_line_closes_its_connection_and_no_other(
    home: Home, caplog: pytest.LogCaptureFixture, line: bytes, reason: str
) -> None:
    async def story() -> None:
        async with Scene(home) as scene:
            hub, seen = scene.hub, scene.seen
            good, bad = await scene.proxy(), await scene.proxy()
            good.ask()
            question = await seen.question()
            bad.writer.write(line)
            assert await bad.dropped()
            assert hub.questions == [question]

    run(story())
    assert reason in caplog.text


def test_a_question_before_the_greeting_is_refused(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    async def story() -> None:
        async with Scene(home) as scene:
            proxy = await scene.proxy(greet=False)
            proxy.ask()
            assert await proxy.dropped()

    run(story())
    assert "before it said who it is" in caplog.text


def test_a_second_tray_is_turned_away_and_can_hand_over(home: Home) -> None:
    async def story() -> None:
        async with Scene(home) as scene:
            with pytest.raises(TrayRunning):
                await Door.open(home, Hub(Seen()).serve)
            assert await knock(home, json.dumps(contract.show()).encode() + b"\n")
            assert (await scene.seen.next())[0] == "shown"

    run(story())


def test_nobody_is_home_once_the_tray_has_closed(home: Home) -> None:
    async def story() -> None:
        async with Scene(home):
            pass
        assert not await knock(home, b"{}\n")
        assert not os.path.exists(home.socket)

    run(story())


def test_a_socket_left_by_a_killed_tray_does_not_keep_the_next_one_out(home: Home) -> None:
    async def story() -> None:
        home.ensure(home.run)
        Path(home.socket).touch()
        async with Scene(home):
            assert await knock(home, b'{"op": "show"}\n')

    run(story())


def test_the_socket_and_its_directory_are_for_this_user_alone(home: Home) -> None:
    async def story() -> None:
        os.makedirs(home.run, mode=0o777)
        async with Scene(home):
            assert stat.S_IMODE(os.stat(home.run).st_mode) == 0o700
            assert stat.S_IMODE(os.stat(home.socket).st_mode) == 0o600

    run(story())


def test_a_path_too_long_for_a_socket_is_an_error_with_a_way_out(tmp_path: Path) -> None:
    async def story() -> None:
        with pytest.raises(LinkError, match="103 fit") as caught:
            await Door.open(Home(str(tmp_path / ("x" * 100))), Hub(Seen()).serve)
        assert "shorter directory" in caught.value.fix

    run(story())


def test_a_home_that_cannot_be_written_is_an_error_with_a_way_out(tmp_path: Path) -> None:
    async def story() -> None:
        (tmp_path / "file").touch()
        with pytest.raises(LinkError, match="cannot open its socket") as caught:
            await Door.open(Home(str(tmp_path / "file")), Hub(Seen()).serve)
        assert "CALLGATE_HOME" in caught.value.fix

    run(story())


def test_the_pipes_note_is_private_and_new_each_time(home: Home) -> None:
    home.ensure(home.run)
    first, second = pipe.write_note(home), pipe.write_note(home)
    assert first != second
    assert pipe.read_note(home) == second
    assert stat.S_IMODE(os.stat(pipe.note_path(home)).st_mode) == 0o600


def test_a_caller_without_the_pipes_token_is_dropped(home: Home) -> None:
    async def story() -> None:
        accepted: list[bytes] = []

        async def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            accepted.append(await reader.readline())
            writer.close()

        server = await asyncio.start_unix_server(pipe.trusting("secret", accept), path=str(Path(home.root) / "s"))
        async with server:
            for first_line in (b"wrong\nhello\n", b"secret\nhello\n"):
                reader, writer = await asyncio.open_unix_connection(str(Path(home.root) / "s"))
                writer.write(first_line)
                assert await asyncio.wait_for(reader.read(), 5) == b""
                writer.close()
        assert accepted == [b"hello\n"]

    run(story())
