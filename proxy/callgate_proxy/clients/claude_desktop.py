"""Claude Desktop: where its file stands on each system, and which processes keep it in memory.

1. It rewrites the file from memory when it quits or a preference changes, so nothing is written while it runs. Closing
   its window is not quitting: helpers stay, and each of them counts.
2. Processes are told by their program's path. Claude Code's program is called claude too, and the desktop app keeps a
   copy of it among its own data; neither reads this file.
3. The Windows Store build reads the file below Packages, the older one below %APPDATA%; the Store build's own
   "Edit Config" has opened the wrong one of the two, so every one that exists counts.
"""

from __future__ import annotations

import os
import re

from callgate_proxy.clients.model import Adapter, Location, Places, Process

CONFIG = "claude_desktop_config.json"
TITLE = "Claude Desktop"

_PROGRAMS = {
    "darwin": re.compile(r"/Claude\.app/Contents/"),
    "linux": re.compile(
        r"^(/usr(/local)?/(lib(64)?|share)|/opt|/snap|/app/(lib|share))/claude-desktop[^/]*/|/\.mount_[Cc]laude[^/]*/"
        r"|^/nix/store/[^/]*-claude-desktop[^/]*/"
    ),
    "win32": re.compile(r"/(windowsapps/claude_[^/]*/(.*/)?|anthropicclaude/app-[^/]*/)claude\.exe$", re.IGNORECASE),
}
# Told by name only where the path cannot be read.
_NAMES = {"darwin": "Claude", "linux": "claude-desktop", "win32": "Claude.exe"}


def locations(places: Places) -> list[Location]:
    """Every place the file may stand; first the one a new installation uses."""
    join = os.path.join
    if places.platform == "darwin":
        support = join(places.home, "Library", "Application Support")
        return _pair(join(support, "Claude"), join(support, "Claude-3p"))
    if places.platform != "win32":
        return _pair(join(places.xdg_config, "Claude"), join(places.xdg_config, "Claude-3p"))
    older, third = _pair(join(places.appdata, "Claude"), join(places.localappdata, "Claude-3p"))
    store = [Location(TITLE, join(folder, CONFIG)) for folder in _store_folders(places.localappdata)]
    if store:
        older = Location(f"{TITLE} (older installation)", older.path)
    return [*store, older, third]


def _pair(first: str, third_party: str) -> list[Location]:
    return [
        Location(TITLE, os.path.join(first, CONFIG)),
        Location(f"{TITLE} (third-party models)", os.path.join(third_party, CONFIG)),
    ]


def _store_folders(localappdata: str) -> list[str]:
    """The data folders of the Store build: below each package that Windows has given one."""
    packages = os.path.join(localappdata, "Packages")
    try:
        names = sorted(name for name in os.listdir(packages) if name.startswith("Claude_"))
    except OSError:
        return []
    roaming = [os.path.join(packages, name, "LocalCache", "Roaming") for name in names]
    return [os.path.join(folder, "Claude") for folder in roaming if os.path.isdir(folder)]


def is_client(process: Process, places: Places) -> bool:
    """Whether `process` is part of the running app."""
    program = _PROGRAMS.get(places.platform, _PROGRAMS["linux"])
    path = process.exe.replace("\\", "/") if places.platform == "win32" else process.exe
    if not path:
        return process.name == _NAMES.get(places.platform)
    if program.search(path):
        return True
    # Community builds for Linux start the app with the system's Electron.
    electron = os.path.basename(path).startswith("electron")
    return electron and any(program.search(word) for word in process.args[1:])


ADAPTER = Adapter(
    client="claude-desktop",
    title=TITLE,
    key="mcpServers",
    locations=locations,
    is_client=is_client,
    how_to_begin="Install Claude Desktop and add a server: Settings, Developer, Edit Config makes the file.",
    how_to_quit="Quit it from its icon in the tray or menu bar (closing the window is not enough), then try again.",
    how_to_mend="Claude Desktop ignores such a file silently and starts no servers. Correct it, then try again.",
    when_done="Start Claude Desktop again: it reads the file only when it starts.",
)
