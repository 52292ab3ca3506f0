"""Tells when a file somebody else writes has changed: watchdog, and a look every few seconds as the net under it.

* Watched are the directories of the paths and of what they lead to (a link's target changes elsewhere).
* Events come in watchdog's thread; they cross to the loop by `call_soon_threadsafe` and are gathered for 100 ms.
* A directory that is made anew kills its emitter silently, network drives send nothing, inotify runs out: so a `stat`
  of each path every `NET` seconds finds what the events missed.

No Qt.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import Callable, Iterable

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

DEBOUNCE = 0.1  # seconds
NET = 2.5  # seconds
Mark = tuple[int, int, int] | None


class Watch:
    """Calls `changed(which)` on the loop after some of `paths` (files or directories) changed; `which`: those paths."""

    def __init__(self, paths: Iterable[str], changed: Callable[[set[str]], None]) -> None:
        self._paths = sorted(set(paths))
        self._which: set[str] = set()
        self._changed = changed
        self._loop = asyncio.get_running_loop()
        self._observer = Observer()
        self._due: asyncio.TimerHandle | None = None
        self._net: asyncio.TimerHandle | None = None
        self._marks: dict[str, Mark] = {}
        self._names = {name: path for path in self._paths for name in (path, os.path.realpath(path))}

    def start(self) -> None:
        """Begins; directories that cannot be watched are left to the net."""
        handler = _Handler(self._seen)
        for directory in sorted({_directory(name) for name in self._names}):
            with contextlib.suppress(OSError):
                self._observer.schedule(handler, directory, recursive=False)
        with contextlib.suppress(OSError, RuntimeError):
            self._observer.start()
        self._marks = {path: _mark(path) for path in self._paths}
        self._net = self._loop.call_later(NET, self._look)

    def stop(self) -> None:
        """Ends; no call comes after."""
        for timer in (self._due, self._net):
            if timer is not None:
                timer.cancel()
        self._due = self._net = None
        if self._observer.is_alive():
            self._observer.stop()
            self._observer.join()

    def _seen(self, path: str) -> None:
        # In watchdog's thread. A closed loop means that the tray is leaving.
        watched = self._names.get(path) or self._names.get(os.path.dirname(path))
        if watched is not None:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._soon, watched)

    def _soon(self, path: str) -> None:
        self._which.add(path)
        if self._due is None and self._net is not None:
            self._due = self._loop.call_later(DEBOUNCE, self._fire)

    def _fire(self) -> None:
        self._due = None
        which, self._which = self._which, set()
        self._marks.update((path, _mark(path)) for path in which)
        self._changed(which)

    def _look(self) -> None:
        self._net = self._loop.call_later(NET, self._look)
        for path, mark in self._marks.items():
            if _mark(path) != mark:
                self._soon(path)


class _Handler(FileSystemEventHandler):
    def __init__(self, seen: Callable[[str], None]) -> None:
        self._seen = seen

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in ("opened", "closed_no_write"):
            return
        for path in (event.src_path, event.dest_path):
            if path:
                self._seen(os.fsdecode(path))


def _directory(path: str) -> str:
    """Where to watch: the directory itself, else the nearest one above that exists."""
    while not os.path.isdir(path):
        path = os.path.dirname(path)
    return path


def _mark(path: str) -> Mark:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_mtime_ns, found.st_ino, found.st_size
