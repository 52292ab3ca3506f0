"""A risk's badge: a shape of its own for each level, and its word; only Critical is filled and bold."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QWidget

from callgate_desktop import words
from callgate_desktop.risks import LEVELS, TONES
from callgate_desktop.said import said
from callgate_desktop.ui import icons, theme
from callgate_desktop.ui.parts import UNIT, label, row

SIZE = 16  # px


class RiskBadge(QWidget):
    """Hidden while there is no level to tell. The word follows the palette, the shape is drawn anew with it."""

    def __init__(self) -> None:
        super().__init__()
        self.level = ""
        self._shape = QLabel()
        self._shape.setFixedSize(SIZE, SIZE)
        self.word = label(size=theme.SMALL)
        self.word.setWordWrap(False)
        line = row(self._shape, self.word, gap=1)
        line.setContentsMargins(0, 0, UNIT, 0)
        self.setLayout(line)
        self.hide()

    def say(self, level: str, count: int = 0) -> None:
        """`level`: one of `risks.LEVELS`, "" for none. `count`: of tools, where it stands for several."""
        self.level = level if level in LEVELS else ""
        self.setVisible(bool(self.level))
        if self.level:
            risk = words.risk(level)
            self.word.setText(f"{count} {risk}" if count else risk)
            self.word.setFont(theme.font(theme.SMALL, theme.STRONG if level == LEVELS[0] else theme.NORMAL))
            self.word.setProperty("tone", TONES[level])
            self.word.style().polish(self.word)
            self.setAccessibleName(said("Risk: {level}", level=self.word.text()))
            self._draw()

    def _draw(self) -> None:
        if self.level:
            tone = TONES[self.level]
            self._shape.setPixmap(icons.line(f"risk-{self.level.lower()}", tone, SIZE, self.devicePixelRatioF()))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._draw()


class RiskBadges(QWidget):
    """Several of them in a row: how many tools are of each level."""

    def __init__(self) -> None:
        super().__init__()
        self._badges = [RiskBadge() for _ in LEVELS]
        self.setLayout(row(*self._badges, None))
        self.setAccessibleName(said("Tools by risk"))

    def say(self, counted: tuple[tuple[str, int], ...]) -> None:
        """`counted`: (level, how many tools)."""
        told = dict(counted)
        for level, badge in zip(LEVELS, self._badges, strict=True):
            badge.say(level if told.get(level) else "", told.get(level, 0))
        self.setAccessibleDescription(", ".join(f"{count} {words.risk(level)}" for level, count in counted))

    def text(self) -> str:
        """What it says, in words."""
        return self.accessibleDescription()
