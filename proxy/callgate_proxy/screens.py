"""The screen of one session, made when something needs it. What it costs before that is a look for a file.

1. A home without the file `pins` has none: its proxies never open the database for a call. A list of tools makes one.
2. That file grows with every change: what a person accepts is in force in every proxy within LOOK_EVERY.
3. Pins that cannot be read are tried again at every look, and until then every call is asked about.
On the proxy's path; the screen, and SQLite with it, is loaded with the first list, or the first call where there are
pins.
"""

from __future__ import annotations

import os
import time

from callgate_proxy.errors import StateError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from callgate_proxy.home import Home
    from callgate_proxy.risk.pins import Book, Listing
    from callgate_proxy.risk.screen import Screen

    Pinned = tuple[Book, tuple[int, int] | None]

LOOK_EVERY = 0.05  # seconds between two looks at the file: a look costs more than judging a call
NEVER = (-1, -1)  # the mark of nothing: it is looked at again


class Screens:
    """The screen of the session of `client` with `server`, which `command` starts."""

    __slots__ = ("_again", "_client", "_clock", "_command", "_home", "_mark", "_screen", "_server")

    def __init__(
        self, home: Home, client: str, server: str, command: list[str], clock: Callable[[], float] = time.monotonic
    ) -> None:
        """`clock`: seconds that only go forward."""
        self._home = home
        self._client = client
        self._server = server
        self._command = command
        self._clock = clock
        self._again = clock()  # when to look again
        self._mark: tuple[int, int] | None = None
        self._screen: Screen | None = None

    def current(self) -> Screen | None:
        """The screen, with the pins as they are now; None where nothing was ever pinned or listed."""
        now = self._clock()
        if now >= self._again:
            self._again = now + LOOK_EVERY
            mark = self._look()
            if mark != self._mark:
                self._load(mark)
        return self._screen

    def _look(self) -> tuple[int, int] | None:
        try:
            found = os.stat(self._home.pins)
        except OSError:
            return None
        return found.st_size, found.st_mtime_ns

    def begun(self) -> Screen:
        """As `current`, and made if there is none: the server says what it offers."""
        screen = self.current()
        return screen if screen is not None else self._made(_empty())

    def record(self, listings: list[Listing], now: float) -> Pinned | str:
        """Notes `listings`; gives what is pinned then and the mark of that, or why it was not possible.

        `now`: seconds since the epoch.
        """
        from callgate_proxy import pinstore
        from callgate_proxy.risk import pins

        try:
            pinstore.record(self._home, self._server, self._command, listings, now)
            mark = self._look()  # first: what comes between is seen by the next look
            return pinstore.load(self._home, self._server, pins.fingerprint(self._command)), mark
        except StateError as error:
            return str(error)

    def recorded(self, outcome: Pinned | str) -> None:
        """What `record` gave is in force."""
        screen = self.begun()
        if isinstance(outcome, str):
            screen.unrecorded(outcome)
        else:
            book, self._mark = outcome
            screen.load(book)

    def _load(self, mark: tuple[int, int] | None) -> None:
        from callgate_proxy import pinstore
        from callgate_proxy.risk import pins

        try:
            book = pinstore.load(self._home, self._server, pins.fingerprint(self._command))
            self._mark = mark
        except StateError as error:
            book = pins.Book(str(error))
            self._mark = NEVER
        self._made(book)

    def _made(self, book: Book) -> Screen:
        if self._screen is None:
            from callgate_proxy.risk.screen import Screen

            self._screen = Screen(self._client, self._server, book)
        else:
            self._screen.load(book)
        return self._screen


def _empty() -> Book:
    from callgate_proxy.risk.pins import Book

    return Book()
