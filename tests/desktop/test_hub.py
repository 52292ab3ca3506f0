"""The tray's end of the socket, over real sockets, under plain asyncio."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from callgate_proxy import contract
from callgate_proxy.home import Home

if sys.platform == "win32":
    pytest.skip("only on Windows: a named pipe stands in for the Unix socket", allow_module_level=True)
assert sys.platform != "win32"

from connections import Scene, run  # noqa: E402  (it needs Unix sockets)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(str(tmp_path))


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


def test_a_yes_that_a_limit_overrules_is_told_once_and_no_other_withdrawal_is(home: Home) -> None:
    async def story() -> None:
        async with Scene(home) as scene:
            hub, seen = scene.hub, scene.seen
            told: list[tuple[str, str]] = []
            hub.overruled = lambda question, why: told.append((question.call, why))
            proxy = await scene.proxy()
            for call, decision, how in (("yes", "allow", "once"), ("no", "deny", "once"), ("self", "allow", "session")):
                proxy.ask(call)
                assert hub.answer(await seen.question(), decision, how)
            proxy.say(contract.withdraw("yes", "cancelled"))
            for call in ("no", "self"):
                proxy.say(contract.withdraw(call, "limit"))
            proxy.ask("yes")
            assert hub.answer(await seen.question(), "allow", "once")
            for _ in range(2):
                proxy.say(contract.withdraw("yes", "limit"))
            proxy.ask("open")
            question = await seen.question()
            assert told == [("yes", "limit")]
            proxy.say(contract.withdraw("open", "limit"))
            assert await seen.next() == ("closed", question, "limit")
            assert told == [("yes", "limit")]

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
            hub.expire(119.0)
            assert hub.questions == [soon, later]  # its proxy has some time to say what became of it
            hub.expire(120.0)
            assert await seen.next() == ("closed", soon, "no-answer")
            assert hub.questions == [later]

    run(story())


def test_a_question_that_is_looked_at_is_held_to_its_limit_once(home: Home) -> None:
    async def story() -> None:
        async with Scene(home) as scene:
            hub, proxy = scene.hub, await scene.proxy()
            told: tuple[object, ...] = ("c1", "write_file", {}, "/default", "", 100.0, 145.0, "tools/call", 155.0)
            proxy.say(contract.ask(*told))  # pyright: ignore[reportArgumentType]
            question = await scene.seen.question()
            held = hub.hold(question)
            assert held is not None
            assert (held.deadline, held.limit) == (155.0, 155.0)
            assert await proxy.hear() == contract.hold("c1")
            assert hub.hold(held) is None
            assert hub.hold(question) is None
            assert hub.questions == [held]
            hub.expire(160.0)
            assert hub.questions == [held]

    run(story())


def test_a_question_whose_client_was_told_to_call_again_stays_and_can_be_answered(home: Home) -> None:
    async def story() -> None:
        async with Scene(home) as scene:
            hub, seen = scene.hub, scene.seen
            proxy = await scene.proxy()
            proxy.ask(deadline=110.0)
            question = await seen.question()
            assert not question.late
            proxy.say(contract.pending("c1"))
            kind, late, _ = await seen.next()
            assert kind == "deferred"
            assert late is not None
            assert late.late
            hub.expire(1e9)
            assert hub.questions == [late]
            assert hub.answer(late, contract.ALLOWED, "once")
            assert (await proxy.hear())["decision"] == "allow"
            proxy.say(contract.pending("c1"))  # it crossed the answer
            proxy.ask("c2")
            assert (await seen.question()).call == "c2"

    run(story())


def test_a_request_that_is_no_tool_call_is_known_by_its_method(home: Home) -> None:
    async def story() -> None:
        async with Scene(home) as scene:
            proxy = await scene.proxy()
            params: dict[str, object] = {"uri": "file:///a"}
            proxy.say(contract.ask("c1", "", params, "/methods", "", 100.0, 145.0, "resources/read"))
            question = await scene.seen.question()
            assert (question.tool, question.method) == ("resources/read", "resources/read")
            proxy.ask("c2")
            question = await scene.seen.question()
            assert (question.tool, question.method) == ("write_file", "")

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
        (b'{"op": "pending"}\n', "'call'"),
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
