"""Who is judged by what: the policy and the mode in force, as one session sees them. Pure: the caller brings `now`.

Where Callgate itself decides, the rule is a pointer that no policy file has: a pause lets everything pass, a lockdown
and the lack of any policy nothing that can be judged.
"""

from __future__ import annotations

from callgate_proxy import mode, rows
from callgate_proxy.effects import Inspect, Record
from callgate_proxy.policy.decide import Verdict, View
from callgate_proxy.wire import CALL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from callgate_proxy.checking import Checking
    from callgate_proxy.effects import Call, Effect
    from callgate_proxy.policy.profiles import Choice
    from callgate_proxy.policy.strictest import Strictest
    from callgate_proxy.risk.screen import Found, Screen
    from callgate_proxy.screens import Screens

    Row = str  # of rows.py

PAUSED_RULE = "/mode/paused"
LOCKDOWN_RULE = "/mode/lockdown"
NO_POLICY_RULE = "/policy"
PROFILE_RULE = "/profile"  # as policy/profiles.py has it, which is not loaded where no policy has any
CHECKS_RULE = "/checks/"  # then the check's id


class Judge:
    """One client's use of one server, under what is in force now."""

    __slots__ = (
        *("_between", "_checking", "_client", "_count", "_make", "_mode", "_name", "_problem", "_profiled", "_roots"),
        *("_rule", "_screens", "_seen", "_server", "_settings"),
        "_view",
    )

    def __init__(self, client: str, server: str, name: str, screens: Screens | None = None) -> None:
        """`name`: of the session, unlike any other's; row ids and session-wide limits carry it. `screens`: where what
        is known of the server's tools is looked up; None: nowhere.
        """
        self._screens = screens
        self._settings: dict[str, str] = {}
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
        self._make: Callable[[], Checking] | None = None
        self._checking: Checking | None = None
        self._seen: list[tuple[str, object]] = []

    def equip(self, make: Callable[[], Checking]) -> None:
        """From now on calls are checked too. `make`: the checks, made for the first call that needs them."""
        self._make = make

    def _checks(self) -> Checking | None:
        if self._checking is None and self._make is not None:
            made = self._make()
            for kind, value in self._seen:
                made.tell(kind, value)
            self._checking = made
            self._seen.clear()
        return self._checking

    def tell(self, kind: str, value: object) -> None:
        """Something the checks have to know of (checking.tell); before they are made it waits for them."""
        if self._checking is not None:
            self._checking.tell(kind, value)
        elif self._make is not None:
            self._seen.append((kind, value))

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
        self._set()

    def rooted(self, roots: tuple[str, ...]) -> bool:
        """The client told its roots (file URLs); whether they may choose a profile."""
        self._roots = roots
        if self._profiled is None:
            return False
        self._choose()
        self._set()
        return True

    def _choose(self) -> None:
        from callgate_proxy.policy import profiles

        assert self._profiled is not None
        try:
            self._view = profiles.views(*self._profiled, (self._client, self._server, self._name), self._roots)
            self._rule = NO_POLICY_RULE
        except profiles.Refused as refused:
            self._view, self._problem, self._rule = None, str(refused), PROFILE_RULE

    def _set(self) -> None:
        told = {} if self._view is None else self._view.checks()
        # What is a lower bound only (policy/strictest.py) leaves the check as strict as it is by itself.
        self._settings = {check: setting[0] for check, setting in told.items() if len(setting) == 2}

    def verdict(self, call: Call, now: float) -> Verdict:
        """What happens to `call`."""
        if self._mode == mode.PAUSED:
            return Verdict("allow", PAUSED_RULE, "", ())
        if self._mode == mode.LOCKDOWN:
            return Verdict("deny", LOCKDOWN_RULE, "", ())
        if self._view is None:
            return Verdict("deny", self._rule, self._problem, ())
        if call.method == CALL:
            verdict = self._screened(self._view.judge(call.tool, call.arguments, now), "tool", call.tool)
        else:
            verdict = self._view.judge_method(str(call.method), call.arguments, now)
            if call.method == "prompts/get":
                verdict = self._screened(verdict, "prompt", str(call.arguments.get("name")))
        if self._make is None or verdict.action not in ("allow", "ask"):
            return verdict
        try:
            checking = self._checks()
        except (OSError, ValueError, ImportError) as error:
            return Verdict("deny", "/checks", f"The checks could not be loaded ({error}).", ())
        return verdict if checking is None else checking.stricter(self._view, call, verdict, now)

    def came(self, call: Call, now: float) -> None:
        """`call` came, for the first time."""
        try:
            checking = self._checks()
        except (OSError, ValueError, ImportError):
            return  # its verdict refuses it
        if checking is not None:
            checking.came(call, now)

    def reply(self, call: Call, line: bytes, failed: bool, now: float) -> tuple[bytes, list[Effect], Verdict | None]:
        """The forwarded `call` was answered with `line`: what to deliver, what to record, and why nothing of it is."""
        if self._checking is None or self._mode == mode.PAUSED:
            return line, [], None
        try:
            passes, found = self._checking.reply(call, line, failed, now)
        except (OSError, ImportError) as error:  # its rules cannot be read now: a process without descriptors
            return b"", [], Verdict("deny", CHECKS_RULE, f"The reply could not be checked ({error}).", ())
        effects = self.found([("result", call.tool or str(call.method), one) for one in found]) if found else []
        if self._checking.sizes:
            effects += self._large(call, len(line), now)
        if passes:
            if self._checking.inspects:
                effects.append(Inspect(call, passes))
            return passes, effects, None
        stopped = next(one for one in found if one.action == "block")
        return b"", effects, Verdict("deny", f"{CHECKS_RULE}{stopped.check}", stopped.text, ())

    def ended_in_parts(self, call: Call, failed: bool, size: int, now: float) -> list[Effect]:
        """What to record of a call whose answer, of `size` bytes, was delivered in parts."""
        return [*self._large(call, size, now), Record(rows.end(call, "error" if failed else "ok", size, now))]

    def _large(self, call: Call, size: int, now: float) -> list[Effect]:
        if self._checking is None or self._mode == mode.PAUSED or not self._checking.sizes:
            return []
        return self.found([("result", call.tool, one) for one in self._checking.large(call, size, now)])

    def inspected(self, seen: Inspect) -> list[Row]:
        """The rows of what a result that was delivered holds."""
        found = [] if self._checking is None else self._checking.told(seen.line)
        name = seen.call.tool or str(seen.call.method)
        return [rows.found(self._client, self._server, "result", name, one) for one in found]

    def notice(self, line: bytes) -> bytes:
        """What to deliver of a server's log message."""
        try:
            checking = None if self._mode == mode.PAUSED else self._checks()
        except (OSError, ValueError, ImportError):
            return b""
        return line if checking is None else checking.notice(line)

    def orders(self, told: str) -> tuple[bool, list[Effect]]:
        """Whether a server's instructions that nobody saw before may pass, and what to record."""
        if self._make is None or self._mode == mode.PAUSED or self._settings.get("words") == "off":
            return True, []
        from callgate_proxy.risk import words

        found = words.scan(told, "instructions")
        blocks = self._settings.get("words", "block") in ("block", "ask")
        passes = not (blocks and any(one.action == "block" for one in found))
        return passes, self.found([("instructions", "", one) for one in found])

    def clean(self, line: bytes) -> tuple[bytes, list[Effect]]:
        """A list of the server's without hidden characters, and what to record."""
        if self._make is None or self._mode == mode.PAUSED or self._settings.get("hidden") == "off":
            return line, []
        if line.isascii() and line.find(b"\\u") < 0 and line.find(b"\\b") < 0 and line.find(b'"icons"') < 0:
            return line, []
        from callgate_proxy.risk import listed, results

        cleaned, found = results.look(line, frozenset(("hidden",)))
        cleaned, icons = listed.icons(cleaned)
        return cleaned, self.found([("list", one.where, one) for one in (*found, *icons)])

    @property
    def strict(self) -> bool:
        """Whether answers that nobody asked for are kept from the client."""
        if self._make is None or self._view is None or self._mode == mode.PAUSED:
            return False
        return self._settings.get("requests", "block") in ("block", "ask")

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
        return rows.call(self._between, call, verdict)

    def invalid(self, line: bytes, why: str) -> Row:
        """The row of a line that could not be read."""
        return rows.invalid(self.row_id(), self._between, line, why)
