"""Colours that can be read, icons that are there."""

from __future__ import annotations

from dataclasses import fields
from itertools import combinations

import pytest
from callgate_desktop import view
from callgate_desktop.ui import icons, theme
from callgate_desktop.ui.theme import DARK, LIGHT, TEXT_ON, Colours
from PySide6.QtWidgets import QApplication

PALETTES = [pytest.param(LIGHT, id="light"), pytest.param(DARK, id="dark")]


@pytest.mark.parametrize("palette", PALETTES)
def test_every_text_can_be_read_on_every_ground_it_stands_on(palette: Colours) -> None:
    weak = {
        (text, ground): round(theme.contrast(getattr(palette, text), getattr(palette, ground)), 2)
        for text, grounds in TEXT_ON.items()
        for ground in grounds
        if theme.contrast(getattr(palette, text), getattr(palette, ground)) < 4.5
    }
    assert weak == {}


@pytest.mark.parametrize("palette", PALETTES)
def test_each_meaning_has_a_colour_of_its_own(palette: Colours) -> None:
    assert len({getattr(palette, name) for name in theme.MEANINGS}) == len(theme.MEANINGS)


def test_contrast_is_what_the_guideline_says() -> None:
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_the_style_sheet_has_no_colour_left_unnamed() -> None:
    for field in fields(LIGHT):
        assert f"@{field.name};" in theme.SHEET or field.name in ("limit", "hide")
    for palette in (LIGHT, DARK):
        assert "@" not in theme.sheet(palette)


def test_the_states_are_told_apart_at_sixteen_pixels_by_shape_alone(qapp: QApplication) -> None:  # noqa: ARG001
    def shape(state: str) -> tuple[bool, ...]:
        picture = icons.state(state).pixmap(16, 16).toImage()
        whites = [picture.pixelColor(x, y) for y in range(16) for x in range(16)]
        return tuple(one.alpha() > 127 and one.lightness() < 200 for one in whites)

    for one, other in combinations([shape(state) for state in view.STATES], 2):
        assert sum(a != b for a, b in zip(one, other, strict=True)) >= 12


def test_the_number_of_waiting_calls_is_drawn(qapp: QApplication) -> None:  # noqa: ARG001
    pictures = [icons.state("asking", count).pixmap(22, 22).toImage() for count in (0, 1, 2, 9, 10, 99)]
    assert all(one != other for one, other in combinations(pictures[:5], 2))
    assert pictures[4] == pictures[5]  # 9+


@pytest.mark.parametrize("size", icons.SIZES)
def test_state_icons_are_drawn_at_every_size(qapp: QApplication, size: int) -> None:  # noqa: ARG001
    assert icons.state("fine").pixmap(size, size).width() == size


def test_line_icons_take_the_palettes_colour(qapp: QApplication) -> None:
    for dark in (False, True):
        theme.apply(qapp, dark)
        picture = icons.line("allow", "allow", 24).toImage()
        pixels = [picture.pixelColor(x, y) for x in range(24) for y in range(24)]
        drawn = {pixel.name() for pixel in pixels if pixel.alpha() == 255}
        assert theme.colours().allow in drawn
