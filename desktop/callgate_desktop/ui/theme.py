"""How everything looks: two palettes, three sizes, two weights, one unit.

* Fusion and palettes of our own: Qt's colour scheme does nothing on plain X11, and native styles differ in what they
  obey.
* Colour carries meaning only (allow, ask, limit, deny, hide), always with an icon and a word beside it.
* Every text colour has a contrast of at least 4.5 to each background it stands on (`TEXT_ON`, checked by a test).
* Lengths are multiples of `UNIT`; sizes are `SMALL`, `BODY`, `TITLE`.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from importlib.resources import files

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

UNIT = 4  # px
SMALL, BODY, TITLE = 11, 13, 17  # px
NORMAL, STRONG = QFont.Weight.Normal, QFont.Weight.DemiBold


@dataclass(frozen=True, slots=True)
class Colours:
    """One palette, as #rrggbb."""

    window: str  # behind everything
    surface: str  # tables, argument lists, cards
    sunken: str  # code and diffs
    line: str  # hairlines
    edge: str  # borders of controls
    hover: str
    text: str
    muted: str
    accent: str  # focus, links, selection
    selected: str  # background of a selected row
    allow: str
    ask: str
    limit: str
    deny: str
    hide: str


LIGHT = Colours(
    window="#f6f6f7",
    surface="#ffffff",
    sunken="#f0f1f3",
    line="#e2e3e7",
    edge="#c9cbd2",
    hover="#ebecef",
    text="#1a1b1f",
    muted="#5a5e68",
    accent="#2457c5",
    selected="#dfe8fb",
    allow="#176b40",
    ask="#855300",
    limit="#6b3fb0",
    deny="#b3261e",
    hide="#555963",
)
DARK = Colours(
    window="#1d1e22",
    surface="#25262b",
    sunken="#191a1d",
    line="#34363d",
    edge="#494c55",
    hover="#303238",
    text="#ececef",
    muted="#a6aab4",
    accent="#8db0ff",
    selected="#2b3a5c",
    allow="#63cf95",
    ask="#e8b750",
    limit="#c0a4f7",
    deny="#ff8a80",
    hide="#adb1bb",
)
MEANINGS = ("allow", "ask", "limit", "deny", "hide")
TEXT_ON = {
    **dict.fromkeys(("text", "muted", "accent", *MEANINGS), ("window", "surface", "sunken", "selected", "hover")),
}


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours (WCAG 2.2, 1.4.3): 1 to 21."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


class _Current:
    """The palette in use; there is one application."""

    colours = LIGHT
    wanted = "system"  # or "light", "dark": what the person chose


def colours() -> Colours:
    """The palette in use."""
    return _Current.colours


def is_dark() -> bool:
    """Whether the dark palette is in use."""
    return _Current.colours is DARK


def prefers_dark(app: QApplication) -> bool:
    """What the person chose, else what the system asks for; light where it does not say."""
    if _Current.wanted != "system":
        return _Current.wanted == "dark"
    return app.styleHints().colorScheme() == Qt.ColorScheme.Dark


def want(app: QApplication, wanted: str) -> None:
    """Dresses the application as the person chose: "system", "light" or "dark"."""
    _Current.wanted = wanted
    if prefers_dark(app) != is_dark():
        apply(app, prefers_dark(app))


def apply(app: QApplication, dark: bool) -> None:
    """Dresses the application; call again when the system changes its mind."""
    _Current.colours = DARK if dark else LIGHT
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setFont(font(BODY))
    app.setPalette(_palette(_Current.colours))
    app.setStyleSheet(sheet(_Current.colours))


def font(size: int = BODY, weight: QFont.Weight = NORMAL) -> QFont:
    """The system's own typeface in one of our sizes and weights."""
    face = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    face.setPixelSize(size)
    face.setWeight(weight)
    return face


def mono(size: int = BODY - 1, weight: QFont.Weight = NORMAL) -> QFont:
    """The fixed-width typeface: names, paths, arguments, rules."""
    face = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
    face.setStyleHint(QFont.StyleHint.Monospace)
    face.setFixedPitch(True)
    face.setPixelSize(size)
    face.setWeight(weight)
    return face


def _palette(c: Colours) -> QPalette:
    palette = QPalette()
    role = QPalette.ColorRole
    for name, colour in (
        (role.Window, c.window),
        (role.WindowText, c.text),
        (role.Base, c.surface),
        (role.AlternateBase, c.window),
        (role.Text, c.text),
        (role.PlaceholderText, c.muted),
        (role.Button, c.surface),
        (role.ButtonText, c.text),
        (role.ToolTipBase, c.surface),
        (role.ToolTipText, c.text),
        (role.Highlight, c.selected),
        (role.HighlightedText, c.text),
        (role.Link, c.accent),
        (role.Accent, c.accent),
        (role.Mid, c.line),
    ):
        palette.setColor(name, QColor(colour))
    for name in (role.Text, role.WindowText, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(c.edge))
    return palette


def sheet(c: Colours) -> str:
    """The style sheet in one palette."""
    text = SHEET
    for field in fields(c):
        text = text.replace(f"@{field.name};", f"{getattr(c, field.name)};")
    icons = str(files("callgate_resources") / "icons").replace("\\", "/")
    tick = f"{icons}/tick-{'dark' if c is DARK else 'light'}.svg"
    return text.replace("@arrow", f"{icons}/down.svg").replace("@up", f"{icons}/up.svg").replace("@tick", tick)


SHEET = """
QToolTip { background: @surface; color: @text; border: 1px solid @edge; padding: 4px; }
QPushButton { background: @surface; color: @text; border: 1px solid @edge; border-radius: 6px; padding: 0 12px;
  min-height: 28px; }
QPushButton:hover { background: @hover; }
QPushButton:pressed { background: @line; }
QPushButton:checked { background: @selected; border: 1px solid @accent; }
QPushButton:focus { border: 1px solid @accent; }
QPushButton:checked { background: @selected; border: 1px solid @accent; }
QRadioButton { spacing: 8px; min-height: 22px; }
QRadioButton:focus, QCheckBox:focus { color: @accent; }
QCheckBox { spacing: 8px; min-height: 22px; }
QCheckBox:disabled { color: @muted; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid @muted; border-radius: 4px; background: @surface; }
QCheckBox::indicator:disabled { border-color: @edge; background: @window; }
QCheckBox::indicator:checked { border: 1px solid @accent; background: @accent; image: url("@tick"); }
QRadioButton::indicator { width: 12px; height: 12px; border: 1px solid @muted; border-radius: 7px;
  background: @surface; }
QRadioButton::indicator:checked { width: 6px; height: 6px; border: 4px solid @accent; }
QPushButton:disabled { color: @muted; background: @window; border-color: @line; }
QPushButton[tone="deny"] { color: @deny; }
QPushButton[tone="allow"] { color: @allow; }
QPushButton[tone="deny"]:disabled, QPushButton[tone="allow"]:disabled { color: @muted; }
QPushButton[tone="quiet"] { background: transparent; border: 1px solid transparent; padding: 0 8px; }
QPushButton[tone="quiet"]:hover { background: @hover; }
QPushButton[tone="quiet"]:focus { border: 1px solid @accent; }
QLineEdit, QComboBox { background: @surface; color: @text; border: 1px solid @edge; border-radius: 6px;
  padding: 0 8px; min-height: 28px; selection-background-color: @selected; selection-color: @text; }
QLineEdit:focus, QComboBox:focus { border: 1px solid @accent; }
QSpinBox { background: @surface; color: @text; border: 1px solid @edge; border-radius: 6px;
  min-height: 25px; selection-background-color: @selected; selection-color: @text; }
QSpinBox:focus { border: 1px solid @accent; }
QSpinBox::up-button, QSpinBox::down-button { background: transparent; border: none; width: 18px; }
QSpinBox::up-button:hover, QSpinBox::down-button:hover { background: @hover; }
QSpinBox::up-arrow { image: url("@up"); width: 10px; height: 10px; }
QSpinBox::down-arrow { image: url("@arrow"); width: 10px; height: 10px; }
QSpinBox QLineEdit, QSpinBox QLineEdit:focus { border: none; background: transparent; padding: 0 4px; min-height: 0; }
QComboBox { padding-right: 4px; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: url("@arrow"); width: 12px; height: 12px; }
QMenu { background: @surface; color: @text; border: 1px solid @edge; padding: 4px; }
QMenu::item { padding: 4px 24px 4px 12px; border-radius: 4px; }
QMenu::item:selected { background: @selected; }
QMenu::item:disabled { color: @muted; }
QMenu::separator { height: 1px; background: @line; margin: 4px 8px; }
QTableView, QListView, QTreeView { background: @surface; border: 1px solid @line; border-radius: 6px; outline: none;
  selection-background-color: @selected; selection-color: @text; }
QTableView:focus, QListView:focus, QTreeView:focus { border: 1px solid @accent; }
QListView#changes::item { padding: 4px 8px; }
QTreeView::item { min-height: 28px; padding: 0 8px; }
QTableView::item { padding: 0 8px; border: none; }
QTableView::item:selected { background: @selected; }
QHeaderView { background: @surface; border: none; }
QHeaderView::section { background: @surface; color: @muted; border: none; border-bottom: 1px solid @line;
  padding: 4px 8px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @edge; border-radius: 3px; margin: 2px; min-height: 24px; min-width: 24px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: transparent; }
QLabel:disabled { color: @muted; }
QLabel[tone="muted"] { color: @muted; }
QLabel[tone="deny"] { color: @deny; }
QLabel[tone="ask"] { color: @ask; }
QLabel[tone="allow"] { color: @allow; }
QFrame#hairline { background: @line; border: none; max-height: 1px; min-height: 1px; }
QFrame#card { background: @surface; border: 1px solid @line; border-radius: 6px; }
QFrame#notice { background: @surface; border: 1px solid @ask; border-radius: 6px; }
QWidget#approval { background: @window; border: 1px solid @edge; }
QPlainTextEdit { background: @sunken; color: @text; border: 1px solid @line; border-radius: 6px; padding: 4px;
  selection-background-color: @selected; selection-color: @text; }
"""
