"""What came back from a call, looked through on its way to the client: flagged, cleaned, masked; never withheld. Pure.

1. A line is parsed only where its bytes could hold something: most results are delivered as they came.
2. A line longer than LONGEST is delivered as it came; its first LOOK bytes are read for secrets.
3. Of a line that is longer than HEAD and TAIL, words are looked for in the first HEAD and the last TAIL bytes, and
   between them around the words that orders to a model hardly do without (ANCHORS, the rarest first, at most WINDOWS
   places), in MIDDLE bytes at most: a message may take a millisecond.
4. Only what a check found is changed; the rest of the message keeps its order and its unknown fields.
"""

from __future__ import annotations

from callgate_proxy import redact
from callgate_proxy.jsonlean import as_list, as_object, dumps, loads
from callgate_proxy.risk import hidden, secrets, words
from callgate_proxy.risk.finding import Finding

LONGEST = 262_144  # bytes of a line that is read whole and may be changed
LOOK = 65_536  # bytes of a longer one that are read
HEAD, TAIL = 6_144, 2_048  # bytes that are read for words
MIDDLE = 65_536  # bytes between them that are searched: half of them behind HEAD, half before TAIL
ANCHORS = (
    *(b"im_start", b"[inst]", b"<system", b"before answering", "指令".encode(), b"anweisung"),
    *(b"instru", b"assistant", b"agent", b"the user"),
)
WINDOWS, AROUND = 6, 200  # places; bytes on each side of one
CHECKS = frozenset(("hidden", "results", "secrets"))


def look(line: bytes, on: frozenset[str] = CHECKS) -> tuple[bytes, list[Finding]]:
    """One line of a server's (bytes, with its line end): (what to deliver, what was found).

    `on`: the checks of CHECKS that are asked; `hidden` takes characters out, `secrets` masks, `results` only tells.
    The same object where nothing is changed.
    """
    if len(line) > LONGEST:
        return line, [*_words(line, on), *_glance(line[:LOOK].decode("utf-8", "replace"), on)]
    try:
        is_long = len(line) > HEAD + TAIL
        said = _words(line, on) if is_long else []
        tells = "results" in on and not is_long
        hides = "hidden" in on and _may_hide(line)
        if not (hides or tells or "secrets" in on):
            return line, said
        text = line.decode("utf-8")
        tried = words.ours().worth_trying(text.lower(), words.RESULT) if tells else []
        if not (hides or tried or ("secrets" in on and redact.without_credentials(text) is not text)):
            return line, said
        message = as_object(loads(text))
    except ValueError:
        return line, []
    if message is None:
        return line, said
    found: list[Finding] = []
    whole: object = message
    if "secrets" in on:
        whole, found = secrets.masked(whole)
    if "results" in on and not is_long:
        said = words.scan_result(message.get("result", message.get("params")))
    found = said + found
    if "hidden" in on:
        whole = _stripped(whole, "", found)
    if whole is message:
        return line, found
    end = b"\r\n" if line.endswith(b"\r\n") else b"\n" if line.endswith(b"\n") else b""
    return dumps(whole).encode() + end, found


def _may_hide(line: bytes) -> bool:
    """Whether characters may be hidden in `line`. Raises ValueError where it is no UTF-8."""
    if line.find(b"\\u") >= 0 or line.find(b"\\b") >= 0:
        return True
    return not line.isascii() and not hidden.is_clear(line.decode("utf-8"))  # for less than parsing it costs


def _words(line: bytes, on: frozenset[str]) -> list[Finding]:
    """What a long line says to the model: its beginning, its end, and where there may be something between them."""
    if "results" not in on:
        return []
    text = b"\n".join((line[:HEAD], *windows(line[HEAD:-TAIL]), line[-TAIL:])).decode("utf-8", "replace")
    text = text.replace("\\n", " ")
    tried = words.ours().worth_trying(text.lower(), words.RESULT)
    return words.scan_result(text, tried) if tried else []


def windows(middle: bytes) -> list[bytes]:
    """The parts of `middle` that may hold an order to the model."""
    if len(middle) > MIDDLE:
        middle = middle[: MIDDLE // 2] + middle[-MIDDLE // 2 :]
    low = middle.lower()
    places: list[int] = []
    for anchor in ANCHORS:
        at = low.find(anchor)
        while at >= 0 and len(places) < WINDOWS:
            if all(abs(at - place) > AROUND for place in places):
                places.append(at)
            at = low.find(anchor, at + AROUND)
    return [middle[max(at - AROUND, 0) : at + AROUND] for at in places]


def _glance(text: str, on: frozenset[str]) -> list[Finding]:
    found: list[Finding] = []
    if "secrets" in on and redact.without_credentials(text) is not text:
        say = "It holds what looks like a credential, and is too long to be masked."
        found.append(Finding("secrets", "credential", "", "", say, "flag"))
    return found


def _stripped(value: object, where: str, found: list[Finding]) -> object:
    """`value` without hidden characters; the same object where there are none."""
    if isinstance(value, str):
        clean, finding = hidden.strip(value, where)
        if finding is not None:
            found.append(finding)
        return clean
    if isinstance(value, dict):
        inside = as_object(value) or {}  # pyright: ignore[reportUnknownArgumentType]
        made = {key: _stripped(held, f"{where}.{key}" if where else key, found) for key, held in inside.items()}
        return made if any(made[key] is not held for key, held in inside.items()) else inside
    if isinstance(value, list):
        items = as_list(value) or []  # pyright: ignore[reportUnknownArgumentType]
        shown = [_stripped(held, f"{where}[{index}]", found) for index, held in enumerate(items)]
        return shown if any(one is not other for one, other in zip(shown, items, strict=True)) else items
    return value
