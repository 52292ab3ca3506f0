"""The window that interrupts: one call, everything about it, and its answers.

* Opens without taking the focus. The focus rests on nothing that acts; no button is the default.
* A yes has to pass the guard (`guard.py`). Esc and D deny, Ctrl/⌘+Return allows once, Enter does nothing before a
  touch, closing denies once.
* A yes that lasts is a second step: the exact change of the policy file is shown, and only then confirmed.
* A touch stops our countdown, and an over question waits to be read; the client's own limit stays visible.
* Everything that came from outside is plain text with what is invisible spelled out.
* Nothing moves under the mouse while a question is in view (`steady.py`): what comes later takes its room from the
  arguments.

The window decides nothing: it tells its owner what was pressed (`decided`).
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent, QMouseEvent, QMoveEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from callgate_desktop.asking import Case, Queue
from callgate_desktop.grants import Preview
from callgate_desktop.guard import Guard
from callgate_desktop.hub import Question
from callgate_desktop.said import said
from callgate_desktop.scopes import Scope
from callgate_desktop.ui.approval_pages import CasePage
from callgate_desktop.ui.grant_page import GrantPage
from callgate_desktop.ui.refuse_page import RefusePage
from callgate_desktop.ui.steady import Steady
from callgate_desktop.ui.theme import UNIT
from callgate_desktop.view import Told

WIDTH = 560  # px
OVER_STAYS = 6.0  # seconds an untouched question that is over stays in view
FLAGS = Qt.WindowType.Tool | Qt.WindowType.FramelessWindowHint | Qt.WindowType.WindowStaysOnTopHint


class ApprovalWindow(QWidget):
    """Shows one case at a time; emits `decided(case, answer)`, `answer`: "deny", "once", "closed", of a start "always".

    The second step: `scopes_wanted(case)` is answered by `show_scopes`, `preview_wanted(case, scope, duration)` by
    `show_preview`; then `granted(case, scope, duration)`. `touched(case)`: somebody is there.
    """

    decided = Signal(object, str)
    refused = Signal(object, str)
    scopes_wanted = Signal(object)
    preview_wanted = Signal(object, object, str)
    granted = Signal(object, object, str)
    touched = Signal(object)
    dismissed = Signal()

    def __init__(self, clock: Callable[[], float] = time.monotonic, wall: Callable[[], float] = time.time) -> None:
        """`clock` drives the guard, `wall` (seconds since the epoch) the time left."""
        super().__init__(None, FLAGS)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("approval")
        self.setWindowTitle(said("Callgate asks"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedWidth(WIDTH)
        self.case: Case | None = None
        self.guard = Guard(clock)
        self._wall = wall
        self._over_at: float | None = None
        self.page = CasePage()
        self.grant = GrantPage()
        self.refusal = RefusePage()
        self._pages = (self.page, self.grant, self.refusal)
        self._steady = Steady(self, WIDTH, self.page, (self.page, self.grant))
        self._build()
        self._tick = QTimer(self)
        self._tick.setInterval(250)
        self._tick.timeout.connect(self.refresh)

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(*(4 * UNIT,) * 4)
        layout.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)  # `Steady` sets the height
        for page in self._pages:
            layout.addWidget(page)
        self._turn_to(self.page)
        for child in self.findChildren(QAbstractButton):
            child.installEventFilter(self)
            child.pressed.connect(self.guard.press)
        self.page.arguments.viewport().installEventFilter(self)
        self.page.deny.clicked.connect(lambda: self._decide("deny"))
        self.page.allow_once.clicked.connect(lambda: self._affirm("once"))
        self.page.accept.clicked.connect(lambda: self._affirm("always"))
        self.page.allow_for.clicked.connect(self._ask_scopes)
        self.page.deny_why.clicked.connect(self._ask_why)
        self.grant.chosen.connect(self._ask_preview)
        self.grant.back.clicked.connect(self._back)
        self.grant.confirm.clicked.connect(self._grant)
        self.refusal.back.clicked.connect(self._back)
        self.refusal.refused.connect(self._refuse)

    def ask(self, question: Question) -> Case:
        """Shows one question by itself (demo, tests)."""
        case = Queue().add(question, question.asked)
        assert case is not None
        self.show_case(case, 1, 1, Told(""))
        return case

    def show_case(self, case: Case, place: int, waiting: int, told: Told) -> None:
        """Puts `case` into the window. It is number `place` of the `waiting` cases in the queue."""
        if case is not self.case:
            self.case = case
            self._over_at = None
            self.guard.renew()
            self._turn_to(self.page)
            self.page.show_case(case, told)
            self._steady.renew()
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.page.show_told(told):
            self.guard.disturb()
        self.page.show_place(place, waiting, len(case.questions))
        self.refresh()
        self._fit()
        if not self.isVisible():
            self._place()
            self.show()
            self._steady.renew()
            self._fit()  # once more: only now everything has its style
            self.guard.disturb()
        self._tick.start()

    def show_scopes(self, case: Case, scopes: tuple[Scope, ...]) -> None:
        """The second step: what a yes can be about."""
        if case is self.case and not self.is_over:
            self._turn_to(self.grant)
            self.grant.show_scopes(case, scopes)
            self.guard.disturb()
            self._fit()

    def show_preview(self, case: Case, preview: Preview) -> None:
        """What the choice would do; the yes to it is guarded anew."""
        if case is self.case:
            self.grant.show_preview(preview)
            self.guard.disturb()

    def show_over(self, why: str) -> None:
        """The question ended without an answer from here; it stays to be read when it was touched."""
        self._over_at = self._wall()
        self._turn_to(self.page)
        self.page.show_over(why)
        self._fit()

    @property
    def is_over(self) -> bool:
        """Whether the case in view can no longer be answered."""
        return self._over_at is not None

    def leave(self) -> None:
        """Nothing waits any more."""
        self.case = None
        self._over_at = None
        self._tick.stop()
        self.hide()

    def refresh(self) -> None:
        """Brings the time left up to date."""
        if self._over_at is not None:
            if not self.guard.touched and self._wall() - self._over_at >= OVER_STAYS:
                self._dismiss()
        elif self.case is not None:
            case = self.case
            self.page.show_time(case, self._wall(), stopped=self.guard.touched)

    def _dismiss(self) -> None:
        self.leave()
        self.dismissed.emit()

    def _decide(self, answer: str) -> None:
        if self.is_over:
            self._dismiss()
        elif self.case is not None:
            self.decided.emit(self.case, answer)

    def _affirm(self, answer: str) -> None:
        if self.guard.release() and not self.is_over:
            self._decide(answer)

    def _ask_scopes(self) -> None:
        if self.guard.release() and not self.is_over and self.case is not None:
            self.scopes_wanted.emit(self.case)

    def _ask_preview(self, scope: Scope, duration: str) -> None:
        self.preview_wanted.emit(self.case, scope, duration)

    def _grant(self) -> None:
        if self.guard.release() and not self.is_over and self.case is not None:
            self.granted.emit(self.case, self.grant.scope, self.grant.duration)

    def _ask_why(self) -> None:
        if self.case is not None and not self.is_over:
            self._turn_to(self.refusal)
            self.refusal.show_case(self.case)
            self._fit()

    def _refuse(self, why: str) -> None:
        if self.case is not None and not self.is_over:
            self.refused.emit(self.case, why)

    def _back(self) -> None:
        self._turn_to(self.page)
        self.guard.disturb()
        self._fit()

    def _touch(self) -> None:
        if not self.guard.touched and self.case is not None and not self.is_over:
            self.guard.touched = True
            self.touched.emit(self.case)
        self.guard.touched = True
        self.refresh()

    def _turn_to(self, page: QWidget) -> None:
        for one in self._pages:
            one.setVisible(one is page)
        if page is self.page:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _fit(self) -> None:
        self._steady.fit(next(page for page in self._pages if not page.isHidden()))

    def _place(self) -> None:
        screen = QGuiApplication.screenAt(self.cursor().pos()) or QGuiApplication.primaryScreen()
        room = screen.availableGeometry()
        self.move(room.center().x() - self.width() // 2, room.top() + max(0, (room.height() - self.height()) // 4))

    def moveEvent(self, event: QMoveEvent) -> None:
        self.guard.disturb()
        super().moveEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.guard.disturb()
        super().resizeEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._touch()
        if event.button() == Qt.MouseButton.LeftButton and event.position().toPoint().y() < self.page.header_height():
            self.windowHandle().startSystemMove()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if event.isAutoRepeat():
            return
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_D):
            self._decide("deny")
        elif enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._chord()
        else:
            self._touch()
            super().keyPressEvent(event)

    def _chord(self) -> None:
        self.guard.press()
        if self.refusal.isVisible():
            self.refusal.send()
        elif not self.grant.isVisible():
            self._affirm("once")
        elif self.grant.confirm.isEnabled():
            self._grant()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys on a button: Space and Enter press it, unless repeated; Enter only after a touch; the rest is ours."""
        if event.type() in (QEvent.Type.MouseButtonPress, QEvent.Type.Wheel):
            self._touch()
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.isAutoRepeat():
            return True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            if self.guard.touched and isinstance(watched, QAbstractButton):
                watched.click()
            return True
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._touch()
            return super().eventFilter(watched, event)
        self.keyPressEvent(event)
        return True

    def closeEvent(self, event: QCloseEvent) -> None:
        event.ignore()
        if self.is_over:
            self._dismiss()
        else:
            self._decide("closed")
