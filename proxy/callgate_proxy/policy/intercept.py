"""Intercept's YAML as a policy of ours, and what of it could not be carried, rule by rule.

* All rules of a tool hold, those of "*" for every tool: conditions become `require`, a counter with a condition on
  itself a limit, a deny a `deny_if` without conditions, an approval the action `ask`.
* What cannot be carried never opens anything: the tools of such a rule are asked about, and that is said.
* A name is a name: Intercept knows no wildcard but "*" by itself, so `read_*` never matched, and is left out.
Intercept ignores keys it does not know, so that a misspelt `default` allows everything: here that is an error.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from callgate_proxy.errors import PolicyError
from callgate_proxy.jsonlean import as_list, as_object
from callgate_proxy.policy import argpath, globs
from callgate_proxy.policy.model import load
from callgate_proxy.policy.places import PolicyInvalid

Data = dict[str, Any]

_TOP = {"version", "description", "default", "hide", "tools", "approvals"}
_RULE = {"name", "action", "conditions", "on_deny", "rate_limit", "state", "approval_timeout"}
_STATE = {"counter", "window", "increment", "increment_from"}

DIFFERENCES = (
    "Windows slide here; Intercept's are fixed, so twice the limit could pass at their edge.",
    "Types never convert here: a condition on true does not hold for the text “true”.",
    "Amounts are decimal and never negative here; Intercept cuts them to whole numbers and lets negative ones refund.",
)


class CannotCarry(Exception):
    """Why a rule has no counterpart; the message is for a person."""


@dataclass
class Carried:
    """`policy`: as plain data. `lost`: one sentence for each thing that is not as it was."""

    policy: Data
    lost: list[str] = field(default_factory=list[str])


def carry(told: object) -> Carried:
    """The policy that Intercept's file, as plain data, stands for. Raises PolicyError."""
    data = as_object(told)
    if data is None or data.get("version") != "1":
        raise PolicyError("This is no Intercept policy: it has no version: “1”.", 'Write version: "1", with quotes.')
    unknown = sorted(str(key) for key in set(data) - _TOP)
    if unknown:
        raise PolicyError(f"Intercept has no key {', '.join(unknown)}, and ignores it.", "Correct or remove it.")
    default = data.get("default", "allow")
    if default not in ("allow", "deny"):
        raise PolicyError(f"default is {default!r}.", "Write allow or deny.")
    done = Carried({"version": "1", "default": default})
    if "default" not in data:
        done.lost.append("default: not stated, which allows what nothing names; it says so now")
    if "approvals" in data:
        done.lost.append("approvals: time-outs and web hooks are not carried; Callgate asks in its own window")
    if "description" in data:
        done.policy["description"] = str(data["description"])
    _hide(done, data.get("hide", []))
    _tools(done, as_object(data.get("tools") or {}))
    return done


def _hide(done: Carried, hide: object) -> None:
    names = ["*"] if hide == "*" else as_list(hide)
    if names is None or not all(isinstance(name, str) for name in names):
        raise PolicyError("hide is neither a list of names nor “*”.")
    if names:
        done.policy["hide"] = names
    done.lost += [f"hide {name}: hides every matching tool now" for name in names if hide != "*" and _wild(name)]


def _tools(done: Carried, tools: Data | None) -> None:
    if tools is None:
        raise PolicyError("tools is no mapping from names to rules.")
    entries: Data = {}
    for name, value in tools.items():
        rules = as_list((as_object(value) or {}).get("rules", []))
        if rules is None or as_object(value) is None or set(as_object(value) or {}) - {"rules"}:
            raise PolicyError(f"tools.{name} is not of the form {{rules: […]}}.")
        if name != "*" and _wild(name):
            done.lost.append(f"{name}: Intercept has no such wildcard, so this matched nothing: left out")
        else:
            entries[name] = _entry(done, name, rules)
    whole = entries.pop("*", None)
    if whole and whole.get("action") == "ask" and done.policy["default"] == "deny":
        # Said of all tools it would ask about those that nothing names, too; they were refused.
        del whole["action"]
        for entry in entries.values():
            entry["action"] = "ask"
    if whole:
        done.policy["all_tools"] = whole
    done.policy["tools"] = entries


def _wild(name: object) -> bool:
    return globs.is_glob(str(name))


def _entry(done: Carried, tool: str, rules: list[object]) -> Data:
    entry: Data = {}
    for index, told in enumerate(rules):
        rule = as_object(told) or {}
        where = f"{tool}, rule {rule.get('name') or index + 1}"
        try:
            parts = _rule(tool, rule)
        except CannotCarry as why:
            done.lost.append(f"{where}: {why}: the tool is asked about instead")
            parts = {"action": "ask"}
        if "approval_timeout" in rule:
            done.lost.append(f"{where}: approval_timeout is not carried")
        for key, value in parts.items():
            entry[key] = [*entry.get(key, []), *value] if isinstance(value, list) else value
    return entry


def _rule(tool: str, rule: Data) -> Data:
    """What one rule adds to the entry of `tool`. Raises CannotCarry."""
    unknown = sorted(set(map(str, rule)) - _RULE)
    if unknown or not rule:
        raise CannotCarry(f"unknown key {', '.join(unknown)}" if unknown else "it says nothing")
    text = str(rule.get("on_deny", ""))
    action, conditions = rule.get("action", "evaluate"), as_list(rule.get("conditions", []))
    if action == "deny":
        return {"deny_if": [_with_text({"conditions": []}, text)]}
    if action not in ("evaluate", "require_approval") or conditions is None:
        raise CannotCarry(f"the action {action!r} or its conditions are not known")
    parts: Data = {"require": [], "limits": []}
    if action == "require_approval":
        if conditions:
            raise CannotCarry("an approval with conditions")
        parts["action"] = "ask"
    for condition in conditions:
        kind, part = _condition(tool, rule, as_object(condition) or {})
        parts[kind].append(_with_text(part, text))
    if "rate_limit" in rule:
        parts["limits"].append(_with_text(_rate(tool, rule["rate_limit"]), text))
    parts = {key: value for key, value in parts.items() if value}
    _valid(parts)
    return parts


def _with_text(part: Data, text: str) -> Data:
    return {**part, "on_deny": text} if text else part


def _valid(entry: Data) -> None:
    try:
        load(json.dumps({"version": "1", "default": "deny", "tools": {"tool": entry}}))
    except (PolicyInvalid, TypeError) as error:
        why = error.problems[0].message if isinstance(error, PolicyInvalid) else str(error)
        raise CannotCarry(why) from None


def _condition(tool: str, rule: Data, condition: Data) -> tuple[str, Data]:
    """One condition: which list of the entry it goes to, and as what."""
    if set(condition) - {"path", "op", "value"} or not isinstance(condition.get("path"), str):
        raise CannotCarry("a condition is not of the form {path, op, value}")
    first, *rest = str(condition["path"]).split(".")
    if first == "args" and rest:
        return "require", {**condition, "path": argpath.spell(rest)}
    if first == "state":
        return "limits", _limit(tool, rule, rest, condition)
    raise CannotCarry(f"the path {condition['path']} leads to nothing known")


def _limit(tool: str, rule: Data, path: list[str], condition: Data) -> Data:
    """A condition on the counter that the same rule counts."""
    state = as_object(rule.get("state")) or {}
    maximum, op = condition.get("value"), condition.get("op")
    owner = "_global" if tool == "*" else tool
    if path != [*owner.split("."), str(state.get("counter"))] or set(state) - _STATE:
        raise CannotCarry(f"the counter {'.'.join(path)} is not the one that this rule counts")
    if isinstance(maximum, bool) or not isinstance(maximum, int | float) or op not in ("lt", "lte"):
        raise CannotCarry(f"a counter compared by {op} with {maximum!r}")
    source = state.get("increment_from")
    if source is None:
        each = state.get("increment", 1)
        if isinstance(each, bool) or not isinstance(each, int) or each < 1:
            raise CannotCarry(f"an increment of {each!r}")
        # So many calls fit: `lt` wants the count below the value, `lte` at most at it.
        maximum = max(0, int((maximum - (op == "lt")) // each))
        return _named(owner, str(state["counter"]), state.get("window"), maximum)
    first, *rest = str(source).split(".")
    if first != "args" or not rest or op == "lt":
        raise CannotCarry(f"a sum of {source} compared by {op}")
    return {**_named(owner, str(state["counter"]), state.get("window"), maximum), "cost": argpath.spell(rest)}


def _rate(tool: str, rate: object) -> Data:
    count, slash, window = str(rate).partition("/")
    if not (slash and count.isascii() and count.isdigit() and window in ("minute", "hour", "day")):
        raise CannotCarry(f"the rate {rate!r} is not like 10/minute")
    return _named("_global" if tool == "*" else tool, f"_rate_{window}", window, int(count))


def _named(owner: str, counter: str, window: object, maximum: float) -> Data:
    return {"counter": f"{owner}.{counter}", "window": window, "max": maximum, "scope": "server"}
