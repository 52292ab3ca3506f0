"""Where the clients' files stand, written as patterns: the data of the adapters, and the projects that files tell of.

A pattern begins with the folder it is below: `~` the person's home, `{config}` where programs with a window keep their
settings (Application Support, %APPDATA%, ~/.config), `{xdg}` ~/.config on every system, `{appdata}` and `{local}`
Windows' two, `{NAME|pattern}` the folder that an environment variable names, else that pattern. `*` is any name.
"""

from __future__ import annotations

import glob
import json
import os
import re
from collections.abc import Callable
from functools import lru_cache
from typing import cast
from urllib.parse import unquote, urlsplit

from callgate_proxy.clients.model import Location, Places

Pattern = str | tuple[str, str]  # the second: with a title of its own
MOST_PROJECTS = 200  # the ones used last, of each editor
_VARIABLE = re.compile(r"^\{([A-Z_]+)\|([^}]+)\}")
_DRIVE = re.compile(r"/[A-Za-z]:/")
_EDITORS = ("Code", "Code - Insiders", "VSCodium", "Cursor", "Windsurf", "Devin", "Kiro", "Antigravity")


def files(
    title: str, *patterns: Pattern, stops: bool = False, **only: tuple[Pattern, ...]
) -> Callable[[Places], list[Location]]:
    """An adapter's `locations`: each pattern's files, the first pattern's the one a new installation has.

    `only`: patterns for one platform, which stand before the others.
    """

    def locations(places: Places) -> list[Location]:
        listed = [*only.get(places.platform, ()), *patterns]
        named = [one if isinstance(one, tuple) else (title, one) for one in listed]
        return [Location(name, path, stops=stops) for name, pattern in named for path in expand(places, pattern)]

    return locations


def expand(places: Places, pattern: str) -> list[str]:
    """The paths a pattern means on this machine: itself, or with a `*` in it those that exist."""
    variable = _VARIABLE.match(pattern)
    if variable:
        named = places.environ.get(variable[1], "")
        pattern = (named if os.path.isabs(named) else variable[2]) + pattern[variable.end() :]
    first, _, rest = pattern.partition("/")
    roots = {
        "~": places.home,
        "{config}": places.config,
        "{xdg}": places.xdg_config,
        "{appdata}": places.appdata,
        "{local}": places.localappdata,
    }
    root = roots.get(first)
    if root is None:
        return [os.path.normpath(pattern)]
    if "*" in rest:
        return sorted(glob.glob(os.path.join(glob.escape(root), *rest.split("/"))))
    return [os.path.join(root, *rest.split("/"))]


def projects(places: Places) -> list[str]:
    """The folders of the projects that Claude Code and the editors of VS Code's family remember, each once."""
    found = [folder for editor in _EDITORS for folder in _workspaces(places, editor)]
    (state,) = expand(places, "{CLAUDE_CONFIG_DIR|~}/.claude.json")
    found += _remembered(state)
    return list(dict.fromkeys(os.path.normpath(folder) for folder in found if os.path.isabs(folder)))


def _workspaces(places: Places, editor: str) -> list[str]:
    stores = expand(places, f"{{config}}/{editor}/User/workspaceStorage/*/workspace.json")
    newest = sorted(stores, key=_changed, reverse=True)[:MOST_PROJECTS]
    return [folder for folder in (_folder(store, _changed(store)) for store in newest) if folder]


def _changed(path: str) -> float:
    try:
        return os.stat(path).st_mtime
    except OSError:
        return 0.0


@lru_cache(maxsize=4096)
def _folder(store: str, _changed_at: float) -> str:
    """The folder an editor's workspace is, "" where it is none on this machine."""
    address = _object(store).get("folder")
    if not isinstance(address, str) or not address.startswith("file:///"):
        return ""
    path = unquote(urlsplit(address).path)
    return path[1:] if _DRIVE.match(path) else path


def _remembered(state: str) -> list[str]:
    held = _object(state).get("projects")
    return list(cast("dict[str, object]", held)) if isinstance(held, dict) else []


def _object(path: str) -> dict[str, object]:
    try:
        with open(path, encoding="utf-8-sig") as file:
            value: object = json.load(file)
    except (OSError, ValueError, RecursionError):
        return {}  # what it says is only a hint where to look
    return cast("dict[str, object]", value) if isinstance(value, dict) else {}
