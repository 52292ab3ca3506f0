"""PySide6 6.12.0 on Python 3.11 loses one reference to True with each emit and one to None with each repaint, until the
process aborts; a short suite does not notice. This counts.
"""

from __future__ import annotations

import sys

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

ROUNDS = 500


class Bell(QObject):
    rung = Signal(bool)


class Canvas(QWidget):
    painted = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        Canvas.painted += 1
        event.accept()


def lost(what: object, before: int) -> int:
    return before - sys.getrefcount(what)


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None and True cannot be lost from Python 3.12 on")
def test_signals_and_repaints_lose_no_references(qtbot: QtBot) -> None:
    bell, canvas = Bell(), Canvas()
    qtbot.addWidget(canvas)
    with qtbot.waitExposed(canvas):
        canvas.show()
    heard: list[int] = []
    bell.rung.connect(lambda: heard.append(1))
    none, true = sys.getrefcount(None), sys.getrefcount(True)
    for _ in range(ROUNDS):
        bell.rung.emit(True)
        canvas.repaint()
    assert len(heard) == ROUNDS
    assert Canvas.painted >= ROUNDS
    assert lost(None, none) < ROUNDS // 2
    assert lost(True, true) < ROUNDS // 2
