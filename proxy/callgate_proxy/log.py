"""The log's writing end: append-only JSON lines, one file a UTC day for all proxies, whole rows in one write.

* A row is on its file when `append` returns; when it cannot be written `append` raises, and the call must not go on.
* Each writer's rows are a chain: `prev` is the hash of the writer's row before, so a row taken out or changed shows.
* A file that was taken away or moved under way is noticed within a second, and begun anew.
* A write that was cut short (a full disk) leaves a line without an end; the next row starts on a new line, and
  readers skip the stump.
On the proxy's path: the file is opened at the first row, not before.
"""

from __future__ import annotations

import os
import sys
from _blake2 import blake2b
from _thread import allocate_lock

from callgate_proxy.errors import LogError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from callgate_proxy.home import Home

DAY = 86_400
HASH_BYTES = 16
FIRST = "0" * (2 * HASH_BYTES)  # `prev` of a writer's first row
_UNHASHED = blake2b(digest_size=HASH_BYTES)


def row_hash(line: bytes) -> str:
    """The hash of one row (bytes, without its line end): 32 hexadecimal digits."""
    hashed = _UNHASHED.copy()  # half the price of a new one
    hashed.update(line)
    return hashed.hexdigest()


def day_file(home: Home, now: float) -> str:
    """The file that a row written at `now` (seconds since the epoch) belongs to: `log/20261121.jsonl`."""
    return os.path.join(home.log, day_name(now))


def day_name(now: float) -> str:
    """That file's name without its folder."""
    return f"{_date(int(now // DAY))}.jsonl"


def _date(days: int) -> str:
    # Days since 1970 to YYYYMMDD, proleptic Gregorian: spares the proxy the import of `datetime`.
    era_days = days + 719_468
    era, of_era = divmod(era_days, 146_097)
    year_of_era = (of_era - of_era // 1460 + of_era // 36_524 - of_era // 146_096) // 365
    day_of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
    month_index = (5 * day_of_year + 2) // 153
    day = day_of_year - (153 * month_index + 2) // 5 + 1
    month = month_index + 3 if month_index < 10 else month_index - 9
    return f"{year_of_era + era * 400 + (month <= 2):04}{month:02}{day:02}"


class Log:
    """One writer's end of the log."""

    __slots__ = (
        "_fd",
        "_home",
        "_lock",
        "_number",
        "_path",
        "_previous",
        "_second",
        "_second_text",
        "_since",
        "_stump",
        "_until",
        "_whole",
        "writer",
    )

    def __init__(self, home: Home, writer: str) -> None:
        """`writer`: a name no other writer has or had."""
        self.writer = writer
        self._home = home
        self._lock = allocate_lock()
        self._since = 0.0  # of the day whose file is open, and of the next one
        self._until = 0.0
        self._fd = -1
        self._path = ""
        self._number = 0
        self._previous = FIRST
        self._stump = False
        self._whole = 0  # bytes of a write that failed which stand in the file
        self._second = -1
        self._second_text = ""

    def append(self, rows: list[str], now: float) -> None:
        """Writes `rows` (JSON objects, as rows.py makes them; `t`, `w`, `n`, `prev` are added) in one write.

        Raises LogError unless all of them are whole on the file; then none of what they tell of may go on.
        """
        with self._lock:
            if int(now) != self._second and self._until and not self._is_there():
                self._until = 0.0
            number, previous = self._number, self._previous
            stamp = self._time(now)
            data = b"\n" if self._stump else b""
            for row in rows:
                line = f'{row[:-1]},{stamp}{number},"prev":"{previous}"}}'.encode()
                number, previous = number + 1, row_hash(line)
                data += line + b"\n"
            try:
                self._write(data, now)
            except OSError as error:
                self._count(data)
                raise LogError(
                    f"the log cannot be written ({error.strerror or error})",
                    f"make room or rights for {self._home.log}",
                ) from None
            self._stump = False
            self._number, self._previous = number, previous

    def _is_there(self) -> bool:
        """Whether the open file is still the one that stands there: looked at once a second."""
        try:
            found = os.stat(self._path)
        except OSError:
            return False
        mine = os.fstat(self._fd)
        return (found.st_ino, found.st_dev) == (mine.st_ino, mine.st_dev)

    def _count(self, data: bytes) -> None:
        """Goes on behind the rows that were whole when the write of `data` failed: they stand in the file."""
        for line in data[: self._whole].split(b"\n")[:-1]:
            if line:
                self._number, self._previous = self._number + 1, row_hash(line)
        self._whole = 0

    def _time(self, now: float) -> str:
        """The time and the writer, as each row has them: microseconds, cut off."""
        second = int(now)
        if second != self._second:  # what a call has not to work out
            self._second = second
            self._second_text = f'"t":{second}.'
        return f'{self._second_text}{int((now - second) * 1e6):06},"w":"{self.writer}","n":'

    def _write(self, data: bytes, now: float) -> None:
        if not self._until > now >= self._since:
            self._open(now)
        if sys.platform == "win32":
            written = _append_locked(self._fd, data)
        else:
            written = os.write(self._fd, data)
        if written != len(data):
            self._stump = True
            self._whole = written
            raise OSError(28, "No space left on device")

    def _open(self, now: float) -> None:
        self._home.ensure(self._home.log)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
        self._path = day_file(self._home, now)
        fresh = os.open(self._path, flags, 0o600)
        if self._fd >= 0:
            os.close(self._fd)
        self._fd = fresh
        self._since = now // DAY * DAY
        self._until = self._since + DAY


if sys.platform == "win32":

    def _append_locked(fd: int, data: bytes) -> int:
        # Windows has no atomic append among processes: a lock on a byte far behind the end stands in for it.
        import msvcrt

        os.lseek(fd, 0x7FFF_0000, os.SEEK_SET)
        msvcrt.locking(fd, msvcrt.LK_LOCK, 1)
        try:
            return os.write(fd, data)
        finally:
            os.lseek(fd, 0x7FFF_0000, os.SEEK_SET)
            msvcrt.locking(fd, msvcrt.LK_UNLCK, 1)
