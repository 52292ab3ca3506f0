"""Changes of files, seen on the loop."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from callgate_desktop.watch import Watch
from watchdog.observers import Observer


def watching(paths: list[Path], story: Callable[[asyncio.Queue[set[str]]], Coroutine[Any, Any, None]]) -> None:
    async def scene() -> None:
        seen: asyncio.Queue[set[str]] = asyncio.Queue()
        watch = Watch([str(path) for path in paths], seen.put_nowait)
        watch.start()
        try:
            await asyncio.wait_for(story(seen), 20)
        finally:
            watch.stop()

    asyncio.run(scene())


def write(path: Path, text: str) -> None:
    path.write_text(text)


def no_inotify(_observer: object) -> None:
    raise OSError(24, "inotify instance limit reached")


def replace(path: Path, text: str) -> None:
    fresh = path.with_suffix(".fresh")
    fresh.write_text(text)
    os.replace(fresh, path)


@pytest.mark.parametrize("save", [write, replace], ids=["in place", "swapped in"])
def test_a_save_is_seen(tmp_path: Path, save: Callable[[Path, str], None]) -> None:
    policy = tmp_path / "policy.json"
    policy.write_text("{}")

    async def story(seen: asyncio.Queue[set[str]]) -> None:
        save(policy, '{"version": "1"}')
        assert await seen.get() == {str(policy)}

    watching([policy], story)


def test_a_change_behind_a_link_is_seen(tmp_path: Path) -> None:
    real = tmp_path / "dotfiles" / "policy.json"
    real.parent.mkdir()
    real.write_text("{}")
    link = tmp_path / "home" / "policy.json"
    link.parent.mkdir()
    link.symlink_to(real)

    async def story(seen: asyncio.Queue[set[str]]) -> None:
        replace(real, '{"version": "1"}')
        assert await seen.get() == {str(link)}

    watching([link], story)


def test_a_row_in_a_watched_directory_is_seen_and_other_files_are_not(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.mkdir()

    async def story(seen: asyncio.Queue[set[str]]) -> None:
        (tmp_path / "unrelated").write_text("x")
        (log / "20261121.jsonl").write_text("{}\n")
        assert await seen.get() == {str(log)}

    watching([log, tmp_path / "policy.json"], story)


def test_many_changes_at_once_are_told_once(tmp_path: Path) -> None:
    policy, mode = tmp_path / "policy.json", tmp_path / "mode.json"

    async def story(seen: asyncio.Queue[set[str]]) -> None:
        for number in range(50):
            replace(policy, str(number))
            replace(mode, str(number))
        assert await seen.get() == {str(policy), str(mode)}
        assert seen.empty()

    watching([policy, mode], story)


def test_a_change_that_no_event_tells_of_is_found_by_looking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("callgate_desktop.watch.NET", 0.02)
    monkeypatch.setattr(Observer, "start", no_inotify)
    policy = tmp_path / "policy.json"

    async def story(seen: asyncio.Queue[set[str]]) -> None:
        policy.write_text("{}")
        assert await seen.get() == {str(policy)}

    watching([policy], story)
