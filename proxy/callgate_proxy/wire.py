"""One line from the client, read strictly: what it says, or why it is refused. Pure.

* A line is understood whole or refused; only its original bytes are ever forwarded, so both ends must read them alike.
* Hence no raw CR (servers that read with universal newlines would see two lines), no duplicate keys (readers differ in
  which one wins), no key that differs from one that matters only in case (Go servers take it for the same).
* A refusal carries the request's id where it has a usable one, so that the client gets an answer.
Source of the rules: the MCP specification (2024-11-05 to 2026-07-28) and runs against the SDKs' own readers.
"""

from __future__ import annotations

from callgate_proxy.jsonlean import as_list, as_object, dumps, loads, quote

TYPE_CHECKING = False
if TYPE_CHECKING:
    Id = str | int

LARGEST = 16 * 1024 * 1024  # bytes of one line; the SDKs' own readers end at 10 MiB
DEEPEST = 64  # levels of nesting; pydantic's reader ends at 200
LARGEST_ID = 2**53  # beyond it JavaScript readers take different ids for one

CR = 13  # as a number: looking for b"\\r" in bytes costs an exception that nobody sees

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
DENIED = -31900  # Callgate's own: outside what JSON-RPC reserves, and like no HTTP status

MODERN_META = "io.modelcontextprotocol/protocolVersion"  # in `_meta` of every request since 2026-07-28

CALL = "tools/call"
# What a client's request can make a server do; each can be named in a policy.
JUDGED = frozenset((CALL, "resources/read", "prompts/get", "completion/complete"))
_ROUND = frozenset(("_meta", "task", "inputResponses", "requestState"))  # params of a request's round, not its meaning
_NONE: dict[str, object] = {}

_ENVELOPE = ("jsonrpc", "id", "method", "params", "result", "error")
_PARAMS = ("name", "arguments", "uri", "task", "_meta", "inputResponses", "requestState")
_READ = frozenset((*_ENVELOPE, *_PARAMS))
_FOLDED = frozenset(key.casefold() for key in _READ)


class Refused(ValueError):
    """The line must not be forwarded. `id`: the request's, where it has a usable one. `code`: JSON-RPC error code."""

    def __init__(self, why: str, code: int = INVALID_REQUEST, id: Id | None = None) -> None:
        super().__init__(why)
        self.code = code
        self.id = id


class Message:
    """One understood line.

    `id` (str | int | None): None for a notification. `method` (str | None): None for a response.
    `params` (dict): {} where the line has none. `failed`: a response that is an error.
    `tool`: of a `tools/call`; "" for other requests. `arguments`: of a `tools/call`, {} where it has none.
    """

    __slots__ = ("arguments", "failed", "id", "method", "params", "tool")

    def __init__(
        self,
        method: str | None,
        id: Id | None,
        params: dict[str, object],
        failed: bool = False,
        tool: str = "",
        arguments: dict[str, object] = _NONE,
    ) -> None:
        self.method = method
        self.id = id
        self.params = params
        self.failed = failed
        self.tool = tool
        self.arguments = arguments

    @property
    def meaning(self) -> dict[str, object]:
        """The params of a request that is no `tools/call`, without those of its round."""
        return {key: held for key, held in self.params.items() if key not in _ROUND}

    @property
    def plain(self) -> bool:
        """Whether the request has nothing but its meaning: no token, no task, no answers; and is of the older era."""
        return self.params.keys().isdisjoint(_ROUND)

    @property
    def token(self) -> Id | None:
        """The token under which the request wants to hear of its progress, where it has one."""
        return _usable((as_object(self.params.get("_meta")) or {}).get("progressToken"))

    @property
    def continues(self) -> bool:
        """Whether the request carries what a server asked for before (2026-07-28)."""
        return "inputResponses" in self.params or "requestState" in self.params

    @property
    def modern(self) -> bool:
        """Whether the request is of the 2026-07-28 era, whose results need a `resultType`."""
        meta = as_object(self.params.get("_meta"))
        return meta is not None and MODERN_META in meta


def read(line: bytes) -> Message:
    """What `line` (bytes, with its line end) says. Raises Refused."""
    value = _object(line)
    answer_to = _usable(value.get("id"))
    if not value.keys() <= _READ:
        _no_lookalikes(value, answer_to)
    if value.get("jsonrpc") != "2.0":
        raise Refused('"jsonrpc" is not "2.0"', id=answer_to)
    if "id" in value and answer_to is None:
        raise Refused("the id is not a string or an integer within 2^53")
    if "method" not in value:
        return _response(value, answer_to)
    method = value["method"]
    if not isinstance(method, str):
        raise Refused("the method is not a string", id=answer_to)
    if len(value) > 4 and ("result" in value or "error" in value):
        raise Refused("it is a request and a response at once", id=answer_to)
    params = as_object(value.get("params", {}))
    if params is None:
        raise Refused("params is not an object", id=answer_to)
    if not params.keys() <= _READ:
        _no_lookalikes(params, answer_to)
    if method not in JUDGED:
        if not method.isprintable():  # what reads it up to a NUL takes it for another method
            raise Refused("the method holds a control character", id=answer_to)
        return Message(method, answer_to, params)
    if answer_to is None:
        raise Refused(f"a {method} without an id")
    return _call(answer_to, params) if method == CALL else Message(method, answer_to, params)


def _object(line: bytes) -> dict[str, object]:
    if len(line) > LARGEST:
        raise Refused(f"the line is larger than {LARGEST} bytes")
    if line[-1:] != b"\n":
        raise Refused("the line does not end in a line feed", PARSE_ERROR)
    body = line[:-2] if line[-2:-1] == b"\r" else line[:-1]
    if CR in body:
        raise Refused("a carriage return stands inside the line", PARSE_ERROR)
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise Refused("the line is not UTF-8", PARSE_ERROR) from None
    try:
        parsed = loads(text)
    except ValueError as error:
        raise Refused(f"the line is not strict JSON: {error}", PARSE_ERROR) from None
    value = as_object(parsed)
    if value is None:
        raise Refused("not a JSON object" if as_list(parsed) is None else "batches are refused: one message a line")
    if text.count("{") + text.count("[") > DEEPEST and deep(value):
        raise Refused(f"nested deeper than {DEEPEST} levels", id=_usable(value.get("id")))
    return value


def _usable(found: object) -> Id | None:
    if isinstance(found, str):
        return found
    if isinstance(found, int) and not isinstance(found, bool) and -LARGEST_ID <= found <= LARGEST_ID:
        return found
    return None


def _no_lookalikes(value: dict[str, object], answer_to: Id | None) -> None:
    for key in value:
        if key not in _READ and key.casefold() in _FOLDED:
            raise Refused(f"the key {quote(key)} looks like one that matters", id=answer_to)


def _response(value: dict[str, object], answer_to: Id | None) -> Message:
    if answer_to is None or ("result" in value) == ("error" in value):
        raise Refused("neither a request, a notification nor a response", id=None)
    return Message(None, answer_to, {}, "error" in value)


def _call(answer_to: Id, params: dict[str, object]) -> Message:
    tool = params.get("name")
    if not isinstance(tool, str):
        raise Refused("the tool's name is not a string", id=answer_to)
    arguments = as_object(params.get("arguments", _NONE))
    if arguments is None:
        raise Refused("arguments is not an object", id=answer_to)
    return Message(CALL, answer_to, params, False, tool, arguments)


def deep(value: dict[str, object]) -> bool:
    """Whether `value` is nested deeper than DEEPEST levels."""
    level: list[object] = [value]
    for _ in range(DEEPEST):
        below: list[object] = []
        for held in level:
            inside = as_object(held)
            below += (as_list(held) or []) if inside is None else inside.values()
        level = below
        if not level:
            return False
    return any(isinstance(held, (dict, list)) for held in level)


def error(id: Id | None, code: int, message: str) -> bytes:
    """A JSON-RPC error line for the client."""
    return (dumps({"jsonrpc": "2.0", "id": id, "error": {"code": code, "message": message}}) + "\n").encode()


def progress(token: Id, count: int, text: str) -> bytes:
    """A notice that a request is being worked on. It must rise, and stay below what the server will say itself."""
    params = {"progressToken": token, "progress": count / 1_000_000, "message": text}
    return (dumps({"jsonrpc": "2.0", "method": "notifications/progress", "params": params}) + "\n").encode()


def refusal(id: Id, text: str, modern: bool, meta: dict[str, object]) -> bytes:
    """A tool result that says no: what every client shows to its model (a JSON-RPC error makes some throw).

    `meta`: machine-readable data, put under `dev.callgate/` keys; {} for none.
    """
    result: dict[str, object] = {"content": [{"type": "text", "text": text}], "isError": True}
    if modern:
        result["resultType"] = "complete"  # without it the 2026-07-28 clients throw
    if meta:
        result["_meta"] = {f"dev.callgate/{key}": held for key, held in meta.items()}
    return (dumps({"jsonrpc": "2.0", "id": id, "result": result}) + "\n").encode()
