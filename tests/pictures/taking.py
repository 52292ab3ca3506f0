"""`python3 dev.py pictures [LANGUAGE]`: every window, in light and dark, at 1× and 2×, into `pictures/`.

README's pictures come from the same, where no language is named. One process for each scale, since Qt takes it at its
start. Looking at them is the test: nothing here judges what they show.
"""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
import tempfile
from pathlib import Path

# A screen of a desk's size: Qt's own 800 pixels leave no room for a menu at 2×.
os.environ["QT_QPA_PLATFORM"] = f"offscreen:configfile={Path(__file__).with_name('screen.json')}"

from callgate_desktop.ui import language
from PySide6.QtWidgets import QApplication

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "pictures"
SCALES = (1, 2)


def main(words: list[str]) -> int:
    """`[LANGUAGE]`: all scales, each in a process of its own; `LANGUAGE SCALE`: that one."""
    PICTURES.mkdir(exist_ok=True)
    code, *scales = [*words, "en"][: max(1, len(words))]
    if not scales:
        for scale in SCALES:
            environ = {**os.environ, "QT_SCALE_FACTOR": str(scale)}
            if failed := subprocess.call([sys.executable, __file__, code, str(scale)], env=environ):
                return failed
        print(f"{len(list(PICTURES.glob('*.png')))} pictures in {PICTURES}")
        return 0
    application = QApplication(["callgate-pictures"])
    application.setQuitOnLastWindowClosed(False)
    language.dress(application, language.begin(code))
    from callgate_desktop.ui import theme
    from callgate_desktop.ui.loop import QtLoop
    from studio import Studio

    theme.apply(application, dark=False)
    with tempfile.TemporaryDirectory(prefix="callgate-pictures-") as root:
        studio = Studio(os.path.realpath(root), int(scales[0]), PICTURES, code)
        with asyncio.Runner(loop_factory=QtLoop) as runner:
            runner.run(studio.pictures())
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
