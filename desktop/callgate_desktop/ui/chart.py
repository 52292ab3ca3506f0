"""Calls per minute over the last hour, as bars: passed below, refused on top. Drawn with QPainter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from callgate_desktop import words
from callgate_desktop.ui import theme

HEIGHT = 14 * theme.UNIT
TEXT = 4 * theme.UNIT  # height of the axis's words


class Chart(QWidget):
    """Shows `view.per_minute`'s buckets; the newest minute is at the right."""

    def __init__(self) -> None:
        super().__init__()
        self._buckets: list[tuple[int, int]] = []
        self.setMinimumHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setObjectName("chart")

    def show_buckets(self, buckets: list[tuple[int, int]]) -> None:
        """`buckets`: (passed, refused) a minute, oldest first."""
        if buckets == self._buckets:
            return
        self._buckets = buckets
        passed, refused = (sum(column) for column in zip(*buckets, strict=True)) if buckets else (0, 0)
        self.setAccessibleName(f"Last hour: {words.count(passed, 'call')} passed, {refused:,} refused")
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        c = theme.colours()
        floor = self.height() - TEXT
        painter.fillRect(QRectF(0, floor, self.width(), 1), QColor(c.line))
        top = max((passed + refused for passed, refused in self._buckets), default=0)
        for at, (passed, refused) in enumerate(self._buckets):
            left, wide = self._span(at)
            tall = (floor - TEXT) / max(1, top)
            low, high = passed * tall, refused * tall
            painter.fillRect(QRectF(left, floor - low, wide, low), QColor(c.muted))
            painter.fillRect(QRectF(left, floor - low - high, wide, high), QColor(c.deny))
        self._words(painter, top)
        painter.end()
        event.accept()

    def _words(self, painter: QPainter, top: int) -> None:
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(theme.colours().muted))
        foot = QRectF(0, self.height() - TEXT, self.width(), TEXT)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom, "1 h ago")
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, "now")
        head = QRectF(0, 0, self.width(), TEXT)
        peak = f"peak {top:,} a minute" if top else "no calls in the last hour"
        painter.drawText(head, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, peak)

    def _span(self, at: int) -> tuple[float, float]:
        """(left, width) of one bar."""
        each = self.width() / max(1, len(self._buckets))
        return at * each + 1, max(1.0, each - 2)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip and self._buckets:
            at = min(len(self._buckets) - 1, max(0, int(event.pos().x() * len(self._buckets) / max(1, self.width()))))
            passed, refused = self._buckets[at]
            back = len(self._buckets) - 1 - at
            when = "this minute" if back == 0 else f"{back} min ago"
            QToolTip.showText(event.globalPos(), f"{when}: {passed:,} passed, {refused:,} refused", self)
            return True
        return super().event(event)
