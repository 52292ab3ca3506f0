"""The icons drawn for this project (`callgate_resources/icons`), rendered to pictures.

* Line icons are black strokes on 24 units; they take the colour their meaning or text has in the palette in use.
* State icons have a shape and a colour each, so that they are told apart without colour, on light panels and dark.
* macOS wants a template: one colour, told apart by shape alone.
* While calls wait, the state icon is their number: it must be read at 16 pixels.
"""

from __future__ import annotations

import sys
from functools import lru_cache
from importlib.resources import files

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from callgate_desktop.ui import theme

SIZES = (16, 20, 22, 24, 32, 48, 64, 128, 256)


@lru_cache(maxsize=64)
def _source(name: str) -> bytes:
    return (files("callgate_resources") / "icons" / f"{name}.svg").read_bytes()


def _draw(source: bytes, size: int) -> QPixmap:
    picture = QPixmap(QSize(size, size))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(source)).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return picture


@lru_cache(maxsize=256)
def _coloured(name: str, colour: str, size: int) -> QPixmap:
    return _draw(_source(name).replace(b"#000000", colour.encode()), size)


def line(name: str, tone: str = "text", size: int = 16, ratio: float = 1.0) -> QPixmap:
    """A line icon, `size` logical pixels wide. `tone`: a field of `theme.Colours`."""
    picture = _coloured(name, getattr(theme.colours(), tone), round(size * ratio))
    if ratio != 1.0:
        picture = QPixmap(picture)
        picture.setDevicePixelRatio(ratio)
    return picture


def icon(name: str, tone: str = "text") -> QIcon:
    """A line icon for buttons, menus and the rows of tables, which ask for it at each painting."""
    return _icon(name, getattr(theme.colours(), tone))


@lru_cache(maxsize=256)
def _icon(name: str, colour: str) -> QIcon:
    made = QIcon()
    for size in (16, 20, 24, 32, 48):
        picture = _coloured(name, colour, size)
        made.addPixmap(picture)
        made.addPixmap(picture, QIcon.Mode.Selected)  # as it is: Qt would tint it with the selection's colour
    return made


@lru_cache(maxsize=128)
def state(kind: str, count: int = 0) -> QIcon:
    """The tray's icon for a state of `view.STATES`. While calls wait, their number takes the question mark's place."""
    made = QIcon()
    for size in SIZES if sys.platform != "darwin" else SIZES[:6]:
        if kind == "asking" and count:
            picture = _draw(_source("state-waiting"), size)
            _number(picture, size, "9+" if count > 9 else str(count))
        else:
            picture = _draw(_source(f"state-{kind}"), size)
        made.addPixmap(picture if sys.platform != "darwin" else template(picture))
    made.setIsMask(sys.platform == "darwin")
    return made


def template(picture: QPixmap) -> QPixmap:
    """The same shape in black with its white strokes cut out: macOS gives it the menu bar's colour."""
    image = picture.toImage().convertToFormat(QImage.Format.Format_ARGB32)
    for y in range(image.height()):
        for x in range(image.width()):
            pixel = image.pixelColor(x, y)
            white = min(pixel.red(), pixel.green(), pixel.blue()) / 255
            image.setPixelColor(x, y, QColor(0, 0, 0, round(pixel.alpha() * (1 - white**2))))
    return QPixmap.fromImage(image)


def _number(picture: QPixmap, size: int, text: str) -> None:
    painter = QPainter(picture)
    face = theme.font()
    face.setWeight(QFont.Weight.Bold)
    face.setPixelSize(round(size * (0.66 if len(text) == 1 else 0.44)))
    painter.setFont(face)
    painter.setPen(QColor("#ffffff"))
    painter.drawText(QRectF(0, 0, size, size), Qt.AlignmentFlag.AlignCenter, text)
    painter.end()
