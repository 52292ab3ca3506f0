"""A desk on a fake screen, over the real files of a scratch home; the clock stands still until it is moved."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from pathlib import Path
from typing import Any

from callgate_desktop.asking import Case
from callgate_desktop.desk import Desk
from callgate_desktop.facts import Gatherer
from callgate_desktop.grants import Grant, Preview
from callgate_desktop.hub import Question
from callgate_desktop.notices import Notice
from callgate_desktop.scopes import Scope
from callgate_desktop.view import Facts, Told
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
        self.place = 0
        self.told = Told("")
        self.scopes: tuple[Scope, ...] = ()
        self.preview: Preview | None = None
        self.granted: list[Grant] = []
        self.past: list[Call] = []
        self.facts = Facts()
        self.messages: list[str] = []
        self.notices: list[Notice] = []
        self.brought_up = 0
        self._news = asyncio.Event()

    async def until(self, look: Callable[[], object]) -> None:
        while not look():
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), 20)

    def show_case(self, case: Case, place: int, waiting: int, told: Told) -> None:
        self.case, self.place, self.waiting, self.told, self.over = case, place, waiting, told, ""
        self._news.set()

    def show_over(self, why: str) -> None:
        self.over = why
        self._news.set()

    def no_case(self) -> None:
        self.case, self.over = None, ""
        self._news.set()

    def show_scopes(self, case: Case, scopes: tuple[Scope, ...]) -> None:
        assert case is self.case
        self.scopes = scopes
        self._news.set()

    def show_preview(self, case: Case, preview: Preview) -> None:
        assert case is self.case
        self.preview = preview
        self._news.set()

    def show_granted(self, grant: Grant) -> None:
        self.granted.append(grant)
        self._news.set()

    def show_facts(self, facts: Facts, cases: list[Case]) -> None:  # noqa: ARG002
        self.facts = facts
        self._news.set()

    def tell(self, message: str) -> None:
        self.messages.append(message)
        self._news.set()

    def notify(self, notice: Notice) -> None:
        self.notices.append(notice)
        self._news.set()

    def bring_up(self) -> None:
        self.brought_up += 1

    def recent(self) -> Iterable[Call]:
        return self.past


class Answers:
    """Stands in for the connections: notes what is answered."""

    def __init__(self) -> None:
        self.given: list[tuple[str, str, str]] = []
        self.notes: list[str] = []

    def __call__(self, question: Question, decision: str, how: str, note: str = "") -> bool:
        self.given.append((question.call, decision, how))
        self.notes.append(note)
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

    async def choose(self, duration: str, kind: str = "tool") -> Scope:
        """The second step: the scope of this kind, previewed for this long."""
        screen = self.screen
        screen.scopes, screen.preview = (), None
        self.desk.want_scopes(self.case())
        await screen.until(lambda: screen.scopes)
        scope = next(one for one in screen.scopes if one.kind == kind)
        self.desk.want_preview(self.case(), scope, duration)
        await screen.until(lambda: screen.preview)
        return scope

    async def grant(self, duration: str, kind: str = "tool") -> None:
        """Gives a grant, and waits until it is in force."""
        given = len(self.screen.granted)
        scope = await self.choose(duration, kind)
        self.desk.grant(self.case(), scope, duration)
        await self.screen.until(lambda: len(self.screen.granted) > given or self.screen.messages)

    def verdict(self, tool: str = "write_file", client: str = "claude-desktop", **args: object) -> str:
        table = store.Source(self.home).current().table
        assert table is not None
        return View(table, client, "filesystem", "").judge(tool, args, self.now).action

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
