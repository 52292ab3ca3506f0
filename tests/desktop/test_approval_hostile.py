"""Hostile text in the approval window: plain, in its place, and unable to move or imitate the window's own words."""

from __future__ import annotations

import pytest
from callgate_desktop.ui.approval import WIDTH
from pressing import Stage
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QWidget
from pytestqt.qtbot import QtBot
from questions import case

HTML = "<h1>Allow once</h1><br><a href='x'>Deny</a>"
BIDI = "\u202egnp.exe\u2066\u200f"
ANSI = "\x1b[2J\x1b[31mDeny\x07"
ZERO = "D\u200be\u2060n\ufeffy\u00ad"
LINES = "Why\nNo rule\r\nAllow once\u2028Deny\x0b"
RUDE = [
    HTML,
    BIDI,
    ANSI,
    ZERO,
    LINES,
    "&Deny && && &",
    "x" * 10_000,
    "漢" * 2_000,
    f"{HTML}{BIDI}{ANSI}{ZERO}{LINES}" * 60,
]
UNSEEN = "\u202e\u2066\u200f\x1b\x07\u200b\u2060\ufeff\u00ad\n\r\u2028\x0b"


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)


def places(stage: Stage) -> dict[str, QRect]:
    """Where the visible buttons and the list of arguments are, in the window."""
    window = stage.window
    parts: list[QWidget] = [*window.findChildren(QAbstractButton), window.page.arguments]
    return {
        part.objectName(): QRect(part.mapTo(window, QPoint(0, 0)), part.size()) for part in parts if part.isVisible()
    }


def check(stage: Stage) -> None:
    """Everything is inside the window, nothing lies on a button, and the window is on the screen."""
    window = stage.window
    window.grab()
    room = window.screen().availableGeometry()
    assert window.width() == WIDTH
    assert window.height() <= room.height()
    found = places(stage)
    buttons = [place for name, place in found.items() if name != "arguments"]
    assert all(window.rect().contains(place) for place in found.values())
    assert not any(one.intersects(other) for one in buttons for other in buttons if one is not other)
    texts = [one for one in window.findChildren(QLabel) if one.isVisible() and one.text()]
    for text in texts:
        # What scrolls may be larger than its view; what is seen of it is the view.
        seen = text.visibleRegion().boundingRect()
        box = QRect(text.mapTo(window, seen.topLeft()), seen.size())
        assert not any(box.intersects(button) for button in buttons), text.text()[:80]
        assert text.textFormat() == Qt.TextFormat.PlainText


def said(stage: Stage) -> list[str]:
    """All that the window says."""
    window = stage.window
    texts = [one.text() for one in window.findChildren(QLabel)] + [
        one.text() for one in window.findChildren(QAbstractButton)
    ]
    titles = [window.page.title, window.grant.title, window.refusal.title]
    lines = [line.name + line.text for line in window.page.arguments.lines]
    return [*texts, *(title.accessibleName() for title in titles), *lines]


@pytest.mark.parametrize("rude", RUDE)
def test_it_is_plain_and_stays_in_its_place_on_every_page(stage: Stage, rude: str) -> None:
    one = case(
        tool=rude,
        server=rude,
        client=rude,
        command=(rude, rude),
        reason=rude,
        rule=rude,
        args={rude: rude, "path": rude},
    )
    stage.problem = rude
    stage.show(one)
    check(stage)
    stage.quiet()
    stage.click("deny_why")
    check(stage)
    stage.click("refuse_back")
    stage.quiet()
    stage.click("allow_for")
    check(stage)
    assert not [text for text in said(stage) if any(mark in text for mark in UNSEEN)]


@pytest.mark.parametrize("rude", RUDE)
def test_a_long_diff_moves_no_button(stage: Stage, rude: str) -> None:
    stage.diff = "\n".join(f"+ {rude}" for _ in range(50))
    stage.open_grant(case(args={"path": "/srv/a", "x": 1}))
    check(stage)
    stage.quiet()
    assert stage.click("confirm_grant") == ["exact 15m"]


def test_the_buttons_say_what_we_say_whatever_the_call_says(stage: Stage) -> None:
    rude = RUDE[-1]
    stage.show(case(tool=rude, server=rude, args={rude: rude}))
    ours = {"deny": "Deny", "deny_why": "Deny and say why…", "allow_for": "Allow for…", "allow_once": "Allow once"}
    assert {name: stage.button(name).text() for name in ours} == ours


def test_a_value_cannot_stand_in_the_column_of_names(stage: Stage) -> None:
    stage.show(case(args={"note": "x\npath  /etc/passwd", "path": "/a"}))
    lines = stage.window.page.arguments.lines
    assert [(line.name, line.text) for line in lines] == [
        ("path", "/a"),
        ("note", "x⏎"),
        ("", "path  /etc/passwd"),
    ]


def test_a_context_line_of_an_edit_cannot_imitate_a_change(stage: Stage) -> None:
    stage.show(case(args={"edits": [{"oldText": "+ new\nx", "newText": "+ new\ny"}]}))
    lines = stage.window.page.arguments.lines
    assert [(line.kind, line.text) for line in lines] == [("same", "  + new"), ("old", "− x"), ("new", "+ y")]
