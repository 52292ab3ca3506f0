"""`callgate leave`: gives everything back before Callgate is removed. The uninstallers run it.

Every client's file is looked at, and one that cannot be given back keeps no other from it. What the person made
(policy, log) stays where it is.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from callgate_proxy import autostart, carrying, clients
from callgate_proxy.cli_ask import said_yes
from callgate_proxy.clients import Found, Places, Plan
from callgate_proxy.errors import CallgateError
from callgate_proxy.plain import plain

if TYPE_CHECKING:
    import argparse

    from callgate_proxy.home import Home

NOT_ASKED = 2


def leave(options: argparse.Namespace, home: Home, places: Places | None, login: autostart.Login | None = None) -> int:
    """Gives all servers back and no longer starts at login. 1 where a file still names Callgate."""
    places = places or Places.here()
    login = login or autostart.here()
    founds = [found for found in clients.found(places) if found.exists]
    left = [found for found in founds if found.problem]
    for found in left:
        _told(found, found.problem, found.advice)
    due = [(found, plan) for found, plan in _plans(founds, home) if not plan.empty]
    for _, plan in due:
        print(f"{plan.title}: {plain(plan.path)}")
        for sentence in plan.changes:
            print(f"  {sentence}")
    if (due or login.is_on()) and not options.yes and not said_yes("Give everything back?", "Pass --yes to go on."):
        return NOT_ASKED
    failed = bool(left)
    for found, plan in due:
        failed |= not _gave_back(found, plan, home, places)
    if login.is_on():
        login.turn_off()
        print("Callgate no longer starts at login.")
    if not failed:
        print(f"Nothing goes through Callgate any more. Your policy and the log stay in {plain(home.root)}.")
    return 1 if failed else 0


def _plans(founds: list[Found], home: Home) -> list[tuple[Found, Plan]]:
    return [(found, clients.plan_unprotect(found, home, None)) for found in founds if not found.problem]


def _gave_back(found: Found, plan: Plan, home: Home, places: Places) -> bool:
    try:
        clients.check_stopped(found, places)
        applied = clients.apply(carrying.given_back(home, places, plan), home, places)
    except (CallgateError, OSError) as error:
        _told(found, str(error), error.fix if isinstance(error, CallgateError) else "")
        return False
    print(f"Changed {plain(applied.path)}.")
    return True


def _told(found: Found, problem: str, fix: str) -> None:
    print(f"callgate: {plain(found.path)}: {plain(problem)}\n  {plain(fix)}", file=sys.stderr)
