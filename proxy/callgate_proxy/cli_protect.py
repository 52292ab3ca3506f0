"""`callgate protect` and `callgate unprotect`: show the plan, ask, carry it out, say what to do next.

1. Everything that can stop a change is looked at before the question, so that a yes is not answered with an excuse.
   Without a terminal to ask on, nothing is changed unless the caller said `--yes`.
2. One file that cannot be read, or whose client runs, does not keep the others from being changed; it is named, and the
   exit code is 1.
3. A project's own file is often under version control, where a path of this machine has no business: it is guarded only
   with `--all`, or when it is named. Giving back takes every file.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from callgate_proxy import clients
from callgate_proxy.cli_ask import said_yes
from callgate_proxy.clients import Found, Places, Plan
from callgate_proxy.errors import ClientRunning, ConfigError
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
    founds, _ = _chosen(options, at, True)
    if not options.dry_run and any(PREFIX.encode() in found.content for found in founds):
        from callgate_proxy.cli_secrets import restore

        code = restore(options, at, bridges=False)  # without the proxy nobody knows what a reference stands for
        if code:
            return code
    return _change(options, home, at, clients.plan_unprotect)


def _change(options: argparse.Namespace, home: Home, places: Places, planner: Planner) -> int:
    every = planner is clients.plan_unprotect or options.all
    founds, complaints = _chosen(options, places, every)
    plans = [planner(found, home, names) for found, names in _shares(founds, options.server)]
    for plan in plans:
        _show(plan)
    due = [plan for plan in plans if not plan.empty]
    if due and not options.dry_run:
        due = _possible(due, founds, places, complaints)
    for complaint in complaints:
        print(f"callgate: {plain(complaint)}", file=sys.stderr)
    if not due:
        print("There is nothing to change.")
        return int(bool(complaints))
    if options.dry_run:
        print("Nothing was changed (--dry-run).")
        return 0
    question = "Change the file?" if len(due) == 1 else f"Change these {len(due)} files?"
    if not options.yes and not said_yes(question, "Pass --yes to go on."):
        return NOT_ASKED
    if any(plan.guards for plan in due):
        _first_policy(home)
    return int(_carry_out(due, home, places) or bool(complaints))


def _carry_out(due: list[Plan], home: Home, places: Places) -> bool:
    """Makes the changes; whether some of several failed. Raises ConfigError if the only one does."""
    failed = False
    for plan in due:
        try:
            applied = clients.apply(plan, home, places)
        except ConfigError as error:
            if len(due) == 1:
                raise
            print(f"callgate: {plan.title}: {plain(str(error))} {plain(error.fix)}", file=sys.stderr)
            failed = True
            continue
        print(f"Changed {plain(applied.path)}; what it was before is kept in {plain(applied.backup)}.")
        print(applied.advice)
    return failed


def _possible(due: list[Plan], founds: list[Found], places: Places, complaints: list[str]) -> list[Plan]:
    """Those of `due` whose client does not run; the others become complaints. Raises ClientRunning if all do."""
    stopped: dict[str, ClientRunning] = {}
    for found in founds:
        try:
            if found.path in {plan.path for plan in due}:
                clients.check_stopped(found, places)
        except ClientRunning as error:
            stopped[found.path] = error
    if len(stopped) == len(due):
        raise next(iter(stopped.values()))
    complaints += [f"{error} {error.fix}" for error in stopped.values()]
    return [plan for plan in due if plan.path not in stopped]


def _chosen(options: argparse.Namespace, places: Places, every: bool) -> tuple[list[Found], list[str]]:
    """The files the options mean, and what there is to say about others.

    Raises ConfigError where there is none, or none that can be read.
    """
    client = options.client or "claude-desktop"
    if client not in clients.ADAPTERS:
        raise ConfigError(f"“{client}” is no client Callgate knows.", f"Known: {', '.join(clients.ADAPTERS)}.")
    if options.config:
        founds = [clients.read(client, options.config)]
    else:
        founds = [one for one in clients.found(places) if options.client in (None, one.client)]
        founds = founds or [clients.expected(client, places)]
    good = [found for found in founds if found.exists and not found.problem]
    if not good:
        raise _refused(founds[0])
    complaints = [f"{found.title}: {found.problem}. {found.advice}" for found in founds if found.problem]
    chosen = [found for found in good if every or not found.project]
    if len(chosen) < len(good):
        left = sum(not entry.guarded and not entry.problem for one in good if one.project for entry in one.entries)
        if left:
            print(f"Servers of projects are left as they are ({left}); --all takes them too, --config FILE one file.")
    return chosen, complaints


def _refused(found: Found) -> ConfigError:
    if found.problem:
        return ConfigError(f"{found.title}: {found.problem}.", found.advice)
    return ConfigError(f"There is no {found.title} file: {found.path} does not exist.", found.advice)


def _shares(founds: list[Found], servers: list[str] | None) -> list[tuple[Found, list[str] | None]]:
    """Each file with those of `servers` it has. What no file has goes to the first, whose plan tells."""
    if servers is None:
        return [(found, None) for found in founds]
    known = {name for found in founds for entry in found.entries for name in (entry.name, entry.server)}
    shares: list[tuple[Found, list[str] | None]] = []
    for index, found in enumerate(founds):
        names = [one.name for one in found.entries if one.listed and (one.name in servers or one.server in servers)]
        names += [name for name in servers if index == 0 and name not in known]
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
        print(
            'When the servers have listed their tools, "callgate policy init --by-risk" proposes one by risk classes.'
        )
