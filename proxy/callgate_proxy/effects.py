"""What a session wants done: the effects that the relay performs, in the order given.

An effect says what, never how; recording is an effect too, so that "no row, no call" is a rule of the session's and
can be tested without a disk.
"""

from __future__ import annotations

from callgate_proxy.wire import CALL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeAlias

    from callgate_proxy.policy.decide import Charge
    from callgate_proxy.risk.pins import Listing
    from callgate_proxy.wire import Message

    Id = str | int
    Row = str  # of rows.py
    Effect: TypeAlias = (
        "Forward | Reply | Record | Refund | Submit | Ask | Withdraw | Defer | Stray | Saw | Sighted | Asked | Inspect"
    )


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


class Refund:
    """Give `charges` back, which were reserved at `at` (seconds since the epoch) for a call that failed."""

    __slots__ = ("at", "charges")

    def __init__(self, charges: tuple[Charge, ...], at: float) -> None:
        self.charges = charges
        self.at = at


class Submit:
    """Reserve `charges`, then write `row`, then send the call's line on; stop at the first that fails.

    It goes to the server, and where the call is `back` to the client.

    The caller reports a failure with `over_limit`, `uncounted` or `unlogged`.
    """

    __slots__ = ("call", "charges", "row")

    def __init__(self, call: Call, charges: tuple[Charge, ...], row: Row) -> None:
        self.call = call
        self.charges = charges
        self.row = row


class Ask:
    """See that `charges` have room (nothing is charged), write `row`, then ask the tray; stop at the first that fails.

    The caller reports with `over_limit`, `uncounted`, `unlogged`, `answered` or `overdue`. A call whose `question` is
    another call's row id waits for that one's answer: the tray was asked already.
    """

    __slots__ = ("call", "charges", "row")

    def __init__(self, call: Call, charges: tuple[Charge, ...], row: Row) -> None:
        self.call = call
        self.charges = charges
        self.row = row


class Withdraw:
    """The question of call `row_id` is over. `why`: one of contract.HOW."""

    __slots__ = ("row_id", "why")

    def __init__(self, row_id: str, why: str) -> None:
        self.row_id = row_id
        self.why = why


class Defer:
    """The sender of call `row_id` was told to call again; its question stays open."""

    __slots__ = ("row_id",)

    def __init__(self, row_id: str) -> None:
        self.row_id = row_id


class Stray:
    """`line` from the server is no message: it belongs on stderr."""

    __slots__ = ("line",)

    def __init__(self, line: bytes) -> None:
        self.line = line


class Asked:
    """The server asks the client with `call`: the caller has it judged by `server_asks`, by what is in force then."""

    __slots__ = ("call",)

    def __init__(self, call: Call) -> None:
        self.call = call


class Saw:
    """The server named these `tools` (as it sent them).

    `tell`: takes "flags" and what their classes say, by name, under the session's lock (`checking.tell`).
    """

    __slots__ = ("tell", "tools")

    def __init__(self, tools: list[dict[str, object]], tell: Callable[[str, object], None]) -> None:
        self.tools = tools
        self.tell = tell


class Sighted:
    """What a server said about itself is to be noted with its pins, as `listings`."""

    __slots__ = ("listings",)

    def __init__(self, listings: list[Listing]) -> None:
        self.listings = listings


class Inspect:
    """The result of `call` was delivered as it came, as `line`: what only tells of it may be looked for now."""

    __slots__ = ("call", "line")

    def __init__(self, call: Call, line: bytes) -> None:
        self.call = call
        self.line = line


class Call:
    """One request that is judged: a `tools/call`, or another that a policy can name (its `tool` is "").

    `arguments`: the tool's, else the request's params. `row_id` names it in the log; `question` is the row id that the
    tray was asked under. `back`: the server asks the client. `of`: the row id of the call it continues or repeats, or
    "". `approved`: a person said yes. `asked`, `told`, `forwarded`: seconds since the epoch of its being held, of the
    last notice of progress, and of its going on; 0.0 before. `charges`: what was reserved for it then. `flags`: what
    checks found and let pass, "check/rule".
    """

    __slots__ = (
        "approved",
        "arguments",
        "asked",
        "back",
        "charges",
        "flags",
        "forwarded",
        "id",
        "line",
        "method",
        "modern",
        "notices",
        "of",
        "question",
        "reason",
        "row_id",
        "rule",
        "tasked",
        "token",
        "told",
        "tool",
    )

    def __init__(self, row_id: str, request: Id, message: Message, line: bytes, back: bool = False) -> None:
        self.row_id = row_id
        self.id = request
        self.method = message.method
        self.tool = message.tool
        self.arguments = message.arguments if message.method == CALL else message.meaning
        if message.plain:
            self.modern = self.tasked = False
            self.token = None
        else:
            self.modern = message.modern
            self.tasked = "task" in message.params
            self.token = message.token
        self.line = line
        self.back = back
        self.flags: list[str] = []
        self.question = row_id
        self.of = ""
        self.approved = False
        self.asked = 0.0
        self.told = 0.0
        self.notices = 0
        self.forwarded = 0.0
        self.charges: tuple[Charge, ...] = ()
        self.rule = ""
        self.reason = ""

    def spent(self) -> None:
        """It went on: what it carried need not be kept."""
        self.line = b""
        self.arguments = {}
