"""Kills a process at each step of a change to a client's file, and reports what is left each time.

    killing.py FOLDER protect|unprotect [cursor]

One line of JSON: a list of {step, file, restored}. `step`: the system call before which the process was killed; `file`:
"old", "new" or "broken"; `restored`: whether `callgate unprotect`, run afterwards, gave the original bytes back. It
forks, so it is a program of its own with one thread.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

from callgate_proxy import cli, clients
from callgate_proxy.clients import Places, Plan
from callgate_proxy.home import Home

CONTENT = b'{\r\n\t"mcpServers": {"a": {"command": "npx", "args": ["-y",  "x"]}, "b": {"command": "b"}}, "n": 1.50\r\n}'
REMOTE = (
    b'{\r\n\t"mcpServers": {"a": {"url": "https:\\/\\/example.org/mcp"}, /* b */ "b": {"command": "b"}}, "n": 1.50\r\n}'
)
FILES = {"": (".config/Claude/claude_desktop_config.json", CONTENT), "cursor": (".cursor/mcp.json", REMOTE)}
STEPS = ("open", "write", "fsync", "close", "replace", "chmod", "makedirs", "fstat", "stat", "remove", "unlink")


def arm(at: int, tell: int) -> None:
    """Lets the process die by SIGKILL before its step number `at`, and writes that step's name to `tell`."""
    assert sys.platform != "win32", "there is no SIGKILL there"
    left = [at]

    def deadly(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def step(*words: object, **named: object) -> object:
            if left[0] == 0:
                write(tell, name.encode())
                os.kill(os.getpid(), signal.SIGKILL)
            left[0] -= 1
            return real(*words, **named)

        return step

    write = os.write
    for name in STEPS:
        setattr(os, name, deadly(name, getattr(os, name)))


def killed(plan: Plan, home: Home, places: Places, at: int) -> str:
    """Applies `plan` as `step_killed` does."""
    return step_killed(lambda: clients.apply(plan, home, places), at)


def step_killed(change: Callable[[], object], at: int) -> str:
    """Makes a change in a process that is killed at step `at`; the step's name, "" if the change was done before it."""
    assert sys.platform != "win32", "there is no fork there"
    reading, writing = os.pipe()
    pid = os.fork()
    if pid == 0:
        _child(change, at, writing)
    os.close(writing)
    _, status = os.waitpid(pid, 0)
    with os.fdopen(reading) as pipe:
        name = pipe.read()
    assert os.WIFSIGNALED(status) == bool(name), status
    return name


def _child(change: Callable[[], object], at: int, tell: int) -> NoReturn:
    try:
        arm(at, tell)
        change()
    finally:
        os._exit(0)


def once(root: Path, what: str, client: str, at: int) -> dict[str, object]:
    """One scratch machine, one killed change, one `callgate unprotect`."""
    folder = root / str(at)
    name, content = FILES[client]
    home, config = Home(str(folder / "home")), folder / name
    places = Places(str(folder), "", "", str(folder / ".config"), "linux", list)
    config.parent.mkdir(parents=True)
    config.write_bytes(content)
    (found,) = clients.found(places)
    plan = clients.plan_protect(found, home)
    if what == "unprotect":
        clients.apply(plan, home, places)
        plan = clients.plan_unprotect(clients.found(places)[0], home)
    step = killed(plan, home, places, at)
    state = {plan.before: "old", plan.after: "new"}.get(config.read_bytes(), "broken")
    os.environ["CALLGATE_HOME"] = home.root
    with contextlib.redirect_stdout(io.StringIO()):
        code = cli.main(["unprotect", "--yes"], places)
    restored = code == 0 and config.read_bytes() == content
    return {"step": step, "file": state, "restored": restored}


def main(root: str, what: str, client: str = "") -> None:
    """Runs `once` until no step is left."""
    results: list[dict[str, object]] = []
    while not results or results[-1]["step"]:
        results.append(once(Path(root), what, client, len(results)))
    print(json.dumps(results))


if __name__ == "__main__":
    main(*sys.argv[1:])
