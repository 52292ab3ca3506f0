"""What a person has confirmed of the policy, and what was changed past them.

* `confirmed.json` holds the policy as it was last saved through Callgate or confirmed. A save by hand leaves it alone;
  where that save is no wider (`widening.py`), it is taken for confirmed at the next look.
* `strict.json` in the home turns strict mode on: the proxies then allow only what policy.json and confirmed.json both
  allow (`store.py`), so what is narrower holds at once and what is wider waits.
* A save through Callgate confirms what it writes, unless something wider waits already: then it waits along.
"""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from callgate_proxy import atomicfile
from callgate_proxy.errors import PolicyError
from callgate_proxy.policy import cache, widening
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.places import PolicyInvalid, decoded

if TYPE_CHECKING:
    from callgate_proxy.home import Home

SHOWN = 3  # phrases in one sentence


@dataclass(frozen=True)
class Waiting:
    """A change made outside Callgate that allows more. `widens`: what, a phrase each. `held`: not in force yet.

    `name`: of the policy.json that this is about, so that a person confirms what they were shown and nothing later.
    """

    widens: tuple[str, ...]
    held: bool
    name: str = ""

    @property
    def words(self) -> str:
        """One sentence for a person."""
        more = f" and {len(self.widens) - SHOWN} more" if len(self.widens) > SHOWN else ""
        now = "would allow" if self.held else "now allows"
        held = "; it waits for your word" if self.held else ""
        return f"policy.json {now} more: {', '.join(self.widens[:SHOWN])}{more}. Changed outside Callgate{held}."


def is_strict(home: Home) -> bool:
    """Whether strict mode is on."""
    return os.path.lexists(home.strict)


def waiting(home: Home) -> Waiting | None:
    """What policy.json allows more than was confirmed; None where nothing, or where it is no policy. Writes nothing."""
    fresh, confirmed = _read(home.policy), _read(home.confirmed)
    if fresh is None or fresh == confirmed:
        return None
    try:
        new = _table(home, fresh)
    except PolicyInvalid:
        return None
    strict, name = is_strict(home), cache.key(fresh)
    if confirmed is None:
        why = "nothing was confirmed yet, or it cannot be read"
        return Waiting((why,), held=True, name=name) if strict else None
    try:
        old = _table(home, confirmed)
    except PolicyInvalid:
        return Waiting(("what was confirmed is no policy any more",), strict, name)
    found = widening.wider(old, new, time.time())
    return Waiting(tuple(found), strict, name) if found else None


def settle(home: Home) -> Waiting | None:
    """As `waiting`, and takes for confirmed what allows no more. Raises OSError."""
    before = _read(home.policy)
    found = waiting(home)
    if found is None and before is not None and before == _read(home.policy) and _is_policy(home, before):
        confirm_saved(home, before)
    return found


def accept(home: Home, name: str) -> None:
    """Confirms policy.json. `name`: of what the person was shown. Raises PolicyError where it is another, OSError."""
    data = _read(home.policy)
    if data is None:
        raise PolicyError("There is no policy file to confirm.", 'Make one with "callgate policy init".')
    if cache.key(data) != name:
        raise PolicyError("policy.json has changed meanwhile; nothing was confirmed.", "Look at it again.")
    _table(home, data)
    confirm_saved(home, data)


def confirmed_text(home: Home) -> str:
    """The policy as it was last confirmed. Raises PolicyError."""
    data = _read(home.confirmed)
    if data is None:
        raise PolicyError("No earlier policy was confirmed.", 'See "callgate policy history".')
    return decoded(data)


def set_strict(home: Home, on: bool) -> None:
    """Turns strict mode on, with policy.json as it stands confirmed, or off. Raises PolicyError, OSError."""
    if on:
        data = _read(home.policy) or b""
        _table(home, data)
        confirm_saved(home, data)
        atomicfile.write(home.strict, b'{"strict": true}\n', 0o600)
    elif is_strict(home):
        os.remove(home.strict)


def confirm_saved(home: Home, data: bytes) -> None:
    """A person had Callgate put `data` in place, and nothing waited before. Raises OSError."""
    home.ensure(home.root)
    if _read(home.confirmed) != data:
        atomicfile.write(home.confirmed, data, 0o600)


def _is_policy(home: Home, data: bytes) -> bool:
    try:
        return bool(_table(home, data))
    except PolicyInvalid:
        return False


def _table(home: Home, data: bytes) -> dict[str, Any]:
    return cache.load(home, cache.key(data)) or compile_text(decoded(data))


def _read(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return None
