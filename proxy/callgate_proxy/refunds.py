"""What a failed call gives back, where its limit says "refund": "on_error".

1. Failed means that the server answered: with a JSON-RPC error, or a result that says isError. A call that was
   cancelled, lost or refused, a task, and a reply too large to be seen whole, stay counted.
2. A counter that a limit without refunds shares is not given back.
3. What is given back is taken out of the counter at the moment it was charged, never added as its opposite later: no
   window ever holds less than nothing, and room comes back once. A use that cannot be found at its moment (the clock
   was set back, somebody emptied the counter, it is too old) stays as it is.
On the proxy's path, after a failure under a limit.
"""

from __future__ import annotations

from callgate_proxy import reply, rows
from callgate_proxy.effects import Record, Refund

TYPE_CHECKING = False
if TYPE_CHECKING:
    from callgate_proxy.effects import Call, Effect


def failed(call: Call, line: bytes, now: float) -> list[Effect]:
    """The end of a charged `call` that the reply `line` seems to call failed."""
    end = rows.end(call, "error", len(line), now)
    kept = {charge.counter for charge in call.charges if not charge.refund}
    back = tuple([charge for charge in call.charges if charge.counter not in kept])
    # What the reply's ends look like is enough for the log, not for giving room back.
    if not back or not reply.parse(line)[2]:
        return [Record(end)]
    counters = list(dict.fromkeys([charge.counter for charge in back]))
    return [Record(rows.refunded(end, counters)), Refund(back, call.forwarded)]
