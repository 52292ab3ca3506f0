"""Draws an SVG as a square PNG: `draw.py FILE.svg SIZE FILE.png`. By Qt, which is there anyhow; needs no screen."""

from __future__ import annotations

import os
import sys


def draw(source: str, size: int, target: str) -> None:
    """Writes the PNG; `size` in pixels. Raises OSError where Qt cannot write it."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    application = QGuiApplication(["draw"])
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    QSvgRenderer(source).render(painter)
    painter.end()
    if not image.save(target):
        raise OSError(f"{target} could not be written")
    application.quit()


if __name__ == "__main__":
    draw(sys.argv[1], int(sys.argv[2]), sys.argv[3])
