"""`callgate policy check`, `callgate policy init`, `callgate lockdown`, and what the steps of `policy` have in common.

Policies are read as bytes and kept character for character; whatever writes one asks first, and without a terminal to
ask on nothing is changed.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from callgate_proxy import mode
from callgate_proxy.errors import PolicyError
from callgate_proxy.plain import plain

if TYPE_CHECKING:
    import argparse

    from callgate_proxy.home import Home
    from callgate_proxy.policy.places import Problem


def problems_of(path: str) -> list[Problem]:
    """What is wrong with a policy file. Writes nothing. Raises OSError."""
    from callgate_proxy.policy.compile import compile_text
    from callgate_proxy.policy.places import PolicyInvalid, decoded

    with open(path, "rb") as file:
        data = file.read()
    try:
        compile_text(decoded(data))
    except PolicyInvalid as error:
        return error.problems
    return []


def text_of(path: str) -> str:
    """The text of a policy file, character for character. Raises PolicyError."""
    from callgate_proxy.policy.places import decoded

    try:
        with open(path, "rb") as file:
            return decoded(file.read())
    except OSError as error:
        fix = 'Make a policy with "callgate policy init".' if isinstance(error, FileNotFoundError) else ""
        raise PolicyError(f"{path} cannot be read: {error.strerror}.", fix) from error


def check_step(options: argparse.Namespace, home: Home) -> int:
    """Checks the named file, or the home's."""
    return check(options.file or home.policy)


def init_step(options: argparse.Namespace, home: Home) -> int:
    """Makes the first policy."""
    return init_by_risk(home, options.yes) if options.by_risk else init(home)


def check(path: str) -> int:
    """Tells every problem of a file; 0 when there is none. Raises PolicyError where it cannot be read."""
    try:
        problems = problems_of(path)
    except OSError as error:
        fix = 'Make one with "callgate policy init".'
        raise PolicyError(f"{path} cannot be read: {error.strerror}.", fix) from error
    for problem in problems:
        print(plain(str(problem)))
    print(f"{plain(path)}: {len(problems) or 'no'} problem{'' if len(problems) == 1 else 's'}")
    return 1 if problems else 0


def init(home: Home) -> int:
    """Makes the first policy. Raises PolicyError where there is one."""
    from callgate_proxy.policy import starter

    if not starter.make(home):
        raise PolicyError(f"There is a policy already: {home.policy}.", 'Look at it with "callgate policy check".')
    print(f"Made {plain(home.policy)}, which asks about every call.")
    return 0


def init_by_risk(home: Home, yes: bool) -> int:
    """Proposes the first policy by risk classes, where there is none or one that nobody has changed yet.

    Raises PolicyError.
    """
    from callgate_proxy.cli_policy_change import propose
    from callgate_proxy.policy import starter

    text = _by_risk(home)
    if os.path.lexists(home.policy) and text_of(home.policy) != starter.starter():
        fix = 'Write rules from the calls that were made with "callgate policy learn", or move the file away.'
        raise PolicyError(f"There is a policy of your own already: {home.policy}.", fix)
    return propose(home, text, "by risk", yes)


def _by_risk(home: Home) -> str:
    """The first policy for the tools that guarded servers listed so far. Raises PolicyError where there are none."""
    from callgate_proxy.cli_scan import known
    from callgate_proxy.policy import starter
    from callgate_proxy.risk import rulebook
    from callgate_proxy.risk.classify import classify

    rules = rulebook.ours()
    seen = {
        server: {str(tool["name"]): ((found := classify(tool, rules)).category, found.level) for tool in tools}
        for server, tools in known(home).items()
    }
    if not seen:
        raise PolicyError(
            "No guarded server has listed its tools yet, so their classes are not known.",
            "Protect a server and start its client once, or leave --by-risk out.",
        )
    return starter.by_risk(seen)


def lockdown(home: Home) -> int:
    """Refuses every tool call from now on. Raises OSError."""
    mode.write(home, mode.LOCKDOWN)
    print("Locked down: every tool call is refused until the lockdown is ended in the tray.")
    return 0
