"""The height of a window whose pages must not move under the mouse.

* While one question is shown a page only grows, and no page is lower than the first one: answers stand at the lower
  edge, so they stay where they were.
* What scrolls gives and takes: it `claim`s all it is glad of when a page comes into view, and afterwards yields down to
  its least, so what comes later finds room without the window growing.
* Never higher than the screen, unless even the least is.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from PySide6.QtWidgets import QWidget


class Claiming(Protocol):
    """A page with something that scrolls."""

    def claim(self, whole: bool) -> None:
        """Sets its least height: all it is glad of, or what must stay."""


class Steady:
    """One window's heights, each page's since the question came."""

    def __init__(self, window: QWidget, width: int, first: QWidget, claiming: Iterable[Claiming]) -> None:
        """`width`: the window's, in pixels; its layout holds the pages. `first`: the page all others are as high as."""
        self._window, self._width, self._first = window, width, first
        self._claiming = list(claiming)
        self._heights: dict[QWidget, int] = {}

    def renew(self) -> None:
        """Another question, or another style: nothing holds of before."""
        self._heights.clear()

    def fit(self, shown: QWidget) -> None:
        """Gives the window the height that the page in view needs."""
        self._claim(shown not in self._heights)
        wanted = min(self._needed(shown), self._window.screen().availableGeometry().height())
        self._claim(False)
        before = max(self._heights.get(shown, 0), self._heights.get(self._first, 0))
        self._heights[shown] = max(before, wanted, self._needed(shown))
        self._window.resize(self._width, self._heights[shown])

    def _claim(self, whole: bool) -> None:
        for page in self._claiming:
            page.claim(whole)

    def _needed(self, page: QWidget) -> int:
        layout = self._window.layout()
        if layout is None:
            return 0
        page.updateGeometry()  # else the height that was asked for last is kept
        layout.activate()
        return layout.totalHeightForWidth(self._width)
