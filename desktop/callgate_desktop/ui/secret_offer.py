"""On a file's card: which values of its guarded servers look like secrets, and the way into the keychain and back.

Names are shown, no value ever is.
"""

from __future__ import annotations

from collections.abc import Callable

from callgate_proxy.moving import Held
from callgate_proxy.plain import plain
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton

from callgate_desktop.guarding import Seen
from callgate_desktop.said import said
from callgate_desktop.ui.parts import button, label, row

MOST = 4  # named; the rest are counted


def offers(seen: Seen, carry: Callable[[str, bool], object]) -> list[QHBoxLayout]:
    """A line for the values that stand in the file, and one for those in the keychain. `carry`: path, and where to."""
    path = seen.found.path
    readable = [one for one in seen.secrets if not one.moved]
    moved = [one for one in seen.secrets if one.moved]
    lines: list[QHBoxLayout] = []
    if readable:
        out = button(said("Move into the keychain"), "move_secrets", icon="shield")
        out.clicked.connect(lambda: carry(path, True))
        text = said("Anyone who reads this file can read {secrets}.", secrets=_named(readable))
        lines.append(_line(label(text, "ask"), out))
    if moved:
        back = button(said("Move back"), "restore_secrets", "quiet")
        back.clicked.connect(lambda: carry(path, False))
        lines.append(_line(label(said("In the keychain: {secrets}.", secrets=_named(moved)), "muted"), back))
    return lines


def _line(text: QLabel, act: QPushButton) -> QHBoxLayout:
    line = row(text, act, gap=3)
    line.setStretch(0, 1)
    return line


def _named(held: list[Held]) -> str:
    first = [
        said("{variable} of {server}", variable=plain(one.variable), server=plain(one.server)) for one in held[:MOST]
    ]
    names = ", ".join(first)
    return said("{names} and %n more", "", len(held) - MOST, names=names) if len(held) > MOST else names
