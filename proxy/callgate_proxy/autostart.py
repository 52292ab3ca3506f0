"""Starting the tray at login: off until somebody turns it on, and then in the system's own place for it.

1. One interface (`Login`), one adapter a system; what the system shows its user (a desktop entry, a LaunchAgent, a
   value of the Run key) is the state itself. Nothing else remembers it, so what the user changes there holds.
2. Turning on writes the command of this installation anew; turning off removes only what is ours, by its name.

In the proxy's half because `callgate autostart` needs no screen.
"""

from __future__ import annotations

import os
import plistlib
import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import Protocol

from callgate_proxy import atomicfile, frozen

NAME = "callgate"
LABEL = "io.github.callgate.tray"
RUN_KEY = "Software\\Microsoft\\Windows\\CurrentVersion\\Run"
RUN_VALUE = "Callgate"


class Login(Protocol):
    """What starts with the session. Methods raise OSError where the system refuses."""

    place: str  # where it stands, for people

    def is_on(self) -> bool:
        """Whether the tray starts at login."""
        ...

    def turn_on(self, command: list[str]) -> None:
        """From the next login on, `command` (absolute program, arguments) is started."""
        ...

    def turn_off(self) -> None:
        """No longer; no error where it was off."""
        ...


class DesktopEntry:
    """Linux: an entry in the session's autostart folder."""

    def __init__(self, config: str) -> None:
        """`config`: the person's configuration folder, absolute."""
        self.place = os.path.join(config, "autostart", f"{NAME}.desktop")

    def is_on(self) -> bool:
        try:
            with open(self.place, encoding="utf-8") as file:
                lines = [line.strip().lower() for line in file]
        except FileNotFoundError:
            return False
        return "hidden=true" not in lines and "x-gnome-autostart-enabled=false" not in lines  # how desktops turn it off

    def turn_on(self, command: list[str]) -> None:
        words = " ".join(_exec_word(word) for word in command)
        head = "[Desktop Entry]\nType=Application\nName=Callgate\nComment=Shows and asks about MCP tool calls\n"
        _write(self.place, f"{head}Exec={words}\nIcon={NAME}\nTerminal=false\n".encode())

    def turn_off(self) -> None:
        with suppress(FileNotFoundError):
            os.unlink(self.place)


class LaunchAgent:
    """macOS: a LaunchAgent of the person's, for sessions with a screen."""

    def __init__(self, folder: str) -> None:
        """`folder`: the person's home, absolute."""
        self.place = os.path.join(folder, "Library", "LaunchAgents", f"{LABEL}.plist")

    def is_on(self) -> bool:
        return os.path.exists(self.place)

    def turn_on(self, command: list[str]) -> None:
        agent: dict[str, object] = {
            "Label": LABEL,
            "ProgramArguments": command,
            "RunAtLoad": True,
            "ProcessType": "Interactive",
            "LimitLoadToSessionType": "Aqua",
        }
        _write(self.place, plistlib.dumps(agent))

    def turn_off(self) -> None:
        with suppress(FileNotFoundError):
            os.unlink(self.place)


class Values(Protocol):
    """The values of one registry key: what RunKey needs of it."""

    def get(self, name: str) -> str | None: ...
    def set(self, name: str, value: str) -> None: ...
    def delete(self, name: str) -> None: ...


class RunKey:
    """Windows: a value of the person's Run key."""

    def __init__(self, values: Values) -> None:
        self.place = f"HKEY_CURRENT_USER\\{RUN_KEY}\\{RUN_VALUE}"
        self._values = values

    def is_on(self) -> bool:
        return self._values.get(RUN_VALUE) is not None

    def turn_on(self, command: list[str]) -> None:
        import subprocess

        self._values.set(RUN_VALUE, subprocess.list2cmdline(command))

    def turn_off(self) -> None:
        if self.is_on():
            self._values.delete(RUN_VALUE)


if sys.platform == "win32":
    import winreg

    class _Registry:
        """HKEY_CURRENT_USER's Run key."""

        def get(self, name: str) -> str | None:
            with suppress(FileNotFoundError), winreg.OpenKey(winreg.HKEY_CURRENT_USER, RUN_KEY) as key:
                return str(winreg.QueryValueEx(key, name)[0])
            return None

        def set(self, name: str, value: str) -> None:
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, RUN_KEY) as key:
                winreg.SetValueEx(key, name, 0, winreg.REG_SZ, value)

        def delete(self, name: str) -> None:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, RUN_KEY, access=winreg.KEY_SET_VALUE) as key:
                winreg.DeleteValue(key, name)


def here(environ: Mapping[str, str] = os.environ) -> Login:
    """The adapter of this machine."""
    if sys.platform == "win32":
        return RunKey(_Registry())
    home = os.path.expanduser("~")
    if sys.platform == "darwin":
        return LaunchAgent(home)
    config = environ.get("XDG_CONFIG_HOME", "")
    return DesktopEntry(config if os.path.isabs(config) else os.path.join(home, ".config"))


def command() -> list[str]:
    """What starts this installation's tray."""
    if app := frozen.folder():
        return [frozen.program(app, "callgate-tray")]
    python = os.path.abspath(sys.executable)
    if sys.platform == "win32":  # the one without a console window
        python = os.path.join(os.path.dirname(python), "pythonw.exe")
    return [python, "-m", "callgate_desktop.app"]


def _exec_word(word: str) -> str:
    """One word of an Exec line: quoted where the Desktop Entry Specification reserves a character of it."""
    word = word.replace("%", "%%")
    if not any(mark in " \t\n\"'\\><~|&;$*?#()`" for mark in word):
        return word
    for mark in '\\"`$':
        word = word.replace(mark, "\\" + mark)
    return '"' + word.replace("\\", "\\\\") + '"'  # the file's own escapes come on top


def _write(path: str, data: bytes) -> None:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    atomicfile.write(path, data, 0o644)
