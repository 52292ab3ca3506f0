"""The parts of the policy file that are about one tool, one request or one check; `model.py` puts them together.

The docstrings of the classes and fields go into the JSON Schema that editors complete the file with (`schema.py`).
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, Tag, WithJsonSchema, model_validator

from callgate_proxy.policy import spelling

Action = Literal["allow", "deny", "ask", "hide"]
Default = Literal["allow", "deny", "ask"]
Op = Literal[
    "eq", "neq", "in", "not_in", "lt", "lte", "gt", "gte", "regex", "contains", "exists",
    "glob", "under", "not_under", "host_in", "host_not_in", "sql", "same", "keys",
]  # fmt: skip

Category = Literal["Read", "Write", "Execute", "Destructive", "Financial"]

Name = Annotated[str, Field(min_length=1, max_length=1024)]
ArgPath = Annotated[str, AfterValidator(spelling.checked_path), Field(examples=["args.path", "args.files[*].path"])]
Window = Annotated[str, AfterValidator(spelling.checked_window), Field(examples=["minute", "hour", "day", "30s", "5m"])]
Moment = Annotated[
    str, AfterValidator(spelling.checked_moment), WithJsonSchema({"type": "string", "format": "date-time"})
]
Amount = Annotated[float, Field(ge=0, le=1e12)]
Folder = Annotated[str, AfterValidator(spelling.checked_folder), Field(examples=["~/proj"])]


class Part(BaseModel):
    """What every part of the file has in common."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Predicate(Part):
    """One statement about an argument."""

    path: ArgPath
    op: Op
    """regex searches anywhere unless the pattern says ^ and $; types never convert; sql wants the value "read". same
    compares whole objects and lists, type for type; keys holds for an object with none but the named keys.
    """
    value: Annotated[Any, WithJsonSchema({"type": ["string", "number", "boolean", "null", "array", "object"]})] = None
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
    when: list[Predicate] = []
    """The limit counts and holds only for calls that these fit; where one cannot be decided, the call counts."""
    refund: Literal["on_error"] | None = None
    """on_error: a call that its server answers with an error does not count."""


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

    when: list[Predicate] = []
    """With action allow only: the entry counts for calls of which all of these hold for certain, and for no others."""
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

    @model_validator(mode="after")
    def _when_only_allows(self) -> Rule:
        # An entry that refuses or limits must not be dodged by an argument that cannot be read.
        given = self.model_fields_set - {"action", "when", "expires", "note", "description"}
        if self.when and (given or getattr(self, "action", None) != "allow"):
            raise ValueError('an entry with when says "action": "allow" and nothing more; put conditions into when')
        return self


class Entry(Rule):
    """What holds for a tool. `{}` under a default of deny or ask allows it."""

    action: Action | None = None
    """Without one, the next more general entry for this tool decides; where none states one, the tool is allowed."""
    result_bytes: Annotated[int, Field(gt=0, le=spelling.LARGEST_RESULT)] | None = None
    """A longer result (bytes of its message) is delivered, and flagged in the log. The smallest that matches counts."""


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
    starts: CheckAction | None = None
    names: CheckAction | None = None
    words: CheckAction | None = None
    hidden: CheckAction | None = None
    results: CheckAction | None = None


Entries = Annotated[Annotated[Entry, Tag("one")] | Annotated[list[Entry], Tag("many")], _shape("one", "many")]
Folders = Annotated[
    Annotated[Folder, Tag("one_folder")] | Annotated[list[Folder], Tag("folders"), Field(min_length=1)],
    _shape("one_folder", "folders"),
]
Hide = Annotated[Annotated[Literal["*"], Tag("all")] | Annotated[list[Name], Tag("names")], _shape("all", "names")]
