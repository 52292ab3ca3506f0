"""Claude Desktop: where its file stands on each system, and which processes keep it in memory.

1. It rewrites the file from memory when it quits or a preference changes, so nothing is written while it runs. Closing
   its window is not quitting: helpers stay, and each of them counts.
2. Processes are told by their program's path. Claude Code's program is called claude too, and the desktop app keeps a
   copy of it among its own data; neither reads this file.
3. Its extensions (.mcpb, .dxt) stand in folders of their own, and the app starts them itself: they are told of, and
   not changed.
4. The Windows Store build reads the file below Packages, the older one below %APPDATA%; the Store build's own
   "Edit Config" has opened the wrong one of the two, so every one that exists counts.
"""

from __future__ import annotations

import json
import os
import re
from typing import cast

from callgate_proxy.clients.entries import Shape
from callgate_proxy.clients.model import Adapter, Location, Places, Process, Uncovered

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
    store = [Location(TITLE, join(folder, CONFIG), stops=True) for folder in _store_folders(places.localappdata)]
    if store:
        older = Location(f"{TITLE} (older installation)", older.path, stops=True)
    return [*store, older, third]


def _pair(first: str, third_party: str) -> list[Location]:
    return [
        Location(TITLE, os.path.join(first, CONFIG), stops=True),
        Location(f"{TITLE} (third-party models)", os.path.join(third_party, CONFIG), stops=True),
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


EXTENSION = (
    "it is an extension, which Claude Desktop starts itself. To guard it, disable it there and add its server to the "
    "configuration file"
)


def extensions(places: Places) -> list[Uncovered]:
    """The extensions that are installed beside each of the files."""
    result: list[Uncovered] = []
    for location in locations(places):
        folder = os.path.join(os.path.dirname(location.path), "Claude Extensions")
        try:
            ids = sorted(os.listdir(folder))
        except OSError:
            continue
        manifests = [(one, os.path.join(folder, one, "manifest.json")) for one in ids]
        result += [Uncovered(os.path.dirname(folder), _named(path, one), EXTENSION) for one, path in manifests]
    return result


def _named(manifest: str, otherwise: str) -> str:
    """What a manifest calls its extension."""
    try:
        with open(manifest, encoding="utf-8") as file:
            value: object = json.load(file)
    except (OSError, ValueError, RecursionError):
        return otherwise
    names = cast("dict[str, object]", value) if isinstance(value, dict) else {}
    name = names.get("display_name") or names.get("name")
    return name if isinstance(name, str) else otherwise


ADAPTER = Adapter(
    client="claude-desktop",
    title=TITLE,
    locations=locations,
    shape=Shape(routes=False),
    is_client=is_client,
    uncovered=extensions,
    how_to_begin="Install Claude Desktop and add a server: Settings, Developer, Edit Config makes the file.",
    how_to_quit="Quit it from its icon in the tray or menu bar (closing the window is not enough), then try again.",
    how_to_mend="Claude Desktop ignores such a file silently and starts no servers. Correct it, then try again.",
    when_done="Start Claude Desktop again: it reads the file only when it starts.",
)
