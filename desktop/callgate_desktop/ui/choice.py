"""A choice among a few words, each standing for a value of the policy."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QSizePolicy

from callgate_desktop.said import said

LEFT_OPEN = said("As the general rules say")


def choice(texts: Mapping[str, str], name: str) -> QComboBox:
    """`texts`: by value. `name`: what a screen reader says of it."""
    made = QComboBox()
    made.setAccessibleName(name)
    made.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
    for value, text in texts.items():
        made.addItem(text, value)
    return made


def put(box: QComboBox, value: str) -> None:
    """Shows `value`, which is added where it is none of the offered ones."""
    if box.findData(value) < 0:
        box.addItem(value, value)
    box.setCurrentIndex(box.findData(value))


def line(name: str, hint: str) -> QLineEdit:
    """A line to write in. `hint`: what it says while it is empty."""
    made = QLineEdit()
    made.setAccessibleName(name)
    made.setPlaceholderText(hint)
    made.setToolTip(hint)
    return made


def offer(field: QLineEdit, names: list[str]) -> None:
    """Completes what is typed there from `names`."""
    completer = QCompleter(names, field)
    completer.setFilterMode(completer.filterMode().MatchContains)
    field.setCompleter(completer)
