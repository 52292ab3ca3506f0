"""One counter's file: its uses in order, each with its moment and the running total up to and including it.

* A use is one record, written at once behind the last: a process that is killed leaves a whole record or none.
* What changes records that stand there (a use given back) gives all that follow a new `epoch`, the last one too. So who
  reads the last record, as everybody does first, knows whether what it remembers of the others still holds.
* A file is replaced by a shorter one as a whole; the last record of the old one then says that it is gone.
* Every function is called by who holds the lock of `counters.py`. Raises OSError; ValueError for what is no such file.
On the proxy's path: a look is one seek and one read, a use one write more.
"""

from __future__ import annotations

import os
import sys
from _struct import Struct

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_HEAD = Struct("<8sdQ")  # magic; the longest window charged, seconds; bytes of the key that follows
_MAGIC = b"CGCOUNT1"
_RECORD = Struct("<dqq")  # moment, seconds since the epoch; running total, millionths; epoch
_SIZE = _RECORD.size
_MOST = 1 << 63
_SPAN = Struct("<d")
_SPAN_AT = 8  # bytes before the span
_AHEAD = 64  # records read at a time on the way to a window's edge
_NEVER = 1e13  # seconds since the epoch: no clock says so
_GONE = float("inf")  # the moment of the record that says so

Use = tuple[float, int, int]  # a record: moment, running total, epoch
# The last use at or before an edge: its index, moment and total; and uses behind it, the next one last.
_Edge = tuple[int, float, int, list[Use]]


class CounterFile:
    """The open file of one counter. `span`: the longest window that was ever charged, seconds."""

    __slots__ = ("_edges", "_epoch", "_fd", "_path", "_start", "span")

    def __init__(self, path: str, key: str, is_begun: bool = False) -> None:
        """Opens the file at `path`, which is made where there is none. `is_begun`: it was whole once, so it must be."""
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        self._path = path
        self._fd = os.open(path, flags, 0o600)
        self._edges: dict[float, _Edge] = {}
        self._epoch = 0
        named = key.encode()
        self._start = _HEAD.size + len(named)
        self.span = 0.0
        try:
            is_short = os.lseek(self._fd, 0, os.SEEK_END) < self._start
            if is_short and is_begun:
                raise ValueError(f"{path} was emptied: callgate policy limits --reset")
            if is_short:  # new, or its maker was killed before it counted
                _write(self._fd, 0, _HEAD.pack(_MAGIC, self.span, len(named)) + named)
            else:
                found, self.span = _head(self._fd)
                if found != named:
                    raise ValueError(f"{path} is another counter's")
        except BaseException:
            os.close(self._fd)
            raise

    def close(self) -> None:
        """Lets go of the file."""
        os.close(self._fd)

    def last(self) -> tuple[int, Use] | None:
        """(how many uses there are, the last one or zeroes where there is none); None where the file was replaced."""
        count, over = divmod(os.lseek(self._fd, 0, os.SEEK_END) - self._start, _SIZE)
        if count < 0:
            raise ValueError(f"{self._path} was emptied: callgate policy limits --reset")
        if over:  # its writer found the disk full, and refused what it was to count
            self._cut(count)
        if not count:
            return 0, (0.0, 0, self._epoch)
        use = self._read(count - 1, 1)[0]
        if use[0] == _GONE:
            if not os.path.exists(self._path) or os.stat(self._path).st_ino != os.fstat(self._fd).st_ino:
                return None
            self._cut(count - 1)  # who was to replace it was killed before it did
            return self.last()
        if os.fstat(self._fd).st_nlink == 0:
            raise ValueError(f"{self._path} was removed under way")
        if use[1] < 0 or not 0.0 <= use[0] < _NEVER:
            raise ValueError(f"{self._path} holds something else")
        if use[2] != self._epoch:
            self._epoch = use[2]
            self._edges.clear()
        return count, use

    def edge(self, count: int, window: float, until: float) -> int:
        """The running total at the window's edge: of the last of `count` uses at or before `until`; 0 for none."""
        known = self._edges.get(window)
        if known is None or known[1] > until:  # the clock was set back
            known = self._found(self.first_after(count, until) - 1)
        index, at, total, ahead = known
        while ahead or index + 1 < count:
            if not ahead:
                ahead = self._read(index + 1, min(_AHEAD, count - index - 1))
                ahead.reverse()
            if ahead[-1][0] > until:
                break
            at, total, _ = ahead.pop()
            index += 1
        self._edges[window] = index, at, total, ahead
        return total

    def _found(self, index: int) -> _Edge:
        at, total, _ = self.use(index) if index >= 0 else (-_GONE, 0, 0)
        return index, at, total, []

    def use(self, index: int) -> Use:
        """The use at `index`, counted from 0."""
        return self._read(index, 1)[0]

    def first_after(self, count: int, until: float) -> int:
        """The index of the first of `count` uses made after `until`; `count` where there is none."""
        return self._first(count, lambda use: use[0] > until)

    def first_with(self, count: int, total: int) -> int:
        """The index of the first of `count` uses with a running total of `total` or more; `count` for none."""
        return self._first(count, lambda use: use[1] >= total)

    def _first(self, count: int, fits: Callable[[Use], bool]) -> int:
        low, high = 0, count
        while low < high:
            middle = (low + high) // 2
            if fits(self.use(middle)):
                high = middle
            else:
                low = middle + 1
        return low

    def add(self, count: int, at: float, total: int) -> None:
        """Puts a use behind the `count` that there are."""
        if total >= _MOST:
            raise ValueError(f"{self._path} has counted all that it can; empty the counter")
        try:
            _write(self._fd, self._start + count * _SIZE, _RECORD.pack(at, total, self._epoch))
        except OSError:
            self._cut(count)
            raise

    def reaches(self, span: float) -> None:
        """Remembers that a window of `span` seconds looks at this counter."""
        if span > self.span:
            _write(self._fd, _SPAN_AT, _SPAN.pack(span))
            self.span = span

    def take_out(self, count: int, index: int, amount: int) -> None:
        """Takes `amount` out of the use at `index` and the totals behind it. Cut short, it leaves too much counted."""
        self._epoch += 1
        self._edges.clear()
        for at in range(index, count, _AHEAD):
            uses = self._read(at, min(_AHEAD, count - at))
            fresh = b"".join([_RECORD.pack(moment, total - amount, self._epoch) for moment, total, _ in uses])
            _write(self._fd, self._start + at * _SIZE, fresh)

    def shorten(self, count: int, kept_from: int) -> None:
        """Replaces the file by one without the uses before `kept_from`. What is open elsewhere notices."""
        size = os.lseek(self._fd, 0, os.SEEK_END)
        head = _read(self._fd, 0, self._start)
        tail = _read(self._fd, self._start + kept_from * _SIZE, size)
        fresh = f"{self._path}.new"
        made = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o600)
        try:
            _write(made, 0, head + tail)
        finally:
            os.close(made)
        self.leave(count)
        try:
            os.replace(fresh, self._path)
        except OSError:  # Windows, while another process has it open: another time
            os.remove(fresh)
            self._cut(count)

    def leave(self, count: int) -> None:
        """Says behind the `count` uses that this file is gone; the caller takes it away."""
        self.add(count, _GONE, 0)

    def _read(self, index: int, count: int) -> list[Use]:
        data = _read(self._fd, self._start + index * _SIZE, count * _SIZE)
        if len(data) != count * _SIZE:
            raise ValueError(f"{self._path} is shorter than it was")
        return list(_RECORD.iter_unpack(data))

    def _cut(self, count: int) -> None:
        os.ftruncate(self._fd, self._start + count * _SIZE)


def told(path: str) -> tuple[str, float, bool]:
    """(the key, the span in seconds, whether anything was counted) of the counter whose file is at `path`."""
    fd = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    try:
        named, span = _head(fd)
        return named.decode(), span, os.fstat(fd).st_size >= _HEAD.size + len(named) + _SIZE
    finally:
        os.close(fd)


def _head(fd: int) -> tuple[bytes, float]:
    head = _read(fd, 0, _HEAD.size)
    magic, span, length = _HEAD.unpack(head) if len(head) == _HEAD.size else (b"", 0.0, 0)
    if magic != _MAGIC or length > 65_536:
        raise ValueError("a counter's file holds something else")
    return _read(fd, _HEAD.size, length), span


if sys.platform == "win32":

    def _read(fd: int, at: int, size: int) -> bytes:
        os.lseek(fd, at, os.SEEK_SET)
        return os.read(fd, size)

    def _write(fd: int, at: int, data: bytes) -> None:
        os.lseek(fd, at, os.SEEK_SET)
        if os.write(fd, data) != len(data):
            raise OSError(28, "No space left on device")

else:

    def _read(fd: int, at: int, size: int) -> bytes:
        return os.pread(fd, size, at)

    def _write(fd: int, at: int, data: bytes) -> None:
        if os.pwrite(fd, data, at) != len(data):
            raise OSError(28, "No space left on device")
