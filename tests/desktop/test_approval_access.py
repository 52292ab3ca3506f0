"""The approval window as a screen reader meets it: the tree of every page, each control with a name and a role."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from callgate_desktop.grants import Grant
from callgate_desktop.scopes import offers
from callgate_desktop.ui.undo import UndoWindow
from pressing import Stage
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from questions import case, question

Role = QAccessible.Role
CONTROLS = (Role.Button, Role.RadioButton, Role.CheckBox, Role.EditableText, Role.List)


@pytest.fixture
def stage(qtbot: QtBot) -> Stage:
    return Stage(qtbot)


def tree(window: QWidget) -> list[QAccessibleInterface]:
    """Every visible thing in the window that a screen reader can reach."""
    found: list[QAccessibleInterface] = []
    pending = [QAccessible.queryAccessibleInterface(window)]
    while pending:
        one = pending.pop()
        found.append(one)
        children = [one.child(at) for at in range(one.childCount())]
        pending += [child for child in children if child.isValid() and not child.state().invisible]
    return found


def controls(window: QWidget) -> dict[str, QAccessible.Role]:
    """The names and roles of what can be operated."""
    return {one.text(QAccessible.Text.Name): one.role() for one in tree(window) if one.role() in CONTROLS}


def question_page(stage: Stage) -> None:
    stage.show()


def why_page(stage: Stage) -> None:
    stage.show()
    stage.click("deny_why")


def grant_page(stage: Stage) -> None:
    stage.open_grant(case(args={"path": "/srv/x/a", "n": 1}))


@pytest.mark.parametrize(
    ("turn", "names"),
    [
        (
            question_page,
            {
                "Deny": Role.Button,
                "Deny and say why…": Role.Button,
                "Allow for…": Role.Button,
                "Allow once": Role.Button,
                "Arguments of the call": Role.List,
            },
        ),
        (why_page, {"What the agent is told": Role.EditableText, "Back": Role.Button, "Deny and tell": Role.Button}),
        (
            grant_page,
            {
                "Exactly these arguments": Role.RadioButton,
                "path is /srv/x/a": Role.RadioButton,
                "n is 1": Role.RadioButton,
                "Files under /srv/x": Role.RadioButton,
                "Every call of write_file": Role.RadioButton,
                **dict.fromkeys(("5 min", "15 min", "1 hour", "Until it quits", "Always"), Role.CheckBox),
                "Change of policy.json": Role.EditableText,
                "Back": Role.Button,
                "Allow for 15 min": Role.Button,
            },
        ),
    ],
)
def test_each_control_has_a_name_and_a_role(
    stage: Stage, turn: Callable[[Stage], None], names: dict[str, QAccessible.Role]
) -> None:
    turn(stage)
    assert controls(stage.window) == names
    focusable = [one for one in tree(stage.window) if one.state().focusable and one.role() != Role.Window]
    assert all(one.text(QAccessible.Text.Name) for one in focusable)


def test_the_sentence_and_the_time_left_are_said(stage: Stage) -> None:
    stage.show()
    told = [one.text(QAccessible.Text.Name) for one in tree(stage.window)]
    assert "Claude Desktop wants to run “write_file” on “filesystem”" in told
    assert "Claude Desktop is told to call again in 35 s" in told
    assert "Time left" in told


def test_every_control_is_reached_by_tab(stage: Stage) -> None:
    stage.open_grant(case(args={"path": "/srv/x/a", "n": 1}))
    reached: set[str] = set()
    for _ in range(30):
        stage.window.focusNextChild()
        focused = stage.window.focusWidget()
        assert focused is not None
        reached.add(focused.objectName() or focused.accessibleName())
    assert {"for_5m", "for_session", "for_always", "back", "confirm_grant", "Change of policy.json"} <= reached
    assert any(name.startswith("scope_") for name in reached)


def test_the_window_afterwards_is_read_too(qtbot: QtBot) -> None:
    window = UndoWindow()
    qtbot.addWidget(window)
    asked = question()
    window.show_granted(Grant(asked, offers(asked)[-1], "15m", 100.0))
    assert controls(window) == {"Undo": Role.Button, "Close": Role.Button}
    assert "Claude Desktop may run “write_file” on “filesystem” for 15 min." in [
        one.text(QAccessible.Text.Name) for one in tree(window)
    ]
    undone: list[object] = []
    window.undone.connect(undone.append)
    window.undo.click()
    window.undo.click()
    assert [len(undone), window.isVisible()] == [1, False]
