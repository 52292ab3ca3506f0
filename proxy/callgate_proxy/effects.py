"""What a session wants done: the effects that the relay performs, in the order given.

An effect says what, never how; recording is an effect too, so that "no row, no call" is a rule of the session's and
can be tested without a disk.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from callgate_proxy.policy.decide import Charge
    from callgate_proxy.wire import Message

    Id = str | int
    Row = str  # of rows.py
    Effect: TypeAlias = "Forward | Reply | Record | Submit | Ask | Withdraw | Stray | Saw"


class Forward:
    """Send `line` to the server."""

    __slots__ = ("line",)

    def __init__(self, line: bytes) -> None:
        self.line = line


class Reply:
    """Send `line` to the client."""

    __slots__ = ("line",)

    def __init__(self, line: bytes) -> None:
        self.line = line


class Record:
    """Write `row`; nothing waits for it (what it tells of is refused or over)."""

    __slots__ = ("row",)

    def __init__(self, row: Row) -> None:
        self.row = row


class Submit:
    """Reserve `charges`, then write `row`, then send the call's line to the server; stop at the first that fails.

    The caller reports a failure with `over_limit`, `uncounted` or `unlogged`.
    """

    __slots__ = ("call", "charges", "row")

    def __init__(self, call: Call, charges: tuple[Charge, ...], row: Row) -> None:
        self.call = call
        self.charges = charges
        self.row = row


class Ask:
    """Write `row`, then ask the tray; the caller reports with `unlogged` or `answered`."""

    __slots__ = ("call", "row")

    def __init__(self, call: Call, row: Row) -> None:
        self.call = call
        self.row = row


class Withdraw:
    """The question of call `row_id` is over. `why`: one of contract.HOW."""

    __slots__ = ("row_id", "why")

    def __init__(self, row_id: str, why: str) -> None:
        self.row_id = row_id
        self.why = why


class Stray:
    """`line` from the server is no message: it belongs on stderr."""

    __slots__ = ("line",)

    def __init__(self, line: bytes) -> None:
        self.line = line


class Saw:
    """The server named these `tools` (as it sent them)."""

    __slots__ = ("tools",)

    def __init__(self, tools: list[dict[str, object]]) -> None:
        self.tools = tools


class Call:
    """One `tools/call`. `row_id` names it in the log and to the tray; `asked`, `forwarded`: seconds since the epoch."""

    __slots__ = ("arguments", "asked", "forwarded", "id", "line", "modern", "reason", "row_id", "rule", "tool")

    def __init__(self, row_id: str, request: Id, message: Message, line: bytes) -> None:
        self.row_id = row_id
        self.id = request
        self.tool = message.tool
        self.arguments = message.arguments
        self.modern = message.modern
        self.line = line
        self.asked = 0.0
        self.forwarded = 0.0
        self.rule = ""
        self.reason = ""
