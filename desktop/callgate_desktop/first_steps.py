"""What the first run does: looks, works the changes out, makes the policy, guards. Nothing is written before `protect`.

* `protect` writes the plans that were shown, one file after the other; a file that cannot be changed keeps no other
  from it, and is told.
* The first policy stands before the first guard. By risk, each server is started once as its client would; what cannot
  be listed so is asked about, and told.
* It is over once it was finished or skipped: `greeted` in the home says so, and it never opens by itself again.

Blocking work runs in threads. No Qt.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from callgate_proxy.cli_scan import commands
from callgate_proxy.clients import Applied, Plan
from callgate_proxy.errors import CallgateError
from callgate_proxy.home import Home
from callgate_proxy.listing import tools_of
from callgate_proxy.plain import plain
from callgate_proxy.policy import starter, store
from callgate_proxy.risk import rulebook
from callgate_proxy.risk.classify import classify

from callgate_desktop import acts
from callgate_desktop.first_run import BY_RISK, Outcome
from callgate_desktop.guarding import Guarding, Seen
from callgate_desktop.said import said

Kinds = dict[str, tuple[str, str]]  # by tool: its category and level
Lister = Callable[[list[str], dict[str, str]], list[dict[str, object]]]


class FirstScreen(Protocol):
    """What the steps show themselves on, on the loop."""

    def show_seen(self, seen: list[Seen]) -> None:
        """What was found."""

    def show_plans(self, plans: list[Plan]) -> None:
        """What would be changed."""

    def show_outcome(self, outcome: Outcome) -> None:
        """What came of it."""

    def show_problem(self, problem: str, fix: str) -> None:
        """A step failed; nothing was changed."""


class FirstSteps:
    """The steps, for one screen."""

    def __init__(
        self,
        home: Home,
        guarding: Guarding,
        screen: FirstScreen,
        start: Callable[[Coroutine[Any, Any, None]], None],
        lister: Lister = tools_of,
    ) -> None:
        """`start`: runs a coroutine on the loop. `lister`: the tools of the server that a command starts."""
        self._home, self._guarding, self._screen, self._start = home, guarding, screen, start
        self._lister = lister

    def has_policy(self) -> bool:
        """Whether there is a policy, which stays as it is."""
        return os.path.lexists(self._home.policy)

    def look(self) -> None:
        """Reads the clients' files."""
        self._start(self._tell(self._guarding.find, self._screen.show_seen))

    def plan(self, chosen: dict[str, list[str]]) -> None:
        """Works out what guarding these servers (names by file) would change."""
        self._start(self._tell(lambda: self._plans(chosen), self._screen.show_plans))

    def protect(self, plans: tuple[Plan, ...], policy: str) -> None:
        """Makes the first policy where there is none, and carries these plans out. `policy`: ASK or BY_RISK."""
        self._start(self._protect(plans, policy))

    def over(self) -> None:
        """Finished or skipped: it does not open by itself again."""
        self._start(self._tell(lambda: greet(self._home), lambda _: None))

    def _plans(self, chosen: dict[str, list[str]]) -> list[Plan]:
        return [self._guarding.change(path, True, names)[1] for path, names in chosen.items()]

    async def _tell(self, work: Callable[[], Any], show: Callable[[Any], None]) -> None:
        try:
            found = await asyncio.to_thread(work)
        except (CallgateError, OSError) as error:
            self._screen.show_problem(str(error), error.fix if isinstance(error, CallgateError) else "")
        else:
            show(found)

    async def _protect(self, plans: tuple[Plan, ...], policy: str) -> None:
        problems: list[str] = []
        try:
            if policy == BY_RISK and not os.path.lexists(self._home.policy):
                text = starter.by_risk(await self._classes(plans, problems))
                await asyncio.to_thread(store.save, self._home, text)
            await asyncio.to_thread(acts.begin_policy, self._home)
        except (CallgateError, OSError) as error:
            self._screen.show_problem(str(error), error.fix if isinstance(error, CallgateError) else "")
            return
        applied: list[tuple[Plan, Applied]] = []
        for plan in plans:
            try:
                applied.append((plan, await asyncio.to_thread(self._guarding.carry_out, plan)))
            except (CallgateError, OSError) as error:
                fix = error.fix if isinstance(error, CallgateError) else ""
                problems.append(f"{plan.title}: {plain(str(error))} {plain(fix)}".strip())
        self._screen.show_outcome(Outcome(tuple(applied), tuple(problems)))

    async def _classes(self, plans: tuple[Plan, ...], problems: list[str]) -> dict[str, Kinds]:
        """The classes of the tools of the servers that are about to be guarded, each server started once."""
        found: dict[str, Kinds] = {}
        jobs = [(name, asyncio.to_thread(self._kinds, plan, name)) for plan in plans for name in plan.guarded]
        done = await asyncio.gather(*(job for _, job in jobs), return_exceptions=True)
        for (name, _), kinds in zip(jobs, done, strict=True):
            if isinstance(kinds, CallgateError | OSError):
                unlisted = said("“{name}” asks about everything: its tools are not known.", name=plain(name))
                problems.append(f"{unlisted} {plain(str(kinds))}")
            elif isinstance(kinds, BaseException):
                raise kinds
            else:
                found[name] = kinds
        return found

    def _kinds(self, plan: Plan, name: str) -> Kinds:
        words, env = commands(plan.path).get(name, ([], {}))
        if not words:
            raise CallgateError(said("It is not started by a command that can be read here."))
        rules = rulebook.ours()
        classed = {str(tool["name"]): classify(tool, rules) for tool in self._lister(words, env)}
        return {tool: (one.category, one.level) for tool, one in classed.items()}


def due(home: Home, guarded: int) -> bool:
    """Whether nobody was greeted yet: nothing is guarded, nothing ever was, and it was not skipped."""
    return not guarded and not os.path.lexists(home.greeted) and not os.path.isdir(home.journal)


def greet(home: Home) -> None:
    """Notes that the first run is over. Raises OSError."""
    home.ensure(home.root)
    os.close(os.open(home.greeted, os.O_WRONLY | os.O_CREAT, 0o600))
