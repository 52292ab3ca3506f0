"""`callgate protect` and `callgate unprotect`: show the plan, ask, carry it out, say what to do next.

Everything that can stop a change is looked at before the question, so that a yes is not answered with an excuse.
Without a terminal to ask on, nothing is changed unless the caller said `--yes`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from callgate_proxy import clients
from callgate_proxy.cli_ask import said_yes
from callgate_proxy.clients import Found, Places, Plan
from callgate_proxy.errors import ConfigError
from callgate_proxy.plain import plain
from callgate_proxy.secrets import PREFIX

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from callgate_proxy.home import Home

    Planner = Callable[[Found, Home, list[str] | None], Plan]

NOT_ASKED = 2


def protect(options: argparse.Namespace, home: Home, places: Places | None) -> int:
    """Guards servers. Raises CallgateError."""
    return _change(options, home, places or Places.here(), clients.plan_protect)


def unprotect(options: argparse.Namespace, home: Home, places: Places | None) -> int:
    """Gives servers back; the policy and the log stay. Raises CallgateError."""
    at = places or Places.here()
    if not options.dry_run and any(PREFIX.encode() in found.content for found in _chosen(options, at)):
        from callgate_proxy.cli_secrets import restore

        code = restore(options, at)  # without the proxy nobody knows what a reference stands for
        if code:
            return code
    return _change(options, home, at, clients.plan_unprotect)


def _change(options: argparse.Namespace, home: Home, places: Places, planner: Planner) -> int:
    founds = _chosen(options, places)
    plans = [planner(found, home, names) for found, names in _shares(founds, options.server)]
    for plan in plans:
        _show(plan)
    due = [plan for plan in plans if not plan.empty]
    if not due:
        print("There is nothing to change.")
        return 0
    if options.dry_run:
        print("Nothing was changed (--dry-run).")
        return 0
    for found in founds:
        clients.check_stopped(found, places)
    if not options.yes and not said_yes("Change the file?", "Pass --yes to go on."):
        return NOT_ASKED
    if any(plan.guards for plan in due):
        _first_policy(home)
    for applied in [clients.apply(plan, home, places) for plan in due]:
        print(f"Changed {plain(applied.path)}; what it was before is kept in {plain(applied.backup)}.")
        print(applied.advice)
    return 0


def _chosen(options: argparse.Namespace, places: Places) -> list[Found]:
    """The files the options mean. Raises ConfigError where there is none, or one that cannot be read."""
    client = options.client or "claude-desktop"
    if client not in clients.ADAPTERS:
        known = ", ".join(clients.ADAPTERS)
        raise ConfigError(f"“{client}” is no client Callgate knows.", f"Known: {known}.")
    if options.config:
        founds = [clients.read(client, options.config)]
    else:
        founds = [one for one in clients.found(places) if options.client in (None, one.client)]
    for found in founds:
        if not found.exists:
            raise ConfigError(f"There is no {found.title} file: {found.path} does not exist.", found.advice)
        if found.problem:
            raise ConfigError(f"{found.title}: {found.problem}.", found.advice)
    return founds


def _shares(founds: list[Found], servers: list[str] | None) -> list[tuple[Found, list[str] | None]]:
    """Each file with those of `servers` it has. What no file has goes to the first, whose plan tells."""
    if servers is None:
        return [(found, None) for found in founds]
    known = {entry.name for found in founds for entry in found.entries}
    shares: list[tuple[Found, list[str] | None]] = []
    for index, found in enumerate(founds):
        here = {entry.name for entry in found.entries}
        names = [name for name in servers if name in here or (index == 0 and name not in known)]
        if names:
            shares.append((found, names))
    return shares


def _show(plan: Plan) -> None:
    print(f"{plan.title}: {plain(plan.path)}")
    for sentence in (*plan.changes, *plan.skipped):
        print(f"  {sentence}")
    if plan.diff:
        print(f"\n{plan.diff}\n")


def _first_policy(home: Home) -> None:
    from callgate_proxy.policy import starter

    if starter.make(home):
        print(f"Made a first policy, which asks about every call: {plain(home.policy)}.")
