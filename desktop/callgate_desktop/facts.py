"""Reads everything the tray shows from the files, in one go: blocking, run in a thread.

* What cannot be read becomes a note for a person and leaves the rest standing.
* A tool's setting is what holds for the clients that start its server through Callgate, their grants included.
* A policy file that changed is compiled here, warm, before a proxy has to start a helper for it.
"""

from __future__ import annotations

import os
from dataclasses import replace

from callgate_proxy import clients, mode, serving
from callgate_proxy.classes import Classes
from callgate_proxy.clients import Found, Places, launches
from callgate_proxy.counters import Counters
from callgate_proxy.errors import ConfigError, StateError
from callgate_proxy.home import Home
from callgate_proxy.plain import plain
from callgate_proxy.policy import confirming, profiles, store
from callgate_proxy.policy.beside import mark
from callgate_proxy.policy.decide import Charge, View
from callgate_proxy.policy.profiles import Choice
from callgate_proxy.policy.store import Snapshot, Source
from callgate_proxy.policy.strictest import Strictest
from callgate_proxy.policy.uses import apart
from callgate_proxy.state import State
from callgate_proxy.state import Tool as SeenTool

from callgate_desktop import changes, starting, words
from callgate_desktop.hub import Question
from callgate_desktop.risks import TONES, tool_of
from callgate_desktop.said import said
from callgate_desktop.switching import Switching
from callgate_desktop.view import RISK, SAYS, Facts, Guarded, Loss, Note, Server, Tool

Judged = View | Strictest
MILLION = 1_000_000
LOOSEST_FIRST = ("allow", "limit", "ask", "deny", "hide")


class Gatherer:
    """Keeps what is expensive to open. One thread at a time."""

    def __init__(self, home: Home, places: Places) -> None:
        self._home = home
        self._places = places
        self._source = Source(home, compiler=_publish)
        self._state = State(home)
        self._counters = Counters(home)
        self._uncounted = ""
        self._waiting: confirming.Waiting | None = None
        self._classes = Classes(home)
        self._files: dict[str, bytes] = {}  # the clients' files as they were when they were first read
        self._switching = Switching()
        self._marks: tuple[object, ...] = ()
        self._listed: dict[str, float] = {}  # when each server's last list came, as of the last look

    def close(self) -> None:
        """Lets go of what is open; the next look opens it again."""
        self._state.close()
        self._counters.close()

    def gather(self, now: float) -> Facts:
        """Everything, as it is at `now` (seconds since the epoch)."""
        notes: list[str] = []
        snapshot = self._source.current()
        try:
            seen = self._state.tools()
        except StateError as error:
            seen = {}
            notes.append(said("The tools seen so far cannot be read: {why}", why=error))
        try:
            self._classes.look()
        except StateError as error:
            notes.append(
                said("What the servers said at first cannot be read, so risks are not known: {why}", why=error)
            )
        self._listed = _listed(seen)
        found = self._found(notes)
        coverage = tuple(
            Guarded(one.client, entry.server, entry.guarded, entry.problem)
            for one in found
            for entry in one.entries
            if entry.guarded or not entry.disabled
        )
        names = sorted({*seen, *(entry.server for entry in coverage if entry.guarded)})
        servers = tuple(
            Server(name, tuple(self._classed(name, views, tool, now) for tool in seen.get(name, [])))
            for name, views in ((name, _views(snapshot, name, coverage)) for name in names)
        )
        if self._uncounted:
            notes.append(self._uncounted)
            self._uncounted = ""
        notes += filter(None, [serving.problem(self._home)])
        current = mode.read(self._home)
        waiting = self._unaccepted(notes)
        facts = Facts(servers, coverage, current.at(now), current.until, notes=tuple(notes), changes=waiting)
        facts = replace(facts, losses=_losses(found, self._home), leaks=_leaks(found))
        told = self._switching.told(clients.setting_files(self._places))
        facts = replace(facts, starts=(*self._starts(found, facts.losses), *told))
        facts = self._confirmed(_profiled(facts, snapshot))
        # Without a policy nobody is refused as long as nothing is guarded: guarding makes one.
        matters = facts.guarded or os.path.lexists(self._home.policy)
        return replace(facts, problems=(snapshot.problem,)) if snapshot.problem and matters else facts

    def _unaccepted(self, notes: list[str]) -> tuple[changes.Change, ...]:
        """What servers changed about themselves and about their start, and nobody has accepted."""
        held = starting.held(self._home)
        try:
            return (*held, *changes.waiting(self._home))
        except StateError as error:
            notes.append(said("The pins cannot be read, so every call is asked about: {why}", why=error))
            return held

    def lags(self, server: str) -> bool:
        """Whether `server` has told its tools since the last look. Where that cannot be read, the last look holds."""
        try:
            told = _listed(self._state.tools()).get(server)
        except StateError:
            return False  # the next look tells the person
        return told is not None and told > self._listed.get(server, -1.0)

    def _starts(self, found: list[Found], losses: tuple[Loss, ...]) -> tuple[str, ...]:
        """What came into the clients' files since the tray runs, and is not guarded; lost guards are told elsewhere."""
        is_first = not self._files
        told: list[str] = []
        for one in found:
            before = self._files.setdefault(one.path, one.content if is_first else b"")
            lost = {name for loss in losses if loss.path == one.path for name in loss.reverted}
            open_ones = {f"“{plain(each.name)}”" for each in one.entries if not each.guarded and each.name not in lost}
            news = [] if one.problem or before == one.content else clients.started(one.client, before, one.content)
            told += [f"{one.title}: {line}" for line in news if line.startswith(tuple(open_ones))]
        return tuple(told)

    def _confirmed(self, facts: Facts) -> Facts:
        """Looks anew only where a file has changed: comparing two policies takes its time."""
        marks = tuple(mark(path) for path in (self._home.policy, self._home.confirmed, self._home.strict))
        if marks != self._marks:
            try:
                self._waiting = confirming.settle(self._home)
                self._marks = marks
            except OSError as error:
                note = said("What was confirmed of the policy cannot be written: {why}.", why=error.strerror)
                return replace(facts, notes=(*facts.notes, note))
        waiting = self._waiting
        if waiting is None:
            return facts
        return replace(facts, widened=waiting.words, widens=waiting.widens, widened_name=waiting.name)

    def _classed(self, server: str, views: list[Judged], seen: SeenTool, now: float) -> Tool:
        found = self._classes.of(server, seen)
        tool = self._tool(views, seen, now)
        if found is None:
            return tool
        reads = found.category == "Read" and self._classes.is_fixed(server, seen.name)
        return replace(tool, risk=found.level, because=plain("; ".join(found.evidence)), reads=reads)

    def _tool(self, views: list[Judged], seen: SeenTool, now: float) -> Tool:
        """Without any policy in force every call is refused, and the menu says so."""
        settings = {_setting(view, seen, now) for view in views} or {
            Tool(seen.name, "deny", title=seen.title, says=says(seen))
        }
        loosest = min(settings, key=lambda tool: LOOSEST_FIRST.index(tool.setting))
        if len(settings) > 1:
            detail = said("not for every client")
            loosest = Tool(seen.name, loosest.setting, detail, seen.title, says=says(seen), split=True)
        charges = {
            charge.counter + str(charge.window): charge for view in views for charge in _charges(view, seen, now)
        }
        if not charges:
            return loosest
        uses: list[str] = []
        counters: dict[str, None] = {}
        for charge in charges.values():
            used = self._used(charge, now)
            uses.append(words.used(used / MILLION, charge.max / MILLION, charge.window))
            if used:
                counters[charge.counter] = None
        return replace(loosest, uses=tuple(dict.fromkeys(uses)), counters=tuple(counters))

    def _used(self, charge: Charge, now: float) -> int:
        try:
            return self._counters.usage(charge.counter, charge.window, now)
        except StateError as error:
            self._uncounted = said("What limits have counted cannot be read: {why}", why=error)
            return 0

    def _found(self, notes: list[str]) -> list[Found]:
        try:
            found = clients.found(self._places)
        except (ConfigError, OSError) as error:
            notes.append(said("The clients' configurations cannot be read: {why}", why=error))
            return []
        notes.extend(f"{one.title}: {one.problem}" for one in found if one.problem)
        try:
            launches.adopt(self._home, [one for one in found if not one.problem])
        except StateError as error:
            notes.append(said("How servers start cannot be noted: {why}", why=error))
        return found


def _listed(seen: dict[str, list[SeenTool]]) -> dict[str, float]:
    return {server: max((tool.seen for tool in tools), default=-1.0) for server, tools in seen.items()}


def _losses(found: list[Found], home: Home) -> tuple[Loss, ...]:
    """What was taken off or came new in the files that Callgate wrote."""
    lost = [(one, clients.lost(one, home)) for one in found]
    return tuple(
        Loss(one.title, one.path, what.reverted, what.wiped, what.added, clients.overwritten(one, home))
        for one, what in lost
        if what.reverted or what.wiped or what.added
    )


def _leaks(found: list[Found]) -> tuple[str, ...]:
    """The servers that are guarded in one client and started unguarded by another."""
    elsewhere = clients.elsewhere(found)
    return tuple(
        said(
            "“{server}” is guarded in {other}, but open in {client}",
            server=words.short(entry.name),
            other=elsewhere[one.path, entry.name],
            client=one.title,
        )
        for one in found
        for entry in one.entries
        if (one.path, entry.name) in elsewhere
    )


def _publish(home: Home) -> None:
    store.publish(home)  # its problems come back as the snapshot's


def _profiled(facts: Facts, snapshot: Snapshot) -> Facts:
    if snapshot.table is None or snapshot.choice is None:
        return facts
    choice = snapshot.choice
    notes = (*facts.notes, choice.problem) if choice.problem else facts.notes
    return replace(facts, profiles=tuple(sorted(snapshot.table["profiles"])), profile=choice.name, notes=notes)


def _views(snapshot: Snapshot, server: str, coverage: tuple[Guarded, ...]) -> list[Judged]:
    """How each client that guards `server` sees it; a server nobody guards any more, as any client would.

    Where the folder chooses the profile, what holds in a folder that chooses none.
    """
    if snapshot.table is None:
        return []
    guarding = sorted({entry.client for entry in coverage if entry.guarded and entry.server == server})
    tables = [snapshot.table] if snapshot.confirmed is None else [snapshot.table, snapshot.confirmed]
    chosen = snapshot.choice
    choice = Choice("") if chosen is None else Choice(chosen.name or "", "", chosen.problem)
    try:
        return [profiles.views(tables, choice, (client, server, "")) for client in guarding or [""]]
    except profiles.Refused:
        return []


def _charges(view: Judged, seen: SeenTool, now: float) -> tuple[Charge, ...]:
    """The limits that are shared by more than one session: the others are known to their proxies alone."""
    return tuple(one for one in view.setting(seen.name, now).charges if apart(one.counter)[1] != "session")


def _setting(view: Judged, seen: SeenTool, now: float) -> Tool:
    verdict = view.setting(seen.name, now)
    if verdict.action in ("allow", "ask") and verdict.charges:
        tightest = min(verdict.charges, key=lambda charge: charge.max / charge.window)
        limit = words.limit(tightest.max / MILLION, tightest.window)
        return Tool(seen.name, "limit" if verdict.action == "allow" else "ask", limit, seen.title, says=says(seen))
    until = view.ends(seen.name, verdict.rule, now)
    return Tool(seen.name, verdict.action, title=seen.title, until=until, says=says(seen))


CLAIMS = (
    ("destructiveHint", True, said("it may destroy things")),
    ("readOnlyHint", True, said("it only reads")),
    ("readOnlyHint", False, said("it changes things")),
    ("openWorldHint", True, said("it reaches beyond this computer")),
)


def says(seen: SeenTool) -> str:
    """What the server claims about a tool, in our words; "" where it claims nothing."""
    title = [said("“{name}”", name=words.short(seen.title))] if seen.title and seen.title != seen.name else []
    hints = [text for key, value, text in CLAIMS if seen.annotations.get(key) is value]
    return ", ".join([*title, *hints])


def about(facts: Facts, question: Question) -> tuple[Note, ...]:
    """What is known about the tool of a question, beside the question itself; the most important first."""
    tool = tool_of(facts, question.server, question.tool)
    if question.method or tool is None:
        return ()
    risk = [Note(RISK, tool.because, TONES.get(tool.risk, ""), tool.risk)] if tool.because else []
    claims = [Note(SAYS, tool.says, "muted")] if tool.says else []
    return (*risk, *claims)
