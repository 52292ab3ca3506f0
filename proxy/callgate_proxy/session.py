"""The state machine of one client's use of one server: lines in, effects out. No I/O; the caller brings `now`.

1. A call goes on only as `Submit`, and only after the policy in force at that moment, or a person under it, allowed it.
2. Every request of the client's ends at most once: forwarded or answered here, never both.
3. A held call holds nothing else: it waits in `held`, and what the server says passes by.
4. What is over is forgotten at once: an answer to a call that was cancelled, refused or answered has no effect.
"""

from __future__ import annotations

from callgate_proxy import mode, refusals, reply, rows, wire
from callgate_proxy.contract import ALLOWED, REFUSED
from callgate_proxy.effects import Ask, Call, Forward, Record, Reply, Saw, Stray, Submit, Withdraw
from callgate_proxy.policy.decide import Verdict, View

TYPE_CHECKING = False
if TYPE_CHECKING:
    from callgate_proxy.effects import Effect
    from callgate_proxy.policy.decide import Charge

    Id = str | int
    Row = str  # of rows.py


# Where Callgate itself decides, the rule is a pointer that no policy file has.
PAUSED_RULE = "/mode/paused"
LOCKDOWN_RULE = "/mode/lockdown"
NO_POLICY_RULE = "/policy"


class Session:
    """One proxy process's judgement. Not thread-safe: the caller lets in one thread at a time."""

    def __init__(self, client: str, server: str, name: str) -> None:
        """`name`: of this session, unlike any other's; the calls' row ids and session-wide limits carry it."""
        self._client = client
        self._server = server
        self._name = name
        self._count = 0
        self._view: View | None = None
        self._problem = "no policy was read yet."
        self._mode = mode.LOCKDOWN
        self.held: dict[Id, Call] = {}
        self.pending: dict[Id, Call] = {}
        self.lists: set[Id] = set()

    def govern(self, table: dict[str, object] | None, problem: str, kind: str) -> None:
        """From now on `table` (compiled; None: there is none, because of `problem`) and mode `kind` are in force."""
        if table is None:
            self._view = None
        else:
            self._view = View(table, self._client, self._server, self._name)
        self._problem = problem
        self._mode = kind

    # ---- from the client

    def from_client(self, line: bytes, now: float) -> list[Effect]:
        """What one line (bytes, with its line end) from the client leads to."""
        try:
            message = wire.read(line)
            if message.id is not None and message.method is not None:
                self._must_be_free(message.id)
            if message.id is not None and message.method == "tools/call":
                return self._call(message.id, message, line, now)
        except wire.Refused as refused:
            return self._invalid(refused, line)
        if message.method == "tools/list" and message.id is not None:
            self.lists.add(message.id)
        elif message.method == "notifications/cancelled":
            return self._cancelled(message, line, now)
        return [Forward(line)]

    def _invalid(self, refused: wire.Refused, line: bytes) -> list[Effect]:
        effects: list[Effect] = [Record(rows.invalid(self._next_id(), self._client, self._server, line, str(refused)))]
        if refused.id is not None:
            effects.append(Reply(wire.error(refused.id, refused.code, f"Callgate refused this line: {refused}.")))
        return effects

    def _must_be_free(self, request: Id) -> None:
        if request in self.pending or request in self.held or request in self.lists:
            # No answer: it would end the request that is open.
            raise wire.Refused("a request with this id is still open")

    def _call(self, request: Id, message: wire.Message, line: bytes, now: float) -> list[Effect]:
        call = Call(self._next_id(), request, message, line)
        verdict = self._judge(call, now)
        if verdict.action == "allow":
            return self._submit(call, verdict, self._call_row(call, verdict), now)
        if verdict.action == "ask":
            call.asked, call.rule, call.reason = now, verdict.rule, verdict.reason
            self.held[call.id] = call
            return [Ask(call, self._call_row(call, verdict))]
        return [Record(self._call_row(call, verdict)), self._no(call, verdict)]

    def _judge(self, call: Call, now: float) -> Verdict:
        if self._mode == mode.PAUSED:
            return Verdict("allow", PAUSED_RULE, "", ())
        if self._mode == mode.LOCKDOWN:
            return Verdict("deny", LOCKDOWN_RULE, "", ())
        if self._view is None:
            return Verdict("deny", NO_POLICY_RULE, self._problem, ())
        return self._view.judge(call.tool, call.arguments, now)

    def _submit(self, call: Call, verdict: Verdict, row: Row, now: float) -> list[Effect]:
        call.forwarded = now
        self.pending[call.id] = call
        return [Submit(call, verdict.charges, row)]

    def _no(self, call: Call, verdict: Verdict, text: str = "") -> Reply:
        if verdict.action == "hide":  # nothing but what a server without the tool would say
            return Reply(wire.refusal(call.id, refusals.hidden(call.tool), call.modern, {}))
        meta: dict[str, object] = {"verdict": verdict.action, "rule": verdict.rule, "call": call.row_id}
        return Reply(wire.refusal(call.id, text or _words(verdict), call.modern, meta))

    def _cancelled(self, message: wire.Message, line: bytes, now: float) -> list[Effect]:
        request = message.params.get("requestId")
        if not isinstance(request, (str, int)):
            return [Forward(line)]
        held = self.held.pop(request, None)
        if held is not None:
            # The server never saw the call, so it does not hear of its end either.
            return [Withdraw(held.row_id, "cancelled"), Record(rows.answer(held, REFUSED, "cancelled"))]
        self.lists.discard(request)
        pending = self.pending.pop(request, None)
        return [Forward(line)] if pending is None else [Forward(line), self._end(pending, "cancelled", 0, now)]

    # ---- what became of an effect

    def answered(self, row_id: str, decision: str, how: str, note: str, now: float) -> list[Effect]:
        """The question of call `row_id` has ended: `decision` ALLOWED or REFUSED, `how` one of contract.HOW."""
        call = next((held for held in self.held.values() if held.row_id == row_id), None)
        if call is None:
            return []
        del self.held[call.id]
        if decision != ALLOWED:
            asked = Verdict("ask", call.rule, call.reason, ())
            row = rows.answer(call, REFUSED, how)
            return [Record(row), self._no(call, asked, refusals.undecided(call.rule, how, note))]
        # The policy may have changed while the person looked: it is asked again, and its refusals count.
        verdict = self._judge(call, now)
        if verdict.action not in ("allow", "ask"):
            return [Record(rows.answer(call, REFUSED, "policy", verdict)), self._no(call, verdict)]
        return self._submit(call, verdict, rows.answer(call, ALLOWED, how), now)

    def over_limit(self, call: Call, charge: Charge, wait: float) -> list[Effect]:
        """`charge` has no room for the submitted `call`; it has again in `wait` seconds."""
        self.pending.pop(call.id, None)
        verdict = Verdict("limit", charge.rule, charge.reason, ())
        text = refusals.limited(charge.rule, charge.reason, _plain(charge.max), charge.window, wait)
        return [Record(self._late_row(call, verdict)), self._no(call, verdict, text)]

    def uncounted(self, call: Call, problem: str) -> list[Effect]:
        """The limits of the submitted `call` could not be counted."""
        self.pending.pop(call.id, None)
        verdict = Verdict("deny", "/state", problem, ())
        return [Record(self._late_row(call, verdict)), self._no(call, verdict, refusals.uncounted(problem))]

    def unlogged(self, call: Call, problem: str, fix: str) -> list[Effect]:
        """The row of the submitted or asked `call` could not be written."""
        self.pending.pop(call.id, None)
        self.held.pop(call.id, None)
        return [self._no(call, Verdict("deny", "/log", problem, ()), refusals.unlogged(problem, fix))]

    def closed(self, now: float) -> list[Effect]:
        """The client or the server has gone: what is open ends."""
        effects: list[Effect] = []
        for call in self.held.values():
            effects += [Withdraw(call.row_id, "cancelled"), Record(rows.answer(call, REFUSED, "cancelled"))]
        effects += [self._end(call, "lost", 0, now) for call in self.pending.values()]
        self.held.clear()
        self.pending.clear()
        return effects

    # ---- from the server

    @property
    def waits(self) -> bool:
        """Whether anything waits for a reply of the server's."""
        return bool(self.pending or self.lists)

    def from_server(self, line: bytes, now: float) -> tuple[bytes, list[Effect]]:
        """One whole line of the server's: (what to deliver to the client, b"" for nothing; what to do then)."""
        if not reply.is_object(line):
            return b"", [Stray(line)] if line.strip() else []
        if not self.waits:
            return line, []
        if self.lists:
            kind, request, failed = reply.parse(line)
            if kind == reply.RESPONSE and request is not None and request in self.lists:
                self.lists.discard(request)
                return self._list(line, now)
        else:
            kind, request, failed = reply.peek(line[: reply.LOOK], line[-reply.LOOK :])
            if kind == reply.UNKNOWN:
                kind, request, failed = reply.parse(line)
        return line, self._replied(request, failed, len(line), now) if kind == reply.RESPONSE else []

    def from_server_in_parts(self, head: bytes, tail: bytes, size: int, now: float) -> list[Effect]:
        """As `from_server` for a line of `size` bytes that was delivered in parts: only its ends are at hand."""
        kind, request, failed = reply.peek(head, tail)
        return self._replied(request, failed, size, now) if kind == reply.RESPONSE else []

    def _replied(self, request: Id | None, failed: bool, size: int, now: float) -> list[Effect]:
        call = None if request is None else self.pending.pop(request, None)
        return [] if call is None else [self._end(call, "error" if failed else "ok", size, now)]

    def _list(self, line: bytes, now: float) -> tuple[bytes, list[Effect]]:
        seen = Saw(reply.tools(line))
        view = self._view
        if view is None or self._mode == mode.PAUSED:
            return line, [seen]
        return reply.without(line, lambda tool: view.hidden(tool, now)), [seen]

    # ---- rows

    def _next_id(self) -> str:
        self._count += 1
        return f"{self._name}.{self._count}"

    def _call_row(self, call: Call, verdict: Verdict) -> Row:
        return rows.call(self._client, self._server, call, verdict)

    def _late_row(self, call: Call, verdict: Verdict) -> Row:
        # A call that was asked about has its row already: what overrides the answer is told by the answer.
        if call.asked:
            return rows.answer(call, REFUSED, verdict.action, verdict)
        return self._call_row(call, verdict)

    def _end(self, call: Call, outcome: str, size: int, now: float) -> Record:
        return Record(rows.end(call, outcome, size, now))


def _words(verdict: Verdict) -> str:
    if verdict.rule == LOCKDOWN_RULE:
        return refusals.locked_down()
    if verdict.rule == NO_POLICY_RULE:
        return refusals.no_policy(verdict.reason)
    return refusals.denied(verdict.rule, verdict.reason)


def _plain(millionths: int) -> str:
    whole, part = divmod(millionths, 1_000_000)
    return str(whole) if not part else f"{whole}.{part:06}".rstrip("0")
