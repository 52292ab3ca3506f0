"""Any conversation whatever: calls, answers, cancels, policy changes, failures, in any order.

1. Every request of the client's ends at most once: forwarded, or answered here, never both.
2. Nothing is forwarded without a permit in force at that moment.
3. Ids come back as they came.     4. After a cancel, nothing of the call happens any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from callgate_proxy import mode
from callgate_proxy.contract import ALLOWED, REFUSED
from callgate_proxy.effects import Ask, Reply, Submit, Withdraw
from callgate_proxy.session import Session
from conversation import NOW, call, line, policy, replies
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

if TYPE_CHECKING:
    from callgate_proxy.effects import Effect

IDS = st.sampled_from([0, 1, "1", "", 2**53])
ACTIONS = ("allow", "ask", "deny", "hide")
TABLES = {action: policy({"default": "deny", "tools": {"t": {"action": action}}}) for action in ACTIONS}


class Conversation(RuleBasedStateMachine):
    """The model: which requests are open, which questions, and what is in force."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = Session("c", "s", "w")
        self.action = "nothing"
        self.kind = mode.ON
        self.open: dict[tuple[type, object], str] = {}  # request -> "held" or "sent"
        self.asked: dict[str, tuple[type, object]] = {}  # row id -> request
        self.over: set[str] = set()

    def permitted(self) -> bool:
        """Whether a call may go on without asking, as the model sees it."""
        return self.kind == mode.PAUSED or (self.kind == mode.ON and self.action == "allow")

    def take(self, effects: list[Effect], may_forward: bool) -> None:
        for effect in effects:
            if isinstance(effect, Submit):
                assert may_forward
                key = (type(effect.call.id), effect.call.id)
                assert self.open.get(key) != "sent"
                self.open[key] = "sent"
                self.asked.pop(effect.call.row_id, None)
            elif isinstance(effect, Ask):
                self.open[type(effect.call.id), effect.call.id] = "held"
                self.asked[effect.call.row_id] = (type(effect.call.id), effect.call.id)
            elif isinstance(effect, Reply):
                (said,) = replies([effect])
                if "result" in said:
                    request: int | str = said["id"]
                    self.open.pop((type(request), request), None)
            elif isinstance(effect, Withdraw):
                self.open.pop(self.asked.pop(effect.row_id))
                self.over.add(effect.row_id)

    @rule(action=st.sampled_from(ACTIONS), kind=st.sampled_from((mode.ON, mode.ON, mode.PAUSED, mode.LOCKDOWN)))
    def change(self, action: str, kind: str) -> None:
        self.gate.govern(TABLES[action], "", kind)
        self.action, self.kind = action, kind

    @rule(request=IDS, modern=st.booleans())
    def request(self, request: int | str, modern: bool) -> None:
        taken = (type(request), request) in self.open
        effects = self.gate.from_client(call("t", request, modern), NOW)
        if taken:
            assert not any(isinstance(effect, (Submit, Ask, Reply)) for effect in effects)
        self.take(effects, self.permitted())

    @precondition(lambda self: self.asked)
    @rule(data=st.data(), decision=st.sampled_from((ALLOWED, REFUSED, "maybe")))
    def answer(self, data: st.DataObject, decision: str) -> None:
        row_id = data.draw(st.sampled_from(sorted(self.asked)))
        request = self.asked[row_id]
        allowed = decision == ALLOWED and (self.permitted() or (self.kind == mode.ON and self.action == "ask"))
        effects = self.gate.answered(row_id, decision, "once", "", NOW)
        assert any(isinstance(effect, Submit) for effect in effects) == allowed
        self.asked.pop(row_id, None)
        self.take(effects, allowed)
        assert (request in self.open) == allowed

    @rule(row=st.integers(1, 40), decision=st.sampled_from((ALLOWED, REFUSED)))
    def late_answer(self, row: int, decision: str) -> None:
        row_id = f"w.{row}"
        if row_id not in self.asked:
            assert self.gate.answered(row_id, decision, "once", "", NOW) == []

    @rule(request=IDS)
    def cancel(self, request: int | str) -> None:
        effects = self.gate.from_client(line(method="notifications/cancelled", params={"requestId": request}), NOW)
        assert not any(isinstance(effect, (Submit, Reply)) for effect in effects)
        self.take(effects, may_forward=False)
        self.open.pop((type(request), request), None)

    @rule(request=IDS)
    def reply(self, request: int | str) -> None:
        came = line(id=request, result={"content": []})
        delivered, effects = self.gate.from_server(came, NOW)
        assert delivered == came
        key = (type(request), request)
        assert len(effects) == (self.open.get(key) == "sent")
        if self.open.get(key) == "sent":
            del self.open[key]

    @invariant()
    def what_is_open_is_what_the_model_has_open(self) -> None:
        held = {(type(request), request) for request in self.gate.held}
        sent = {(type(request), request) for request in self.gate.pending}
        assert held == {key for key, state in self.open.items() if state == "held"}
        assert sent == {key for key, state in self.open.items() if state == "sent"}


TestConversation = Conversation.TestCase
TestConversation.settings = settings(max_examples=150, stateful_step_count=30, deadline=None)
