"""A real screen for the end-to-end tests of the desktop: Xvfb, a window manager, a panel, and hands on mouse and keys.

1. Every process is our own and is ended by its own handle. The session bus is private.
2. Nothing waits for time to pass: `until` looks at a condition until it holds, and fails after `PATIENCE`.
"""

from __future__ import annotations

import os
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
PATIENCE = 60.0  # seconds
PANEL = ("trayer", "--edge", "top", "--align", "right", "--widthtype", "request", "--height", "28")
NEEDED = ("Xvfb", "xdotool", "trayer", "openbox", "dbus-daemon")


def missing() -> list[str]:
    """The programs that this machine lacks."""
    return [name for name in NEEDED if shutil.which(name) is None]


def until(look: Callable[[], T | None], what: str) -> T:
    """What `look` gives as soon as it gives something true."""
    end = time.monotonic() + PATIENCE
    while not (found := look()):
        assert time.monotonic() < end, f"waited in vain for {what}"
        select.select([], [], [], 0.02)
    return found


class Screen:
    """One virtual screen, 1280 × 800. Use as a context manager."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch
        self._stack = ExitStack()
        self.env: dict[str, str] = {}

    def __enter__(self) -> Screen:
        try:
            self._start()
        except BaseException:
            self._stack.close()
            raise
        return self

    def _start(self) -> None:
        read, write = os.pipe()
        self.run("Xvfb", "-displayfd", str(write), "-screen", "0", "1280x800x24", "-nolisten", "tcp", keep=(write,))
        os.close(write)
        with os.fdopen(read) as told:
            number = told.readline().strip()
        self.env = {**os.environ, "DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        self.env.pop("WAYLAND_DISPLAY", None)
        bus = self.run("dbus-daemon", "--session", "--nofork", "--print-address=1", stdout=subprocess.PIPE)
        assert bus.stdout is not None
        self.env["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        self.run("openbox")
        until(lambda: self.hands("get_desktop"), "the window manager")
        panel = [self.run(*PANEL)]

        def is_shown() -> str:
            if panel[-1].poll() is not None:  # it ends when the window manager is not quite there yet
                panel.append(self.run(*PANEL))
            return self.hands("search", "--class", "trayer")

        until(is_shown, "the panel")

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def run(
        self, *command: str, keep: tuple[int, ...] = (), stdout: int | None = None, **environ: str
    ) -> subprocess.Popen[bytes]:
        """Starts a process on the screen; it is ended with the screen."""
        log = self._stack.enter_context((self._scratch / f"{Path(command[0]).name}.log").open("ab"))
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log if stdout is None else stdout,
            stderr=log,
            pass_fds=keep,
            env={**(self.env or os.environ), **environ},
        )
        self._stack.callback(_end, process)
        return process

    def hands(self, *words: str) -> str:
        """One command of xdotool; its output."""
        return subprocess.run(["xdotool", *words], env=self.env, capture_output=True, text=True, check=False).stdout

    def windows(self, *search: str) -> list[str]:
        """The visible windows that `xdotool search` finds."""
        return self.hands("search", "--onlyvisible", *search).split()

    def box(self, window: str) -> tuple[int, int, int, int]:
        """(left, top, width, height) of a window on the screen."""
        told = dict(line.split("=") for line in self.hands("getwindowgeometry", "--shell", window).split())
        return int(told["X"]), int(told["Y"]), int(told["WIDTH"]), int(told["HEIGHT"])

    def click(self, x: float, y: float, button: int = 1) -> None:
        """One click there."""
        self.hands("mousemove", str(round(x)), str(round(y)), "click", str(button))

    def picture(self, path: str) -> None:
        """The whole screen as a PNG file, where ImageMagick is at hand."""
        if shutil.which("import"):
            subprocess.run(["import", "-window", "root", path], env=self.env, check=False)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process.stdout is not None:
        process.stdout.close()
