"""What pydantic finds, told to the person who wrote the file: where it is, what is wrong, and what was likely meant."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from callgate_proxy.policy.places import Places, Problem

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

OPERATORS = {
    "==": "eq", "=": "eq", "equals": "eq", "is": "eq", "!=": "neq", "ne": "neq", "not": "neq", "<": "lt", "<=": "lte",
    "le": "lte", ">": "gt", ">=": "gte", "ge": "gte", "matches": "regex", "match": "regex", "nin": "not_in",
    "includes": "contains", "has": "exists", "path": "under", "within": "under", "host": "host_in",
}  # fmt: skip

KINDS = {
    "model_type": "an object", "dict_type": "an object", "model_attributes_type": "an object", "list_type": "a list",
    "string_type": "a text", "float_type": "a number", "bool_type": "true or false",
}  # fmt: skip


def complaints(errors: list[ErrorDetails], places: Places, keys: dict[str, list[str]]) -> list[Problem]:
    """A problem for each of pydantic's `errors`. `keys`: the keys each part of the file may have, by the part's tag."""
    return [_complaint(error, places, keys) for error in errors]


def _complaint(error: ErrorDetails, places: Places, keys: dict[str, list[str]]) -> Problem:
    kind, at = error["type"], error["loc"]
    if kind == "extra_forbidden":
        key = str(at[-1])
        return places.problem(at, f"unknown key {key!r}", _meant(key, keys.get(_part(at[:-1]), [])), at_key=True)
    if kind == "missing":
        return places.problem(at[:-1], f"{str(at[-1])!r} is missing", MISSING.get(str(at[-1]), ""))
    if kind == "literal_error":
        return _choice(error, places)
    if kind == "value_error":
        return places.problem(at, str(error.get("ctx", {}).get("error", error["msg"])))
    if kind in KINDS:
        return places.problem(at, f"must be {KINDS[kind]}, not {_named(error['input'])}")
    return places.problem(at, error["msg"][:1].lower() + error["msg"][1:])


ONLY = {"*": 'must be a list of names, or "*" for all'}

MISSING = {
    "version": 'begin the file with "version": "1"',
    "default": 'say what happens to tools that nothing names: "default": "ask"',
}


def _part(at: tuple[int | str, ...]) -> str:
    """The kind of part at a location, by the union tag or the field that leads to it."""
    steps = [step for step in at if isinstance(step, str)]
    if len(steps) > 1 and steps[-2] in ("servers", "clients", "profiles"):
        return steps[-2]
    return steps[-1] if steps else ""


def _choice(error: ErrorDetails, places: Places) -> Problem:
    given = error["input"]
    wanted = str(error.get("ctx", {}).get("expected", "")).replace("'", "")
    choices = wanted.replace(" or ", ", ").split(", ")
    if len(choices) == 1:
        return places.problem(error["loc"], ONLY.get(wanted, f'must be "{wanted}"'))
    if not isinstance(given, str):
        return places.problem(error["loc"], f"must be {wanted}, not {_named(given)}")
    other = OPERATORS.get(given.lower(), "") if error["loc"][-1] == "op" else ""
    hint = f'did you mean "{other}"?' if other else _meant(given, choices)
    return places.problem(error["loc"], f'"{given[:80]}" is not {wanted}', hint)


def _meant(given: str, choices: list[str]) -> str:
    close = get_close_matches(given.lower()[:80], choices, 1, 0.6)
    return f'did you mean "{close[0]}"?' if close else "possible: " + ", ".join(choices) if choices else ""


def _named(value: object) -> str:
    for kind, name in ((dict, "an object"), (list, "a list"), (str, "a text"), (bool, "true or false")):
        if isinstance(value, kind):
            return name
    return "null" if value is None else "a number"
