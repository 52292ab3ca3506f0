"""The Protect window's later pages: the change that would be made to a client's file, and what came of it.

The pages only show; what is pressed goes to the window as signals.
"""

from __future__ import annotations

from callgate_proxy.clients import Applied, Plan
from callgate_proxy.plain import plain
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QWidget

from callgate_desktop.first_run import done_advice
from callgate_desktop.said import parts, said
from callgate_desktop.ui import theme
from callgate_desktop.ui.diff import DiffView
from callgate_desktop.ui.parts import Breaking, Notice, button, column, label, picture, row
from callgate_desktop.ui.sentence import Sentence

ALWAYS = said("In the client, set these tools to “Always allow”: Callgate asks where your policy says so.")


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
        self.change.setAccessibleName(said("Change of the client's file"))
        self.notice = Notice(said("Check again"))
        self.notice.acted.connect(self.check_again)
        back, self.confirm = button(said("Back"), "back"), button(said("Write the change"), "confirm", "allow")
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
        self.wait.setText(said("Stop waiting") if waits else said("Write it when the client quits"))
        self.wait.setAccessibleName(self.wait.text())

    def show_plan(self, plan: Plan, guards: bool, running: tuple[str, ...]) -> None:
        """Fills the page."""
        title = said("Protect the servers of {client}") if guards else said("Give back the servers of {client}")
        self.title.say(parts(title, {"client": plan.title}))
        self._path.setText(plain(plan.path))
        self._changes.setText("\n".join(plain(one) for one in plan.changes) or said("Nothing would change."))
        self._skipped.setText("\n".join(plain(one) for one in plan.skipped))
        self._skipped.setVisible(bool(plan.skipped))
        self.change.show_diff(plan.diff)
        self.change.setVisible(not plan.empty)
        self.confirm.setEnabled(not plan.empty and not running)
        self.show_waiting(False)
        self.wait.setVisible(bool(running) and not plan.empty)
        self.notice.tell("\n".join([_runs(plan), *(plain(one) for one in running[:5])]) if running else "")

    def outdate(self) -> None:
        """The file is no longer what the change was worked out on."""
        self.confirm.setEnabled(False)
        self.notice.tell(said("The file has changed since this was shown. Check again to see the change anew."))


def _runs(plan: Plan) -> str:
    return said(
        "{client} is running and would write over the change. Quit it (its tray icon too), then check again.",
        client=plan.title,
    )


class DonePage(QWidget):
    """What came of it."""

    finished = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._mark = QLabel()
        self.title = label(size=theme.TITLE, strong=True)
        self.text = label()
        self._backup = Breaking(theme.SMALL)
        close = button(said("Done"), "done")
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
        self.title.setText(said("Protected") if guards else said("Given back"))
        lines = [*applied.changes, "", done_advice(applied)] if applied.advice else applied.changes
        if guards:
            lines = [*lines, "", ALWAYS]
        self.text.setText("\n".join(plain(line) for line in lines))
        kept = said("The file as it was is kept in {path}", path=plain(applied.backup)) if applied.backup else ""
        self._backup.setText(kept)
