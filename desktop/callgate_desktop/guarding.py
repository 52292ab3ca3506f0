"""Guarding a client's servers and giving them back, step by step: look, plan, confirm, apply.

Blocking work runs in threads; each step ends in one call of the screen. Nothing is written before `apply`, and `apply`
writes only the plan that was shown. No Qt.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from callgate_proxy import carrying, clients
from callgate_proxy.clients import Applied, Found, Lost, Places, Plan
from callgate_proxy.errors import CallgateError, ConfigError
from callgate_proxy.home import Home
from callgate_proxy.secrets import PREFIX

from callgate_desktop import acts

NOTHING_LOST = Lost((), (), ())


@dataclass(frozen=True, slots=True)
class Seen:
    """One client's file and the client's processes that run now, in words.

    `lost`: what happened to its guards since they were written. `elsewhere`: name of an unguarded entry to the client
    that has the same server guarded.
    """

    found: Found
    running: tuple[str, ...]
    lost: Lost = NOTHING_LOST
    elsewhere: Mapping[str, str] = field(default_factory=dict[str, str])


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


class Guarding:
    """The steps, for one screen."""

    def __init__(
        self, home: Home, places: Places, screen: GuardScreen, start: Callable[[Coroutine[Any, Any, None]], None]
    ) -> None:
        """`start`: runs a coroutine on the loop and reports what it raises."""
        self._home = home
        self._places = places
        self._screen = screen
        self._start = start

    def look(self) -> None:
        """Reads the clients' files anew."""
        self._start(self._look())

    def plan(self, found: Found, guards: bool, servers: list[str] | None) -> None:
        """Works out what guarding (or giving back) `servers` would change in the file as it is now; None: all."""
        self._start(self._plan(lambda: self.change(found.path, guards, servers), guards))

    def put_back(self, path: str) -> None:
        """Works out how the guards that were taken off the file at `path` would come back."""
        self._start(self._plan(lambda: self._put_back(path), True))

    def apply(self, plan: Plan) -> None:
        """Writes what was shown."""
        self._start(self._apply(plan))

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
            seen.append(Seen(one, running, clients.lost(one, self._home), others))
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
            if not plan.guards and PREFIX.encode() in plan.before:
                plan = await asyncio.to_thread(self._with_values, plan)
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

    def _with_values(self, plan: Plan) -> Plan:
        """The values of secrets back in the file first: without the proxy nobody knows what a reference stands for.

        Raises SecretError, ConfigError, OSError; nothing was changed then.
        """
        found = self._again(plan.path)
        if found.content != plan.before:
            raise ConfigError(f"{plan.path} has changed since the plan was made.", "Look at it again.")
        clients.check_stopped(found, self._places)
        given = [one.name for one in found.entries if one.guarded and one.name not in plan.guarded]
        moved = [one for one in carrying.held(found, given) if one.moved]
        if not moved:
            return plan
        carrying.back(self._home, found, moved)
        return clients.plan_unprotect(self._again(plan.path), self._home, given)

    def _again(self, path: str) -> Found:
        found = next((one for one in clients.found(self._places) if one.path == path), None)
        if found is None:
            raise ConfigError(f"There is no {path} any more.", "Add a server to the client, then look again.")
        return found

    def _problem(self, error: Exception) -> None:
        fix = error.fix if isinstance(error, CallgateError) else ""
        again = "Nothing was changed." if isinstance(error, ConfigError) and "othing" not in str(error) else ""
        self._screen.show_problem(f"{error} {again}".strip(), fix)
