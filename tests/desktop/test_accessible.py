"""What a screen reader is told: every control of these windows has a name and a role."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from callgate_desktop import editing, guarding
from callgate_desktop.first_run import DONE, FOUND, PROTECT, Outcome
from callgate_desktop.servers import Seen, roster
from callgate_desktop.ui.about import AboutWindow
from callgate_desktop.ui.activity import ActivityWindow
from callgate_desktop.ui.first_run import FirstRunWindow
from callgate_desktop.ui.policy_editor import PolicyWindow
from callgate_desktop.ui.preferences_window import PreferencesWindow
from callgate_desktop.ui.ruling_window import RulingWindow
from callgate_desktop.ui.servers import ServersWindow
from callgate_proxy.clients import Applied, Entry, Found, Plan
from callgate_proxy.logread import Call
from PySide6.QtGui import QAccessible, QAccessibleInterface
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from questions import call_row

POLICY = '{"version": "1", "default": "ask", "clients": {"cursor": {}}, "profiles": {"work": {}}}'
ROLES = {
    QAccessible.Role.Button, QAccessible.Role.CheckBox, QAccessible.Role.ComboBox, QAccessible.Role.EditableText,
    QAccessible.Role.RadioButton, QAccessible.Role.Table, QAccessible.Role.Tree, QAccessible.Role.List,
}  # fmt: skip


def activity() -> QWidget:
    window = ActivityWindow(lambda: 1e9)
    window.details.show_call(Call(call_row(1)))
    return window


def ruling() -> QWidget:
    window = RulingWindow()
    window.open_for(Call(call_row(1)), deciding=True)
    return window


def servers() -> QWidget:
    window = ServersWindow(lambda: 1e9)
    found = Found("c", "C", "/c", True, [Entry("fs", "npx", [], [], True, "")], "")
    window.show_groups(roster([found], Seen({}, {}, (), {})), ())
    return window


def policy() -> QWidget:
    window = PolicyWindow(lambda: 1e9)
    window.form.show_form(editing.read(POLICY, {"fs": ["read"]}, 1e9))
    window.form.choose("servers", "fs", "tools", "read")
    return window


def first(step: str) -> Callable[[], QWidget]:
    def make() -> QWidget:
        window = FirstRunWindow()
        found = Found("c", "C", "/c", True, [Entry("fs", "npx", [], [], False, "")], "", content=b"1")
        plan = Plan("c", "C", "/c", b"1", b"2", "+ x", ["fs is guarded"], [], guards=True, guarded=("fs",))
        window.show_seen([guarding.Seen(found, ())])
        if step == PROTECT:
            window.found.forward.click()
            window.show_plans([plan])
            window.protect.reveal.click()
        elif step == DONE:
            window.show_outcome(Outcome(((plan, Applied("/c", ["fs is guarded"], "", "Start it again.")),)))
        assert window.state.step == step
        return window

    return make


def policy_part(*path: str, page: str = "") -> Callable[[], QWidget]:
    def make() -> QWidget:
        window = policy()
        assert isinstance(window, PolicyWindow)
        window.form.choose(*path)
        if page:
            window.form.scope.turn(page)
        return window

    return make


class NoSteps:
    """Shows nothing and writes nothing."""

    def look(self) -> None: ...
    def choose(self, key: str, value: object) -> None: ...
    def set_login(self, on: bool) -> None: ...
    def set_strict(self, on: bool, sure: bool = False) -> None: ...
    def reset(self) -> None: ...


def preferences() -> QWidget:
    window = PreferencesWindow()
    window.steps = NoSteps()
    window.show()
    window.ask_strict_off("policy.json would allow more.")
    return window


def policy_page(name: str) -> Callable[[], QWidget]:
    def make() -> QWidget:
        window = policy()
        assert isinstance(window, PolicyWindow)
        window.open_at(name)
        return window

    return make


def tree(one: QAccessibleInterface) -> list[QAccessibleInterface]:
    """It and everything below it, but not the cells of tables."""
    if one.role() in (QAccessible.Role.Table, QAccessible.Role.Tree, QAccessible.Role.List, QAccessible.Role.ComboBox):
        return [one]
    children = [one.child(at) for at in range(one.childCount())]
    return [one, *(found for child in children for found in tree(child))]


@pytest.mark.parametrize(
    "make",
    [
        *(activity, ruling, servers, lambda: AboutWindow("/home/ada/.callgate")),
        *(policy, policy_page("History"), policy_page("Grants"), preferences),
        *(first(FOUND), first(PROTECT), first(DONE)),
        *(policy_part(), policy_part("checks"), policy_part("servers", "fs", page="Requests")),
        *(policy_part("clients"), policy_part("clients", "cursor"), policy_part("profiles", "work")),
    ],
)
def test_every_control_has_a_name(qtbot: QtBot, make: Callable[[], QWidget]) -> None:
    window = make()
    qtbot.addWidget(window)
    window.show()
    root = QAccessible.queryAccessibleInterface(window)
    assert root is not None
    controls = [one for one in tree(root) if one.role() in ROLES and not one.state().invisible]
    assert controls
    nameless = [(one.role().name, one.object()) for one in controls if not one.text(QAccessible.Text.Name)]
    assert nameless == []
