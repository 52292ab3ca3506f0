"""About Callgate: what runs here, where it keeps things, and what it does not do."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QLabel, QWidget

from callgate_desktop.said import said
from callgate_desktop.ui import icons, theme
from callgate_desktop.ui.parts import Breaking, button, column, hairline, label, row


class AboutWindow(QWidget):
    """Closing hides it."""

    def __init__(self, root: str) -> None:
        """`root`: the home's directory."""
        super().__init__()
        self.setWindowTitle(said("About Callgate"))
        self.setObjectName("about")
        self.setMinimumWidth(420)
        mark = QLabel()
        mark.setPixmap(icons.state("fine").pixmap(48, 48))
        mark.setFixedSize(48, 48)
        try:
            number = version("callgate")
        except PackageNotFoundError:  # a copy of the sources that nobody installed
            number = said("from source")
        name = label(f"Callgate {number}", size=theme.TITLE, strong=True)
        runs = label(f"Python {platform.python_version()}, {platform.system()} {platform.release()}", "muted")
        runs.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        says = label(said("Every tool call passes the policy in one file of yours. Nothing is sent anywhere."))
        where = Breaking(theme.SMALL)
        where.setText(root)
        where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        close = button(said("Close"), "close_about")
        close.clicked.connect(self.close)
        head = row(mark, column(name, runs, gap=1), gap=4)
        head.setStretch(1, 1)
        kept = column(label(said("Policy, log and state are in"), "muted", theme.SMALL), where, gap=1)
        foot = row(label("Apache-2.0", "muted", theme.SMALL), None, close)
        self.setLayout(column(head, says, hairline(), kept, foot, gap=3, margin=5))
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)
        QShortcut(QKeySequence("Esc"), self, self.close)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.hide()
