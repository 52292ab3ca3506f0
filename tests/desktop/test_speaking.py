"""The question and what comes of it in another language: whole buttons, English files, names put in as they are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from callgate_desktop import grants, lines, notices, said
from callgate_desktop.grants import DURATIONS, Grant
from callgate_desktop.scopes import Scope, offers
from callgate_desktop.ui import language
from callgate_desktop.ui.approval import ApprovalWindow
from callgate_desktop.view import Facts, Loss, Told, loss_line
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot
from questions import case, question

HOSTILE = "{client} %n {0} (s)"


@pytest.fixture(params=["en", "de"])
def spoken(request: pytest.FixtureRequest) -> Iterator[str]:
    assert language.begin(request.param) == request.param
    yield request.param
    said.begin(said.english)


def hostile_scopes() -> tuple[Scope, ...]:
    args = {HOSTILE: HOSTILE, "path": "/home/ada/{tool}/x"}
    return offers(question(tool=HOSTILE, server=HOSTILE, args=args), (HOSTILE, "other"))


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize("about", [{}, {"tool": "start", "method": "start", "rule": "/checks/starts"}])
def test_every_answers_button_shows_its_whole_text(qtbot: QtBot, about: dict[str, object]) -> None:
    window = ApprovalWindow(wall=lambda: 100.0)
    qtbot.addWidget(window)
    window.show_case(case(**about), 1, 1, Told(""))
    in_view = [button for button in window.findChildren(QAbstractButton) if button.isVisible()]
    assert len(in_view) >= 4
    assert [each.text() for each in in_view if each.width() < each.sizeHint().width()] == []


@pytest.mark.usefixtures("spoken")
@pytest.mark.parametrize("duration", DURATIONS)
def test_names_are_put_in_as_they_are(duration: str) -> None:
    asked = question(tool=HOSTILE, server=HOSTILE)
    for scope in hostile_scopes():
        grant = Grant(asked, scope, duration, 0.0)
        named = [text for text, is_name in grant.sentence() if is_name]
        assert HOSTILE in named
        assert HOSTILE in lines.standing(grant)
    assert lines.waiting(case(tool=HOSTILE, server=HOSTILE)).count(HOSTILE) == 2
    assert notices.question("k", case(tool=HOSTILE, server=HOSTILE), 2, Facts()).title.count(HOSTILE) == 2
    assert HOSTILE in loss_line(Loss("Cursor", "/c", (HOSTILE,), (HOSTILE,), ()))


def test_what_is_written_is_english_for_everybody(monkeypatch: pytest.MonkeyPatch) -> None:
    for duration in grants.LABELS:
        monkeypatch.setitem(grants.LABELS, duration, "deutsch")
    scope = Scope("tool", "Jeder Aufruf von", "write_file", ())
    written = Grant(question(), scope, "15m", 0.0).write('{"version": "1", "default": "ask"}')
    assert '"note": "Allowed for 15 min in the window, ' in written
