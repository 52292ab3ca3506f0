"""The rows a session records, field by field as `contract` names them. Pure.

A row is the text of a JSON object, written out at once: every call has two, and they are most of what it costs.
Quoted is what others chose; ids, verdicts and outcomes are plain words of our own.
The log adds time, writer, number and hash; arguments are redacted here, so nothing that holds a row holds a secret.
"""

from __future__ import annotations

from callgate_proxy.contract import VERSION
from callgate_proxy.jsonlean import dumps, quote
from callgate_proxy.redact import redact

TYPE_CHECKING = False
if TYPE_CHECKING:
    from callgate_proxy.effects import Call
    from callgate_proxy.policy.decide import Verdict
    from callgate_proxy.risk.finding import Finding

    Row = str

SHOWN = 200  # bytes of a refused line that its row keeps


def parties(client: str, server: str) -> str:
    """Whose calls these are: the part that all rows of a session share."""
    return f'"client":{quote(client)},"server":{quote(server)}'


def call(between: str, told: Call, verdict: Verdict) -> Row:
    """The row of one call, with the verdict that it got when it came. `between`: of `parties`."""
    row = (
        f'{{"k":"call","v":{VERSION},"id":"{told.row_id}",{between},"tool":{quote(told.tool)},'
        f'"args":{dumps(redact(told.arguments))},'
        f'"verdict":"{verdict.action}","rule":{quote(verdict.rule)},"reason":{quote(verdict.reason)}}}'
    )
    if told.of:
        row = f'{row[:-1]},"of":"{told.of}"}}'
    if told.flags:
        row = f'{row[:-1]},"flags":{dumps(told.flags)}}}'
    return row if told.tool else f'{row[:-1]},"method":{quote(str(told.method))}}}'


def invalid(row_id: str, between: str, line: bytes, why: str) -> Row:
    """The row of a line that could not be read as one message; `line` (bytes) is kept in part."""
    shown = dumps(redact({"line": line[:SHOWN].decode("utf-8", "backslashreplace")}))
    return (
        f'{{"k":"call","v":{VERSION},"id":"{row_id}",{between},"tool":"","args":{shown},'
        f'"verdict":"invalid","rule":"/wire","reason":{quote(why)}}}'
    )


def found(client: str, server: str, kind: str, name: str, told: Finding) -> Row:
    """What was found in what a server says about itself: `kind` "tool", "prompt" or "instructions", and its `name`."""
    row: dict[str, object] = {
        "k": "found",
        "v": VERSION,
        "client": client,
        "server": server,
        "kind": kind,
        "name": name,
    }
    row.update(told.as_dict())
    return dumps(row)


def answer(told: Call, decision: str, how: str, instead: Verdict | None = None) -> Row:
    """How the question about a call ended; `instead`: the verdict that overrode the person's, where one did."""
    row = {"k": "answer", "call": told.row_id, "decision": decision, "how": how}
    if instead is not None:
        row["rule"] = instead.rule
        row["reason"] = instead.reason
    return dumps(row)


def refunded(end: Row, counters: list[str]) -> Row:
    """The row of a call's end, with the full keys of the counters that it no longer counts in."""
    return f'{end[:-1]},"refunded":{dumps(counters)}}}'


def end(told: Call, outcome: str, size: int, now: float) -> Row:
    """What came back for a forwarded call: `outcome` of contract.OUTCOMES, `size` of the reply's line in bytes."""
    took = int((now - told.forwarded) * 1e6)
    if took < 0:  # the clock was set back meanwhile
        took = 0
    ms = f"{took // 1000}.{took % 1000:03}"  # of integers: a third of the price of a float's
    return f'{{"k":"end","call":"{told.row_id}","outcome":"{outcome}","ms":{ms},"bytes":{size}}}'
