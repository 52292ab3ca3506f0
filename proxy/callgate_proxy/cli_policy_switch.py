"""`callgate policy profile`, `accept` and `strict`: which part of the policy is in force, and since whose word.

Whatever may allow more is asked about at the terminal, and there is no `--yes`: an agent with a shell has no terminal.
Choosing a profile asks, too, because it may.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from callgate_proxy.cli_ask import said_yes
from callgate_proxy.cli_policy import text_of
from callgate_proxy.plain import plain
from callgate_proxy.policy import beside, choosing, confirming, differences

if TYPE_CHECKING:
    import argparse

    from callgate_proxy.home import Home

NOT_DONE = 2


def profile(options: argparse.Namespace, home: Home) -> int:
    """Shows the profiles, or chooses one. Raises PolicyError, OSError."""
    text = text_of(home.policy)
    if not (options.name or options.auto or options.none):
        return _show(home, text)
    name = None if options.auto else options.name or ""
    if name and name not in choosing.names(text):
        choosing.choose(home, text, name)  # says what there is
    words = "Let the folder choose the profile?" if name is None else f"Put {f'“{name}”' if name else 'none'} in force?"
    if not said_yes(plain(words)):
        return NOT_DONE
    choosing.choose(home, text, name)
    return _show(home, text)


def _show(home: Home, text: str) -> int:
    choice = beside.chosen(home, os.getcwd())
    found = choosing.for_folder(text, choice)
    how = "by the folder" if choice.name is None else "by hand"
    for name in choosing.names(text):
        print(plain(f"{'*' if name in found else ' '} {name}"))
    print(
        f"{'Chosen' if any(found) else 'None is in force, chosen'} {how}."
        if choosing.names(text)
        else "There are none."
    )
    return 0


def accept(_: argparse.Namespace, home: Home) -> int:
    """Shows what waits and confirms it after a yes. Raises PolicyError, OSError."""
    found = confirming.settle(home)
    if found is None:
        print("Nothing waits: policy.json allows no more than was confirmed.")
        return 0
    for phrase in found.widens:
        print(plain(f"allows more: {phrase}"))
    before = confirming.confirmed_text(home) if os.path.exists(home.confirmed) else ""
    print(plain(differences.lines(before, text_of(home.policy), "confirmed", "policy.json"), keep="\n"))
    if not said_yes("Confirm this policy?", "Confirm it in the tray, or type this in a terminal."):
        return NOT_DONE
    confirming.accept(home, found.name)
    print("Confirmed.")
    return 0


def strict(options: argparse.Namespace, home: Home) -> int:
    """Shows, turns on or turns off strict mode. Raises PolicyError, OSError."""
    if options.state == "on" and not confirming.is_strict(home):
        confirming.set_strict(home, on=True)
    elif options.state == "off" and confirming.is_strict(home):
        found = confirming.waiting(home)
        if found is not None:
            print(plain(found.words))
        if not said_yes("Turn strict mode off? What waits is then in force."):
            return NOT_DONE
        confirming.set_strict(home, on=False)
    on = confirming.is_strict(home)
    waits = "waits for your word" if on else "is in force at once"
    print(f"Strict mode is {'on' if on else 'off'}: what is changed outside Callgate and allows more {waits}.")
    return 0
