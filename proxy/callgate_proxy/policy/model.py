"""The policy file's format: the one place that knows pydantic.

* Strict: no unknown keys, no coercion ("30" is not 30, 1 is not true). A PolicyLayer policy loads as it is.
* Everything wrong is said at once, each with line, column, JSON pointer and, where there is one, the likely intention.
* The model says what may be written; what it means is compiled in `compile.py` and decided in `decide.py`.
The docstrings of the classes and fields go into the JSON Schema that editors complete the file with (`schema.py`).
"""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    ValidationError,
    WithJsonSchema,
    model_validator,
)

from callgate_proxy import jsonlean
from callgate_proxy.policy import spelling
from callgate_proxy.policy.complaints import complaints
from callgate_proxy.policy.places import Places, PolicyInvalid, Problem

__all__ = ["Policy", "PolicyInvalid", "Problem", "load"]

Action = Literal["allow", "deny", "ask", "hide"]
Default = Literal["allow", "deny", "ask"]
Op = Literal[
    "eq", "neq", "in", "not_in", "lt", "lte", "gt", "gte", "regex", "contains", "exists",
    "glob", "under", "not_under", "host_in", "host_not_in", "sql",
]  # fmt: skip

Category = Literal["Read", "Write", "Execute", "Destructive", "Financial"]

Name = Annotated[str, Field(min_length=1, max_length=1024)]
ArgPath = Annotated[str, AfterValidator(spelling.checked_path), Field(examples=["args.path", "args.files[*].path"])]
Window = Annotated[str, AfterValidator(spelling.checked_window), Field(examples=["minute", "hour", "day", "30s", "5m"])]
Moment = Annotated[
    str, AfterValidator(spelling.checked_moment), WithJsonSchema({"type": "string", "format": "date-time"})
]
Amount = Annotated[float, Field(ge=0, le=1e12)]


class Part(BaseModel):
    """What every part of the file has in common."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Predicate(Part):
    """One statement about an argument."""

    path: ArgPath
    op: Op
    """regex searches anywhere unless the pattern says ^ and $; types never convert; sql wants the value "read"."""
    value: Annotated[Any, WithJsonSchema({"type": ["string", "number", "boolean", "null", "array"]})] = None
    """What to compare with; in and not_in take a list; glob, under, host_in and their opposites a text or a list."""
    on_deny: str = ""
    """What the agent is told when this refuses the call."""

    @model_validator(mode="after")
    def _value_fits(self) -> Predicate:
        spelling.check_value(self.op, self.value, given="value" in self.model_fields_set)
        return self


class Group(Part):
    """Statements that belong together; with no conditions it always refuses."""

    conditions: list[Predicate]
    on_deny: str = ""
    """What the agent is told when this refuses the call."""


class Limit(Part):
    """How much in how long."""

    counter: Name | None = None
    """Limits that name the same counter share it."""
    window: Window
    """minute, hour, day, or a length such as 30s, 5m, 2h. The window slides."""
    max: Amount
    scope: Literal["session", "grant", "server", "client", "global"] = "grant"
    """Who shares the counter; a grant is one client's use of one server."""
    cost: ArgPath | None = None
    """The argument whose decimal value is summed up; without it every call counts as 1."""
    on_deny: str = ""
    """What the agent is told when the limit is reached."""


class RateLimit(Part):
    """The older spelling of a limit."""

    max: Amount
    window: Annotated[float, Field(gt=0, le=spelling.LONGEST_WINDOW)]
    """Seconds."""


def _shape(one: str, many: str) -> Discriminator:
    def tag(value: object) -> str:
        return many if isinstance(value, list) else one

    return Discriminator(tag)


def _predicate_or_group(value: object) -> str:
    grouped = isinstance(value, Group) or (isinstance(value, dict) and "conditions" in value)
    return "group" if grouped else "predicate"


def _text_or_object(value: object) -> str:
    return "text" if isinstance(value, str) else "object"


Check = Annotated[
    Annotated[Predicate, Tag("predicate")] | Annotated[Group, Tag("group")], Discriminator(_predicate_or_group)
]
RateText = Annotated[str, AfterValidator(spelling.checked_rate), Field(examples=["10/minute"])]
Rate = Annotated[Annotated[RateText, Tag("text")] | Annotated[RateLimit, Tag("object")], Discriminator(_text_or_object)]


class Rule(Part):
    """What holds for a kind of call, besides the action."""

    require: list[Check] = []
    """The call is refused unless all of these hold. A missing argument or a wrong type does not hold."""
    deny_if: list[Check] = []
    """The call is refused if one of these holds. A missing argument or a wrong type counts as holding."""
    limits: list[Limit] = []
    rate_limit: Rate | None = None
    """Older spelling of limits: "10/minute", or max and window in seconds."""
    reason: str = ""
    """What the agent is told when the call is refused."""
    on_deny: str = ""
    """As reason."""
    expires: Moment | None = None
    """RFC 3339 with an offset; the entry is ignored from then on."""
    note: str = ""
    """Where a grant from the approval window came from."""
    description: str = ""


class Entry(Rule):
    """What holds for a tool. `{}` under a default of deny or ask allows it."""

    action: Action | None = None
    """Without one, the next more general entry for this tool decides; where none states one, the tool is allowed."""


class Request(Rule):
    """What holds for requests of one method. Argument paths begin in the request's params: args.uri, args.name."""

    action: Default | None = None
    """Without one, the next more general entry for this method decides; where none states one, it is allowed."""


Requests = Annotated[
    Annotated[Request, Tag("one_request")] | Annotated[list[Request], Tag("many_requests")],
    _shape("one_request", "many_requests"),
]


class Methods(Part):
    """Requests other than tool calls. What is not named here passes, whatever `default` says."""

    read: Requests = Field(default=[], alias="resources/read")
    """The client reads a resource."""
    prompt: Requests = Field(default=[], alias="prompts/get")
    """The client gets a prompt."""
    complete: Requests = Field(default=[], alias="completion/complete")
    """The client has an argument completed."""
    sample: Requests = Field(default=[], alias="sampling/createMessage")
    """The server asks the client's model."""
    elicit: Requests = Field(default=[], alias="elicitation/create")
    """The server asks the person for something: a form to fill in, a page to open."""


CheckAction = Literal["block", "ask", "flag", "off"]


class Checks(Part):
    """What each of Callgate's checks does (docs/attacks.md). One that is not named does what its own rules say."""

    guarded_paths: CheckAction | None = None
    escapes: CheckAction | None = None
    ssrf: CheckAction | None = None
    injection: CheckAction | None = None
    consent: CheckAction | None = None
    sql: CheckAction | None = None
    recipients: CheckAction | None = None
    spend: CheckAction | None = None
    flows: CheckAction | None = None
    leaks: CheckAction | None = None
    loops: CheckAction | None = None
    requests: CheckAction | None = None
    sampling: CheckAction | None = None
    elicitation: CheckAction | None = None
    secrets: CheckAction | None = None
    pins: CheckAction | None = None
    names: CheckAction | None = None
    words: CheckAction | None = None
    hidden: CheckAction | None = None
    results: CheckAction | None = None


Entries = Annotated[Annotated[Entry, Tag("one")] | Annotated[list[Entry], Tag("many")], _shape("one", "many")]
Hide = Annotated[Annotated[Literal["*"], Tag("all")] | Annotated[list[Name], Tag("names")], _shape("all", "names")]


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


class Policy(Scope):
    """Callgate's policy file, policy.json."""

    schema_: str | None = Field(default=None, alias="$schema")
    """Where editors find this schema."""
    version: Literal["1"]
    default: Default  # pyright: ignore[reportGeneralTypeIssues, reportIncompatibleVariableOverride]
    """What happens to tools that nothing names."""
    servers: dict[Name, Scope] = {}
    clients: dict[Name, Client] = {}


LARGEST = 4_000_000  # characters; a policy is written by people
MOST_PROBLEMS = 500  # nobody reads more, and a garbled file has no end of them

_PARTS: dict[str, type[Part]] = {
    "": Policy, "servers": Scope, "clients": Client, "one": Entry, "many": Entry, "all_tools": Entry, "limits": Limit,
    "methods": Methods, "checks": Checks, "one_request": Request, "many_requests": Request,
    "object": RateLimit, "predicate": Predicate, "group": Group, "conditions": Predicate,
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
