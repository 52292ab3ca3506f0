"""`callgate policy limits`: each limit with its use now, and a counter emptied by hand.

Emptying a counter lets calls through that were refused, so it is asked about first, and it is a row in the log before
it is done: no row, no reset.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import contextmanager
from dataclasses import asdict
from typing import TYPE_CHECKING

from callgate_proxy.cli_ask import said_yes
from callgate_proxy.cli_policy import text_of
from callgate_proxy.counters import Counters
from callgate_proxy.errors import CallgateError
from callgate_proxy.plain import plain
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.ledger import Ledger
from callgate_proxy.policy.uses import Use, apart, owner_words, uses
from callgate_proxy.resetting import reset

if TYPE_CHECKING:
    import argparse
    from collections.abc import Generator

    from callgate_proxy.home import Home

NOT_DONE = 2


@contextmanager
def counted(home: Home) -> Generator[Counters | None]:
    """The home's counters; None where there are none yet: looking makes no file."""
    counters = Counters(home) if any(map(os.path.exists, (home.counters, home.counted))) else None
    try:
        yield counters
    finally:
        if counters is not None:
            counters.close()


def limits(options: argparse.Namespace, home: Home) -> int:
    """Shows the limits, or resets a counter. Raises PolicyError, StateError, LogError."""
    with counted(home) as counters:
        if options.reset is not None:
            return _reset(options.reset, home, counters)
        return _show(options.json, home, counters)


def _show(as_json: bool, home: Home, counters: Counters | None) -> int:
    table = compile_text(text_of(home.policy))
    found = uses(table, counters.keys() if counters else [], (counters or Ledger()).usage, time.time())
    for use in found:
        print(json.dumps(asdict(use), ensure_ascii=False) if as_json else plain(_line(use)))
    if not found and not as_json:
        print("The policy has no limits.")
    return 0


def _line(use: Use) -> str:
    return f"{use.words}, {use.owner}: {use.name} ({use.rule})"


def _reset(counter: str, home: Home, counters: Counters | None) -> int:
    keys = [key for key in (counters.keys() if counters else []) if counter in (key, apart(key)[0])]
    if counters is None or not keys:
        raise CallgateError(f"No call was counted under “{counter}”.", 'See "callgate policy limits".')
    for key in keys:
        name, _, owners = apart(key)
        print(plain(f"{name}, {owner_words(owners)}"))
    if not said_yes(f"Empty {'this counter' if len(keys) == 1 else f'these {len(keys)} counters'}?"):
        return NOT_DONE
    reset(home, counters, keys, time.time())
    print("Emptied.")
    return 0
