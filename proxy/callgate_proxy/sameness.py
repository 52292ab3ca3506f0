"""Which calls are the same: one side's, of one method and tool, with arguments that mean the same. Pure.

The order of keys and the way a text is escaped do not matter; 1, 1.0, true and "1" differ.
"""

from __future__ import annotations

from _blake2 import blake2b

from callgate_proxy.jsonlean import as_list, as_object, dumps

TYPE_CHECKING = False
if TYPE_CHECKING:
    from callgate_proxy.effects import Call


def identity(call: Call) -> bytes:
    """Equal for calls that are the same within one session, and for no others."""
    text = dumps([call.back, call.method, call.tool, _ordered(call.arguments)])
    return blake2b(text.encode(), digest_size=32).digest()


def _ordered(value: object) -> object:
    inside = as_object(value)
    if inside is not None:
        return {key: _ordered(inside[key]) for key in sorted(inside)}
    items = as_list(value)
    return value if items is None else [_ordered(item) for item in items]
