"""The Protect window's pages: what was found, the change that would be made, and what came of it.

The pages only show; what is pressed goes to the window as signals.
"""

from __future__ import annotations

import shlex
from functools import partial

from callgate_proxy.clients import Applied, Entry, Found, Plan
from callgate_proxy.plain import plain
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from callgate_desktop import view, words
from callgate_desktop.guarding import Seen
from callgate_desktop.ui import secret_offer, theme
from callgate_desktop.ui.diff import DiffView
from callgate_desktop.ui.parts import UNIT, Breaking, Notice, button, column, hairline, label, picture, row
from callgate_desktop.ui.sentence import Sentence

INTRO = (
    "Callgate takes the place of a server's command in your client's configuration: every tool call then passes "
    "through it, is judged by your policy, and shows up here. One click gives everything back."
)


ALWAYS = "In the client, set these tools to “Always allow”: Callgate asks where your policy says so."


class FoundPage(QWidget):
    """Every client's file and its servers. Emits `chosen(found, guards, servers)`; `servers` None: all of them."""

    chosen = Signal(object, bool, object)
    put_back = Signal(str)  # the path of a file whose guards were taken off
    look_again = Signal()
    carry_wanted = Signal(str, bool)  # a file's path, and whether its secrets go into the keychain

    def __init__(self) -> None:
        super().__init__()
        self._list = QVBoxLayout()
        self._list.setSpacing(3 * UNIT)
        self._list.setContentsMargins(0, 0, 0, 0)
        inside = QWidget()
        inside.setLayout(self._list)
        self._seen: list[Seen] = []
        self._scroll = scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inside)
        self._again = button("Look again", "look_again", icon="refresh")
        self._again.clicked.connect(self.look_again)
        title = label("Protect your servers", size=theme.TITLE, strong=True)
        page = column(title, label(INTRO, "muted"), scroll, row(self._again, None), gap=3)
        page.setStretch(2, 1)
        self.setLayout(page)

    def show_seen(self, seen: list[Seen]) -> None:
        """One card for each file; where nothing has changed nothing is touched, else place and focus are kept."""
        if seen == self._seen:
            return
        self._seen = seen
        kept, top = self._focused(), self._scroll.verticalScrollBar().value()
        while (item := self._list.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()  # it goes only when the loop comes round
                widget.deleteLater()
        cards = {one.found.path: self._card(one) for one in seen}
        for card in cards.values():
            self._list.addWidget(card)
        self._list.addStretch(1)
        _focus(cards.get(kept[0]), kept[1])
        QTimer.singleShot(0, self, partial(self._scroll.verticalScrollBar().setValue, top))  # once it is laid out

    def _focused(self) -> tuple[str, str]:
        """(the file, the button's name) where the keyboard is; two empty ones where it is on no card."""
        focused = self.focusWidget()
        for card in self.findChildren(QFrame, "card"):
            if any(one is focused for one in card.findChildren(QPushButton)):
                return card.accessibleDescription(), focused.objectName()
        return "", ""

    def _card(self, seen: Seen) -> QFrame:
        found = seen.found
        card = QFrame()
        card.setObjectName("card")
        card.setAccessibleName(plain(found.title))
        card.setAccessibleDescription(found.path)
        path = Breaking(theme.SMALL)
        path.setText(plain(found.path))
        body = column(self._head(found), path, gap=1, margin=4)
        if not found.exists or found.problem:
            body.addWidget(_state(found))
        if seen.lost.reverted or seen.lost.wiped:
            body.addSpacing(UNIT)
            body.addLayout(self._lost(seen))
        for offer in secret_offer.offers(seen, self.carry_wanted.emit):
            body.addSpacing(UNIT)
            body.addLayout(offer)
        for entry in found.entries:
            body.addSpacing(UNIT)
            body.addWidget(hairline())
            body.addSpacing(UNIT)
            body.addLayout(self._row(found, entry, seen.elsewhere.get(entry.name, "")))
        if found.exists and not found.problem and not found.entries:
            body.addWidget(label("No servers in this file yet. Add one to the client, then look again.", "muted"))
        if seen.running:
            body.addSpacing(UNIT)
            body.addWidget(label(f"{found.title} is running: quit it before you change its file.", "ask"))
        card.setLayout(body)
        return card

    def _lost(self, seen: Seen) -> QHBoxLayout:
        """What happened to the guards, and the way to have them back."""
        found, lost = seen.found, seen.lost
        loss = view.Loss("Since you protected it", found.path, lost.reverted, lost.wiped, lost.added)
        back = button("Put the guard back…", "put_back", "allow", "shield")
        back.clicked.connect(lambda: self.put_back.emit(found.path))
        line = row(label(plain(view.loss_line(loss)), "ask"), back, gap=3)
        line.setStretch(0, 1)
        return line

    def _head(self, found: Found) -> QHBoxLayout:
        open_ones = [entry for entry in found.entries if not entry.guarded and not entry.problem]
        guarded = [entry for entry in found.entries if entry.guarded]
        head = row(label(found.title, strong=True), None)
        if guarded:
            undo = button("Give all back…", "undo_all", "quiet", "undo")
            undo.clicked.connect(lambda: self.chosen.emit(found, False, None))
            head.addWidget(undo)
        if open_ones:
            guard = button(f"Protect {words.count(len(open_ones), 'server')}…", "guard_all", "allow", "shield")
            guard.clicked.connect(lambda: self.chosen.emit(found, True, None))
            head.addWidget(guard)
        return head

    def _row(self, found: Found, entry: Entry, elsewhere: str) -> QHBoxLayout:
        texts = column(label(words.short(entry.name), mono=True), gap=0)
        reached = shlex.join([entry.command, *entry.args]) if entry.command else entry.address
        if reached:
            command = Breaking(theme.SMALL)
            command.setText(plain(reached))
            texts.addWidget(command)
        if entry.problem:
            texts.addWidget(label(f"Cannot be protected: {plain(entry.problem)}", "muted", theme.SMALL))
        if elsewhere:
            texts.addWidget(label(f"The same server is protected in {plain(elsewhere)}.", "ask", theme.SMALL))
        kind, tone, word = _guard_state(entry)
        mark = picture(kind, tone)
        line = row(mark, texts, label(word, tone), gap=3)
        line.setStretch(1, 1)
        line.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        if not entry.problem:
            line.addWidget(self._act(found, entry))
        return line

    def _act(self, found: Found, entry: Entry) -> QPushButton:
        text = "Give back…" if entry.guarded else "Protect…"
        act = button(text, f"{'undo' if entry.guarded else 'guard'}_{entry.name}", "quiet")
        act.setAccessibleName(f"{text.rstrip('…')} {plain(entry.name)}")
        act.clicked.connect(lambda: self.chosen.emit(found, not entry.guarded, [entry.name]))
        return act


def _focus(card: QFrame | None, name: str) -> None:
    """Puts the keyboard back on the button it was on, or on the one that has taken its place."""
    verb, _, server = name.partition("_")
    other = f"{'guard' if verb == 'undo' else 'undo'}_{server}"
    for wanted in (name, other):
        found = None if card is None else card.findChild(QPushButton, wanted)
        if isinstance(found, QPushButton):
            found.setFocus()
            return


def _guard_state(entry: Entry) -> tuple[str, str, str]:
    """(icon, tone, word) of one server."""
    if entry.guarded:
        return "shield", "allow", "Protected"
    if entry.disabled and not entry.problem:
        return "unguarded", "muted", "Switched off"
    return ("invalid", "muted", "Not covered") if entry.problem else ("unguarded", "ask", "Not protected")


def _state(found: Found) -> QLabel:
    """Why a file's servers are not known, and what to do."""
    text = found.problem or "There is no configuration file here yet."
    return label(f"{plain(text)}\n{plain(found.advice)}".strip(), "deny" if found.problem else "muted")


class PlanPage(QWidget):
    """The change before it is made."""

    confirmed = Signal()
    back_wanted = Signal()
    check_again = Signal()
    wait_wanted = Signal(bool)  # to begin or to stop waiting until the client quits

    def __init__(self) -> None:
        super().__init__()
        self.title = Sentence()
        self._path = Breaking(theme.SMALL)
        self._changes = label()
        self._skipped = label(tone="muted")
        self.change = DiffView()
        self.change.setAccessibleName("Change of the client's file")
        self.notice = Notice("Check again")
        self.notice.acted.connect(self.check_again)
        back, self.confirm = button("Back", "back"), button("Write the change", "confirm", "allow")
        back.clicked.connect(self.back_wanted)
        self.confirm.clicked.connect(self.confirmed)
        page = column(self.title, self._path, self._changes, self._skipped, self.change, self.notice, gap=3)
        page.setStretch(4, 100)
        page.addStretch(1)
        self._waits = False
        self.wait = button("", "wait_until_quit", "quiet")
        self.wait.clicked.connect(lambda: self.wait_wanted.emit(not self._waits))
        page.addLayout(row(back, None, self.wait, self.confirm))
        self.setLayout(page)

    def show_waiting(self, waits: bool) -> None:
        """Whether the change is written as soon as the client quits."""
        self._waits = waits
        self.wait.setText("Stop waiting" if waits else "Write it when the client quits")
        self.wait.setAccessibleName(self.wait.text())

    def show_plan(self, plan: Plan, guards: bool, running: tuple[str, ...]) -> None:
        """Fills the page."""
        verb = "Protect the servers of" if guards else "Give back the servers of"
        self.title.say([(verb, False), (plan.title, True)])
        self._path.setText(plain(plan.path))
        self._changes.setText("\n".join(plain(one) for one in plan.changes) or "Nothing would change.")
        self._skipped.setText("\n".join(plain(one) for one in plan.skipped))
        self._skipped.setVisible(bool(plan.skipped))
        self.change.show_diff(plan.diff)
        self.change.setVisible(not plan.empty)
        self.confirm.setEnabled(not plan.empty and not running)
        self.show_waiting(False)
        self.wait.setVisible(bool(running) and not plan.empty)
        listed = "\n".join(plain(one) for one in running[:5])
        self.notice.tell(
            f"{plan.title} is running and would write over the change. Quit it (its tray icon too), then check again.\n"
            f"{listed}"
            if running
            else ""
        )

    def outdate(self) -> None:
        """The file is no longer what the change was worked out on."""
        self.confirm.setEnabled(False)
        self.notice.tell("The file has changed since this was shown. Check again to see the change anew.")


class DonePage(QWidget):
    """What came of it."""

    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._mark = QLabel()
        self.title = label(size=theme.TITLE, strong=True)
        self.text = label()
        self._backup = Breaking(theme.SMALL)
        close = button("Done", "done")
        close.clicked.connect(self.finished)
        self._mark.setPixmap(picture("shield", "allow", 24).pixmap())
        head = row(self._mark, self.title, gap=3)
        head.setStretch(1, 1)
        page = column(head, self.text, self._backup, gap=3)
        page.addStretch(1)
        page.addLayout(row(None, close))
        self.setLayout(page)

    def show_applied(self, applied: Applied, guards: bool) -> None:
        """Fills the page."""
        self.title.setText("Protected" if guards else "Given back")
        lines = [*applied.changes, "", applied.advice] if applied.advice else applied.changes
        if guards:
            lines = [*lines, "", ALWAYS]
        self.text.setText("\n".join(plain(line) for line in lines))
        self._backup.setText(f"The file as it was is kept in {plain(applied.backup)}" if applied.backup else "")
