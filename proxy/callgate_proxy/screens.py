"""The screen of one session, made when something needs it. What it costs before that is a look for a file.

1. A home without the file `pins` has none: its proxies never open the database for a call. A list of tools makes one.
2. That file grows with every change: what a person accepts is in force at the next call, in every proxy.
3. Pins that cannot be read are tried again at every look, and until then every call is asked about.
On the proxy's path; the screen, and SQLite with it, is loaded with the first list, or the first call where there are
pins.
"""

from __future__ import annotations

import os

from callgate_proxy.errors import StateError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from callgate_proxy.home import Home
    from callgate_proxy.risk.pins import Book, Listing
    from callgate_proxy.risk.screen import Screen

NEVER = (-1, -1)  # the mark of nothing: it is looked at again


class Screens:
    """The screen of the session of `client` with `server`, which `command` starts."""

    __slots__ = ("_client", "_command", "_home", "_mark", "_screen", "_server")

    def __init__(self, home: Home, client: str, server: str, command: list[str]) -> None:
        self._home = home
        self._client = client
        self._server = server
        self._command = command
        self._mark: tuple[int, int] | None = None
        self._screen: Screen | None = None

    def current(self) -> Screen | None:
        """The screen, with the pins as they are now; None where nothing was ever pinned or listed."""
        if self._mark is None and not os.access(self._home.pins, os.F_OK):
            return self._screen
        try:
            found = os.stat(self._home.pins)
            mark = found.st_size, found.st_mtime_ns
        except OSError:
            mark = None
        if mark != self._mark:
            self._load(mark)
        return self._screen

    def begun(self) -> Screen:
        """As `current`, and made if there is none: the server says what it offers."""
        screen = self.current()
        return screen if screen is not None else self._made(_empty())

    def record(self, listings: list[Listing], now: float) -> Book | str:
        """Notes `listings`; gives the pins with them, or why that was not possible. `now`: seconds since the epoch."""
        from callgate_proxy import pinstore

        try:
            return pinstore.record(self._home, self._server, self._command, listings, now)
        except StateError as error:
            return str(error)

    def recorded(self, outcome: Book | str) -> None:
        """What `record` gave is in force."""
        screen = self.begun()
        if isinstance(outcome, str):
            screen.unrecorded(outcome)
        else:
            screen.load(outcome)

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
