"""What a server said about itself when it was first seen, and whether it still says the same. Pure.

1. A form is the canonical JSON of what a model or a person is shown of a tool or a prompt: keys sorted, members that no
   model sees left out. Two forms are the same where their marks (a hash) are.
2. First sight is trusted: it cannot be told from an honest server. After it, a form that differs from the pinned one is
   "changed", and a name that was never pinned is "new"; what is new and then says something else is "changed" too.
3. A tool that was not listed in this session (clients keep lists) is judged by the form that anybody saw last.
4. The same program name under another command is another server: what it says exactly as the one before, is known;
   everything else is new. Rules are made for a name, and must not pass to another program unseen.
5. Pins that cannot be read vouch for nothing: every call is asked about until they can.
"""

from __future__ import annotations

from _blake2 import blake2b

from callgate_proxy.jsonlean import canonical, dumps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    Key: TypeAlias = tuple[str, str]  # kind, name

TOOL, PROMPT, INSTRUCTIONS = "tool", "prompt", "instructions"
# What is compared, by kind. `_meta`, icons and hints for the transport are no text for a model.
FIELDS = {
    TOOL: ("name", "title", "description", "inputSchema", "outputSchema", "annotations"),
    PROMPT: ("name", "title", "description", "arguments"),
}
PINNED, ACCEPTED, NEW = "pinned", "accepted", "new"  # by first sight; by a person; by nobody yet
CHANGED = "changed"


def form(kind: str, item: dict[str, object]) -> str:
    """The canonical JSON of what is shown of `item` (a tool or a prompt as on the wire)."""
    return canonical({name: item[name] for name in FIELDS[kind] if item.get(name) is not None})


def said(text: str) -> str:
    """The form of a server's instructions."""
    return canonical(text)


def mark(form: str) -> str:
    """The name of a form: 32 hexadecimal digits."""
    return blake2b(form.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def fingerprint(command: list[str]) -> str:
    """Tells one server's command line from another's."""
    return mark("\0".join(command))


class Sighting:
    """What a server said once: `kind`, `name`, `form` and its `mark`; `doubts`: JSON list of sentences, why it is not
    trusted as it is; they end with a person's acceptance.
    """

    __slots__ = ("doubts", "form", "kind", "mark", "name")

    def __init__(self, kind: str, name: str, form: str, doubts: list[str] | None = None) -> None:
        self.kind = kind
        self.name = name
        self.form = form
        self.mark = mark(form)
        self.doubts = dumps(doubts or [])


class Listing:
    """One list, or page of a list, as a session saw it. `first`: it belongs to the first sight of this kind.

    `gone`: names of pinned things that a list seen to its end does not hold any more.
    """

    __slots__ = ("first", "gone", "kind", "sightings")

    def __init__(self, kind: str, sightings: list[Sighting], first: bool, gone: list[str]) -> None:
        self.kind = kind
        self.sightings = sightings
        self.first = first
        self.gone = gone


class Known:
    """A pin as a session needs it. `state`: PINNED, ACCEPTED or NEW; `mark`: of the pinned form; `since`: seconds since
    the epoch; `fresh`: the mark of another form that was seen last, or ""; `doubts`: as in Sighting.
    """

    __slots__ = ("doubts", "fresh", "gone", "mark", "since", "state")

    def __init__(
        self, state: str, mark: str, since: float, fresh: str = "", gone: bool = False, doubts: str = "[]"
    ) -> None:
        self.state = state
        self.mark = mark
        self.since = since
        self.fresh = fresh
        self.gone = gone
        self.doubts = doubts

    def tells(self, seen: Sighting) -> bool:
        """Whether `seen` is what was noted last, so that nothing is to be noted."""
        return (self.fresh or self.mark) == seen.mark and not self.gone and self.doubts == seen.doubts


class Book:
    """All that is pinned for one server under one command.

    `seen`: the kinds of which a list (or the instructions) was ever seen. `elsewhere`: the marks that the same name has
    under other commands. `others`: (server, since) by name of every other server's tools. `problem`: "", or why none of
    this could be read.
    """

    __slots__ = ("elsewhere", "others", "pins", "problem", "seen")

    def __init__(self, problem: str = "") -> None:
        self.pins: dict[Key, Known] = {}
        self.seen: set[str] = set()
        self.elsewhere: dict[Key, set[str]] = {}
        self.others: dict[str, list[tuple[str, float]]] = {}
        self.problem = problem

    def first_sight(self, kind: str) -> bool:
        """Whether nothing of this kind was ever seen from a server of this name."""
        return kind not in self.seen and not any(key[0] == kind for key in self.elsewhere)

    def standing(self, kind: str, name: str, listed: str | None) -> str:
        """NEW, CHANGED, or "" (as pinned, or first sight). `listed`: the mark this session saw; None: it saw none."""
        pin = self.pins.get((kind, name))
        if pin is None:
            if self.first_sight(kind):
                return ""
            marks = self.elsewhere.get((kind, name), frozenset[str]())
            return "" if (listed in marks if listed else marks) else NEW
        if (listed or pin.fresh or pin.mark) != pin.mark:
            return CHANGED
        return NEW if pin.state == NEW else ""

    def knows(self, kind: str, name: str, listed: str) -> bool:
        """Whether this very form was seen before, pinned or not."""
        pin = self.pins.get((kind, name))
        return pin is not None and listed in (pin.mark, pin.fresh)

    def accepted(self, name: str, listed: str) -> bool:
        """Whether a person has accepted this form of a tool, with all that was found in it."""
        pin = self.pins.get((TOOL, name))
        return pin is not None and pin.state == ACCEPTED and pin.mark == listed
