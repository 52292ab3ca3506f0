"""Who is judged by what: the policy and the mode in force, as one session sees them. Pure: the caller brings `now`.

Where Callgate itself decides, the rule is a pointer that no policy file has: a pause lets everything pass, a lockdown
and the lack of any policy nothing that can be judged.
"""

from __future__ import annotations

from callgate_proxy import mode, rows
from callgate_proxy.effects import Record
from callgate_proxy.jsonlean import as_object
from callgate_proxy.policy.decide import Verdict, View
from callgate_proxy.wire import CALL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from callgate_proxy.effects import Call, Effect
    from callgate_proxy.risk.screen import Found, Screen
    from callgate_proxy.screens import Screens

    Row = str  # of rows.py

PAUSED_RULE = "/mode/paused"
LOCKDOWN_RULE = "/mode/lockdown"
NO_POLICY_RULE = "/policy"
CHECKS_RULE = "/checks/"  # then the check's id


class Judge:
    """One client's use of one server, under what is in force now."""

    __slots__ = ("_client", "_count", "_mode", "_name", "_problem", "_screens", "_server", "_settings", "_view")

    def __init__(self, client: str, server: str, name: str, screens: Screens | None = None) -> None:
        """`name`: of the session, unlike any other's; row ids and session-wide limits carry it. `screens`: where what
        is known of the server's tools is looked up; None: nowhere.
        """
        self._screens = screens
        self._settings: dict[str, str] = {}
        self._client = client
        self._server = server
        self._name = name
        self._count = 0
        self._view: View | None = None
        self._problem = "no policy was read yet."
        self._mode = mode.LOCKDOWN

    def govern(self, table: dict[str, object] | None, problem: str, kind: str) -> None:
        """From now on `table` (compiled; None: there is none, because of `problem`) and mode `kind` are in force."""
        self._view = None if table is None else View(table, self._client, self._server, self._name)
        self._problem = problem
        self._mode = kind
        self._settings = _checks(table, self._server)

    def verdict(self, call: Call, now: float) -> Verdict:
        """What happens to `call`."""
        if self._mode == mode.PAUSED:
            return Verdict("allow", PAUSED_RULE, "", ())
        if self._mode == mode.LOCKDOWN:
            return Verdict("deny", LOCKDOWN_RULE, "", ())
        if self._view is None:
            return Verdict("deny", NO_POLICY_RULE, self._problem, ())
        if call.method == CALL:
            return self._screened(self._view.judge(call.tool, call.arguments, now), "tool", call.tool)
        verdict = self._view.judge_method(str(call.method), call.arguments, now)
        if call.method == "prompts/get":
            return self._screened(verdict, "prompt", str(call.arguments.get("name")))
        return verdict

    def hides(self, tool: str, now: float) -> bool:
        """Whether `tool` is to be taken out of the server's list."""
        if self._view is None or self._mode == mode.PAUSED:
            return False
        screen = self.screen()
        return self._view.hidden(tool, now) or (screen is not None and screen.withholds(tool))

    def screen(self, begun: bool = False) -> Screen | None:
        """The screen under the policy in force, where there is one; `begun`: it is made."""
        if self._screens is None:
            return None
        screen = self._screens.begun() if begun else self._screens.current()
        if screen is not None:
            screen.govern(self._settings)
        return screen

    def _screened(self, verdict: Verdict, kind: str, name: str) -> Verdict:
        screen = self.screen()
        return verdict if screen is None else screen.stricter(verdict, kind, name)

    def found(self, found: Found) -> list[Effect]:
        """The rows of what a list held."""
        return [Record(rows.found(self._client, self._server, kind, name, one)) for kind, name, one in found]

    def row_id(self) -> str:
        """A name for the next row."""
        self._count += 1
        return f"{self._name}.{self._count}"

    def row(self, call: Call, verdict: Verdict) -> Row:
        """The row of `call`."""
        return rows.call(self._client, self._server, call, verdict)

    def invalid(self, line: bytes, why: str) -> Row:
        """The row of a line that could not be read."""
        return rows.invalid(self.row_id(), self._client, self._server, line, why)


def _checks(table: dict[str, object] | None, server: str) -> dict[str, str]:
    """The policy's word on each check that it names, for one server."""
    top = table or {}
    own = as_object((as_object(top.get("servers")) or {}).get(server)) or {}
    told = {**(as_object(top.get("checks")) or {}), **(as_object(own.get("checks")) or {})}
    return {name: str(action) for name, action in told.items()}
