"""From a call in the log to the policy and back: look, choose, write. Blocking work runs in threads. No Qt.

The last choice wins: a draft that was asked for before another one is not shown.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Protocol

from callgate_proxy.errors import CallgateError
from callgate_proxy.home import Home
from callgate_proxy.logread import Call

from callgate_desktop import ruling
from callgate_desktop.ruling import Draft, Ruling


class RulingScreen(Protocol):
    """What the steps show themselves on."""

    def show_ruling(self, call: Call, ruling: Ruling) -> None:
        """Why, and where the rule stands."""

    def show_draft(self, made: Draft) -> None:
        """The change that a choice would make."""

    def show_written(self) -> None:
        """The change is in force."""

    def show_problem(self, problem: str) -> None:
        """A step failed; nothing was changed."""


class Deciding:
    """The steps, for one screen."""

    def __init__(
        self,
        home: Home,
        screen: RulingScreen,
        start: Callable[[Coroutine[Any, Any, None]], None],
        clock: Callable[[], float],
    ) -> None:
        """`start`: runs a coroutine on the loop and reports what it raises. `clock`: seconds since the epoch."""
        self._home = home
        self._screen = screen
        self._start = start
        self._clock = clock
        self._choices = 0

    def look(self, call: Call) -> None:
        """Reads the policy and explains."""
        self._start(self._look(call))

    def draft(self, call: Call, choice: str, only_client: bool) -> None:
        """Works out what a choice would change."""
        self._choices += 1
        self._start(self._draft(self._choices, call, choice, only_client))

    def write(self, made: Draft) -> None:
        """Writes what was shown."""
        self._start(self._write(made))

    async def _look(self, call: Call) -> None:
        try:
            found = await asyncio.to_thread(ruling.look, self._home, call, self._clock())
        except CallgateError as error:
            self._problem(error)
        else:
            self._screen.show_ruling(call, found)

    async def _draft(self, number: int, call: Call, choice: str, only_client: bool) -> None:
        try:
            made = await asyncio.to_thread(ruling.draft, self._home, call, choice, only_client, self._clock())
        except CallgateError as error:
            self._problem(error)
        else:
            if number == self._choices:
                self._screen.show_draft(made)

    async def _write(self, made: Draft) -> None:
        try:
            await asyncio.to_thread(ruling.write, self._home, made)
        except CallgateError as error:
            self._problem(error)
        else:
            self._screen.show_written()

    def _problem(self, error: CallgateError) -> None:
        self._screen.show_problem(f"{error} {error.fix}".strip())
