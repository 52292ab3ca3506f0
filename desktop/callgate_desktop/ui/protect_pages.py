"""The Protect window's first page: what was found. The change and what came of it are `change_pages`.

The page only shows; what is pressed goes to the window as signals.
"""

from __future__ import annotations

import shlex
from functools import partial

from callgate_proxy.clients import Entry, Found
from callgate_proxy.plain import plain
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from callgate_desktop import view, words
from callgate_desktop.guarding import Seen
from callgate_desktop.said import said, told
from callgate_desktop.ui import secret_offer, theme
from callgate_desktop.ui.parts import UNIT, Breaking, button, column, hairline, label, picture, row

INTRO = said(
    "Callgate takes the place of a server's command in your client's configuration: every tool call then passes "
    "through it, is judged by your policy, and shows up here. One click gives everything back."
)


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
        self._again = button(said("Look again"), "look_again", icon="refresh")
        self._again.clicked.connect(self.look_again)
        title = label(said("Protect your servers"), size=theme.TITLE, strong=True)
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
            body.addWidget(label(said("No servers in this file yet. Add one to the client, then look again."), "muted"))
        if seen.running:
            body.addSpacing(UNIT)
            runs = said("{client} is running: quit it before you change its file.", client=found.title)
            body.addWidget(label(runs, "ask"))
        card.setLayout(body)
        return card

    def _lost(self, seen: Seen) -> QHBoxLayout:
        """What happened to the guards, and the way to have them back."""
        found, lost = seen.found, seen.lost
        loss = view.Loss(said("Since you protected it"), found.path, lost.reverted, lost.wiped, lost.added)
        back = button(said("Put the guard back…"), "put_back", "allow", "shield")
        back.clicked.connect(lambda: self.put_back.emit(found.path))
        line = row(label(plain(view.loss_line(loss)), "ask"), back, gap=3)
        line.setStretch(0, 1)
        return line

    def _head(self, found: Found) -> QHBoxLayout:
        open_ones = [entry for entry in found.entries if not entry.guarded and not entry.problem]
        guarded = [entry for entry in found.entries if entry.guarded]
        head = row(label(found.title, strong=True), None)
        if guarded:
            undo = button(said("Give all back…"), "undo_all", "quiet", "undo")
            undo.clicked.connect(lambda: self.chosen.emit(found, False, None))
            head.addWidget(undo)
        if open_ones:
            guard = button(said("Protect %n server(s)…", "", len(open_ones)), "guard_all", "allow", "shield")
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
            texts.addWidget(
                label(said("Cannot be protected: {why}", why=plain(told(entry.problem))), "muted", theme.SMALL)
            )
        if elsewhere:
            other = said("The same server is protected in {client}.", client=plain(elsewhere))
            texts.addWidget(label(other, "ask", theme.SMALL))
        kind, tone, word = _guard_state(entry)
        mark = picture(kind, tone)
        line = row(mark, texts, label(word, tone), gap=3)
        line.setStretch(1, 1)
        line.setAlignment(mark, Qt.AlignmentFlag.AlignTop)
        if not entry.problem:
            line.addWidget(self._act(found, entry))
        return line

    def _act(self, found: Found, entry: Entry) -> QPushButton:
        name = plain(entry.name)
        if entry.guarded:
            act = button(said("Give back…"), f"undo_{entry.name}", "quiet")
            act.setAccessibleName(said("Give back {server}", server=name))
        else:
            act = button(said("Protect…"), f"guard_{entry.name}", "quiet")
            act.setAccessibleName(said("Protect {server}", server=name))
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
        return "shield", "allow", said("Protected")
    if entry.disabled and not entry.problem:
        return "unguarded", "muted", said("Switched off")
    if entry.problem:
        return "invalid", "muted", said("Not covered")
    return "unguarded", "ask", said("Not protected")


def _state(found: Found) -> QLabel:
    """Why a file's servers are not known, and what to do."""
    text = found.problem or said("There is no configuration file here yet.")
    return label(
        f"{plain(text)}\n{plain(told(found.advice) if found.advice else '')}".strip(),
        "deny" if found.problem else "muted",
    )
