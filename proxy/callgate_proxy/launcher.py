"""The program the clients' configurations name: a few lines in `<home>/bin` that start the proxy.

1. It starts Python isolated and without site-packages (`-I -S`), which saves most of a start, and finds the package
   by the folder written into it. The clients' PATH, PYTHONPATH and working directory do not matter.
2. It stays outside AppData and keeps its name when Callgate moves: only its text changes, the configurations do not.
3. On Windows a script is no program: there the command is python.exe and the script is its first argument.
4. An installed Callgate brings a plain interpreter with the package in it. Its path is a link that an upgrade turns;
   the script goes by where the link led at its start, so a proxy that runs stays with the files it came from.
"""

from __future__ import annotations

import os
import shlex
import sys
from typing import TYPE_CHECKING

from callgate_proxy import atomicfile, frozen

if TYPE_CHECKING:
    from callgate_proxy.home import Home

NAME = "callgate-proxy"
SCRIPT = NAME + ".py"
FLAGS = ("-I", "-S")
PACKAGE_FOLDER = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

# Linux kernels before 5.1 cut a script's first line here.
_LONGEST_FIRST_LINE = 127

_BODY = """\
# Written by Callgate; clients' configurations name this file. `callgate protect` makes it anew.
import sys

sys.path.extend({folders!r})
from callgate_proxy.relay import main

sys.exit(main(home={home!r}))
"""

_INSTALLED_BODY = """\
# Written by Callgate; clients' configurations name this file. `callgate protect` makes it anew.
import sys

if sys.platform != "win32":
    sys.executable = sys.prefix + "/bin/python3"
from callgate_proxy.relay import main

sys.exit(main(home={home!r}))
"""


def python(executable: str = sys.executable, platform: str = sys.platform) -> str:
    """The interpreter the launcher starts: this one, its links unresolved, so that a virtual environment stays one.

    For a packed program it is the app's plain interpreter, "" where the app was built without one.
    """
    if app := frozen.folder():
        return frozen.interpreter(app, platform)
    folder, name = os.path.split(executable)
    if platform == "win32" and name.lower() == "pythonw.exe":  # the tray's: it has no standard streams
        return os.path.join(folder, "python.exe")
    return os.path.abspath(executable)


def command(home: Home, platform: str = sys.platform, interpreter: str | None = None) -> list[str]:
    """What starts the proxy of `home`: the program and its first arguments. Touches no disk."""
    if platform == "win32":
        return [interpreter or python(), *FLAGS, os.path.join(home.bin, SCRIPT)]
    return [os.path.join(home.bin, NAME)]


def files(
    home: Home, platform: str = sys.platform, interpreter: str | None = None, folder: str = PACKAGE_FOLDER
) -> dict[str, str]:
    """The launcher's files: name in `home.bin` to text. `folder`: where the package `callgate_proxy` stands."""
    app = frozen.folder()
    interpreter = interpreter or python()
    if app and not interpreter:
        return {NAME: _shell_script([frozen.program(app, NAME)], home.root)}
    fields = {"home": home.root} if app else {"home": home.root, "folders": [folder, *_also(folder)]}
    body = (_INSTALLED_BODY if app else _BODY).format(**fields)
    if platform == "win32":
        return {SCRIPT: body}
    first = f"#!{interpreter} -IS\n"
    if len(os.fsencode(first)) <= _LONGEST_FIRST_LINE and not any(mark.isspace() for mark in interpreter):
        return {NAME: first + body}
    words = [interpreter, *FLAGS, os.path.join(home.bin, SCRIPT)]
    return {SCRIPT: body, NAME: _shell_script(words)}


def _shell_script(words: list[str], root: str = "") -> str:
    """What starts `words` through the shell. `root`: Callgate's directory, for a program that is not told it else."""
    setting = f"CALLGATE_HOME={shlex.quote(root)} " if root else ""
    return f'#!/bin/sh\n{setting}exec {" ".join(map(shlex.quote, words))} "$@"\n'


def _also(folder: str) -> list[str]:
    """Where the checks' data and the SQL parser stand, where that is not beside the package (in a checkout)."""
    from importlib.util import find_spec

    found = [find_spec(name) for name in ("callgate_resources", "sqlglot")]
    places = [os.path.dirname(os.path.dirname(spec.origin)) for spec in found if spec is not None and spec.origin]
    return [place for place in dict.fromkeys(places) if place != folder]


def install(home: Home) -> None:
    """Writes the launcher; a file that is right already is left alone. Raises OSError."""
    home.ensure(home.root)
    home.ensure(home.bin)
    for name, text in files(home).items():
        path = os.path.join(home.bin, name)
        data = os.fsencode(text)
        if not _holds(path, data):
            atomicfile.write(path, data, 0o700)


def stale(home: Home) -> list[str]:
    """The launcher's files that stand in `home` and are not what this version would write."""
    wanted = files(home)
    there = [name for name in wanted if os.path.exists(os.path.join(home.bin, name))]
    return [name for name in there if not _holds(os.path.join(home.bin, name), os.fsencode(wanted[name]))]


def _holds(path: str, data: bytes) -> bool:
    try:
        with open(path, "rb") as file:
            return file.read() == data and os.access(path, os.X_OK)
    except OSError:
        return False
