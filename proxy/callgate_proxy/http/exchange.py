"""One message of a client's on its way through the judgement.

The line that is judged is the message written anew: a body over HTTP may have line ends inside. It is read strictly
before (no key twice, nothing that two readers could read differently), so both mean the same; what goes to the server
is the body as it came.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

from callgate_proxy.jsonlean import as_object, dumps, loads
from callgate_proxy.lines import Sink

Id = str | int
Push = Callable[[bytes], Awaitable[None]]  # one message (bytes, one line) into an open stream to the client


class Into(Sink):
    """What the shell writes goes to a function, in any thread."""

    __slots__ = ("_take",)

    def __init__(self, take: Callable[[bytes], object]) -> None:
        super().__init__(-1)
        self._take = take

    def write(self, data: bytes) -> bool:
        """Hands `data` over."""
        self._take(data)
        return True


class Exchange:
    """One message. `fate`: None when it goes on, else the answer in its stead (bytes, one line; b"" for none)."""

    def __init__(self, key: Id | None, own: Id | None, method: str | None, line: bytes) -> None:
        self.key = key  # its id in the channel
        self.own = own  # its id as the client chose it
        self.method = method
        self.line = line
        self.fate: asyncio.Future[bytes | None] = asyncio.get_running_loop().create_future()
        self.push: Push | None = None  # into the stream that answers it

    def settle(self, fate: bytes | None) -> None:
        """Says what becomes of it, once."""
        if not self.fate.done():
            self.fate.set_result(fate)


def message(body: bytes) -> dict[str, object] | None:
    """The JSON object in `body`, read strictly; None where there is none."""
    try:
        return as_object(loads(body.decode("utf-8")))
    except ValueError:
        return None


def usable(found: object) -> Id | None:
    """`found`, where it can be a message's id."""
    return found if isinstance(found, (str, int)) and not isinstance(found, bool) else None


def unreadable(body: bytes) -> Exchange:
    """A body with no message in it: the shell refuses its line for the same reason, on the record."""
    return Exchange(None, None, None, body.rstrip(b"\r\n") + b"\n")


def exchange(told: dict[str, object], fresh: Callable[[], Id] | None) -> Exchange:
    """The message `told`. `fresh`: gives its requests ids of our own; None: they keep theirs."""
    own, method = usable(told.get("id")), told.get("method")
    named = method if isinstance(method, str) else None
    key = own
    if fresh is not None and own is not None and named is not None:
        key = fresh()
        told = {**told, "id": key}
    return Exchange(key, own, named, dumps(told).encode() + b"\n")
