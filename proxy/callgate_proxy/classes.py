"""The class of every tool that guarded servers listed so far, from files alone: nothing is started.

1. What is pinned is the whole of what a model sees, parameters included; state.db has names, texts and hints for tools
   that were never pinned.
2. A form is classed once and kept. Pins and policy are read anew only when their files have changed.
3. The person's word stands over the rules: `risk` in policy.json. Where that file has a mistake, the rules alone hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from callgate_proxy import pinstore
from callgate_proxy.errors import PolicyError
from callgate_proxy.jsonlean import as_object, loads
from callgate_proxy.policy.beside import mark
from callgate_proxy.risk import classify, rulebook
from callgate_proxy.risk.pins import ACCEPTED, PINNED, TOOL

if TYPE_CHECKING:
    from callgate_proxy.home import Home
    from callgate_proxy.risk.classify import Class
    from callgate_proxy.state import Tool as SeenTool

Wire = dict[str, object]
MOST = 20_000  # classes kept


def wire(seen: SeenTool) -> Wire:
    """A tool of state.db, as far as it goes, in the form of the wire."""
    told = {"name": seen.name, "title": seen.title, "description": seen.description, "annotations": seen.annotations}
    return {key: held for key, held in told.items() if held}


class Pinned:
    """The forms in force by server and tool. `fixed`: the person or first sight stands behind it."""

    def __init__(self, home: Home) -> None:
        """Raises StateError."""
        self._forms: dict[tuple[str, str], tuple[str, bool]] = {}
        for pin in pinstore.everything(home):
            if pin.kind == TOOL and pin.gone is None:
                form = pin.fresh_form or pin.form
                self._forms[pin.server, pin.name] = form, pin.standing in (PINNED, ACCEPTED)

    def form(self, server: str, tool: str) -> tuple[str, bool]:
        """(the canonical JSON, whether it is fixed); ("", False) for a tool without a pin."""
        return self._forms.get((server, tool), ("", False))

    def tool(self, server: str, seen: SeenTool) -> Wire:
        """`seen` with all that is known of it."""
        form, _ = self.form(server, seen.name)
        return as_object(loads(form)) or wire(seen) if form else wire(seen)


class Classes:
    """The classes, for whoever looks again and again."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._rules: rulebook.Rulebook | None = None
        self._pinned: Pinned | None = None
        self._marks: tuple[object, object] = (None, None)
        self._told: dict[str, dict[str, str]] = {}
        self._known: dict[tuple[object, ...], Class] = {}

    def look(self) -> None:
        """Reads what has changed. Raises StateError."""
        pins, policy = pinstore.mark(self._home), mark(self._home.policy)
        if self._pinned is None or pins != self._marks[0]:
            self._pinned = Pinned(self._home)
        if policy != self._marks[1]:
            self._told = _told(self._home)
        self._marks = pins, policy

    def is_fixed(self, server: str, tool: str) -> bool:
        """Whether the person or first sight stands behind the tool's form; False before the first `look`."""
        return self._pinned is not None and self._pinned.form(server, tool)[1]

    def of(self, server: str, seen: SeenTool) -> Class | None:
        """The class of a tool; None before the first `look`."""
        if self._pinned is None:
            return None
        form, fixed = self._pinned.form(server, seen.name)
        told = self._told.get(server, {}).get(seen.name) or self._told.get("", {}).get(seen.name, "")
        bare = "" if form else f"{seen.title}\n{seen.description}\n{seen.annotations}"
        key = form, fixed, told, seen.name, bare
        found = self._known.get(key)
        if found is None:
            if self._rules is None:
                self._rules = rulebook.ours()
            if len(self._known) >= MOST:
                self._known.clear()
            found = classify.classify(self._pinned.tool(server, seen), self._rules, fixed, told)
            self._known[key] = found
        return found


def _told(home: Home) -> dict[str, dict[str, str]]:
    from callgate_proxy.cli_scan import classes_told

    try:
        return classes_told(home)
    except PolicyError:
        return {}  # the policy's own problem is told where the policy is
