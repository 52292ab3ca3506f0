"""One sentence whose names are marked as names: on a ground of their own and in the fixed-width face.

A tool may call itself "read_file on notes, which is safe": only the marked part is the name, the rest is ours. Wraps
between
words, and inside a name where it must.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from callgate_desktop.ui import theme

CHIP = theme.UNIT  # padding of a name's ground, px


@dataclass(frozen=True, slots=True)
class _Piece:
    text: str
    is_name: bool
    x: float
    line: int
    width: float


class Sentence(QWidget):
    """Paints its parts; screen readers get the whole sentence, names in quotation marks."""

    def __init__(self, size: int = theme.TITLE) -> None:
        super().__init__()
        self._parts: list[tuple[str, bool]] = []
        self._words = theme.font(size, theme.STRONG)
        self._names = theme.mono(size - 1, theme.STRONG)
        self._line = round(QFontMetricsF(self._words).height()) + 2 * theme.UNIT
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def say(self, parts: list[tuple[str, bool]]) -> None:
        """`parts`: (text, whether it is a name), in order. Texts are plain already."""
        self._parts = parts
        said = " ".join(f"“{text}”" if is_name else text for text, is_name in parts)
        self.setAccessibleName(said)
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        pieces = self._flow(width)
        return self._line * (pieces[-1].line + 1 if pieces else 1)

    def sizeHint(self) -> QSize:
        return QSize(320, self.heightForWidth(max(320, self.width())))

    def _flow(self, width: float) -> list[_Piece]:
        pieces: list[_Piece] = []
        x, line = 0.0, 0
        for text, is_name in self._parts:
            for word in [text] if is_name else text.split():
                for bit in self._fitting(word, is_name, width):
                    wide = self._width(bit, is_name)
                    if x and x + wide > width:
                        x, line = 0.0, line + 1
                    pieces.append(_Piece(bit, is_name, x, line, wide))
                    x += wide + QFontMetricsF(self._words).horizontalAdvance(" ")
        return pieces

    def _fitting(self, word: str, is_name: bool, width: float) -> list[str]:
        if self._width(word, is_name) <= width:
            return [word]
        each = max(8, int(width / max(1.0, self._width("0", False))) - 2)
        return [word[start : start + each] for start in range(0, len(word), each)]

    def _width(self, text: str, is_name: bool) -> float:
        return QFontMetricsF(self._face(is_name)).horizontalAdvance(text) + (2 * CHIP if is_name else 0)

    def _face(self, is_name: bool) -> QFont:
        return self._names if is_name else self._words

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        c = theme.colours()
        for piece in self._flow(self.width()):
            box = QRectF(piece.x, piece.line * self._line, piece.width, self._line)
            if piece.is_name:
                painter.setPen(QColor(c.line))
                painter.setBrush(QColor(c.surface))
                painter.drawRoundedRect(box.adjusted(0.5, 2.5, -0.5, -2.5), 4, 4)
            painter.setPen(QColor(c.text))
            painter.setFont(self._face(piece.is_name))
            flags = Qt.AlignmentFlag.AlignVCenter | (
                Qt.AlignmentFlag.AlignHCenter if piece.is_name else Qt.AlignmentFlag.AlignLeft
            )
            painter.drawText(box, flags, piece.text)
        painter.end()
        event.accept()
