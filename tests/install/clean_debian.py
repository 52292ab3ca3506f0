"""A clean Debian 12 in a folder, as the check of an installed package sees it: what runs in it, and who is in it.

1. A fresh debootstrap, kept as an archive for the next check. Everything runs inside, by chroot, and is ended with it;
   the screen is an Xvfb outside.
2. The first thing that is not so ends the run with exit code 1.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

DISPLAY = ":93"
PATIENCE = 60.0  # seconds
APP = "/usr/lib/callgate"
BUS = "/run/user/1000/bus"  # where systemd puts a person's; ada is the first person of a Debian
CONFIG = "home/ada/.config/Claude/claude_desktop_config.json"
HOME = "home/ada/.callgate"


class Machine:
    """The clean Debian at `root`, and what was seen in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.seen: list[str] = []

    def run(self, *words: str, user: str = "root", fails: bool = False, says: str = "") -> str:
        """Runs `words` inside, gives its output. Ends the run where it fails (or, with `fails`, does not).

        `says`: what a person types, at a terminal of its own; "" where there is none.
        """
        done = self._do(self.words(user, *words), says)
        if (done.returncode != 0) != fails:
            sys.exit(f"NOT SO: {' '.join(words)} gave {done.returncode}\n{done.stdout}\n{done.stderr}")
        return done.stdout + done.stderr

    @staticmethod
    def _do(words: list[str], says: str) -> subprocess.CompletedProcess[str]:
        if not says:
            return subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        person, terminal = os.openpty()
        try:
            os.write(person, says.encode() + b"\n")
            return subprocess.run(words, stdin=terminal, capture_output=True, text=True, check=False)
        finally:
            os.close(person)
            os.close(terminal)

    def words(self, user: str, *words: str) -> list[str]:
        """The words that run `words` inside as `user`."""
        home = "/root" if user == "root" else f"/home/{user}"
        environ = [f"HOME={home}", f"DISPLAY={DISPLAY}", "PATH=/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL=C.UTF-8"]
        if user != "root" and (self.root / BUS[1:]).exists():
            environ.append(f"DBUS_SESSION_BUS_ADDRESS=unix:path={BUS}")
        start = ["chroot", f"--userspec={user}", str(self.root), "env", "-i", "DEBIAN_FRONTEND=noninteractive"]
        return [*start, *environ, *words]

    def apt(self, *words: str, fails: bool = False) -> str:
        """apt-get inside."""
        return self.run("apt-get", "-y", "-q", "--no-install-recommends", *words, fails=fails)

    def is_so(self, what: str, true: bool) -> None:
        """Notes `what`; ends the run where it is not `true`."""
        if not true:
            sys.exit(f"NOT SO: {what}")
        self.seen.append(what)
        print(f"ok  {what}", flush=True)

    def comes(self, what: str, true: Callable[[], bool]) -> None:
        """The same, for what takes a moment."""
        end = time.monotonic() + PATIENCE
        while not true() and time.monotonic() < end:
            time.sleep(0.1)
        self.is_so(what, true())

    def processes(self, program: str) -> list[int]:
        """The ids of the processes that run the installed `program`."""
        wanted = f"{self.root}{APP}/{program}"
        return [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/exe") if reads(path).startswith(wanted)]


def reads(link: Path) -> str:
    """Where `link` leads; "" for a process that is gone or somebody else's."""
    try:
        return os.readlink(link)
    except OSError:
        return ""


class Client:
    """Claude Desktop's part: starts the words of the file's entry and talks."""

    def __init__(self, machine: Machine, server: str = "fake") -> None:
        entry = json.loads((machine.root / CONFIG).read_text())["mcpServers"][server]
        variables = [f"{name}={value}" for name, value in entry.get("env", {}).items()]
        words = machine.words("ada", "env", *variables, entry["command"], *entry["args"])
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._number = 0
        client = {"name": "x", "version": "1"}
        self.greeted = self.answer("initialize", protocolVersion="2025-06-18", capabilities={}, clientInfo=client)

    def answer(self, method: str, **params: object) -> str:
        """Sends one request and gives the response's line."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._number += 1
        line = json.dumps({"jsonrpc": "2.0", "id": self._number, "method": method, "params": params})
        self.process.stdin.write(line.encode() + b"\n")
        self.process.stdin.flush()
        return self.process.stdout.readline().decode()

    def lists(self) -> str:
        """Asks for the tools."""
        return self.answer("tools/list")

    def call(self, tool: str) -> str:
        """Calls a tool."""
        return self.answer("tools/call", name=tool, arguments={"text": "hello"})

    def leave(self) -> None:
        """Ends it as a client does."""
        self.process.communicate(timeout=PATIENCE)


@contextmanager
def debian(folder: Path) -> Generator[Machine, None, None]:
    """A fresh Debian 12 in `folder`, with its mounts while it is used."""
    root = folder / "debian"
    base = folder / "base.tar"
    if not base.exists():
        subprocess.run(["debootstrap", "--variant=minbase", "bookworm", folder / "base"], check=True)
        subprocess.run(["tar", "-C", folder / "base", "-cf", base, "."], check=True)
    root.mkdir()
    subprocess.run(["tar", "-C", root, "-xf", base], check=True)
    mounts = [("proc", "proc", "proc"), ("tmpfs", "tmpfs", "tmp"), ("devtmpfs", "devtmpfs", "dev")]
    with ExitStack() as stack:
        for kind, what, where in mounts:
            subprocess.run(["mount", "-t", kind, what, root / where], check=True)
            stack.callback(subprocess.run, ["umount", "-l", root / where], check=True)
        stack.callback(end_all, root)
        yield Machine(root)


def end_all(root: Path) -> None:
    """Ends what still runs inside, after a check that ended early."""
    for process in Path("/proc").glob("[0-9]*"):
        if reads(process / "root") == str(root):
            with suppress(ProcessLookupError):
                os.kill(int(process.name), signal.SIGKILL)
