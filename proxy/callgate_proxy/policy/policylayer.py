"""A policy as PolicyLayer's JSON, and what that cannot say.

PolicyLayer knows one server: exact tool names, allow and deny, its eleven operators, limits of calls by the minute,
hour or day for each grant. So the entries that hold for a tool are put together under its exact name, and what is
allowed only under conditions that cannot be said is refused. What is lost is told, tool by tool.
"""

from __future__ import annotations

import json
from typing import Any

from callgate_proxy.policy import precedence
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.pointers import value

Data = dict[str, Any]

OPERATORS = frozenset(("eq", "neq", "in", "not_in", "lt", "lte", "gt", "gte", "regex", "contains", "exists"))
_SECONDS = {60: "minute", 3_600: "hour", 86_400: "day"}
UNNAMED = "\0"  # a tool that no server has


class _Cannot(Exception):
    """What cannot be said; the tool is refused."""


class Export:
    """`policy`: plain data. `lost`: one sentence for each thing that is not as it was."""

    def __init__(self, text: str, server: str, known: list[str], now: float) -> None:
        """`server`: whose rules to write, "" for the top level alone. `known`: its tools, to write globs out.

        `now`: seconds since the epoch; what has expired is left out. Raises PolicyInvalid.
        """
        self._data: Data = json.loads(text.removeprefix("\ufeff"))
        self._now = now
        self._scopes = precedence.scopes(compile_text(text), "", server)
        self.lost = self._sections(server)
        self.policy: Data = {"version": "1", "default": self._default()}
        self._hide()
        self._all()
        named = [name for scope in self._scopes for name in scope["exact"]]
        for name in dict.fromkeys([*named, *known]):
            self._tool(name)
        wild = sorted({pattern for scope in self._scopes for pattern, _, _ in scope["globs"]})
        self.lost += [f"{pattern}: written out for the tools seen so far" for pattern in wild]

    def _sections(self, server: str) -> list[str]:
        others = [name for name in self._data.get("servers", {}) if name != server]
        clients = self._data.get("clients", {})
        return (
            [f"servers.{name}: not in this file; export it by itself with --server" for name in others]
            + [f"clients.{name}: PolicyLayer has one policy for each grant" for name in clients]
            + [f"profiles.{name}: profiles are not known there" for name in self._data.get("profiles", {})]
        )

    def _default(self) -> str:
        ruling = precedence.ruling(self._scopes, UNNAMED, self._now)
        try:
            entry = self._entry(ruling)
        except _Cannot as why:
            self.lost.append(f"default: {why}: what nothing names is refused")
            return "deny"
        if ruling.action == "ask" or (ruling.action == "allow" and entry):
            self.lost.append("default: ask and conditions are not known there; what nothing names is refused")
        return "allow" if ruling.action == "allow" and not entry else "deny"

    def _hide(self) -> None:
        names = [name for scope in self._scopes for name in scope["hidden"]]
        everything = any(name == "*" for scope in self._scopes for name, _ in scope["hidden_globs"])
        if names or everything:
            self.policy["hide"] = ["*"] if everything else list(dict.fromkeys(names))

    def _all(self) -> None:
        limits: list[Data] = []
        for limit in [limit for scope in self._scopes for entry in scope["all"] for limit in entry["limits"]]:
            try:
                limits.append(_limit(limit))
            except _Cannot:
                continue  # the tools themselves are refused
            self._loosened("all_tools", limit)
        if limits:
            self.policy["all_tools"] = {"limits": limits}

    def _tool(self, tool: str) -> None:
        ruling = precedence.ruling(self._scopes, tool, self._now)
        if ruling.conditional:
            self.lost.append(f"{tool}: what is allowed only with a when is not known there: left out")
        if ruling.action == "hide":
            hidden = self.policy.setdefault("hide", [])
            hidden += [] if {"*", tool} & set(hidden) else [tool]
            return
        if ruling.rule.endswith("/default") and ruling.action != "allow":
            return  # the default says it
        try:
            written = self._entry(ruling)
        except _Cannot as why:
            self.lost.append(f"{tool}: {why}: refused instead")
            written = _refused("")
        if ruling.action == "ask":
            self.lost.append(f"{tool}: ask is not known there: refused instead")
        if ruling.action != "allow":
            written = _refused(ruling.reason or ("Requires human approval." if ruling.action == "ask" else ""))
        for limit in [limit for entry in ruling.entries if entry["names"] for limit in entry["limits"]]:
            self._loosened(tool, limit)
        self.policy.setdefault("tools", {})[tool] = written

    def _entry(self, ruling: precedence.Ruling) -> Data:
        """What holds for a tool besides the action. Raises _Cannot."""
        written: Data = {}
        for entry in ruling.entries:
            if entry["expires"] is not None:
                raise _Cannot("an entry that ends")
            raw = value(self._data, entry["at"])
            for key in ("require", "deny_if"):
                for check in raw.get(key, []):
                    conditions = check.get("conditions", [check])
                    strange = [one["op"] for one in conditions if one["op"] not in OPERATORS]
                    if strange:
                        raise _Cannot(f"{key} with {strange[0]}")
                    written.setdefault(key, []).append(check)
            limits = [_limit(limit) for limit in entry["limits"]]
            if limits and entry["names"]:  # those of all_tools stand there
                written.setdefault("limits", []).extend(limits)
        return written

    def _loosened(self, where: str, limit: Data) -> None:
        if limit["scope"] != "grant":
            self.lost.append(f"{where}: the limit's scope {limit['scope']} becomes grant: each client by itself")
        if limit["refund"]:
            self.lost.append(f"{where}: refunds are not known there: failed calls count")


def _limit(limit: Data) -> Data:
    """A limit of the table in PolicyLayer's words. Raises _Cannot."""
    window = _SECONDS.get(limit["window"])
    if limit["when"]:
        raise _Cannot("a limit with a when")
    if window is None or limit["cost"] is not None:
        raise _Cannot("a limit on a sum" if limit["cost"] is not None else "a window of another length")
    most = limit["max"] / 1_000_000
    told = {"counter": limit["counter"], "window": window, "max": int(most) if most.is_integer() else most}
    return {**told, "scope": "grant", **({"on_deny": limit["text"]} if limit["text"] else {})}


def _refused(reason: str) -> Data:
    group: Data = {"conditions": []}
    return {"deny_if": [{**group, "on_deny": reason} if reason else group]}
