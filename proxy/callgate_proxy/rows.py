"""The rows a session records, field by field as `contract` names them. Pure.

The log adds time, writer, number and hash; arguments are redacted here, so nothing that holds a row holds a secret.
"""

from __future__ import annotations

from callgate_proxy.contract import VERSION
from callgate_proxy.redact import redact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from callgate_proxy.effects import Call
    from callgate_proxy.policy.decide import Verdict

    Row = dict[str, object]

SHOWN = 200  # bytes of a refused line that its row keeps


def call(client: str, server: str, told: Call, verdict: Verdict) -> Row:
    """The row of one call, with the verdict that it got when it came."""
    return {
        "k": "call",
        "v": VERSION,
        "id": told.row_id,
        "client": client,
        "server": server,
        "tool": told.tool,
        "args": redact(told.arguments),
        "verdict": verdict.action,
        "rule": verdict.rule,
        "reason": verdict.reason,
    }


def invalid(row_id: str, client: str, server: str, line: bytes, why: str) -> Row:
    """The row of a line that could not be read as one message; `line` (bytes) is kept in part."""
    shown = redact({"line": line[:SHOWN].decode("utf-8", "backslashreplace")})
    return {
        "k": "call",
        "v": VERSION,
        "id": row_id,
        "client": client,
        "server": server,
        "tool": "",
        "args": shown,
        "verdict": "invalid",
        "rule": "/wire",
        "reason": why,
    }


def answer(told: Call, decision: str, how: str, instead: Verdict | None = None) -> Row:
    """How the question about a call ended; `instead`: the verdict that overrode the person's, where one did."""
    row: Row = {"k": "answer", "call": told.row_id, "decision": decision, "how": how}
    if instead is not None:
        row["rule"] = instead.rule
        row["reason"] = instead.reason
    return row


def end(told: Call, outcome: str, size: int, now: float) -> Row:
    """What came back for a forwarded call: `outcome` of contract.OUTCOMES, `size` of the reply's line in bytes."""
    took = max(0.0, now - told.forwarded) * 1000  # the clock may be set back meanwhile
    return {"k": "end", "call": told.row_id, "outcome": outcome, "ms": round(took, 3), "bytes": size}
