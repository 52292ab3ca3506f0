"""Notices as messages of the tray icon."""

from __future__ import annotations

import pytest
from callgate_desktop import notices
from callgate_desktop.ui.balloons import Balloons
from callgate_desktop.ui.tray import Tray
from callgate_desktop.view import Facts
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon
from questions import case


def test_news_is_a_message_without_markup_and_a_question_is_left_to_its_window(
    qapp: QApplication,  # noqa: ARG001
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said: list[tuple[str, str]] = []

    def show(_: QSystemTrayIcon, title: str, text: str) -> None:
        said.append((title, text))

    monkeypatch.setattr(QSystemTrayIcon, "showMessage", show)
    tray = Tray(QMenu())
    balloons = Balloons(tray)
    acted: list[tuple[str, str]] = []
    balloons.acted = lambda key, action: acted.append((key, action))
    balloons.show(notices.question("question 1", case(), 1, Facts()))
    assert said == []
    balloons.show(notices.message("<b>news</b>"))
    assert said == [("Callgate", "‹b›news‹/b›")]
    tray.icon.messageClicked.emit()
    assert acted == [("message", notices.OPEN)]
    tray.close()
