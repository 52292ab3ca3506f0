"""The counters of limits, shared by all proxies of a home and kept over a restart: a file for each, one lock for all.

* `reserve` is one transaction over all limits of a call: all have room and all are charged, or none is. One that is
  killed midway has charged more than was used, never less.
* A sliding window is two look-ups whatever its size (policy/limits.py). Time never runs backwards for a counter: a
  clock set back frees nothing.
* A counter whose file was removed refuses until a person resets it: `counted` knows that it was begun.
* Whatever goes wrong is a StateError, and what depended on it is refused.
* Files of our own, not rows of a database: under eight proxies at once its transactions take turns by sleeping, and a
  call in a hundred waited 28 ms (tests/bench).
On the proxy's path: opened at the first call under a limit.
"""

from __future__ import annotations

import os
import time
from _blake2 import blake2b
from _thread import allocate_lock

from callgate_proxy import counted, counterlock
from callgate_proxy.counterfile import CounterFile, told
from callgate_proxy.errors import StateError
from callgate_proxy.policy import limits

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import TypeVar

    from callgate_proxy.home import Home
    from callgate_proxy.policy.decide import Charge

    T = TypeVar("T")

SWEEP = 4_096  # uses of a counter between two looks for those that no window reaches
DAY = 86_400.0  # seconds; rules with other windows may come to share a counter: so long every use is kept
MOST_OPEN = 64  # files; a session's own counters come and go
_LOCK = "lock"


class Counters:
    """The counters of `home`. Nothing is opened before it is needed. Safe to use from several threads."""

    __slots__ = ("_files", "_folder", "_gate", "_home", "_lock")

    def __init__(self, home: Home) -> None:
        self._home = home
        self._folder = home.counters
        self._lock = allocate_lock()
        self._gate = -1
        self._files: dict[str, CounterFile] = {}

    def reserve(self, charges: tuple[Charge, ...], now: float) -> tuple[Charge, float] | None:
        """Charges all of `charges` and gives None; or charges none and gives the one without room and how many seconds
        until it has some. `now`: seconds since the epoch. Raises StateError.
        """
        return self._alone(lambda: self._reserve(charges, now))

    def room(self, charges: tuple[Charge, ...], now: float) -> tuple[Charge, float] | None:
        """What `reserve` would give now; charges nothing and begins no counter. Raises StateError."""
        return self._alone(lambda: self._room(charges, now))

    def refund(self, charges: tuple[Charge, ...], at: float) -> None:
        """Takes back what `reserve(charges, at)` charged, each counter once. A use that cannot be found at its moment
        with its amount (the clock was set back, the counter was emptied) stays counted. Raises StateError.
        """
        amounts = {charge.counter: charge.amount for charge in charges}
        self._alone(lambda: [self._take_out(counter, amount, at) for counter, amount in amounts.items()])

    def usage(self, counter: str, window: float, now: float) -> int:
        """How much of `counter` the last `window` seconds hold, in millionths. Makes no file. Raises StateError."""
        if not self._is_used():
            return 0

        def used() -> int:
            if not os.path.exists(self._path(counter)):
                self._must_be_new(counter)
                return 0
            file, count, last_at, total = self._opened(counter)
            return limits.used(total, file.edge(count, window, limits.moment(now, last_at) - window))

        return self._alone(used)

    def keys(self) -> list[str]:
        """The full keys of the counters that hold anything. Makes no file. Raises StateError."""
        if not self._is_used():
            return []
        return self._alone(lambda: sorted({key for key, _, is_used in self._whole() if is_used} | self._gone()))

    def reset(self, counters: list[str]) -> None:
        """Empties `counters` (full keys). Raises StateError."""

        def empty() -> None:
            for counter in counters:
                counted.give_up(self._home.counted, [counter])
                if os.path.exists(self._path(counter)):
                    self._take_away(counter)

        self._alone(empty)

    def _is_used(self) -> bool:
        return os.path.isdir(self._folder) or os.path.exists(self._home.counted)

    def close(self) -> None:
        """Closes the files; the next use opens them again."""
        with self._lock:
            self._close()

    def _close(self) -> None:
        for file in self._files.values():
            file.close()
        self._files.clear()
        if self._gate >= 0:
            os.close(self._gate)
            self._gate = -1

    # ---- within the lock

    def _reserve(self, charges: tuple[Charge, ...], now: float) -> tuple[Charge, float] | None:
        uses: dict[
            str, tuple[CounterFile, int, float, int]
        ] = {}  # one a counter, though several windows may look at it
        for charge in charges:
            file, count, last_at, total = self._opened(charge.counter)
            at = limits.moment(now, last_at)
            if not limits.admits(total, file.edge(count, charge.window, at - charge.window), charge.amount, charge.max):
                return charge, _wait(file, charge, now, count, last_at, total)
            if charge.window > file.span:
                file.reaches(charge.window)
            uses[charge.counter] = (file, count, at, total + charge.amount)
        for counter, (file, count, at, total) in uses.items():
            file.add(count, at, total)
            if count % SWEEP == SWEEP - 1:
                self._sweep(counter, file, count + 1, at)
        return None

    def _room(self, charges: tuple[Charge, ...], now: float) -> tuple[Charge, float] | None:
        for charge in charges:
            if not os.path.exists(self._path(charge.counter)):
                self._must_be_new(charge.counter)
                if charge.amount > charge.max:
                    return charge, charge.window
                continue
            file, count, last_at, total = self._opened(charge.counter)
            edge = file.edge(count, charge.window, limits.moment(now, last_at) - charge.window)
            if not limits.admits(total, edge, charge.amount, charge.max):
                return charge, _wait(file, charge, now, count, last_at, total)
        return None

    def _opened(self, counter: str) -> tuple[CounterFile, int, float, int]:
        """The counter's file, how many uses it has, the last one's moment and total."""
        file = self._files.get(counter)
        found = file.last() if file is not None else None
        while file is None or found is None:  # another process replaced the file, or nothing was opened yet
            self._forget(counter)
            if len(self._files) >= MOST_OPEN:
                self._forget(next(iter(self._files)))
            file = self._files[counter] = self._begun(counter)
            found = file.last()
        count, (at, total, _) = found
        return file, count, at, total

    def _begun(self, counter: str) -> CounterFile:
        path = self._path(counter)
        if os.fstat(self._gate).st_nlink == 0:
            raise ValueError("it was removed under way")
        is_begun = counter in counted.begun(self._home.counted)
        if not os.path.exists(path):
            self._must_be_new(counter)
            self._clear_out()
        file = CounterFile(path, counter, is_begun)
        if not is_begun:  # not before its file is there: a kill between is no loss
            counted.begin(self._home.counted, counter)
        return file

    def _must_be_new(self, counter: str) -> None:
        if counter in counted.begun(self._home.counted):
            raise ValueError(f"what “{counter}” had counted was removed: callgate policy limits --reset")

    def _gone(self) -> set[str]:
        """The counters that were begun and whose file is not there, or is none any more."""
        return {*counted.begun(self._home.counted)} - {key for key, _, _ in self._whole()}

    def _whole(self) -> list[tuple[str, float, bool]]:
        """What each file says of itself; not those that somebody wrote into."""
        found: list[tuple[str, float, bool]] = []
        for path in self._paths():
            try:
                found.append(told(path))
            except ValueError:
                continue
        return found

    def _take_away(self, counter: str) -> None:
        """Removes a counter's file; who has it open notices."""
        try:
            file = CounterFile(self._path(counter), counter)
        except ValueError:  # somebody wrote into it
            file = None
        if file is not None:
            try:
                found = file.last()
                if found is not None:
                    file.leave(found[0])
            except ValueError:
                pass
            finally:
                file.close()
        self._forget(counter)
        os.remove(self._path(counter))

    def _take_out(self, counter: str, amount: int, at: float) -> None:
        file, count, *_ = self._opened(counter)
        end = file.first_after(count, at)
        for index in range(end - 1, -1, -1):
            moment, total, _ = file.use(index)
            if moment != at:
                return
            if total - (file.use(index - 1)[1] if index else 0) == amount:
                file.take_out(count, index, amount)
                return

    def _sweep(self, counter: str, file: CounterFile, count: int, last_at: float) -> None:
        # The last use before the longest window stays: its total is the window's edge.
        kept_from = file.first_after(count, last_at - max(file.span, DAY)) - 1
        if kept_from > count // 2:
            file.shorten(count, kept_from)
            self._forget(counter)

    def _clear_out(self) -> None:
        """Takes away what no window reaches any more: the counters of sessions long over."""
        now = time.time()  # of the files' own times, which the system writes
        for key, span, _ in self._whole():
            age = now - os.stat(self._path(key)).st_mtime
            if age > DAY and age > span:
                counted.give_up(self._home.counted, [key])
                self._take_away(key)

    def _forget(self, counter: str) -> None:
        file = self._files.pop(counter, None)
        if file is not None:
            file.close()

    def _path(self, counter: str) -> str:
        return os.path.join(self._folder, f"{blake2b(counter.encode(), digest_size=16).hexdigest()}.count")

    def _paths(self) -> list[str]:
        return [os.path.join(self._folder, name) for name in os.listdir(self._folder) if name.endswith(".count")]

    # ---- the lock

    def _alone(self, work: Callable[[], T]) -> T:
        with self._lock:
            try:
                if self._gate < 0:
                    self._home.ensure(self._folder)
                    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
                    self._gate = os.open(os.path.join(self._folder, _LOCK), flags, 0o600)
                counterlock.enter(self._gate)
                try:
                    return work()
                finally:
                    counterlock.leave(self._gate)
            except (OSError, ValueError) as error:
                self._close()  # what was half done is looked at anew
                raise StateError(
                    f"{self._folder} cannot be used ({error})",
                    "make room or rights for it; what was removed or garbled: `callgate policy limits --reset`",
                ) from None


def _wait(file: CounterFile, charge: Charge, now: float, count: int, last_at: float, total: int) -> float:
    frees_at = limits.frees_at_total(total, charge.amount, charge.max)
    left = count if frees_at is None else file.first_with(count, frees_at)
    if left >= count:
        return charge.window
    return limits.retry_after(file.use(left)[0], charge.window, now, last_at)
