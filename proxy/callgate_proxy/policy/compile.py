"""From the policy's text to the table the proxies decide by: plain JSON, all worked out that can be before a call.

Names are split into exact ones (a dict) and globs (longest literal prefix first), windows become seconds, amounts
millionths, moments seconds since the epoch, argument paths steps; each piece carries its JSON pointer. `decide.py`
reads what is written here, and nothing else does: change both together, and FORMAT in `cache.py` with them.

`python -I -m callgate_proxy.policy.compile HOME` publishes HOME's policy.json; where it cannot, it prints why and
exits with 1.
"""

from __future__ import annotations

import sys
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from callgate_proxy.policy import argpath, cache, globs, patterns, spelling
from callgate_proxy.policy.model import Client, Policy, Profile, Scope, load
from callgate_proxy.policy.model_parts import Entry, Group, Limit, Methods, Predicate, RateLimit, Request
from callgate_proxy.policy.places import pointer

Path = tuple[str | int, ...]
Piece = dict[str, Any]


def compile_text(text: str) -> dict[str, object]:
    """The table of a policy. Raises PolicyInvalid with all its problems."""
    return compile_policy(load(text))


def compile_policy(policy: Policy) -> dict[str, object]:
    """The table of a policy that was read."""
    return {
        "format": cache.FORMAT,
        "top": _scope(policy, ()),
        "servers": {name: _scope(scope, ("servers", name)) for name, scope in policy.servers.items()},
        "clients": {name: _client(client, ("clients", name)) for name, client in policy.clients.items()},
        "profiles": {name: _profile(one, ("profiles", name)) for name, one in policy.profiles.items()},
    }


def _profile(profile: Profile, path: Path) -> Piece:
    """A table of its own, to be laid over the policy's. `under`: the folders that choose it."""
    under = profile.when.under if profile.when else []
    return {
        "under": [under] if isinstance(under, str) else under,
        "top": _scope(profile, path),
        "servers": {name: _scope(scope, (*path, "servers", name)) for name, scope in profile.servers.items()},
        "clients": {name: _client(client, (*path, "clients", name)) for name, client in profile.clients.items()},
    }


def _client(client: Client, path: Path) -> Piece:
    servers = {name: _scope(scope, (*path, "servers", name)) for name, scope in client.servers.items()}
    return {"scope": _scope(Scope(default=client.default), path), "servers": servers}


def _scope(scope: Scope, path: Path) -> Piece:
    named = {name: _entries(entry, (*path, "tools", name)) for name, entry in scope.tools.items()}
    patterns = sorted(filter(globs.is_glob, named), key=lambda name: (-globs.literal_prefix(name), name))
    listed = [scope.hide] if isinstance(scope.hide, str) else scope.hide
    hidden = {
        name: pointer((*path, "hide") if isinstance(scope.hide, str) else (*path, "hide", index))
        for index, name in enumerate(listed)
    }
    return {
        "at": pointer(path),
        "default": scope.default,
        "exact": {name: entries for name, entries in named.items() if not globs.is_glob(name)},
        "globs": [[name, globs.literal_prefix(name), named[name]] for name in patterns],
        "all": [_entry(scope.all_tools, (*path, "all_tools"), names=False)] if scope.all_tools else [],
        "hidden": {name: at for name, at in hidden.items() if not globs.is_glob(name)},
        "hidden_globs": [[name, at] for name, at in sorted(hidden.items()) if globs.is_glob(name)],
        "methods": _methods(scope.methods, (*path, "methods")),
        "checks": {
            name: [action, pointer((*path, "checks", name))]
            for name, action in scope.checks.model_dump(exclude_none=True).items()
        },
    }


def _methods(methods: Methods, path: Path) -> Piece:
    """A scope of its own, with methods for tools: nothing in it but exact names."""
    fields = {field: str(told.alias) for field, told in Methods.model_fields.items()}
    exact = {
        name: _entries(getattr(methods, field), (*path, name))
        for field, name in fields.items()
        if field in methods.model_fields_set
    }
    return {
        "at": pointer(path),
        "default": None,
        "exact": exact,
        "globs": [],
        "all": [],
        "hidden": {},
        "hidden_globs": [],
    }


def _entries(value: Entry | list[Entry] | Request | list[Request], path: Path) -> list[Piece]:
    if isinstance(value, Entry | Request):
        return [_entry(value, path)]
    return [_entry(entry, (*path, index)) for index, entry in enumerate(value)]


def _entry(entry: Entry | Request, path: Path, names: bool = True) -> Piece:
    """`names`: whether standing here names a tool, and so allows it where nothing states an action."""
    limits = [_limit(limit, (*path, "limits", index)) for index, limit in enumerate(entry.limits)]
    if entry.rate_limit is not None:
        limits.append(_rate(entry.rate_limit, (*path, "rate_limit")))
    return {
        "at": pointer(path),
        "names": names,
        "action": entry.action,
        "reason": entry.reason or entry.on_deny,
        "expires": None if entry.expires is None else spelling.epoch(entry.expires),
        "when": [_condition(one) for one in entry.when],
        "require": [_check(check, (*path, "require", index)) for index, check in enumerate(entry.require)],
        "deny_if": [_check(check, (*path, "deny_if", index)) for index, check in enumerate(entry.deny_if)],
        "limits": limits,
        "result_bytes": entry.result_bytes if isinstance(entry, Entry) else None,
    }


def _check(check: Predicate | Group, path: Path) -> Piece:
    conditions = check.conditions if isinstance(check, Group) else [check]
    return {"at": pointer(path), "text": check.on_deny, "conditions": [_condition(one) for one in conditions]}


def _condition(one: Predicate) -> list[object]:
    value = one.value
    if one.op in spelling.PLACES:
        value = spelling.texts(one.op, value)
    elif one.op == "regex":
        value = [value, patterns.program(str(value))]
    elif one.op == "exists" and value is None:
        value = True
    return [argpath.parse(one.path), one.op, value, one.on_deny]


def _limit(limit: Limit, path: Path) -> Piece:
    counter = limit.counter or pointer(path)
    return {
        "at": pointer(path),
        # What sums up an argument must not share a counter with what counts calls.
        "counter": f"{counter} {limit.cost}" if limit.cost else counter,
        "window": spelling.window_seconds(limit.window),
        "max": _millionths(limit.max),
        "scope": limit.scope,
        "cost": argpath.parse(limit.cost) if limit.cost else None,
        "when": [_condition(one) for one in limit.when],
        "text": limit.on_deny,
        "refund": limit.refund is not None,
    }


def _rate(value: str | RateLimit, path: Path) -> Piece:
    count, window = spelling.rate(value) if isinstance(value, str) else (value.max, value.window)
    at = pointer(path)
    return {
        "at": at,
        "counter": at,
        "window": window,
        "max": _millionths(count),
        "scope": "grant",
        "cost": None,
        "when": [],
        "text": "",
        "refund": False,
    }


def _millionths(amount: float) -> int:
    return int((Decimal(repr(amount)) * 1_000_000).to_integral_value(ROUND_FLOOR))


def main() -> int:
    """Publishes the policy of the home that the command line names."""
    from callgate_proxy.home import Home
    from callgate_proxy.policy.store import publish

    try:
        problems: list[object] = [*publish(Home(sys.argv[1]))]
    except OSError as error:
        problems = [f"callgate: {error.filename or sys.argv[1]}: {error.strerror}"]
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
