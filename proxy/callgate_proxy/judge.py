"""Who is judged by what: the policy and the mode in force, as one session sees them. Pure: the caller brings `now`.

Where Callgate itself decides, the rule is a pointer that no policy file has: a pause lets everything pass, a lockdown
and the lack of any policy nothing that can be judged.
"""

from __future__ import annotations

from callgate_proxy import mode, rows
from callgate_proxy.policy.decide import Verdict, View
from callgate_proxy.wire import CALL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from callgate_proxy.effects import Call
    from callgate_proxy.policy.profiles import Choice
    from callgate_proxy.policy.strictest import Strictest

    Row = str  # of rows.py

PAUSED_RULE = "/mode/paused"
LOCKDOWN_RULE = "/mode/lockdown"
NO_POLICY_RULE = "/policy"
PROFILE_RULE = "/profile"


class Judge:
    """One client's use of one server, under what is in force now."""

    __slots__ = (
        "_between",
        "_client",
        "_count",
        "_mode",
        "_name",
        "_problem",
        "_profiled",
        "_roots",
        "_rule",
        "_server",
        "_view",
    )

    def __init__(self, client: str, server: str, name: str) -> None:
        """`name`: of the session, unlike any other's; row ids and session-wide limits carry it."""
        self._client = client
        self._server = server
        self._between = rows.parties(client, server)
        self._name = name
        self._count = 0
        self._view: View | Strictest | None = None
        self._rule = NO_POLICY_RULE
        self._roots: tuple[str, ...] = ()
        self._profiled: tuple[list[dict[str, object]], Choice] | None = None
        self._problem = "no policy was read yet."
        self._mode = mode.LOCKDOWN

    def govern(
        self,
        table: dict[str, object] | None,
        problem: str,
        kind: str,
        confirmed: dict[str, object] | None = None,
        choice: Choice | None = None,
    ) -> None:
        """From now on `table` (compiled; None: there is none, because of `problem`) and mode `kind` are in force.

        `confirmed`: a table that must allow a call as well. `choice`: of a profile; None where no table has any.
        """
        self._problem, self._rule, self._mode = problem, NO_POLICY_RULE, kind
        self._profiled = None
        if table is None:
            self._view = None
        elif confirmed is None and choice is None:
            self._view = View(table, self._client, self._server, self._name)
        else:
            from callgate_proxy.policy.profiles import Choice

            self._profiled = [table] if confirmed is None else [table, confirmed], choice or Choice("")
            self._choose()

    def rooted(self, roots: tuple[str, ...]) -> bool:
        """The client told its roots (file URLs); whether they may choose a profile."""
        self._roots = roots
        if self._profiled is None:
            return False
        self._choose()
        return True

    def _choose(self) -> None:
        from callgate_proxy.policy import profiles

        assert self._profiled is not None
        try:
            self._view = profiles.views(*self._profiled, (self._client, self._server, self._name), self._roots)
            self._rule = NO_POLICY_RULE
        except profiles.Refused as refused:
            self._view, self._problem, self._rule = None, str(refused), PROFILE_RULE

    def verdict(self, call: Call, now: float) -> Verdict:
        """What happens to `call`."""
        if self._mode == mode.PAUSED:
            return Verdict("allow", PAUSED_RULE, "", ())
        if self._mode == mode.LOCKDOWN:
            return Verdict("deny", LOCKDOWN_RULE, "", ())
        if self._view is None:
            return Verdict("deny", self._rule, self._problem, ())
        if call.method == CALL:
            return self._view.judge(call.tool, call.arguments, now)
        return self._view.judge_method(str(call.method), call.arguments, now)

    def hides(self, tool: str, now: float) -> bool:
        """Whether `tool` is to be taken out of the server's list."""
        return self._view is not None and self._mode != mode.PAUSED and self._view.hidden(tool, now)

    def row_id(self) -> str:
        """A name for the next row."""
        self._count += 1
        return f"{self._name}.{self._count}"

    def row(self, call: Call, verdict: Verdict) -> Row:
        """The row of `call`."""
        return rows.call(self._between, call, verdict)

    def invalid(self, line: bytes, why: str) -> Row:
        """The row of a line that could not be read."""
        return rows.invalid(self.row_id(), self._between, line, why)
