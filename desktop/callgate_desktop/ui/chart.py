"""Calls over time, one small chart a server: passed below, refused on top. Drawn with QPainter.

* All lanes share one scale, so that they can be compared; the busiest `LANES` have their own, the rest share the last.
* A click on a lane chooses its server; the same is in the filter bar for the keyboard.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from callgate_desktop import words
from callgate_desktop.rates import Lanes
from callgate_desktop.said import said
from callgate_desktop.ui import theme

HEIGHT = 18 * theme.UNIT
TEXT = 4 * theme.UNIT  # height of a line of words
GAP = 4 * theme.UNIT
LANES = 4
NEWEST = (said("1 h ago"), said("now"))
REST = said("other servers")


class Chart(QWidget):
    """Shows `Rates.lanes` or `Archive.lanes`; the newest stretch is at the right."""

    chosen = Signal(str)  # a server

    def __init__(self) -> None:
        super().__init__()
        self._lanes: Lanes = {}
        self._span = NEWEST
        self._each = 60.0  # seconds of one bar
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setObjectName("chart")
        self.show_lanes({})

    def show_lanes(self, lanes: Lanes, span: tuple[str, str] = NEWEST, each: float = 60.0) -> None:
        """`lanes`: (passed, refused) by server, oldest first; `span`: its ends in words; `each`: seconds of a bar."""
        shown = _busiest(lanes)
        if (shown, span, each) == (self._lanes, self._span, self._each) and self.accessibleName():
            return
        self._lanes, self._span, self._each = shown, span, each
        told = [f"{words.short(server)} {_sums(buckets)}" for server, buckets in shown.items()]
        self.setAccessibleName(
            said(
                "Calls from {begin} to {end}: {calls}",
                begin=span[0],
                end=span[1],
                calls="; ".join(told) or said("none"),
            )
        )
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(480, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        top = max((sum(pair) for buckets in self._lanes.values() for pair in buckets), default=0)
        if not self._lanes:
            self._lane(painter, QRectF(0, 0, self.width(), HEIGHT), "", [], 1)
        for at, (server, buckets) in enumerate(self._lanes.items()):
            self._lane(painter, self._box(at), server, buckets, max(1, top))
        painter.end()
        event.accept()

    def _lane(self, painter: QPainter, box: QRectF, server: str, buckets: list[tuple[int, int]], top: int) -> None:
        c = theme.colours()
        floor = box.bottom() - TEXT - 1
        tall = (floor - box.top() - TEXT - theme.UNIT) / top
        painter.fillRect(QRectF(box.left(), floor, box.width(), 1), QColor(c.line))
        each = box.width() / max(1, len(buckets))
        for at, (passed, refused) in enumerate(buckets):
            left, wide = box.left() + at * each, max(1.0, each - 1)
            low, high = passed * tall, max(2.0, refused * tall) if refused else 0.0
            painter.fillRect(QRectF(left, floor - low, wide, low), QColor(c.edge))
            painter.fillRect(QRectF(left, floor - low - high, wide, high), QColor(c.deny))
        self._words(painter, box, server, buckets)

    def _words(self, painter: QPainter, box: QRectF, server: str, buckets: list[tuple[int, int]]) -> None:
        head = QRectF(box.left(), box.top(), box.width(), TEXT)
        foot = QRectF(box.left(), box.bottom() - TEXT, box.width(), TEXT)
        left, right = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
        painter.setFont(theme.font(theme.SMALL))
        painter.setPen(QColor(theme.colours().muted))
        sums = _sums(buckets) if buckets else said("no calls")
        painter.drawText(head, right, sums)
        painter.drawText(foot, left, self._span[0])
        painter.drawText(foot, right, self._span[1])
        room = head.width() - painter.fontMetrics().horizontalAdvance(sums) - 2 * theme.UNIT
        painter.setFont(theme.font(theme.SMALL) if server in ("", REST) else theme.mono(theme.SMALL))
        painter.setPen(QColor(theme.colours().text))
        name = painter.fontMetrics().elidedText(words.short(server), Qt.TextElideMode.ElideMiddle, int(room))
        painter.drawText(head, left, name)

    def _box(self, at: int) -> QRectF:
        wide = (self.width() - GAP * (len(self._lanes) - 1)) / len(self._lanes)
        return QRectF(at * (wide + GAP), 0, wide, HEIGHT)

    def _lane_at(self, x: float) -> tuple[int, str] | None:
        return next(
            (
                (at, server)
                for at, server in enumerate(self._lanes)
                if self._box(at).left() <= x < self._box(at).right()
            ),
            None,
        )

    def mousePressEvent(self, event: QMouseEvent) -> None:
        lane = self._lane_at(event.position().x())
        if lane is not None and lane[1] != REST:
            self.chosen.emit(lane[1])

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), self._tip(event.pos().x()), self)
            return True
        return super().event(event)

    def _tip(self, x: float) -> str:
        lane = self._lane_at(x)
        if lane is None:
            return ""
        box, buckets = self._box(lane[0]), self._lanes[lane[1]]
        at = min(len(buckets) - 1, int((x - box.left()) * len(buckets) / box.width()))
        passed, refused = buckets[at]
        back = (len(buckets) - 1 - at) * self._each
        end = self._span[1]
        when = said("{time} before “{end}”", time=words.span(back), end=end) if back else end
        sums = said("{passed} passed, {refused} refused", passed=words.number(passed), refused=words.number(refused))
        return f"{words.short(lane[1])}, {when}: {sums}"


def _busiest(lanes: Lanes) -> Lanes:
    """At most LANES, by name; what is beyond shares one."""
    order = sorted(lanes, key=lambda server: (-sum(map(sum, lanes[server])), server))
    if len(order) <= LANES:
        return {server: lanes[server] for server in sorted(order)}
    kept, rest = sorted(order[: LANES - 1]), order[LANES - 1 :]
    sums = [
        (sum(passed for passed, _ in pairs), sum(refused for _, refused in pairs))
        for pairs in zip(*(lanes[server] for server in rest), strict=True)
    ]
    return {**{server: lanes[server] for server in kept}, REST: sums}


def _sums(buckets: list[tuple[int, int]]) -> str:
    passed, refused = (sum(column) for column in zip(*buckets, strict=True))
    calls = words.calls(passed + refused)
    return said("{calls}, {refused} refused", calls=calls, refused=words.number(refused)) if refused else calls
