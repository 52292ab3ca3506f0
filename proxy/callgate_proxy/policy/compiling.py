"""Compiles the policy in a process of its own: the model's imports take 100 ms and 30 MB, and a proxy needs them never.

The process reads and writes the home's files and says nothing else: whatever happens to it, the caller looks for the
table afterwards, and where there is none, the last good one stays in force. On the proxy's path.
"""

from __future__ import annotations

import os
import sys
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from callgate_proxy.home import Home

LONGEST = 15.0  # seconds


def run(home: Home) -> None:
    """Publishes the home's policy.json, and returns when that is done or has failed."""
    environ = {**os.environ, "PYDANTIC_DISABLE_PLUGINS": "__all__"}
    _run(_command(home.root), environ)


def _command(root: str) -> list[str]:
    """What publishes the policy of the home at `root`."""
    from callgate_proxy import frozen

    python = sys.executable
    folder = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
    if app := frozen.folder():
        python = frozen.interpreter(app)
        if not python:
            return [frozen.program(app, "callgate-proxy"), frozen.COMPILE, root]
    # A call waits for this: no collector for a process that ends at once, no search for pydantic's plug-ins, nor the
    # standard library's means of searching (30 ms, for `entry_points` alone).
    code = (
        f"import gc, sys; gc.disable(); sys.path.append({folder!r})\n"
        "searched = sys.modules['importlib.metadata'] = type(sys)('importlib.metadata')\n"
        "searched.entry_points = lambda **_: ()\n"
        "from callgate_proxy.policy.compile import main; sys.exit(main())"
    )
    return [python, "-I", "-c", code, root]


if sys.platform == "win32":

    def _run(argv: list[str], environ: dict[str, str]) -> None:
        import subprocess

        null = subprocess.DEVNULL
        try:
            subprocess.run(argv, stdin=null, stdout=null, timeout=LONGEST, check=False, env=environ)
        except (OSError, subprocess.SubprocessError):
            return

else:

    def _run(argv: list[str], environ: dict[str, str]) -> None:
        null = os.devnull
        actions = [(os.POSIX_SPAWN_OPEN, 0, null, os.O_RDONLY, 0), (os.POSIX_SPAWN_OPEN, 1, null, os.O_WRONLY, 0)]
        end = time.monotonic() + LONGEST
        try:
            child = os.posix_spawn(argv[0], argv, environ, file_actions=actions)
            while os.waitpid(child, os.WNOHANG) == (0, 0):
                if time.monotonic() > end:
                    os.kill(child, 9)
                    os.waitpid(child, 0)
                    return
                time.sleep(0.001)
        except OSError:
            return  # it could not be started, or somebody else in this process has collected it
