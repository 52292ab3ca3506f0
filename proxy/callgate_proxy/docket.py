"""The calls that are held or on their way, of both sides: judged, asked about, ended. Pure: the caller brings `now`.

1. A call goes on only as `Submit`, and only after the policy in force at that moment, or a person under it, allowed it.
2. Every call ends at most once. What is over is forgotten at once: an answer to a call that was cancelled, refused or
   answered has no effect.
3. Nobody is asked about a call for which a limit has no room: the limits are looked at before the question, and charged
   after the yes. Where that comes too late, who said yes hears of it.
4. A call that nobody answered in time is told to come again; its question goes on without it (`late.py`).
The server's own requests have their ids to themselves (`asking`).
"""

from __future__ import annotations

from callgate_proxy import denials, refusals, rows, wire
from callgate_proxy.contract import ALLOWED, REFUSED
from callgate_proxy.effects import Ask, Defer, Record, Reply, Submit, Withdraw
from callgate_proxy.late import Latecomers
from callgate_proxy.policy.decide import Verdict

TYPE_CHECKING = False
if TYPE_CHECKING:
    from callgate_proxy.effects import Call, Effect
    from callgate_proxy.judge import Judge
    from callgate_proxy.policy.decide import Charge

    Id = str | int
    Row = str  # of rows.py

NOTICE_EVERY = 9.0  # seconds at least between two notices to a client whose call is held


class Docket:
    """One session's calls."""

    __slots__ = ("_judge", "_late", "asking", "held", "pending")

    def __init__(self, judge: Judge) -> None:
        self._judge = judge
        self._late = Latecomers()
        # By id: the client's requests, then the server's.
        self.held: dict[Id, Call] = {}
        self.pending: dict[Id, Call] = {}
        self.asking: tuple[dict[Id, Call], dict[Id, Call]] = {}, {}  # held, pending

    def judged(self, call: Call, now: float) -> list[Effect]:
        """What happens to a call that came."""
        verdict = self._judge.verdict(call, now)
        if verdict.action == "allow":
            return self._submit(call, verdict, self._judge.row(call, verdict), now)
        if verdict.action == "ask":
            return self._ask(call, verdict, now)
        return [Record(self._judge.row(call, verdict)), denials.no(call, verdict)]

    def _ask(self, call: Call, verdict: Verdict, now: float) -> list[Effect]:
        late = self._late.take(call, now)
        if late is not None:
            call.of = late.call.row_id
            if late.decision == ALLOWED:
                call.approved = True
                call.question = late.call.question
                allowed = Verdict("allow", verdict.rule, verdict.reason, verdict.charges)
                return self._submit(call, allowed, self._judge.row(call, allowed), now)
            if late.decision:
                denied = Verdict("deny", verdict.rule, late.note, ())
                text = refusals.undecided(verdict.rule, late.how, late.note)
                return [Record(self._judge.row(call, denied)), denials.no(call, denied, text)]
            call.question = late.call.question
        call.asked = call.told = now
        call.rule, call.reason = verdict.rule, verdict.reason
        self._places(call)[0][call.id] = call
        return [Ask(call, verdict.charges, self._judge.row(call, verdict))]

    def _submit(self, call: Call, verdict: Verdict, row: Row, now: float) -> list[Effect]:
        call.forwarded = now
        call.charges = verdict.charges
        (self.asking[1] if call.back else self.pending)[call.id] = call
        return [Submit(call, verdict.charges, row)]

    def _places(self, call: Call) -> tuple[dict[Id, Call], dict[Id, Call]]:
        return self.asking if call.back else (self.held, self.pending)

    def _forget(self, call: Call) -> None:
        for place in self._places(call):
            place.pop(call.id, None)

    def cancelled(self, request: Id, now: float, back: bool = False) -> tuple[bool, list[Effect]]:
        """Its sender takes `request` back. (Whether the other side must hear of it, what else to do.)

        `back`: the server takes back what it asked the client.
        """
        held, pending = self.asking if back else (self.held, self.pending)
        call = held.pop(request, None)
        if call is not None:
            # The other side never saw the call, so it does not hear of its end either.
            return False, [Withdraw(call.question, "cancelled"), Record(rows.answer(call, REFUSED, "cancelled"))]
        call = pending.pop(request, None)
        return True, [] if call is None else [Record(rows.end(call, "cancelled", 0, now))]

    def continued(self, call: Call, first: Call, now: float) -> list[Effect]:
        """`call` goes on with `first`, which the server wanted more for: neither charged nor asked about again."""
        call.of = first.row_id
        verdict = self._judge.verdict(call, now)
        if verdict.action != "allow" and not (verdict.action == "ask" and first.approved):
            return self.judged(call, now)
        call.approved = first.approved
        allowed = Verdict("allow", verdict.rule, verdict.reason, ())
        return self._submit(call, allowed, self._judge.row(call, allowed), now)

    # ---- what became of it

    def answered(self, question: str, decision: str, how: str, note: str, now: float) -> list[Effect]:
        """`question` (a call's row id) has ended: `decision` ALLOWED or REFUSED, `how` one of contract.HOW."""
        call = next((call for call in self._waiting() if call.question == question), None)
        if call is None:
            return self._late.answered(question, decision, how, note, now)
        self._forget(call)
        if decision != ALLOWED:
            asked = Verdict("ask", call.rule, call.reason, ())
            text = refusals.undecided(call.rule, how, note)
            return [Record(rows.answer(call, REFUSED, how)), denials.no(call, asked, text)]
        # The policy may have changed while the person looked: it is asked again, and its refusals count.
        verdict = self._judge.verdict(call, now)
        if verdict.action not in ("allow", "ask"):
            return [Record(rows.answer(call, REFUSED, "policy", verdict)), denials.no(call, verdict)]
        call.approved = True
        return self._submit(call, verdict, rows.answer(call, ALLOWED, how), now)

    def overdue(self, row_id: str, now: float) -> list[Effect]:
        """Nobody answered the held call `row_id` in time: its sender is told to call again."""
        call = next((call for call in self._waiting() if call.row_id == row_id), None)
        if call is None:
            return []
        self._forget(call)
        asked = Verdict("ask", call.rule, call.reason, ())
        told: list[Effect] = [Record(rows.answer(call, REFUSED, "pending"))]
        told.append(denials.no(call, asked, refusals.pending(call.rule)))
        return [*told, Defer(call.question), *self._late.keep(call, now)]

    def tick(self, now: float) -> list[Effect]:
        """Time passed, or the policy changed: notices for held calls, and what is over."""
        effects: list[Effect] = []
        for call in self.held.values():
            if call.token is not None and not 0 <= now - call.told < NOTICE_EVERY:
                call.told = now
                call.notices += 1
                effects.append(Reply(wire.progress(call.token, call.notices, "waiting for approval")))
        return effects + self._late.review(self._judge, now)

    def _waiting(self) -> list[Call]:
        return [*self.held.values(), *self.asking[0].values()]

    def over_limit(self, call: Call, charge: Charge, wait: float) -> list[Effect]:
        """`charge` has no room for the submitted or asked `call`; it has again in `wait` seconds."""
        verdict = Verdict("limit", charge.rule, charge.reason, ())
        text = refusals.limited(charge.rule, charge.reason, _plain(charge.max), charge.window, wait)
        return self._not_counted(call, verdict, text)

    def uncounted(self, call: Call, problem: str) -> list[Effect]:
        """The limits of the submitted or asked `call` could not be counted."""
        return self._not_counted(call, Verdict("deny", "/state", problem, ()), refusals.uncounted(problem))

    def _not_counted(self, call: Call, verdict: Verdict, text: str) -> list[Effect]:
        if call.id in self._places(call)[0]:  # nobody was asked yet, or for an earlier call like it
            call.asked = 0.0
        self._forget(call)
        effects: list[Effect] = [Record(self._late_row(call, verdict)), denials.no(call, verdict, text)]
        if call.approved or call.question != call.row_id:  # a person has the question, or said yes to it
            effects.append(Withdraw(call.question, verdict.action))
        return effects

    def unlogged(self, call: Call, problem: str, fix: str) -> list[Effect]:
        """The row of the submitted or asked `call` could not be written."""
        self._forget(call)
        return [denials.no(call, Verdict("deny", "/log", problem, ()), refusals.unlogged(problem, fix))]

    def closed(self, now: float) -> list[Effect]:
        """The client or the server has gone: what is open ends."""
        effects: list[Effect] = []
        for call in self._waiting():
            effects += [Withdraw(call.question, "cancelled"), Record(rows.answer(call, REFUSED, "cancelled"))]
        sent = [*self.pending.values(), *self.asking[1].values()]
        effects += [Record(rows.end(call, "lost", 0, now)) for call in sent]
        for place in (self.held, self.pending, *self.asking):
            place.clear()
        return effects + self._late.end()

    def _late_row(self, call: Call, verdict: Verdict) -> Row:
        # A call that was asked about has its row already: what overrides the answer is told by the answer.
        return rows.answer(call, REFUSED, verdict.action, verdict) if call.asked else self._judge.row(call, verdict)


def _plain(millionths: int) -> str:
    whole, part = divmod(millionths, 1_000_000)
    return str(whole) if not part else f"{whole}.{part:06}".rstrip("0")
