"""The steps of `callgate policy`: their options, and where each is done.

A step is one function of a `cli_policy*` module, imported when it is called: reading options must not wait for the
policy's model.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from callgate_proxy.clients import Places
    from callgate_proxy.home import Home

Step = Callable[[argparse.Namespace, "Home"], int]


def add(policy: argparse.ArgumentParser) -> None:
    """Gives the command `callgate policy` its steps."""
    steps = policy.add_subparsers(metavar="STEP", required=True)

    def step(name: str, about: str, place: str) -> argparse.ArgumentParser:
        """`place`: the module and function that does it."""
        made = steps.add_parser(name, help=about, description=about)
        made.set_defaults(command=_later(place))
        return made

    _looking(step)
    _changing(step)
    _switching(step)
    _replaying(step)
    _carrying(step)


def _later(place: str) -> Callable[[argparse.Namespace, Home, Places | None], int]:
    module, function = place.split(":")

    def run(options: argparse.Namespace, home: Home, _: Places | None) -> int:
        command: Step = getattr(import_module(f"callgate_proxy.{module}"), function)
        return command(options, home)

    return run


Add = Callable[[str, str, str], argparse.ArgumentParser]


def _looking(step: Add) -> None:
    check = step("check", "Tell every problem of the policy file with its place.", "cli_policy:check_step")
    check.add_argument("file", nargs="?", metavar="FILE", help="default: the home's policy.json")
    init = step("init", "Make a first policy file; never writes over one.", "cli_policy:init_step")
    init.add_argument("--by-risk", action="store_true", help="allow reads and limit writes of the tools seen so far")
    _consent(init)
    why = step("why", "Tell what happens to a call, by which rules.", "cli_policy_why:why")
    why.add_argument("--server", metavar="S", required=True, help="the server's name in the client's file")
    why.add_argument("--tool", metavar="T", required=True)
    why.add_argument("--args", metavar="JSON", default="{}", help="the call's arguments, one JSON object (default: {})")
    why.add_argument("--client", metavar="C", default="claude-desktop", help="default: claude-desktop")
    why.add_argument("--profile", metavar="P", help="under this profile (default: the chosen one, else the folder's)")
    why.add_argument("--json", action="store_true", help="one JSON object")
    limits = step("limits", "Show each limit with its use now, or empty a counter.", "cli_policy_limits:limits")
    limits.add_argument("--json", action="store_true", help="one JSON object a line")
    limits.add_argument("--reset", metavar="COUNTER", help="empty this counter (its name, or one key as --json has it)")


def _changing(step: Add) -> None:
    history = step("history", "List the earlier versions of the policy file.", "cli_policy_change:history")
    history.add_argument("--json", action="store_true", help="one JSON object a line")
    undo = step("undo", "Bring an earlier version of the policy file back.", "cli_policy_change:undo")
    undo.add_argument("version", nargs="?", default="1", metavar="VERSION", help="as history lists it (default: 1)")
    learn = step("learn", "Propose a least-privilege policy from the calls that were made.", "cli_policy_change:learn")
    learn.add_argument("--days", metavar="N", type=_positive, default=7, help="from the last N days (default: 7)")
    learn.add_argument("--server", metavar="S", help="only the rules of this server; the rest of the file stays")
    _consent(learn)


def _switching(step: Add) -> None:
    profile = step("profile", "Show the policy's profiles, or choose one.", "cli_policy_switch:profile")
    wanted = profile.add_mutually_exclusive_group()
    wanted.add_argument("name", nargs="?", metavar="NAME", help="this profile, until another is chosen")
    wanted.add_argument("--auto", action="store_true", help="let the folder choose")
    wanted.add_argument("--none", action="store_true", help="no profile, whatever the folder")
    step("accept", "Confirm what was changed in the policy outside Callgate.", "cli_policy_switch:accept")
    strict = step("strict", "Let changes made outside Callgate that allow more wait.", "cli_policy_switch:strict")
    strict.add_argument("state", nargs="?", choices=("on", "off"), help="default: show which")


def _replaying(step: Add) -> None:
    simulate = step("simulate", "Tell which past calls another policy would change.", "cli_policy_replay:simulate")
    simulate.add_argument("file", nargs="?", metavar="FILE", help="the other policy (default: policy.json itself)")
    simulate.add_argument("--last", metavar="N", type=_positive, default=1_000, help="calls (default: 1000)")
    simulate.add_argument("--profile", metavar="P", help="FILE under this profile (default: as now, in both)")
    simulate.add_argument("--json", action="store_true", help="one JSON object")
    test = step("test", "Check a policy against the verdicts that a file expects.", "cli_policy_replay:test")
    test.add_argument("file", metavar="FILE", help="the expectations")
    test.add_argument("--json", action="store_true", help="one JSON object")


def _carrying(step: Add) -> None:
    carried = step("import", "Take over a policy of PolicyLayer or Intercept.", "cli_policy_carry:import_step")
    carried.add_argument("file", metavar="FILE", help="PolicyLayer JSON or Intercept YAML")
    carried.add_argument("--server", metavar="S", help="as the rules of this server; the rest of policy.json stays")
    _consent(carried)
    export = step("export", "Print the policy as PolicyLayer JSON.", "cli_policy_carry:export_step")
    export.add_argument("--server", metavar="S", default="", help="with the rules of this server")


def _consent(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--yes", action="store_true", help="do not ask")


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number
