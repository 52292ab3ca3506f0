"""The tray's mind: brings questions, files and the person together. It decides nothing that they did not say.

* Questions come from the hub and wait in the queue; the screen shows one case at a time. A client that still waits goes
  before one that was told to call again, unless the person has touched that question.
* A yes that lasts is `granting.py`'s.
* Files are read and written in threads, one act at a time; what they say comes back as `Facts`.
* When the tray dies nothing opens: the proxies refuse what they would have asked.

No Qt: the screen is a protocol.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from dataclasses import replace
from math import inf
from typing import Any, Protocol, TypeVar

from callgate_proxy.contract import ALLOWED, REFUSED
from callgate_proxy.errors import CallgateError
from callgate_proxy.home import Home

from callgate_desktop import acts, granting, notices, starting, view, words
from callgate_desktop.asking import STORM, Case, Queue
from callgate_desktop.changes import Change
from callgate_desktop.facts import Gatherer, about
from callgate_desktop.granting import Granting
from callgate_desktop.grants import Grant
from callgate_desktop.hub import Hub, Question
from callgate_desktop.notices import Notice
from callgate_desktop.scopes import Scope
from callgate_desktop.view import Facts, Told

T = TypeVar("T")
log = logging.getLogger("callgate.desk")


class Screen(granting.Screen, Protocol):
    """What the desk shows things on. Every call comes on the loop."""

    def show_case(self, case: Case, place: int, waiting: int, told: Told) -> None:
        """Asks about this case now; it is number `place` of `waiting`."""

    def show_over(self, why: str) -> None:
        """The case in view ended without an answer from here."""

    def no_case(self) -> None:
        """Nothing is asked any more."""

    def show_facts(self, facts: Facts, cases: list[Case]) -> None:
        """The files said something new, or the questions changed."""

    def notify(self, notice: Notice) -> None:
        """Something of the person's changed behind their back."""

    def bring_up(self) -> None:
        """A second tray was started: show a window."""


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
        self._touched: Case | None = None
        self.granting = Granting(home, screen, self)
        self._files = asyncio.Lock()
        self._flooded = 0.0
        self._tasks: set[asyncio.Task[None]] = set()

    def opened(self, question: Question) -> None:
        now = self._clock()
        if self.granting.covering(question) is not None:
            self.hub.answer(question, ALLOWED, "session")
            return
        if self.queue.add(question, now) is None:
            self.hub.answer(question, REFUSED, "flood", "Too many questions at once; wait a minute, then call again.")
            if now - self._flooded >= 60:
                self._flooded = now
                self._screen.tell(words.flooded(question.client, question.server, STORM))
            return
        self._changed()
        self.start(self._catch_up(question.server))

    def closed(self, question: Question, why: str) -> None:
        case = self.queue.drop(question)
        if case is not None and case is self._current and not self.queue.cases:
            # It stays in view until it is dismissed.
            self._screen.show_over(starting.over(why) if starting.asked(question) else words.over(why))
            self._show_facts()
        else:
            self._changed()

    def deferred(self, question: Question, late: Question) -> None:
        self.queue.replace(question, late)
        self._changed()

    def left(self, link: int) -> None:
        self.granting.left(link)
        self._show_facts()

    def shown(self) -> None:
        self._screen.bring_up()

    def dismissed(self) -> None:
        """The screen put away a case that was over."""
        self._current = None
        self._changed()

    def open_case(self, case: Case) -> None:
        """The person picked a waiting case from the menu."""
        if case in self.queue.cases:
            self._current = self._touched = case
            self._changed()

    def _changed(self) -> None:
        cases = self.queue.cases
        pressing = next((case for case in cases if case.deadline != inf), None)  # its client still waits
        shown = self._current
        if shown not in cases or (pressing and shown.deadline == inf and shown is not self._touched):
            self._current = pressing or (cases[0] if cases else None)
        if self._current is None:
            self._screen.no_case()
        else:
            told = Told(
                view.history(self._screen.recent(), self._current, self._clock()),
                about(self.facts, self._current.first),
            )
            self._screen.show_case(self._current, cases.index(self._current) + 1, len(cases), told)
        self._show_facts()

    def _show_facts(self) -> None:
        facts = replace(self.facts, standing=tuple(self.granting.standing))
        self._screen.show_facts(facts, self.queue.cases)

    def decide(self, case: Case, answer: str) -> None:
        """The person's word on this call alone: "deny", "closed" or "once"; on a start "always", too."""
        if not self._can_answer(case):
            return
        if answer == "once" or (answer == "always" and starting.asked(case.first)):
            self._answer([case], ALLOWED, answer)
        else:
            self._answer([case], REFUSED, "closed" if answer == "closed" else "once")

    def refuse(self, case: Case, why: str) -> None:
        """The person's no, with what the agent is told."""
        if self._can_answer(case):
            self._answer([case], REFUSED, "once", why)

    def look_at(self, case: Case) -> None:
        """The person touched the window: our countdown stops."""
        self._touched = case
        for question in list(case.questions):
            held = self.hub.hold(question)
            if held is not None:
                self.queue.replace(question, held)

    def want_scopes(self, case: Case) -> None:
        """The person wants to allow more than this call."""
        self.start(self.granting.offer(case))

    def want_preview(self, case: Case, scope: Scope, duration: str) -> None:
        """The person chose what a grant is about and how long it lasts."""
        self.start(self.granting.preview(case, Grant(case.first, scope, duration, self._clock())))

    def grant(self, case: Case, scope: Scope, duration: str) -> None:
        """The person's yes to what was previewed."""
        preview = self.granting.previewed(case, scope, duration)
        if preview is not None and self._can_answer(case):
            self.start(self.granting.give(case, preview.grant))

    def undo(self, grant: Grant) -> None:
        """The person takes a grant back."""
        self.start(self.granting.undo(grant))

    def waiting(self) -> list[Case]:
        """The cases that wait, oldest first."""
        return list(self.queue.cases)

    def allow(self, cases: list[Case], how: str) -> None:
        """Answers what a grant covers."""
        self._answer(cases, ALLOWED, how)

    def _can_answer(self, case: Case) -> bool:
        return case in self.queue.cases and not self.granting.is_busy(case)

    def _answer(self, cases: list[Case], decision: str, how: str, note: str = "") -> None:
        for case in cases:
            for question in self.queue.take(case):
                self.hub.answer(question, decision, how, note)
        self._current = None
        self._changed()

    def set_tool(self, server: str, tool: str, action: str) -> None:
        """The menu's word for one tool."""
        self.granting.end_standing(server, tool)
        self.start(self._change(acts.set_action, self.home, server, tool, action))

    def set_limit(self, server: str, tool: str, maximum: int, window: str) -> None:
        """The limit dialog's word for one tool."""
        self.granting.end_standing(server, tool)
        self.start(self._change(acts.set_limit, self.home, server, tool, maximum, window))

    def accept_change(self, change: Change) -> None:
        """The person has looked at what a server changed, and takes it in."""
        self.start(self._change(acts.accept_change, self.home, change, self._clock()))

    def allow_for(self, server: str, tool: str, seconds: float) -> None:
        """The menu's word for one tool, for a time."""
        self.start(self._change(acts.allow_for, self.home, server, tool, self._clock(), seconds))

    def set_mode(self, kind: str, until: float | None = None) -> None:
        """Pause, lock down, or resume ("on")."""
        self.start(self._change(acts.set_mode, self.home, kind, until))

    def choose_profile(self, name: str | None) -> None:
        """The menu's word: a profile, "" none of them, None whichever the folder gives."""
        self.start(self._change(acts.choose_profile, self.home, name))

    def confirm(self, name: str) -> None:
        """The person confirms the policy.json that `name` stands for."""
        self.start(self._change(acts.confirm, self.home, name))

    def undo_widening(self) -> None:
        """The person wants the policy as it was last confirmed."""
        self.start(self._change(acts.undo_widening, self.home))

    def reset_limits(self, counters: tuple[str, ...]) -> None:
        """The person empties the counters of a tool."""
        self.start(self._change(acts.reset_limits, self.home, counters, self._clock()))

    async def _change(self, act: Callable[..., None], *args: object) -> None:
        try:
            await self.act(act, *args)
        except CallgateError as error:
            self._screen.tell(f"{error} {error.fix}".strip())
        await self.refresh()

    async def _catch_up(self, server: str) -> None:
        """Looks anew where a server has told its tools since the last look: state.db gives no sign of it."""
        if await self.act(self._gatherer.lags, server):
            await self.refresh()

    async def refresh(self) -> None:
        """Reads the files anew and shows what they say."""
        facts = await self.act(self._gatherer.gather, self._clock())
        if facts != self.facts:
            for notice in notices.news(self.facts, facts):
                self._screen.notify(notice)
            self.facts = facts
            log.debug("the files changed")
        if self._current in self.queue.cases:
            self._changed()  # the question in view may be about what was just learnt
        else:
            self._show_facts()

    async def act(self, act: Callable[..., T], *args: object) -> T:
        """Runs a blocking act in a thread, one at a time."""
        async with self._files:
            return await asyncio.to_thread(act, *args)

    async def close(self) -> None:
        """Waits for what is being read or written, then lets go of the files."""
        while self._tasks:  # one that ends may begin another
            await asyncio.gather(*self._tasks, return_exceptions=True)
        self._gatherer.close()

    def tick(self) -> None:
        """Time passed: overdue questions end, what was set for a time and is over shows. Call every second or so."""
        now = self._clock()
        self.hub.expire(now)
        end = view.next_end(self.facts)
        if end is not None and now >= end:
            self.start(self.refresh())
        else:
            self._show_facts()

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        """Runs `work` on the loop; what it raises is told to the person."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and task.exception() is not None:
            log.error("an act failed", exc_info=task.exception())
            self._screen.tell(words.failed(task.exception()))
