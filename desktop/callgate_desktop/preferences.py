"""What a person set for the tray: `preferences.json` in the home. A setting is data (`SETTINGS`); the window shows it.

1. A key that is missing, or holds what is no value of it, is at its default; the second is told to the person.
2. A change replaces one value in the text. Layout, unknown keys and bad values of other keys stay as they are.
3. A file that cannot be read is never written over: defaults hold, and the person hears what to mend. Only Reset moves
   it aside, where it is kept.

The proxies read one key themselves (`callgate_proxy.waits`). No Qt; blocking.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, field

from callgate_proxy import atomicfile, jsontext, waits
from callgate_proxy.errors import CallgateError
from callgate_proxy.home import Home
from callgate_proxy.jsonlean import as_object, loads
from callgate_proxy.plain import plain

from callgate_desktop.said import said

QUESTION_SECONDS = waits.KEY
LOG_DAYS, LOG_MEGABYTES = "log_days", "log_megabytes"
NOTIFY_QUESTIONS, NOTIFY_CHANGES, NOTIFY_OTHERS = "notify_questions", "notify_changes", "notify_others"
SOUND, THEME, LANGUAGE = "sound", "theme", "language"

MIB = 1 << 20
ASIDE = ".unreadable"  # the ending under which Reset keeps a file that could not be read


def _is_switch(value: object) -> bool:
    return isinstance(value, bool)


def _is_amount(least: int) -> Callable[[object], bool]:
    def fits(value: object) -> bool:
        return isinstance(value, int) and not isinstance(value, bool) and least <= value <= 1_000_000

    return fits


def _is_language(value: object) -> bool:
    return value in ("", "en", "de")


def _is_theme(value: object) -> bool:
    return value in ("system", "light", "dark")


@dataclass(frozen=True, slots=True)
class Setting:
    """One key. `fits`: whether a value is one of its; `choices`: those that the window offers, in words."""

    key: str
    default: object
    fits: Callable[[object], bool]
    wants: str  # what a value must be, for the message
    choices: tuple[tuple[str, object], ...] = ()


SETTINGS = (
    Setting(
        QUESTION_SECONDS,
        None,
        waits.is_wait,
        said("a number of seconds from {least} to {most}", least=f"{waits.SHORTEST:g}", most=f"{waits.LONGEST:g}"),
        (
            (said("As long as suits the client"), None),
            *((said("%n second(s)", "", seconds), seconds) for seconds in (15, 30, 45, 55)),
            *((said("%n minute(s)", "", minutes), minutes * 60) for minutes in (2, 5, 15, 30)),
        ),
    ),
    Setting(
        LOG_DAYS,
        None,
        _is_amount(2),
        said("a whole number of days, 2 or more"),
        (
            (said("For good"), None),
            *((said("%n day(s)", "", days), days) for days in (7, 30, 90)),
            (said("1 year"), 365),
        ),
    ),
    Setting(
        LOG_MEGABYTES,
        None,
        _is_amount(1),
        said("a whole number of megabytes"),
        (
            (said("However much it is"), None),
            *((f"{size} MB", size) for size in (100, 500)),
            ("1 GB", 1024),
            ("5 GB", 5120),
        ),
    ),
    Setting(NOTIFY_QUESTIONS, True, _is_switch, said("true or false")),
    Setting(NOTIFY_CHANGES, True, _is_switch, said("true or false")),
    Setting(NOTIFY_OTHERS, True, _is_switch, said("true or false")),
    Setting(SOUND, False, _is_switch, said("true or false")),
    Setting(
        THEME,
        "system",
        _is_theme,
        said('"system", "light" or "dark"'),
        ((said("As the system"), "system"), (said("Light"), "light"), (said("Dark"), "dark")),
    ),
    Setting(
        LANGUAGE,
        "",
        _is_language,
        said('"" (the system\'s), "en" or "de"'),
        ((said("As the system"), ""), ("English", "en"), ("Deutsch", "de")),
    ),
)
BY_KEY = {setting.key: setting for setting in SETTINGS}


@dataclass(frozen=True, slots=True)
class Preferences:
    """What holds. `problems`: what of the file does not, a sentence each, with what to do."""

    values: dict[str, object] = field(default_factory=lambda: {one.key: one.default for one in SETTINGS})
    problems: tuple[str, ...] = ()

    def amount(self, key: str) -> int | None:
        """A whole number, or None where there is no bound."""
        value = self.values[key]
        return value if isinstance(value, int) else None

    def on(self, key: str) -> bool:
        """Whether a switch is on."""
        return self.values[key] is True

    @property
    def theme(self) -> str:
        """One of "system", "light" and "dark"."""
        return str(self.values[THEME])


def read(home: Home) -> Preferences:
    """What holds now; never raises for what stands in the file."""
    try:
        found = _parsed(_text(home))
    except CallgateError as error:
        return Preferences(problems=(f"{error} {said('The defaults hold.')} {error.fix}",))
    values: dict[str, object] = {}
    problems: list[str] = []
    for one in SETTINGS:
        value = found.get(one.key, one.default)
        good = one.fits(value) or (value is None and one.default is None)
        values[one.key] = value if good else one.default
        if not good:
            told = said("preferences.json: {key} must be {wanted}; its default holds.", key=one.key, wanted=one.wants)
            problems.append(told)
    return Preferences(values, tuple(problems))


def write(home: Home, key: str, value: object) -> None:
    """Sets one key (to its default: takes it out). Raises CallgateError; nothing has changed then."""
    setting = BY_KEY[key]
    text = _text(home) or "{}\n"
    there = key in _parsed(text)
    if type(value) is type(setting.default) and value == setting.default:
        if there:
            _save(home, jsontext.delete(text, (key,)))
        return
    if not setting.fits(value):
        raise CallgateError(
            said("{key} must be {wanted}.", key=key, wanted=setting.wants), said("Choose another value.")
        )
    _save(home, jsontext.set_value(text, (key,), value))


def reset(home: Home) -> str:
    """Takes out every key of ours; unknown ones stay. Gives the name of the file that could not be read and was moved
    aside, "" where none was. Raises CallgateError.
    """
    try:
        text = _text(home)
        found = _parsed(text)
    except CallgateError:
        return _move_aside(home)
    for key in BY_KEY.keys() & found.keys():
        text = jsontext.delete(text, (key,))
    if BY_KEY.keys() & found.keys():
        _save(home, text)
    return ""


def _text(home: Home) -> str:
    try:
        with open(home.preferences, encoding="utf-8", newline="") as file:
            return file.read(waits.MOST)
    except FileNotFoundError:
        return ""
    except (OSError, ValueError) as error:
        raise _unreadable(home, error) from error


def _parsed(text: str) -> dict[str, object]:
    if not text:
        return {}
    try:
        found = as_object(loads(text))
    except (ValueError, RecursionError) as error:
        raise _broken(error) from error
    if found is None:
        raise _broken(said("it holds no object"))
    return found


def _broken(why: object) -> CallgateError:
    return CallgateError(said("preferences.json cannot be read: {why}.", why=plain(str(why))), _MEND)


def _unreadable(home: Home, error: OSError | ValueError) -> CallgateError:
    why = (error.strerror or str(error)) if isinstance(error, OSError) else said("it is not UTF-8")
    return CallgateError(said("{path} cannot be read: {why}.", path=home.preferences, why=plain(why)), _MEND)


_MEND = said("Mend the file, or press Reset to defaults: that keeps it beside the new one.")


def _save(home: Home, text: str) -> None:
    try:
        home.ensure(home.root)
        atomicfile.write(home.preferences, text.encode(), 0o600)
    except OSError as error:
        raise CallgateError(
            said("The preferences could not be written: {why}.", why=error.strerror or error),
            said("Make {folder} writable, then try again.", folder=home.root),
        ) from error


def _move_aside(home: Home) -> str:
    aside = home.preferences + ASIDE
    number = 1
    while os.path.lexists(aside):
        number += 1
        aside = f"{home.preferences}{ASIDE}-{number}"
    try:
        os.rename(home.preferences, aside)
    except OSError as error:
        raise CallgateError(
            said("{path} could not be moved aside: {why}.", path=home.preferences, why=error.strerror or error),
            said("Move it yourself."),
        ) from error
    return aside
