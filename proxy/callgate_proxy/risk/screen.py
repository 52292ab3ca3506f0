"""What a server lists, before the client sees it: pins, names, and what else looks at the text of a list. Pure.

1. `CHECKS` are functions from one tool to findings; pins and the names of a whole list are judged beside them. The
   strictest action of what was found, as the policy sets each check, is the tool's: "block" takes it out of the list
   and refuses its calls, "ask" leaves it there and asks about each call, "flag" is only recorded. What is only new
   passes under a rule that names this client, server and tool: somebody was asked, and gave it.
2. A person's acceptance of a form covers everything that was found in it.
3. What was found in a form is recorded when that form is seen for the first time.
4. A page of a list is not the list: gone is only what a list, seen from its first page to its last, does not hold.
5. A call is one look into a dictionary; it is emptied when pins, policy or list change.
"""

from __future__ import annotations

from callgate_proxy.policy.decide import Verdict
from callgate_proxy.risk import listed, names, pins, words
from callgate_proxy.risk.finding import Finding, visible
from callgate_proxy.risk.look_alikes import PREFIXING
from callgate_proxy.risk.pins import CHANGED, INSTRUCTIONS, NEW, PROMPT, TOOL, Listing, Sighting

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from callgate_proxy.risk.pins import Book

    Settings = Mapping[str, str]  # what the policy says of a check, by its id
    Found = list[tuple[str, str, Finding]]  # kind, name, finding

MOST = 4_096  # names whose standing is kept
_RULE = "/checks/"
_STRICT = ("ask", "block")
_HOW = {
    CHANGED: "is not what was pinned any more",
    NEW: "was not there when this server was pinned",
}


def _by_itself(tool: dict[str, object]) -> list[Finding]:
    name = str(tool["name"])
    return names.spelled(name) or names.mimics(name)


CHECKS: tuple[Callable[[dict[str, object]], list[Finding]], ...] = (_by_itself, listed.look, words.scan_tool)


class _Page:
    """A list as far as it was seen. `cursor`: of its next page."""

    __slots__ = ("cursor", "first", "names")

    def __init__(self, first: bool) -> None:
        self.first = first
        self.names: set[str] = set()
        self.cursor: object = None


class Screen:
    """One session's. `client`: whose; `server`: of which."""

    __slots__ = (
        *(
            "_book",
            "_found",
            "_granted",
            "_marks",
            "_neighbours",
            "_pages",
            "_prefixed",
            "_server",
            "_settings",
            "_standings",
        ),
        *("_told", "_unrecorded", "_waiting"),
    )

    def __init__(self, client: str, server: str, book: Book) -> None:
        self._prefixed = client in PREFIXING
        self._server = server
        self._granted = f"/clients/{_escaped(client)}/servers/{_escaped(server)}/tools/"
        self._marks: dict[tuple[str, str], str] = {}  # what this session was shown
        self._found: dict[str, list[Finding]] = {}  # in the tools of this session's lists
        self._pages: dict[str, _Page] = {}
        self._told: set[tuple[str, str, str]] = set()
        self._waiting: list[Listing] = []  # not noted before the client uses the server
        self._standings: dict[tuple[str, str], tuple[str, Finding] | None] = {}
        self._settings: Settings = {}
        self._unrecorded = ""
        self.load(book)

    def load(self, book: Book) -> None:
        """The pins changed: from now on `book` holds."""
        self._book = book
        self._neighbours = names.Neighbours(book.others, self._prefixed)
        self._unrecorded = ""
        self._standings.clear()

    def unrecorded(self, problem: str) -> None:
        """What was seen could not be noted: nothing is compared next time, so calls are asked about from now on."""
        self._unrecorded = problem
        self._standings.clear()

    def govern(self, settings: Settings) -> None:
        """The policy's word on the checks."""
        if settings is not self._settings:
            self._settings = settings
            self._standings.clear()

    # ---- calls

    def withholds(self, tool: str) -> bool:
        """Whether `tool` is to be taken out of the list."""
        standing = self._standing(TOOL, tool)
        return standing is not None and standing[0] == "block"

    def stricter(self, verdict: Verdict, kind: str, name: str) -> Verdict:
        """`verdict` on a call of the tool (or prompt) `name`, made stricter by what is known of it."""
        try:
            standing = self._standings[kind, name]
        except KeyError:
            standing = self._standing(kind, name)
        if standing is None or verdict.action not in ("allow", "ask"):
            return verdict
        action, finding = standing
        if finding.rule == NEW and verdict.action == "allow" and self._is_granted(verdict.rule, name):
            return verdict
        reason = f"{finding.text} {self._advice(kind, name)}"
        if action == "block":
            return Verdict("deny", _RULE + finding.check, reason)
        return Verdict("ask", _RULE + finding.check, reason, verdict.charges)

    def _is_granted(self, rule: str, name: str) -> bool:
        """Whether `rule` is one that a person gave this client for this very tool, as the window that asks does it."""
        place = self._granted + _escaped(name)
        return (
            not any(mark in name for mark in "*?[") and rule.startswith(place) and rule[len(place) :][:1] in ("", "/")
        )

    def _standing(self, kind: str, name: str) -> tuple[str, Finding] | None:
        """The strictest of what stands against `name`, with the action in force; None where nothing does."""
        key = kind, name
        if key in self._standings:
            return self._standings[key]
        if len(self._standings) >= MOST:
            self._standings.clear()
        mark = self._marks.get(key)
        found = [*self._pinned(kind, name, mark)]
        if kind == TOOL and not (mark and self._book.accepted(name, mark)):
            found += self._found.get(name, ())
        judged = [(self._action(one), one) for one in found]
        strict = [one for one in judged if one[0] in _STRICT]
        worst = max(strict, key=lambda one: _STRICT.index(one[0]), default=None)
        self._standings[key] = worst
        return worst

    def _pinned(self, kind: str, name: str, mark: str | None) -> list[Finding]:
        problem = self._book.problem or self._unrecorded
        if problem:
            text = f"The pins cannot be used, so nobody knows whether this changed: {problem}."
            return [Finding("pins", "unreadable", kind, problem, text, "ask")]
        standing = self._book.standing(kind, name, mark)
        if not standing:
            return []
        what = "The instructions of this server" if kind == INSTRUCTIONS else f"The {kind} “{visible(name)}”"
        action = "block" if kind == TOOL and standing == CHANGED else "ask"
        how = _HOW[standing].replace("is", "are", 1) if kind == INSTRUCTIONS else _HOW[standing]
        return [Finding("pins", standing, kind, name, f"{what} {how}.", action)]

    def _action(self, finding: Finding) -> str:
        """What is done about a finding: the policy's word, where it has one. "block" leaves what is new at ask."""
        setting = self._settings.get(finding.check, "")
        if setting == "off" or not setting:
            return setting or finding.action
        if finding.action not in _STRICT or (
            finding.check == "pins" and finding.action == "ask" and setting == "block"
        ):
            return finding.action
        return setting

    def _advice(self, kind: str, name: str) -> str:
        which = f" --tool {visible(name)}" if kind == TOOL else " --all"
        return (
            "The user can look at it and accept it in Callgate's tray menu, or with: "
            f"callgate pins accept --server {self._server}{which}"
        )

    # ---- lists

    def tools(self, tools: list[dict[str, object]], cursor: object, more: object) -> tuple[Found, list[Listing]]:
        """A list of tools (a page of it) came. Gives what to record, and what to note of it.

        `cursor`: the request's; `more`: the cursor of the next page; None where there is none.
        """
        seen = [(str(tool["name"]), tool, pins.form(TOOL, tool)) for tool in tools]
        marks: dict[str, str] = {}
        twice: set[str] = set()
        for name, _, form in seen:
            if marks.setdefault(name, pins.mark(form)) != pins.mark(form):
                twice.add(name)
        among = names.among([name for name, _, _ in seen], twice)
        for name, tool, _ in seen:
            pin = self._book.pins.get((TOOL, name))
            found = [one for check in CHECKS for one in check(tool)] + among.get(name, [])
            since = float("inf") if pin is None else pin.since
            self._found[name] = found or self._neighbours.of(name, since)
        sightings = [Sighting(TOOL, name, form, self._doubts(name)) for name, _, form in seen if name not in twice]
        return self._listed(TOOL, sightings, cursor, more)

    def prompts(self, prompts: list[dict[str, object]], cursor: object, more: object) -> tuple[Found, list[Listing]]:
        """As `tools`, for a list of prompts."""
        sightings = [Sighting(PROMPT, str(one["name"]), pins.form(PROMPT, one)) for one in prompts]
        return self._listed(PROMPT, sightings, cursor, more)

    def instructions(self, text: str) -> tuple[bool, Found, list[Listing]]:
        """The server's instructions came ("" for none). Gives whether to deliver them, and as `tools`."""
        seen = Sighting(INSTRUCTIONS, "", pins.said(text))
        first = self._book.first_sight(INSTRUCTIONS)
        if not text and not first:
            return True, [], []  # saying nothing any more harms nobody
        found, listings = self._listed(INSTRUCTIONS, [seen], None, None)
        if first:  # a client that only looks whether the server starts leaves no trace
            self._waiting, listings = listings, []
        standing = self._standing(INSTRUCTIONS, "")
        # Instructions that nobody can compare pass: the calls they could lead to are asked about.
        return standing is None or standing[1].rule == "unreadable", found, listings

    def _doubts(self, name: str) -> list[str]:
        return [one.text for one in self._found.get(name, ()) if one.action in _STRICT]

    def _listed(
        self, kind: str, sightings: list[Sighting], cursor: object, more: object
    ) -> tuple[Found, list[Listing]]:
        page = self._page(kind, cursor)
        page.names.update(one.name for one in sightings)
        page.cursor = more
        for one in sightings:
            self._marks[one.kind, one.name] = one.mark
        self._standings.clear()
        found = [each for one in sightings for each in self._news(one)]
        if self._book.problem:
            return found, []
        fresh = [one for one in sightings if not self._noted(one)]
        gone: list[str] = []
        if more is None and page is self._pages.get(kind):
            pinned = ((name, pin) for (one, name), pin in self._book.pins.items() if one == kind)
            gone = [name for name, pin in pinned if name not in page.names and not pin.gone]
        listings, self._waiting = self._waiting, []
        if fresh or gone:  # an empty list is no first sight: some servers list nothing before a login
            listings.append(Listing(kind, fresh, page.first, gone))
        return found, listings

    def _page(self, kind: str, cursor: object) -> _Page:
        """The list that a page belongs to; one that nobody knows the start of is a list of its own, never whole."""
        page = self._pages.get(kind)
        if cursor is None:
            page = self._pages[kind] = _Page(self._book.first_sight(kind))
        elif page is None or page.cursor != cursor:
            page = _Page(self._book.first_sight(kind))
        return page

    def _noted(self, seen: Sighting) -> bool:
        pin = self._book.pins.get((seen.kind, seen.name))
        return pin is not None and pin.tells(seen)

    def _news(self, seen: Sighting) -> Found:
        """What was found in a form that nobody saw before."""
        key = seen.kind, seen.name, seen.mark
        if key in self._told or self._book.knows(*key):
            return []
        if len(self._told) < MOST:
            self._told.add(key)
        page = self._pages.get(seen.kind)
        new = [] if page is not None and page.first else self._pinned(seen.kind, seen.name, seen.mark)
        found = [*new, *(self._found.get(seen.name, ()) if seen.kind == TOOL else ())]
        return [(seen.kind, seen.name, one) for one in found if self._action(one) != "off"]


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")
