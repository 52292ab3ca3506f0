"""The desk: questions, files and the person brought together, with a fake screen and real files."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Callable, Coroutine, Iterable
from pathlib import Path
from typing import Any

import pytest
from callgate_desktop import acts
from callgate_desktop.asking import STORM, Case
from callgate_desktop.desk import Desk
from callgate_desktop.facts import Gatherer
from callgate_desktop.hub import Question
from callgate_desktop.view import Facts
from callgate_proxy import mode
from callgate_proxy.clients import Places
from callgate_proxy.errors import CallgateError
from callgate_proxy.home import Home
from callgate_proxy.logread import Call
from callgate_proxy.policy import store
from callgate_proxy.policy.decide import View
from callgate_proxy.state import State
from questions import question

NOW = 1_795_000_000.0
POLICY = '{\n  "version": "1",\n  "default": "ask"\n}\n'


class FakeScreen:
    """Notes what it is shown; `until` waits for it."""

    def __init__(self) -> None:
        self.case: Case | None = None
        self.over = ""
        self.waiting = 0
        self.preview = ("", "")
        self.facts = Facts()
        self.messages: list[str] = []
        self.brought_up = 0
        self._news = asyncio.Event()

    async def until(self, look: Callable[[], object]) -> None:
        while not look():
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), 20)

    def show_case(self, case: Case, waiting: int, history: str) -> None:  # noqa: ARG002
        self.case, self.waiting, self.over = case, waiting, ""
        self._news.set()

    def show_over(self, why: str) -> None:
        self.over = why
        self._news.set()

    def no_case(self) -> None:
        self.case, self.over = None, ""
        self._news.set()

    def show_preview(self, case: Case, text: str, problem: str) -> None:  # noqa: ARG002
        self.preview = (text, problem)
        self._news.set()

    def show_facts(self, facts: Facts, cases: list[Case]) -> None:  # noqa: ARG002
        self.facts = facts
        self._news.set()

    def tell(self, message: str) -> None:
        self.messages.append(message)
        self._news.set()

    def bring_up(self) -> None:
        self.brought_up += 1

    def recent(self) -> Iterable[Call]:
        return []


class Answers:
    """Stands in for the connections: notes what is answered."""

    def __init__(self) -> None:
        self.given: list[tuple[str, str, str]] = []

    def __call__(self, question: Question, decision: str, how: str, note: str = "") -> bool:  # noqa: ARG002
        self.given.append((question.call, decision, how))
        return True


class Scene:
    def __init__(self, home: Home, person: Path) -> None:
        self.home = home
        self.now = NOW
        self.screen = FakeScreen()
        places = Places(str(person), "", "", str(person / ".config"), "linux", processes=list)
        self.desk = Desk(home, self.screen, Gatherer(home, places), lambda: self.now)
        self.answers = Answers()
        self.desk.hub.answer = self.answers

    def ask(self, **changes: object) -> Question:
        asked = question(**{"asked": self.now, "deadline": self.now + 45, **changes})
        self.desk.opened(asked)
        return asked

    def case(self) -> Case:
        assert self.screen.case is not None
        return self.screen.case

    def verdict(self, tool: str = "write_file", client: str = "claude-desktop") -> str:
        table = store.Source(self.home).current().table
        assert table is not None
        return View(table, client, "filesystem", "").judge(tool, {}, self.now).action

    def break_the_file(self) -> None:
        Path(self.home.policy).write_text('{"version": ')


@pytest.fixture
def run(home: Home, tmp_path: Path) -> Callable[[Callable[[Scene], Coroutine[Any, Any, None]]], None]:
    store.save(home, POLICY)

    def go(story: Callable[[Scene], Coroutine[Any, Any, None]]) -> None:
        async def scene() -> None:
            await story(Scene(home, tmp_path / "person"))

        asyncio.run(scene())

    return go


Run = Callable[[Callable[[Scene], Coroutine[Any, Any, None]]], None]


def test_the_oldest_question_is_shown_and_the_next_follows_its_answer(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.ask(call="a", args={"path": "/a"})
        scene.ask(call="b", args={"path": "/b"})
        assert (scene.case().first.call, scene.screen.waiting) == ("a", 2)
        scene.desk.decide(scene.case(), "once")
        assert (scene.case().first.call, scene.screen.waiting) == ("b", 1)
        scene.desk.decide(scene.case(), "deny")
        assert scene.screen.case is None
        assert scene.answers.given == [("a", "allow", "once"), ("b", "deny", "once")]

    run(story)


def test_one_answer_answers_all_identical_calls(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.ask(call="a")
        scene.ask(call="b")
        scene.desk.decide(scene.case(), "closed")
        assert scene.answers.given == [("a", "deny", "closed"), ("b", "deny", "closed")]

    run(story)


def test_a_case_is_answered_once(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.ask(call="a")
        one = scene.case()
        scene.desk.decide(one, "deny")
        scene.desk.decide(one, "once")
        assert scene.answers.given == [("a", "deny", "once")]

    run(story)


@pytest.mark.parametrize(("answer", "later"), [("15m", "ask"), ("always", "allow")])
def test_a_kept_yes_is_in_the_policy_before_it_is_answered(run: Run, answer: str, later: str) -> None:
    async def story(scene: Scene) -> None:
        scene.ask(call="a")
        scene.desk.decide(scene.case(), answer)
        assert scene.answers.given == []
        await scene.screen.until(lambda: scene.answers.given)
        assert scene.answers.given == [("a", "allow", answer)]
        assert scene.verdict() == "allow"
        assert scene.verdict(client="cursor") == "ask"
        assert scene.verdict(tool="other") == "ask"
        scene.now += acts.GRANT + 1
        assert scene.verdict() == later

    run(story)


def test_a_kept_yes_answers_what_waits_for_the_same_tool_and_nothing_else(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.ask(call="a", args={"path": "/a"})
        scene.ask(call="b", args={"path": "/b"})
        scene.ask(call="c", tool="delete_file")
        scene.ask(call="d", client="cursor")
        scene.desk.decide(scene.case(), "15m")
        await scene.screen.until(lambda: scene.answers.given)
        assert scene.answers.given == [("a", "allow", "15m"), ("b", "allow", "15m")]
        assert scene.case().first.call == "c"

    run(story)


def test_a_yes_that_cannot_be_kept_counts_once_and_the_person_is_told(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.break_the_file()
        scene.ask(call="a")
        scene.desk.decide(scene.case(), "always")
        await scene.screen.until(lambda: scene.screen.messages)
        assert scene.answers.given == [("a", "allow", "once")]
        assert "allowed this once, but the rule was not kept" in scene.screen.messages[0]
        assert Path(scene.home.policy).read_text() == '{"version": '

    run(story)


def test_always_is_previewed_as_the_change_that_will_be_written(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.ask()
        scene.desk.want_preview(scene.case())
        await scene.screen.until(lambda: scene.screen.preview != ("", ""))
        shown, problem = scene.screen.preview
        assert problem == ""
        added = [line[1:] for line in shown.splitlines() if line.startswith("+") and not line.startswith("+++")]
        scene.desk.decide(scene.case(), "always")
        await scene.screen.until(lambda: scene.answers.given)
        written = Path(scene.home.policy).read_text().splitlines()
        assert added
        assert all(line in written for line in added)

    run(story)


def test_a_rule_that_cannot_be_written_is_said_in_the_preview(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.break_the_file()
        scene.ask()
        scene.desk.want_preview(scene.case())
        await scene.screen.until(lambda: scene.screen.preview[1])
        assert scene.screen.preview[0] == ""

    run(story)


def test_a_question_that_ends_by_itself_is_shown_as_over_until_dismissed(run: Run) -> None:
    async def story(scene: Scene) -> None:
        asked = scene.ask()
        scene.desk.closed(asked, "no-answer")
        assert "time is over" in scene.screen.over
        scene.desk.decide(scene.case(), "once")
        assert scene.answers.given == []
        scene.desk.dismissed()
        assert scene.screen.case is None

    run(story)


def test_the_next_question_does_not_wait_behind_one_that_is_over(run: Run) -> None:
    async def story(scene: Scene) -> None:
        asked = scene.ask(call="a", args={})
        scene.ask(call="b")
        scene.desk.closed(asked, "cancelled")
        assert scene.case().first.call == "b"

    run(story)


def test_a_flood_is_refused_with_one_notice(run: Run) -> None:
    async def story(scene: Scene) -> None:
        for number in range(STORM + 5):
            scene.ask(call=str(number), args={"n": number})
        assert scene.answers.given == [(str(number), "deny", "flood") for number in range(STORM, STORM + 5)]
        assert len(scene.screen.messages) == 1
        assert scene.screen.waiting == STORM

    run(story)


def test_a_waiting_question_can_be_brought_to_the_front(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.ask(call="a", args={})
        scene.ask(call="b")
        scene.desk.open_case(scene.desk.queue.cases[1])
        assert scene.case().first.call == "b"

    run(story)


def test_the_menus_word_is_in_force_and_shown(run: Run) -> None:
    async def story(scene: Scene) -> None:
        State(scene.home).saw_tools("filesystem", [{"name": "write_file"}], NOW)
        for act in ("allow", "deny", "hide", "ask"):
            scene.desk.set_tool("filesystem", "write_file", act)
            await scene.screen.until(lambda act=act: scene.screen.facts.servers and setting(scene) == act)
            assert scene.verdict() == act
        scene.desk.set_limit("filesystem", "write_file", 10, "minute")
        await scene.screen.until(lambda: setting(scene) == "limit")
        assert scene.screen.facts.servers[0].tools[0].detail == "10 a minute"

    run(story)


def setting(scene: Scene) -> str:
    return scene.screen.facts.servers[0].tools[0].setting


def test_the_menus_word_ends_a_grant_from_the_window(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.ask()
        scene.desk.decide(scene.case(), "always")
        await scene.screen.until(lambda: scene.answers.given)
        scene.desk.set_tool("filesystem", "write_file", "deny")
        await scene.screen.until(lambda: scene.verdict() == "deny")

    run(story)


def test_a_broken_policy_is_told_and_changes_nothing(run: Run) -> None:
    async def story(scene: Scene) -> None:
        await scene.desk.refresh()
        scene.break_the_file()
        await scene.desk.refresh()
        assert "policy.json" in scene.screen.facts.problems[0]
        assert "last good policy stays in force" in scene.screen.facts.problems[0]
        assert scene.verdict() == "ask"
        scene.desk.set_tool("filesystem", "write_file", "allow")
        await scene.screen.until(lambda: scene.screen.messages)
        assert scene.verdict() == "ask"

    run(story)


def test_without_policy_and_guarded_servers_nothing_is_a_problem(run: Run) -> None:
    async def story(scene: Scene) -> None:
        os.remove(scene.home.policy)
        await scene.desk.refresh()
        assert scene.screen.facts.problems == ()

    run(story)


def test_a_pause_ends_by_itself_and_the_tray_notices(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.desk.set_mode("paused", NOW + 300)
        await scene.screen.until(lambda: scene.screen.facts.mode == "paused")
        scene.now += 301
        scene.desk.tick()
        await scene.screen.until(lambda: scene.screen.facts.mode == "on")

    run(story)


def test_lock_down_and_resume_reach_the_mode_file(run: Run) -> None:
    async def story(scene: Scene) -> None:
        scene.desk.set_mode("lockdown")
        await scene.screen.until(lambda: scene.screen.facts.mode == "lockdown")
        assert mode.read(scene.home).kind == "lockdown"
        scene.desk.set_mode("on")
        await scene.screen.until(lambda: scene.screen.facts.mode == "on")

    run(story)


def test_a_mode_that_cannot_be_written_is_told(run: Run) -> None:
    async def story(scene: Scene) -> None:
        os.mkdir(scene.home.mode)
        os.mkdir(os.path.join(scene.home.mode, "in the way"))
        scene.desk.set_mode("paused", NOW + 300)
        await scene.screen.until(lambda: scene.screen.messages)
        assert "could not be changed" in scene.screen.messages[0]

    run(story)


def test_what_an_act_raises_reaches_the_person_and_not_the_loop(run: Run, caplog: pytest.LogCaptureFixture) -> None:
    async def story(scene: Scene) -> None:
        async def fails() -> None:
            raise RuntimeError("a bug")

        scene.desk.start(fails())
        await scene.screen.until(lambda: scene.screen.messages)
        assert "a bug" in scene.screen.messages[0]
        assert scene.answers.given == []

    run(story)
    assert "an act failed" in caplog.text


def test_expired_grants_are_swept_and_nothing_else_is_touched(home: Home) -> None:
    store.save(home, POLICY)
    acts.grant(home, question(), NOW, timed=True)
    acts.sweep(home, NOW + 1)
    assert "clients" in json.loads(Path(home.policy).read_text())
    acts.sweep(home, NOW + acts.GRANT + 1)
    assert Path(home.policy).read_text() == POLICY


def test_an_act_without_a_policy_file_says_what_to_do(home: Home) -> None:
    with pytest.raises(CallgateError, match="no policy file") as caught:
        acts.set_action(home, "filesystem", "write_file", "allow")
    assert "Protect" in caught.value.fix
