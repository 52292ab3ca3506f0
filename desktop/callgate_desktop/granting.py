"""Grants from the approval window: offered, previewed, written, kept in memory, undone.

* A grant that is to be kept is written to the policy file first, and only then answered for. When it cannot be written,
  the call is allowed this once, and the person is told that the rule was not kept.
* Only what was previewed can be granted: the same scope and duration, to the letter.
* It answers the waiting calls that it covers, and no others.

No Qt: the screen is a protocol.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from itertools import islice
from typing import Any, Protocol

from callgate_proxy.errors import CallgateError
from callgate_proxy.home import Home
from callgate_proxy.logread import Call

from callgate_desktop import acts
from callgate_desktop.asking import Case
from callgate_desktop.grants import Grant, Preview
from callgate_desktop.hub import Question
from callgate_desktop.risks import readers
from callgate_desktop.said import said
from callgate_desktop.scopes import Scope, offers
from callgate_desktop.view import Facts

LAST = 1_000  # calls that a grant is tried on before it is given


class Screen(Protocol):
    """What the person sees of it. Every call comes on the loop."""

    def show_scopes(self, case: Case, scopes: tuple[Scope, ...]) -> None:
        """The second step: what the yes can be about."""

    def show_preview(self, case: Case, preview: Preview) -> None:
        """What a grant would do."""

    def show_granted(self, grant: Grant) -> None:
        """It is in force; it can be undone."""

    def tell(self, message: str) -> None:
        """Something a person should know."""

    def recent(self) -> Iterable[Call]:
        """The calls seen lately, newest first."""
        ...


class Desk(Protocol):
    """What granting needs of the desk."""

    facts: Facts

    def waiting(self) -> list[Case]:
        """The cases that wait."""
        ...

    def allow(self, cases: list[Case], how: str) -> None:
        """Answers them."""

    def act(self, act: Callable[..., Any], *args: object) -> Coroutine[Any, Any, Any]:
        """Runs a blocking act in a thread, one at a time."""
        ...

    async def refresh(self) -> None:
        """Reads the files anew."""


class Granting:
    """One tray's grants. `standing`: those that last as long as a client's connection, oldest first."""

    def __init__(self, home: Home, screen: Screen, desk: Desk) -> None:
        self._home = home
        self._screen = screen
        self._desk = desk
        self._previewed: tuple[Case, Preview] | None = None
        self._busy: list[Case] = []  # answered; their rules are being written
        self.standing: list[Grant] = []

    def covering(self, question: Question) -> Grant | None:
        """The standing grant that says yes to it."""
        return next((grant for grant in self.standing if grant.covers(question)), None)

    def left(self, link: int) -> None:
        """A client's connection ended, and with it what was allowed for as long."""
        self.standing = [grant for grant in self.standing if grant.question.link != link]

    def end_standing(self, server: str, tool: str) -> None:
        """The person decided otherwise about this tool."""
        self.standing = [
            grant for grant in self.standing if (grant.question.server, grant.question.tool) != (server, tool)
        ]

    def is_busy(self, case: Case) -> bool:
        """Whether its yes is being written."""
        return case in self._busy

    async def offer(self, case: Case) -> None:
        """Finds out what a yes to this case can be about."""
        known = readers(self._desk.facts, case.first.server, case.first.tool)
        self._screen.show_scopes(case, await self._desk.act(offers, case.first, known))

    async def preview(self, case: Case, grant: Grant) -> None:
        """Works out what the grant would do."""
        others = [one for one in self._desk.waiting() if one is not case]
        recent = list(islice(self._screen.recent(), LAST))
        found: Preview = await self._desk.act(acts.preview, self._home, grant, recent, others)
        self._previewed = case, found
        self._screen.show_preview(case, found)

    def previewed(self, case: Case, scope: Scope, duration: str) -> Preview | None:
        """The preview of exactly this grant, if it is the last that was made and can be given."""
        of, found = self._previewed or (None, None)
        if found is None or found.problem or of is not case:
            return None
        return found if (found.grant.scope, found.grant.duration) == (scope, duration) else None

    async def give(self, case: Case, grant: Grant) -> None:
        """Puts the grant in force, then answers."""
        self._busy.append(case)
        try:
            if grant.is_written:
                await self._desk.act(acts.grant, self._home, grant, grant.at)
            else:
                self.standing.append(grant)
        except CallgateError as error:
            self._desk.allow([case], "once")
            self._screen.tell(
                said("The call was allowed this once, but the rule was not kept. {why}", why=_told(error))
            )
            return
        finally:
            self._busy.remove(case)
        covered = [one for one in self._desk.waiting() if one is case or grant.covers(one.first)]
        self._desk.allow(covered, grant.duration)
        self._screen.show_granted(grant)
        await self._desk.refresh()

    async def undo(self, grant: Grant) -> None:
        """Takes the grant back."""
        if grant.is_written:
            try:
                await self._desk.act(acts.take_back, self._home, grant)
            except CallgateError as error:
                self._screen.tell(said("The rule was not taken back. {why}", why=_told(error)))
                return
        self.standing = [one for one in self.standing if one is not grant]
        await self._desk.refresh()


def _told(error: CallgateError) -> str:
    return f"{error} {error.fix}".strip()
