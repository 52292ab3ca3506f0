"""policy.json as text to write in: problems under their line, completion, and changes of the form spliced in.

* The text goes through Qt unchanged, CRLF and odd spaces with it; what Qt cannot hold makes `put` say no.
* A change from outside replaces only what differs, so the cursor, the view and Ctrl+Z stay the person's.
* Completion opens by itself behind a quote and by Ctrl+Space; Enter or Tab takes it, Escape leaves it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from callgate_proxy.policy.places import Problem
from PySide6.QtCore import QStringListModel, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat, QTextCursor, QTextFormat, QTextOption
from PySide6.QtWidgets import QCompleter, QListView, QPlainTextEdit, QTextEdit

from callgate_desktop.completing import Place, place
from callgate_desktop.said import said
from callgate_desktop.ui import theme

Offers = Callable[[Place], list[str]]
TAKES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Escape)


class JsonEdit(QPlainTextEdit):
    """Emits `written` when the person changed the text; not for changes from outside."""

    written = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFont(theme.mono())
        self.setAccessibleName("policy.json")
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setMinimumSize(300, 200)
        self.offers: Offers = lambda _: []
        self._from_outside = False
        self._eol = "\n"
        self._place: Place | None = None
        self._words = QStringListModel(self)
        self.completer = QCompleter(self._words, self)
        self.completer.setWidget(self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.popup = QListView()
        self.popup.setFont(theme.mono())
        self.popup.setAccessibleName(said("What may stand here"))
        self.completer.setPopup(self.popup)
        self.completer.activated.connect(self._take)
        self.textChanged.connect(self._changed)

    def text(self) -> str:
        """What stands there, character for character."""
        return self._held().replace("\n", self._eol)

    def _held(self) -> str:
        return self.document().toRawText().replace("\u2029", "\n")  # toPlainText would make spaces of no-break spaces

    def put(self, text: str) -> bool:
        """Makes the text `text`, in one step of Ctrl+Z; False where Qt cannot hold it as it is."""
        self._eol = "\r\n" if "\r\n" in text else "\n"
        old, new = self._held(), text.replace("\r\n", "\n")
        if old != new:
            begin = _shared(old, new)
            tail = _shared(old[begin:][::-1], new[begin:][::-1])
            self._from_outside = True
            cursor = QTextCursor(self.document())
            cursor.setPosition(_units(old[:begin]))
            cursor.setPosition(_units(old[: len(old) - tail]), QTextCursor.MoveMode.KeepAnchor)
            cursor.insertText(new[begin : len(new) - tail])
            self._from_outside = False
        return self.text() == text

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Marks the lines that have one."""
        marks: list[QTextEdit.ExtraSelection] = []
        for line in {one.line for one in problems if one.line}:
            mark, look = QTextEdit.ExtraSelection(), QTextCharFormat()
            look.setBackground(QColor(theme.colours().hover))
            look.setUnderlineColor(QColor(theme.colours().deny))
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            look.setProperty(QTextFormat.Property.FullWidthSelection, True)
            cursor = QTextCursor(self.document().findBlockByNumber(line - 1))
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
            mark.format, mark.cursor = look, cursor  # pyright: ignore[reportAttributeAccessIssue]
            marks.append(mark)
        self.setExtraSelections(marks)

    def go_to(self, line: int, column: int = 1) -> None:
        """Puts the cursor at a place (1-based) and brings it into view."""
        block = self.document().findBlockByNumber(max(0, line - 1))
        cursor = QTextCursor(block)
        cursor.setPosition(min(block.position() + max(0, column - 1), block.position() + block.length() - 1))
        self.setTextCursor(cursor)
        self.centerCursor()
        self.setFocus()

    def _changed(self) -> None:
        if not self._from_outside:
            self.written.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        popup = self.popup
        if popup.isVisible() and event.key() in TAKES:
            event.ignore()  # the completer's
            return
        wanted = event.key() == Qt.Key.Key_Space and event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if not wanted:
            super().keyPressEvent(event)
        if (
            wanted
            or event.text() == '"'
            or (popup.isVisible() and (event.text() or event.key() == Qt.Key.Key_Backspace))
        ):
            self.complete()

    def complete(self) -> None:
        """Offers what may stand at the cursor; nothing where nothing may."""
        before = self._held()
        self._place = place(before, len(_characters(before, self.textCursor().position())))
        words = self.offers(self._place) if self._place else []
        if not words:
            self.popup.hide()
            return
        self._words.setStringList(words)
        room = self.cursorRect()
        room.setWidth(self.popup.sizeHintForColumn(0) + 32)
        self.completer.complete(room)
        first = self.completer.completionModel().index(0, 0)
        self.popup.setCurrentIndex(first)

    def _take(self, word: str) -> None:
        if self._place is None:
            return
        cursor = self.textCursor()
        text = self._held()
        at = cursor.position()
        cursor.setPosition(_units(text[: self._place.start]))
        cursor.setPosition(at, QTextCursor.MoveMode.KeepAnchor)
        rest = text[len(_characters(text, at)) :].lstrip()
        cursor.insertText(word + (": " if self._place.key and not rest.startswith(":") else ""))
        self.setTextCursor(cursor)


def _shared(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))


def _units(text: str) -> int:
    """How long a text is for Qt, which counts in UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _characters(text: str, units: int) -> str:
    """The beginning of a text that is `units` long for Qt."""
    return text.encode("utf-16-le", "surrogatepass")[: 2 * units].decode("utf-16-le", "surrogatepass")
