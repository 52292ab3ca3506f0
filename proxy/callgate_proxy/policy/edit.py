"""What the menu and the approval window write into policy.json: text in, text out, all else in it left as it stands.

* A choice in the menu is a person's word about a tool of a server. It is written at servers.S.tools.T, keeps the
  entry's predicates and limits, ends the grants of that tool, and is checked: it holds afterwards, or the edit is
  refused with the reason.
* A grant is an entry with a `note`, and with a `when` where it is for some arguments only. It stands behind a
  hand-written entry of the same name, in a list, and leaves it as it was when it is swept or taken back.
Raises PolicyInvalid for text that is no policy, PolicyError for an edit that would not have its effect.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, cast

from callgate_proxy import jsontext
from callgate_proxy.errors import PolicyError
from callgate_proxy.policy import globs, spelling
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.decide import View
from callgate_proxy.policy.model import load

Path = tuple[str | int, ...]
Data = dict[str, Any]


def set_action(text: str, server: str, tool: str, action: str, reason: str = "", profile: str = "") -> str:
    """The person's word for `tool` of `server`: "allow", "ask", "deny" or "hide". `reason`: what the agent is told.

    `profile`: the one in force, which must not say otherwise; "" for none.
    """
    wanted: Data = {"action": action, "reason": reason or None}
    return _checked(_word(text, server, tool, wanted), server, tool, action, profile)


def set_limit(text: str, server: str, tool: str, maximum: int, window: str, profile: str = "") -> str:
    """Allows `maximum` calls in `window` ("minute", "hour", "day", "30s") to all clients of `server` together.

    `profile`: the one in force, which must not say otherwise; "" for none.
    """
    limit = {"counter": f"{server}/{tool}", "window": window, "max": maximum, "scope": "server"}
    wanted: Data = {"action": "allow", "reason": None, "limits": [limit], "rate_limit": None}
    return _checked(_word(text, server, tool, wanted), server, tool, "allow", profile)


def grant(
    text: str,
    client: str,
    server: str,
    tool: str,
    expires: float | None,
    note: str,
    method: str = "",
    when: Sequence[Data] = (),
    profile: str = "",
) -> str:
    """Allows `tool` to `client` (to all where it is ""), until `expires` (seconds since the epoch) or for good.

    `method`: allows requests of this method instead. `when`: predicates; only calls that surely meet them all.
    `profile`: in this one only. The grant takes the place of an older one with the same `when`.
    """
    load(text)
    path, entry = _granted(client, server, tool, expires, note, method, when, profile)
    kept = _filtered(text, path, lambda one: bool(one.get("note")) and one.get("when", []) == entry.get("when", []))
    text = _appended(kept, path, entry)
    load(text)
    return text


def take_back(
    text: str,
    client: str,
    server: str,
    tool: str,
    expires: float | None,
    note: str,
    method: str = "",
    when: Sequence[Data] = (),
    profile: str = "",
) -> str:
    """Takes away the grant that `grant` wrote when it was given the same; nothing else changes."""
    load(text)
    path, entry = _granted(client, server, tool, expires, note, method, when, profile)
    return _filtered(text, path, lambda one: one == entry)


def _granted(
    client: str,
    server: str,
    tool: str,
    expires: float | None,
    note: str,
    method: str,
    when: Sequence[Data],
    profile: str,
) -> tuple[Path, Data]:
    """Where a grant stands, and its entry."""
    entry: Data = {"action": "allow"}
    if when:
        entry["when"] = [dict(one) for one in when]
    if expires is not None:
        entry["expires"] = _moment(expires)
    entry["note"] = note
    path: Path = ("servers", server, "methods", method) if method else _tool(server, tool)
    path = ("clients", client, *path) if client else path
    return ("profiles", profile, *path) if profile else path, entry


def remove(text: str, server: str, tool: str) -> str:
    """Takes away what `servers.S.tools.T` says, grants and all: the more general rules decide again."""
    load(text)
    return jsontext.delete(text, _tool(server, tool))


def without_rule(text: str, path: Path) -> str:
    """Takes away what a person wrote at the place of an entry; the grants that stand there stay."""
    load(text)
    return _filtered(text, path, lambda entry: not entry.get("note"))


def grants(text: str) -> list[tuple[Path, Data]]:
    """The grants of the policy: the path of each, with its place where it stands in a list, and its entry."""
    load(text)
    found: list[tuple[Path, Data]] = []
    data = _data(text)
    for path in _named(data, "tools") + _named(data, "methods"):
        value: Data | list[Data] = json.loads(jsontext.get_raw(text, path) or "{}")
        if isinstance(value, dict):
            found += [(path, value)] if value.get("note") else []
        else:
            found += [((*path, at), one) for at, one in enumerate(value) if one.get("note")]
    return found


def revoke(text: str, path: Path, entry: Data) -> str:
    """Takes away the grant that `grants` gave, wherever it stands in its list by now; nothing else changes."""
    load(text)
    place = path[:-1] if isinstance(path[-1], int) else path
    return _filtered(text, place, lambda one: one == entry)


def sweep(text: str, now: float) -> str:
    """Takes away the grants that ended before `now` (seconds since the epoch)."""
    load(text)

    def ended(entry: Data) -> bool:
        return bool(entry.get("note")) and "expires" in entry and spelling.epoch(entry["expires"]) <= now

    data = _data(text)
    for path in _named(data, "tools") + _named(data, "methods"):
        text = _filtered(text, path, ended)
    return text


def _word(text: str, server: str, tool: str, wanted: Data) -> str:
    load(text)
    if globs.is_glob(tool):
        raise PolicyError(f"{tool!r} cannot be named exactly: * and ? are wildcards.", "Write the rule in policy.json.")
    path = _tool(server, tool)
    for named in _named(_data(text), "tools"):
        if named[-4:] == path:
            text = _without_grants(text, named)
    if wanted["action"] != "hide":
        text = _unhidden(text, server, tool)
    return _merged(text, path, wanted)


def _merged(text: str, tool: Path, wanted: Data) -> str:
    """Sets the wanted keys of the entry at `tool`, of a list the last one; None takes a key away."""
    path = tool
    old = jsontext.get_raw(text, path)
    if old is None:
        return jsontext.set_value(text, path, {key: value for key, value in wanted.items() if value is not None})
    if old.startswith("["):
        path = (*path, len(json.loads(old)) - 1)
    if jsontext.get_raw(text, (*path, "expires")) is not None:  # the word must outlast the entry
        return _appended(text, tool, {key: value for key, value in wanted.items() if value is not None})
    for key, value in wanted.items():
        text = jsontext.delete(text, (*path, key)) if value is None else jsontext.set_value(text, (*path, key), value)
    return text


def _appended(text: str, tool: Path, entry: Data) -> str:
    """Puts `entry`, on one line, behind what stands at `tool`."""
    written = json.dumps(entry, ensure_ascii=False)
    raw = jsontext.get_raw(text, tool)
    if raw is not None and not raw.startswith("["):
        return jsontext.set_raw(text, tool, f"[{raw}, {written}]")
    path = tool if raw is None else (*tool, len(json.loads(raw)))
    return jsontext.set_raw(jsontext.set_value(text, path, {}), path, written)


def _checked(text: str, server: str, tool: str, action: str, profile: str) -> str:
    found = View(compile_text(text), "", server, "", profile=profile).setting(tool, 0.0)
    if found.action != action:
        fix = f"Change {found.rule} in policy.json."
        raise PolicyError(f'{tool} of {server} would stay "{found.action}": {found.rule} is stronger.', fix)
    return text


def _tool(server: str, tool: str) -> Path:
    return ("servers", server, "tools", tool)


def _data(text: str) -> Data:
    return cast("Data", json.loads(text.removeprefix("\ufeff")))


def _named(data: Data, kind: str) -> list[Path]:
    """Where the policy names "tools" or "methods", outside its top level and that of its profiles."""
    scopes: list[tuple[Path, Data]] = []
    for path, part in [((), data), *((("profiles", name), one) for name, one in data.get("profiles", {}).items())]:
        owners = [(path, part), *(((*path, "clients", name), one) for name, one in part.get("clients", {}).items())]
        for owner, one in owners:
            scopes += [((*owner, "servers", name), scope) for name, scope in one.get("servers", {}).items()]
    return [(*path, kind, name) for path, scope in scopes for name in scope.get(kind, {})]


def _without_grants(text: str, path: Path) -> str:
    return _filtered(text, path, lambda entry: bool(entry.get("note")))


def _filtered(text: str, path: Path, unwanted: Callable[[Data], bool]) -> str:
    """Takes the unwanted entries from what stands at `path`, and what that leaves empty."""
    raw = jsontext.get_raw(text, path)
    if raw is None:
        return text
    value: Data | list[Data] = json.loads(raw)
    if isinstance(value, dict):
        return _pruned(text, path) if unwanted(value) else text
    doomed = [index for index, entry in enumerate(value) if unwanted(entry)]
    for index in reversed(doomed):
        text = jsontext.delete(text, (*path, index))
    left = len(value) - len(doomed)
    if doomed and left == 0:
        return _pruned(text, path)
    if doomed and left == 1:
        return jsontext.set_raw(text, path, jsontext.get_raw(text, (*path, 0)) or "{}")
    return text


def _pruned(text: str, path: Path) -> str:
    """Deletes what `path` names, and the objects around it that are then empty."""
    text = jsontext.delete(text, path)
    while len(path) > 1:
        path = path[:-1]
        if json.loads(jsontext.get_raw(text, path) or "null") != {}:
            break
        text = jsontext.delete(text, path)
    return text


def _unhidden(text: str, server: str, tool: str) -> str:
    """Takes the tool's own name from its server's hide list."""
    path: Path = ("servers", server, "hide")
    names = json.loads(jsontext.get_raw(text, path) or "null")
    if isinstance(names, list):
        for index in reversed([at for at, name in enumerate(cast("list[str]", names)) if name == tool]):
            text = jsontext.delete(text, (*path, index))
    return text


def _moment(expires: float) -> str:
    return datetime.fromtimestamp(math.ceil(expires), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
