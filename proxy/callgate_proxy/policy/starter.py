"""The first policy: ask about everything, so that nothing is allowed that nobody has seen. Or, where the tools are
known, one by their risk classes:

    reads that touch nothing private     allowed
    writes that reach few and stay here  allowed, at most 30 a minute for each client's use of a server
    everything else, and what is new     asked about, every time

The format has no "asked once for each shape". What comes nearest is the answer: *Always…* in the window writes a rule
for the arguments at hand (this folder, this host), and the next call of that shape is not asked about.
"""

from __future__ import annotations

import json
import os
from importlib.resources import files
from typing import TYPE_CHECKING

from callgate_proxy.policy.store import save

if TYPE_CHECKING:
    from collections.abc import Mapping

    from callgate_proxy.home import Home

WRITES = 30  # a minute
ABOUT = (
    "Made from the tools' risk classes (see callgate scan): reads are allowed, writes are limited, "
    "and everything else asks, new tools too."
)


def starter() -> str:
    """The text of the policy that a new home begins with."""
    return files("callgate_resources").joinpath("starter", "default.json").read_text(encoding="utf-8")


def by_risk(servers: Mapping[str, Mapping[str, tuple[str, str]]]) -> str:
    """The text of a first policy for `servers` (each tool's category and level): a line for each tool it allows."""
    blocks = [_server(name, tools) for name, tools in sorted(servers.items())]
    held = ",\n".join(block for block in blocks if block)
    lines = ['{\n  "version": "1",\n  "default": "ask",\n', f'  "description": {json.dumps(ABOUT)}']
    lines.append(f',\n  "servers": {{\n{held}\n  }}' if held else "")
    return "".join((*lines, "\n}\n"))


def _server(name: str, tools: Mapping[str, tuple[str, str]]) -> str:
    """A server's part; "" where nothing of it is allowed."""
    counter = {"counter": f"writes of {name}", "window": "minute", "max": WRITES}
    entries = {
        tool: {} if found == ("Read", "Low") else {"limits": [counter]}
        for tool, found in sorted(tools.items())
        # A name with a wildcard in it would allow other tools.
        if found in (("Read", "Low"), ("Write", "Medium")) and not set("*?") & set(tool)
    }
    if not entries:
        return ""
    shown = ",\n".join(f"        {_text(tool)}: {_text(entry)}" for tool, entry in entries.items())
    return f'    {_text(name)}: {{\n      "tools": {{\n{shown}\n      }}\n    }}'


def _text(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def make(home: Home) -> bool:
    """Gives `home` the first policy; False, and nothing done, where it has one. Raises PolicyError."""
    if os.path.lexists(home.policy):
        return False
    save(home, starter())
    return True
