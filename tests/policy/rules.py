"""A policy as a table and a view of it, in few words."""

from __future__ import annotations

import json
from typing import Any

from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.decide import Verdict, View

NOW = 1_000.0


def view(policy: dict[str, Any], client: str = "cursor", server: str = "fs", session: str = "run-1") -> View:
    """One client's use of one server; `version` and a default of ask are added."""
    return View(compile_text(json.dumps({"version": "1", "default": "ask", **policy})), client, server, session)


def judged(policy: dict[str, Any], tool: str, now: float = NOW, **arguments: object) -> Verdict:
    """What `policy` says about cursor's call of `tool` of fs."""
    return view(policy).judge(tool, arguments, now)


def told(verdict: Verdict) -> tuple[str, str]:
    """Action and rule."""
    return verdict.action, verdict.rule
