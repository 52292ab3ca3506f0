"""callgate-tray: what stands before everything else. No screen, no tray; and the language comes before the windows.

The windows' modules say their texts while they are loaded, so they are loaded only after a language was begun.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys

from callgate_proxy import home
from callgate_proxy.nodump import leave_no_core


def main(argv: list[str] | None = None) -> int:
    """Entry of `callgate-tray`."""
    parser = argparse.ArgumentParser(prog="callgate-tray", description="Callgate's icon, menu and windows.")
    parser.add_argument("--show", action="store_true", help="bring a window up")
    parser.add_argument("--verbose", action="store_true", help="say more on stderr")
    options = parser.parse_args(argv)
    logging.basicConfig(level=logging.INFO if options.verbose else logging.WARNING, format="%(name)s: %(message)s")
    if sys.platform.startswith("linux") and not any(
        os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    ):
        print("There is no screen here (no DISPLAY, no WAYLAND_DISPLAY). Try `callgate demo`.", file=sys.stderr)
        return 1
    leave_no_core()
    from PySide6.QtWidgets import QApplication

    from callgate_desktop.ui import language

    application = QApplication(["callgate-tray"])
    application.setApplicationName("Callgate")
    application.setDesktopFileName("callgate")
    application.setQuitOnLastWindowClosed(False)
    where = home.find()
    language.dress(application, language.begin(language.chosen(where)))
    from callgate_desktop.living import live

    return live(application, where, options.show)


if __name__ == "__main__":
    sys.exit(main())
