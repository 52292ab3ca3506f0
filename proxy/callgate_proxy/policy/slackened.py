"""Which of Callgate's own checks a policy slackens against another, at one place. Pure; told by `widening.py`.

* What counts is the word of the most specific scope that names the check, as `decide.View.checks` has it.
* A check that nothing names does what its own rules say. What they say is not in the policy: so to name it anything but
  "block" may slacken it, and to name it no more may, where it was to block or to ask.
"""

from __future__ import annotations

from typing import Any

Scopes = tuple[dict[str, Any], ...]

_STRICTNESS = {"off": 0, "flag": 1, "ask": 2, "block": 3}
_OWN = "its own rules"


def slackened(old: Scopes, new: Scopes) -> dict[str, tuple[str, str]]:
    """The checks that do less in `new`: id -> (what it did, what it does)."""
    before, after = _words(old), _words(new)
    found = {check: (before.get(check, _OWN), after.get(check, _OWN)) for check in sorted({*before, *after})}
    return {check: words for check, words in found.items() if _is_less(*words)}


def _is_less(was: str, is_now: str) -> bool:
    # At best, what its own rules say is as strict as can be; at worst it notes what it finds and lets it pass.
    return _STRICTNESS.get(is_now, 1) < _STRICTNESS.get(was, 3) if was != is_now else False


def _words(scopes: Scopes) -> dict[str, str]:
    found: dict[str, str] = {}
    for scope in reversed(scopes):
        found.update({check: setting[0] for check, setting in scope["checks"].items()})
    return found
