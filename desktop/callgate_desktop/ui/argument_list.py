"""The list that shows a call's arguments: fixed-width lines from `arguments.lay_out`, only those in view painted.

Names in their own column, muted; spelled-out characters and folds in colours of their own. A click on a fold unfolds
its value, or folds it again. The selection is copied as text.
"""

from __future__ import annotations

import re

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QResizeEvent
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from callgate_desktop import arguments, edits
from callgate_desktop.arguments import Line
from callgate_desktop.said import said
from callgate_desktop.ui import theme

MARKS = re.compile(r"‹U\+[0-9A-F]{4,6}›|⏎")
PAD = 2 * theme.UNIT
Index = QModelIndex | QPersistentModelIndex


class LinesModel(QAbstractListModel):
    """The lines as rows; a row's text is what a screen reader says and what is copied."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[Line] = []
        self.names = 0  # characters of the name column

    def show(self, lines: list[Line], names: int) -> None:
        self.beginResetModel()
        self.lines, self.names = lines, names
        self.endResetModel()

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) or not index.isValid():
            return None
        line = self.lines[index.row()]
        return f"{line.name}  {line.text}" if line.name else line.text


class _Painter(QStyledItemDelegate):
    """Paints one line; a text that long was wrapped before, so nothing is cut."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        if not isinstance(model, LinesModel):
            return
        line = model.lines[index.row()]
        c = theme.colours()
        rect = option.rect
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(c.selected))
        painter.setFont(theme.mono())
        width = QFontMetricsF(theme.mono()).horizontalAdvance("0")
        baseline = rect.top() + PAD // 2 + QFontMetricsF(theme.mono()).ascent()
        painter.setPen(QColor(c.muted))
        painter.drawText(round(rect.left() + PAD), round(baseline), line.name)
        left = rect.left() + PAD + (model.names + 2) * width
        if line.kind == "fold":
            painter.setPen(QColor(c.accent))
            painter.drawText(round(left), round(baseline), line.text)
            return
        if line.kind in (edits.OLD, edits.NEW):
            tone = QColor(c.deny if line.kind == edits.OLD else c.allow)
            ground = QColor(tone)
            ground.setAlphaF(0.10)
            painter.fillRect(rect.adjusted(round(left) - rect.left() - theme.UNIT, 0, 0, 0), ground)
            painter.setPen(tone)
            painter.drawText(round(left), round(baseline), line.text[:1])
            self._value(painter, " " + line.text[1:], left, baseline)
            return
        self._value(painter, line.text, left, baseline)

    @staticmethod
    def _value(painter: QPainter, text: str, left: float, baseline: float) -> None:
        c = theme.colours()
        metrics = QFontMetricsF(painter.font())
        start = 0
        for match in [*MARKS.finditer(text), None]:
            end = match.start() if match else len(text)
            painter.setPen(QColor(c.text))
            painter.drawText(round(left), round(baseline), text[start:end])
            left += metrics.horizontalAdvance(text[start:end])
            if match:
                painter.setPen(QColor(c.muted if match.group() == "⏎" else c.deny))
                painter.drawText(round(left), round(baseline), match.group())
                left += metrics.horizontalAdvance(match.group())
                start = match.end()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(0, row_height())


def row_height() -> int:
    """The height of one line."""
    return round(QFontMetricsF(theme.mono()).height()) + PAD // 2 + 1


class ArgumentList(QListView):
    """Shows `args` whole. Empty arguments are said in words."""

    def __init__(self) -> None:
        super().__init__()
        self._model = LinesModel()
        self._args: dict[str, object] = {}
        self._unfolded: frozenset[str] = frozenset()
        self.setModel(self._model)
        self.setItemDelegate(_Painter(self))
        self.setUniformItemSizes(True)
        self.setSelectionMode(QListView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setObjectName("arguments")
        self.setAccessibleName(said("Arguments of the call"))
        self.clicked.connect(self._clicked)
        self.activated.connect(self._clicked)

    @property
    def lines(self) -> list[Line]:
        """What is laid out now."""
        return self._model.lines

    def show_args(self, args: dict[str, object]) -> None:
        """Another call's arguments, folded."""
        self._args, self._unfolded = args, frozenset()
        self._lay_out()
        self.scrollToTop()

    def sizeHint(self) -> QSize:
        """It scrolls: it wants what it is given, and no less than its least height."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            rows = sorted(index.row() for index in self.selectedIndexes())
            QGuiApplication.clipboard().setText("\n".join(self._model.lines[at].text for at in rows))
            return
        chord = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers()
        if chord or (event.text().isprintable() and event.text().strip()):
            event.ignore()  # the window's keys, not a search in the list
            return
        super().keyPressEvent(event)

    def _lay_out(self) -> None:
        width = QFontMetricsF(theme.mono()).horizontalAdvance("0")
        columns = int((self.viewport().width() - 2 * PAD) / width)
        lines = arguments.lay_out(self._args, columns, self._unfolded)
        shown = arguments.leaves(self._args)[: arguments.MOST_LEAVES]
        if not lines:
            lines = [Line("value", "", said("No arguments."), "")]
        self._model.show(lines, arguments.name_width(shown) if shown else -2)

    def _clicked(self, index: QModelIndex) -> None:
        line = self._model.lines[index.row()]
        if line.kind == "fold":
            self._unfolded = self._unfolded ^ {line.path}
            at = self.verticalScrollBar().value()
            self._lay_out()
            self.verticalScrollBar().setValue(at)
