"""The client's roots, as it tells them to a server that asks: they may choose the policy's profile. Pure.

Nobody is asked for them here. What cannot be read as a list of roots tells nothing, and what was told before stays.
Source: MCP 2025-11-25 (client/roots).
"""

from __future__ import annotations

from callgate_proxy import reply
from callgate_proxy.jsonlean import as_list, as_object

TYPE_CHECKING = False
if TYPE_CHECKING:
    Id = str | int

ASKS = "roots/list"
MOST = 64  # requests without an answer yet, and roots of one answer


class Rooting:
    """One session's. `asked`: the server's open requests for the roots."""

    __slots__ = ("asked",)

    def __init__(self) -> None:
        self.asked: dict[Id, None] = {}

    def asks(self, request: Id | None) -> None:
        """The server asks for the roots."""
        if request is not None and len(self.asked) < MOST:
            self.asked[request] = None

    def told(self, request: Id, line: bytes) -> tuple[str, ...] | None:
        """The roots (URLs) in the client's answer to one of `asked`; None where it tells none."""
        del self.asked[request]
        roots = as_list(reply.result(line).get("roots"))
        found = [(as_object(root) or {}).get("uri") for root in roots or []]
        places = tuple([uri for uri in found if isinstance(uri, str)])
        return None if roots is None or len(places) != len(found) or len(found) > MOST else places
