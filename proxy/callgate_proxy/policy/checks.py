"""Whether a predicate holds for a call's arguments: yes, no, or no way to tell.

* Types never convert: "true" is not true, 1 is not true, "5" is not 5. Whole and decimal numbers are one type.
* No way to tell (an argument that is missing or of the wrong type, a path that cannot be resolved) refuses: `require`
  wants a yes, `deny_if` is content only with a no.
* `[*]` and `.**`: `require` wants at least one value and a yes from each; `deny_if` wants a no from each, and has
  nothing to say about an empty list. Operators on text pass over the other leaves of `.**`: a number holds no text to
  forbid.
Pure, but for the way paths are looked up, which the caller brings. On the proxy's path.
"""

from __future__ import annotations

from callgate_proxy.jsonlean import as_list, as_object
from callgate_proxy.policy import automaton, globs, hosts, paths

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    Under = Callable[[str, list[str]], bool | None]
    Segments = Sequence[str | int | bool | None]
    Condition = Sequence[Any]  # segments, op, value, text (the predicate's own on_deny)

MISSING = object()
MILLION = 1_000_000
LARGEST_COST = 10**12

_ON_TEXT = frozenset(("regex", "glob", "under", "not_under", "host_in", "host_not_in", "sql"))


def gather(arguments: object, segments: Segments) -> list[object]:
    """The values a path leads to; MISSING stands for each that is not there."""
    values = [arguments]
    for segment in segments:
        if segment is True:
            return [leaf for value in values for leaf in _leaves(value)]
        if segment is None:
            lists = [as_list(value) for value in values]
            values = [item for found in lists for item in ((MISSING,) if found is None else found)]
        else:
            values = [_step(value, segment) for value in values]
    return values


def _step(value: object, segment: str | int) -> object:
    if isinstance(segment, str):
        members = as_object(value)
        return MISSING if members is None else members.get(segment, MISSING)
    items = as_list(value)
    return items[segment] if items is not None and segment < len(items) else MISSING


def _leaves(value: object) -> list[object]:
    found: list[object] = []
    pending = [value]
    while pending:
        one = pending.pop()
        members, items = as_object(one), as_list(one)
        if members is None and items is None:
            found.append(one)
        else:
            pending += members.values() if members is not None else items or ()
    return found


def meets(condition: Condition, arguments: object, under: Under) -> bool:
    """For `require`: the predicate holds for certain."""
    segments, op, value = condition[:3]
    found = gather(arguments, segments)
    if len(found) == 1:
        return holds(op, found[0], value, under) is True
    return bool(found) and all(holds(op, one, value, under) is True for one in found)


def trips(condition: Condition, arguments: object, under: Under) -> bool:
    """For `deny_if`: the predicate holds, or there is no way to tell."""
    segments, op, value = condition[:3]
    found = gather(arguments, segments)
    if segments and segments[-1] is True and (op in _ON_TEXT or op == "contains"):
        found = [one for one in found if isinstance(one, str) or one is MISSING]
    return any(holds(op, one, value, under) is not False for one in found)


def holds(op: str, actual: object, value: Any, under: Under = paths.under) -> bool | None:
    """Whether `actual` stands in the relation `op` to `value`; None where there is no way to tell."""
    if op == "exists":
        return (actual is not MISSING and actual is not None) is value
    if actual is MISSING:
        return None
    if op in _ON_TEXT:
        return _on_text(op, actual, value, under) if isinstance(actual, str) else None
    return _plain(op, actual, value)


def _plain(op: str, actual: object, value: Any) -> bool | None:
    if op == "eq" or op == "neq":
        same = _same(actual, value)
        return same if op == "eq" or same is None else not same
    if op == "in" or op == "not_in":
        among = _among(actual, value)
        return among if op == "in" or among is None else not among
    if op == "same":
        return identical(actual, value)
    if op == "keys":
        members = as_object(actual)
        return None if members is None else all(key in value for key in members)
    if op == "contains":
        items = as_list(actual)
        if items is not None:
            return any(_same(item, value) is True for item in items)
        return value in actual if isinstance(actual, str) and isinstance(value, str) else None
    if isinstance(actual, bool) or not isinstance(actual, int | float):
        return None
    if op == "lt":
        return actual < value
    if op == "lte":
        return actual <= value
    return actual > value if op == "gt" else actual >= value if op == "gte" else None


def _on_text(op: str, actual: str, value: Any, under: Under) -> bool | None:
    if op == "glob":
        return any(globs.matches(pattern, actual) for pattern in value)
    if op == "regex":
        return automaton.search(value[0], value[1], actual)
    if op == "under":
        return under(actual, value)
    if op == "sql":
        from callgate_proxy.risk import sql

        return sql.only_reads(actual)
    if op == "host_in":
        return hosts.within(actual, value)
    inside = under(actual, value) if op == "not_under" else hosts.within(actual, value)
    return None if inside is None else not inside


def _kind(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "number"
    return "text" if isinstance(value, str) else "null" if value is None else "other"


def _same(actual: object, value: object) -> bool | None:
    """Typed equality; None for two types. null is comparable: asking for null is asking whether there is a value."""
    if value is None:
        return actual is None
    return actual == value if _kind(actual) == _kind(value) else None


def identical(actual: object, value: object) -> bool:
    """Whether two JSON values are one and the same, type for type: 1, 1.0 and true all differ."""
    pending = [(actual, value)]
    while pending:
        one, other = pending.pop()
        if type(one) is not type(other):
            return False
        members, others = as_object(one), as_object(other)
        items, rest = as_list(one), as_list(other)
        if members is not None and others is not None:
            if members.keys() != others.keys():
                return False
            pending += [(members[key], others[key]) for key in members]
        elif items is not None and rest is not None:
            if len(items) != len(rest):
                return False
            pending += zip(items, rest, strict=True)
        elif one != other:
            return False
    return True


def _among(actual: object, values: list[object]) -> bool | None:
    seen = [_same(actual, value) for value in values]
    return True if True in seen else False if False in seen else None


def millionths(arguments: object, segments: Segments) -> int | None:
    """What a call costs: the argument's decimal value in millionths, rounded up; None for what is no amount."""
    found = gather(arguments, segments)
    if len(found) != 1:
        return None
    amount = found[0]
    if isinstance(amount, bool) or not isinstance(amount, int | float) or not 0 <= amount <= LARGEST_COST:
        return None
    if isinstance(amount, int):
        return amount * MILLION
    # The digits a person reads, not the nearest binary fraction: 0.1 is 100,000 millionths and not one more.
    from decimal import ROUND_CEILING, Decimal

    return int((Decimal(repr(amount)) * MILLION).to_integral_value(ROUND_CEILING))
