"""Questions that outlive their call: the client was told to call again, and the person can still answer. Pure.

1. A later yes is a permit for one identical call (same method, tool and arguments), a later no refuses one.
2. An identical call that comes before the answer takes the question over: nobody is asked twice.
3. A permit lasts TEN_MINUTES; it and the question end as soon as the policy no longer asks or allows.
4. No more than MOST are kept: beyond, the oldest goes.
"""

from __future__ import annotations

from callgate_proxy import rows
from callgate_proxy.contract import ALLOWED, REFUSED
from callgate_proxy.effects import Record, Withdraw
from callgate_proxy.sameness import identity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from callgate_proxy.effects import Call, Effect
    from callgate_proxy.judge import Judge

TEN_MINUTES = 600.0  # seconds that an answer waits for its call
HOUR = 3_600.0  # seconds that a question waits for its answer
MOST = 64


class Late:
    """One of them. `decision`: contract's, "" while nobody answered. `until`: seconds since the epoch."""

    __slots__ = ("call", "decision", "how", "key", "note", "until")

    def __init__(self, call: Call, now: float) -> None:
        self.call = call
        self.key = identity(call)
        self.decision = ""
        self.how = ""
        self.note = ""
        self.until = now + HOUR
        call.line = b""  # it was answered; its arguments are still judged


class Latecomers:
    """One session's."""

    __slots__ = ("_kept",)

    def __init__(self) -> None:
        self._kept: dict[str, Late] = {}  # by question

    def keep(self, call: Call, now: float) -> list[Effect]:
        """The question of `call` stays open without it."""
        self._kept[call.question] = Late(call, now)
        return self._drop(next(iter(self._kept)), "no-answer") if len(self._kept) > MOST else []

    def take(self, call: Call, now: float) -> Late | None:
        """What is kept for a call like this one; it is gone then."""
        if not self._kept:
            return None
        key = identity(call)
        for question, late in self._kept.items():
            if late.key == key and now < late.until:
                return self._kept.pop(question)
        return None

    def answered(self, question: str, decision: str, how: str, note: str, now: float) -> list[Effect]:
        """The person has answered `question`; `how` "tray-lost": nobody can any more, but an answer given stays."""
        late = self._kept.get(question)
        if late is None or late.decision:
            return []
        if how == "tray-lost":
            del self._kept[question]
            return []
        decision = ALLOWED if decision == ALLOWED else REFUSED
        late.decision, late.how, late.note, late.until = decision, how, note, now + TEN_MINUTES
        return [Record(rows.answer(late.call, decision, "late"))]

    def review(self, judge: Judge, now: float) -> list[Effect]:
        """Ends what is over at `now`, or no longer asked about under the policy in force."""
        effects: list[Effect] = []
        for question, late in list(self._kept.items()):
            if now >= late.until:
                effects += self._drop(question, "no-answer")
            elif judge.verdict(late.call, now).action not in ("ask", "allow"):
                effects += self._drop(question, "policy")
        return effects

    def end(self) -> list[Effect]:
        """The session ends."""
        return [effect for question in list(self._kept) for effect in self._drop(question, "cancelled")]

    def _drop(self, question: str, why: str) -> list[Effect]:
        late = self._kept.pop(question)
        return [] if late.decision else [Withdraw(question, why)]
