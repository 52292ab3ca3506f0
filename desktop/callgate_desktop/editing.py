"""The policy as a form: what a text of policy.json says, scope by scope. Changes of the form are in `splicing.py`.

* The text is the truth; the form is read from it. A text that is no policy has no form: it has problems, and the form
  that was shown stays as it was.
* A scope is everything, a server, a client, a client's use of a server, a profile, or one of these in a profile. Its
  path in the file names it, and so does an entry's.
* The form knows the plain case: one hand-written entry for a name with an action, a reason, one limit. What else an
  entry says is named, stays, and is changed in the text. Grants have a list of their own.

Pure: no Qt, no I/O, no clock.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from callgate_proxy.policy import globs
from callgate_proxy.policy.compile import compile_text
from callgate_proxy.policy.decide import View

from callgate_desktop.said import said

Data = dict[str, Any]
Path = tuple[str, ...]
Names = Mapping[str, Sequence[str]]

ACTIONS = ("allow", "ask", "deny", "hide")
DEFAULTS = ("allow", "ask", "deny")
GROUPS = ("servers", "clients", "profiles")
METHODS = {
    "resources/read": said("The client reads a resource."),
    "prompts/get": said("The client gets a prompt."),
    "completion/complete": said("The client has an argument completed."),
    "sampling/createMessage": said("The server asks the client's model."),
    "elicitation/create": said("The server asks the person for something."),
}
PLAIN = ("action", "reason", "limits", "rate_limit", "note", "description")


@dataclass(frozen=True, slots=True)
class ToolRow:
    """What stands at `path` for one tool, for every tool of a scope (`name` is "") or for requests of one method.

    `written`: policy.json has it; else it was only seen. `action`: "" where the entry states none. `limit`: (how many,
    window), None without one. `more`: what else the entry says, in the file's words. `falls`: what the policy says of
    the tool as a whole; "" for a pattern. `several`: more than one hand-written entry, so the form does not touch it.
    `risk`: the class that the policy gives it, "" for none.
    """

    name: str
    written: bool
    action: str = ""
    reason: str = ""
    limit: tuple[float, str] | None = None
    more: tuple[str, ...] = ()
    falls: str = ""
    several: bool = False
    risk: str = ""
    path: Path = ()

    @property
    def scope(self) -> Path:
        """The scope it stands in."""
        return self.path[:-2] if self.name else self.path[:-1]


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """`default`: "" where the scope has none of its own. `hidden`: the names or patterns of its hide list.

    `checks`: by id what the scope itself says, and what holds there with all more general scopes ("": its own rules).
    `under`: the folders that choose a profile. `written`: policy.json has it; else it was only seen.
    """

    path: Path
    default: str = ""
    hidden: tuple[str, ...] = ()
    tools: tuple[ToolRow, ...] = ()
    requests: tuple[ToolRow, ...] = ()
    checks: Mapping[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    under: tuple[str, ...] = ()
    scopes: tuple[ScopeRow, ...] = ()
    written: bool = True

    @property
    def name(self) -> str:
        """As the file has it; "" for everything."""
        return self.path[-1] if self.path else ""

    @property
    def kind(self) -> str:
        """One of GROUPS; "" for everything."""
        return self.path[-2] if self.path else ""


@dataclass(frozen=True, slots=True)
class Form:
    """`top`: everything, with all other scopes below. `scopes`, `rows`: all of them, by path."""

    top: ScopeRow
    scopes: Mapping[Path, ScopeRow]
    rows: Mapping[Path, ToolRow]

    def tool(self, server: str, tool: str) -> ToolRow | None:
        """The row of a server's tool, None where there is none."""
        return self.rows.get(("servers", server, "tools", tool))


def read(text: str, seen: Names, now: float) -> Form:
    """The form of a policy. `seen`: tools by server. `now`: seconds since the epoch. Raises PolicyInvalid."""
    top = _Reading(compile_text(text), seen, now).scope((), json.loads(text.removeprefix("\ufeff")))
    scopes = {one.path: one for one in _all(top)}
    return Form(top, scopes, {row.path: row for one in scopes.values() for row in (*one.tools, *one.requests)})


def place(path: Path) -> tuple[str, str, str]:
    """The client, the server and the profile that a scope is about, each "" for any."""
    named = dict(zip(path[::2], path[1::2], strict=True))
    return named.get("clients", ""), named.get("servers", ""), named.get("profiles", "")


def _all(scope: ScopeRow) -> Iterator[ScopeRow]:
    yield scope
    for below in scope.scopes:
        yield from _all(below)


class _Reading:
    """One text being read."""

    def __init__(self, table: Data, seen: Names, now: float) -> None:
        self._table, self._seen, self._now = table, seen, now

    def scope(self, path: Path, told: Data | None) -> ScopeRow:
        scope = told or {}
        client, server, profile = place(path)
        view = View(self._table, client, server, "", profile=profile)
        below = tuple(
            self.scope((*path, group, name), scope.get(group, {}).get(name))
            for group in GROUPS
            for name in sorted({*scope.get(group, {}), *(self._seen if group == "servers" and not path else ())})
        )
        under: str | list[str] = scope.get("when", {}).get("under", [])
        hidden: str | list[str] = scope.get("hide", [])
        default = scope.get("default") or ""
        if path[-2:-1] == ("clients",):  # its rules are those of its servers
            return ScopeRow(path, default, scopes=below)
        return ScopeRow(
            path, default, *(("*",) if hidden == "*" else tuple(hidden), tuple(self._tools(path, scope, view))),
            tuple(_entry(name, path, "methods", scope.get("methods", {}).get(name)) for name in METHODS),
            _checks(scope, view), (under,) if isinstance(under, str) else tuple(under), below, told is not None,
        )  # fmt: skip

    def _tools(self, path: Path, scope: Data, view: View) -> Iterator[ToolRow]:
        if "all_tools" in scope:
            yield _entry("", path, "all_tools", scope["all_tools"])
        written: Data = scope.get("tools", {})
        risk: Mapping[str, str] = scope.get("risk", {})
        for name in sorted({*written, *risk, *self._seen.get(path[-1] if path else "", ())}):
            falls = "" if globs.is_glob(name) else view.setting(name, self._now).action
            yield _entry(name, path, "tools", written.get(name), falls, risk.get(name, ""))


def _checks(scope: Data, view: View) -> dict[str, tuple[str, str]]:
    own: Mapping[str, str] = scope.get("checks", {})
    holds = view.checks()
    return {check: (own.get(check) or "", holds[check][0]) for check in holds}


def _entry(name: str, scope: Path, kind: str, value: object, falls: str = "", risk: str = "") -> ToolRow:
    path = (*scope, kind, name) if name else (*scope, kind)
    listed = cast("list[Data]", value if isinstance(value, list) else [] if value is None else [value])
    own = [entry for entry in listed if not entry.get("note")]
    if len(own) != 1:
        return ToolRow(name, bool(own), falls=falls, several=len(own) > 1, risk=risk, path=path)
    entry = own[0]
    limit, odd = _limit(entry)
    more = tuple([key for key in entry if key not in PLAIN] + odd)
    return ToolRow(
        name, True, entry.get("action") or "", entry.get("reason", ""), limit, more, falls, risk=risk, path=path
    )


def _limit(entry: Data) -> tuple[tuple[float, str] | None, list[str]]:
    """The one limit by count that an entry has; and the keys of those that the form cannot show."""
    limits: list[Data] = entry.get("limits", [])
    odd = ["rate_limit"] if entry.get("rate_limit") else []
    if len(limits) == 1 and "cost" not in limits[0]:
        return (limits[0]["max"], limits[0]["window"]), odd
    return None, [*odd, *(["limits"] if limits else [])]
