"""The tray's mind: brings questions, files and the person together. It decides nothing that they did not say.

* Questions come from the hub and wait in the queue; the screen shows one case at a time.
* An answer that is to be kept is first written to the policy file, and only then given. When it cannot be written the
  call is allowed this once, and the person is told that the rule was not kept.
* Files are read and written in threads, one act at a time; what they say comes back as `Facts`.
* When the tray dies nothing opens: the proxies refuse what they would have asked.

No Qt: the screen is a protocol.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Iterable
from typing import Any, Protocol, TypeVar

from callgate_proxy.contract import ALLOWED, REFUSED
from callgate_proxy.errors import CallgateError
from callgate_proxy.home import Home
from callgate_proxy.logread import Call

from callgate_desktop import acts, view, words
from callgate_desktop.asking import STORM, Case, Queue
from callgate_desktop.facts import Gatherer
from callgate_desktop.hub import Hub, Question
from callgate_desktop.view import Facts

T = TypeVar("T")
log = logging.getLogger("callgate.desk")
OVER = {
    "no-answer": "The time is over: the call was refused. The client may call again.",
    "cancelled": "The client took the call back.",
    "policy": "The policy changed and now decides this call.",
}


class Screen(Protocol):
    """What the desk shows things on. Every call comes on the loop."""

    def show_case(self, case: Case, waiting: int, history: str) -> None:
        """Asks about this case now."""

    def show_over(self, why: str) -> None:
        """The case in view ended without an answer from here."""

    def no_case(self) -> None:
        """Nothing is asked any more."""

    def show_preview(self, case: Case, text: str, problem: str) -> None:
        """Always's second step."""

    def show_facts(self, facts: Facts, cases: list[Case]) -> None:
        """The files said something new, or the questions changed."""

    def tell(self, message: str) -> None:
        """Something a person should know."""

    def bring_up(self) -> None:
        """A second tray was started: show a window."""

    def recent(self) -> Iterable[Call]:
        """The calls seen lately, newest first."""
        ...


class Desk:
    """One tray's state. Implements `hub.Events`."""

    def __init__(self, home: Home, screen: Screen, gatherer: Gatherer, clock: Callable[[], float]) -> None:
        """`clock`: seconds since the epoch."""
        self.home = home
        self.hub = Hub(self)
        self.facts = Facts()
        self.queue = Queue()
        self._screen = screen
        self._gatherer = gatherer
        self._clock = clock
        self._current: Case | None = None
        self._kept: list[Case] = []  # answered; their rules are being written
        self._files = asyncio.Lock()
        self._flooded = 0.0
        self._tasks: set[asyncio.Task[None]] = set()

    def opened(self, question: Question) -> None:
        now = self._clock()
        if self.queue.add(question, now) is None:
            self.hub.answer(question, REFUSED, "flood", "Too many questions at once; wait a minute, then call again.")
            if now - self._flooded >= 60:
                self._flooded = now
                who = f"{words.client(question.client)} on {words.short(question.server)}"
                self._screen.tell(f"{who} asked more than {STORM} times in a minute. The rest is refused for now.")
            return
        self._changed()

    def closed(self, question: Question, why: str) -> None:
        case = self.queue.drop(question)
        if case is not None and case is self._current and not self.queue.cases:
            self._screen.show_over(OVER.get(why, OVER["cancelled"]))  # it stays in view until it is dismissed
            self._screen.show_facts(self.facts, [])
        else:
            self._changed()

    def deferred(self, question: Question, late: Question) -> None:
        self.queue.defer(question, late)
        self._changed()

    def shown(self) -> None:
        self._screen.bring_up()

    def dismissed(self) -> None:
        """The screen put away a case that was over."""
        self._current = None
        self._changed()

    def open_case(self, case: Case) -> None:
        """The person picked a waiting case from the menu."""
        if case in self.queue.cases:
            self._current = case
            self._changed()

    def _changed(self) -> None:
        cases = self.queue.cases
        if self._current not in cases:
            self._current = cases[0] if cases else None
        if self._current is None:
            self._screen.no_case()
        else:
            history = view.history(self._screen.recent(), self._current, self._clock())
            self._screen.show_case(self._current, len(cases), history)
        self._screen.show_facts(self.facts, cases)

    def decide(self, case: Case, answer: str) -> None:
        """The person's word: "deny", "closed", "once", "15m" or "always"."""
        if case not in self.queue.cases or case in self._kept:
            return
        if answer in ("deny", "closed"):
            self._answer([case], REFUSED, "once" if answer == "deny" else "closed")
        elif answer == "once":
            self._answer([case], ALLOWED, "once")
        else:
            self._kept.append(case)
            self.start(self._keep(case, answer))

    def want_preview(self, case: Case) -> None:
        """The person pressed Always…"""
        self.start(self._preview(case))

    def _answer(self, cases: list[Case], decision: str, how: str) -> None:
        for case in cases:
            for question in self.queue.take(case):
                self.hub.answer(question, decision, how)
        self._current = None
        self._changed()

    async def _keep(self, case: Case, answer: str) -> None:
        question = case.first
        try:
            await self._act(acts.grant, self.home, question, self._clock(), answer == "15m")
        except CallgateError as error:
            self._answer([case], ALLOWED, "once")
            self._screen.tell(f"The call was allowed this once, but the rule was not kept. {error} {error.fix}".strip())
            return
        finally:
            self._kept.remove(case)
        covered = [one for one in self.queue.cases if _kind(one.first) == _kind(question)]
        self._answer(covered, ALLOWED, answer)
        await self.refresh()

    async def _preview(self, case: Case) -> None:
        try:
            text = await self._act(acts.preview, self.home, case.first, self._clock())
        except CallgateError as error:
            self._screen.show_preview(case, "", f"{error} {error.fix}".strip())
        else:
            self._screen.show_preview(case, text, "")

    def set_tool(self, server: str, tool: str, action: str) -> None:
        """The menu's word for one tool."""
        self.start(self._change(acts.set_action, self.home, server, tool, action))

    def set_limit(self, server: str, tool: str, maximum: int, window: str) -> None:
        """The limit dialog's word for one tool."""
        self.start(self._change(acts.set_limit, self.home, server, tool, maximum, window))

    def set_mode(self, kind: str, until: float | None = None) -> None:
        """Pause, lock down, or resume ("on")."""
        self.start(self._change(acts.set_mode, self.home, kind, until))

    async def _change(self, act: Callable[..., None], *args: object) -> None:
        try:
            await self._act(act, *args)
        except CallgateError as error:
            self._screen.tell(f"{error} {error.fix}".strip())
        await self.refresh()

    async def refresh(self) -> None:
        """Reads the files anew and shows what they say."""
        facts = await self._act(self._gatherer.gather, self._clock())
        if facts != self.facts:
            for loss in facts.losses:
                if loss not in self.facts.losses:
                    self._screen.tell(f"{view.loss_line(loss)} Protect… puts the guard back.")
            self.facts = facts
            log.debug("the files changed")
        self._screen.show_facts(self.facts, self.queue.cases)

    async def _act(self, act: Callable[..., T], *args: object) -> T:
        async with self._files:
            return await asyncio.to_thread(act, *args)

    async def close(self) -> None:
        """Waits for what is being read or written, then lets go of the files."""
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._gatherer.close()

    def tick(self) -> None:
        """Time passed: overdue questions end, a pause that is over shows. Call every second or so."""
        now = self._clock()
        self.hub.expire(now)
        if self.facts.until is not None and now >= self.facts.until:
            self.start(self.refresh())
        else:
            self._screen.show_facts(self.facts, self.queue.cases)

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Runs `work` on the loop; what it raises is told to the person."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("an act failed", exc_info=task.exception())
            self._screen.tell(f"Something went wrong inside Callgate: {task.exception()}. Nothing was allowed by it.")


def _kind(question: Question) -> tuple[str, ...]:
    """What a kept yes is about."""
    return question.client, question.server, question.method, question.tool
