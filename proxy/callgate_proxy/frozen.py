"""Where an installed Callgate keeps its programs; nothing of this holds for one that runs from a Python of its own.

    APP/callgate, APP/callgate-tray, APP/callgate-proxy     made by PyInstaller, over one folder
    APP/proxy-python (Windows: APP/lean/python.exe)         a plain interpreter with the proxy's half beside it

The plain interpreter starts the proxy, because it starts in half the time of a packed program. It is no packed program
itself: for what runs in it, `folder()` is None and nothing is different. An app built without one starts
`callgate-proxy`. On the proxy's path when a policy is compiled: standard library only.
"""

from __future__ import annotations

import os
import sys

MODULE = "--module"  # makes a packed `callgate`, which has all their parts, run one of MODULES
MODULES = ("callgate_proxy.cli", "callgate_proxy.http.bridge", "callgate_proxy.resolving")
COMPILE = "--compile-policy"  # makes `callgate-proxy` compile a home's policy: only a packed program is asked to


def folder() -> str | None:
    """The app's folder, absolute, for a packed program; None for any other."""
    return os.path.dirname(os.path.abspath(sys.executable)) if getattr(sys, "frozen", False) else None


def program(app: str, name: str, platform: str = sys.platform) -> str:
    """The path of the packed program `name`."""
    return os.path.join(app, name + (".exe" if platform == "win32" else ""))


def interpreter(app: str, platform: str = sys.platform) -> str:
    """The plain interpreter of the app in the folder `app`; "" where it was built without one."""
    path = os.path.join(app, "lean", "python.exe") if platform == "win32" else os.path.join(app, "proxy-python")
    return path if os.path.exists(path) else ""


def words(module: str, python: str = "") -> list[str]:
    """What starts one of MODULES as a process of its own, isolated. `python`: in place of the one that runs this."""
    app = folder()
    if app is None:
        return [python or sys.executable, "-I", "-m", module]
    plain = interpreter(app)
    return [plain, "-I", "-m", module] if plain else [program(app, "callgate"), MODULE, module]


def run(argv: list[str]) -> int:
    """What a packed `callgate` does that was told a module: `argv` begins with its name. Gives the exit code."""
    if not argv or argv[0] not in MODULES:
        print(f"callgate: {MODULE} takes one of: {', '.join(MODULES)}", file=sys.stderr)
        return 2
    from importlib import import_module

    return int(import_module(argv[0]).main(argv[1:]))
