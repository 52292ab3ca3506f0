"""The open questions: what the proxies ask, until somebody answers, takes it back, or its time is over.

* A question belongs to the connection it came over; with the connection it goes. Nothing is kept for a proxy that left.
* A line that is not one of `contract`'s messages closes its connection, with a reason in the tray's own log. The proxy
  then refuses the call: no answer is a refusal.
* The pid is the kernel's word where it gives one; server, client and command are the proxy's.
* A proxy that starts may ask for secrets, once at a time: `lend` answers, in a thread, and no value is ever logged.
* Time is the owner's: `expire(now)` ends what is overdue.

No Qt, no files, no clock.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from math import inf
from typing import Protocol, cast

from callgate_proxy import contract
from callgate_proxy.errors import LinkError

GRACE = 10.0  # seconds after its deadline in which a question's proxy says what became of it

MOST_ALLOWED = 64  # of a connection's, whose questions are kept after a yes: it may have come too late

log = logging.getLogger("callgate.hub")


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One call that waits. Times in seconds since the epoch; `args` as the client sent them (unmasked).

    `tool`: what is called; of a request that is no tool call its `method` ("" for tool calls). `late`: the client was
    told to call again; an answer holds for that next call, and there is no deadline any more (infinity). `limit`: the
    latest moment to which `hold` can put the deadline off.
    """

    link: int
    call: str
    server: str
    client: str
    command: tuple[str, ...]
    pid: int
    tool: str
    args: dict[str, object]
    rule: str
    reason: str
    asked: float
    deadline: float
    method: str = ""
    late: bool = False
    limit: float = 0.0


Lend = Callable[[str, str, list[str]], dict[str, object]]  # client, server, names: contract.lent; it may take its time


class Events(Protocol):
    """What the hub tells its owner, on the loop."""

    def opened(self, question: Question) -> None:
        """A proxy asks."""

    def closed(self, question: Question, why: str) -> None:
        """The question ended without our answer. `why`: one of `contract.HOW`."""

    def deferred(self, question: Question, late: Question) -> None:
        """The client was told to call again: `late` stands for `question` from now on."""

    def left(self, link: int) -> None:
        """A connection ended; its questions were closed before."""

    def shown(self) -> None:
        """A second tray handed over: bring the window up."""


class _Link:
    """One connection: who speaks, and what it still waits for."""

    __slots__ = ("allowed", "client", "command", "number", "open", "pid", "server", "writer")

    def __init__(self, number: int, pid: int, writer: asyncio.StreamWriter) -> None:
        self.number = number
        self.pid = pid
        self.writer = writer
        self.server: str | None = None
        self.client = ""
        self.command: tuple[str, ...] = ()
        self.open: dict[str, Question] = {}
        self.allowed: dict[str, Question] = {}


class Hub:
    """Every connection's questions, oldest first."""

    def __init__(self, events: Events) -> None:
        self._events = events
        self.lend: Lend | None = None
        self.overruled: Callable[[Question, str], None] | None = None  # a yes of the person's, and why it counts not
        self._links: dict[int, _Link] = {}
        self._lending: dict[int, asyncio.Task[None]] = {}  # by the link's number
        self._count = 0

    @property
    def questions(self) -> list[Question]:
        """The open questions, in the order they were asked."""
        waiting = [question for link in self._links.values() for question in link.open.values()]
        return sorted(waiting, key=lambda question: question.asked)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, pid: int) -> None:
        """Reads one connection to its end."""
        self._count += 1
        link = self._links[self._count] = _Link(self._count, pid, writer)
        try:
            while (untrusted_line := await reader.readline()).endswith(b"\n"):
                self._take(link, untrusted_line)
        except LinkError as error:
            log.warning("closed the connection of process %d: %s", pid, error)
        except ValueError:
            log.warning("closed the connection of process %d: its line is longer than the limit", pid)
        except ConnectionError as error:
            log.info("the connection of process %d broke: %s", pid, error)
        finally:
            del self._links[link.number]
            for question in link.open.values():
                self._events.closed(question, "cancelled")
            self._events.left(link.number)

    def answer(self, question: Question, decision: str, how: str, note: str = "") -> bool:
        """Sends the person's word; False where the question is no longer open (nothing is sent then)."""
        link = self._links.get(question.link)
        if link is None or link.open.pop(question.call, None) is None or link.writer.is_closing():
            return False
        line = json.dumps(contract.answer(question.call, decision, how, note), ensure_ascii=True)
        link.writer.write(line.encode() + b"\n")
        if decision == contract.ALLOWED and how != "session":
            link.allowed[question.call] = question
            if len(link.allowed) > MOST_ALLOWED:
                del link.allowed[next(iter(link.allowed))]
        return True

    def hold(self, question: Question) -> Question | None:
        """Puts the deadline off to the limit, while a person looks; the question that stands in the old one's place.

        None where nothing can be put off: it is over, late, or at its limit already.
        """
        link = self._links.get(question.link)
        if link is None or link.writer.is_closing() or question.deadline >= question.limit:
            return None
        if link.open.get(question.call) is not question:
            return None
        link.open[question.call] = held = replace(question, deadline=question.limit)
        link.writer.write(json.dumps(contract.hold(question.call)).encode() + b"\n")
        return held

    def expire(self, now: float) -> None:
        """Ends the questions whose deadline is long past: their proxies should have said what became of them."""
        for question in self.questions:
            if question.deadline + GRACE <= now:
                self._close(self._links[question.link], question.call, "no-answer")

    async def _lent(self, link: _Link, lend: Lend, names: list[str]) -> None:
        try:
            told = await asyncio.to_thread(lend, link.client, link.server or "", names)
            if link.number in self._links and not link.writer.is_closing():
                link.writer.write(json.dumps(told).encode() + b"\n")
        finally:
            del self._lending[link.number]

    def _close(self, link: _Link, call: str, why: str) -> None:
        question = link.open.pop(call, None)
        if question is not None:
            self._events.closed(question, why)
        answered = link.allowed.pop(call, None)
        if answered is not None and self.overruled is not None and why in ("limit", "deny"):
            self.overruled(answered, why)

    def _defer(self, link: _Link, call: str) -> None:
        question = link.open.get(call)
        if question is not None:
            late = link.open[call] = replace(question, late=True, deadline=inf)
            self._events.deferred(question, late)

    def _take(self, link: _Link, untrusted_line: bytes) -> None:
        message = _read(untrusted_line)
        op = message.get("op")
        if op == "show":
            self._events.shown()
        elif op == "hello":
            _greet(link, message)
        elif op == "ask":
            question = _question(link, message)
            link.open[question.call] = question
            self._events.opened(question)
        elif op == "pending":
            self._defer(link, _text(message, "call"))
        elif op == "withdraw":
            why = _text(message, "why")
            self._close(link, _text(message, "call"), why if why in contract.HOW else "cancelled")
        elif op == "secrets" and self.lend is not None:
            names = _asked_for(link, message)
            if link.number in self._lending:
                raise LinkError("it asked for secrets while it was getting some")
            self._lending[link.number] = asyncio.create_task(self._lent(link, self.lend, names))
        else:
            raise LinkError("it sent a message this version does not know")


def _read(untrusted_line: bytes) -> dict[str, object]:
    try:
        message: object = json.loads(untrusted_line)
    except (ValueError, RecursionError) as error:
        raise LinkError("it sent a line that is not JSON") from error
    if not isinstance(message, dict):
        raise LinkError("it sent a line that is not an object")
    return cast(dict[str, object], message)


def _greet(link: _Link, message: dict[str, object]) -> None:
    if message.get("v") != contract.VERSION:
        raise LinkError("it speaks another version of the protocol; restart the client")
    command = message.get("command")
    if not isinstance(command, list) or not all(isinstance(word, str) for word in cast(list[object], command)):
        raise LinkError("its hello has no command line")
    link.server = _text(message, "server")
    link.client = _text(message, "client")
    link.command = tuple(cast(list[str], command))
    if not link.pid:
        link.pid = int(_number(message, "pid"))


def _asked_for(link: _Link, message: dict[str, object]) -> list[str]:
    names = message.get("names")
    if link.server is None:
        raise LinkError("it asked for secrets before it said who it is")
    if not isinstance(names, list) or not all(isinstance(name, str) for name in cast(list[object], names)):
        raise LinkError("it asked for secrets without names")
    return cast(list[str], names)


def _question(link: _Link, message: dict[str, object]) -> Question:
    args = message.get("args")
    if link.server is None:
        raise LinkError("it asked before it said who it is")
    if not isinstance(args, dict):
        raise LinkError("it asked without arguments")
    call = _text(message, "call")
    if call in link.open:
        raise LinkError("it asked twice under one name")
    method = _text(message, "method") if message.get("method") != "tools/call" else ""
    return Question(
        link=link.number,
        call=call,
        server=link.server,
        client=link.client,
        command=link.command,
        pid=link.pid,
        tool=method or _text(message, "tool"),
        args=cast(dict[str, object], args),
        rule=_text(message, "rule"),
        reason=_text(message, "reason"),
        asked=_number(message, "asked"),
        deadline=_number(message, "deadline"),
        method=method,
        limit=_number(message, "limit") if "limit" in message else _number(message, "deadline"),
    )


def _text(message: dict[str, object], key: str) -> str:
    value = message.get(key)
    if not isinstance(value, str):
        raise LinkError(f"its message has no text {key!r}")
    return value


def _number(message: dict[str, object], key: str) -> float:
    value = message.get(key)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise LinkError(f"its message has no number {key!r}")
    return float(value)
