"""What was just allowed, with a way back: a small window that takes no focus and goes by itself."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QGuiApplication
from PySide6.QtWidgets import QWidget

from callgate_desktop.grants import Grant
from callgate_desktop.said import said
from callgate_desktop.ui import theme
from callgate_desktop.ui.parts import button, picture, row
from callgate_desktop.ui.sentence import Sentence

STAYS = 12_000  # ms; for as long as the mouse is over it, and then as long again
WIDTH = 560  # px
FLAGS = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint


class UndoWindow(QWidget):
    """Emits `undone(grant)`."""

    undone = Signal(object)

    def __init__(self) -> None:
        super().__init__(None, FLAGS)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("approval")
        self.setWindowTitle(said("Callgate allowed"))
        self.setFixedWidth(WIDTH)
        self.grant: Grant | None = None
        self.text = Sentence(theme.BODY)
        self.undo = button(said("Undo"), "undo_grant")
        self.close_button = button(said("Close"), "close_undo", "quiet")
        self.undo.clicked.connect(self._undo)
        self.close_button.clicked.connect(self.hide)
        mark = picture("allow", "allow")
        layout = row(mark, self.text, self.undo, self.close_button, gap=3)
        layout.setStretch(1, 1)
        layout.setContentsMargins(*(3 * theme.UNIT,) * 4)
        for part in (mark, self.undo, self.close_button):
            layout.setAlignment(part, Qt.AlignmentFlag.AlignTop)
        self.setLayout(layout)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(STAYS)
        self._timer.timeout.connect(self.hide)

    def show_granted(self, grant: Grant) -> None:
        """Says what is allowed from now on."""
        self.grant = grant
        self.text.say(grant.sentence())
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(WIDTH, layout.totalHeightForWidth(WIDTH))
        room = (QGuiApplication.screenAt(self.cursor().pos()) or QGuiApplication.primaryScreen()).availableGeometry()
        self.move(room.center().x() - WIDTH // 2, room.top() + 4 * theme.UNIT)
        self.show()
        self._timer.start()

    def _undo(self) -> None:
        grant, self.grant = self.grant, None
        self.hide()
        if grant is not None:
            self.undone.emit(grant)

    def enterEvent(self, event: QEnterEvent) -> None:
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._timer.start()
        super().leaveEvent(event)
