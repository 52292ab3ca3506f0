"""Calls whose reply is not their end: tasks, and calls that a server wants more input for. Pure.

1. A task's row ends when a reply to `tasks/result`, `tasks/get` or `tasks/cancel` tells how the task ended.
2. A call that was answered with "input_required" may be continued once for each such answer, by a call of the same
   method, name and arguments. Which answer a call continues is told by its `requestState` and the keys of its
   `inputResponses`.
3. Whatever is not recognised here is an ordinary call, judged and charged in full.
4. No more than MOST of each are kept: beyond, the oldest goes.
Source: MCP 2025-11-25 (tasks), 2026-07-28 (multi round-trip requests), the extension io.modelcontextprotocol/tasks.
"""

from __future__ import annotations

from callgate_proxy import reply, rows
from callgate_proxy.effects import Record
from callgate_proxy.jsonlean import as_object
from callgate_proxy.sameness import identity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from callgate_proxy.effects import Call, Effect
    from callgate_proxy.wire import Message

    Id = str | int

MOST = 256
SMALL = 8_192  # bytes of a line that is searched whole for the marks of a sequel
_MARKS = (b'"input_required"', b'"taskId"')
_ASKING = frozenset(("tasks/result", "tasks/get", "tasks/cancel"))
_ENDS = {"completed": "ok", "failed": "error", "cancelled": "cancelled"}


class Changed(ValueError):
    """A call claims to continue one that had another name or other arguments."""


class _Awaited:
    """A call that a server wants more for. `state`: its requestState, None without; `keys`: of what it wants."""

    __slots__ = ("call", "key", "keys", "state")

    def __init__(self, call: Call, state: object, keys: set[str]) -> None:
        self.call = call
        self.key = identity(call)
        self.keys = keys
        self.state = state
        call.spent()


class Sequels:
    """One session's. `asked`: the client's open requests about tasks that are followed, as (method, task)."""

    __slots__ = ("_awaited", "_tasks", "asked")

    def __init__(self) -> None:
        self._awaited: list[_Awaited] = []
        self._tasks: dict[str, Call] = {}
        self.asked: dict[Id, tuple[str, str]] = {}

    def replied(self, call: Call, line: bytes, now: float) -> list[Effect] | None:
        """What the reply to `call` begins; None where it is the call's end."""
        ends = line if len(line) <= SMALL else line[: reply.LOOK] + line[-reply.LOOK :]
        if not any(mark in ends for mark in _MARKS):
            return None
        result = reply.result(line)
        if result.get("resultType") == "input_required":
            wanted = as_object(result.get("inputRequests")) or {}
            self._awaited.append(_Awaited(call, result.get("requestState"), set(wanted)))
            del self._awaited[:-MOST]
            return [Record(rows.end(call, "input_required", len(line), now))]
        told = result if result.get("resultType") == "task" else as_object(result.get("task")) or {}
        task = told.get("taskId")
        if not isinstance(task, str):
            return None
        lost = self._tasks.pop(task, None)
        self._tasks[task] = call
        call.spent()
        if lost is None and len(self._tasks) > MOST:
            lost = self._tasks.pop(next(iter(self._tasks)))
        return [] if lost is None else [Record(rows.end(lost, "lost", 0, now))]

    def continued(self, call: Call, message: Message) -> Call | None:
        """The call that `call` continues, which cannot be continued again then; None for none. Raises Changed."""
        given = as_object(message.params.get("inputResponses")) or {}
        state = message.params.get("requestState")
        claimed = [one for one in self._awaited if one.state == state and one.keys >= given.keys()]
        key = identity(call)
        for one in claimed:
            if one.key == key:
                self._awaited.remove(one)
                return one.call
        if claimed:
            raise Changed
        return None

    def asks(self, message: Message) -> None:
        """A request of the client's that is not judged passes."""
        task = message.params.get("taskId")
        if message.method in _ASKING and message.id is not None and isinstance(task, str) and task in self._tasks:
            self.asked[message.id] = str(message.method), task

    def told(self, request: Id, line: bytes, now: float) -> list[Effect]:
        """The reply to one of `asked`."""
        method, task = self.asked.pop(request)
        outcome = _outcome(method, line)
        call = self._tasks.pop(task, None) if outcome else None
        return [] if call is None else [Record(rows.end(call, outcome, len(line), now))]

    def end(self, now: float) -> list[Effect]:
        """The session ends."""
        effects: list[Effect] = [Record(rows.end(call, "lost", 0, now)) for call in self._tasks.values()]
        self._tasks.clear()
        return effects


def _outcome(method: str, line: bytes) -> str:
    """How a task ended, as the reply to a request about it tells; "" where it does not."""
    _, _, failed = reply.parse(line)
    if method == "tasks/result":
        return "error" if failed else "ok"
    if failed:
        return ""
    if method == "tasks/cancel":
        return "cancelled"
    result = reply.result(line)
    ended = _ENDS.get(str(result.get("status")), "")
    if ended == "ok" and "result" not in result:
        return ""  # 2025-11-25: what it came to is still to be fetched
    inside = as_object(result.get("result")) or {}
    return "error" if inside.get("isError") is True else ended
