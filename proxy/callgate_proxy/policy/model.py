"""The policy file's format: the one place that knows pydantic.

* Strict: no unknown keys, no coercion ("30" is not 30, 1 is not true). A PolicyLayer policy loads as it is.
* Everything wrong is said at once, each with line, column, JSON pointer and, where there is one, the likely intention.
* The model says what may be written; what it means is compiled in `compile.py` and decided in `decide.py`.
The docstrings of the classes and fields go into the JSON Schema that editors complete the file with (`schema.py`).
"""

from __future__ import annotations

import json
from typing import Literal

from pydantic import (
    Field,
    ValidationError,
)

from callgate_proxy import jsonlean
from callgate_proxy.policy.complaints import complaints
from callgate_proxy.policy.model_parts import (
    Category,
    Checks,
    Default,
    Entries,
    Entry,
    Folders,
    Group,
    Hide,
    Limit,
    Methods,
    Name,
    Part,
    Predicate,
    RateLimit,
    Request,
)
from callgate_proxy.policy.places import Places, PolicyInvalid, Problem

__all__ = ["Policy", "PolicyInvalid", "Problem", "load"]


class Scope(Part):
    """Rules for the tools of one server, or of all."""

    default: Default | None = None
    """What happens to tools that nothing names."""
    hide: Hide = []
    """Tools (names or globs, or "*") that are taken out of the server's list and refused when called."""
    all_tools: Entry | None = None
    """What holds for every tool."""
    tools: dict[Name, Entries] = {}
    """Tools by name; `*` and `?` are wildcards. An exact name beats a glob, a longer literal prefix a shorter."""
    methods: Methods = Methods()
    """Requests other than tool calls, by method."""
    checks: Checks = Checks()
    """What Callgate's own checks do; the most specific place that names a check decides."""
    risk: dict[Name, Category] = {}
    """The risk class of tools that are classed wrongly, by exact name. It changes what is shown, and no verdict."""
    description: str = ""
    note: str = ""


class Client(Part):
    """Rules for one client, by server."""

    default: Default | None = None
    """What happens to tools that nothing names, on all servers this client uses."""
    servers: dict[Name, Scope] = {}
    description: str = ""
    note: str = ""


class When(Part):
    """When a profile is chosen by itself."""

    under: Folders
    """The client's root, or where it tells none the folder that it started the server in, lies in one of these."""


class Profile(Scope):
    """Rules that hold on top of the others while the profile is chosen. What the others deny stays denied."""

    when: When | None = None
    """Without it, the profile is only chosen by hand: in the tray, or by `callgate policy profile`."""
    servers: dict[Name, Scope] = {}
    clients: dict[Name, Client] = {}


class Policy(Scope):
    """Callgate's policy file, policy.json."""

    schema_: str | None = Field(default=None, alias="$schema")
    """Where editors find this schema."""
    version: Literal["1"]
    default: Default  # pyright: ignore[reportGeneralTypeIssues, reportIncompatibleVariableOverride]
    """What happens to tools that nothing names."""
    servers: dict[Name, Scope] = {}
    clients: dict[Name, Client] = {}
    profiles: dict[Name, Profile] = {}
    """Named sets of rules; at most one is in force for a session."""


LARGEST = 4_000_000  # characters; a policy is written by people
MOST_PROBLEMS = 500  # nobody reads more, and a garbled file has no end of them

_PARTS: dict[str, type[Part]] = {
    "": Policy, "servers": Scope, "clients": Client, "one": Entry, "many": Entry, "all_tools": Entry, "limits": Limit,
    "methods": Methods, "checks": Checks, "one_request": Request, "many_requests": Request,
    "profiles": Profile, "when": When, "object": RateLimit,
    "predicate": Predicate, "group": Group, "conditions": Predicate,
}  # fmt: skip


def load(text: str) -> Policy:
    """The policy that `text` is. Raises PolicyInvalid with everything that is wrong with it."""
    if len(text) > LARGEST:
        raise PolicyInvalid([Problem(0, 0, "", f"the file is larger than {LARGEST:,} characters")])
    try:
        return Policy.model_validate(jsonlean.loads(text.removeprefix("\ufeff")))
    except ValidationError:
        raise PolicyInvalid(_problems(text, "")) from None
    except ValueError as error:
        raise PolicyInvalid(_problems(text, str(error))) from None


def _problems(text: str, otherwise: str) -> list[Problem]:
    """Reads once more, slowly, for the places. `otherwise`: what to say if this reading finds nothing wrong."""
    places = Places(text)
    found = places.faults()
    try:
        Policy.model_validate(json.loads(text.removeprefix("\ufeff")))
    except ValidationError as error:
        keys = {tag: [field.alias or name for name, field in part.model_fields.items()] for tag, part in _PARTS.items()}
        found += complaints(error.errors(include_url=False), places, keys)
    except ValueError as error:
        otherwise = otherwise or str(error)
    found.sort(key=lambda problem: (problem.line, problem.column))
    if len(found) > MOST_PROBLEMS:
        more = f"and {len(found) - MOST_PROBLEMS:,} more"
        found[MOST_PROBLEMS:] = [Problem(found[-1].line, found[-1].column, found[-1].pointer, more)]
    return found or [Problem(0, 0, "", otherwise)]
