"""Paths that leave the folders a client declared to the server it calls.

1. Declared are the answers to `roots/list`; a server that never asked for them is not bound by them.
2. Inside is what lies inside by every reading of it. One reading outside, or an uncertain one, is an escape.
3. With no folder declared, only a text that no honest program sends is found: a NUL inside a path.
"""

from __future__ import annotations

from callgate_proxy.risk.finding import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from callgate_proxy.risk.readings import Reading

CHECK = "escapes"


def look(text: str, reading: Reading, roots: Sequence[str], where: str) -> list[Finding]:
    """What is wrong with the path `text`. `roots`: the declared folders, as real paths."""
    if reading.uncertain and (roots or "NUL" in reading.uncertain):
        return [Finding(CHECK, "uncertain", where, text, f"The path cannot be trusted: {reading.uncertain}.", "block")]
    if not roots:
        return []
    outside = next((place for place in reading.places if not any(_inside(place, root) for root in roots)), None)
    if outside is None:
        return []
    return [Finding(CHECK, "outside", where, text, f"It leads to {outside}, outside the declared folders.", "block")]


def _inside(place: str, root: str) -> bool:
    root = root.replace("\\", "/")
    return place == root or place.startswith(root if root.endswith("/") else root + "/")
