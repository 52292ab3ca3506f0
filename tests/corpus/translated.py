"""The vectors' own short way to write a policy, in the words of policy.json.

`hide`, `default`: as they are. `sql: select-only`: the argument must be SQL that only reads. `amount_lte`: refused
above; `rate`: a limit; `result_cap`: `result_bytes`; `allow_hosts`: `host_in`; `allow_channels`: one of these;
`sampling: allow`: its method's entry.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

_TOP = ("redact", "result_cap", "sampling_max_tokens")


def policy(told: Mapping[str, Any], more: Mapping[str, Any]) -> dict[str, Any]:
    """policy.json for a vector. `more`: servers' tools with an action."""
    made: dict[str, Any] = {"version": "1", "default": "allow", "servers": {}}
    if told.get("sampling_max_tokens") is not None:
        most = {"path": "args.maxTokens", "op": "lte", "value": told["sampling_max_tokens"]}
        made["methods"] = {"sampling/createMessage": {"require": [most]}}
    if told.get("result_cap") is not None:
        made["all_tools"] = {"result_bytes": told["result_cap"]}
    if told.get("redact"):
        made["checks"] = {"secrets": "block"}
    for server, rules in told.items():
        if server not in _TOP:
            made["servers"][server] = _server(rules)
    for server, tools in more.items():
        made["servers"].setdefault(server, {}).setdefault("tools", {}).update(tools)
    return made


def _server(rules: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {"tools": {}}
    for name, rule in rules.items():
        if name in ("default", "hide"):
            made[name] = rule
        elif name == "sampling":
            made["methods"] = {"sampling/createMessage": {"action": rule}}
        elif name == "allow_hosts":
            made["all_tools"] = {"require": [{"path": "args.url", "op": "host_in", "value": rule}]}
        elif name == "allow_channels":
            made["all_tools"] = {"require": [{"path": "args.channel", "op": "in", "value": rule}]}
        elif isinstance(rule, dict):
            made["tools"][name] = _tool(cast("dict[str, Any]", rule))
    return made


def _tool(rule: Mapping[str, Any]) -> dict[str, Any]:
    made: dict[str, Any] = {key: held for key, held in rule.items() if key in ("action", "require", "deny_if")}
    if rule.get("sql") == "select-only":
        made["require"] = [{"path": "args.sql", "op": "sql", "value": "read"}]
    if "amount_lte" in rule:
        above = {"path": "args.amount", "op": "gt", "value": rule["amount_lte"]}
        made["deny_if"] = [{"conditions": [{"path": "args.amount", "op": "exists"}, above]}]
    if "rate" in rule:
        made["rate_limit"] = rule["rate"]
    return made
