"""Characters that a model reads and a person does not see: taken out of what a server says, and shown. Pure.

1. Taken out: tag characters, zero-width characters, marks that turn the direction of a line, variation selectors that
   select nothing, terminal sequences and control characters.
2. Left alone is what spells or draws (fillers among letters or cells of their own kind, page breaks, a mark of the
   byte order at the beginning): joiners in emoji and in scripts that need them, flags made of tags, one variation
   selector behind a character it can vary, tabs and line ends.
3. What was hidden is told: tags and selectors that carry text are read out in the evidence.
"""

from __future__ import annotations

from callgate_proxy.risk.finding import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re

_KEYCAPS = frozenset(b"#*0123456789")
_FLAG = 0x1F3F4  # the black flag that a tag sequence follows
_TAG_END = 0xE007F
_ZERO_WIDTH = frozenset(
    (
        *(0x200B, 0x2060, 0x2061, 0x2062, 0x2063, 0x2064, 0x180E, 0x00AD, 0x034F, 0x3164, 0xFFA0, 0x17B4, 0x17B5),
        *(0xFFF9, 0xFFFA, 0xFFFB, *range(0x1BCA0, 0x1BCA4), *range(0x1D173, 0x1D17B)),
    )
)
_BOM = 0xFEFF
# What is seen among its own kind only: the characters (first, last), and those of the kind (first, last).
_FILLERS = ((0x115F, 0x1160, 0x1100, 0x11FF), (0x2800, 0x2800, 0x2801, 0x28FF), (0x180B, 0x180F, 0x1820, 0x18AA))
_NEAR = 12  # characters on each side in which its kind is looked for
_TURNING = frozenset((*range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0x206A, 0x2070)))
_ESCAPES = r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b.?|\x9b[0-?]*[ -/]*[@-~]"
# What prints, by its name, and is not seen, as UTF-8 begins it: variation selectors, old Hangul letters and Mongolian
# (the first four), and others. As few as do: each is a look through the whole text.
_PRINTING = (
    *(b"\xef\xb8", b"\xf3\xa0", b"\xe1\x85", b"\xe1\xa0"),
    *(chr(code).encode() for code in (0x34F, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0)),
)
_compiled: list[re.Pattern[str]] = []


def strip(text: str, where: str = "") -> tuple[str, Finding | None]:
    """`text` without what is hidden in it, and what that was; the same object and None where there is nothing."""
    if text.isascii() and (text.isprintable() or not _controls(text)):
        return text, None
    if not text.isascii() and is_clear(text):
        return text, None
    plain = _without_escapes(text)
    kept = [letter for at, letter in enumerate(plain) if not _hides(plain, at)]
    clean = "".join(kept)
    if clean == text:
        return text, None
    gone = _told(text, plain)
    return clean, Finding(
        "hidden", "hidden-characters", where, gone, "It holds characters that people do not see.", "strip"
    )


def is_clear(text: str) -> bool:
    """Whether nothing can be hidden in `text`, by a few looks in C: most texts in other scripts are."""
    if not text.replace("\n", "").replace("\t", "").replace("\r", "").isprintable():
        return False
    raw = text.encode("utf-8", "surrogatepass")
    return not any(mark in raw for mark in _PRINTING)


def _controls(text: str) -> bool:
    return not text.replace("\n", "").replace("\t", "").replace("\r", "").replace("\f", "").isprintable()


def _without_escapes(text: str) -> str:
    if "\x1b" not in text and "\x9b" not in text:
        return text
    import re

    if not _compiled:
        _compiled.append(re.compile(_ESCAPES, re.DOTALL))
    return _compiled[0].sub("", text)


def _hides(text: str, at: int) -> bool:
    code = ord(text[at])
    if code < 0x80:
        return (code < 0x20 and text[at] not in "\t\n\r\f") or code == 0x7F
    if code < 0xA0 or code in _ZERO_WIDTH or code in _TURNING:
        return True
    if code == _BOM:
        return at > 0  # files begin with one
    for first, last, *kind in _FILLERS:
        if first <= code <= last:
            return not any(kind[0] <= ord(one) <= kind[1] for one in _around(text, at) if not first <= ord(one) <= last)
    if code in (0x200C, 0x200D):
        return not _joins(text, at)
    if 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF:
        return not _varies(text, at)
    return 0xE0000 <= code <= _TAG_END and not _in_flag(text, at)


def _around(text: str, at: int) -> str:
    return text[max(at - _NEAR, 0) : at] + text[at + 1 : at + 1 + _NEAR]


def _joins(text: str, at: int) -> bool:
    """Whether a joiner stands between characters that it can join: emoji, or letters beyond Greek and Cyrillic."""
    before, after = ord(text[at - 1]) if at else 0, ord(text[at + 1]) if at + 1 < len(text) else 0
    return (
        before >= 0x0530
        and after >= 0x0530
        and before not in (0x200C, 0x200D, 0x200B)
        and after not in (0x200C, 0x200D)
    )


def _varies(text: str, at: int) -> bool:
    """Whether a variation selector follows something that has variants, and is the only one there."""
    if not at or (at + 1 < len(text) and _selects(ord(text[at + 1]))):
        return False
    before = ord(text[at - 1])
    if ord(text[at]) >= 0xE0100:
        return before >= 0x2E80 and not _selects(before) and before < 0x1F000
    return before in _KEYCAPS or (before >= 0xA9 and not _selects(before))


def _selects(code: int) -> bool:
    return 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF


def _in_flag(text: str, at: int) -> bool:
    """Whether a tag belongs to a flag: a black flag, at most six tags, and the end."""
    start = at
    while start and 0xE0020 <= ord(text[start - 1]) < _TAG_END:
        start -= 1
    end = text.find(chr(_TAG_END), at)
    return bool(start) and ord(text[start - 1]) == _FLAG and 0 <= end - start <= 6


def _told(text: str, plain: str) -> str:
    """What was taken out, as far as it can be read."""
    told: list[str] = []
    for at, letter in enumerate(plain):
        code = ord(letter)
        if not _hides(plain, at):
            continue
        if 0xE0020 <= code < _TAG_END:
            told.append(chr(code - 0xE0000))
        elif 0xE0100 <= code <= 0xE01EF and 0x20 <= code - 0xE0100 + 16 < 0x7F:
            told.append(chr(code - 0xE0100 + 16))
        else:
            told.append(f"<U+{code:04X}>")
    gone = len(text) - len(plain)
    parts = ["".join(told), f"{gone} characters of terminal sequences" if gone else ""]
    return " and ".join(part for part in parts if part)
