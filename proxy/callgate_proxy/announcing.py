"""Telling the client that its list of tools is no longer what the policy shows. Pure: the caller brings `now`.

1. Nothing is said to a client that never listed, and nothing while every tool is shown or hidden as it was listed.
2. Before 2026-07-28: a notification, after the client's `notifications/initialized`; the handshake promises it.
3. Since then: only to open `subscriptions/listen` requests that asked for it and that the server acknowledged, each
   under its own id.
"""

from __future__ import annotations

from callgate_proxy.effects import Reply
from callgate_proxy.jsonlean import as_object, dumps, loads, members

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from callgate_proxy.effects import Effect
    from callgate_proxy.wire import Message

    Id = str | int

MOST = 4_096  # tools whose state is kept
ACKNOWLEDGED = "notifications/subscriptions/acknowledged"
_SUBSCRIPTION = "io.modelcontextprotocol/subscriptionId"
_CHANGED = "notifications/tools/list_changed"


class Announcer:
    """One client's lists. `listens`: its open subscriptions to changes of the tools, and whether the server agreed."""

    __slots__ = ("_initialized", "_told", "listens")

    def __init__(self) -> None:
        self._initialized = False
        self._told: dict[str, bool] = {}  # tool -> whether it was hidden when the client last heard of it
        self.listens: dict[Id, bool] = {}

    @property
    def listed(self) -> bool:
        """Whether the client has a list that may change."""
        return bool(self._told)

    def passes(self, message: Message) -> None:
        """A line of the client's that is not judged passes."""
        if message.method == "notifications/initialized":
            self._initialized = True
        elif message.method == "subscriptions/listen" and message.id is not None:
            wanted = as_object(message.params.get("notifications")) or {}
            if wanted.get("toolsListChanged") is True:
                self.listens[message.id] = False

    def acknowledged(self, message: Message) -> None:
        """The server agreed to a subscription, or to a part of it."""
        request = (as_object(message.params.get("_meta")) or {}).get(_SUBSCRIPTION)
        agreed = as_object(message.params.get("notifications")) or {}
        if isinstance(request, (str, int)) and request in self.listens:
            self.listens[request] = agreed.get("toolsListChanged") is True

    def lists(self, tools: list[dict[str, object]], hides: Callable[[str], bool]) -> None:
        """The client gets a list of `tools` without those that the policy hides."""
        for tool in tools:
            name = str(tool["name"])
            if name in self._told or len(self._told) < MOST:
                self._told[name] = hides(name)

    def look(self, hides: Callable[[str], bool]) -> list[Effect]:
        """What the client has to hear now."""
        now = {name: hides(name) for name in self._told}
        if now == self._told:
            return []
        self._told = now
        if self._initialized:
            return [Reply(_notice({}))]
        return [Reply(_notice({"params": {"_meta": {_SUBSCRIPTION: one}}})) for one, on in self.listens.items() if on]


def _notice(more: dict[str, object]) -> bytes:
    return (dumps({"jsonrpc": "2.0", "method": _CHANGED, **more}) + "\n").encode()


def promising(line: bytes) -> bytes:
    """A reply to `initialize`, saying that the list of tools may change; the same where there are no tools."""
    text = line.decode("utf-8")
    place = (0, 0)
    for key in ("result", "capabilities", "tools"):
        inside = members(text, place[0])
        if key not in inside:
            return line
        place = inside[key]
    tools = as_object(loads(text[slice(*place)]))
    if tools is None or tools.get("listChanged") is True:
        return line
    return (text[: place[0]] + dumps({**tools, "listChanged": True}) + text[place[1] :]).encode()
