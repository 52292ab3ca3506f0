"""A desk on a fake screen, over the real files of a scratch home; the clock stands still until it is moved."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from pathlib import Path
from typing import Any

from callgate_desktop.asking import Case
from callgate_desktop.desk import Desk
from callgate_desktop.facts import Gatherer
from callgate_desktop.hub import Question
from callgate_desktop.view import Facts
from callgate_proxy.clients import Places
from callgate_proxy.home import Home
from callgate_proxy.logread import Call
from callgate_proxy.policy import store
from callgate_proxy.policy.decide import View
from questions import question

NOW = 1_795_000_000.0
POLICY = '{\n  "version": "1",\n  "default": "ask"\n}\n'


Story = Callable[["Scene"], Coroutine[Any, Any, None]]
Run = Callable[[Story], None]


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


def player(home: Home, person: Path) -> Callable[[Story], None]:
    """Runs a story with a scene of its own."""
    store.save(home, POLICY)

    def go(story: Story) -> None:
        async def play() -> None:
            scene = Scene(home, person)
            try:
                await story(scene)
            finally:
                await scene.desk.close()

        asyncio.run(play())

    return go
