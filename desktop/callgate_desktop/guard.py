"""Keeps a click or key that was meant for something else from saying yes.

* A yes counts only when both its press and its release come `QUIET` seconds or more after the window last changed:
  shown, moved, resized, or taken over by another question.
* Enter counts only once the person has touched the window.   * A held key's repeats never count.

Pure: the clock is injected.
"""

from __future__ import annotations

from collections.abc import Callable

QUIET = 0.5  # seconds


class Guard:
    """Watches over one window's affirmative input."""

    def __init__(self, clock: Callable[[], float], quiet: float = QUIET) -> None:
        """`clock`: seconds that only go forward."""
        self._clock = clock
        self._quiet = quiet
        self._since = clock()
        self._pressed_well = False
        self.touched = False

    def disturb(self) -> None:
        """The window changed under the person's hand."""
        self._since = self._clock()
        self._pressed_well = False

    def renew(self) -> None:
        """Another question: nobody touched this one yet."""
        self.disturb()
        self.touched = False

    def is_open(self) -> bool:
        """Whether the window has been quiet for long enough."""
        return self._clock() - self._since >= self._quiet

    def press(self) -> None:
        """A button went down."""
        self._pressed_well = self.is_open()

    def release(self) -> bool:
        """A button came up; whether that is a yes."""
        well = self._pressed_well and self.is_open()
        self._pressed_well = False
        return well
