"""The tray without a screen, as its own process: the real door and hub, and a person who says yes to everything.

Says "ready" on its standard output once it listens. Ends with its standard input, or when it is killed.
"""

from __future__ import annotations

import asyncio
import sys

from callgate_desktop.door import Door
from callgate_desktop.hub import Hub, Question
from callgate_proxy import home as homes


class Yes:
    """Answers every question at once; `hold`: leaves all of them waiting."""

    def __init__(self, hold: bool) -> None:
        self.hub = Hub(self)
        self._hold = hold

    def opened(self, question: Question) -> None:
        """A proxy asks."""
        if self._hold:
            print("asked", flush=True)
        else:
            self.hub.answer(question, "allow", "once")

    def closed(self, question: Question, why: str) -> None:
        """A question ended otherwise."""

    def deferred(self, question: Question, late: Question) -> None:
        """The client was told to call again."""

    def left(self, link: int) -> None:
        """A proxy left."""

    def shown(self) -> None:
        """A second tray started."""


async def main() -> None:
    """Listens until the standard input ends."""
    yes = Yes("hold" in sys.argv)
    door = await Door.open(homes.find(), yes.hub.serve)
    print("ready", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    await door.close()


if __name__ == "__main__":
    asyncio.run(main())
