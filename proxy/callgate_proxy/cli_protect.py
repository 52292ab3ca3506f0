"""`callgate protect` and `callgate unprotect`: show the plan, ask, carry it out, say what to do next.

1. Everything that can stop a change is looked at before the question, so that a yes is not answered with an excuse.
   Without a terminal to ask on, nothing is changed unless the caller said `--yes`.
2. One file that cannot be read, or whose client runs, does not keep the others from being changed; it is named, and the
   exit code is 1.
3. `--wait` asks first, and writes once the client has quit, by a plan of the bytes that stand there then; where that
   says anything else than what was confirmed, it is shown and asked about again. Until then nothing is written.
4. A project's own file is often under version control, where a path of this machine has no business: it is guarded only
   with `--all`, or when it is named. Giving back takes every file.
"""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

from callgate_proxy import carrying, clients
from callgate_proxy.cli_ask import said_yes
from callgate_proxy.clients import Found, Places, Plan
from callgate_proxy.errors import ClientRunning, ConfigError
from callgate_proxy.plain import plain
from callgate_proxy.secrets import SecretError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from callgate_proxy.home import Home

    Pause = Callable[[], None]
    Planner = Callable[[Found, Home, list[str] | None], Plan]

NOT_ASKED = 2


def _second() -> None:
    time.sleep(1)


def protect(options: argparse.Namespace, home: Home, places: Places | None, pause: Pause = _second) -> int:
    """Guards servers. `pause`: what passes between two looks at a running client. Raises CallgateError."""
    return _change(options, home, places or Places.here(), clients.plan_protect, pause)


def unprotect(options: argparse.Namespace, home: Home, places: Places | None, pause: Pause = _second) -> int:
    """Gives servers back; the policy and the log stay. `pause`: as above. Raises CallgateError."""
    return _change(options, home, places or Places.here(), clients.plan_unprotect, pause)


def _change(options: argparse.Namespace, home: Home, places: Places, planner: Planner, pause: Pause) -> int:
    every = planner is clients.plan_unprotect or options.all
    founds, complaints = _chosen(options, places, every)
    shares = _shares(founds, options.server)
    plans = [planner(found, home, names) for found, names in shares]
    for plan in plans:
        _show(plan)
    due = [plan for plan in plans if not plan.empty]
    if due and not options.dry_run and not options.wait:
        due = _possible(due, founds, places, complaints)
    for complaint in complaints:
        print(f"callgate: {plain(complaint)}", file=sys.stderr)
    if not due:
        print("There is nothing to change.")
        return int(bool(complaints))
    if options.dry_run:
        print("Nothing was changed (--dry-run).")
        return 0
    if not _confirmed(options, due):
        return NOT_ASKED
    if options.wait and _quit(due, founds, places, pause):
        names = {found.path: wanted for found, wanted in shares}
        shown, due = due, [planner(carrying.again(plan, places), home, names[plan.path]) for plan in due]
        if [_said(plan) for plan in due] != [_said(plan) for plan in shown]:
            print("The file is another one now:")
            for plan in due:
                _show(plan)
            if not _confirmed(options, due):
                return NOT_ASKED
    if any(plan.guards for plan in due):
        _first_policy(home)
    return int(_carry_out(due, home, places) or bool(complaints))


def _confirmed(options: argparse.Namespace, due: list[Plan]) -> bool:
    question = "Change the file?" if len(due) == 1 else f"Change these {len(due)} files?"
    return bool(options.yes) or said_yes(question, "Pass --yes to go on.")


def _said(plan: Plan) -> tuple[list[str], list[str], str]:
    return plan.changes, plan.skipped, plan.diff


def _quit(due: list[Plan], founds: list[Found], places: Places, pause: Pause) -> bool:
    """Waits until no client of `due` holds its file any more; False where none did."""
    holding = [found for found in founds if any(plan.path == found.path for plan in due)]
    told: list[str] = []
    while alive := [found.title for found in holding if clients.running(found, places)]:
        if alive != told:
            print(f"Waiting until {' and '.join(alive)} quits. Ctrl-C leaves everything as it is.", flush=True)
            told = alive
        pause()
    return bool(told)


def _carry_out(due: list[Plan], home: Home, places: Places) -> bool:
    """Makes the changes; whether some of several failed. Raises ConfigError, SecretError if the only one does."""
    failed = False
    for plan in due:
        try:
            applied = clients.apply(carrying.given_back(home, places, plan), home, places)
        except (ConfigError, SecretError) as error:
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
    for sentence in (*plan.changes, *plan.skipped, *carrying.returning(plan)):
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
