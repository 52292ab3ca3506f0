"""What a result asks the client for: requests of the server's in the era that has no requests of servers. Pure.

1. Each is judged and recorded as the request it stands for (sampling, elicitation, roots), by its method.
2. A result is delivered whole or not at all. Nothing can be held or counted inside one: what the policy asks about or
   limits is refused there, like what it denies, and the words say so.
Source: MCP 2026-07-28 (multi round-trip requests).
"""

from __future__ import annotations

from callgate_proxy import reply, rows
from callgate_proxy.effects import Call, Record
from callgate_proxy.jsonlean import as_object
from callgate_proxy.policy.decide import Verdict
from callgate_proxy.wire import Message

TYPE_CHECKING = False
if TYPE_CHECKING:
    from callgate_proxy.effects import Effect
    from callgate_proxy.judge import Judge

MARK = b'"input_required"'
_HELD = "it stands in a result, where it cannot be asked about or counted"


def judged(judge: Judge, call: Call, line: bytes, now: float) -> tuple[Verdict | None, list[Effect]]:
    """(Why the result `line` of `call` is not delivered, None where it is; what to record of its requests)."""
    wanted = as_object(reply.result(line).get("inputRequests")) or {}
    stopped: Verdict | None = None
    effects: list[Effect] = []
    for key, value in wanted.items():
        asked = as_object(value) or {}
        method = asked.get("method")
        if not isinstance(method, str):
            continue
        inner = Call(judge.row_id(), key, Message(method, key, as_object(asked.get("params")) or {}), b"", back=True)
        inner.of = call.row_id
        verdict = judge.verdict(inner, now)
        if verdict.action == "ask" or verdict.charges:
            said = f"{verdict.reason} ({_HELD})" if verdict.reason else f"{method}: {_HELD}"
            verdict = Verdict("deny", verdict.rule, said)
        effects.append(Record(judge.row(inner, verdict)))
        if verdict.action == "allow":
            inner.forwarded = now
            effects.append(Record(rows.end(inner, "input_required", 0, now)))
        elif stopped is None:
            stopped = Verdict("deny", verdict.rule, verdict.reason or f"its result asks for {method}")
    return stopped, effects
