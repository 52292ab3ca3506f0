"""What holds for a whole scope, and ways to name more in it: a tool, a server, a client, a profile.

Three pages: its tools, its checks, its requests. A client has the first only.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPlainTextEdit, QStackedWidget, QWidget

from callgate_desktop import splicing, words
from callgate_desktop.editing import DEFAULTS, ScopeRow
from callgate_desktop.said import said
from callgate_desktop.ui import theme
from callgate_desktop.ui.check_page import ChecksPage
from callgate_desktop.ui.choice import LEFT_OPEN, choice, line, offer, put
from callgate_desktop.ui.parts import button, column, label, row
from callgate_desktop.ui.request_page import RequestsPage
from callgate_desktop.ui.rule_card import about
from callgate_desktop.ui.sentence import Sentence

PAGES = {"Tools": said("Tools"), "Checks": said("Checks"), "Requests": said("Requests")}


class ScopeCard(QWidget):
    """`edited(change, given)`; `sought(path)`; `made(path)`: what is about to be added, to be chosen then."""

    edited = Signal(object, object)
    sought = Signal(object)
    made = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.scope = ScopeRow(())
        self.title = Sentence(theme.BODY)
        self.default = choice(
            {"": LEFT_OPEN, **{one: words.SETTINGS[one] for one in DEFAULTS}}, said("Its other tools")
        )
        self.hidden = line(said("Hidden tools"), said("drop_*, admin   (* hides all)"))
        self.tool = line(said("Another tool or a pattern"), said("A tool, or delete_*"))
        self.add = button(said("Add a rule"), "add_rule")
        self.every = button(said("A rule for every tool"), "add_every", "quiet")
        self.below = line(said("A server to have rules of its own here"), said("A server"))
        self.add_below = button(said("Add a server"), "add_server")
        self.under = QPlainTextEdit()
        self.under.setAccessibleName(said("Folders that choose this profile, one a line"))
        self.under.setPlaceholderText("~/work")
        self.under.setTabChangesFocus(True)
        self.under.setFixedHeight(58)
        self.take_folders = button(said("Take the folders"), "take_folders", "quiet")
        self.text = button(said("Show in the text"), "show_scope", "quiet")
        self.drop = button(said("Remove all of it"), "drop_scope", "quiet")
        self.checks, self.requests = ChecksPage(), RequestsPage()
        self.pages = QStackedWidget()
        self.tabs = QButtonGroup(self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self._heads, self._profile, self._rules, self._more, tools = (QWidget() for _ in range(5))
        heads = row(gap=1)
        for at, (name, title) in enumerate(PAGES.items()):
            head = button(title, f"scope_{name.lower()}")
            head.setCheckable(True)
            self.tabs.addButton(head, at)
            heads.addWidget(head)
        self.tabs.button(0).setChecked(True)
        heads.addStretch(1)
        self._heads.setLayout(heads)
        chosen = said("In force while work is in these folders, one a line; without any, when it is chosen:")
        self._profile.setLayout(column(label(chosen, "muted"), self.under, row(None, self.take_folders), gap=1))
        hidden = label(said("Hidden from the client:"), "muted")
        self._rules.setLayout(column(hidden, self.hidden, row(self.tool, self.add), row(self.every, None), gap=2))
        self._more.setLayout(row(self.below, self.add_below))
        other = label(said("Tools that no rule here names:"), "muted")
        page = column(self._profile, other, self.default, self._rules, self._more, gap=2)
        page.addLayout(row(self.text, None, self.drop))
        page.addStretch(1)
        tools.setLayout(page)
        for part in (tools, self.checks, self.requests):
            self.pages.addWidget(part)
        whole = column(self.title, self._heads, self.pages, gap=2)
        whole.setStretch(2, 1)
        self.setLayout(whole)

    def _connect(self) -> None:
        self.tabs.idClicked.connect(self.pages.setCurrentIndex)
        self.default.activated.connect(lambda: self._emit(splicing.set_default, self.default.currentData()))
        self.hidden.editingFinished.connect(self._hide)
        self.add.clicked.connect(self._add_tool)
        self.tool.returnPressed.connect(self._add_tool)
        self.every.clicked.connect(lambda: self._make((*self.scope.path, "all_tools")))
        self.add_below.clicked.connect(self._add_server)
        self.below.returnPressed.connect(self._add_server)
        self.take_folders.clicked.connect(self._folders)
        self.text.clicked.connect(lambda: self.sought.emit(self.scope.path))
        self.drop.clicked.connect(lambda: self._emit(splicing.drop))
        for page in (self.checks, self.requests):
            page.edited.connect(self.edited)

    def turn(self, page: str) -> None:
        """Shows one of PAGES."""
        self.tabs.button([*PAGES].index(page)).click()

    def show_scope(self, scope: ScopeRow, tools: list[str], servers: list[str]) -> None:
        """Fills the card. `tools`, `servers`: names to offer."""
        self.scope = scope
        is_client = scope.kind == "clients"
        self.title.say(about(scope.path, said("Everything")))
        self._heads.setVisible(not is_client)
        if is_client:
            self.turn("Tools")
        self._profile.setVisible(scope.kind == "profiles")
        self._rules.setVisible(not is_client)
        self.every.setVisible(not any(not one.name for one in scope.tools))
        self._more.setVisible(is_client or scope.kind == "profiles")
        self.drop.setVisible(bool(scope.path) and scope.written)
        self.text.setVisible(scope.written)
        if scope.path and self.default.findData("") < 0:
            self.default.insertItem(0, LEFT_OPEN, "")
        elif not scope.path and self.default.findData("") == 0:
            self.default.removeItem(0)  # the whole policy always has one
        put(self.default, scope.default)
        self.hidden.setText(", ".join(scope.hidden))
        self.under.setPlainText("\n".join(scope.under))
        offer(self.tool, tools)
        offer(self.below, servers)
        self.checks.show_scope(scope)
        self.requests.show_scope(scope)

    def _emit(self, change: object, *given: object) -> None:
        self.edited.emit(change, (self.scope.path, *given))

    def _hide(self) -> None:
        names = [name.strip() for name in self.hidden.text().split(",") if name.strip()]
        if tuple(names) != self.scope.hidden:
            self._emit(splicing.set_hidden, names)

    def _folders(self) -> None:
        folders = [one.strip() for one in self.under.toPlainText().splitlines() if one.strip()]
        if tuple(folders) != self.scope.under:
            self._emit(splicing.set_under, folders)

    def _add_tool(self) -> None:
        if name := self.tool.text().strip():
            self.tool.clear()
            self._make((*self.scope.path, "tools", name))

    def _make(self, entry: tuple[str, ...]) -> None:
        self.made.emit(entry)
        self.edited.emit(splicing.set_action, (entry, "ask"))

    def _add_server(self) -> None:
        if name := self.below.text().strip():
            self.below.clear()
            path = (*self.scope.path, "servers", name)
            self.made.emit(path)
            self.edited.emit(splicing.add, (path,))
