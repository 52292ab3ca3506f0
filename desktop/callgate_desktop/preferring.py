"""The steps of the Preferences window: read, set, reset. Blocking work runs in threads, one at a time. No Qt.

* Each change is in force as soon as it is written; what holds is always read back from the file, never assumed.
* Starting at login and strict mode have places of their own (`autostart`, `confirming`); they are shown beside the
  file's settings and kept where they always were.
* Strict mode is turned off after a second yes where a change to policy.json waits: it is then in force.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Protocol

from callgate_proxy import autostart
from callgate_proxy.autostart import Login
from callgate_proxy.errors import CallgateError
from callgate_proxy.home import Home
from callgate_proxy.policy import confirming

from callgate_desktop import preferences, retaining
from callgate_desktop.preferences import Preferences
from callgate_desktop.said import said


@dataclass(frozen=True, slots=True)
class Standing:
    """What holds at one moment. `outlook`: what the log's bounds will remove, "" where nothing."""

    preferences: Preferences
    login: bool = False
    strict: bool = False
    outlook: str = ""
    problems: tuple[str, ...] = ()


class PreferencesScreen(Protocol):
    """What the steps show themselves on."""

    def show_standing(self, standing: Standing) -> None:
        """What holds now."""

    def show_problem(self, problem: str) -> None:
        """A step failed, nothing was changed; "": all is well again."""

    def ask_strict_off(self, waits: str) -> None:
        """Turning strict mode off puts into force what waits: asks for a second yes."""


class Preferring:
    """The steps, for one screen. `held`: what the tray goes by."""

    def __init__(
        self,
        home: Home,
        screen: PreferencesScreen,
        act: Callable[..., Awaitable[Any]],
        start: Callable[[Coroutine[Any, Any, None]], None],
        clock: Callable[[], float],
        login: Login | None = None,
    ) -> None:
        """`act`: runs a blocking function in a thread, one at a time (`Desk.act`). `start`: runs a coroutine on the
        loop and reports what it raises. `clock`: seconds since the epoch.
        """
        self._home = home
        self._screen = screen
        self._act = act
        self._start = start
        self._clock = clock
        self._login = login or autostart.here()
        self.held = Preferences()
        self.follow: Callable[[Preferences], None] = lambda _: None
        self.tell: Callable[[str], None] = lambda _: None

    def look(self) -> None:
        """Reads everything anew and shows it."""
        self._start(self.read())

    def choose(self, key: str, value: object) -> None:
        """One of `preferences.SETTINGS`."""
        self._start(self._do(preferences.write, self._home, key, value))

    def set_login(self, on: bool) -> None:
        """Whether the tray starts at login."""
        self._start(self._do(_set_login, self._login, on))

    def set_strict(self, on: bool, sure: bool = False) -> None:
        """Strict mode. `sure`: the person has read what would then be in force."""
        self._start(self._set_strict(on, sure))

    def reset(self) -> None:
        """Back to the defaults; starting at login and strict mode stay."""
        self._start(self._reset())

    async def read(self) -> None:
        """Reads everything anew, follows what changed and shows it."""
        standing = await self._act(_standing, self._home, self._login, self._clock())
        found = standing.preferences
        for problem in found.problems:
            if problem not in self.held.problems:
                self.tell(problem)
        if found != self.held:
            self.held = found
            self.follow(found)
        self._screen.show_standing(standing)

    async def _do(self, act: Callable[..., object], *args: object) -> None:
        problem = ""
        try:
            await self._act(act, *args)
        except CallgateError as error:
            problem = f"{error} {error.fix}".strip()
        await self.read()
        self._screen.show_problem(problem)

    async def _set_strict(self, on: bool, sure: bool) -> None:
        if not on and not sure:
            waits = await self._act(_waits, self._home)
            if waits:
                await self.read()
                self._screen.ask_strict_off(waits)
                return
        await self._do(_set_strict, self._home, on)

    async def _reset(self) -> None:
        aside: list[str] = []
        await self._do(lambda: aside.append(preferences.reset(self._home)))
        if any(aside):
            self._screen.show_problem(said("The file that could not be read is kept as {path}.", path=aside[0]))


def _standing(home: Home, login: Login, now: float) -> Standing:
    found = preferences.read(home)
    problems = found.problems
    try:
        starts = login.is_on()
    except (OSError, ValueError) as error:
        starts = False
        told = said(
            "{path} cannot be read, so it is not known whether Callgate starts: {why}", path=login.place, why=error
        )
        problems = (*problems, told)
    return Standing(found, starts, confirming.is_strict(home), retaining.outlook(home, found, now), problems)


def _set_login(login: Login, on: bool) -> None:
    try:
        if on:
            login.turn_on(autostart.command())
        else:
            login.turn_off()
    except OSError as error:
        raise CallgateError(
            said("{path} could not be changed: {why}.", path=login.place, why=error.strerror or error),
            said("See that it can be written, then try again."),
        ) from error


def _waits(home: Home) -> str:
    found = confirming.waiting(home) if confirming.is_strict(home) else None
    return found.words if found is not None else ""


def _set_strict(home: Home, on: bool) -> None:
    try:
        confirming.set_strict(home, on)
    except OSError as error:
        raise CallgateError(
            said("Strict mode could not be changed: {why}.", why=error.strerror or error),
            said("Make {folder} writable, then try again.", folder=home.root),
        ) from error
