"""The activity table's contents: a ring of the newest calls, filtered, and what changed since the last look.

* Rows of the log come in batches; one batch is one insertion at the top, one removal at the bottom, and a few updates.
* The filter lives here and not in a proxy model: it is applied to each new row once, and to the ring when it changes.
* A call that no longer passes its filter (its verdict changed) stays in view until the filter is set again: rows do
  not jump.

Pure: no Qt, no clock.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from callgate_proxy.logread import Call, merge

from callgate_desktop import words
from callgate_desktop.arguments import summary
from callgate_desktop.rates import REFUSED, Rates

CAPACITY = 20_000


@dataclass(frozen=True, slots=True)
class Filter:
    """What to show. `text` is looked for in server, tool, client, rule and arguments; case does not matter.

    The names are whole ones. `meaning`: one of words.meaning's. `since`, `until`: seconds since the epoch; the moment
    `until` itself is out. What is empty (or 0) does not matter.
    """

    text: str = ""
    server: str = ""
    meaning: str = ""
    client: str = ""
    tool: str = ""
    risk: str = ""  # only the index knows it
    since: float = 0.0
    until: float = 0.0


class Entry:
    """One call in the ring. `number` grows by one with each call."""

    __slots__ = ("call", "number", "summary")

    def __init__(self, number: int, call: Call) -> None:
        self.number = number
        self.call = call
        self.summary = summary(call.args)

    def passes(self, wanted: Filter) -> bool:
        """Whether the filter lets it through."""
        call = self.call
        named = ((wanted.server, call.server), (wanted.client, call.client), (wanted.tool, call.tool))
        if any(name and name != held for name, held in named):
            return False
        if wanted.since > call.t or (wanted.until and call.t >= wanted.until):
            return False
        if wanted.meaning and words.meaning(call) != wanted.meaning:
            return False
        if not wanted.text:
            return True
        text = wanted.text.casefold()
        return any(text in part.casefold() for part in (call.server, call.tool, call.client, call.rule, self.summary))


class Ring:
    """The newest calls, oldest first in memory and newest first in view."""

    def __init__(self, capacity: int = CAPACITY) -> None:
        self._capacity = capacity
        self._entries: list[Entry] = []
        self._visible: list[Entry] = []
        self._calls: dict[str, Call] = {}
        self._numbers: dict[str, int] = {}
        self._next = 0
        self.filter = Filter()
        self.servers: set[str] = set()
        self.clients: set[str] = set()
        self.rates = Rates()

    def __len__(self) -> int:
        return len(self._visible)

    @property
    def total(self) -> int:
        """How many calls the ring holds, shown or not."""
        return len(self._entries)

    def entry(self, row: int) -> Entry:
        """The visible entry at `row`, 0 the newest."""
        return self._visible[-1 - row]

    def recent(self) -> Iterator[Call]:
        """Every call held, newest first, whatever the filter."""
        return (entry.call for entry in reversed(self._entries))

    def visible(self) -> list[Call]:
        """Every call that passes the filter, newest first."""
        return [entry.call for entry in reversed(self._visible)]

    def row_of(self, call: str) -> int | None:
        """The visible row of a call's id."""
        number = self._numbers.get(call)
        if number is None:
            return None
        at = bisect_left(self._visible, number, key=lambda entry: entry.number)
        if at == len(self._visible) or self._visible[at].number != number:
            return None
        return len(self._visible) - 1 - at

    def select(self, wanted: Filter) -> None:
        """Sets the filter; every row may change."""
        self.filter = wanted
        self._visible = [entry for entry in self._entries if entry.passes(wanted)]

    def add(self, rows: Iterable[dict[str, object]]) -> tuple[list[Entry], set[str]]:
        """Folds log rows in; gives back the new entries that pass the filter, and the ids of calls that changed."""
        fresh: list[Entry] = []
        changed: set[str] = set()
        for row in rows:
            before = self._refused(str(row.get("call", "")))
            call = merge(self._calls, row)
            if call is None:
                continue
            refused = words.meaning(call) in REFUSED
            if call.id in self._numbers:
                if before is not None and before != refused:
                    self.rates.move(call.server, call.t, refused)
                changed.add(call.id)
                continue
            self.rates.add(call.server, call.t, refused)
            entry = Entry(self._next, call)
            self._numbers[call.id] = self._next
            self._next += 1
            self._entries.append(entry)
            self.servers.add(call.server)
            self.clients.add(call.client)
            if entry.passes(self.filter):
                fresh.append(entry)
        return fresh, changed

    def _refused(self, call: str) -> bool | None:
        """Whether a call held counts as refused; None for one that is not held."""
        held = self._calls.get(call)
        return None if held is None else words.meaning(held) in REFUSED

    def overflow(self) -> int:
        """How many visible rows `trim` will take from the bottom once the fresh entries are shown."""
        excess = len(self._entries) - self._capacity
        if excess <= 0:
            return 0
        first_kept = self._entries[excess].number
        return bisect_left(self._visible, first_kept, key=lambda entry: entry.number)

    def show(self, fresh: list[Entry]) -> None:
        """Puts the fresh entries on top of the visible rows."""
        self._visible.extend(fresh)

    def trim(self) -> None:
        """Lets go of what is beyond the capacity."""
        gone = self.overflow()
        excess = max(0, len(self._entries) - self._capacity)
        for entry in self._entries[:excess]:
            self._calls.pop(entry.call.id, None)
            self._numbers.pop(entry.call.id, None)
        del self._entries[:excess]
        del self._visible[:gone]


def typed(text: str) -> tuple[str, str]:
    """What a person typed, as (text, tool): a word `tool:NAME` names the tool, the rest is looked for."""
    tool = ""
    rest: list[str] = []
    for word in text.split():
        if word.startswith("tool:"):
            tool = word.removeprefix("tool:")
        else:
            rest.append(word)
    return (" ".join(rest) if tool else text.strip()), tool
