"""A unified diff, read-only, each line with its sign and its colour."""

from __future__ import annotations

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextOption
from PySide6.QtWidgets import QPlainTextEdit

from callgate_desktop.arguments import spell
from callgate_desktop.ui import theme


class _Signs(QSyntaxHighlighter):
    """Green for what is added, red for what goes, muted for where."""

    def highlightBlock(self, text: str) -> None:
        c = theme.colours()
        colour = {"+": c.allow, "-": c.deny, "@": c.muted}.get(text[:1])
        if text.startswith(("+++", "---")):
            colour = c.muted
        if colour:
            look = QTextCharFormat()
            look.setForeground(QColor(colour))
            self.setFormat(0, len(text), look)


class DiffView(QPlainTextEdit):
    """Shows a diff as it is; long lines wrap, nothing is cut."""

    def __init__(self) -> None:
        super().__init__()
        self.setReadOnly(True)
        self.setFont(theme.mono(theme.SMALL))
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setTabChangesFocus(True)
        self.setMinimumHeight(160)
        self._signs = _Signs(self.document())

    def show_diff(self, diff: str) -> None:
        """`diff`: unified; invisible characters are spelled out."""
        self.setPlainText(spell(diff))
