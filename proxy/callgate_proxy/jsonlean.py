"""Strict JSON on the proxy's path, without the price of `import json` (`re`, `enum`: 9 ms and a megabyte a start).

The scanner and the encoder are the C ones that the standard library's `json` is made of. Reading is stricter than
`json.loads`: no duplicate keys, no NaN or Infinity (nor numbers too large to be anything else), no lone surrogates,
nothing behind the value.
"""

from __future__ import annotations

from _json import encode_basestring, make_encoder, make_scanner

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

SPACE = " \t\n\r"


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("an object names a key twice")
    return found


def _float(text: str) -> float:
    number = float(text)
    if number - number != 0.0:  # only an infinity is not itself less itself
        raise ValueError("a number is too large")
    return number


def _constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


def _unknown(value: object) -> object:
    raise TypeError(f"{type(value).__name__} is not JSON")


class _Rules:
    """What the C scanner asks its owner for."""

    strict = True
    object_hook = None
    object_pairs_hook = staticmethod(_object)
    parse_float = staticmethod(_float)
    parse_int = int
    parse_constant = staticmethod(_constant)
    memo: dict[str, str] = {}  # noqa: RUF012  the scanner's own, emptied by it


_scan: Callable[[str, int], tuple[object, int]] = make_scanner(_Rules)  # pyright: ignore[reportArgumentType]
_encode: Callable[[object, int], tuple[str, ...]] = make_encoder(
    None, _unknown, encode_basestring, None, ":", ",", False, False, False
)

_encode_sorted: Callable[[object, int], tuple[str, ...]] = make_encoder(
    None, _unknown, encode_basestring, None, ":", ",", True, False, False
)

quote: Callable[[str], str] = encode_basestring  # a text as a JSON string


def loads(text: str) -> object:
    """The value that `text` is; raises ValueError for whatever is not strict JSON, with a plain sentence."""
    start = 0
    end = len(text)
    while start < end and text[start] in SPACE:
        start += 1
    try:
        value, stop = _scan(text, start)
    except ValueError as error:
        raise ValueError(str(error) or "not JSON") from None
    except (StopIteration, SystemError):
        # SystemError: on 3.11 the scanner cannot raise its own error class while `json.decoder` is not imported.
        raise ValueError("not JSON, or cut short") from None
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if stop != end and text[stop:].strip(SPACE):
        raise ValueError("something follows the JSON value")
    if "\\u" in text and ("\\ud" in text or "\\uD" in text):
        _refuse_surrogates(value)
    return value


def as_object(value: object) -> dict[str, object] | None:
    """`value` where it is a JSON object, else None: what came out of `loads` has string keys."""
    return value if isinstance(value, dict) else None  # pyright: ignore[reportUnknownVariableType]


def as_list(value: object) -> list[object] | None:
    """`value` where it is a JSON array, else None."""
    return value if isinstance(value, list) else None  # pyright: ignore[reportUnknownVariableType]


def dumps(value: object) -> str:
    """`value` as compact JSON, not ASCII-escaped. Raises ValueError or TypeError for what JSON cannot hold."""
    return "".join(_encode(value, 0))


def canonical(value: object) -> str:
    """`value` as `dumps` gives it, with the keys of every object sorted: equal values, equal text."""
    return "".join(_encode_sorted(value, 0))


def _refuse_surrogates(value: object) -> None:
    try:
        dumps(value).encode()
    except UnicodeEncodeError:
        raise ValueError("a string has half a surrogate pair") from None


def members(text: str, at: int) -> dict[str, tuple[int, int]]:
    """Where the values of the object that begins at or behind `at` stand: key -> (start, end) in characters.

    `text` must have been read with `loads` before. A text that begins with no object gives {}.
    """
    found: dict[str, tuple[int, int]] = {}
    at = _over_space(text, at)
    if text[at : at + 1] != "{":
        return found
    at = _over_space(text, at + 1)
    while text[at] != "}":
        key, at = _scan(text, at)
        start = _over_space(text, _over_space(text, at) + 1)  # over the colon
        _, end = _scan(text, start)
        found[str(key)] = (start, end)
        at = _over_comma(text, end)
    return found


def elements(text: str, at: int) -> list[tuple[int, int]]:
    """Where the values of the array that begins at `at` stand: (start, end) in characters. Else as `members`."""
    found: list[tuple[int, int]] = []
    at = _over_space(text, at + 1)
    while text[at] != "]":
        _, end = _scan(text, at)
        found.append((at, end))
        at = _over_comma(text, end)
    return found


def _over_comma(text: str, at: int) -> int:
    at = _over_space(text, at)
    return _over_space(text, at + 1) if text[at] == "," else at


def _over_space(text: str, at: int) -> int:
    while text[at : at + 1] and text[at] in SPACE:
        at += 1
    return at
