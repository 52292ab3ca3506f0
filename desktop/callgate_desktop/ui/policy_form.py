"""The policy for people: servers and their tools, and what holds for the chosen one. Emits what was changed.

Nothing is kept here: a change is a signal, and what it makes of the policy comes back as the next form.
"""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QComboBox,
    QLineEdit,
    QSizePolicy,
    QSpinBox,
    QStackedWidget,
    QTreeWidget,
    QTreeWidgetItem,
    QTreeWidgetItemIterator,
    QWidget,
)

from callgate_desktop import words
from callgate_desktop.editing import ACTIONS, DEFAULTS, WINDOWS, Form, ServerRow, ToolRow
from callgate_desktop.ui import icons, theme
from callgate_desktop.ui.parts import button, column, label, row
from callgate_desktop.ui.sentence import Sentence

HELD = Qt.ItemDataRole.UserRole
LEFT_OPEN = "As the general rules say"


class PolicyForm(QWidget):
    """Signals carry server and tool; a server of "" is the whole policy."""

    default_set = Signal(str, str)  # server, action or ""
    hidden_set = Signal(str, object)  # server, names
    action_set = Signal(str, str, str)  # server, tool, action or ""
    limit_set = Signal(str, str, int, str)  # server, tool, maximum (0: none), window
    reason_set = Signal(str, str, str)
    removed = Signal(str, str)
    added = Signal(str, str)  # server, name or pattern

    def __init__(self) -> None:
        super().__init__()
        self.form: Form | None = None
        self.default = _choice([words.SETTINGS[one] for one in DEFAULTS], list(DEFAULTS), "Tools that no rule names")
        self.tree = QTreeWidget()
        self.tree.setAccessibleName("Servers and tools")
        self.tree.setHeaderLabels(["Server, tool", "Setting", "Limit"])
        self.tree.setColumnWidth(0, 230)
        self.tree.setColumnWidth(1, 110)
        self.tree.setUniformRowHeights(True)
        self.card = QStackedWidget()
        self.card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.tool, self.server = ToolCard(), ServerCard()
        self.empty = label(
            "No server is guarded yet. Protect… guards one; its tools appear here with their rules.", "muted"
        )
        for part in (self.empty, self.tool, self.server):
            self.card.addWidget(part)
        top = label("Tools that no rule names:")
        top.setWordWrap(False)
        page = column(row(top, self.default, None), self.tree, self.card, gap=3)
        page.setStretch(1, 1)
        self.setLayout(page)
        self._connect()

    def _connect(self) -> None:
        self.tree.currentItemChanged.connect(self._show)
        self.default.activated.connect(lambda: self.default_set.emit("", self.default.currentData()))
        tool, server = self.tool, self.server
        tool.action.activated.connect(lambda: self.action_set.emit(*self.chosen(), tool.action.currentData()))
        tool.maximum.editingFinished.connect(self._limit)
        tool.window_box.activated.connect(self._limit)
        tool.preset.clicked.connect(lambda: self.limit_set.emit(*self.chosen(), 10, "minute"))
        tool.reason.editingFinished.connect(self._reason)
        tool.remove.clicked.connect(lambda: self.removed.emit(*self.chosen()))
        server.default.activated.connect(lambda: self.default_set.emit(self.chosen()[0], server.default.currentData()))
        server.hidden.editingFinished.connect(self._hide)
        server.add.clicked.connect(self._add)
        server.name.returnPressed.connect(self._add)

    def set_usable(self, usable: bool) -> None:
        """Whether anything can be changed; what is shown stays readable."""
        self.default.setEnabled(usable)
        self.card.setEnabled(usable)

    def chosen(self) -> tuple[str, str]:
        """Server and tool that are chosen; "" where none is."""
        item = self.tree.currentItem()
        return item.data(0, HELD) if item else ("", "")

    def choose(self, server: str, tool: str = "") -> None:
        """Brings a row into view and chooses it."""
        for item in self._items():
            if item.data(0, HELD) == (server, tool):
                self.tree.setCurrentItem(item)

    def _items(self) -> list[QTreeWidgetItem]:
        """Every line, servers and tools."""
        walk = QTreeWidgetItemIterator(self.tree)
        found: list[QTreeWidgetItem] = []
        while item := walk.value():
            found.append(item)
            walk += 1
        return found

    def show_form(self, form: Form) -> None:
        """Shows a policy; what was chosen stays chosen."""
        kept, folded = self.chosen(), self._folded()
        self.form = form
        self.default.setCurrentIndex(DEFAULTS.index(form.default))
        with QSignalBlocker(self.tree):
            self.tree.clear()
            for server in form.servers:
                head = QTreeWidgetItem(self.tree, [words.short(server.name), _setting(server.default)])
                head.setData(0, HELD, (server.name, ""))
                head.setIcon(0, icons.icon("server"))
                for tool in server.tools:
                    _fill(QTreeWidgetItem(head), server.name, tool)
                head.setExpanded(server.name not in folded)
        self.choose(*kept)
        if self.tree.currentItem() is None and form.servers:
            self.choose(form.servers[0].name)
        self._show(self.tree.currentItem())

    def _folded(self) -> set[str]:
        return {head.data(0, HELD)[0] for head in self._items() if head.childCount() and not head.isExpanded()}

    def _show(self, item: QTreeWidgetItem | None) -> None:
        server, tool = item.data(0, HELD) if item else ("", "")
        form = self.form
        held_tool = form.tool(server, tool) if form and tool else None
        held = form.server(server) if form and not tool else None
        if held_tool is not None:
            self.tool.show_tool(server, held_tool)
        elif held is not None:
            self.server.show_server(held)
        self.card.setCurrentWidget(self.tool if held_tool else self.server if held else self.empty)

    def _limit(self) -> None:
        server, name = self.chosen()
        tool = self.form.tool(server, name) if self.form else None
        wanted = (self.tool.maximum.value(), self.tool.window_box.currentText())
        now = tool.limit if tool else None
        if tool is not None and wanted != (now or (0, wanted[1])):
            self.limit_set.emit(server, name, *wanted)

    def _reason(self) -> None:
        server, name = self.chosen()
        tool = self.form.tool(server, name) if self.form else None
        if tool is not None and self.tool.reason.text() != tool.reason:
            self.reason_set.emit(server, name, self.tool.reason.text())

    def _hide(self) -> None:
        names = [name.strip() for name in self.server.hidden.text().split(",") if name.strip()]
        held = self.form.server(self.chosen()[0]) if self.form else None
        if held is not None and tuple(names) != held.hidden:
            self.hidden_set.emit(held.name, names)

    def _add(self) -> None:
        if name := self.server.name.text().strip():
            self.server.name.clear()
            self.added.emit(self.chosen()[0], name)


class ToolCard(QWidget):
    """What holds for one tool."""

    def __init__(self) -> None:
        super().__init__()
        self.title, self.more = Sentence(theme.BODY), label(tone="muted", size=theme.SMALL)
        self.action = _choice([LEFT_OPEN, *(words.SETTINGS[one] for one in ACTIONS)], ["", *ACTIONS], "Setting")
        self.maximum = QSpinBox()
        self.maximum.setRange(0, 1_000_000)
        self.maximum.setSpecialValueText("no limit")
        self.maximum.setMinimumHeight(30)
        self.maximum.setAccessibleName("At most so many calls")
        self.window_box = _choice(list(WINDOWS), list(WINDOWS), "In what time")
        self.preset = button("10 a minute", "preset_10_minute", "quiet")
        self.reason = QLineEdit()
        self.reason.setPlaceholderText("What the agent is told when it is refused")
        self.reason.setAccessibleName("Reason for a refusal")
        self.remove = button("Remove the rule", "remove_rule", "quiet")
        limit = row(label("At most"), self.maximum, label("a"), self.window_box, self.preset, None)
        self.setLayout(column(self.title, row(self.action, None, self.remove), limit, self.reason, self.more, gap=2))

    def show_tool(self, server: str, tool: ToolRow) -> None:
        """Fills the card."""
        self.title.say([(words.short(tool.name), True), ("on", False), (words.short(server), True)])
        self.action.setCurrentIndex(self.action.findData(tool.action))
        number, window = tool.limit or (0, "minute")
        self.maximum.setValue(int(number))
        if self.window_box.findText(window) < 0:
            self.window_box.addItem(window, window)
        self.window_box.setCurrentText(window)
        self.reason.setText(tool.reason)
        odd = "limits" in tool.more or "rate_limit" in tool.more
        for part in (self.action, self.reason):
            part.setEnabled(not tool.several)
        for part in (self.maximum, self.window_box, self.preset):
            part.setEnabled(not (tool.several or odd))
        self.remove.setVisible(tool.written)
        self.more.setText(_more(tool))


class ServerCard(QWidget):
    """What holds for a whole server, and a way to name another tool."""

    def __init__(self) -> None:
        super().__init__()
        self.title = Sentence(theme.BODY)
        self.default = _choice(
            ["As for every server", *(words.SETTINGS[one] for one in DEFAULTS)], ["", *DEFAULTS], "Its other tools"
        )
        self.hidden, self.name = QLineEdit(), QLineEdit()
        self.hidden.setPlaceholderText("Hidden tools, with commas between: drop_*, admin; * hides all")
        self.hidden.setAccessibleName("Hidden tools")
        self.name.setPlaceholderText("Another tool, or a pattern such as delete_*")
        self.name.setAccessibleName("Another tool or a pattern")
        self.add = button("Add a rule", "add_rule")
        other = label("Its other tools:")
        other.setWordWrap(False)
        page = column(self.title, row(other, self.default, None), self.hidden, row(self.name, self.add), gap=2)
        page.addStretch(1)
        self.setLayout(page)

    def show_server(self, server: ServerRow) -> None:
        """Fills the card."""
        self.title.say([("Everything on", False), (words.short(server.name), True)])
        self.default.setCurrentIndex(self.default.findData(server.default))
        self.hidden.setText(", ".join(server.hidden))


def _choice(texts: list[str], values: list[str], name: str) -> QComboBox:
    made = QComboBox()
    made.setAccessibleName(name)
    for text, value in zip(texts, values, strict=True):
        made.addItem(text, value)
    return made


def _setting(action: str) -> str:
    return words.SETTINGS.get(action, "")


def _more(tool: ToolRow) -> str:
    if tool.several:
        return "Several rules of its own: they are changed in the text."
    falls = f"Now: {words.SETTINGS[tool.falls].lower()}. " if tool.falls else ""
    return falls + (f"It also says {', '.join(tool.more)}: see the text." if tool.more else "")


def _fill(item: QTreeWidgetItem, server: str, tool: ToolRow) -> None:
    shown = tool.action or (tool.falls if not tool.several else "")
    item.setText(0, words.short(tool.name))
    item.setFont(0, theme.mono(theme.SMALL))
    item.setText(1, _setting(shown) or ("in the text" if tool.several else ""))
    item.setText(2, f"{tool.limit[0]:g} a {tool.limit[1]}" if tool.limit else "")
    if shown:
        item.setIcon(1, icons.icon(shown, shown))
    if not tool.written:
        item.setForeground(0, QColor(theme.colours().muted))
        item.setForeground(1, QColor(theme.colours().muted))
        item.setToolTip(0, "No rule of its own")
    item.setData(0, HELD, (server, tool.name))
