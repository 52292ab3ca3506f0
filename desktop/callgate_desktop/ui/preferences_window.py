"""Preferences: every setting of the tray on one page. A change is in force at once; there is no Save.

* What is shown is what was read back (`show_standing`); a control never stands for what could not be written.
* Boxes offer a few values; another one that stands in preferences.json is shown as it is.
* What cannot be undone by the next click (strict mode while a change waits) asks first, in the window itself.
"""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QEvent, QSignalBlocker, Qt
from PySide6.QtGui import QCloseEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QVBoxLayout, QWidget

from callgate_desktop import preferences as known
from callgate_desktop.preferring import Standing
from callgate_desktop.said import said
from callgate_desktop.ui import theme
from callgate_desktop.ui.parts import UNIT, Notice, button, column, hairline, label, row

LABELS = 150  # px, the column of the boxes' names
BOX = 30  # px, the height of a box
LEAST = 580  # px, the width of the page; other languages may need more
HINTS = {
    known.QUESTION_SECONDS: said(
        "Then the call is told to come again and the question stays open. Touching the "
        "window still gives you longer. Never longer than the client waits."
    ),
    known.LANGUAGE: said("Takes effect when Callgate starts again."),
    known.LOG_DAYS: said("Today and yesterday always stay. What remains is still proven by its seals."),
}


class Steps(Protocol):
    """What the window asks for (`preferring.Preferring`)."""

    def look(self) -> None: ...
    def choose(self, key: str, value: object) -> None: ...
    def set_login(self, on: bool) -> None: ...
    def set_strict(self, on: bool, sure: bool = False) -> None: ...
    def reset(self) -> None: ...


class PreferencesWindow(QWidget):
    """Implements `preferring.PreferencesScreen`. Closing hides it."""

    steps: Steps

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(said("Callgate – Preferences"))
        self.setObjectName("preferences")
        self.problem = Notice()
        self.strict_notice = Notice(said("Turn strict mode off"))
        self.boxes: dict[str, QComboBox] = {}
        self.switches: dict[str, QCheckBox] = {}
        self.login = _check(said("Start Callgate when you log in"), "login")
        self.strict = _check(said("Strict mode: changes made outside Callgate wait for your word"), "strict")
        self.outlook = label(tone="ask", size=theme.SMALL)
        self.reset = button(said("Reset to defaults"), "reset_preferences", "quiet", "undo")
        self._build()

    def _build(self) -> None:
        pages = [
            self._section(said("Questions"), self._box(known.QUESTION_SECONDS, said("Wait for an answer"))),
            self._section(
                said("Notifications"),
                self._switch(known.NOTIFY_QUESTIONS, said("When a call waits for you")),
                self._switch(known.NOTIFY_CHANGES, said("When a server, a client's file or the policy changed")),
                self._switch(known.NOTIFY_OTHERS, said("Errors, and a reminder while Callgate is paused")),
                self._switch(known.SOUND, said("Sound when a call waits")),
            ),
            self._section(
                said("Log"),
                self._box(known.LOG_DAYS, said("Keep calls")),
                self._box(known.LOG_MEGABYTES, said("Keep at most")),
                self.outlook,
            ),
            self._section(
                said("Looks"),
                self._box(known.THEME, said("Colours")),
                self._box(known.LANGUAGE, said("Language")),
            ),
            self._section(said("Safety"), self.strict, self.strict_notice),
            self._section(said("System"), self.login),
        ]
        close = button(said("Close"), "close_preferences")
        close.clicked.connect(self.close)
        page = QVBoxLayout(self)
        page.setContentsMargins(*(5 * UNIT,) * 4)
        page.setSpacing(3 * UNIT)
        page.addStrut(LEAST)
        page.addWidget(self.problem)
        for section in pages:
            page.addWidget(section)
            page.addWidget(hairline())
        page.addStretch(1)
        page.addLayout(row(self.reset, None, close))
        self.outlook.hide()
        self.login.clicked.connect(lambda: self.steps.set_login(self.login.isChecked()))
        self.strict.clicked.connect(lambda: self.steps.set_strict(self.strict.isChecked()))
        self.strict_notice.acted.connect(lambda: self.steps.set_strict(False, sure=True))
        self.reset.clicked.connect(lambda: self.steps.reset())
        QShortcut(QKeySequence.StandardKey.Close, self, self.close)
        QShortcut(QKeySequence("Esc"), self, self.close)

    def _section(self, title: str, *items: QWidget) -> QWidget:
        made, grid = QWidget(), QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4 * UNIT)
        grid.setVerticalSpacing(UNIT)
        grid.setColumnMinimumWidth(0, 110)
        grid.setColumnStretch(1, 1)
        head = label(title, strong=True)
        first = items[0].sizeHint().height() if isinstance(items[0], QCheckBox) else BOX
        head.setFixedHeight(first)  # level with the first control
        grid.addWidget(head, 0, 0, Qt.AlignmentFlag.AlignTop)
        for at, item in enumerate(items):
            grid.addWidget(item, at, 1)
        made.setLayout(grid)
        return made

    def _box(self, key: str, title: str) -> QWidget:
        box = self.boxes[key] = QComboBox()
        box.setObjectName(key)
        box.setAccessibleName(title)
        for text, value in known.BY_KEY[key].choices:
            box.addItem(text, value)
        box.activated.connect(lambda: self.steps.choose(key, box.currentData()))
        name = label(title)
        name.setFixedWidth(LABELS)
        name.setBuddy(box)
        line = row(name, box)
        line.setStretch(1, 1)
        made = QWidget()
        hint = HINTS.get(key, "")
        box.setAccessibleDescription(hint)
        made.setLayout(column(line, label(hint, "muted", theme.SMALL), gap=1) if hint else column(line))
        return made

    def _switch(self, key: str, title: str) -> QCheckBox:
        made = self.switches[key] = _check(title, key)
        made.clicked.connect(lambda: self.steps.choose(key, made.isChecked()))
        return made

    def show_standing(self, standing: Standing) -> None:
        found = standing.preferences
        for key, box in self.boxes.items():
            with QSignalBlocker(box):
                _show(box, key, found.values[key])
        for key, switch in self.switches.items():
            switch.setChecked(found.on(key))
        self.login.setChecked(standing.login)
        self.strict.setChecked(standing.strict)
        self.strict_notice.tell("")
        self.outlook.setText(standing.outlook)
        self.outlook.setVisible(bool(standing.outlook))
        self.problem.tell("\n".join(standing.problems))

    def show_problem(self, problem: str) -> None:
        if problem:
            self.problem.tell(problem)

    def ask_strict_off(self, waits: str) -> None:
        self.strict_notice.tell(said("{waits} Without strict mode that is in force at once.", waits=waits))

    def _fit(self) -> None:
        """Never lower than its texts need at its width; Qt's own least height knows nothing of the wrapped lines."""
        layout = self.layout()
        if layout is not None:
            self.setMinimumHeight(layout.totalMinimumHeightForWidth(self.width()))

    def event(self, event: QEvent) -> bool:
        done = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:  # a notice came or went, a text became longer
            self._fit()
        return done

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.steps.look()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        self.hide()


def _check(title: str, name: str) -> QCheckBox:
    made = QCheckBox(title)
    made.setObjectName(name)
    made.setAccessibleName(title)
    return made


def _show(box: QComboBox, key: str, value: object) -> None:
    """Chooses `value`; one that is not offered joins the list, and leaves it again with the next."""
    offered = known.BY_KEY[key].choices
    while box.count() > len(offered):
        box.removeItem(len(offered))
    at = next((at for at, (_, one) in enumerate(offered) if one == value), -1)
    if at < 0:
        box.addItem(_worded(key, value), value)
        at = box.count() - 1
    box.setCurrentIndex(at)


def _worded(key: str, value: object) -> str:
    """A value that the box does not offer; only the seconds may have a fraction."""
    if key == known.LOG_MEGABYTES:
        return f"{value} MB"
    if not isinstance(value, int):
        return said("{seconds} seconds", seconds=value)
    return said("%n day(s)", "", value) if key == known.LOG_DAYS else said("%n second(s)", "", value)
