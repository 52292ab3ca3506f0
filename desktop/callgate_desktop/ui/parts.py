"""The small pieces every window is made of: labels that show plain text only, buttons, lines, notices."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from callgate_desktop.said import said
from callgate_desktop.ui import icons, theme

UNIT = theme.UNIT


def label(text: str = "", tone: str = "", size: int = theme.BODY, strong: bool = False, mono: bool = False) -> QLabel:
    """A label; its text is never read as HTML. `tone`: "", "muted", "allow", "ask" or "deny"."""
    made = QLabel()
    made.setTextFormat(Qt.TextFormat.PlainText)
    made.setText(text)
    made.setWordWrap(True)
    weight: QFont.Weight = theme.STRONG if strong else theme.NORMAL
    made.setFont(theme.mono(size, weight) if mono else theme.font(size, weight))
    if tone:
        made.setProperty("tone", tone)
    return made


class Button(QPushButton):
    """A button that is nobody's default; its icon follows the palette."""

    def __init__(self, text: str, icon: str, tone: str) -> None:
        super().__init__(f" {text}" if icon else text)  # Qt leaves no room between icon and text
        self._icon = (icon, tone if tone in theme.MEANINGS else "text")
        self.setAutoDefault(False)
        self._dress()

    def _dress(self) -> None:
        if self._icon[0]:
            self.setIcon(icons.icon(*self._icon))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()


class Picture(QLabel):
    """A line icon that stands beside its word, so it has no name of its own. It follows the palette."""

    def __init__(self, name: str, tone: str, size: int) -> None:
        super().__init__()
        self._drawn = (name, tone, size)
        self.setFixedSize(size, size)
        self._dress()

    def _dress(self) -> None:
        self.setPixmap(icons.line(*self._drawn, self.devicePixelRatioF()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dress()


def button(text: str, name: str, tone: str = "", icon: str = "") -> QPushButton:
    """A button that is nobody's default. `name`: its object name; `tone`: "", "allow", "deny" or "quiet"."""
    made = Button(text, icon, tone)
    made.setObjectName(name)
    made.setAccessibleName(text)
    if tone:
        made.setProperty("tone", tone)
    return made


def picture(name: str, tone: str, size: int = 16) -> QLabel:
    """A line icon that stands beside its word."""
    return Picture(name, tone, size)


def keep_room(*parts: QWidget) -> None:
    """What is hidden leaves its place empty, so that nothing beside it moves."""
    for part in parts:
        policy = part.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        part.setSizePolicy(policy)


def hairline() -> QFrame:
    """A horizontal line, one pixel high."""
    made = QFrame()
    made.setObjectName("hairline")
    return made


def column(*items: QWidget | QHBoxLayout | QVBoxLayout, gap: int = 2, margin: int = 0) -> QVBoxLayout:
    """A column; `gap` and `margin` in units."""
    made = QVBoxLayout()
    made.setSpacing(gap * UNIT)
    made.setContentsMargins(*(margin * UNIT,) * 4)
    _fill(made, items)
    return made


def row(*items: QWidget | QHBoxLayout | QVBoxLayout | None, gap: int = 2) -> QHBoxLayout:
    """A row; None is the space that stretches."""
    made = QHBoxLayout()
    made.setSpacing(gap * UNIT)
    made.setContentsMargins(0, 0, 0, 0)
    _fill(made, items)
    return made


def _fill(layout: QHBoxLayout | QVBoxLayout, items: tuple[QWidget | QHBoxLayout | QVBoxLayout | None, ...]) -> None:
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)


class Breaking(QLabel):
    """Text that may break anywhere, fixed-width and muted unless said otherwise: command lines, pointers, paths."""

    def __init__(self, size: int, mono: bool = True, tone: str = "muted") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.mono(size) if mono else theme.font(size))
        self._tone = tone
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def _box(self, width: int) -> QRect:
        flags = Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignLeft
        return self.fontMetrics().boundingRect(QRect(0, 0, max(1, width), 1 << 20), flags, self.text())

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._box(width).height()

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.fontMetrics().height())

    def sizeHint(self) -> QSize:
        return QSize(240, self._box(max(240, self.width())).height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setPen(QColor(getattr(theme.colours(), self._tone)))
        painter.drawText(self.rect(), Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignTop, self.text())
        painter.end()
        event.accept()


class Bounded(QScrollArea):
    """A `Breaking` that takes at most `lines` lines and scrolls beyond: no text may push the buttons off the screen."""

    def __init__(self, inside: Breaking, lines: int) -> None:
        super().__init__()
        self._inside = inside
        self._most = lines * inside.fontMetrics().lineSpacing()
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        inside.setAutoFillBackground(False)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def setText(self, text: str) -> None:
        self._inside.setText(text)
        self.updateGeometry()

    def text(self) -> str:
        """What it says, whole."""
        return self._inside.text()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return max(self._inside.fontMetrics().lineSpacing(), min(self._most, self._inside.heightForWidth(width)))

    def minimumSizeHint(self) -> QSize:
        return self._inside.minimumSizeHint()

    def sizeHint(self) -> QSize:
        return QSize(240, self.heightForWidth(max(240, self.width())))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()  # the hint was for another width


class Notice(QFrame):
    """A bar that says what is wrong and what to do, with one button where there is something to do."""

    acted = Signal()

    def __init__(self, action: str = "") -> None:
        super().__init__()
        self.setObjectName("notice")
        self._text = label()
        self._text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setAccessibleName(said("Notice"))
        layout = row(picture("invalid", "ask"), self._text)
        layout.setContentsMargins(3 * UNIT, 2 * UNIT, 2 * UNIT, 2 * UNIT)
        layout.setAlignment(Qt.AlignmentFlag.AlignTop)
        if action:
            act = button(action, "notice_action", "quiet")
            act.clicked.connect(self.acted)
            layout.addWidget(act, 0, Qt.AlignmentFlag.AlignTop)
        self.setLayout(layout)
        self.hide()

    def tell(self, text: str) -> None:
        """Shows `text`, or goes away where there is none."""
        self._text.setText(text)
        self.setAccessibleDescription(text)
        self.setVisible(bool(text))
