"""The client's roots, as it tells them to a server that asks: they may choose the policy's profile. Pure.

Nobody is asked for them here. What cannot be read as a list of roots tells nothing, and what was told before stays.
Source: MCP 2025-11-25 (client/roots).
"""

from __future__ import annotations

from callgate_proxy import reply
from callgate_proxy.jsonlean import as_list, as_object

MOST = 64  # roots of one answer


def told(line: bytes) -> tuple[str, ...] | None:
    """The roots (URLs) in the client's answer `line` to `roots/list`; None where it tells none."""
    roots = as_list(reply.result(line).get("roots"))
    found = [(as_object(root) or {}).get("uri") for root in roots or []]
    places = tuple([uri for uri in found if isinstance(uri, str)])
    return None if roots is None or len(places) != len(found) or len(found) > MOST else places
