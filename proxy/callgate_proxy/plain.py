"""Text from others, made safe to show: what the eye cannot see is spelled out.

Names of servers and tools come from configs and servers nobody has checked. A terminal obeys control characters, and a
window lets bidirectional marks turn a line round, so every character that moves, hides or joins what stands beside it
becomes a mark such as `‹U+202E›`. Everything else stays as it is.
"""

from __future__ import annotations

import unicodedata

# Control, format (bidirectional, zero width, tags), surrogate, private use, unassigned, line and paragraph separators.
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})

# Letters and marks that draw nothing: Hangul fillers, the blank Braille cell, joiners, variation selectors (the one
# that only asks for an emoji's colours is left alone).
_BLANK = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | frozenset(
    map(chr, (*range(0xFE00, 0xFE0F), *range(0xE0100, 0xE01F0)))
)


def plain(text: str, keep: str = "") -> str:
    """`text` on one line with every invisible character shown as `‹U+XXXX›`. `keep`: characters to let through."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(mark if mark in keep or _visible(mark) else f"‹U+{ord(mark):04X}›" for mark in text)


def _visible(mark: str) -> bool:
    return mark not in _BLANK and unicodedata.category(mark) not in _HIDDEN
