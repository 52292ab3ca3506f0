"""The policy editor by keyboard; each button says its key on hover.

* F6 goes round: parts of the policy, details, text, what is wrong. In the text Tab writes, so it is the way out of it.
* Delete is the button of the list it is pressed in: a rule is removed, a grant revoked.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QWidget

if TYPE_CHECKING:
    from callgate_desktop.ui.policy_editor import PolicyWindow

Keys = QKeySequence | QKeySequence.StandardKey


def put(window: PolicyWindow) -> None:
    """Gives the window its keys."""
    for keys in (QKeySequence(QKeySequence.StandardKey.Close), QKeySequence(Qt.Key.Key_Escape)):
        QShortcut(keys, window, window.close)
    _button(window, QKeySequence.StandardKey.Save, window.save)
    _button(window, QKeySequence("Ctrl+T"), window.attempt)
    for at, head in enumerate(window.tabs.buttons(), 1):
        _button(window, QKeySequence(f"Ctrl+{at}"), head)
    QShortcut(QKeySequence("F6"), window, lambda: _on(window, 1))
    QShortcut(QKeySequence("Shift+F6"), window, lambda: _on(window, -1))
    form = window.form
    for inside, pressed in (
        (form.tree, form.rule.remove),
        (window.grants.table, window.grants.revoke),
        (window.past.list, window.past.back),
    ):
        key = Qt.Key.Key_Return if pressed is window.past.back else Qt.Key.Key_Delete
        keys = QShortcut(QKeySequence(key), inside, partial(_press, pressed))
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        _tell(pressed, QKeySequence(key))


def _press(pressed: QAbstractButton) -> None:
    if pressed.isVisible():  # else it is about what was chosen before
        pressed.click()


def _button(window: QWidget, keys: Keys, pressed: QAbstractButton) -> None:
    QShortcut(keys, window, pressed.click)
    _tell(pressed, QKeySequence(keys))


def _tell(pressed: QAbstractButton, keys: QKeySequence) -> None:
    pressed.setToolTip(keys.toString(QKeySequence.SequenceFormat.NativeText))


def _on(window: PolicyWindow, step: int) -> None:
    """To the next part that can be worked in."""
    parts: list[QWidget] = [window.form.tree, window.form.area, window.text, window.problems]
    parts = [part for part in parts if part.isVisible()]
    now = next((at for at, part in enumerate(parts) if part.isAncestorOf(window.focusWidget() or window)), -1)
    now = next((at for at, part in enumerate(parts) if part is window.focusWidget()), now)
    if not parts:
        return
    wanted = parts[(now + step) % len(parts)] if now >= 0 or step > 0 else parts[-1]
    if wanted is window.form.area:
        inside = [one for one in _controls(wanted) if one.isVisible() and one.isEnabled()]
        wanted = inside[0] if inside else wanted
    wanted.setFocus(Qt.FocusReason.ShortcutFocusReason)


def _controls(area: QWidget) -> list[QWidget]:
    """What takes the focus by Tab, in its order."""
    found: list[QWidget] = []
    one = area.nextInFocusChain()
    while one is not None and one is not area:
        if area.isAncestorOf(one) and one.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(one)
        one = one.nextInFocusChain()
    return found
