"""The second step of a yes: what it is about, how long it lasts, and the exact text that will be written.

* A choice changes nothing by itself: it asks for a new preview, and until that has come nothing can be confirmed.
* Our words stand on the controls; what came from outside stands beside them, in the fixed-width face.
* The last duration chosen is remembered while the tray runs, an Allow never.
* The preview has a height of its own and scrolls inside it: no choice moves a button.
"""

from __future__ import annotations

from callgate_proxy.plain import plain
from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QRadioButton, QWidget

from callgate_desktop import words
from callgate_desktop.asking import Case
from callgate_desktop.grants import DURATIONS, LABELS, Preview
from callgate_desktop.said import parts, said
from callgate_desktop.scopes import Scope
from callgate_desktop.ui import theme
from callgate_desktop.ui.diff import DiffView
from callgate_desktop.ui.parts import Bounded, Breaking, button, column, label, row
from callgate_desktop.ui.sentence import Sentence

MOST = 8  # scopes
PREVIEW = (168, 276)  # px, with the lines above and below the change: at least, gladly
UNWRITTEN = said(
    "Nothing is written to policy.json. Callgate itself says yes to these calls until {client} ends this connection to "
    "{server}; when Callgate quits, it ends too."
)


class _Preview(QWidget):
    """As high as it is told, whatever it holds."""

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSizeHint(self) -> QSize:
        return self.minimumSize()

    def hasHeightForWidth(self) -> bool:
        return False


class GrantPage(QWidget):
    """Emits `chosen(scope, duration)` whenever the choice changes."""

    chosen = Signal(object, str)

    def __init__(self) -> None:
        super().__init__()
        self.title = Sentence()
        self.scopes: tuple[Scope, ...] = ()
        self.radios: list[QRadioButton] = []
        self.names: list[Bounded] = []
        self.durations: dict[str, QPushButton] = {}
        self.change = DiffView()
        self.change.setMinimumHeight(40)
        self.change.setAccessibleName(said("Change of policy.json"))
        self.written, self.effect = label(tone="muted", size=theme.SMALL), label()
        self.problem = Bounded(Breaking(theme.BODY, mono=False, tone="deny"), 4)
        self._preview = _Preview()
        self.back = button(said("Back"), "back")
        self.confirm = button(said("Allow"), "confirm_grant", "allow")
        self._about, self._lasting = QButtonGroup(self), QButtonGroup(self)
        self._build()

    def _build(self) -> None:
        choices = column(gap=1)
        for at in range(MOST):
            radio, name = QRadioButton(), Bounded(Breaking(theme.BODY - 1, tone="text"), 2)
            radio.setObjectName(f"scope_{at}")
            self._about.addButton(radio, at)
            line = row(radio, name)
            line.setStretch(1, 1)
            choices.addLayout(line)
            self.radios.append(radio)
            self.names.append(name)
        for duration in DURATIONS:
            made = button(LABELS[duration], f"for_{duration}")
            made.setCheckable(True)
            self._lasting.addButton(made)
            self.durations[duration] = made
        self.durations["15m"].setChecked(True)
        self._about.idClicked.connect(self._choose)
        self._lasting.buttonClicked.connect(self._choose)
        lasting = row(*self.durations.values(), None, gap=1)
        would = column(self.written, self.change, self.effect, self.problem, gap=3)
        would.setStretch(1, 100)
        would.addStretch(1)
        self._preview.setLayout(would)
        page = column(self.title, lasting, self._preview, gap=3)
        page.insertLayout(1, choices)
        page.setStretch(page.indexOf(self._preview), 1)
        page.addLayout(row(self.back, None, self.confirm))
        self.setLayout(page)

    def claim(self, whole: bool) -> None:
        """The least height of the preview: all that it is glad of (`whole`), or what must stay."""
        self._preview.setMinimumHeight(PREVIEW[whole])

    def show_scopes(self, case: Case, scopes: tuple[Scope, ...]) -> None:
        """Offers `scopes`, the narrowest chosen."""
        first = case.first
        self._case = case
        self.scopes = scopes[:MOST]
        names = {"tool": words.short(first.tool), "server": words.short(first.server)}
        text = said("Let {client} run {tool} on {server} without asking")
        self.title.say(parts(text, names, client=words.client(first.client)))
        for at, (radio, name) in enumerate(zip(self.radios, self.names, strict=True)):
            there = at < len(self.scopes)
            radio.setVisible(there)
            name.setVisible(there and bool(self.scopes[at].name))
            if there:
                scope = self.scopes[at]
                radio.setText(scope.words.replace("&", "&&"))
                radio.setAccessibleName(f"{scope.words} {words.short(scope.name)}".strip())
                name.setText(words.short(scope.name))
        self.radios[0].setChecked(True)
        self._choose()
        self._reserve()

    def _reserve(self) -> None:
        """The width of the longest word that the yes can bear."""
        before = self.confirm.text()
        widths: list[int] = []
        for duration in DURATIONS:
            self.confirm.setText(_yes(duration))
            widths.append(self.confirm.sizeHint().width())
        self.confirm.setText(before)
        self.confirm.setMinimumWidth(max(widths))

    @property
    def scope(self) -> Scope:
        """The one that is chosen."""
        return self.scopes[self._about.checkedId()]

    @property
    def duration(self) -> str:
        """The one that is chosen."""
        return next(name for name, made in self.durations.items() if made.isChecked())

    def _choose(self) -> None:
        self.confirm.setEnabled(False)
        self.confirm.setText(_yes(self.duration))
        self.confirm.setAccessibleName(self.confirm.text())
        self.chosen.emit(self.scope, self.duration)

    def show_preview(self, preview: Preview) -> None:
        """What the choice would do; one that is out of date is not shown."""
        grant = preview.grant
        if (grant.scope, grant.duration) != (self.scope, self.duration):
            return
        asked = grant.question
        unwritten = UNWRITTEN.format(client=words.client(asked.client), server=words.short(asked.server))
        will = said("This is what will be written to policy.json:")
        written = f"{plain(preview.overruled)} {will}".strip()
        self.written.setText(written if grant.is_written else unwritten)
        self.written.setVisible(not preview.problem)
        self.change.show_diff(preview.text)
        self.change.setVisible(bool(preview.text))
        self.effect.setText(preview.effect())
        self.effect.setVisible(bool(preview.effect()))
        self.problem.setText(plain(preview.problem))
        self.problem.setVisible(bool(preview.problem))
        self.confirm.setEnabled(not preview.problem)


def _yes(duration: str) -> str:
    return {
        "always": said("Allow always"),
        "session": said("Allow until it quits"),
        "1h": said("Allow for 1 hour"),
        "15m": said("Allow for 15 min"),
        "5m": said("Allow for 5 min"),
    }[duration]
