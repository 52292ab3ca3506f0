"""The one thing that must hold whatever bytes arrive: the calls that a server executes are those the proxy let pass.

The servers here are readers of the kinds there are: Python's with universal newlines and the last of two keys, one
that takes the first, and one that cares for no case (Go's). The real SDK's reader is met in tests/e2e/test_fuzzed.py.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise

from callgate_proxy import mode
from callgate_proxy.effects import Forward, Submit
from callgate_proxy.jsonlean import as_list, as_object
from callgate_proxy.lines import Lines
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.session import Session
from torn import POLICY, REFUSED_TOOL

TABLE = compile_text(json.dumps(POLICY))
Pairs = list[tuple[str, object]]
Called = tuple[str, str]  # tool and arguments


def last(pairs: Pairs) -> dict[str, object]:
    """Python, JavaScript: the last of two equal keys counts."""
    return dict(pairs)


def first(pairs: Pairs) -> dict[str, object]:
    """Some streaming readers: the first counts."""
    return dict(reversed(pairs))


def caseless(pairs: Pairs) -> dict[str, object]:
    """Go: the last counts, whatever its case."""
    return {key.casefold(): value for key, value in pairs}


def executed(data: bytes, pairs: Callable[[Pairs], dict[str, object]], universal: bool) -> list[Called]:
    """What a server that reads like this executes of `data`."""
    text = data.decode("utf-8", "replace")
    if universal:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    calls: list[Called] = []
    for line in text.split("\n"):
        try:
            message: object = json.loads(line, object_pairs_hook=pairs)
        except (ValueError, RecursionError):
            continue
        for one in as_list(message) or [message]:
            asked = as_object(one) or {}
            if asked.get("method") == "tools/call":
                params = as_object(asked.get("params")) or {}
                calls.append((str(params.get("name")), json.dumps(params.get("arguments", {}), sort_keys=True)))
    return calls


def holds(data: bytes, cuts: list[int]) -> None:
    """Raises AssertionError where it does not, for `data` that arrives cut at `cuts`."""
    gate = Session("c", "s", "w")
    gate.govern(TABLE, "", mode.ON)
    framing, out, allowed = Lines(), list[bytes](), list[Called]()
    bounds = [0, *sorted(cut % (len(data) + 1) for cut in cuts), len(data)]
    chunks = [framing.feed(data[start:end]) for start, end in pairwise(bounds)]
    for line in [line for chunk in [*chunks, framing.end()] for line in chunk]:
        for effect in gate.from_client(line, 0.0):
            if isinstance(effect, Forward):
                out.append(effect.line)
            elif isinstance(effect, Submit):
                out.append(effect.call.line)
                allowed.append((effect.call.tool, json.dumps(effect.call.arguments, sort_keys=True)))
    assert all(line in data for line in out)
    assert REFUSED_TOOL not in {tool for tool, _ in allowed}
    for pairs in (last, first):
        for universal in (False, True):
            assert executed(b"".join(out), pairs, universal) == allowed
    tools = [tool for tool, _ in executed(b"".join(out), caseless, universal=True)]
    assert tools == [tool for tool, _ in allowed]
