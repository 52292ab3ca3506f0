"""Limit…: how many calls of one tool, in what time. Presets, or a number and a window."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QPushButton, QSpinBox

from callgate_desktop import words
from callgate_desktop.acts import LIMIT_PRESETS
from callgate_desktop.said import parts, said
from callgate_desktop.ui import theme
from callgate_desktop.ui.parts import button, column, label, row
from callgate_desktop.ui.sentence import Sentence

LEAST = 388  # px, of the page; the presets may need more
WINDOWS = {"minute": said("minute"), "hour": said("hour"), "day": said("day")}


class LimitDialog(QDialog):
    """Emits `chosen(server, tool, maximum, window)`. Opened with `open()`, never with `exec()`."""

    chosen = Signal(str, str, int, str)

    def __init__(self, server: str, tool: str) -> None:
        super().__init__()
        self.setObjectName("limit")
        self.setWindowTitle(said("Callgate – Limit"))
        self._server, self._tool = server, tool
        title = Sentence()
        text = said("Limit {tool} on {server}")
        title.say(parts(text, {"tool": words.short(tool), "server": words.short(server)}))
        self.number = QSpinBox()
        self.number.setRange(1, 1_000_000)
        self.number.setValue(LIMIT_PRESETS[0][0])
        self.number.setMinimumHeight(30)
        self.number.lineEdit().setTextMargins(theme.UNIT, 0, 0, 0)
        self.number.setAccessibleName(said("Number of calls"))
        self.window_box = QComboBox()
        for window, shown in WINDOWS.items():
            self.window_box.addItem(shown, window)
        self.window_box.setAccessibleName(said("In what time"))
        presets = row(*[self._preset(number, window) for number, window in LIMIT_PRESETS], None)
        own = row(label(said("At most")), self.number, label(said("calls per")), self.window_box, None)
        own.setStretch(1, 1)
        save, cancel = button(said("Set the limit"), "set_limit", "limit"), button(said("Cancel"), "cancel")
        save.clicked.connect(self._save)
        cancel.clicked.connect(self.reject)
        hint = said("Calls within the limit pass without asking. The window slides, and all clients count together.")
        text = label(hint, "muted", theme.SMALL)
        page = column(title, presets, own, text, row(cancel, None, save), gap=4, margin=4)
        page.addStrut(LEAST)
        self.setLayout(page)

    def _preset(self, number: int, window: str) -> QPushButton:
        made = button(words.per(number, window), f"preset_{number}_{window}")
        made.clicked.connect(lambda: self._take(number, window))
        return made

    def _take(self, number: int, window: str) -> None:
        self.number.setValue(number)
        self.window_box.setCurrentIndex(self.window_box.findData(window))

    def _save(self) -> None:
        self.chosen.emit(self._server, self._tool, self.number.value(), str(self.window_box.currentData()))
        self.accept()
