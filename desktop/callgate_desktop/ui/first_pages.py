"""The first run's three pages. They only show; what is pressed goes to the window as signals."""

from __future__ import annotations

from callgate_proxy.clients import Entry, Found
from callgate_proxy.plain import plain
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QFrame, QLayout, QRadioButton, QScrollArea, QVBoxLayout, QWidget

from callgate_desktop import first_run, words
from callgate_desktop.first_run import FirstRun, Outcome
from callgate_desktop.said import said, told
from callgate_desktop.ui import theme
from callgate_desktop.ui.diff import DiffView
from callgate_desktop.ui.parts import UNIT, Breaking, Notice, button, column, hairline, label, picture, row

WELCOME = said(
    "Callgate stands between your AI client and its tools: every call passes your rules first, and you are asked about "
    "what they do not cover. Nothing is sent anywhere."
)
UNDO = said(
    "Take it all back at any time: Protect… in the tray's menu, then “Give all back…”. The files are as they were."
)
ICON = said(
    "Callgate's icon, a shield, stands beside the clock (in the menu bar on a Mac). It turns amber with a number while "
    "a call waits for you. Where the system shows no icon, start Callgate again: its window comes up."
)


def scrolled(inside: QWidget) -> QScrollArea:
    """`inside`, as high as there is room."""
    scroll = QScrollArea()
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setWidget(inside)
    return scroll


def emptied(layout: QLayout) -> None:
    """Takes everything out of it."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


class FoundPage(QWidget):
    """What was found, with a tick for each server that can be protected. Emits `flipped(file, name)`."""

    flipped = Signal(str, str)
    next_wanted = Signal()
    look_again = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.headline = label(strong=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(3 * UNIT)
        self._list.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        inside.setLayout(self._list)
        self.again = button(said("Look again"), "first_look", icon="refresh")
        self.forward = button(said("Next"), "first_next", "allow")
        self.again.clicked.connect(self.look_again)
        self.forward.clicked.connect(self.next_wanted)
        title = label(said("Welcome to Callgate"), size=theme.TITLE, strong=True)
        page = column(title, label(WELCOME, "muted"), self.headline, scrolled(inside), gap=3)
        page.setStretch(3, 1)
        page.addLayout(row(self.again, None, self.forward))
        self.setLayout(page)
        self._shown: tuple[Found, ...] | None = None

    def show_state(self, state: FirstRun) -> None:
        """Builds the list anew only where the files say something else."""
        self.headline.setText(first_run.headline(state) if state.seen else said("Looking for MCP clients…"))
        next_one = said("Next: protect %n server(s)", "", state.count)
        self.forward.setText(next_one if state.count else said("Next"))
        self.forward.setAccessibleName(self.forward.text())
        self.forward.setEnabled(bool(state.count))
        if state.founds != self._shown:
            self._shown = state.founds
            emptied(self._list)
            for found in state.founds:
                self._list.addWidget(self._card(state, found))
            self._list.addStretch(1)

    def _card(self, state: FirstRun, found: Found) -> QFrame:
        card = QFrame()
        card.setObjectName("card")
        path = Breaking(theme.SMALL)
        path.setText(plain(found.path))
        body = column(label(found.title, strong=True), path, gap=1, margin=3)
        if found.problem or not found.exists or not found.entries:
            advice = told(found.advice) if found.advice else ""
            text = f"{found.problem}\n{advice}" if found.problem else advice or said("No servers yet.")
            body.addWidget(label(plain(text, "\n").strip(), "deny" if found.problem else "muted"))
        for entry in found.entries:
            body.addWidget(self._tick(state, found, entry))
            if line := first_run.entry_line(entry):
                body.addWidget(label(line, "muted", theme.SMALL))
        card.setLayout(body)
        return card

    def _tick(self, state: FirstRun, found: Found, entry: Entry) -> QCheckBox:
        tick = QCheckBox(words.short(entry.name).replace("&", "&&"))
        tick.setFont(theme.mono())
        tick.setObjectName(f"tick_{entry.name}")
        name = said("Protect {server} in {client}", server=words.short(entry.name), client=plain(found.title))
        tick.setAccessibleName(name)
        tick.setChecked(state.is_chosen(found, entry) or entry.guarded)
        tick.setEnabled(first_run.can_guard(entry))
        tick.clicked.connect(lambda: self.flipped.emit(found.path, entry.name))
        return tick


class ProtectPage(QWidget):
    """How they are protected. Emits `policy_chosen(name)`."""

    policy_chosen = Signal(str)
    back_wanted = Signal()
    check_again = Signal()
    confirmed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = label(size=theme.TITLE, strong=True)
        about = said(
            "Callgate takes the place of each server's command in the client's file and starts the server itself."
        )
        self._group = QButtonGroup(self)
        self.policies: dict[str, QRadioButton] = {}
        self.choices = QWidget()
        self.kept = label(said("Your policy.json stays as it is."), "muted")
        choices = column(label(said("What it begins with"), strong=True), gap=1)
        for name, (title, sentence) in first_run.POLICIES.items():
            radio = self.policies[name] = QRadioButton(title)
            radio.setObjectName(f"policy_{name}")
            radio.setAccessibleDescription(sentence)
            radio.clicked.connect(lambda _=False, name=name: self.policy_chosen.emit(name))
            self._group.addButton(radio)
            choices.addWidget(radio)
            choices.addWidget(label(sentence, "muted"))
        self.choices.setLayout(choices)
        self.reveal = button(said("Show the exact change"), "first_diff", "quiet")
        self.reveal.setCheckable(True)
        self.change = DiffView()
        self.change.setAccessibleName(said("Change of the clients' files"))
        self.change.hide()
        self.reveal.toggled.connect(self.change.setVisible)
        self.notice = Notice(said("Check again"))
        self.notice.acted.connect(self.check_again)
        back = button(said("Back"), "first_back")
        self.confirm = button(said("Protect"), "first_confirm", "allow")
        back.clicked.connect(self.back_wanted)
        self.confirm.clicked.connect(self.confirmed)
        page = column(
            self.title, label(about, "muted"), self.choices, self.kept, hairline(), row(self.reveal, None), gap=3
        )
        page.addWidget(self.change, 100)
        page.addWidget(self.notice)
        page.addStretch(1)
        page.addLayout(row(back, None, self.confirm))
        self.setLayout(page)

    def show_state(self, state: FirstRun) -> None:
        """Fills the page."""
        self.title.setText(said("Protect %n server(s)", "", state.count))
        self.policies[state.policy].setChecked(True)
        self.choices.setVisible(not state.has_policy)
        self.kept.setVisible(state.has_policy)
        self.change.show_diff("\n".join(plan.diff for plan in state.plans))
        self.notice.tell(first_run.running_line(state))
        self.confirm.setText(said("Working…") if state.busy else said("Protect"))
        self.confirm.setAccessibleName(self.confirm.text())
        self.confirm.setEnabled(bool(state.ready) and not state.busy)


class DonePage(QWidget):
    """What remains to be done, and where things are."""

    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = label(size=theme.TITLE, strong=True)
        self._steps = QVBoxLayout()
        self._steps.setSpacing(2 * UNIT)
        self._steps.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        inside.setLayout(self._steps)
        self.close_it = button(said("Done"), "first_done", "allow")
        self.close_it.clicked.connect(self.finished)
        head = row(picture("shield", "allow", 24), self.title, gap=3)
        head.setStretch(1, 1)
        page = column(head, scrolled(inside), gap=3)
        page.setStretch(1, 1)
        page.addLayout(row(None, self.close_it))
        self.setLayout(page)

    def show_outcome(self, outcome: Outcome) -> None:
        """Fills the page."""
        done = first_run.protected(outcome)
        self.title.setText(said("%n server(s) protected", "", done) if done else said("Nothing was protected"))
        emptied(self._steps)
        parts = [(said("What could not be done"), outcome.problems, "ask")]
        if done:
            parts += [
                (said("Start your client again"), first_run.restarts(outcome), ""),
                (said("Be asked once, not twice"), first_run.allowing(outcome), ""),
                (said("Where Callgate is"), [ICON], ""),
                (said("The way back"), [UNDO], ""),
            ]
        for heading, lines, tone in parts:
            if lines:
                self._steps.addWidget(label(heading, tone, strong=True))
                self._steps.addWidget(label("\n".join(lines)))
        self._steps.addStretch(1)
