"""The policy as a form: what a text of policy.json says, server by server, and the text after one change of the form.

* The text is the truth; the form is read from it. A change of the form is a splice into the text, so the layout stays.
* A text that is no policy has no form: it has problems, and the form that was shown stays as it was.
* The form knows the plain case: one hand-written entry for a tool with an action, a reason, one limit. What else an
  entry says is named, stays, and is changed in the text. Grants have a list of their own.

Pure: no Qt, no I/O, no clock. Changes raise PolicyError.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

from callgate_proxy import jsontext
from callgate_proxy.errors import PolicyError
from callgate_proxy.policy import edit, globs
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.decide import View

Data = dict[str, Any]
Names = Mapping[str, Sequence[str]]

ACTIONS = ("allow", "ask", "deny", "hide")
DEFAULTS = ("allow", "ask", "deny")
WINDOWS = ("minute", "hour", "day")
PLAIN = ("action", "reason", "limits", "rate_limit", "note", "description")


@dataclass(frozen=True, slots=True)
class ToolRow:
    """One name under a server's tools. `written`: policy.json has it; else it was only seen.

    `action`: "" where the entry states none. `limit`: (how many, window), None without one. `more`: what else the entry
    says, in the file's words. `falls`: what the policy says of the tool as a whole; "" for a pattern.
    `several`: more than one hand-written entry, so the form does not touch it.
    """

    name: str
    written: bool
    action: str = ""
    reason: str = ""
    limit: tuple[float, str] | None = None
    more: tuple[str, ...] = ()
    falls: str = ""
    several: bool = False


@dataclass(frozen=True, slots=True)
class ServerRow:
    """`default`: "" where the server has none of its own. `hidden`: the names or patterns of its hide list."""

    name: str
    default: str
    hidden: tuple[str, ...]
    tools: tuple[ToolRow, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """`default`: what happens to tools that nothing names."""

    default: str
    servers: tuple[ServerRow, ...]

    def tool(self, server: str, tool: str) -> ToolRow | None:
        """The row of a tool, None where there is none."""
        rows = next((one.tools for one in self.servers if one.name == server), ())
        return next((row for row in rows if row.name == tool), None)

    def server(self, name: str) -> ServerRow | None:
        """The row of a server, None where there is none."""
        return next((one for one in self.servers if one.name == name), None)


def read(text: str, seen: Names, now: float) -> Form:
    """The form of a policy. `seen`: tools by server. `now`: seconds since the epoch. Raises PolicyInvalid."""
    table = compile_text(text)
    data: Data = json.loads(text.removeprefix("\ufeff"))
    written: Data = data.get("servers", {})
    names = sorted({*written, *seen})
    servers = tuple(
        _server(name, written.get(name, {}), seen.get(name, ()), View(table, "", name, ""), now) for name in names
    )
    return Form(data["default"], servers)


def _server(name: str, scope: Data, seen: Sequence[str], view: View, now: float) -> ServerRow:
    written: Data = scope.get("tools", {})
    hidden = scope.get("hide", [])
    tools = [_tool(tool, written.get(tool), view, now) for tool in sorted({*written, *seen})]
    return ServerRow(name, scope.get("default") or "", ("*",) if hidden == "*" else tuple(hidden), tuple(tools))


def _tool(name: str, value: object, view: View, now: float) -> ToolRow:
    falls = "" if globs.is_glob(name) else view.setting(name, now).action
    listed = cast("list[Data]", value if isinstance(value, list) else [] if value is None else [value])
    own = [entry for entry in listed if not entry.get("note")]
    if len(own) != 1:
        return ToolRow(name, bool(own), falls=falls, several=len(own) > 1)
    entry = own[0]
    limit, odd = _limit(entry)
    more = [key for key in entry if key not in PLAIN] + odd
    return ToolRow(name, True, entry.get("action") or "", entry.get("reason", ""), limit, tuple(more), falls)


def _limit(entry: Data) -> tuple[tuple[float, str] | None, list[str]]:
    """The one limit by count that an entry has; and the keys of those that the form cannot show."""
    limits: list[Data] = entry.get("limits", [])
    odd = ["rate_limit"] if entry.get("rate_limit") else []
    if len(limits) == 1 and "cost" not in limits[0]:
        return (limits[0]["max"], limits[0]["window"]), odd
    return None, [*odd, *(["limits"] if limits else [])]


def set_default(text: str, server: str, action: str) -> str:
    """What happens to tools that nothing names, on `server` or, for "", everywhere; "" takes a server's own away."""
    if not server:
        return jsontext.set_value(text, ("default",), action)
    path = ("servers", server, "default")
    return jsontext.set_value(text, path, action) if action else jsontext.delete(text, path)


def set_hidden(text: str, server: str, names: Sequence[str]) -> str:
    """The hide list of a server; "*" alone hides all, nothing takes the list away."""
    path = ("servers", server, "hide")
    if not names:
        return jsontext.delete(text, path)
    return jsontext.set_value(text, path, "*" if list(names) == ["*"] else list(names))


def set_action(text: str, server: str, tool: str, action: str) -> str:
    """The action of a tool's entry, which is made where there is none; "" leaves the action to more general entries."""
    return _set(text, server, tool, "action", action or None)


def set_reason(text: str, server: str, tool: str, reason: str) -> str:
    """What the agent is told when the tool is refused."""
    return _set(text, server, tool, "reason", reason or None)


def set_limit(text: str, server: str, tool: str, maximum: int, window: str) -> str:
    """At most `maximum` calls in `window`, all clients together; 0: without a limit."""
    if not maximum:
        return _set(text, server, tool, "limits", None)
    limit: Data = {"counter": f"{server}/{tool}", "window": window, "max": maximum, "scope": "server"}
    raw = jsontext.get_raw(text, (*_entry(text, server, tool)[1], "limits"))
    kept: list[Data] = json.loads(raw or "[]")
    if len(kept) == 1:
        limit = {**kept[0], "window": window, "max": maximum}
    return _set(text, server, tool, "limits", [limit])


def remove(text: str, server: str, tool: str) -> str:
    """Takes a tool's entry away: the more general ones decide again. Its grants stay."""
    return edit.without_rule(text, server, tool)


def _set(text: str, server: str, tool: str, key: str, value: object) -> str:
    text, path = _entry(text, server, tool)
    if value is None:
        return jsontext.delete(text, (*path, key))
    return jsontext.set_value(text, (*path, key), value)


def _entry(text: str, server: str, tool: str) -> tuple[str, edit.Path]:
    """The one hand-written entry of a tool; where there is none, an empty one is put before its grants."""
    path: edit.Path = ("servers", server, "tools", tool)
    raw = jsontext.get_raw(text, path)
    if raw is None:
        return jsontext.set_raw(jsontext.set_value(text, path, {}), path, "{}"), path
    value: Data | list[Data] = json.loads(raw)
    listed = [value] if isinstance(value, dict) else value
    own = [at for at, entry in enumerate(listed) if not entry.get("note")]
    if len(own) > 1:
        raise PolicyError(f"{tool} of {server} has {len(own)} rules of its own.", "Change them in the text.")
    if not own:
        rest = raw if isinstance(value, dict) else raw[1:-1]
        return jsontext.set_raw(text, path, f"[{{}}, {rest}]"), (*path, 0)
    return text, path if isinstance(value, dict) else (*path, own[0])
