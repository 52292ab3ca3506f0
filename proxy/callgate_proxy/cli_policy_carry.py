"""`callgate policy import` and `callgate policy export`: policies from elsewhere and to elsewhere.

A PolicyLayer policy is one of ours and comes in character for character; Intercept's YAML is converted. What is not
carried is told on stderr, one line each, so that what is printed for a program stays clean.
"""

from __future__ import annotations

import json
import os
import sys
import time
from contextlib import closing
from typing import TYPE_CHECKING

from callgate_proxy import jsontext
from callgate_proxy.cli_policy import text_of
from callgate_proxy.cli_policy_change import propose
from callgate_proxy.jsonlean import as_object
from callgate_proxy.plain import plain
from callgate_proxy.policy import intercept, yamltext
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.policylayer import Export
from callgate_proxy.state import State, Tool

if TYPE_CHECKING:
    import argparse

    from callgate_proxy.home import Home


def import_step(options: argparse.Namespace, home: Home) -> int:
    """Takes a policy over, after showing the change. Raises PolicyError."""
    text, lost = taken(text_of(options.file), options.file)
    if options.server is not None:
        whole = as_object(json.loads(text.removeprefix(chr(0xFEFF)))) or {}
        scope = {key: value for key, value in whole.items() if key not in ("version", "$schema", "servers", "clients")}
        lost += [f"{key}: has no place among the rules of one server" for key in ("servers", "clients") if key in whole]
        text = jsontext.set_value(text_of(home.policy), ("servers", options.server), scope)
    _tell(lost)
    return propose(home, text, options.file, options.yes)


def taken(text: str, file: str) -> tuple[str, list[str]]:
    """The text of a policy from elsewhere as one of ours, and what is not as it was. Raises PolicyError."""
    if file.lower().endswith((".yaml", ".yml")):
        carried = intercept.carry(yamltext.read(text, file))
        lost = [*carried.lost, *intercept.DIFFERENCES]
        return json.dumps(carried.policy, indent=2, ensure_ascii=False) + "\n", lost
    compile_text(text)
    return text, []


def export_step(options: argparse.Namespace, home: Home) -> int:
    """Prints the policy as PolicyLayer JSON. Raises PolicyError, StateError."""
    tools: list[Tool] = []
    if os.path.exists(home.state):  # looking makes no file
        with closing(State(home)) as state:
            tools = state.tools().get(options.server, [])
    known = [tool.name for tool in tools]
    made = Export(text_of(home.policy), options.server, known, time.time())
    _tell(made.lost)
    print(json.dumps(made.policy, indent=2, ensure_ascii=False))
    return 0


def _tell(lost: list[str]) -> None:
    for sentence in lost:
        print(plain(sentence), file=sys.stderr)
