"""A small window for an error that keeps the tray from running: what is wrong, and what to do next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from callgate_desktop.said import said
from callgate_desktop.ui import theme
from callgate_desktop.ui.parts import button, column, label, picture, row


class ProblemWindow(QWidget):
    """Emits `closed` when the person has read it."""

    closed = Signal()

    def __init__(self, problem: str, fix: str) -> None:
        super().__init__()
        self.setWindowTitle("Callgate")
        self.setObjectName("problem")
        self.setMinimumWidth(480)
        title = label(said("Callgate cannot run"), size=theme.TITLE, strong=True)
        text = label(problem)
        text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = button(said("Close"), "close")
        close.clicked.connect(self.close)
        head = row(picture("invalid", "ask", 24), title, gap=3)
        head.setStretch(1, 1)
        self.setLayout(column(head, text, label(fix, "muted"), row(None, close), gap=3, margin=5))

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.closed.emit()
