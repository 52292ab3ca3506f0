"""The state machine of one client's use of one server: lines in, effects out. No I/O; the caller brings `now`.

1. A request that is judged is never forwarded here: it goes to the docket (`docket.py`), which alone lets calls go on.
2. Everything else passes untouched, both ways; the replies that something waits for are looked at.
3. A held call holds nothing else: what both sides say passes by.
What calls lead to later is in `sequels.py` (tasks, continuations), lists that change in `announcing.py`.
"""

from __future__ import annotations

from callgate_proxy import announcing, denials, refusals, reply, rooting, rows, wire
from callgate_proxy.docket import Docket
from callgate_proxy.effects import Asked, Call, Forward, Record, Reply, Saw, Sighted, Stray
from callgate_proxy.judge import Judge
from callgate_proxy.policy.decide import Verdict
from callgate_proxy.sequels import Changed, Sequels

TYPE_CHECKING = False
if TYPE_CHECKING:
    from callgate_proxy.effects import Effect
    from callgate_proxy.risk.pins import Listing
    from callgate_proxy.risk.screen import Found
    from callgate_proxy.screens import Screens

    Id = str | int

LISTS = frozenset(("tools/list", "prompts/list", "initialize", "server/discover"))
ASKS_ROOTS = "roots/list"
ASKS_CLIENT = frozenset(("sampling/createMessage", "elicitation/create", ASKS_ROOTS))
CANCELLED = "notifications/cancelled"
_WATCHED = ASKS_CLIENT | {CANCELLED, announcing.ACKNOWLEDGED}
# What a line that cannot be read must not hold.
_MARKS = (b"createMessage", b"elicitation/create")


class Session:
    """One proxy process's judgement. Not thread-safe: the caller lets in one thread at a time."""

    def __init__(self, client: str, server: str, name: str, screens: Screens | None = None) -> None:
        """`name`: of this session, unlike any other's; the calls' row ids and session-wide limits carry it. `screens`:
        where what is known of the server's tools is looked up.
        """
        self._judge = Judge(client, server, name, screens)
        self._docket = Docket(self._judge)
        self._sequels = Sequels()
        self._announcer = announcing.Announcer()
        self._instructions: str | None = None  # of the server, until they are looked at
        self.govern = self._judge.govern
        self.equip = self._judge.equip
        self.inspected = self._judge.inspected
        self._asked: set[Id] = set()  # the client's requests that nothing else here waits for
        self.held = self._docket.held
        self.pending = self._docket.pending
        self.asking = self._docket.asking
        # The client's requests whose reply must be seen whole: method, cursor.
        self.lists: dict[Id, tuple[str, object]] = {}
        # What became of an effect.
        self.answered = self._docket.answered
        self.overdue = self._docket.overdue
        self.over_limit = self._docket.over_limit
        self.uncounted = self._docket.uncounted
        self.unlogged = self._docket.unlogged

    def tick(self, now: float) -> list[Effect]:
        """Time passed, or the policy changed: what the client has to hear, and what is over."""
        return self._announcer.look(lambda tool: self._judge.hides(tool, now)) + self._docket.tick(now)

    def closed(self, now: float) -> list[Effect]:
        """The client or the server has gone: what is open ends."""
        return self._docket.closed(now) + self._sequels.end(now)

    # ---- from the client

    def from_client(self, line: bytes, now: float) -> list[Effect]:
        """What one line (bytes, with its line end) from the client leads to."""
        try:
            message = wire.read(line)
            request = message.id
            if request is not None and message.method is not None:
                self._must_be_free(request)
                if message.method in wire.JUDGED:
                    return self._called(request, message, line, now)
        except wire.Refused as refused:
            return self._invalid(refused, line)
        if message.method is None:
            call = None if request is None else self.asking[1].pop(request, None)
            if call is None:
                return [Forward(line)]
            effects = self._rooted(line, now) if call.method == ASKS_ROOTS else []
            return [Forward(line), *effects, *self._replied(call, line, message.failed, now)]
        if message.method == CANCELLED:
            passes, effects = self._cancelled(message, now)
            return [Forward(line), *effects] if passes else effects
        if request is not None and message.method in LISTS:
            self.lists[request] = message.method, message.params.get("cursor")
            if message.method == "initialize":
                self._judge.tell("offered", message.params.get("capabilities"))
        elif request is not None:
            self._asked.add(request)
        self._sequels.asks(message)
        self._announcer.passes(message)
        return [Forward(line)]

    def _rooted(self, line: bytes, now: float) -> list[Effect]:
        self._judge.tell("roots", line)
        roots = rooting.told(line)
        if roots is None or not self._judge.rooted(roots):
            return []
        return self._announcer.look(lambda tool: self._judge.hides(tool, now))

    def _invalid(self, refused: wire.Refused, line: bytes) -> list[Effect]:
        effects: list[Effect] = [Record(self._judge.invalid(line, str(refused)))]
        if refused.id is not None:
            effects.append(Reply(wire.error(refused.id, refused.code, f"Callgate refused this line: {refused}.")))
        return effects

    def _must_be_free(self, request: Id) -> None:
        if (
            request in self.pending
            or request in self.held
            or request in self.lists
            or request in self._sequels.asked
            or request in self._announcer.listens
        ):
            # No answer: it would end the request that is open.
            raise wire.Refused("a request with this id is still open")

    def _called(self, request: Id, message: wire.Message, line: bytes, now: float) -> list[Effect]:
        call = Call(self._judge.row_id(), request, message, line)
        if message.continues:
            try:
                first = self._sequels.continued(call, message)
            except Changed:
                verdict = Verdict("deny", "/wire", "It continues a call with another name or other arguments.", ())
                return [Record(self._judge.row(call, verdict)), denials.no(call, verdict, refusals.changed())]
            if first is not None:
                return self._docket.continued(call, first, now)
        self._judge.came(call, now)
        return self._docket.judged(call, now)

    def _cancelled(self, message: wire.Message, now: float, back: bool = False) -> tuple[bool, list[Effect]]:
        """`back`: the server says so. (Whether to pass it on, what else to do.)"""
        request = message.params.get("requestId")
        if not isinstance(request, (str, int)):
            return True, []
        if not back:
            self._asked.add(request)  # its answer may be on its way
            self.lists.pop(request, None)
            self._sequels.asked.pop(request, None)
            self._announcer.listens.pop(request, None)
        return self._docket.cancelled(request, now, back)

    # ---- from the server

    @property
    def waits(self) -> bool:
        """Whether anything waits for a reply of the server's."""
        return bool(self.pending or self.lists or self._sequels.asked)

    @property
    def listed(self) -> bool:
        """Whether the client has a list of tools that may change: `tick` has something to look at."""
        return self._announcer.listed

    def wants_whole(self, head: bytes) -> bool:
        """Whether a long line of the server's that begins with `head` must be seen whole, not in parts."""
        kind, request, _ = reply.peek(head[: reply.LOOK], b"")
        if self.lists or b'"input_required"' in head[: reply.LOOK]:
            return True
        if kind == reply.RESPONSE:
            return request in self._sequels.asked
        if kind == reply.OTHER:
            return reply.method(head[: reply.LOOK]) in (None, *ASKS_CLIENT)
        return not head.startswith(reply.RESULTS) or bool(self._sequels.asked)

    def from_server(self, line: bytes, now: float) -> tuple[bytes, list[Effect]]:
        """One whole line of the server's: (what to deliver to the client, b"" for nothing; what to do then)."""
        if not reply.is_object(line):
            return b"", [Stray(line)] if line.strip() else []
        head = line[: reply.LOOK]
        kind, request, failed = reply.peek(head, line[-reply.LOOK :])
        method = reply.method(head) if kind == reply.OTHER else None
        if kind == reply.UNKNOWN or self.lists:
            kind, request, failed = reply.parse(line)
            if kind == reply.UNKNOWN:
                return self._unreadable(line)
        if kind == reply.OTHER and (method is None or method in _WATCHED):
            return self._server_says(line, now)
        if method in reply.SHOWN and (not line.isascii() or line.find(b"\\u") >= 0):
            return self._judge.notice(line), []
        if kind != reply.RESPONSE or request is None:
            return line, []
        call = self.pending.pop(request, None)
        if call is not None:
            line, told, stopped = self._judge.reply(call, line, failed, now)
            if stopped is None and call.modern and line.find(b'"input_required"') >= 0:
                stopped, asked = self._wants(call, line, now)
                told += asked
            if stopped is not None:
                return denials.no(call, stopped).line, [*told, *self._replied(call, line, True, now)]
            begun = self._sequels.replied(call, line, now) if (call.modern or call.tasked) and not failed else None
            return line, told + (self._replied(call, line, failed, now) if begun is None else begun)
        if request in self.lists:
            return self._listed(*self.lists.pop(request), line, now)
        if request in self._sequels.asked:
            return line, self._sequels.told(request, line, now)
        if self._announcer.listens.pop(request, None) is None and request not in self._asked:
            return self._unasked(line)
        self._asked.discard(request)
        return line, []

    def _wants(self, call: Call, line: bytes, now: float) -> tuple[Verdict | None, list[Effect]]:
        from callgate_proxy import wants  # few servers ask for anything

        return wants.judged(self._judge, call, line, now)

    def _unasked(self, line: bytes) -> tuple[bytes, list[Effect]]:
        """An answer to a question that nobody asked, or that is over: the client gets none."""
        if not self._judge.strict:
            return line, []
        return b"", [Stray(line)]

    def from_server_in_parts(self, head: bytes, tail: bytes, size: int, now: float) -> list[Effect]:
        """As `from_server` for a line of `size` bytes that was delivered in parts: only its ends are at hand."""
        kind, request, failed = reply.peek(head, tail)
        call = self.pending.pop(request, None) if kind == reply.RESPONSE and request is not None else None
        return [] if call is None else self._judge.ended_in_parts(call, failed, size, now)

    def _replied(self, call: Call, line: bytes, failed: bool, now: float) -> list[Effect]:
        if failed and call.charges:
            from callgate_proxy import refunds  # not even loaded where no limit was charged

            return refunds.failed(call, line, now)
        return [Record(rows.end(call, "error" if failed else "ok", len(line), now))]

    def _listed(self, method: str, cursor: object, line: bytes, now: float) -> tuple[bytes, list[Effect]]:
        if method in ("initialize", "server/discover"):
            line, effects = self._introduced(line)
            return announcing.promising(line) if method == "initialize" else line, effects
        result = reply.result(line)
        listed = reply.named(result, method.partition("/")[0])
        effects = self._screened(method, listed, cursor, result.get("nextCursor"))
        if method == "prompts/list":
            line, cleaned = self._judge.clean(line)
            return line, effects + cleaned
        self._judge.tell("tools", listed)
        self._announcer.lists(listed, lambda tool: self._judge.hides(tool, now))
        line, cleaned = self._judge.clean(reply.without(line, lambda tool: self._judge.hides(tool, now)))
        return line, [Saw(listed, self._judge.tell), *effects, *cleaned]

    def _screened(self, method: str, listed: list[dict[str, object]], cursor: object, more: object) -> list[Effect]:
        screen = self._judge.screen(begun=True)
        if screen is None:
            return []
        told, self._instructions = self._instructions, None
        effects = [] if told is None else self._sighted(*screen.instructions(told)[1:])
        if method == "prompts/list":
            return effects + self._sighted(*screen.prompts(listed, cursor, more))
        return effects + self._sighted(*screen.tools(listed, cursor, more))

    def _sighted(self, found: Found, listings: list[Listing]) -> list[Effect]:
        return [*self._judge.found(found), *([Sighted(listings)] if listings else [])]

    def _introduced(self, line: bytes) -> tuple[bytes, list[Effect]]:
        """The server's introduction, with its instructions where they are those that are known."""
        told = reply.result(line).get("instructions", "") if b'"instructions"' in line else ""
        screen = self._judge.screen() if told else None
        if screen is None:  # there is nothing to compare them with: they are looked at once the client uses the server
            self._instructions = told if isinstance(told, str) else None
            passes, orders = self._judge.orders(self._instructions or "") if told else (True, [])
            return line if passes else reply.without_instructions(line), orders
        passes, found, listings = screen.instructions(str(told))
        return line if passes else reply.without_instructions(line), self._sighted(found, listings)

    def _server_says(self, line: bytes, now: float) -> tuple[bytes, list[Effect]]:
        """A notification or request of the server's that may matter."""
        message = reply.message(line)
        if message is None:
            return self._unreadable(line)
        if message.method not in _WATCHED:
            return line, []
        if message.method == announcing.ACKNOWLEDGED:
            self._announcer.acknowledged(message)
            return line, []
        if message.method == CANCELLED:
            passes, effects = self._cancelled(message, now, back=True)
            return (line if passes else b""), effects
        if message.id is None:
            return b"", [Stray(line)]
        return b"", [Asked(Call(self._judge.row_id(), message.id, message, line, back=True))]

    def server_asks(self, call: Call, now: float) -> list[Effect]:
        """What happens to a request of the server's that `from_server` gave as Asked."""
        if any(call.id in place for place in self.asking):
            return [Stray(call.line)]
        return self._docket.judged(call, now)

    def _unreadable(self, line: bytes) -> tuple[bytes, list[Effect]]:
        # A client's reader may be less strict: what could be a request that must be judged is no message.
        return (b"", [Stray(line)]) if any(mark in line for mark in _MARKS) else (line, [])
