"""All checks of one call, in the order of their price. Pure: what it needs of the machine is handed in.

1. Most calls are harmless, and are told so by a look at each text: no mark of a path, an address, an option or a line
   break means that only what counts calls and amounts is left to ask.
2. A tool's role is worked out once; an argument's meaning once for each name.
3. Findings are returned, all of them: `checking.py` makes a verdict of them, by what the policy says of each check.
"""

from __future__ import annotations

from callgate_proxy.risk import addresses, escapes, fields, guarded, injection, leaks, meddling, readings, sums
from callgate_proxy.risk.finding import Finding
from callgate_proxy.risk.flows import Flows
from callgate_proxy.risk.loops import Loops
from callgate_proxy.risk.roles import Role

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from callgate_proxy.risk.flows import Trace
    from callgate_proxy.risk.readings import Resolve

_MARKS = frozenset("/\\:%~.-;|&$`\n\r\0@![\uff0e\uff0f\u2024\u2025\u2215\u2044")
_NESTED = (dict, list)
MOST_KNOWN = 1_024  # tools
OVERLONG = 400  # characters in a place that holds a word or two


class Calls:
    """The call-side checks of one client's use of one server."""

    def __init__(
        self,
        server: str,
        data: object,
        home: str,
        own: Sequence[str],
        ports: Sequence[int],
        resolve: Resolve,
        trace: Trace,
    ) -> None:
        """`data`: guarded.json. `home`: the person's folder. `own`, `ports`: Callgate's own folders and ports.

        `resolve`: the real paths that one spelling of a path may lead to, () where that is uncertain.
        """
        self._guarded = guarded.Guarded(data, home, own)
        self._ports = ports
        self._resolve = resolve
        self._roles: dict[str, Role] = {}
        self._tools: dict[str, dict[str, object]] = {}
        self._flags: dict[str, str] = {}
        self._roots: list[str] = []
        self.loops = Loops()
        self.flows = Flows(server, trace)

    def listed(self, tools: list[dict[str, object]]) -> None:
        """The server named these tools."""
        self._tools.update((str(tool["name"]), tool) for tool in tools)
        self._roles.clear()

    def classed(self, flags: dict[str, str]) -> None:
        """What the tools' classes say of them, by name (`flagged`)."""
        self._flags.update(flags)
        self._roles.clear()

    def declared(self, roots: list[str]) -> None:
        """The client told the server that these are its folders (paths or file addresses)."""
        self._roots = [place for root in roots for place in self._resolve(root)]

    def role(self, tool: str) -> Role:
        """What `tool` is."""
        role = self._roles.get(tool)
        if role is None:
            if len(self._roles) >= MOST_KNOWN:
                self._roles.clear()
            role = self._roles[tool] = Role(tool, self._tools.get(tool), self._flags.get(tool, ""))
        return role

    def look(
        self, tool: str, arguments: dict[str, object], capped: Sequence[str], named: Callable[[str], bool], now: float
    ) -> list[Finding]:
        """What speaks against a call, but for its being one of many. `capped`: arguments that the policy compares with
        a number. `named`: whether the policy itself lets the tool go to an address.
        """
        role = self._roles.get(tool) or self.role(tool)
        found: list[Finding] = []
        for key, held in arguments.items():
            field = fields.about(key)
            if isinstance(held, str):
                if not _is_plain(held, field, role):
                    found += self._text(fields.Leaf(key, f"args.{key}", held), field, role, arguments, named)
            elif held is not None and held.__class__ in _NESTED:
                found += self._below(key, held, role, arguments, named)
                found += sums.removed(role.words, key, held)
            if field.agreed:
                found += sums.claimed(key, held)
            if field.recipients:
                found += sums.recipients(role.words, key, held)
            if field.money and role.pays:
                found += sums.below_zero(key, held)
        if role.secret:
            told = f"{tool} hands out stored secrets or a whole environment."
            found.append(Finding("secrets", "hands-out", "tool", tool, told, "ask"))
        if capped and role.pays:
            found += sums.absent(arguments, capped)
        if role.egress or role.asks_out:
            found += self.flows.look(tool, role, arguments, now)
        return found

    def guarded(self, path: str, where: str) -> list[Finding]:
        """What is guarded of a path that would be read."""
        return self._guarded.reading(readings.read(path, (), self._resolve), False, where, "")

    def _below(
        self, key: str, held: object, role: Role, arguments: dict[str, object], named: Callable[[str], bool]
    ) -> list[Finding]:
        found = sums.claimed_below(held)
        for leaf in fields.leaves(held, key, f"args.{key}"):
            field = fields.about(leaf.key)
            if not _is_plain(leaf.text, field, role):
                found += self._text(leaf, field, role, arguments, named)
        return found

    def _text(
        self,
        leaf: fields.Leaf,
        field: fields.Field,
        role: Role,
        arguments: dict[str, object],
        named: Callable[[str], bool],
    ) -> list[Finding]:
        key, text, where, kind = leaf.key, leaf.text, leaf.where, field.role
        if kind == "command":
            return self._command(text, role, where)
        found = injection.look(key, kind, text, where)
        address = "://" in text[:40] and " " not in text
        if address or kind in ("url", "host"):
            found += addresses.look(text, where, kind in ("url", "host"), self._ports, named)
            if role.asks_out and kind == "url" and text[:5].lower() == "file:" and not self._is_inside(text):
                found += addresses.local(text, where)
        if kind == "path" or text[:5].lower() == "file:" or (kind not in ("text", "search", "url") and _is_path(text)):
            found += self._path(text, role, arguments, where)
        found += leaks.shaped(text, kind, where, role.egress)
        if role.egress and ("![" in text or "<img" in text):
            found += leaks.beacon(text, where)
        if len(text) > OVERLONG and field.short:
            told = f"{key} is given {len(text)} characters, and a word or two belong there."
            found.append(Finding("leaks", "overlong", where, text, told, "ask"))
        if field.query:
            found += _sql(text, role, where)
        return found

    def _path(self, text: str, role: Role, arguments: dict[str, object], where: str) -> list[Finding]:
        reading = readings.read(text, self._roots, self._resolve)
        content = "" if role.reads else "\n".join(leaf.text for leaf in fields.leaves(arguments) if leaf.text != text)
        found = escapes.look(text, reading, self._roots, where)
        return found + self._guarded.reading(reading, not role.reads, where, content)

    def _is_inside(self, text: str) -> bool:
        reading = readings.read(text, self._roots, self._resolve)
        return bool(self._roots) and not escapes.look(text, reading, self._roots, "")

    def _command(self, text: str, role: Role, where: str) -> list[Finding]:
        found = self._guarded.command(text, where) if "/" in text or "~" in text or "\\" in text else []
        return found + meddling.look(text, where) + _sql(text, role, where)


def _is_plain(text: str, field: fields.Field, role: Role) -> bool:
    """Whether nothing about `text` is worth a look."""
    if len(text) > OVERLONG and (field.short or not field.free):
        return False
    if text.isalnum():
        return True
    if field.free and not role.egress:
        return "://" not in text and text[:5] != "file:"
    if field.free:
        return "![" not in text and "://" not in text and not leaks.may_hold_one(text)
    return _MARKS.isdisjoint(text) and (not field.query or " " not in text)


def _is_path(text: str) -> bool:
    whole = text.startswith(("/", "~/", "../", "..\\", "./", "\\\\")) or text[1:3] in (":\\", ":/")
    return whole or "/../" in text or "\\..\\" in text or "%2e%2e" in text.lower()


def _sql(text: str, role: Role, where: str) -> list[Finding]:
    from callgate_proxy.risk import sql

    return sql.look(text, role.read_only, where) if sql.is_sql(text) else []
