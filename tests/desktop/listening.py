"""`listening.py LANGUAGE`: every window of the pictures in that language; prints what each says, as one JSON list.

A process of its own: a language is begun before the windows' modules are loaded. Heard are titles, labels, buttons,
hints, tooltips, accessible names, choices, headers and menus, whether they are in view or not.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from pathlib import Path
from typing import ClassVar

os.environ["QT_QPA_PLATFORM"] = "offscreen"
sys.path.insert(0, str(Path(__file__).parents[1] / "pictures"))

from callgate_desktop.ui import language
from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QComboBox, QListWidget, QTableView, QTabWidget, QTreeWidget, QWidget

PROPERTIES = ("windowTitle", "text", "title", "placeholderText", "toolTip", "accessibleName", "accessibleDescription")


def texts(window: QWidget) -> set[str]:
    """What a window and everything in it says."""
    found = set[str]()
    for one in [window, *window.findChildren(QObject)]:
        found |= {str(one.property(name)) for name in PROPERTIES if isinstance(one.property(name), str)}
        if isinstance(one, QComboBox):
            found |= {one.itemText(at) for at in range(one.count())}
        elif isinstance(one, QTabWidget):
            found |= {one.tabText(at) for at in range(one.count())}
        elif isinstance(one, QListWidget):
            found |= {one.item(at).text() for at in range(one.count())}
        elif isinstance(one, QTreeWidget):
            found |= {one.headerItem().text(at) for at in range(one.columnCount())}
        elif isinstance(one, QTableView):
            model = one.model()
            across = Qt.Orientation.Horizontal
            found |= {str(model.headerData(at, across)) for at in range(model.columnCount())}
        elif isinstance(one, QAction):
            found |= {one.text(), one.toolTip()}
    return {line.replace("&", "").strip() for text in found for line in (text, *text.split("\n"))} - {""}


def main(code: str) -> None:
    """Shows and listens."""
    application = QApplication(["callgate-listening"])
    application.setQuitOnLastWindowClosed(False)
    if language.begin(code) != code:
        raise SystemExit(f"{code} is not there")
    from callgate_desktop.ui import theme
    from callgate_desktop.ui.loop import QtLoop
    from studio import Studio

    class Listener(Studio):
        heard: ClassVar[set[str]] = set()

        async def take(self, window: QWidget, name: str, look: str) -> None:
            del name, look
            await asyncio.sleep(0.05)  # laid out
            self.heard.update(texts(window))

        def icons(self, look: str) -> None:
            del look  # they say nothing

    theme.apply(application, dark=False)
    with (
        tempfile.TemporaryDirectory(prefix="callgate-listening-") as root,
        asyncio.Runner(loop_factory=QtLoop) as runner,
    ):
        listener = Listener(os.path.realpath(root), 1, Path(root))

        async def listen() -> None:
            await listener.app.begin()
            await listener.all("light")
            await listener.app.end()

        runner.run(listen())
        json.dump(sorted(listener.heard), sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1])
