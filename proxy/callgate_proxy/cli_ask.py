"""Asking at the terminal: nothing but a typed yes is one, and without a terminal nobody is asked."""

from __future__ import annotations

import sys


def said_yes(question: str, otherwise: str = "") -> bool:
    """Whether a person at the terminal says yes. `otherwise`: a sentence on how to go on where there is none."""
    if not sys.stdin.isatty():
        print(f"Nothing was changed: there is no terminal to ask on. {otherwise}".strip(), file=sys.stderr)
        return False
    try:
        answer = input(f"{question} [y/N] ")
    except EOFError:
        answer = ""
    if answer.strip().lower() in ("y", "yes"):
        return True
    print("Nothing was changed.")
    return False
