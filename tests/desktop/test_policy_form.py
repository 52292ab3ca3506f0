"""The form of the policy editor by hand: what is chosen, pressed and written there, and what it asks for."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from callgate_desktop import editing, splicing
from callgate_desktop.ui.policy_form import PolicyForm
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

POLICY = """{"version": "1", "default": "ask", "checks": {"ssrf": "ask"},
 "clients": {"cursor": {}}, "profiles": {"work": {"when": {"under": "~/work"}}}}"""
SEEN = {"fs": ["read", "write"]}
FS = ("servers", "fs")


class Hand:
    """A person at the form: each change is spliced into the text at once, as the window does."""

    def __init__(self, qtbot: QtBot) -> None:
        self.text = POLICY
        self.form = PolicyForm()
        self.form.seen, self.form.clients = SEEN, ("claude-desktop", "cursor", "zed")
        for part in (self.form.tree, self.form.area):
            qtbot.addWidget(part)
            part.show()
        self.form.edited.connect(self._edit)
        self._show()

    def _edit(self, change: Callable[..., str], given: tuple[Any, ...]) -> None:
        self.text = splicing.apply(self.text, change, *given)
        self._show()

    def _show(self) -> None:
        self.form.show_form(editing.read(self.text, SEEN, 1e9))

    def pick(self, box: QComboBox, value: str) -> None:
        box.setCurrentIndex(box.findData(value))
        box.activated.emit(box.currentIndex())


@pytest.fixture
def hand(qtbot: QtBot) -> Hand:
    return Hand(qtbot)


def test_a_check_is_turned_off_for_one_server(hand: Hand) -> None:
    hand.form.choose(*FS)
    hand.form.scope.turn("Checks")
    checks = hand.form.scope.checks
    checks.choose("ssrf")
    assert checks.does.currentText() == "As everything above says"
    assert checks.stops.text().startswith("Stops: Addresses of this machine")
    assert checks.blind.text().startswith("Cannot see: ")
    hand.pick(checks.does, "off")
    assert '"servers": {"fs": {"checks": {"ssrf": "off"}}}' in hand.text
    assert checks.chosen() == "ssrf"
    assert hand.form.tree.chosen() == FS


def test_the_checks_of_everything_are_a_line_of_their_own(hand: Hand) -> None:
    hand.form.choose("checks")
    hand.form.scope.checks.choose("ssrf")
    assert hand.form.scope.checks.does.currentData() == "ask"
    hand.pick(hand.form.scope.checks.does, "")
    assert "checks" not in hand.text
    assert hand.form.tree.chosen() == ("checks",)


def test_a_client_is_added_then_a_server_to_it_and_a_tool_of_that(hand: Hand) -> None:
    hand.form.choose("clients")
    hand.form.group.name.setText("zed")
    QTest.keyClick(hand.form.group.name, Qt.Key.Key_Return)
    assert hand.form.tree.chosen() == ("clients", "zed")
    hand.form.scope.below.setText("fs")
    QTest.keyClick(hand.form.scope.below, Qt.Key.Key_Return)
    assert hand.form.tree.chosen() == ("clients", "zed", *FS)
    hand.form.scope.tool.setText("write")
    QTest.keyClick(hand.form.scope.tool, Qt.Key.Key_Return)
    assert hand.form.tree.chosen() == ("clients", "zed", *FS, "tools", "write")
    made = json.loads(hand.text)["clients"]
    assert made == {"cursor": {}, "zed": {"servers": {"fs": {"tools": {"write": {"action": "ask"}}}}}}


def test_a_profile_gets_its_folders_and_is_removed_whole(hand: Hand) -> None:
    hand.form.choose("profiles", "work")
    card = hand.form.scope
    assert card.under.toPlainText() == "~/work"
    card.under.setPlainText("~/work\n\n ~/acme \n")
    card.take_folders.click()
    assert '{"under": ["~/work", "~/acme"]}' in hand.text
    card.drop.click()
    assert "profiles" not in hand.text
    assert hand.form.tree.chosen() == ("profiles",)


def test_a_request_is_asked_about_and_left_alone_again(hand: Hand) -> None:
    hand.form.choose(*FS)
    hand.form.scope.turn("Requests")
    box = hand.form.scope.requests.boxes["sampling/createMessage"]
    hand.pick(box, "ask")
    assert '"methods": {"sampling/createMessage": {' in hand.text
    hand.pick(box, "")
    assert hand.text == POLICY


def test_a_change_leaves_the_page_it_was_made_on(hand: Hand) -> None:
    hand.form.choose()
    hand.form.scope.turn("Requests")
    hand.pick(hand.form.scope.requests.boxes["prompts/get"], "deny")
    assert hand.form.scope.pages.currentWidget() is hand.form.scope.requests
    hand.form.choose("checks")
    hand.form.choose()
    assert hand.form.scope.tabs.checkedId() == 0


def test_a_tool_gets_another_risk_class(hand: Hand) -> None:
    hand.form.choose(*FS, "tools", "read")
    hand.pick(hand.form.rule.risk, "Destructive")
    assert '"risk": {"read": "Destructive"}' in hand.text


def test_a_rule_for_every_tool_is_made_once(hand: Hand) -> None:
    hand.form.choose(*FS)
    hand.form.scope.every.click()
    assert hand.form.tree.chosen() == (*FS, "all_tools")
    assert json.loads(hand.text)["servers"] == {"fs": {"all_tools": {"action": "ask"}}}
    hand.form.choose(*FS)
    assert not hand.form.scope.every.isVisibleTo(hand.form.scope)


def test_the_default_of_the_whole_policy_cannot_be_taken_away(hand: Hand) -> None:
    hand.form.choose()
    assert hand.form.scope.default.findData("") < 0
    hand.form.choose(*FS)
    assert hand.form.scope.default.findData("") == 0


def test_names_that_are_known_are_offered(hand: Hand) -> None:
    def offered(field: Any) -> list[str]:
        model = field.completer().model()
        return [model.data(model.index(at, 0)) for at in range(model.rowCount())]

    hand.form.choose("clients")
    assert offered(hand.form.group.name) == ["claude-desktop", "cursor", "zed"]
    hand.form.choose(*FS)
    assert offered(hand.form.scope.tool) == ["read", "write"]
    hand.form.choose("profiles", "work")
    assert offered(hand.form.scope.below) == ["fs"]


def test_a_line_that_was_folded_stays_folded(hand: Hand) -> None:
    servers = hand.form.tree.topLevelItem(2)
    assert servers is not None
    servers.setExpanded(False)
    hand.form.choose()
    hand.pick(hand.form.scope.default, "deny")
    again = hand.form.tree.topLevelItem(2)
    assert again is not None
    assert not again.isExpanded()


def test_a_part_is_sought_in_the_text(hand: Hand) -> None:
    sought: list[editing.Path] = []
    hand.form.sought.connect(sought.append)
    hand.form.choose("profiles", "work")
    hand.form.scope.text.click()
    assert sought == [("profiles", "work")]
