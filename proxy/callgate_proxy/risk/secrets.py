"""Secrets in what a server returns: found by the shapes of known credentials, masked where the policy wants it. Pure.

The shapes are those by which rows are masked (`redact`); a mask keeps the length. Binary parts (`data`, `blob`) are not
looked through.
"""

from __future__ import annotations

from callgate_proxy import redact
from callgate_proxy.jsonlean import as_list, as_object
from callgate_proxy.risk.finding import Finding

_BINARY = frozenset(("data", "blob"))
_SAY = "It holds what looks like a credential."


def masked(value: object) -> tuple[object, list[Finding]]:
    """`value` (a result as on the wire) with every credential masked, and one finding for each place.

    The same object where there is none.
    """
    found: list[Finding] = []
    return _masked(value, "", found), found


def _masked(value: object, where: str, found: list[Finding]) -> object:
    if isinstance(value, str):
        clean = redact.without_credentials(value)
        if clean is not value:
            found.append(Finding("secrets", "credential", where, _around(clean), _SAY, "strip"))
        return clean
    if isinstance(value, dict):
        inside = as_object(value) or {}  # pyright: ignore[reportUnknownArgumentType]
        made = {
            key: held if key in _BINARY else _masked(held, f"{where}.{key}" if where else key, found)
            for key, held in inside.items()
        }
        return made if any(made[key] is not held for key, held in inside.items()) else inside
    if isinstance(value, list):
        items = as_list(value) or []  # pyright: ignore[reportUnknownArgumentType]
        shown = [_masked(held, f"{where}[{index}]", found) for index, held in enumerate(items)]
        return shown if any(one is not other for one, other in zip(shown, items, strict=True)) else items
    return value


def _around(clean: str) -> str:
    """The words before the mask: what the credential is, and never itself."""
    at = clean.find("[masked,")
    return clean[max(0, at - 30) : at + 24]
