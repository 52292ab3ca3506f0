"""What a session's shell keeps on disk beside its log: what limits have counted, the tools seen, the pins, the checks.

* Nothing is opened before it is needed; both sides of the proxy may be the first to need it.
* What only records (tools seen, pins, what is given back) says on stderr what went wrong and goes on; what a call
  waits for raises StateError.
"""

from __future__ import annotations

import sys
from _thread import allocate_lock

from callgate_proxy.errors import CallgateError, StateError
from callgate_proxy.screens import Screens

TYPE_CHECKING = False
if TYPE_CHECKING:
    from _thread import LockType

    from callgate_proxy.checking import Checking
    from callgate_proxy.counters import Counters
    from callgate_proxy.effects import Refund, Saw, Sighted
    from callgate_proxy.guarding import Guarding
    from callgate_proxy.home import Home
    from callgate_proxy.policy.decide import Charge
    from callgate_proxy.relay import Options
    from callgate_proxy.risk.flagged import Flagged
    from callgate_proxy.screens import Pinned
    from callgate_proxy.state import State


class Keeping:
    """One session's. `screens`: what is known of the server's tools."""

    def __init__(self, home: Home, options: Options) -> None:
        self.screens = Screens(home, options.client, options.server, options.command)
        self._home = home
        self._client = options.client
        self._server = options.server
        self._lock = allocate_lock()
        self._state: State | None = None
        self._counters: Counters | None = None
        self._guarding: Guarding | None = None
        self._flagged: Flagged | None = None
        self.listed: list[Saw] = []  # whose tools' classes are not known yet

    def checks(self) -> Checking:
        """The checks of this session's calls, made anew."""
        from callgate_proxy.guarding import Guarding

        self._guarding = Guarding(self._home, self._client, self._server)
        return self._guarding.make()

    def reserve(self, charges: tuple[Charge, ...], now: float) -> tuple[Charge, float] | None:
        """As `Counters.reserve`. Raises StateError."""
        return self._counted().reserve(charges, now)

    def room(self, charges: tuple[Charge, ...], now: float) -> tuple[Charge, float] | None:
        """As `Counters.room`. Raises StateError."""
        return self._counted().room(charges, now)

    def refund(self, refund: Refund) -> None:
        """Gives back what a failed call was charged; what cannot be given back stays counted."""
        try:
            self._counted().refund(refund.charges, refund.at)
        except StateError as error:
            self.warn(f"{error}; {error.fix}")

    def saw(self, saw: Saw, now: float) -> None:
        """Remembers the tools that the server named. Only the server's side does."""
        self.listed.append(saw)
        try:
            if self._state is None:
                from callgate_proxy.state import State

                self._state = State(self._home)
            self._state.saw_tools(self._server, saw.tools, now)
        except StateError as error:
            self.warn(f"{error}; {error.fix}")

    def class_listed(self, lock: LockType) -> None:
        """Tells the session, under its `lock`, what the classes of new and changed tools say of them.

        Put off until a call's answer is there: a client that only looks pays nothing, and no result has counted in a
        flow before. Only the server's side asks.
        """
        listed, self.listed = self.listed, []
        try:
            if self._flagged is None:
                from callgate_proxy.risk.flagged import Flagged

                self._flagged = Flagged()
            told = [(saw.tell, self._flagged.look(saw.tools)) for saw in listed]
        except (CallgateError, OSError, ImportError) as error:
            self.warn(f"the tools' classes are not known, so what flows is told by their names alone ({error})")
            return
        with lock:
            for tell, flags in told:
                tell("flags", flags)

    def sighted(self, sighted: Sighted, now: float) -> Pinned | str:
        """Pins what was seen; gives what `screens.recorded` wants to know, under the session's lock."""
        outcome = self.screens.record(sighted.listings, now)
        if isinstance(outcome, str):
            self.warn(outcome)
        return outcome

    def close(self) -> None:
        """Closes what was opened."""
        for kept in (self._state, self._counters, self._guarding):
            if kept is not None:
                kept.close()

    def warn(self, text: str) -> None:
        """Tells whoever reads the client's log of its servers."""
        to_stderr(f"callgate: {self._server}: {text}\n".encode())

    def _counted(self) -> Counters:
        if self._counters is None:
            with self._lock:
                if self._counters is None:
                    from callgate_proxy.counters import Counters

                    self._counters = Counters(self._home)
        return self._counters


def to_stderr(data: bytes) -> None:
    """Writes `data` (bytes), where anybody listens."""
    try:
        sys.stderr.buffer.write(data)
        sys.stderr.buffer.flush()
    except (OSError, ValueError, AttributeError):
        return
