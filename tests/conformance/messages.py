"""Looking into JSON-RPC messages, for the bridge and the fixture."""

from __future__ import annotations

from typing import Any, cast

Json = dict[str, Any]


def inside(held: Json, *keys: str) -> Json:
    """The object that lies within `held` under `keys`; {} where there is none."""
    for key in keys:
        found: object = held.get(key)
        held = cast("Json", found) if isinstance(found, dict) else {}
    return held
