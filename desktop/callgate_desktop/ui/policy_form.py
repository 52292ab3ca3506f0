"""The policy for people: its parts at the left, what holds for the chosen one at the right. Emits what was changed.

Nothing is kept here: a change is a signal, and what it makes of the policy comes back as the next form. What was added
is chosen once it is there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget

from callgate_desktop.editing import GROUPS, Form, Path
from callgate_desktop.said import said
from callgate_desktop.ui.group_card import GroupCard
from callgate_desktop.ui.parts import label
from callgate_desktop.ui.policy_tree import CHECKS, PolicyTree
from callgate_desktop.ui.rule_card import RuleCard
from callgate_desktop.ui.scope_card import ScopeCard

WIDTH = 300  # px, at least


class PolicyForm(QObject):
    """`tree` is the left side, `area` the right one, for whoever lays both out.

    `edited(change, given)`: a function of `splicing`, and what it is given besides the text. `sought(path)`: the
    person wants to see a part in the text.
    """

    edited = Signal(object, object)
    sought = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.form: Form | None = None
        self.seen: Mapping[str, Sequence[str]] = {}
        self.clients: Sequence[str] = ()
        self._next: Path | None = None
        self.tree, self.card = PolicyTree(), QStackedWidget()
        self.rule, self.scope, self.group = RuleCard(), ScopeCard(), GroupCard()
        self.empty = label(said("The form appears when the text is a policy."), "muted")
        for part in (self.empty, self.rule, self.scope, self.group):
            self.card.addWidget(part)
        self.area = QScrollArea()
        self.area.setAccessibleName(said("Details"))
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setMinimumWidth(max(WIDTH, self.card.minimumSizeHint().width()))  # languages differ in length
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self.card)
        self._connect()

    def _connect(self) -> None:
        self.tree.currentItemChanged.connect(self._choose)
        for card in (self.rule, self.scope, self.group):
            card.edited.connect(self.edited)
        for card in (self.rule, self.scope):
            card.sought.connect(self.sought)
        for card in (self.scope, self.group):
            card.made.connect(self._made)

    def set_usable(self, usable: bool) -> None:
        """Whether anything can be changed; what is shown stays readable."""
        self.card.setEnabled(usable)

    def choose(self, *path: str) -> None:
        """Brings a part of the policy into view and chooses it; nothing for everything."""
        self.tree.choose(path)

    def show_form(self, form: Form) -> None:
        """Shows a policy; what was chosen stays chosen."""
        self.form = form
        self.tree.show_form(form)
        if self._next is not None and self.tree.choose(self._next):
            self._next = None
        self._show()

    def _made(self, path: Path) -> None:
        self._next = path

    def _choose(self) -> None:
        path = self.tree.chosen()
        if path in (CHECKS, ()):
            self.scope.turn("Checks" if path else "Tools")
        self._show()

    def _show(self) -> None:
        form, path = self.form, self.tree.chosen()
        if form is None:
            return
        rule, scope = form.rows.get(path), form.scopes.get(() if path == CHECKS else path)
        if rule is not None:
            self.rule.show_rule(rule)
        elif scope is not None:
            self.scope.show_scope(scope, self._tools(scope.path), sorted(self.seen))
        elif path[:1] and path[0] in GROUPS:
            self.group.show_group(path[0], self._names(path[0]))
        self.card.setCurrentWidget(self.rule if rule else self.scope if scope else self.group)

    def _tools(self, scope: Path) -> list[str]:
        servers = [scope[-1]] if scope[-2:-1] == ("servers",) else list(self.seen)
        return sorted({tool for server in servers for tool in self.seen.get(server, ())})

    def _names(self, group: str) -> list[str]:
        return sorted(self.seen) if group == "servers" else list(self.clients) if group == "clients" else []
