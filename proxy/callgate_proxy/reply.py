"""What a line from the server says about the calls in flight, without reading more of it than that takes. Pure.

* The server's lines pass untouched; nothing here decides whether a line is delivered, except that it is no JSON object.
* Whose reply it is and whether it failed is read off the first and last bytes, in the forms that the SDKs write; any
  other form is parsed whole. A wrong guess could only blur the log, never open anything.
* A list of tools is cut by spans: what is not taken out keeps its bytes, its order and its unknown fields.
"""

from __future__ import annotations

from callgate_proxy.jsonlean import as_list, as_object, dumps, elements, loads, members
from callgate_proxy.wire import Message, deep

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Id = str | int

SHOWN = ("notifications/message", "notifications/progress")  # text of these is shown to people
LOOK = 512  # bytes at either end that are looked at

RESPONSE = 1  # a reply to the request of this id
OTHER = 2  # a notification, or a request of the server's own
UNKNOWN = 3  # a form nobody writes: parse it

_HEADS = (b'{"jsonrpc":"2.0","id":', b'{"jsonrpc": "2.0", "id": ')
_STARTS = tuple(map(len, _HEADS))
_THEN_RESULT = (b',"result"', b', "result"')
_THEN_ERROR = (b',"error"', b', "error"')
_THEN_METHOD = (b',"method"', b', "method"')
_TAILS = (b',"jsonrpc":"2.0","id":', b', "jsonrpc": "2.0", "id": ')
_OTHERS = (b'{"method":', b'{"jsonrpc":"2.0","method":', b'{"jsonrpc": "2.0", "method":', b'{"method": ')
RESULTS = (b'{"result":', b'{"error":')

CACHE_FOR = 1000  # milliseconds a filtered list may be kept by a modern client: a changed policy must show soon


def is_object(line: bytes) -> bool:
    """Whether `line` may be a JSON object (what servers print by mistake is not): cheap for what servers write."""
    if line.startswith((b'{"', b'{ "')):
        return line.endswith((b"}\n", b"}\r\n")) or line[-LOOK:].rstrip().endswith(b"}")
    try:
        return isinstance(loads(line.decode("utf-8")), (dict, list))
    except ValueError:
        return False


def peek(head: bytes, tail: bytes) -> tuple[int, Id | None, bool]:
    """(RESPONSE | OTHER | UNKNOWN, the id of the request it answers or None, whether it failed).

    `head`, `tail` (bytes): the first and the last LOOK bytes of the line, the whole line where it is shorter.
    """
    if head.startswith(_HEADS):
        start = _STARTS[head.startswith(_HEADS[1])]
        end = head.find(b'"', start + 1) + 1 if head.startswith(b'"', start) else head.find(b",", start)
        if head.startswith(_THEN_RESULT, end):
            return _response(head[start:end], False, head, tail)
        if head.startswith(_THEN_ERROR, end):
            return _response(head[start:end], True, head, tail)
        return (OTHER if head.startswith(_THEN_METHOD, end) else UNKNOWN), None, False
    if head.startswith(RESULTS):
        for form in _TAILS:
            at = tail.rfind(form)
            if at >= 0:
                raw = tail[at + len(form) :].rstrip()
                return _response(raw[:-1], head.startswith(RESULTS[1]), head, tail)
        return UNKNOWN, None, False
    return (OTHER if head.startswith(_OTHERS) else UNKNOWN), None, False


def _response(raw: bytes, error: bool, head: bytes, tail: bytes) -> tuple[int, Id | None, bool]:
    found = int(raw) if raw.isdigit() else _text_id(raw)
    if found is None:
        return UNKNOWN, None, False
    return RESPONSE, found, error or _tells_failure(head) or (tail is not head and _tells_failure(tail))


def _tells_failure(end: bytes) -> bool:
    # find: `in` on bytes first takes what is looked for for a number, which costs an exception that nobody sees.
    return end.find(b'"isError":true') >= 0 or end.find(b'"isError": true') >= 0


def _text_id(raw: bytes) -> str | None:
    if raw[:1] == b'"' and raw[-1:] == b'"' and len(raw) > 1 and b"\\" not in raw and raw.count(b'"') == 2:
        return raw[1:-1].decode("utf-8", "replace")
    return None


def parse(line: bytes) -> tuple[int, Id | None, bool]:
    """What `peek` says, read from the whole line; UNKNOWN only for what is no JSON-RPC message."""
    try:
        value = as_object(loads(line.decode("utf-8")))
    except ValueError:
        return UNKNOWN, None, False
    if value is None:
        return UNKNOWN, None, False
    if "method" in value:
        return OTHER, None, False
    found = value.get("id")
    if not isinstance(found, (str, int)) or ("result" not in value and "error" not in value):
        return UNKNOWN, None, False
    result = as_object(value.get("result"))
    failed = "error" in value or (result is not None and result.get("isError") is True)
    return RESPONSE, found, failed


def method(head: bytes) -> str | None:
    """The method of a line that `peek` calls OTHER, where its first bytes show it plainly; else None."""
    start = head.find(b'"', head.find(b'"method":') + 9) + 1
    end = head.find(b'"', start)
    name = head[start:end]
    return name.decode("utf-8", "replace") if start and end >= 0 and b"\\" not in name else None


def message(line: bytes) -> Message | None:
    """The request or notification that a line of the server's is; None where it cannot be read as one."""
    try:
        value = as_object(loads(line.decode("utf-8"))) or {}
    except ValueError:
        return None
    named, found = value.get("method"), value.get("id")
    if not isinstance(named, str) or isinstance(found, bool) or not isinstance(found, (str, int, type(None))):
        return None
    if deep(value):
        return None
    return Message(named, found, as_object(value.get("params")) or {})


def result(line: bytes) -> dict[str, object]:
    """The result in a reply; {} where it has none that can be read."""
    try:
        value = as_object(loads(line.decode("utf-8"))) or {}
    except ValueError:
        return {}
    return as_object(value.get("result")) or {}


def named(result: dict[str, object], kind: str) -> list[dict[str, object]]:
    """The `kind` ("tools", "prompts") that the result of a list names; [] where it names none that can be read."""
    found = [as_object(tool) for tool in as_list(result.get(kind)) or []]
    return [tool for tool in found if tool is not None and isinstance(tool.get("name"), str)]


def without(line: bytes, hidden: Callable[[str], bool]) -> bytes:
    """A reply to `tools/list` without the tools whose name is `hidden`; the same object where none is.

    A modern reply (one that says how long it may be kept) is marked private and short-lived.
    """
    text = line.decode("utf-8")
    result = members(text, 0).get("result")
    if result is None or text[result[0]] != "{":
        return line
    inside = members(text, result[0])
    cuts: list[tuple[int, int, str]] = []
    if "tools" in inside and text[inside["tools"][0]] == "[":
        spans = elements(text, inside["tools"][0])
        kept = [text[start:end] for start, end in spans if not _is_hidden(text[start:end], hidden)]
        if len(kept) < len(spans):
            cuts.append((*inside["tools"], f"[{','.join(kept)}]"))
    cuts.extend(_short_lived(text, inside))
    for start, end, fresh in sorted(cuts, reverse=True):
        text = text[:start] + fresh + text[end:]
    return text.encode() if cuts else line


def without_instructions(line: bytes) -> bytes:
    """An introduction (the reply to `initialize` or `server/discover`) with no instructions in it."""
    text = line.decode("utf-8")
    start, end = members(text, members(text, 0)["result"][0])["instructions"]
    return (text[:start] + '""' + text[end:]).encode()


def _is_hidden(raw: str, hidden: Callable[[str], bool]) -> bool:
    name = (as_object(loads(raw)) or {}).get("name")
    return isinstance(name, str) and hidden(name)


def _short_lived(text: str, inside: dict[str, tuple[int, int]]) -> list[tuple[int, int, str]]:
    cuts: list[tuple[int, int, str]] = []
    if "ttlMs" in inside:
        kept_for = loads(text[slice(*inside["ttlMs"])])
        if not isinstance(kept_for, (int, float)) or kept_for > CACHE_FOR:
            cuts.append((*inside["ttlMs"], dumps(CACHE_FOR)))
    if "cacheScope" in inside and text[slice(*inside["cacheScope"])] != '"private"':
        cuts.append((*inside["cacheScope"], '"private"'))
    return cuts
