"""The bar above the calls: what to show, in one row. Text, time, server, client, verdict, and risk where it is known.

`tool:NAME` in the text means exactly that tool. Down and Enter in the text lead to the calls; Escape empties it first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QToolButton, QWidget

from callgate_desktop import periods, words
from callgate_desktop.calls import Filter, typed
from callgate_desktop.said import said
from callgate_desktop.ui import icons
from callgate_desktop.ui.parts import row

PAUSE = 150  # ms after the last key before a search begins
VERDICTS = (
    (said("All verdicts"), ""),
    (said("Allowed"), "allow"),
    (said("Asking"), "ask"),
    (said("Limited"), "limit"),
    (said("Denied"), "deny"),
    (said("Hidden"), "hide"),
)


class FilterBar(QWidget):
    """Emits `changed` when something else is to be shown, and `left` when the keys should go to the calls."""

    changed = Signal()
    left = Signal()

    def __init__(self, clock: Callable[[], float]) -> None:
        """`clock`: seconds since the epoch."""
        super().__init__()
        self._clock = clock
        self.text = QLineEdit()
        self.period = _box(said("Filter by time"), periods.PERIODS)
        self.server = _box(said("Filter by server"), [(said("All servers"), "")])
        self.client = _box(said("Filter by client"), [(said("All clients"), "")])
        self.verdict = _box(said("Filter by verdict"), VERDICTS)
        self.risk = _box(said("Filter by risk"), [(said("All risks"), "")])
        self.risk.hide()
        self.text.setPlaceholderText(said("Filter by tool, server, rule or arguments (/)"))
        self.text.setToolTip(said("tool:NAME shows one tool only"))
        self.text.setAccessibleName(said("Filter by text"))
        self.text.setClearButtonEnabled(True)
        self._glass = self.text.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(PAUSE)
        self._typing.timeout.connect(self.changed)
        for tool in self.text.findChildren(QToolButton):  # Qt's own: the glass, and the cross that clears
            tool.setAccessibleName(said("Search") if self._glass in tool.actions() else said("Clear the text"))
        self.text.textChanged.connect(self._typed)
        self.text.installEventFilter(self)
        for box in self._boxes():
            box.currentIndexChanged.connect(self.changed)
        self.extra = QHBoxLayout()  # what the window puts at the end
        bar = row(self.text, *self._boxes(), self.extra)
        bar.setStretch(0, 1)
        self.setLayout(bar)
        self.dress()

    @property
    def is_live(self) -> bool:
        """Whether the newest calls are wanted, as they come."""
        return not self.period.currentData()

    @property
    def narrows(self) -> bool:
        """Whether anything but the time is chosen."""
        boxes = (self.server, self.client, self.verdict, self.risk)
        return bool(self.text.text()) or any(box.currentIndex() > 0 for box in boxes)

    def wanted(self) -> Filter:
        """What is chosen."""
        text, tool = typed(self.text.text())
        since, until = periods.bounds(str(self.period.currentData()), self._clock())
        server, client, meaning, risk = (
            str(box.currentData()) for box in (self.server, self.client, self.verdict, self.risk)
        )
        return Filter(text, server, meaning, client, tool, risk, since, until)

    def know(self, servers: Iterable[str], clients: Iterable[str], risks: Iterable[str] = ()) -> None:
        """Names that can be chosen; those offered before stay."""
        _offer(self.server, servers, words.short)
        _offer(self.client, clients, words.client)
        _offer(self.risk, risks, words.short)
        self.risk.setVisible(self.risk.count() > 1)

    def clear(self) -> None:
        """Everything is wanted again, of the same time."""
        self.text.clear()
        for box in (self.server, self.client, self.verdict, self.risk):
            box.setCurrentIndex(0)

    def choose_server(self, name: str) -> None:
        """Only this server; all of them where it was the only one."""
        at = self.server.findData(name)
        self.server.setCurrentIndex(0 if at == self.server.currentIndex() else max(0, at))

    def dress(self) -> None:
        """Icons in the colours of the palette in use."""
        self._glass.setIcon(icons.icon("search", "muted"))
        for at, (_, kind) in enumerate(VERDICTS):
            self.verdict.setItemIcon(at, icons.icon(kind, kind) if kind else icons.icon("activity", "muted"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and watched is self.text:
            key = event.key()
            if key == Qt.Key.Key_Escape and self.text.text():
                self.text.clear()
                return True
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape):
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def _boxes(self) -> tuple[QComboBox, ...]:
        return self.period, self.server, self.client, self.verdict, self.risk

    def _typed(self) -> None:
        if self.is_live:
            self.changed.emit()
        else:
            self._typing.start()


def _box(name: str, choices: Iterable[tuple[str, str]]) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    made.setMinimumWidth(120)
    for title, data in choices:
        made.addItem(title, data)
    return made


def _offer(box: QComboBox, names: Iterable[str], word: Callable[[str], str]) -> None:
    known = {box.itemData(at) for at in range(box.count())}
    for name in sorted({*names} - known):
        box.addItem(word(name), name)
