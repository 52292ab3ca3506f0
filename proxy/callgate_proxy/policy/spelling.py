"""The small texts inside a policy: windows, rates, moments, argument paths, and which value fits which operator.

Each function checks one of them and raises ValueError with a sentence for the person who wrote the file.
"""

from __future__ import annotations

import re
from datetime import datetime
from typing import cast

from callgate_proxy.policy import argpath, hosts, patterns

LONGEST_WINDOW = 366 * 86_400  # seconds; counters are kept as long as their window
LARGEST_RESULT = 1_000_000_000_000  # bytes

_NAMED = {"second": 1, "minute": 60, "hour": 3_600, "day": 86_400}
_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_LENGTH = re.compile(r"([1-9][0-9]{0,8})([smhd])")
_RATE = re.compile(r"([0-9]{1,9})/([a-z0-9]+)")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d{1,6})?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII)

NUMERIC = ("lt", "lte", "gt", "gte")
ONE_OF = ("in", "not_in")
SQL_READS = "read"  # the one thing `sql` can ask of a text
PLACES = ("glob", "under", "not_under", "host_in", "host_not_in")


def window_seconds(window: str) -> int:
    """The length of `minute`, `hour`, `day`, `30s`, `5m`, `2h`, `1d` in seconds."""
    if window in _NAMED and window != "second":
        return _NAMED[window]
    found = _LENGTH.fullmatch(window)
    if found is None:
        raise ValueError(f"{window!r} is no window: write minute, hour, day or a length such as 30s, 5m, 2h, 1d")
    seconds = int(found[1]) * _UNITS[found[2]]
    if seconds > LONGEST_WINDOW:
        raise ValueError("a window can be 366 days long at most")
    return seconds


def checked_window(window: str) -> str:
    """`window` itself, if it is one."""
    window_seconds(window)
    return window


def rate(text: str) -> tuple[int, int]:
    """The older `10/minute` as how many in how many seconds."""
    found = _RATE.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no rate: write a number and a window, such as 10/minute")
    return int(found[1]), _NAMED.get(found[2]) or window_seconds(found[2])


def checked_rate(text: str) -> str:
    """`text` itself, if it is a rate."""
    rate(text)
    return text


def epoch(moment: str) -> float:
    """RFC 3339 with an offset, as seconds since the epoch."""
    if not _MOMENT.fullmatch(moment):
        raise ValueError(f"{moment!r} is no moment: write it as 2026-11-21T20:15:00Z or with an offset such as +01:00")
    try:
        return datetime.fromisoformat(moment.upper()).timestamp()
    except (ValueError, OverflowError) as error:
        raise ValueError(f"{moment!r} is no moment: {error}") from None


def checked_moment(moment: str) -> str:
    """`moment` itself, if it is one."""
    epoch(moment)
    return moment


def checked_path(path: str) -> str:
    """`path` itself, if it is an argument path."""
    argpath.parse(path)
    return path


def checked_folder(folder: str) -> str:
    """`folder` itself, if it is a whole path."""
    _check_place("under", folder)
    return folder


def check_value(op: str, value: object, *, given: bool) -> None:
    """Raises ValueError unless `value` is of the kind that `op` compares with. `given`: the file states one."""
    if op == "exists":
        if given and not isinstance(value, bool):
            raise ValueError("exists compares with true or false")
    elif not given:
        raise ValueError(f"{op} needs a value to compare with")
    elif op == "same":
        return  # whatever JSON can hold
    elif op == "keys":
        if not isinstance(value, list) or not all(isinstance(one, str) for one in cast("list[object]", value)):
            raise ValueError("keys compares with a list of names")
    elif op in NUMERIC:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise ValueError(f"{op} compares with a number")
    elif op in ONE_OF:
        if not isinstance(value, list) or not all(map(_is_scalar, cast("list[object]", value))):
            raise ValueError(f"{op} compares with a list of texts, numbers, booleans or nulls")
    elif op in PLACES:
        for text in texts(op, value):
            _check_place(op, text)
    elif op == "regex":
        _check_regex(value)
    elif op == "sql":
        if value != SQL_READS:
            raise ValueError(f'sql compares with "{SQL_READS}": the text is SQL that only reads')
    elif not _is_scalar(value) or (op == "contains" and value == ""):
        raise ValueError(
            f"{op} compares with one text, number, boolean or null" + (", not empty" if value == "" else "")
        )


def texts(op: str, value: object) -> list[str]:
    """One text or a list of texts, as a list. Raises ValueError for anything else and for none at all."""
    listed = cast("list[object]", value) if isinstance(value, list) else [value]
    found = [one for one in listed if isinstance(one, str) and one]
    if not found or len(found) != len(listed):
        raise ValueError(f"{op} compares with a text or a list of texts, none of them empty")
    return found


def _is_scalar(value: object) -> bool:
    return value is None or isinstance(value, str | int | float)


def _check_regex(value: object) -> None:
    if not isinstance(value, str):
        raise ValueError("regex compares with a pattern in a text")
    patterns.program(value)


def _check_place(op: str, text: str) -> None:
    if op.startswith("host") and not hosts.is_pattern(text):
        raise ValueError(f"{text!r} is no host: write api.example.com, localhost:3000 or *.example.com")
    if op.endswith("under") and not _is_rooted(text):
        raise ValueError(f"{text!r} is no whole path: begin it with / or ~ (on Windows with a drive such as C:\\)")


def _is_rooted(path: str) -> bool:
    drive = len(path) > 2 and path[0].isalpha() and path[1] == ":" and path[2] in "\\/"
    return (
        "\0" not in path
        and not path.startswith("//")
        and (path[0] == "/" or path == "~" or path.startswith(("~/", "~\\")) or drive)
    )
