"""The steps of the policy editor: read, check, try, save, look back, revoke. Blocking work runs in threads. No Qt.

* What is saved is what stands in the editor, and only over the text it began from: a file that somebody changed
  meanwhile is not written over.
* Trying and checking write nothing. Everything that is saved keeps the version before in history/.
"""

from __future__ import annotations

import asyncio
import difflib
import json
import time
from collections.abc import Callable, Coroutine, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Protocol

from callgate_proxy.clients import ADAPTERS
from callgate_proxy.errors import CallgateError, PolicyError, StateError
from callgate_proxy.home import Home
from callgate_proxy.logread import last_calls
from callgate_proxy.plain import plain
from callgate_proxy.policy import beside, history, store
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.history import Version
from callgate_proxy.policy.places import PolicyInvalid, Problem, decoded
from callgate_proxy.policy.profiles import Choice, Refused
from callgate_proxy.policy.simulate import Change, Simulation, played_under, simulate
from callgate_proxy.state import State

from callgate_desktop import editing, standing, words
from callgate_desktop.acts import read_policy
from callgate_desktop.archive import Archive
from callgate_desktop.editing import Form
from callgate_desktop.said import said
from callgate_desktop.standing import Standing

TRIED = 1_000  # calls of the log
SHOWN = 200  # of those that would change
VERDICTS = {
    "allow": said("allow", "a verdict"),
    "ask": said("ask", "a verdict"),
    "deny": said("deny", "a verdict"),
    "hide": said("hide", "a verdict"),
    "limit": said("limit", "a verdict"),
}


@dataclass(frozen=True, slots=True)
class Checked:
    """What a text is. `form`: None where it is no policy; then `problems` says why, in the file's order."""

    text: str
    form: Form | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What may be completed. `seen`: tools by server."""

    schema: dict[str, Any] = field(default_factory=dict[str, Any])
    seen: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    clients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Past:
    """An earlier version. `diff`: what bringing it back would change, unified."""

    version: Version
    text: str
    diff: str


class EditorScreen(Protocol):
    """What the steps show themselves on."""

    def show_policy(self, text: str, known: Known) -> None:
        """policy.json as it stands."""

    def show_checked(self, checked: Checked) -> None:
        """What the text that was to be checked is."""

    def show_tried(self, text: str, head: str, lines: Sequence[str]) -> None:
        """What `text` would have changed."""

    def show_saved(self, text: str) -> None:
        """`text` is in force."""

    def show_past(self, versions: Sequence[Past]) -> None:
        """The earlier versions, the newest first."""

    def show_grants(self, grants: Sequence[Standing]) -> None:
        """The grants in policy.json."""

    def show_problem(self, problem: str) -> None:
        """A step failed; nothing was changed."""


class Authoring:
    """The steps, for one screen."""

    def __init__(
        self,
        home: Home,
        archive: Archive,
        screen: EditorScreen,
        start: Callable[[Coroutine[Any, Any, None]], None],
        clock: Callable[[], float],
    ) -> None:
        """`start`: runs a coroutine on the loop and reports what it raises. `clock`: seconds since the epoch."""
        self._home, self._archive, self._screen = home, archive, screen
        self._start, self._clock = start, clock
        self._known = Known()
        self._checks = 0

    def look(self) -> None:
        """Reads policy.json anew, and what was seen."""
        self._start(self._step(self._read, lambda read: self._screen.show_policy(*read)))

    def check(self, text: str) -> None:
        """Reads `text` as a policy; of several that are asked for at once the last one is shown."""
        self._checks += 1
        number = self._checks

        def show(checked: Checked) -> None:
            if number == self._checks:
                self._screen.show_checked(checked)

        self._start(self._step(lambda: self._check(text), show))

    def attempt(self, text: str) -> None:
        """Plays the last calls under policy.json and under `text`."""
        self._start(self._step(lambda: self._try(text), lambda told: self._screen.show_tried(text, *told)))

    def save(self, before: str, after: str) -> None:
        """Writes `after`, if policy.json is still `before`."""

        def show(_: None) -> None:
            self._screen.show_saved(after)
            self.look_back()
            self.list_grants()

        self._start(self._step(lambda: self._save(before, after), show))

    def look_back(self) -> None:
        """Lists the earlier versions."""
        self._start(self._step(self._versions, self._screen.show_past))

    def list_grants(self) -> None:
        """Lists the grants, with what was used of them."""
        self._start(self._step(self._standing, self._screen.show_grants))

    def revoke(self, grant: Standing) -> None:
        """Takes a grant out of policy.json as it stands."""

        def work() -> None:
            store.save(self._home, standing.revoke(read_policy(self._home), grant))

        def show(_: None) -> None:
            self.list_grants()
            self.look_back()
            self.look()

        self._start(self._step(work, show))

    async def _step(self, work: Callable[[], Any], show: Callable[[Any], None]) -> None:
        try:
            done = await asyncio.to_thread(work)
        except CallgateError as error:
            self._screen.show_problem(f"{error} {error.fix}".strip())
        else:
            show(done)

    def _read(self) -> tuple[str, Known]:
        seen: dict[str, list[str]] = {}
        try:
            with closing(State(self._home)) as state:
                seen = {server: [tool.name for tool in tools] for server, tools in state.tools().items()}
        except StateError:
            seen = {}  # the rules are there without it; the menu tells of it
        schema = self._known.schema or json.loads(
            files("callgate_resources").joinpath("schema", "policy.schema.json").read_text("utf-8")
        )
        self._known = Known(schema, seen, tuple(sorted(ADAPTERS)))
        return read_policy(self._home), self._known

    def _check(self, text: str) -> Checked:
        try:
            return Checked(text, editing.read(text, self._known.seen, self._clock()))
        except PolicyInvalid as error:
            return Checked(text, problems=tuple(error.problems))

    def _try(self, text: str) -> tuple[str, list[str]]:
        calls = last_calls(self._home, TRIED)
        before, after = compile_text(read_policy(self._home)), compile_text(text)
        choice = beside.chosen(self._home, "")
        return told(simulate(before, after, calls, choice), _under((before, after), choice))

    def _save(self, before: str, after: str) -> None:
        if read_policy(self._home) != before:
            fix = said("Copy what you want to keep, then choose “Read it anew”.")
            raise PolicyError(said("policy.json has changed since it was read here; nothing was written."), fix)
        store.save(self._home, after)

    def _versions(self) -> list[Past]:
        now = read_policy(self._home)
        found: list[Past] = []
        for version in history.versions(self._home):
            text = decoded(version.read())
            lines = difflib.unified_diff(now.splitlines(), text.splitlines(), n=3, lineterm="")
            found.append(Past(version, text, "\n".join(list(lines)[2:])))
        return found

    def _standing(self) -> list[Standing]:
        def used(rule: str, since: float) -> tuple[int | None, float]:
            try:
                return self._archive.used(rule, since)
            except StateError:
                return None, 0.0  # the window shows a dash

        return standing.standing(read_policy(self._home), used)


def told(played: Simulation, profile: str = "") -> tuple[str, list[str]]:
    """A simulation in words: a sentence, and a line for each call that it changes, the newest first.

    `profile`: which one it was played under, a sentence.
    """
    many = len(played.changes)
    rest = [said("… and %n more", "", many - SHOWN)] if many > SHOWN else []
    return f"{_head(played)} {profile}".strip(), [*map(_line, reversed(played.changes[-SHOWN:])), *rest]


def _under(tables: Sequence[dict[str, Any]], choice: Choice) -> str:
    """As `simulate.under`, in the person's language."""
    try:
        name = played_under(tables, choice)
    except Refused as refused:
        return said("Every call is refused: {why}", why=plain(str(refused)))
    if name is None:
        return ""
    if not name:
        return said("Played without a profile: the log does not tell which one was in force.")
    text = said("Played under the profile “{name}”: the log does not tell which one was in force.")
    return text.format(name=words.short(name))


def _head(played: Simulation) -> str:
    many, calls, unknown = len(played.changes), words.calls(played.judged), f"{len(played.unknown):,}"
    if not played.judged:
        return said("There are no calls yet.")
    if not played.unknown:
        return said("Of the last {calls}, %n would be treated otherwise.", "", many, calls=calls)
    return said(
        "Of the last {calls}, %n would be treated otherwise; {unknown} cannot be told: the log masks what they hold.",
        "",
        many,
        calls=calls,
        unknown=unknown,
    )


def _line(one: Change) -> str:
    return said(
        "{when}  {tool} on {server}: {before} → {after}  ({rule})",
        when=time.strftime(said("%d %b %H:%M:%S", "day and time, for strftime"), time.localtime(one.call.t)),
        tool=words.short(one.call.tool),
        server=words.short(one.call.server),
        before=VERDICTS.get(one.before.verdict, one.before.verdict),
        after=VERDICTS.get(one.after.verdict, one.after.verdict),
        rule=plain(one.after.rule),
    )
