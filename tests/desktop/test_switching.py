"""The tray tells what the clients' settings switched on since it runs."""

from __future__ import annotations

import os
from pathlib import Path

from callgate_desktop.switching import TOO_LONG, Switching
from callgate_proxy.clients.settings import LARGEST

HOOK = '{"hooks": {"Stop": [{"hooks": [{"command": "./run.sh"}]}]}}'
SAID = "Claude Code: hooks runs a command at its client's own events: ./run.sh."


def listed(*files: Path) -> list[tuple[str, str, str]]:
    return [("claude-code", "Claude Code", str(file)) for file in files]


def write(file: Path, text: str, stamp: int) -> None:
    file.write_text(text)
    os.utime(file, ns=(stamp, stamp))


def test_what_was_on_at_the_first_look_is_not_told_and_what_came_is(tmp_path: Path) -> None:
    file, watch = tmp_path / "settings.json", Switching()
    write(file, '{"apiKeyHelper": "./key.sh"}', 1)
    assert watch.told(listed(file)) == ()
    write(file, HOOK, 2)
    assert watch.told(listed(file)) == (SAID,)
    assert watch.told(listed(file)) == (SAID,)
    write(file, "{}", 3)
    assert watch.told(listed(file)) == ()


def test_a_project_that_is_opened_later_brings_its_settings_as_news(tmp_path: Path) -> None:
    first, later, watch = tmp_path / "a.json", tmp_path / "b.json", Switching()
    write(first, "{}", 1)
    assert watch.told(listed(first)) == ()
    write(later, HOOK, 1)
    assert watch.told(listed(first, later)) == (SAID,)
    later.unlink()
    assert watch.told(listed(first, later)) == ()


def test_one_file_under_two_names_is_told_once(tmp_path: Path) -> None:
    file, link, watch = tmp_path / "a.json", tmp_path / "b.json", Switching()
    link.symlink_to(file)
    assert watch.told(listed(file, link)) == ()
    write(file, HOOK, 2)
    assert watch.told(listed(file, link)) == (SAID,)


def test_a_file_made_too_long_to_read_is_told(tmp_path: Path) -> None:
    file, watch = tmp_path / "a.json", Switching()
    write(file, "{}", 1)
    watch.told(listed(file))
    write(file, HOOK + " " * LARGEST, 2)
    assert watch.told(listed(file)) == (f"Claude Code: {TOO_LONG}",)
