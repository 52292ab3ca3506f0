"""What a screen reader is told: every control of these windows has a name and a role."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from callgate_desktop import changes, editing, guarding
from callgate_desktop.first_run import DONE, FOUND, PROTECT, Outcome
from callgate_desktop.grants import Grant
from callgate_desktop.scopes import offers
from callgate_desktop.servers import Seen, roster
from callgate_desktop.ui.about import AboutWindow
from callgate_desktop.ui.activity import ActivityWindow
from callgate_desktop.ui.first_run import FirstRunWindow
from callgate_desktop.ui.limit import LimitDialog
from callgate_desktop.ui.menu import TrayMenu
from callgate_desktop.ui.pins import PinsWindow
from callgate_desktop.ui.policy_editor import PolicyWindow
from callgate_desktop.ui.preferences_window import PreferencesWindow
from callgate_desktop.ui.problem import ProblemWindow
from callgate_desktop.ui.protect import ProtectWindow
from callgate_desktop.ui.ruling_window import RulingWindow
from callgate_desktop.ui.servers import ServersWindow
from callgate_desktop.ui.undo import UndoWindow
from callgate_desktop.view import Facts, Loss, Server, Tool
from callgate_proxy.clients import Applied, Entry, Found, Lost, Plan
from callgate_proxy.logread import Call
from callgate_proxy.moving import Held
from callgate_proxy.risk.pins import CHANGED, TOOL
from pressing import Stage
from PySide6.QtGui import QAccessible, QAccessibleInterface, QAction
from PySide6.QtWidgets import QMenu, QWidget
from pytestqt.qtbot import QtBot
from questions import call_row, case, question
from stepping import NoPreferences

POLICY = '{"version": "1", "default": "ask", "clients": {"cursor": {}}, "profiles": {"work": {}}}'
ROLES = {
    QAccessible.Role.Button, QAccessible.Role.CheckBox, QAccessible.Role.ComboBox, QAccessible.Role.EditableText,
    QAccessible.Role.RadioButton, QAccessible.Role.Table, QAccessible.Role.Tree, QAccessible.Role.List,
    QAccessible.Role.SpinBox,
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


def protect() -> ProtectWindow:
    """The first page: a server to guard, one to give back, a lost guard, and secrets on both sides."""
    window = ProtectWindow()
    guarded, free = Entry("fs", "npx", [], [], True, ""), Entry("gh", "npx", [], [], False, "")
    found = Found("c", "C", "/c", True, [guarded, free], "", content=b"1")
    held = (Held("fs", "TOKEN", "c/fs/TOKEN", False, "x"), Held("fs", "KEY", "c/fs/KEY", True, ""))
    window.show_seen([guarding.Seen(found, (), Lost(("gh",), (), ()), {"gh": "D"}, held)])
    return window


def protect_change() -> QWidget:
    window = protect()
    window.show_plan(Plan("c", "C", "/c", b"1", b"2", "+ x", ["fs is guarded"], [], guards=True), True, ("C (4242)",))
    return window


def protect_done() -> QWidget:
    window = protect()
    window.show_applied(Applied("/c", ["fs is guarded"], "/backup", "Start it again."), True)
    return window


def pins() -> QWidget:
    window = PinsWindow(lambda: 1e9)
    window.show_changes((changes.Change("fs", "npx", TOOL, "read", "m", CHANGED, difference="-a\n+b", doubts=("?",)),))
    return window


def undo() -> QWidget:
    window = UndoWindow()
    window.show_granted(Grant(question(), offers(question())[-1], "15m", 100.0))
    return window


def preferences() -> QWidget:
    window = PreferencesWindow()
    window.steps = NoPreferences()
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
        *(protect, protect_change, protect_done, pins, undo),
        *(lambda: LimitDialog("fs", "read"), lambda: ProblemWindow("The disk is full.", "Make room.")),
    ],
)
def test_every_control_has_a_name(qtbot: QtBot, make: Callable[[], QWidget]) -> None:
    window = make()
    qtbot.addWidget(window)
    window.show()
    assert nameless(window) == []


def nameless(window: QWidget) -> list[tuple[str, object]]:
    """(role, widget) of every control in view that has no name. There must be controls."""
    root = QAccessible.queryAccessibleInterface(window)
    assert root is not None
    controls = [one for one in tree(root) if one.role() in ROLES and not one.state().invisible]
    assert controls
    return [(one.role().name, one.object()) for one in controls if not one.text(QAccessible.Text.Name)]


@pytest.mark.parametrize("step", [(), ("deny_why",), ("allow_for",)])
def test_every_control_of_the_approvals_pages_has_a_name(qtbot: QtBot, step: tuple[str, ...]) -> None:
    stage = Stage(qtbot)
    stage.show(case(args={"path": "/srv/x/a", "n": 1}), waiting=2)
    stage.quiet()
    for name in step:
        stage.click(name)
    assert nameless(stage.window) == []


def test_every_entry_of_the_trays_menu_has_a_text(qtbot: QtBot) -> None:
    menu = TrayMenu()
    qtbot.addWidget(menu.menu)
    waits = changes.Change("fs", "npx", TOOL, "read", "m", CHANGED)
    loss = Loss("C", "/c", ("fs",), (), ())
    tools = (Tool("read", "ask"), Tool("write", "limit", "10 a minute"))
    facts = Facts(servers=(Server("fs", tools), Server("gh", ())), changes=(waits,), losses=(loss,))
    menu.show_facts(facts, [case()], 100.0, notifier=False)
    menu.show_calls([Call(call_row(1))])
    found = entries(menu.menu)
    assert len(found) > 20
    assert [action for action in found if not action.text().strip()] == []


def entries(menu: QMenu) -> list[QAction]:
    """Every entry in view, those of the menus below it too."""
    found: list[QAction] = []
    for action in menu.actions():
        if action.isVisible() and not action.isSeparator():
            below = action.menu()
            found += [action, *(entries(below) if isinstance(below, QMenu) else [])]
    return found
