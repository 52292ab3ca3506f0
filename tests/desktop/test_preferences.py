"""preferences.json: what it says holds, what it cannot say is told, and nothing of it is lost."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest
from callgate_desktop import preferences
from callgate_desktop.preferences import BY_KEY, LOG_DAYS, QUESTION_SECONDS, SETTINGS, THEME, Preferences
from callgate_proxy.errors import CallgateError
from callgate_proxy.home import Home


def put(home: Home, text: str) -> Path:
    home.ensure(home.root)
    path = Path(home.preferences)
    path.write_text(text, encoding="utf-8")
    return path


def test_without_a_file_the_defaults_hold_and_none_is_made(home: Home) -> None:
    assert preferences.read(home) == Preferences()
    assert not os.path.exists(home.preferences)


@pytest.mark.parametrize("one", SETTINGS, ids=lambda one: one.key)
def test_each_value_that_is_offered_is_one_and_comes_back(home: Home, one: preferences.Setting) -> None:
    offered = [value for _, value in one.choices] or [True, False]
    assert one.default in offered
    for value in offered:
        preferences.write(home, one.key, value)
        found = preferences.read(home)
        assert (found.values[one.key], found.problems) == (value, ())


def test_the_file_is_for_its_owner_alone(home: Home) -> None:
    preferences.write(home, THEME, "dark")
    if sys.platform != "win32":
        assert stat.S_IMODE(os.stat(home.preferences).st_mode) == 0o600


def test_a_change_leaves_the_rest_of_the_text_as_it_was(home: Home) -> None:
    path = put(home, '{\n\t"mine": [1,2 ],\n\t"theme": "dark", "log_days": "ten"\n}\n')
    preferences.write(home, THEME, "light")
    assert path.read_text() == '{\n\t"mine": [1,2 ],\n\t"theme": "light", "log_days": "ten"\n}\n'
    preferences.write(home, THEME, "system")
    assert "theme" not in path.read_text()
    assert '"mine": [1,2 ]' in path.read_text()


@pytest.mark.parametrize(
    ("key", "bad"),
    [
        *((QUESTION_SECONDS, bad) for bad in ("4", "1801", "true", '"45"', "[]")),
        *((LOG_DAYS, bad) for bad in ("1", "0", "-3", "2.5", "true", "1e9")),
        *((THEME, bad) for bad in ('"blue"', "null", "1", "{}")),
        *((key, bad) for key in ("sound", "notify_questions") for bad in ("1", "0", '"on"', "null")),
    ],
)
def test_a_value_that_is_none_is_told_and_its_default_holds(home: Home, key: str, bad: str) -> None:
    put(home, f'{{"{key}": {bad}, "log_megabytes": 100}}')
    found = preferences.read(home)
    assert found.values[key] == BY_KEY[key].default
    assert found.values["log_megabytes"] == 100
    (problem,) = found.problems
    assert key in problem
    assert "default" in problem


@pytest.mark.parametrize("text", ['{"theme": ', "[]", '"dark"', '{"theme": "dark", "theme": "light"}', "[" * 60_000])
def test_a_file_that_cannot_be_read_is_told_and_never_written_over(home: Home, text: str) -> None:
    path = put(home, text)
    found = preferences.read(home)
    assert found.values == Preferences().values
    assert "cannot be read" in found.problems[0]
    assert "Mend" in found.problems[0]
    with pytest.raises(CallgateError, match="cannot be read"):
        preferences.write(home, THEME, "dark")
    assert path.read_text() == text


def test_bytes_that_are_no_text_are_told(home: Home) -> None:
    put(home, "").write_bytes(b'{"theme": "\xff"}')
    assert "cannot be read" in preferences.read(home).problems[0]


def test_a_value_that_is_none_is_not_written(home: Home) -> None:
    with pytest.raises(CallgateError, match="2 or more"):
        preferences.write(home, LOG_DAYS, 1)
    assert not os.path.exists(home.preferences)


def test_reset_takes_our_keys_and_leaves_the_others(home: Home) -> None:
    path = put(home, '{"mine": 1, "theme": "dark", "log_days": "ten"}')
    assert preferences.reset(home) == ""
    assert path.read_text() == '{"mine": 1}'
    assert preferences.read(home) == Preferences()


def test_reset_keeps_a_file_that_could_not_be_read_beside(home: Home) -> None:
    for text in ("{one", "{two"):
        put(home, text)
        aside = preferences.reset(home)
        assert Path(aside).read_text() == text
        assert not os.path.exists(home.preferences)
    assert len(os.listdir(home.root)) == 2


def test_a_folder_that_cannot_be_written_is_said_with_what_to_do(home: Home) -> None:
    Path(home.root).write_text("a file stands where the folder should")
    with pytest.raises(CallgateError) as caught:
        preferences.write(home, THEME, "dark")
    assert caught.value.fix
