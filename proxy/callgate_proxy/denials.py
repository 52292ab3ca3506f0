"""A refusal in the form that its request's sender understands. Pure.

* A tool's call gets a result that says no. A hidden tool gets what a server without it would say, and nothing else.
* Other requests have no such result: a JSON-RPC error, to the server where the server asked the client.
"""

from __future__ import annotations

from callgate_proxy import refusals, wire
from callgate_proxy.effects import Forward, Reply
from callgate_proxy.judge import CHECKS_RULE, LOCKDOWN_RULE, NO_POLICY_RULE, PROFILE_RULE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from callgate_proxy.effects import Call
    from callgate_proxy.policy.decide import Verdict


def no(call: Call, verdict: Verdict, text: str = "") -> Reply | Forward:
    """The refusal of `call`; `text`: its words where they are not the verdict's own."""
    if call.method != wire.CALL:
        line = wire.error(call.id, wire.DENIED, text or _words(verdict))
        return Forward(line) if call.back else Reply(line)
    if verdict.action == "hide":
        return Reply(wire.refusal(call.id, refusals.hidden(call.tool), call.modern, {}))
    meta: dict[str, object] = {"verdict": verdict.action, "rule": verdict.rule, "call": call.row_id}
    return Reply(wire.refusal(call.id, text or _words(verdict), call.modern, meta))


def _words(verdict: Verdict) -> str:
    if verdict.rule == LOCKDOWN_RULE:
        return refusals.locked_down()
    if verdict.rule in (NO_POLICY_RULE, PROFILE_RULE):
        return refusals.no_policy(verdict.reason)
    if verdict.rule.startswith(CHECKS_RULE):
        return refusals.checked(verdict.rule, verdict.reason)
    return refusals.denied(verdict.rule, verdict.reason)
