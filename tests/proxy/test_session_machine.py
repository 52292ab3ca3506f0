"""Any conversation whatever: calls, answers, cancels, policy changes, late answers, continuations, in any order.

1. Every request of the client's ends at most once: forwarded, or answered here, never both.
2. Nothing is forwarded without a permit in force at that moment; a late answer and a continuation are used once.
3. Ids come back as they came.     4. After a cancel, nothing of the call happens any more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from callgate_proxy import mode
from callgate_proxy.contract import ALLOWED, REFUSED
from callgate_proxy.effects import Ask, Defer, Reply, Submit, Withdraw
from callgate_proxy.session import Session
from conversation import NOW, kinds, line, policy, replies
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from callgate_proxy.effects import Effect

IDS = st.sampled_from([0, 1, "1", "", 2**53])
METHODS = st.sampled_from(["tools/call", "tools/call", "resources/read"])
DECISIONS = st.sampled_from((ALLOWED, REFUSED, "maybe"))
ACTIONS = ("allow", "ask", "deny", "hide")
TABLES = {
    action: policy(
        {
            "default": "deny",
            "tools": {"t": {"action": action}},
            "methods": {"resources/read": {"action": action.replace("hide", "deny")}},
        }
    )
    for action in ACTIONS
}
MODERN = {"io.modelcontextprotocol/protocolVersion": "2026-07-28"}
Key = tuple[type, object]


def request_line(request: int | str, method: str, state: int | None = None) -> bytes:
    params: dict[str, Any] = {"name": "t"} if method == "tools/call" else {"uri": "u"}
    more: dict[str, Any] = {} if state is None else {"requestState": str(state), "inputResponses": {"k": {}}}
    return line(id=request, method=method, params={**params, **more, "_meta": MODERN})


class Conversation(RuleBasedStateMachine):
    """The model: which requests are open, which questions, what they left behind, and what is in force."""

    def __init__(self) -> None:
        super().__init__()
        self.gate = Session("c", "s", "w")
        self.action = "nothing"
        self.kind = mode.ON
        self.open: dict[Key, str] = {}  # request -> "held" or "sent"
        self.calls: dict[Key, tuple[str, bool]] = {}  # request -> its method, whether a person approved it
        self.asked: dict[str, tuple[Key, str]] = {}  # question -> request, row id
        self.late: dict[str, tuple[str, str]] = {}  # question -> method, decision or ""
        self.wanted: dict[int, tuple[str, bool]] = {}  # requestState -> method, approved
        self.tasks: dict[str, str] = {}  # task -> row id
        self.count = 0

    @property
    def permits(self) -> bool:
        """Whether a call may go on without asking, as the model sees it."""
        return self.kind == mode.PAUSED or (self.kind == mode.ON and self.action == "allow")

    @property
    def asks(self) -> bool:
        return self.kind == mode.ON and self.action == "ask"

    def take(self, effects: Sequence[Effect], may_forward: bool) -> None:
        for effect in effects:
            if isinstance(effect, Submit):
                assert may_forward
                key = (type(effect.call.id), effect.call.id)
                assert self.open.get(key) != "sent"
                self.open[key] = "sent"
                self.calls[key] = str(effect.call.method), effect.call.approved
                self.asked.pop(effect.call.question, None)
            elif isinstance(effect, Ask):
                key = (type(effect.call.id), effect.call.id)
                self.open[key] = "held"
                self.calls[key] = str(effect.call.method), False
                self.asked[effect.call.question] = key, effect.call.row_id
            elif isinstance(effect, Reply):
                request: object = replies([effect])[0]["id"]
                self.open.pop((type(request), request), None)
            elif isinstance(effect, Withdraw):
                if effect.row_id in self.asked:
                    self.open.pop(self.asked.pop(effect.row_id)[0])
                self.late.pop(effect.row_id, None)

    @rule(action=st.sampled_from(ACTIONS), kind=st.sampled_from((mode.ON, mode.ON, mode.PAUSED, mode.LOCKDOWN)))
    def change(self, action: str, kind: str) -> None:
        self.gate.govern(TABLES[action], "", kind)
        self.action, self.kind = action, kind
        effects = self.gate.tick(NOW)
        dropped = [] if self.permits or self.asks else list(self.late)
        undecided = [question for question in dropped if not self.late[question][1]]
        assert [effect.row_id for effect in effects if isinstance(effect, Withdraw)] == undecided
        for question in dropped:
            del self.late[question]

    @rule(request=IDS, method=METHODS)
    def request(self, request: int | str, method: str) -> None:
        self.judged(request, request_line(request, method), method)

    def judged(self, request: int | str, came: bytes, method: str) -> None:
        taken = (type(request), request) in self.open
        effects = self.gate.from_client(came, NOW)
        if taken:
            assert kinds(effects) == ["Record"]
            return
        late = next((question for question, (of, _) in self.late.items() if of == method), None) if self.asks else None
        decision = "" if late is None else self.late.pop(late)[1]
        self.take(effects, self.permits or decision == ALLOWED)
        forwards = any(isinstance(effect, Submit) for effect in effects)
        assert forwards == (self.permits or decision == ALLOWED)
        assert any(isinstance(effect, Ask) for effect in effects) == (self.asks and not decision)
        if late is not None and not decision:
            assert late in self.asked  # nobody is asked twice

    @precondition(lambda self: self.asked)
    @rule(data=st.data(), decision=DECISIONS)
    def answer(self, data: st.DataObject, decision: str) -> None:
        question = data.draw(st.sampled_from(sorted(self.asked)))
        request, _ = self.asked[question]
        allowed = decision == ALLOWED and (self.permits or self.asks)
        effects = self.gate.answered(question, decision, "once", "", NOW)
        assert any(isinstance(effect, Submit) for effect in effects) == allowed
        self.asked.pop(question, None)
        self.take(effects, allowed)
        assert (request in self.open) == allowed

    @precondition(lambda self: self.asked)
    @rule(data=st.data())
    def overdue(self, data: st.DataObject) -> None:
        question = data.draw(st.sampled_from(sorted(self.asked)))
        request, row_id = self.asked.pop(question)
        effects = self.gate.overdue(row_id, NOW)
        self.take(effects, may_forward=False)
        assert [effect.row_id for effect in effects if isinstance(effect, Defer)] == [question]
        assert request not in self.open
        self.late[question] = self.calls[request][0], ""

    @precondition(lambda self: any(not decision for _, decision in self.late.values()))
    @rule(data=st.data(), decision=DECISIONS)
    def late_answer(self, data: st.DataObject, decision: str) -> None:
        question = data.draw(st.sampled_from(sorted(one for one, (_, made) in self.late.items() if not made)))
        assert kinds(self.gate.answered(question, decision, "once", "", NOW)) == ["Record"]
        self.late[question] = self.late[question][0], decision if decision == ALLOWED else REFUSED

    @rule(row=st.integers(1, 40), decision=st.sampled_from((ALLOWED, REFUSED)))
    def answer_to_nothing(self, row: int, decision: str) -> None:
        row_id = f"w.{row}"
        if row_id not in self.asked and not (row_id in self.late and not self.late[row_id][1]):
            assert self.gate.answered(row_id, decision, "once", "", NOW) == []

    @rule(request=IDS)
    def cancel(self, request: int | str) -> None:
        effects = self.gate.from_client(line(method="notifications/cancelled", params={"requestId": request}), NOW)
        assert not any(isinstance(effect, (Submit, Reply)) for effect in effects)
        self.take(effects, may_forward=False)
        self.open.pop((type(request), request), None)

    def sent(self, request: int | str) -> bool:
        """Ends a request in the model; whether it was with the server."""
        key = (type(request), request)
        return self.open.get(key) == "sent" and self.open.pop(key) == "sent"

    @rule(request=IDS)
    def reply(self, request: int | str) -> None:
        came = line(id=request, result={"content": []})
        delivered, effects = self.gate.from_server(came, NOW)
        assert delivered == came
        assert len(effects) == self.sent(request)

    @rule(request=IDS)
    def want_more(self, request: int | str) -> None:
        self.count += 1
        wants: dict[str, object] = {"inputRequests": {"k": True}, "requestState": str(self.count)}
        result = {"resultType": "input_required", **wants}
        _, effects = self.gate.from_server(line(id=request, result=result), NOW)
        sent = self.sent(request)
        assert len(effects) == sent
        if sent:
            self.wanted[self.count] = self.calls[type(request), request]

    @precondition(lambda self: self.wanted)
    @rule(data=st.data(), request=IDS, method=METHODS)
    def go_on(self, data: st.DataObject, request: int | str, method: str) -> None:
        state = data.draw(st.sampled_from(sorted(self.wanted)))
        of, approved = self.wanted[state]
        came = request_line(request, method, state)
        if (type(request), request) in self.open:
            assert kinds(self.gate.from_client(came, NOW)) == ["Record"]
        elif of != method:
            assert kinds(self.gate.from_client(came, NOW)) == ["Record", "Reply"]
        else:
            del self.wanted[state]
            if self.asks and approved:
                effects = self.gate.from_client(came, NOW)
                assert kinds(effects) == ["Submit"]
                self.take(effects, may_forward=True)
            else:
                self.judged(request, came, method)

    @rule(request=IDS)
    def become_a_task(self, request: int | str) -> None:
        self.count += 1
        task = f"t{self.count}"
        result = {"resultType": "task", "taskId": task, "status": "working"}
        _, effects = self.gate.from_server(line(id=request, result=result), NOW)
        assert effects == []
        if self.sent(request):
            self.tasks[task] = "open"

    @precondition(lambda self: self.tasks)
    @rule(data=st.data(), method=st.sampled_from(("tasks/result", "tasks/get", "tasks/cancel")))
    def end_the_task(self, data: st.DataObject, method: str) -> None:
        task = data.draw(st.sampled_from(sorted(self.tasks)))
        self.gate.from_client(line(id="about", method=method, params={"taskId": task}), NOW)
        result: dict[str, object] = {"status": "completed", "result": {}}
        _, effects = self.gate.from_server(line(id="about", result=result), NOW)
        assert len(effects) == 1
        del self.tasks[task]

    @invariant()
    def what_is_open_is_what_the_model_has_open(self) -> None:
        held = {(type(request), request) for request in self.gate.held}
        sent = {(type(request), request) for request in self.gate.pending}
        assert held == {key for key, state in self.open.items() if state == "held"}
        assert sent == {key for key, state in self.open.items() if state == "sent"}


TestConversation = Conversation.TestCase
TestConversation.settings = settings(max_examples=150, stateful_step_count=40, deadline=None)
