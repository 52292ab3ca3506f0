"""Guarding a client's servers and giving them back, step by step: look, plan, confirm, apply.

Blocking work runs in threads; each step ends in one call of the screen. Nothing is written before `apply`, and `apply`
writes only the plan that was shown. No Qt.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from callgate_proxy import carrying, clients
from callgate_proxy.clients import Applied, Found, Lost, Places, Plan
from callgate_proxy.errors import CallgateError, ConfigError
from callgate_proxy.home import Home
from callgate_proxy.moving import Held

from callgate_desktop import acts
from callgate_desktop.said import said

NOTHING_LOST = Lost((), (), ())


@dataclass(frozen=True, slots=True)
class Seen:
    """One client's file and the client's processes that run now, in words.

    `lost`: what happened to its guards since they were written. `elsewhere`: name of an unguarded entry to the client
    that has the same server guarded. `secrets`: of the guarded entries, in the file or in the keychain.
    """

    found: Found
    running: tuple[str, ...]
    lost: Lost = NOTHING_LOST
    elsewhere: Mapping[str, str] = field(default_factory=dict[str, str])
    secrets: tuple[Held, ...] = ()


class GuardScreen(Protocol):
    """What the steps show themselves on."""

    def show_seen(self, seen: list[Seen]) -> None:
        """What was found."""

    def show_plan(self, plan: Plan, guards: bool, running: tuple[str, ...]) -> None:
        """The change that would be made. `guards`: to protect, not to give back. `running`: what forbids it."""

    def show_applied(self, applied: Applied, guards: bool) -> None:
        """The change was made."""

    def show_problem(self, problem: str, fix: str) -> None:
        """A step failed; nothing was changed."""


async def _second() -> None:
    await asyncio.sleep(1)


class Guarding:
    """The steps, for one screen."""

    def __init__(
        self,
        home: Home,
        places: Places,
        screen: GuardScreen,
        start: Callable[[Coroutine[Any, Any, None]], None],
        pause: Callable[[], Awaitable[None]] = _second,
    ) -> None:
        """`start`: runs a coroutine on the loop and reports what it raises. `pause`: between two looks at a client."""
        self._home = home
        self._places = places
        self._screen = screen
        self._start = start
        self._pause = pause
        self._remake: Callable[[], tuple[Found, Plan]] | None = None  # the plan on screen, of the bytes then on disk
        self._waits: object = None  # who waits now

    def look(self) -> None:
        """Reads the clients' files anew."""
        self._start(self._look())

    def plan(self, found: Found, guards: bool, servers: list[str] | None) -> None:
        """Works out what guarding (or giving back) `servers` would change in the file as it is now; None: all."""
        self._remake = lambda: self.change(found.path, guards, servers)
        self._start(self._plan(self._remake, guards))

    def put_back(self, path: str) -> None:
        """Works out how the guards that were taken off the file at `path` would come back."""
        self._remake = lambda: self._put_back(path)
        self._start(self._plan(self._remake, True))

    def apply(self, plan: Plan) -> None:
        """Writes what was shown."""
        self._start(self._apply(plan))

    def wait(self, plan: Plan, guards: bool) -> None:
        """Writes what was shown once the client has quit; shows it anew where the file then asks for another change."""
        self._start(self._wait(plan, guards))

    def stop_waiting(self) -> None:
        """Nobody waits any more; everything is as it was."""
        self._waits = None

    async def _wait(self, plan: Plan, guards: bool) -> None:
        self._waits = waits = object()
        try:
            while await asyncio.to_thread(lambda: clients.running(self._again(plan.path), self._places)):
                await self._pause()
                if self._waits is not waits:
                    return
            found, fresh = await asyncio.to_thread(self._remake or (lambda: (self._again(plan.path), plan)))
        except (CallgateError, OSError) as error:
            self._problem(error)
            return
        if self._waits is not waits:
            return
        if (fresh.changes, fresh.skipped, fresh.diff) == (plan.changes, plan.skipped, plan.diff):
            await self._apply(fresh)
        else:
            self._screen.show_plan(fresh, guards, tuple(clients.running(found, self._places)))

    def carry(self, path: str, out: bool) -> None:
        """Moves the secrets of the file at `path` into the keychain, or back."""
        self._start(self._carry(path, out))

    async def _carry(self, path: str, out: bool) -> None:
        try:
            await asyncio.to_thread(self._carried, path, out)
        except (CallgateError, OSError) as error:
            self._problem(error)
        else:
            await self._look()

    def _carried(self, path: str, out: bool) -> None:
        found = self._again(path)
        clients.check_stopped(found, self._places)
        carrying.settle(self._home, found)
        due = [one for one in carrying.held(found) if one.moved != out]
        (carrying.out if out else carrying.back)(self._home, found, due)

    async def _look(self) -> None:
        try:
            seen = await asyncio.to_thread(self.find)
        except (CallgateError, OSError) as error:
            self._problem(error)
        else:
            self._screen.show_seen(seen)

    def find(self) -> list[Seen]:
        """Reads the clients' files. Blocking. Raises CallgateError, OSError."""
        founds = clients.found(self._places)
        elsewhere = clients.elsewhere(founds)
        seen: list[Seen] = []
        for one in founds:
            others = {name: title for (path, name), title in elsewhere.items() if path == one.path}
            running = tuple(clients.running(one, self._places))
            held = tuple(carrying.held(one)) if one.exists and not one.problem else ()
            seen.append(Seen(one, running, clients.lost(one, self._home), others, held))
        return seen

    def change(self, path: str, guards: bool, servers: list[str] | None) -> tuple[Found, Plan]:
        """The file as it is now, and what guarding (or giving back) `servers` would change. Blocking.

        Raises CallgateError, OSError.
        """
        make = clients.plan_protect if guards else clients.plan_unprotect
        found = self._again(path)
        return found, make(found, self._home, servers)

    def _put_back(self, path: str) -> tuple[Found, Plan]:
        found = self._again(path)
        return found, clients.plan_put_back(found, self._home)

    async def _plan(self, make: Callable[[], tuple[Found, Plan]], guards: bool) -> None:
        try:
            found, plan = await asyncio.to_thread(make)
            running = await asyncio.to_thread(clients.running, found, self._places)
        except (CallgateError, OSError) as error:
            self._problem(error)
        else:
            self._screen.show_plan(plan, guards, tuple(running))

    async def _apply(self, plan: Plan) -> None:
        try:
            plan = await asyncio.to_thread(carrying.given_back, self._home, self._places, plan)
            if plan.guards:
                await asyncio.to_thread(acts.begin_policy, self._home)
            applied = await asyncio.to_thread(self.carry_out, plan)
        except (CallgateError, OSError) as error:
            self._problem(error)
        else:
            self._screen.show_applied(applied, plan.guards)

    def carry_out(self, plan: Plan) -> Applied:
        """Writes what was shown. Blocking. Raises ConfigError, OSError; the file is as it was then."""
        return clients.apply(plan, self._home, self._places)

    def _again(self, path: str) -> Found:
        found = next((one for one in clients.found(self._places) if one.path == path), None)
        if found is None:
            raise ConfigError(
                said("There is no {path} any more.", path=path), said("Add a server to the client, then look again.")
            )
        return found

    def _problem(self, error: Exception) -> None:
        fix = error.fix if isinstance(error, CallgateError) else ""
        again = said("Nothing was changed.") if isinstance(error, ConfigError) and "othing" not in str(error) else ""
        self._screen.show_problem(f"{error} {again}".strip(), fix)
