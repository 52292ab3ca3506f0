"""Reads everything the tray shows from the files, in one go: blocking, run in a thread.

* What cannot be read becomes a note for a person and leaves the rest standing.
* A tool's setting is what holds for the clients that start its server through Callgate, their grants included.
* A policy file that changed is compiled here, warm, before a proxy has to start a helper for it.
"""

from __future__ import annotations

import os
from dataclasses import replace

from callgate_proxy import clients, mode
from callgate_proxy.clients import Found, Places
from callgate_proxy.errors import ConfigError, StateError
from callgate_proxy.home import Home
from callgate_proxy.policy import store
from callgate_proxy.policy.decide import View
from callgate_proxy.policy.store import Source
from callgate_proxy.state import State
from callgate_proxy.state import Tool as SeenTool

from callgate_desktop import words
from callgate_desktop.view import Facts, Guarded, Loss, Server, Tool

MILLION = 1_000_000
LOOSEST_FIRST = ("allow", "limit", "ask", "deny", "hide")


class Gatherer:
    """Keeps what is expensive to open. One thread at a time."""

    def __init__(self, home: Home, places: Places) -> None:
        self._home = home
        self._places = places
        self._source = Source(home, compiler=_publish)
        self._state = State(home)

    def close(self) -> None:
        """Lets go of what is open; the next look opens it again."""
        self._state.close()

    def gather(self, now: float) -> Facts:
        """Everything, as it is at `now` (seconds since the epoch)."""
        notes: list[str] = []
        snapshot = self._source.current()
        try:
            seen = self._state.tools()
        except StateError as error:
            seen = {}
            notes.append(f"The tools seen so far cannot be read: {error}")
        found = self._found(notes)
        coverage = tuple(
            Guarded(one.client, entry.server, entry.guarded, entry.problem)
            for one in found
            for entry in one.entries
            if entry.guarded or not entry.disabled
        )
        names = sorted({*seen, *(entry.server for entry in coverage if entry.guarded)})
        servers = tuple(
            Server(name, tuple(_tool(views, tool, now) for tool in seen.get(name, [])))
            for name, views in ((name, _views(snapshot.table, name, coverage)) for name in names)
        )
        current = mode.read(self._home)
        facts = Facts(servers, coverage, current.at(now), current.until, notes=tuple(notes))
        facts = replace(facts, losses=_losses(found, self._home), leaks=_leaks(found))
        # Without a policy nobody is refused as long as nothing is guarded: guarding makes one.
        matters = facts.guarded or os.path.lexists(self._home.policy)
        return replace(facts, problems=(snapshot.problem,)) if snapshot.problem and matters else facts

    def _found(self, notes: list[str]) -> list[Found]:
        try:
            found = clients.found(self._places)
        except (ConfigError, OSError) as error:
            notes.append(f"The clients' configurations cannot be read: {error}")
            return []
        notes.extend(f"{one.title}: {one.problem}" for one in found if one.problem)
        return found


def _losses(found: list[Found], home: Home) -> tuple[Loss, ...]:
    """What was taken off or came new in the files that Callgate wrote."""
    lost = [(one, clients.lost(one, home)) for one in found]
    losses = [Loss(one.title, one.path, what.reverted, what.wiped, what.added) for one, what in lost]
    return tuple(loss for loss in losses if loss.reverted or loss.gone or loss.added)


def _leaks(found: list[Found]) -> tuple[str, ...]:
    """The servers that are guarded in one client and started unguarded by another."""
    elsewhere = clients.elsewhere(found)
    return tuple(
        f"“{words.short(entry.name)}” is guarded in {elsewhere[one.path, entry.name]}, but open in {one.title}"
        for one in found
        for entry in one.entries
        if (one.path, entry.name) in elsewhere
    )


def _publish(home: Home) -> None:
    store.publish(home)  # its problems come back as the snapshot's


def _views(table: dict[str, object] | None, server: str, coverage: tuple[Guarded, ...]) -> list[View]:
    """How each client that guards `server` sees it; a server nobody guards any more, as any client would."""
    if table is None:
        return []
    guarding = sorted({entry.client for entry in coverage if entry.guarded and entry.server == server})
    return [View(table, client, server, "") for client in guarding or [""]]


def _tool(views: list[View], seen: SeenTool, now: float) -> Tool:
    """Without any policy in force every call is refused, and the menu says so."""
    settings = {_setting(view, seen, now) for view in views} or {Tool(seen.name, "deny", title=seen.title)}
    if len(settings) == 1:
        return settings.pop()
    loosest = min(settings, key=lambda tool: LOOSEST_FIRST.index(tool.setting))
    return Tool(seen.name, loosest.setting, "not for every client", seen.title)


def _setting(view: View, seen: SeenTool, now: float) -> Tool:
    verdict = view.setting(seen.name, now)
    if verdict.action in ("allow", "ask") and verdict.charges:
        tightest = min(verdict.charges, key=lambda charge: charge.max / charge.window)
        limit = words.limit(tightest.max / MILLION, tightest.window)
        return Tool(seen.name, "limit" if verdict.action == "allow" else "ask", limit, seen.title)
    return Tool(seen.name, verdict.action, title=seen.title)
